/**
 * Figures of rows in buckets of 2^k rows: all that is kept of them, whatever their number.
 *
 * @module
 */

/** The most buckets that are kept: about as many as a chart has pixels. */
export const MOST_BUCKETS = 1024;

const JOININGS = {
  least: Math.min,
  most: Math.max,
  sum: (a: number, b: number) => a + b,
  /** The later one, unless it is NaN. */
  last: (a: number, b: number) => Number.isNaN(b) ? a : b,
};

/** What becomes of a figure where two parts of a series become one. */
export type Joining = keyof typeof JOININGS;

/** Rows in a row, and their figures. */
export interface Bucket<Name extends string> {
  readonly rows: number;
  readonly figures: Readonly<Record<Name, number>>;
}

/** How the next rows are cut at the ends of buckets: so many are the first part, and so many each of the others. */
export interface Parts {
  readonly first: number;
  readonly others: number;
}

/** How many parts there are of `count` rows. */
export function partsIn(count: number, { first, others }: Parts): number {
  return count <= first ? Math.min(count, 1) : 1 + Math.ceil((count - first) / others);
}

/**
 * Takes the figures of rows in their order. A bucket has as few rows as there may be for {@linkcode MOST_BUCKETS}: so the
 * buckets depend on the rows alone, however these arrive.
 */
export class Buckets<Name extends string> {
  readonly #columns: readonly { readonly name: Name; readonly joining: Joining; readonly values: Float64Array }[];
  #rows = 0;
  #bucketRows = 1;

  constructor(joinings: Readonly<Record<Name, Joining>>) {
    const columns: { name: Name; joining: Joining; values: Float64Array }[] = [];
    for (const name in joinings) {
      columns.push({ name, joining: joinings[name], values: new Float64Array(MOST_BUCKETS) });
    }
    this.#columns = columns;
  }

  /** Rows so far. */
  get rows(): number {
    return this.#rows;
  }

  /** Rows of a bucket; the last one may have fewer. */
  get bucketRows(): number {
    return this.#bucketRows;
  }

  /** In order. */
  get buckets(): Bucket<Name>[] {
    return Array.from({ length: this.#length }, (_, n) => this.#between(n, n + 1));
  }

  /** Joins a figure into that of the last bucket; there has to be one. */
  amend(name: Name, figure: number): void {
    const at = this.#length - 1;
    for (const { name: own, joining, values } of this.#columns) {
      if (own === name) values[at] = JOININGS[joining](values[at] ?? NaN, figure);
    }
  }

  /** Makes room for rows, and says how they are cut. */
  partsOf(count: number): Parts {
    while (this.#rows + count > MOST_BUCKETS * this.#bucketRows) this.#double();
    return { first: this.#bucketRows - this.#rows % this.#bucketRows, others: this.#bucketRows };
  }

  /**
   * Adds rows.
   *
   * @param figures One for each of their parts.
   */
  add(count: number, figures: Readonly<Record<Name, ArrayLike<number>>>): void {
    const parts = partsIn(count, this.partsOf(count));
    const isBegun = this.#rows % this.#bucketRows > 0;
    const at = Math.floor(this.#rows / this.#bucketRows);
    for (const { name, joining, values } of this.#columns) {
      const own = figures[name];
      const before = values[at] ?? NaN;
      for (let part = 0; part < parts; part++) values[at + part] = own[part] ?? NaN;
      if (isBegun && parts > 0) values[at] = JOININGS[joining](before, own[0] ?? NaN);
    }
    this.#rows += count;
  }

  /** Each 2^n buckets as one, so that there are at most `most`. The last one has at least half the rows of the others. */
  mergedTo(most: number): Bucket<Name>[] {
    const length = this.#length;
    let count = 1;
    while (Math.ceil(length / count) > most) count *= 2;
    const whole = Math.max(1, Math.floor(this.#rows / (count * this.#bucketRows) + 1 / 2));
    return Array.from(
      { length: Math.min(whole, length) },
      (_, n) => this.#between(n * count, n === whole - 1 ? length : (n + 1) * count),
    );
  }

  /** Buckets from one to another as one. */
  #between(from: number, to: number): Bucket<Name> {
    const rows = Math.min(to * this.#bucketRows, this.#rows) - from * this.#bucketRows;
    const figures = {} as Record<Name, number>;
    for (const { name, joining, values } of this.#columns) {
      figures[name] = values.subarray(from, to).reduce((a, b) => JOININGS[joining](a, b));
    }
    return { rows, figures };
  }

  /** Each two buckets become one. */
  #double(): void {
    const length = this.#length;
    for (const { joining, values } of this.#columns) {
      const join = JOININGS[joining];
      for (let n = 0; 2 * n < length; n++) {
        const first = values[2 * n] ?? NaN;
        values[n] = 2 * n + 1 < length ? join(first, values[2 * n + 1] ?? NaN) : first;
      }
    }
    this.#bucketRows *= 2;
  }

  get #length(): number {
    return Math.ceil(this.#rows / this.#bucketRows);
  }
}
