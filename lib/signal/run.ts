/**
 * Closes on their way from one rolling sum to another.
 *
 * @module
 */
import type { Decimal } from "../numbers/decimal.ts";

/** Closes of one scale, each an integer of at most `largest` in magnitude: close = mantissa × 10^−decimals. */
export interface ScaledRun {
  readonly mantissas: Float64Array;
  readonly decimals: number;
  readonly largest: number;
}

/** Some closes in a row, or one that fits no scale. It holds nothing that can't be sent to another thread. */
export type CloseRun = ScaledRun | Decimal;

/** Keeps copies of the first closes of a series. */
export class FirstCloses {
  readonly #most: number;
  readonly #runs: CloseRun[] = [];
  #count = 0;

  /** @param most How many closes to keep. */
  constructor(most: number) {
    this.#most = most;
  }

  /** The closes that were kept, in order. */
  get runs(): readonly CloseRun[] {
    return this.#runs;
  }

  addScaled(mantissas: Float64Array, count: number, decimals: number, largest: number): void {
    const taken = Math.min(count, this.#most - this.#count);
    if (taken <= 0) return;
    this.#count += taken;
    this.#runs.push({ mantissas: mantissas.slice(0, taken), decimals, largest });
  }

  addExact(close: Decimal): void {
    if (this.#count === this.#most) return;
    this.#count++;
    this.#runs.push(close);
  }
}
