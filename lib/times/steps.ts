/**
 * How far the rows of a series are from one another, noted while they stream: the usual step, and the rows behind which others
 * seem to be missing. What these mean is said in `evident_gaps.ts`.
 *
 * @module
 */

/** Two neighbouring rows, the earlier one first whatever the order of the rows. Nanoseconds since 1970. */
export interface StepBetween {
  readonly file: string;
  readonly from: bigint;
  readonly to: bigint;
}

/** What the steps of some rows were. It can be sent to another thread. */
export interface StepFacts {
  /** How often each length comes, in nanoseconds as a double; of the first {@linkcode MOST_LENGTHS} lengths. */
  readonly lengths: ReadonlyMap<number, number>;
  /** All steps forward or back. */
  readonly count: number;
  /** Those that are longer than the usual step was when they came, in the order of the rows. */
  readonly long: readonly StepBetween[];
  /** Whether steps were not looked at, from some row on. */
  readonly areMore: boolean;
  /** The earliest and the latest row that was looked at; undefined before the first. */
  readonly earliest: bigint | undefined;
  readonly latest: bigint | undefined;
}

/** Different lengths that are counted: where there are more, no step is usual. */
const MOST_LENGTHS = 1024;

/**
 * Long steps that are kept. In the minutes of a stock exchange that is every night of eight years; a series that has more in
 * less time has rows only when something happens, and is not looked at any further.
 */
const MOST_LONG = 2048;

/** The first steps are all kept, because it is not known yet which is the usual one. */
const LEAST_KNOWN = 64;

/**
 * Whether rows are missing between two of them, as far as that can be told from the step alone. Months have 28 to 31 days: from
 * January to March it is less than twice a month.
 */
export function isLong(length: number, interval: number): boolean {
  return 4 * length >= 7 * interval;
}

/** Notes the steps of one series. Its memory is bounded. */
export class Steps {
  readonly #lengths = new Map<number, number>();
  #count = 0;
  readonly #long: StepBetween[] = [];
  #areMore = false;
  #file = "";
  #last: bigint | undefined;
  /** Whether the next row is the first of a file. */
  #isFirst = true;
  /** The first row, and the last one that was looked at: the rows are in order. */
  #first: bigint | undefined;
  #end: bigint | undefined;
  #usual: number | undefined;
  #usualCount = 0;

  /** Whether further steps are looked at. */
  get isWatching(): boolean {
    return !this.#areMore;
  }

  get facts(): StepFacts {
    const lengths = new Map(this.#lengths);
    if (this.#usual !== undefined) lengths.set(this.#usual, this.#usualCount);
    return {
      lengths,
      count: this.#count,
      long: this.#long,
      areMore: this.#areMore,
      ...this.#span,
    };
  }

  get #span(): Pick<StepFacts, "earliest" | "latest"> {
    const [first, end] = [this.#first, this.#end ?? this.#last];
    if (first === undefined || end === undefined) return { earliest: undefined, latest: undefined };
    return first < end ? { earliest: first, latest: end } : { earliest: end, latest: first };
  }

  /** The step to the next row is none: an earlier file has ended there, or an earlier run. */
  beginFile(file: string): void {
    this.#file = file;
    this.#isFirst = true;
  }

  /** Takes the next row. */
  take(time: bigint): void {
    const last = this.#last;
    this.#last = time;
    this.#first ??= time;
    const isStep = !this.#isFirst && last !== undefined && last !== time;
    this.#isFirst = false;
    if (isStep && !this.#areMore) this.#add(last, time, Math.abs(Number(time - last)));
  }

  #add(last: bigint, time: bigint, length: number): void {
    this.#tally(length, 1);
    if (!this.#isNoted(length)) return;
    const [from, to] = last < time ? [last, time] : [time, last];
    this.#long.push({ file: this.#file, from, to });
    if (this.#count === LEAST_KNOWN) this.#forgetUsual();
    if (this.#long.length > MOST_LONG) this.stop();
  }

  /** Takes rows that are each `step` nanoseconds behind the one before; below 0 where that is the later one. */
  follow(rows: number, step: bigint): void {
    const last = this.#last;
    if (last === undefined) return;
    const length = Math.abs(Number(step));
    let left = rows;
    let time = last;
    for (; left > 0 && this.#isNoted(length); left--) this.#add(time, time += step, length);
    if (left > 0 && !this.#areMore) this.#tally(length, left);
    this.#last = time + BigInt(left) * step;
  }

  /** Takes rows that were noted elsewhere, the first of which is `first` and the last `last`. */
  followAll({ lengths, long, areMore }: StepFacts, first: bigint, last: bigint): void {
    this.take(first);
    if (!this.#areMore) {
      for (const [length, count] of lengths) this.#tally(length, count);
      this.#long.push(...long);
      this.#last = last;
      if (areMore || this.#long.length > MOST_LONG) this.stop();
    }
    this.#last = last;
  }

  /** No further step is looked at. */
  stop(): void {
    this.#areMore = true;
    this.#end ??= this.#last;
    this.#long.splice(MOST_LONG);
  }

  /** Whether a step of a length is kept: it is long, or nobody knows yet. */
  #isNoted(length: number): boolean {
    if (this.#areMore) return false;
    return this.#count <= LEAST_KNOWN || this.#usual === undefined || isLong(length, this.#usual);
  }

  #tally(length: number, rows: number): void {
    this.#count += rows;
    // Most are as the one before.
    if (length === this.#usual) {
      this.#usualCount += rows;
      return;
    }
    const known = this.#lengths.get(length);
    if (known === undefined && this.#lengths.size === MOST_LENGTHS) return;
    const count = (known ?? 0) + rows;
    this.#lengths.set(length, count);
    if (count <= this.#usualCount) return;
    if (this.#usual !== undefined) this.#lengths.set(this.#usual, this.#usualCount);
    this.#usual = length;
    this.#usualCount = count;
  }

  /** Forgets of the first steps those that are no longer than the usual one. */
  #forgetUsual(): void {
    const usual = this.#usual;
    if (usual === undefined) return;
    const long = this.#long.filter(({ from, to }) => isLong(Number(to - from), usual));
    this.#long.splice(0, Infinity, ...long);
  }
}
