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
} from "../errors.ts";
import { type ColumnName, GENERIC, type Layout } from "../layouts/layout.ts";
import { refuseNoText } from "../inputs/formats.ts";
import { firstInvalidByte } from "../text/utf8.ts";
import { COMMA, CR, LF, QUOTE } from "../records/ascii.ts";
import { type ThousandsMark, withoutGroups } from "../numbers/groups.ts";
import { readDecimal } from "../numbers/decimal.ts";
import { eachField, endOfText, heldRecord, onlyQuotedField, textOf } from "../records/record.ts";
import type { RecordShape } from "../kernel/scanner.ts";

/** Names that a message shows. */
const SHOWN_NAMES = 20;
/** A header that is longer is read anew for each file. */
const MOST_KEPT_BYTES = 1 << 12;

/** A record that is longer is not looked at for names. */
const MOST_HEADER_BYTES = 65_536;
/** A byte-order mark before a header is none of its first name. */
const decoder = new TextDecoder();

/** What the header says about every record. */
export interface Header extends RecordShape {
  /** What stands between groups of digits of a close; undefined where nothing may. */
  readonly thousandsMark: ThousandsMark | undefined;
  /** Whether it is the first row, where there is no header. */
  readonly isFirstRow: boolean;
  /** The first names, as they are compared; none where it is the first row. */
  readonly names: readonly string[];
  /** The same header taken for one name, where it may be that as well: the first row tells which it is. */
  readonly asOneName?: Header;
}

/** A header as {@linkcode headerOf} was asked for it last. */
let last: { readonly record: Uint8Array; readonly layout: Layout; readonly header: Header } | undefined;

/** What {@linkcode readHeader} says. Of thousands of files each has the header of the one before it. */
export function headerOf(
  bytes: Uint8Array,
  start: number,
  next: number,
  place: Place,
  base: number,
  layout: Layout,
): Header {
  const record = bytes.subarray(start, next);
  if (last?.layout === layout && isSame(last.record, record)) return last.header;
  const header = readHeader(bytes, start, next, place, base, layout);
  if (layout.hasHeader && record.length <= MOST_KEPT_BYTES) last = { record: record.slice(), layout, header };
  return header;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, n) => byte === b[n]);
}

/**
 * Reads the record in `bytes[start … next)`, its line end included: the header, or in a layout without one the first row,
 * which only tells how many fields there are.
 *
 * One quoted field that holds a record of several fields is taken for that record, unless it is the only column by what the
 * layout says: its name is the one that is looked for, or, without a header, it spells a close. Where the layout asks for
 * the first column, whatever its name, both may be.
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
  const outer = onlyQuotedField(bytes, start, end);
  const inner = heldRecord(bytes, start, end, delimiter);
  const onlyColumn = outer === undefined || inner === undefined || isOnlyColumn(textOf(bytes, outer), layout);
  if (inner === undefined || onlyColumn === true) return shapeOf(bytes, start, end, place, layout, false);
  const header = shapeOf(inner, 0, inner.length, place, layout, true);
  if (onlyColumn === false) return header;
  return { ...header, asOneName: shapeOf(bytes, start, end, place, layout, false) };
}

/** Whether a field that holds a record is the table's only column; undefined where the layout does not tell. */
function isOnlyColumn(text: string, layout: Layout): boolean | undefined {
  const { closeColumn, timestampColumn, symbolColumn, hasHeader } = layout;
  if (timestampColumn !== undefined || symbolColumn !== undefined) return false;
  if (typeof closeColumn === "string") return hasHeader && comparedName(text) === comparedName(closeColumn);
  if (closeColumn !== 1) return false;
  return hasHeader ? undefined : spellsClose(text, layout.decimalMark, layout.thousandsMark);
}

function spellsClose(text: string, mark: "." | ",", thousandsMark: ThousandsMark | undefined): boolean {
  return !("problem" in readDecimal(withoutGroups(text, thousandsMark), mark));
}

