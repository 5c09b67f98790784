/**
 * The columns of a table without names: a time, perhaps after a symbol, and prices in an order that the rows prove.
 *
 * @module
 */
import { orderOf } from "../times/order_of.ts";
import { readTimestamp } from "../times/timestamp.ts";
import { provenPrices } from "./candles.ts";
import { isNumber } from "./cells.ts";
import type { HeadRecord } from "./head.ts";
import { areNumbered } from "./header_length.ts";
import type { Columns } from "./recognised.ts";
import type { TimeColumn } from "./time_column.ts";

const NAME = /^[A-Za-z][\w.:/^=-]{0,30}$/;
/** A symbol of digits alone: `000001`. */
const CODE = /^[0-9]{4,}$/;

/**
 * Finds them.
 *
 * @param time The column of the times; undefined where there is none.
 * @param delimiter Stands between date and time where these are two columns.
 * @returns Without a close where the rows do not prove which one it is.
 */
export function columnsByLooks(
  rows: readonly HeadRecord[],
  time: TimeColumn | undefined,
  delimiter: string,
): Columns {
  const [first] = rows;
  if (first === undefined) return {};
  const columns: Columns = {};
  // One number is enough: a column that is passed over because a row has nothing in it would move the others.
  const isNumeric = (index: number) =>
    rows.some(({ fields }) => isNumber(fields[index] ?? "", ".") || isNumber(fields[index] ?? "", ","));
  // Where a price is missing in the first row, a word may stand for it.
  const symbol = first.fields.slice(0, 2).findIndex((text, index) => NAME.test(text.trim()) && !isNumeric(index));
  if (symbol >= 0 && symbol !== time?.index) columns.symbol = symbol;

  const start = time === undefined ? 0 : time.index + time.fields;
  const numeric = first.fields.flatMap((_, index) => index >= start && isNumeric(index) ? index : []);
  const [only] = numeric;
  if (only !== undefined && numeric.length === 1) {
    const isKnown = (index: number) =>
      index === only || index === columns.symbol || (time !== undefined && index >= time.index && index < start);
    // Beside another column it may be a volume, and the close what is no number as it stands: `$39.00`.
    const isAlone = rows.every(({ fields }) => fields.every((text, index) => isKnown(index) || text.trim() === ""));
    return isAlone ? { ...columns, close: only } : columns;
  }
  // A price before the time would be missing among those after it.
  const before = first.fields.flatMap((_, index) => index < (time?.index ?? 0) && isNumeric(index) ? index : []);
  if (!before.every((index) => isNoPrice(rows, index))) return columns;
  const code = columns.symbol ?? before.find((index) => rows.every(({ fields }) => CODE.test(fields[index] ?? "")));
  return { ...columns, ...provenPrices(oldestFirst(rows, time, delimiter, code), numeric) };
}

/** Whether a column of numbers is a code, the number of its row, or the same in all. */
function isNoPrice(rows: readonly HeadRecord[], index: number): boolean {
  const texts = rows.map(({ fields }) => (fields[index] ?? "").trim());
  return new Set(texts).size === 1 || areNumbered(texts) || texts.every((text) => CODE.test(text));
}

/**
 * The rows of each symbol, in the order of time as far as it is known.
 *
 * @param symbol Undefined where there is one series.
 */
export function oldestFirst(
  rows: readonly HeadRecord[],
  time: TimeColumn | undefined,
  delimiter: string,
  symbol: number | undefined,
): readonly (readonly HeadRecord[])[] {
  const series = [...Map.groupBy(rows, ({ fields }) => symbol === undefined ? "" : fields[symbol] ?? "").values()];
  if (time === undefined) return series;
  const timeOf = ({ fields }: HeadRecord) =>
    readTimestamp(fields.slice(time.index, time.index + time.fields).join(delimiter), time.unit);
  return series.map((own) => {
    const times = own.flatMap((row) => timeOf(row) ?? []);
    return orderOf(times) === "descending" ? own.toReversed() : own;
  });
}
