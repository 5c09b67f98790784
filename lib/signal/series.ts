/**
 * The signals of one series or of many, by the same calls.
 *
 * @module
 */
import type { Decimal } from "../numbers/decimal.ts";
import type { ScaledCloses } from "../numbers/scaled_closes.ts";
import type { WindowMemory } from "./memory.ts";
import type { RollingSignal } from "./rolling.ts";
import type { CloseRun } from "./run.ts";
import type { SavedSeries } from "./saved.ts";

/** Signals of series that are numbered from 0 in the order in which they appear. */
export interface SeriesSignals {
  /** Closes of a series so far. */
  rowsOf(id: number): number;
  /** Closes of a series so far whose signal is 1. */
  onesOf(id: number): number;
  /** Both, of `many` series from `first` on. */
  countsOf(first: number, many: number, rows: Float64Array, ones: Float64Array): void;
  /** As {@linkcode RollingSignal.mean}. */
  meanOf(id: number): number | undefined;
  /** As {@linkcode RollingSignal.lastMean}. */
  lastMeanOf(id: number): number | undefined;
  /** Whether {@linkcode push} can give the sums of windows that end with such closes: whether doubles hold them. */
  canSum(closes: ScaledCloses): boolean;
  /**
   * Takes the next closes.
   *
   * @param ids The series of each.
   * @param series How many series there are: the ids are below.
   * @param signals Receives the signal of each: 0 or 1.
   * @param sums Receives the sum of each window in units of 10^−decimals, NaN where there are too few rows: to be given only
   * where {@linkcode canSum} says so.
   */
  push(ids: Uint32Array, series: number, closes: ScaledCloses, signals?: Uint8Array, sums?: Float64Array): void;
  /** Takes the next close of a series, whatever it is. Returns its signal. */
  pushExact(id: number, series: number, close: Decimal): number;
  /** The closes in the window of a series, the oldest first. */
  heldOf(id: number): readonly CloseRun[];
  /** Goes on with a series where it was left. It has no closes yet. */
  goOnFrom(id: number, series: number, saved: SavedSeries): void;
}

/** Makes the rolling signal of a series. */
export type NewSignal = (isDescending: boolean, memory?: WindowMemory) => RollingSignal;

/** Makes the signals of symbols that take turns, of those that nobody looks at. */
export type WatchSymbols = (signals: SeriesSignals, isDescending: boolean) => SeriesSignals;

/** The only series, whatever its id. */
export class OneSeries implements SeriesSignals {
  readonly signal: RollingSignal;
  /** What an earlier run has counted, but for the closes that this one was given of it. */
  #rowsBefore = 0;
  #onesBefore = 0;

  constructor(signal: RollingSignal) {
    this.signal = signal;
  }

  rowsOf(): number {
    return this.#rowsBefore + this.signal.rows;
  }

  onesOf(): number {
    return this.#onesBefore + this.signal.ones;
  }

  countsOf(_first: number, _many: number, rows: Float64Array, ones: Float64Array): void {
    rows[0] = this.rowsOf();
    ones[0] = this.onesOf();
  }

  meanOf(): number | undefined {
    return this.signal.mean;
  }

  lastMeanOf(): number | undefined {
    return this.signal.lastMean;
  }

  canSum(closes: ScaledCloses): boolean {
    return this.signal.canSum(closes);
  }

  push(_ids: Uint32Array, _series: number, closes: ScaledCloses, signals?: Uint8Array, sums?: Float64Array): void {
    this.signal.push(closes, signals, sums);
  }

  pushExact(_id: number, _series: number, close: Decimal): number {
    return this.signal.pushExact(close);
  }

  heldOf(): readonly CloseRun[] {
    return this.signal.held;
  }

  goOnFrom(_id: number, _series: number, { rows, ones, held }: SavedSeries): void {
    for (const run of held) this.signal.pushRun(run);
    this.#rowsBefore = rows - this.signal.rows;
    this.#onesBefore = ones - this.signal.ones;
  }
}
