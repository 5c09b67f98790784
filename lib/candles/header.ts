/**
 * The header record, or the first row where there is no header → where the fields are that someone reads.
 *
 * @module
 */
import {
  bareCarriageReturn,
  columnBeyondRecord,
  columnMissing,
  columnRepeated,
  headerNotUtf8,
  type Place,
  utf16,
} from "../errors.ts";
import { type ColumnName, GENERIC, type Layout } from "../layouts/layout.ts";
import { firstInvalidByte } from "../utf8.ts";
import { CR, LF, QUOTE } from "./ascii.ts";
import { eachField, endOfText, innerRecord, onlyQuotedField, textOf } from "./record.ts";
import type { RecordShape } from "./scanner.ts";

/** Names that a message shows. */
const SHOWN_NAMES = 20;

/** What the header says about every record. */
export type Header = RecordShape;

/**
 * Reads the record in `bytes[start … next)`, its line end included: the header, or in a layout without one the first row,
 * which only tells how many fields there are.
 *
 * @param base Offset in the file of `bytes[0]`, for errors.
 * @throws {JobError} of kind data: not UTF-8, line ends that are neither LF nor CRLF, a column that is not there or is
 * there several times.
 */
export function readHeader(
  bytes: Uint8Array,
  start: number,
  next: number,
  place: Place,
  base: number,
  layout: Layout = GENERIC,
): Header {
  const record = bytes.subarray(start, next);
  refuseOtherEncodings(record, place, base + start, layout.hasHeader);
  refuseCarriageReturns(record, place, base + start, layout.hasHeader);

  const delimiter = layout.delimiter.charCodeAt(0);
  const end = endOfText(bytes, start, next);
  const outer = onlyQuotedField(bytes, start, end, place, delimiter);
  if (outer !== undefined) {
    const inner = innerRecord(bytes, outer, place, delimiter);
    let names = 0;
    eachField(inner, 0, inner.length, place, () => names++, delimiter);
    // One quoted name is a name, quotes and all.
    if (names > 1) return shapeOf(inner, 0, inner.length, place, layout, true);
  }
  return shapeOf(bytes, start, end, place, layout, false);
}

/** A column that is looked for, and what has been found of it. */
interface Wanted {
  readonly column: ColumnName;
  /** The name as it is compared. */
  readonly name: string;
  index: number;
  times: number;
}

/** Finds the columns in the record `bytes[start … end)`. Names are trimmed and compared without case. */
function shapeOf(
  bytes: Uint8Array,
  start: number,
  end: number,
  place: Place,
  layout: Layout,
  wholeRecordQuoted: boolean,
): Header {
  const close = wanted(layout.closeColumn);
  const timestamp = layout.timestampColumn === undefined ? undefined : wanted(layout.timestampColumn);
  const symbol = layout.symbolColumn === undefined ? undefined : wanted(layout.symbolColumn);
  const all = [close, timestamp, symbol].filter((one) => one !== undefined);
  const named = all.filter(({ column }) => typeof column === "string");
  const shortestName = Math.min(...named.map(({ name }) => name.length));

  // There may be millions of names: kept are those that a message shows.
  const names: string[] = [];
  let fieldCount = 0;
  const delimiter = layout.delimiter.charCodeAt(0);
  eachField(bytes, start, end, place, (field, index) => {
    fieldCount++;
    const isShown = index < SHOWN_NAMES;
    if (!isShown && field.end - field.start < shortestName) return;
    const name = textOf(bytes, field).trim();
    if (isShown) names.push(name);
    if (!layout.hasHeader) return;
    for (const one of named) {
      if (name.toLowerCase() !== one.name) continue;
      if (one.times++ === 0) one.index = index;
    }
  }, delimiter);

  for (const { column, index, times } of all) {
    if (typeof column === "number") {
      if (index >= fieldCount) throw columnBeyondRecord(place, column, fieldCount);
      continue;
    }
    if (times === 0) throw columnMissing(place, column, names, fieldCount);
    if (times > 1) throw columnRepeated(place, column, names, fieldCount, times);
  }
  const lastOfTimestamp = (timestamp?.index ?? 0) + layout.timestampFields;
  if (timestamp !== undefined && lastOfTimestamp > fieldCount) {
    throw columnBeyondRecord(place, lastOfTimestamp, fieldCount);
  }
  return {
    fieldCount,
    closeIndex: close.index,
    wholeRecordQuoted,
    delimiter,
    decimalMark: layout.decimalMark.charCodeAt(0),
    timestampIndex: timestamp?.index ?? -1,
    timestampFields: layout.timestampFields,
    symbolIndex: symbol?.index ?? -1,
  };
}

function wanted(column: ColumnName): Wanted {
  return typeof column === "number"
    ? { column, name: "", index: column - 1, times: 1 }
    : { column, name: column.trim().toLowerCase(), index: -1, times: 0 };
}

/** @param isHeader A row may hold what is not UTF-8 where nobody reads it. */
function refuseOtherEncodings(record: Uint8Array, place: Place, offset: number, isHeader: boolean): void {
  const [first, second] = record;
  const markedUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (markedUtf16) throw utf16(place, offset);
  // Without a mark, UTF-16 shows by the zero byte that each ASCII character has.
  const zero = record.indexOf(0);
  if (zero >= 0) throw utf16(place, offset + zero);
  const invalid = isHeader ? firstInvalidByte(record) : undefined;
  if (invalid !== undefined) throw headerNotUtf8(place, offset + invalid);
}

/** A file with line ends of CR alone would read as one endless header. */
function refuseCarriageReturns(record: Uint8Array, place: Place, offset: number, isHeader: boolean): void {
  if (record.includes(QUOTE)) return;
  const position = record.indexOf(CR);
  const lineEnd = record.at(-1) === LF ? record.length - 2 : record.length - 1;
  if (position < 0 || position >= lineEnd) return;
  throw bareCarriageReturn(place, isHeader ? "header" : "first row", offset + position);
}
