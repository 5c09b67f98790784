/**
 * A file that has no known layout → what its first records show.
 *
 * @module
 */
import type { ThousandsMark } from "../numbers/groups.ts";
import { type DecimalMark, isNumber, looksLikeTime } from "./cells.ts";
import { type HeadRecord, headRecords, withoutGroupsIn } from "./head.ts";
import { decimalMarkOf } from "./decimal_mark.ts";
import { unnamedColumnOf } from "./header_length.ts";
import { columnsByLooks } from "./headerless.ts";
import { indexOf, type LayoutKeys } from "./keys.ts";
import type { UnnamedColumn } from "./layout.ts";
import type { Columns, Recognised } from "./recognised.ts";
import { timeColumnOf } from "./time_column.ts";
import { columnOf } from "./usual.ts";

/** In the order in which they are preferred: a comma may be a decimal comma, and the others are rare in fields. */
const DELIMITERS = ["\t", ";", "|", ","];

/** How many records show the number of fields. With more of them, a file that is still growing would keep its guess later. */
const SHAPE_RECORDS = 6;

/** How many rows show where the times are, and how numbers are written. */
const ROWS = 1000;

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
  const { delimiter } = shape;
  const all = withoutGroupsIn(headRecords(head, delimiter, keys.skipLines ?? 0, ROWS), keys.thousandsMark);
  const found = all.findIndex(({ line }) => line > shape.skipLines);
  const top = all[found];
  if (top === undefined) return undefined;
  const hasHeader = keys.hasHeader ?? isHeader(top);
  // Without a header a line of another length may be a row with a fault, and no title.
  const areTitles = hasHeader || !all.slice(0, found).some(hasValue);
  const records = areTitles ? all.slice(found) : all;
  const skipLines = areTitles ? shape.skipLines : keys.skipLines ?? 0;
  const [first = top] = records;
  const rows = hasHeader ? records.slice(1) : records;
  const header = hasHeader ? first.fields.map((name) => name.trim()) : undefined;
  const unnamedColumn = header && unnamedColumnOf(header, rows);
  const names = header && withUnnamed(header, unnamedColumn);
  const given = keys.timeUnit ?? "auto";
  const named = names === undefined ? {} : columnsByName(names);
  const wanted = indexOf(keys.timestampColumn, names ?? []);
  const { found: time, unreadable } = timeColumnOf(rows, names, delimiter, given, wanted, Object.values(named));
  const columns = names === undefined ? columnsByLooks(rows, time, delimiter) : named;
  if (time !== undefined) columns.timestamp = time.index;
  const marks = decimalMarkOf(rows, delimiter, columns);
  const decimalMark = keys.decimalMark ?? otherThan(keys.thousandsMark) ?? marks.mark;
  const isEuropean = delimiter === ";" && decimalMark === ",";
  return {
    name: isEuropean ? "european" : "generic",
    delimiter,
    decimalMark,
    hasHeader,
    skipLines,
    linesAfterHeader: 0,
    ...(unnamedColumn === undefined ? {} : { unnamedColumn }),
    names,
    fieldCount: shape.fieldCount,
    columns,
    unreadableTimes: unreadable,
    openNumber: keys.thousandsMark === undefined ? marks.open : undefined,
    timestampFields: time?.fields ?? 1,
    timeUnit: given === "auto" && isDate(rows, columns) ? "date" : time?.unit ?? given,
    order: "ascending",
    rows,
  };
}

/** The decimal mark, where a point or a comma stands between groups. */
function otherThan(thousandsMark: ThousandsMark | undefined): DecimalMark | undefined {
  if (thousandsMark === ",") return ".";
  return thousandsMark === "." ? "," : undefined;
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
  // A line that names a close is the header, whatever its length.
  const namesClose = ({ fields }: HeadRecord) => fields.length > 1 && columnOf("close", fields) !== undefined;
  const start = records.find((record) => record.fieldCount === fieldCount || namesClose(record));
  if (fieldCount === undefined || start === undefined) return undefined;
  return {
    delimiter,
    skipLines: skipLines ?? start.line - 1,
    fieldCount,
    share: times(fieldCount) / counts.length,
  };
}

/** A header has names, and neither numbers nor times. */
function isHeader(record: HeadRecord): boolean {
  return record.fields.some((text) => text.trim() !== "") && !hasValue(record);
}

/** Whether a field is a number or a time. */
function hasValue({ fields }: HeadRecord): boolean {
  return fields.some((text) => isNumber(text, ".") || isNumber(text, ",") || looksLikeTime(text));
}

/** The names of all columns, where the header lacks one. */
function withUnnamed(names: readonly string[], unnamed: UnnamedColumn | undefined): readonly string[] {
  if (unnamed === undefined) return names;
  return unnamed === "first" ? ["", ...names] : [...names, ""];
}

function columnsByName(names: readonly string[]): Columns {
  const columns: Columns = {};
  for (const role of ["open", "high", "low", "close", "symbol"] as const) {
    const index = columnOf(role, names);
    if (index !== undefined) columns[role] = index;
  }
  return columns;
}

/** Whether the timestamps are integers of the form YYYYMMDD. */
function isDate([first]: readonly HeadRecord[], { timestamp }: Columns): boolean {
  return timestamp !== undefined && /^[ \t]*(?:19|20)[0-9]{6}[ \t]*$/.test(first?.fields[timestamp] ?? "");
}
