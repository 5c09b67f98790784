/**
 * A file that has no known layout → what its first records show.
 *
 * @module
 */
import { type DecimalMark, isGrouped, isNumber, looksLikeTime, looksLikeTimeOfDay } from "./cells.ts";
import { type HeadRecord, headRecords } from "./head.ts";
import type { LayoutKeys } from "./keys.ts";
import type { Columns, Recognised } from "./recognised.ts";
import { columnOf, plainName } from "./usual.ts";

/** In the order in which they are preferred: a comma may be a decimal comma, and the others are rare in fields. */
const DELIMITERS = ["\t", ";", "|", ","];

/** How many records show the number of fields. With more of them, a file that is still growing would keep its guess later. */
const SHAPE_RECORDS = 6;

/** How many rows show what is in a column without a name. */
const SHAPE_ROWS = 5;

/** How many rows are searched for the first number with a fraction. */
const MARK_ROWS = 200;

/** Where the table starts, and how it is split. */
interface Shape {
  readonly delimiter: string;
  readonly skipLines: number;
  readonly fieldCount: number;
  /** How many of the first records have this many fields, 0 to 1. */
  readonly share: number;
}

/**
 * Finds the delimiter, the decimal mark, the header and the columns of a table. What the config gives is not guessed.
 *
 * @returns undefined if there are no records at all.
 */
export function guess(head: Uint8Array, keys: LayoutKeys): Recognised | undefined {
  const shape = shapeOf(head, keys);
  if (shape === undefined) return undefined;
  const { delimiter, skipLines } = shape;
  const records = headRecords(head, delimiter, skipLines, MARK_ROWS);
  const [first] = records;
  if (first === undefined) return undefined;

  const hasHeader = keys.hasHeader ?? isHeader(first);
  const rows = hasHeader ? records.slice(1) : records;
  const names = hasHeader ? first.fields.map((name) => name.trim()) : undefined;
  const columns = names === undefined ? columnsByLooks(rows) : columnsByName(names, rows);
  const decimalMark = keys.decimalMark ?? decimalMarkOf(rows, delimiter, columns);
  const isEuropean = delimiter === ";" && decimalMark === ",";
  return {
    name: isEuropean ? "european" : "generic",
    delimiter,
    decimalMark,
    hasHeader,
    skipLines,
    linesAfterHeader: 0,
    names,
    fieldCount: shape.fieldCount,
    columns,
    timestampFields: timestampFieldsOf(rows, names, columns),
    timeUnit: isDate(rows, columns) ? "date" : "auto",
    order: "ascending",
    rows,
  };
}

/** The delimiter with which most of the first records have the same number of fields, 2 at least. */
function shapeOf(head: Uint8Array, keys: LayoutKeys): Shape | undefined {
  const candidates = keys.delimiter === undefined ? DELIMITERS : [keys.delimiter];
  const shapes = candidates.flatMap((delimiter) => shapeWith(head, delimiter, keys.skipLines) ?? []);
  const split = shapes.filter(({ fieldCount }) => fieldCount > 1).sort((a, b) => b.share - a.share);
  // A file of one column has no delimiter. It is read as a file with commas.
  return split[0] ?? shapes.at(-1);
}

function shapeWith(head: Uint8Array, delimiter: string, skipLines: number | undefined): Shape | undefined {
  const records = headRecords(head, delimiter, skipLines ?? 0, SHAPE_RECORDS);
  const counts = records.map(({ fieldCount }) => fieldCount);
  const times = (count: number) => counts.filter((other) => other === count).length;
  const [fieldCount] = counts.toSorted((a, b) => times(b) - times(a) || b - a);
  const start = records.find((record) => record.fieldCount === fieldCount);
  if (fieldCount === undefined || start === undefined) return undefined;
  return {
    delimiter,
    skipLines: skipLines ?? start.line - 1,
    fieldCount,
    share: times(fieldCount) / counts.length,
  };
}

/** A header has names, and neither numbers nor times. */
function isHeader({ fields }: HeadRecord): boolean {
  const isValue = (text: string) => isNumber(text, ".") || isNumber(text, ",") || looksLikeTime(text);
  return fields.some((text) => text.trim() !== "") && !fields.some(isValue);
}

function columnsByName(names: readonly string[], rows: readonly HeadRecord[]): Columns {
  const columns: Columns = {};
  for (const role of ["open", "high", "low", "close", "symbol"] as const) {
    const index = columnOf(role, names);
    if (index !== undefined) columns[role] = index;
  }
  const timestamp = columnOf("timestamp", names);
  const first = rows[0]?.fields[timestamp ?? 0];
  // A column of that name may hold what can't be read: 2020-04-01 11-PM.
  if (timestamp !== undefined && (first === undefined || looksLikeTime(first))) columns.timestamp = timestamp;
  return columns;
}

