/**
 * Rows of a segment whose timestamps are looked at.
 *
 * @module
 */
import { SeriesStage } from "../series/stage.ts";
import { FirstCloses } from "../signal/run.ts";
import { OrderCheck } from "../times/order.ts";
import type { RowRules, SegmentRows, SegmentTimes } from "./rows.ts";

/** As `BeginRows`. */
export function beginTimedRows(
  { window, isDescending, order: rules }: RowRules,
  _decimals: number,
  known?: OrderCheck,
): SegmentRows {
  if (rules === undefined) throw new Error("rows whose timestamps nobody looks at");
  const order = known ?? new OrderCheck(rules);
  const first = new FirstCloses(window - 1);
  const series = new SeriesStage({
    window,
    isDescending,
    hasSymbols: false,
    order,
    keepLast: undefined,
    signals: undefined,
    first,
  }, "batches");
  let firstTime: string | undefined;
  return {
    stage: {
      scan: (header, bytes, from, to) => series.scan(header, bytes, from, to),
      add: (row, place) => {
        // The first row always takes the careful path: before it, nobody knows what timestamps look like.
        firstTime ??= row.timestamp;
        series.add(row, place);
      },
      end: () => series.end(),
    },
    first,
    get signal() {
      return series.only;
    },
    get decimals() {
      return series.decimals;
    },
    get times(): SegmentTimes | undefined {
      const last = order.lastTimeOf("")?.text;
      return firstTime === undefined || last === undefined ? undefined : { first: firstTime, last, steps: order.steps };
    },
  };
}
