/**
 * Closes on their way from one rolling sum to another.
 *
 * @module
 */
import type { Decimal } from "../numbers/decimal.ts";
import type { ScaledCloses } from "../numbers/scaled_closes.ts";

/** Some closes in a row, or one that fits no scale. It holds nothing that can't be sent to another thread. */
export type CloseRun = ScaledCloses | Decimal;

/**
 * Closes as runs: neighbours of one scale are one run.
 *
 * @param closeAt The close at a position from 0 to `length - 1`: a mantissa with `decimals` decimals, or one that is none.
 */
export function runsOf(
  length: number,
  closeAt: (position: number) => number | Decimal,
  decimals: number,
  largest: number,
): CloseRun[] {
  const runs: CloseRun[] = [];
  let scaled: number[] = [];
  const endScaled = () => {
    const count = scaled.length;
    if (count > 0) runs.push({ mantissas: Float64Array.from(scaled), count, decimals, largest });
    scaled = [];
  };
  for (let n = 0; n < length; n++) {
    const close = closeAt(n);
    if (typeof close === "number") {
      scaled.push(close);
    } else {
      endScaled();
      runs.push(close);
    }
  }
  endScaled();
  return runs;
}

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

  addScaled({ mantissas, count, decimals, largest }: ScaledCloses): void {
    const taken = Math.min(count, this.#most - this.#count);
    if (taken <= 0) return;
    this.#count += taken;
    this.#runs.push({ mantissas: mantissas.slice(0, taken), count: taken, decimals, largest });
  }

  addExact(close: Decimal): void {
    if (this.#count === this.#most) return;
    this.#count++;
    this.#runs.push(close);
  }
}