/**
 * Without names: a time, perhaps after a symbol, and then open, high, low, close, or low, high, open, close. If the first
 * rows contradict that, no close is found.
 */
function columnsByLooks(rows: readonly HeadRecord[]): Columns {
  const sample = rows.slice(0, SHAPE_ROWS);
  const [first] = sample;
  if (first === undefined) return {};
  const columns: Columns = {};
  const timestamp = first.fields.findIndex((_, index) =>
    sample.every(({ fields }) => looksLikeTime(fields[index] ?? ""))
  );
  if (timestamp >= 0) columns.timestamp = timestamp;
  const symbol = first.fields.slice(0, 2).findIndex((text) => /^[A-Za-z][\w.:/^=-]{0,30}$/.test(text.trim()));
  if (symbol >= 0 && symbol !== timestamp) columns.symbol = symbol;

  const start = timestamp < 0 ? 0 : timestamp + (looksLikeTimeOfDay(first.fields[timestamp + 1] ?? "") ? 2 : 1);
  const isNumeric = (index: number) =>
    sample.every(({ fields }) => isNumber(fields[index] ?? "", ".") || isNumber(fields[index] ?? "", ","));
  const numeric = first.fields.flatMap((_, index) => index >= start && isNumeric(index) ? index : []);
  const [one, two, three, four] = numeric;
  if (one !== undefined && two === undefined) return { ...columns, close: one };
  if (one === undefined || two === undefined || three === undefined || four === undefined) return columns;
  const orders = [
    { ...columns, open: one, high: two, low: three, close: four },
    { ...columns, low: one, high: two, open: three, close: four },
  ];
  return orders.find((order) => sample.every(({ fields }) => isCandle(fields, order))) ?? columns;
}

function isCandle(
  fields: readonly string[],
  { open, high, low, close }: Record<"open" | "high" | "low" | "close", number>,
) {
  const at = (index: number) => Number((fields[index] ?? "").trim().replace(",", "."));
  return at(low) <= Math.min(at(open), at(close)) && at(high) >= Math.max(at(open), at(close));
}

/** The mark in the first price that has a fraction. Volumes are not looked at, because they more often have groups of digits. */
function decimalMarkOf(rows: readonly HeadRecord[], delimiter: string, columns: Columns): DecimalMark {
  if (delimiter === ",") return hasDecimalCommas(rows, columns) ? "," : ".";
  const { open, high, low, close, timestamp } = columns;
  const known = [open, high, low, close].filter((index) => index !== undefined);
  for (const { fields } of rows) {
    const prices = close === undefined
      ? fields.filter((_, index) => index !== timestamp)
      : known.map((index) => fields[index] ?? "");
    for (const price of prices.map((text) => text.trim())) {
      if (/^[+-]?(?:[0-9]*|[0-9]{1,3}(?:\.[0-9]{3})+),[0-9]+$/.test(price)) return ",";
      if (/^[+-]?(?:[0-9]*|[0-9]{1,3}(?:,[0-9]{3})+)\.[0-9]+$/.test(price)) return ".";
    }
  }
  return ".";
}

/**
 * In a file with commas between fields, a number with a comma is in quotes, and its comma most likely separates groups of
 * digits. It is a decimal comma if some price has it where no group could end, and no price has a point.
 */
function hasDecimalCommas(rows: readonly HeadRecord[], { open, high, low, close }: Columns): boolean {
  const known = [open, high, low, close].filter((index) => index !== undefined);
  const prices = rows.flatMap(({ fields }) => known.map((index) => fields[index] ?? ""));
  return !prices.some((text) => text.includes(".")) &&
    prices.some((text) => isNumber(text, ",") && !isNumber(text, ".") && !isGrouped(text));
}

/** 2 if the column after the dates holds the times of day. */
function timestampFieldsOf(
  [first]: readonly HeadRecord[],
  names: readonly string[] | undefined,
  { timestamp }: Columns,
): 1 | 2 {
  if (timestamp === undefined || first === undefined) return 1;
  const isTimeNext = looksLikeTimeOfDay(first.fields[timestamp + 1] ?? "") &&
    (names === undefined || plainName(names[timestamp + 1] ?? "") === "time");
  return isTimeNext && !/[:T]/.test(first.fields[timestamp] ?? "") ? 2 : 1;
}

/** Whether the timestamps are integers of the form YYYYMMDD. */
function isDate([first]: readonly HeadRecord[], { timestamp }: Columns): boolean {
  return timestamp !== undefined && /^[ \t]*(?:19|20)[0-9]{6}[ \t]*$/.test(first?.fields[timestamp] ?? "");
}
