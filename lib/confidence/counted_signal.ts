/**
 * A rolling signal whose signals are counted in units too.
 *
 * @module
 */
import type { Decimal } from "../numbers/decimal.ts";
import type { ScaledCloses } from "../numbers/scaled_closes.ts";
import type { WindowMemory } from "../signal/memory.ts";
import { RollingSignal } from "../signal/rolling.ts";
import type { Units } from "./units.ts";

/** Hands the signal of each row with a mean to the units. */
export class CountedSignal extends RollingSignal {
  readonly #rowsBeforeMean: number;
  readonly #units: Units;
  #signals = new Uint8Array(0);

  constructor(units: Units, window: number, isDescending: boolean, memory?: WindowMemory) {
    super(window, isDescending, memory);
    this.#rowsBeforeMean = window - 1;
    this.#units = units;
  }

  override push(closes: ScaledCloses, signals = this.#buffer(closes.count), sums?: Float64Array): void {
    const first = Math.max(0, this.#rowsBeforeMean - this.rows);
    super.push(closes, signals, sums);
    this.#units.add(signals, Math.min(first, closes.count), closes.count);
  }

  override pushExact(close: Decimal): number {
    const signal = super.pushExact(close);
    if (this.rows > this.#rowsBeforeMean) this.#units.add([signal], 0, 1);
    return signal;
  }

  #buffer(count: number): Uint8Array {
    if (this.#signals.length < count) this.#signals = new Uint8Array(count);
    return this.#signals;
  }
}
