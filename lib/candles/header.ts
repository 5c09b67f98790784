/**
 * The header record → where the close is.
 *
 * @module
 */
import {
  bareCarriageReturn,
  closeColumnMissing,
  closeColumnRepeated,
  headerNotUtf8,
  type Place,
  utf16,
} from "../errors.ts";
import { firstInvalidByte } from "../utf8.ts";
import { CR, LF, QUOTE } from "./ascii.ts";
import { eachField, endOfText, innerRecord, onlyQuotedField, textOf } from "./record.ts";
import type { RecordShape } from "./scanner.ts";

/** The column that all calculations are on. */
const CLOSE = "close";

/** Names that a message shows. */
const SHOWN_NAMES = 20;

/** What the header says about every record. */
export type Header = RecordShape;

/**
 * Reads the header record in `bytes[start … next)`, its line end included.
 *
 * @param base Offset in the file of `bytes[0]`, for errors.
 * @throws {JobError} of kind data: not UTF-8, line ends that are neither LF nor CRLF, no column close or several.
 */
export function readHeader(bytes: Uint8Array, start: number, next: number, place: Place, base: number): Header {
  const record = bytes.subarray(start, next);
  refuseOtherEncodings(record, place, base + start);
  refuseCarriageReturns(record, place, base + start);

  const end = endOfText(bytes, start, next);
  const outer = onlyQuotedField(bytes, start, end, place);
  if (outer !== undefined) {
    const inner = innerRecord(bytes, outer, place);
    let names = 0;
    eachField(inner, 0, inner.length, place, () => names++);
    // One quoted name is a name, quotes and all.
    if (names > 1) return { ...findClose(inner, 0, inner.length, place), wholeRecordQuoted: true };
  }
  return { ...findClose(bytes, start, end, place), wholeRecordQuoted: false };
}

/** Finds the close column in the record `bytes[start … end)`. Names are trimmed and compared without case. */
function findClose(
  bytes: Uint8Array,
  start: number,
  end: number,
  place: Place,
): { fieldCount: number; closeIndex: number } {
  // There may be millions of names: kept are those that a message shows.
  const names: string[] = [];
  let [fieldCount, closeIndex, times] = [0, -1, 0];
  eachField(bytes, start, end, place, (field, index) => {
    fieldCount++;
    const isShown = index < SHOWN_NAMES;
    if (!isShown && field.end - field.start < CLOSE.length) return;
    const name = textOf(bytes, field).trim();
    if (isShown) names.push(name);
    if (name.toLowerCase() !== CLOSE) return;
    if (times++ === 0) closeIndex = index;
  });
  if (times === 0) throw closeColumnMissing(place, names, fieldCount);
  if (times > 1) throw closeColumnRepeated(place, names, fieldCount, times);
  return { fieldCount, closeIndex };
}

function refuseOtherEncodings(record: Uint8Array, place: Place, offset: number): void {
  const [first, second] = record;
  const markedUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (markedUtf16) throw utf16(place, offset);
  // Without a mark, UTF-16 shows by the zero byte that each ASCII character has.
  const zero = record.indexOf(0);
  if (zero >= 0) throw utf16(place, offset + zero);
  const invalid = firstInvalidByte(record);
  if (invalid !== undefined) throw headerNotUtf8(place, offset + invalid);
}

/** A file with line ends of CR alone would read as one endless header. */
function refuseCarriageReturns(record: Uint8Array, place: Place, offset: number): void {
  if (record.includes(QUOTE)) return;
  const position = record.indexOf(CR);
  const lineEnd = record.at(-1) === LF ? record.length - 2 : record.length - 1;
  if (position >= 0 && position < lineEnd) throw bareCarriageReturn(place, offset + position);
}
