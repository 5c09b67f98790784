/**
 * Closes of several symbols, one row after the other → the closes of each symbol together.
 *
 * @module
 */

/** Fewer rows in a row than this are not worth a call: the closes of a symbol are put together first. */
const LONG_RUN = 64;

/** Some closes of one symbol, and where they were among all. */
export interface Sorted {
  readonly closes: Float64Array;
  readonly rows: Int32Array;
}

/** Sorts closes by symbol, those of a symbol in the order of their rows: a counting sort. */
export class Sorter {
  readonly #sorted: Float64Array;
  readonly #rows: Int32Array;
  readonly #inOrder: Int32Array;
  /** By symbol: how many closes, and then where the next one goes. */
  #places = new Int32Array(64);

  /** @param most Closes that are sorted at a time. */
  constructor(most: number) {
    this.#sorted = new Float64Array(most);
    this.#rows = new Int32Array(most);
    this.#inOrder = Int32Array.from({ length: most }, (_, n) => n);
  }

  /** Row numbers from 0 up to `count`. */
  inOrder(count: number): Int32Array {
    return this.#inOrder.subarray(0, count);
  }

  /**
   * Calls `visit` for each symbol, in the order in which they appear first. A symbol whose rows come in long runs may be
   * visited several times, in order.
   *
   * @param ids The symbol of each close, small numbers.
   */
  sort(
    closes: Float64Array,
    ids: Uint32Array,
    count: number,
    visit: (id: number, sorted: Sorted) => void,
  ): void {
    let from = 0;
    while (from < count) {
      const id = ids[from] ?? 0;
      let to = from + 1;
      while (to < count && ids[to] === id) to++;
      if (to - from < LONG_RUN && to < count) {
        // Up to where the next long run begins.
        to = this.#endOfShortRuns(ids, to, count);
        this.#sortMixed(closes, ids, from, to, visit);
      } else {
        visit(id, { closes: closes.subarray(from, to), rows: this.#inOrder.subarray(from, to) });
      }
      from = to;
    }
  }

  #endOfShortRuns(ids: Uint32Array, from: number, count: number): number {
    let runStart = from;
    for (let i = from; i < count; i++) {
      if (ids[i] !== ids[runStart]) runStart = i;
      else if (i - runStart === LONG_RUN) return runStart;
    }
    return count;
  }

  #sortMixed(
    closes: Float64Array,
    ids: Uint32Array,
    from: number,
    to: number,
    visit: (id: number, sorted: Sorted) => void,
  ): void {
    const seen: number[] = [];
    for (let i = from; i < to; i++) {
      const id = ids[i] ?? 0;
      if (id >= this.#places.length) this.#grow(id);
      const before = this.#places[id] ?? 0;
      if (before === 0) seen.push(id);
      this.#places[id] = before + 1;
    }
    let place = 0;
    for (const id of seen) {
      const own = this.#places[id] ?? 0;
      this.#places[id] = place;
      place += own;
    }
    for (let i = from; i < to; i++) {
      const id = ids[i] ?? 0;
      const at = this.#places[id] ?? 0;
      this.#sorted[at] = closes[i] ?? 0;
      this.#rows[at] = i;
      this.#places[id] = at + 1;
    }
    let start = 0;
    for (const id of seen) {
      const end = this.#places[id] ?? 0;
      visit(id, { closes: this.#sorted.subarray(start, end), rows: this.#rows.subarray(start, end) });
      start = end;
      this.#places[id] = 0;
    }
  }

  #grow(id: number): void {
    const larger = new Int32Array(Math.max(id + 1, 2 * this.#places.length));
    larger.set(this.#places);
    this.#places = larger;
  }
}
