/**
 * The signals of a series, counted in units of rows: all that is kept of it, whatever its length.
 *
 * @module
 */

/** The most units that are kept. */
export const MOST_UNITS = 8192;

/**
 * Counts the ones of each 2^k rows, in order. When there are too many units, each two become one: so the counts depend on the
 * signals alone, however these arrive.
 */
export class Units {
  readonly #counts = new Float64Array(MOST_UNITS);
  #whole = 0;
  #unitRows = 1;
  /** Of the unit at hand, which is not whole. */
  #partRows = 0;
  #partOnes = 0;

  /** Rows of a unit. */
  get unitRows(): number {
    return this.#unitRows;
  }

  /** Rows so far. */
  get rows(): number {
    return this.#whole * this.#unitRows + this.#partRows;
  }

  /** The ones of each whole unit. */
  get counts(): Float64Array {
    return this.#counts.subarray(0, this.#whole);
  }

  /** Counts the next rows: the signals from index `from` to `to`, each 0 or 1. */
  add(signals: ArrayLike<number>, from: number, to: number): void {
    for (let next = from; next < to;) {
      const end = Math.min(to, next + this.#unitRows - this.#partRows);
      let ones = 0;
      for (let n = next; n < end; n++) ones += signals[n] ?? 0;
      this.#partOnes += ones;
      this.#partRows += end - next;
      next = end;
      if (this.#partRows === this.#unitRows) this.#close();
    }
  }

  /** The unit at hand is whole. */
  #close(): void {
    if (this.#whole === MOST_UNITS) {
      this.#whole /= 2;
      this.#unitRows *= 2;
      for (let n = 0; n < this.#whole; n++) {
        this.#counts[n] = (this.#counts[2 * n] ?? 0) + (this.#counts[2 * n + 1] ?? 0);
      }
      // It is half a unit now.
      return;
    }
    this.#counts[this.#whole++] = this.#partOnes;
    this.#partRows = this.#partOnes = 0;
  }
}
