/**
 * What a later run needs to go on with a series.
 *
 * @module
 */
import type { LastTime } from "../times/order.ts";
import type { CloseRun } from "./run.ts";

/** A series as it was left. */
export interface SavedSeries {
  /** "" where rows have no symbols. */
  readonly symbol: string;
  readonly rows: number;
  readonly rowsWithMean: number;
  /** Rows whose signal is 1. */
  readonly ones: number;
  /** The closes in its last window, the oldest first: all of them where there are fewer. */
  readonly held: readonly CloseRun[];
  /** The timestamp of its last row; undefined where none are read. */
  readonly last: LastTime | undefined;
}
