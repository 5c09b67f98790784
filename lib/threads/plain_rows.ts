/**
 * Rows of a segment of which only the close counts, and the choice between these and those whose timestamps are looked at.
 *
 * @module
 */
import { CloseBatch } from "../rows/batch.ts";
import { scanKernel } from "../kernel/scan.ts";
import { RollingSignal } from "../signal/rolling.ts";
import { FirstCloses } from "../signal/run.ts";
import type { BeginRows, RowRules, SegmentRows } from "./rows.ts";

/** The way to take rows for these rules. What is only needed for timestamps is loaded only for them. */
export async function rowsFor({ order }: RowRules): Promise<BeginRows> {
  return order === undefined ? beginPlainRows : (await import("./timed_rows.ts")).beginTimedRows;
}

/** As `BeginRows`. */
export function beginPlainRows({ window, isDescending }: RowRules, decimals: number): SegmentRows {
  const signal = new RollingSignal(window, isDescending);
  const first = new FirstCloses(window - 1);
  const stage = new CloseBatch(
    {
      scaled: (closes) => {
        first.addScaled(closes);
        signal.push(closes);
      },
      exact: (close) => {
        first.addExact(close);
        signal.pushExact(close);
      },
    },
    scanKernel,
    decimals,
  );
  return {
    stage,
    signal,
    first,
    get decimals() {
      return stage.decimals;
    },
    times: undefined,
  };
}
