/**
 * What a stage of series is asked for.
 *
 * @module
 */
import type { TimeUnit } from "../layouts/layout.ts";
import type { SignalRows } from "../outputs/signals/row.ts";
import type { Row } from "../rows/row.ts";
import type { FirstCloses } from "../signal/run.ts";
import type { NewSignal, WatchSymbols } from "../signal/series.ts";
import type { KeepLast } from "../times/keep_last.ts";
import type { OrderCheck } from "../times/order.ts";

/** What is asked of the rows. */
export interface SeriesRules {
  readonly window: number;
  /** Whether the first row is the newest. */
  readonly isDescending: boolean;
  /** Whether rows have symbols, each of which is a series. */
  readonly hasSymbols: boolean;
  /** Checks the timestamps, where there are any. */
  readonly order: OrderCheck | undefined;
  /** Of rows with one timestamp only the last counts; undefined where all count. */
  readonly keepLast: KeepLast<NumberedRow> | undefined;
  /** Where rows go with their signals, if someone wants them. */
  readonly signals: SignalRows | undefined;
  /** Makes the signal of the only series; by default one that nobody else looks at. */
  readonly signal?: NewSignal;
  /** Looks at the signals of symbols, if someone does. */
  readonly watchSymbols?: WatchSymbols | undefined;
  /** Keeps the first closes of a series without symbols, if someone wants them. */
  readonly first?: FirstCloses;
}

/** A row with its number among the rows that count, from 1 in the order of the file. */
export interface NumberedRow {
  readonly number: number;
  readonly row: Row;
  /** Of its symbol. */
  readonly id: number;
  /** What a bare number is as a timestamp of its file; undefined where there are no timestamps. */
  readonly timeUnit: TimeUnit | undefined;
}
