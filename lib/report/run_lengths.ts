/**
 * How long signals stay as they are.
 *
 * @module
 */

import type { Runs } from "./measure/measure.ts";

/** A run has 1 to 2^53 rows. */
const MOST_CLASSES = 53;
const TWO_31 = 2 ** 31;

/** Counts runs of equal signals by their length: 1, 2 and 3, 4 to 7, … rows. */
export class RunLengths {
  readonly #counts: readonly [Float64Array, Float64Array] = [
    new Float64Array(MOST_CLASSES),
    new Float64Array(MOST_CLASSES),
  ];
  readonly #longest: [number, number] = [0, 0];

  /** Counts a run that has ended. */
  add(signal: number, rows: number): void {
    const value = signal === 1 ? 1 : 0;
    const length = rows < TWO_31 ? 31 - Math.clz32(rows) : 62 - Math.clz32(rows / TWO_31);
    const counts = this.#counts[value];
    counts[length] = (counts[length] ?? 0) + 1;
    if (rows > this.#longest[value]) this.#longest[value] = rows;
  }

  /** Counts runs that have been counted elsewhere, in the same classes. */
  addAll({ counts, longest }: Runs): void {
    for (const signal of [0, 1] as const) {
      const own = this.#counts[signal];
      const more = counts[signal];
      // By index: this is done for each batch of rows, and an iterator takes longer.
      for (let length = 0; length < more.length; length++) own[length] = (own[length] ?? 0) + (more[length] ?? 0);
      this.#longest[signal] = Math.max(this.#longest[signal], longest[signal]);
    }
  }

  /** The rows of the longest run; 0 where there is none. */
  longest(signal: 0 | 1): number {
    return this.#longest[signal];
  }

  /** Runs of 2^n to 2^(n+1) − 1 rows, from n = 0 to the last n that has any. */
  counts(): readonly (readonly [zeros: number, ones: number])[] {
    const [zeros, ones] = this.#counts;
    const all = Array.from(zeros, (count, n): [number, number] => [count, ones[n] ?? 0]);
    return all.slice(0, all.findLastIndex(([zeros, ones]) => zeros + ones > 0) + 1);
  }
}
