/**
 * The signals of many symbols that take turns, as a report looks at them.
 *
 * @module
 */
import type { Decimal } from "../numbers/decimal.ts";
import type { ScaledCloses } from "../numbers/scaled_closes.ts";
import type { CloseRun } from "../signal/run.ts";
import type { SeriesSignals } from "../signal/series.ts";
import type { Buckets } from "./buckets.ts";
import type { RunLengths } from "./run_lengths.ts";

/** What is kept of the rows of all symbols. */
export interface SymbolHistory {
  readonly signals: Buckets<"ones" | "rated" | "flips" | "mean">;
  readonly runs: RunLengths;
  readonly isWarmupRated: boolean;
}

/** Before a symbol has a signal. */
const NONE = 2;
const FIRST_ROOM = 16;

/** Hands on to the signals of symbols, and follows each of them. */
export class WatchedSymbols implements SeriesSignals {
  readonly #inner: SeriesSignals;
  readonly #history: SymbolHistory;
  readonly #rowsBeforeMean: number;
  #signals = new Uint8Array(0);
  readonly #id = new Uint32Array(1);
  // Of each symbol: rows, the signal of the last one, and for how many rows it has been so.
  #rows = new Float64Array(FIRST_ROOM);
  #last = new Uint8Array(FIRST_ROOM).fill(NONE);
  #runRows = new Float64Array(FIRST_ROOM);

  constructor(inner: SeriesSignals, window: number, history: SymbolHistory) {
    this.#inner = inner;
    this.#history = history;
    this.#rowsBeforeMean = window - 1;
  }

  rowsOf(id: number): number {
    return this.#inner.rowsOf(id);
  }

  onesOf(id: number): number {
    return this.#inner.onesOf(id);
  }

  countsOf(first: number, many: number, rows: Float64Array, ones: Float64Array): void {
    this.#inner.countsOf(first, many, rows, ones);
  }

  meanOf(id: number): number | undefined {
    return this.#inner.meanOf(id);
  }

  lastMeanOf(id: number): number | undefined {
    return this.#inner.lastMeanOf(id);
  }

  canSum(closes: ScaledCloses): boolean {
    return this.#inner.canSum(closes);
  }

  push(ids: Uint32Array, series: number, closes: ScaledCloses, signals?: Uint8Array, sums?: Float64Array): void {
    if (this.#signals.length < closes.count) this.#signals = new Uint8Array(closes.count);
    const own = signals ?? this.#signals;
    this.#inner.push(ids, series, closes, own, sums);
    this.#take(ids, series, own, closes.count);
  }

  pushExact(id: number, series: number, close: Decimal): number {
    const signal = this.#inner.pushExact(id, series, close);
    this.#id[0] = id;
    this.#take(this.#id, series, [signal], 1);
    return signal;
  }

  heldOf(id: number): readonly CloseRun[] {
    return this.#inner.heldOf(id);
  }

  /** A report shows a whole run: see `reportGoesOn`. */
  goOnFrom(): void {
    throw new Error("a report of a run that goes on with another");
  }

  /** All rows are in. */
  end(): void {
    for (const [id, signal] of this.#last.entries()) {
      if (signal !== NONE) this.#history.runs.add(signal, this.#runRows[id] ?? 0);
    }
  }

  #take(ids: Uint32Array, series: number, signals: ArrayLike<number>, count: number): void {
    this.#makeRoom(series);
    const { signals: buckets, isWarmupRated } = this.#history;
    const { first, others } = buckets.partsOf(count);
    const [ones, rated, flips, mean]: [number[], number[], number[], number[]] = [[], [], [], []];
    let from = 0;
    let to = first;
    while (from < count) {
      const end = Math.min(to, count);
      const part = this.#follow(ids, signals, from, end);
      ones.push(part.ones);
      rated.push(isWarmupRated ? end - from : part.withMean);
      flips.push(part.flips);
      mean.push(NaN);
      from = to;
      to += others;
    }
    buckets.add(count, { ones, rated, flips, mean });
  }

  #follow(ids: Uint32Array, signals: ArrayLike<number>, from: number, to: number) {
    const [rows, last, runRows, { runs }] = [this.#rows, this.#last, this.#runRows, this.#history];
    let [ones, withMean, flips] = [0, 0, 0];
    for (let n = from; n < to; n++) {
      const id = ids[n] ?? 0;
      const row = rows[id] = (rows[id] ?? 0) + 1;
      if (row <= this.#rowsBeforeMean) continue;
      withMean++;
      const signal = signals[n] ?? 0;
      ones += signal;
      const before = last[id] ?? NONE;
      if (signal === before) {
        runRows[id] = (runRows[id] ?? 0) + 1;
        continue;
      }
      if (before !== NONE) {
        flips++;
        runs.add(before, runRows[id] ?? 0);
      }
      last[id] = signal;
      runRows[id] = 1;
    }
    return { ones, withMean, flips };
  }

  #makeRoom(series: number): void {
    if (series <= this.#rows.length) return;
    const length = Math.max(series, 2 * this.#rows.length);
    const [rows, last, runRows] = [this.#rows, this.#last, this.#runRows];
    this.#rows = new Float64Array(length);
    this.#last = new Uint8Array(length).fill(NONE);
    this.#runRows = new Float64Array(length);
    this.#rows.set(rows);
    this.#last.set(last);
    this.#runRows.set(runRows);
  }
}
