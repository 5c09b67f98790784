/**
 * A rolling signal that others look at, too.
 *
 * @module
 */
import type { Decimal } from "../numbers/decimal.ts";
import type { ScaledCloses } from "../numbers/scaled_closes.ts";
import type { WindowMemory } from "./memory.ts";
import { RollingSignal } from "./rolling.ts";
import type { CloseRun } from "./run.ts";

/** Looks at the closes of a series and at what they give, in the order in which they go in. */
export interface SignalWatcher {
  /**
   * Says where it wants to know what the series has come to: after `first` of the next closes, and after each `others` more.
   * Without it, nowhere.
   *
   * @param count How many closes come.
   * @param before How many of these come before a window is complete.
   */
  stopsIn?(count: number, before: number): { readonly first: number; readonly others: number };
  /** Takes closes that have gone in. All arrays are used again after the call. */
  take(taken: Taken): void;
}

/** Closes that have gone in, and what they have given. */
export interface Taken {
  readonly closes: CloseRun;
  /** How many closes there are. */
  readonly count: number;
  /** How many of them have come before a window was complete. */
  readonly before: number;
  /** What each of the others has given: in an ascending series its own signal. 0 or 1. */
  readonly signals: Uint8Array;
  /** Rows so far whose signal is 1, and the rolling mean, NaN before there is one: at each stop. */
  readonly stops: readonly { readonly ones: number; readonly mean: number }[];
  /** What the closes have gone into. */
  readonly series: RollingSignal;
}

/** Hands all that goes in to its watchers. */
export class WatchedSignal extends RollingSignal {
  readonly #watchers: readonly SignalWatcher[];
  readonly #rowsBeforeMean: number;
  readonly #one = new Uint8Array(1);
  #signals = new Uint8Array(0);

  /** @param watchers Of which one at most has stops. */
  constructor(watchers: readonly SignalWatcher[], window: number, isDescending: boolean, memory?: WindowMemory) {
    super(window, isDescending, memory);
    this.#watchers = watchers;
    this.#rowsBeforeMean = window - 1;
  }

  override push(closes: ScaledCloses, signals = this.#buffer(closes.count), sums?: Float64Array): void {
    const { mantissas, count } = closes;
    const before = this.#beforeMeanOf(count);
    const { first, others } = this.#stopsIn(count, before);
    const stops: Taken["stops"][number][] = [];
    let from = 0;
    let to = first;
    while (from < count) {
      const end = Math.min(to, count);
      const piece = { ...closes, mantissas: mantissas.subarray(from, end), count: end - from };
      super.push(piece, signals.subarray(from, end), sums?.subarray(from, end));
      if (end === to) stops.push(this.#stop);
      from = to;
      to += others;
    }
    this.#tell({ closes, count, before, signals: signals.subarray(before, count), stops, series: this });
  }

  override pushExact(close: Decimal): number {
    const before = this.#beforeMeanOf(1);
    const { first } = this.#stopsIn(1, before);
    const signal = this.#one[0] = super.pushExact(close);
    const stops = first === 1 ? [this.#stop] : [];
    this.#tell({ closes: close, count: 1, before, signals: this.#one.subarray(before), stops, series: this });
    return signal;
  }

  get #stop() {
    return { ones: this.ones, mean: this.mean ?? NaN };
  }

  /** How many of the next closes come before a window is complete. */
  #beforeMeanOf(count: number): number {
    return Math.min(count, Math.max(0, this.#rowsBeforeMean - this.rows));
  }

  #stopsIn(count: number, before: number): { readonly first: number; readonly others: number } {
    const [stops] = this.#watchers.flatMap((watcher) => watcher.stopsIn?.(count, before) ?? []);
    return stops ?? { first: Infinity, others: Infinity };
  }

  #tell(taken: Taken): void {
    for (const watcher of this.#watchers) watcher.take(taken);
  }

  #buffer(count: number): Uint8Array {
    if (this.#signals.length < count) this.#signals = new Uint8Array(count);
    return this.#signals;
  }
}
