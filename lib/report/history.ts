/**
 * What a report keeps of the rows of a run, in constant memory whatever their number.
 *
 * @module
 */
import type { Config } from "../config/config.ts";
import type { RollingSignal } from "../signal/rolling.ts";
import type { SignalWatcher, Taken } from "../signal/watched.ts";
import { type Bucket, Buckets, type Parts, partsIn } from "./buckets.ts";
import { changesOf, runsBetween } from "./measure/measure.ts";
import { RowPlaces } from "./row_places.ts";
import { RunLengths } from "./run_lengths.ts";
import { Steps } from "./steps.ts";

/** No close is drawn further away from 0: the difference of two has to be a double. */
const MOST_DRAWN = 1e300;

/** Closes of a bucket. */
export type Prices = Bucket<"low" | "high">;
/**
 * Signals of a bucket: rows whose signal is 1, rows that the signal rate is a share of, changes from one row to the next,
 * and the rolling mean of the last row that has one.
 */
export type Signals = Bucket<"ones" | "rated" | "flips" | "mean">;

/** The rows of one series, or of several one after the other. */
export class History implements SignalWatcher {
  /** The rows that have a rolling mean, and those before them if they count. */
  readonly signals = new Buckets({ ones: "sum", rated: "sum", flips: "sum", mean: "last" });
  readonly prices = new Buckets({ low: "least", high: "most" });
  readonly runs = new RunLengths();
  readonly places = new RowPlaces(() => this.prices.rows);
  readonly steps: Steps;
  /** Whether rows before the first mean count. */
  readonly isWarmupRated: boolean;
  readonly #rowsBeforeMean: number;
  #series = 0;
  #isDescending = false;
  #seriesRows = 0;
  /** What the rows of the series go into; undefined before the first. */
  #rolling: RollingSignal | undefined;
  #ones = 0;
  /** Undefined before the first row with a mean. */
  #signal: number | undefined;
  #runRows = 0;

  constructor({ window, warmup, duplicates }: Pick<Config, "window" | "warmup" | "duplicates">) {
    this.#rowsBeforeMean = window - 1;
    this.isWarmupRated = warmup === "zero";
    // A row that the next one may replace is taken later than it is read.
    this.steps = new Steps(duplicates === "keep-last" ? () => undefined : (row) => this.places.of(row));
  }

  /** Series so far. With several, the steps tell nothing. */
  get series(): number {
    return this.#series;
  }

  /** Whether the first row of the last series is its newest. */
  get isDescending(): boolean {
    return this.#isDescending;
  }

  stopsIn(count: number, before: number): Parts {
    const isAscending = !this.#isDescending;
    const { first, others } = this.signals.partsOf(isAscending ? count : count - before);
    return { first: isAscending ? first : before + first, others };
  }

  /** The rows to come are those of another series. */
  begin(isDescending: boolean): void {
    this.end();
    this.#series++;
    this.#isDescending = isDescending;
    this.#seriesRows = this.#ones = 0;
  }

  /** All rows of the series are in. */
  end(): void {
    if (this.#signal !== undefined) {
      this.runs.add(this.#signal, this.#runRows);
      this.signals.amend("mean", drawn(this.#rolling?.mean ?? NaN));
    }
    this.#signal = this.#rolling = undefined;
    this.#runRows = 0;
    // The oldest rows have no mean.
    const rows = this.#isDescending ? Math.min(this.#seriesRows, this.#rowsBeforeMean) : 0;
    const nothing = new Float64Array(partsIn(rows, this.signals.partsOf(rows)));
    const rated = this.#ratedOf(rows, rows, this.signals.partsOf(rows));
    this.signals.add(rows, { ones: nothing, rated, flips: nothing, mean: nothing.map(() => NaN) });
    this.#seriesRows = 0;
  }

  take({ closes, count, before, signals, stops, series }: Taken): void {
    const { low, high } = this.steps.take(closes, this.prices.partsOf(count));
    this.prices.add(count, { low: low.map(drawn), high: high.map(drawn) });
    this.#seriesRows += count;
    this.#rolling = series;

    const lead = this.#isDescending ? 0 : before;
    const rows = lead + signals.length;
    const parts = this.signals.partsOf(rows);
    const changes = this.#follow(signals);
    let changesBefore = 0;
    const flips = new Float64Array(partsIn(rows, parts)).map((_, part) => {
      const upTo = countBelow(changes, parts.first + part * parts.others - lead);
      const own = upTo - changesBefore;
      changesBefore = upTo;
      return own;
    });
    const ones = flips.map((_, part) => {
      const upTo = stops[part]?.ones ?? series.ones;
      const own = upTo - this.#ones;
      this.#ones = upTo;
      return own;
    });
    const mean = flips.map((_, part) => drawn(stops[part]?.mean ?? NaN));
    this.signals.add(rows, { ones, rated: this.#ratedOf(rows, lead, parts), flips, mean });
  }

  /**
   * How many rows of each part the signal rate is a share of.
   *
   * @param lead How many have no mean.
   */
  #ratedOf(rows: number, lead: number, parts: Parts): Float64Array {
    const isRated = (row: number) => Math.max(0, row - (this.isWarmupRated ? 0 : lead));
    const { first, others } = parts;
    return new Float64Array(partsIn(rows, parts)).map((_, part) => {
      const from = part === 0 ? 0 : first + (part - 1) * others;
      return isRated(Math.min(rows, first + part * others)) - isRated(from);
    });
  }

  /** Follows the runs of signals. Returns where they change. */
  #follow(signals: Uint8Array): Uint32Array {
    const before = this.#signal ?? signals[0];
    const changes = changesOf(signals, before ?? 0);
    const [first] = changes;
    this.#signal = signals.at(-1) ?? before;
    if (before === undefined || first === undefined) {
      this.#runRows += signals.length;
    } else {
      this.runs.add(before, this.#runRows + first);
      this.runs.addAll(runsBetween(changes.length, 1 - before));
      this.#runRows = signals.length - (changes.at(-1) ?? 0);
    }
    return changes;
  }
}

/** Of an infinity, too. */
function drawn(close: number): number {
  return Math.min(Math.max(close, -MOST_DRAWN), MOST_DRAWN);
}

/** How many of some numbers in order are below a limit. */
function countBelow(ordered: Uint32Array, limit: number): number {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordered[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