/** A header that may be one name, now that the first row `bytes[start … end)` tells how many columns there are. */
export function understood(header: Header, bytes: Uint8Array, start: number, end: number): Header {
  if (header.asOneName === undefined) return header;
  const { asOneName, ...asRecord } = header;
  const quoted = onlyQuotedField(bytes, start, end);
  const mark = header.decimalMark === COMMA ? "," : ".";
  const isOneField = quoted === undefined
    ? !bytes.subarray(start, end).includes(header.delimiter)
    : heldRecord(bytes, start, end, header.delimiter) === undefined ||
      spellsClose(textOf(bytes, quoted), mark, header.thousandsMark);
  return isOneField ? asOneName : asRecord;
}

/** A name as it is compared. */
function comparedName(name: string): string {
  return name.trim().toLowerCase();
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
  const keyOf = (one: Wanted) => one === close ? "close_column" : one === symbol ? "symbol_column" : "timestamp_column";
  const named = all.filter(({ column }) => typeof column === "string");
  const shortestName = Math.min(...named.map(({ name }) => name.length));

  // There may be millions of names: kept are those that a message shows.
  const names: string[] = [];
  let fieldCount = 0;
  const delimiter = layout.delimiter.charCodeAt(0);
  /** Columns of a row before the one that has the first name. */
  const before = layout.unnamedColumn === "first" ? 1 : 0;
  eachField(bytes, start, end, place, (field, index) => {
    fieldCount++;
    const isShown = index < SHOWN_NAMES;
    if (!isShown && field.end - field.start < shortestName) return;
    const name = textOf(bytes, field).trim();
    if (isShown) names.push(name);
    if (!layout.hasHeader) return;
    for (const one of named) {
      if (comparedName(name) !== one.name) continue;
      if (one.times++ === 0) one.index = index + before;
    }
  }, delimiter);

  if (layout.unnamedColumn !== undefined) fieldCount++;
  for (const one of all) {
    const { column, index, times } = one;
    if (typeof column === "number") {
      if (index >= fieldCount) throw columnBeyondRecord(place, column, fieldCount);
      continue;
    }
    if (times === 0) throw columnMissing(place, keyOf(one), column, names, fieldCount, layout.delimiter);
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
    thousandsMark: layout.thousandsMark,
    timestampIndex: timestamp?.index ?? -1,
    timestampFields: layout.timestampFields,
    symbolIndex: symbol?.index ?? -1,
    isFirstRow: !layout.hasHeader,
    names: layout.hasHeader ? [...Array(before).fill(""), ...names.map(comparedName)] : [],
  };
}

/**
 * Whether a record among the rows is a header in which the close stands elsewhere, as where files of several sources were
 * put together. Then the rows below it are no longer read right.
 */
export function isOtherHeader(bytes: Uint8Array, start: number, end: number, header: Header): boolean {
  const { names, closeIndex, delimiter } = header;
  const close = names[closeIndex];
  if (close === undefined || end - start > MOST_HEADER_BYTES) return false;
  const text = decoder.decode(bytes.subarray(start, end)).replaceAll('"', "").toLowerCase();
  // Most bad rows are seen to be none without taking them apart.
  if (!text.includes(close)) return false;
  const fields = text.split(String.fromCharCode(delimiter)).map(comparedName);
  const known = fields.filter((field) => field !== "" && names.includes(field));
  return fields[closeIndex] !== close && known.includes(close) && known.length > 1 && 2 * known.length >= fields.length;
}

function wanted(column: ColumnName): Wanted {
  return typeof column === "number"
    ? { column, name: "", index: column - 1, times: 1 }
    : { column, name: comparedName(column), index: -1, times: 0 };
}

/** @param isHeader A row may hold what is not UTF-8 where nobody reads it. */
function refuseOtherEncodings(record: Uint8Array, place: Place, offset: number, isHeader: boolean): void {
  refuseNoText(record, place, offset);
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
