/**
 * The careful path: one record → its row, or the error that it is.
 *
 * @module
 */
import {
  blankSymbol,
  closeNotUtf8,
  exponentTooLarge,
  fieldNotUtf8,
  invalidClose,
  type JobError,
  type Place,
  tooManyDigits,
  wrongFieldCount,
} from "../errors.ts";
import { firstInvalidByte } from "../text/utf8.ts";
import { COMMA } from "../records/ascii.ts";
import { type Decimal, MOST_DIGITS, MOST_EXPONENT, readDecimal } from "../numbers/decimal.ts";
import { withoutGroups } from "../numbers/groups.ts";
import type { Header } from "./header.ts";
import {
  eachField,
  endOfText,
  type Field,
  innerRecord,
  onlyQuotedField,
  outerPosition,
  textOf,
} from "../records/record.ts";

/** What a row says, as far as someone reads it. */
export interface Row {
  readonly close: Decimal;
  /** The close as it is spelled, without marks between groups of digits. */
  readonly closeText: string;
  /** As it is spelled; of two fields, with the delimiter between them. Undefined where the shape has none. */
  readonly timestamp: string | undefined;
  /** Without the blanks around it. Undefined where the shape has none. */
  readonly symbol: string | undefined;
}

/**
 * Reads the record from `start` to `next`. In a table of several columns a record that is one quoted field is the record
 * which that field holds: as itself it could not be one.
 *
 * @param base Offset in the file of `bytes[0]`, for errors.
 * @throws {JobError} of kind data: a wrong field count, a stray quote, a close that is no decimal number, a blank symbol, a
 * timestamp or symbol that is not UTF-8.
 */
export function readRow(
  bytes: Uint8Array,
  start: number,
  next: number,
  header: Header,
  place: Place,
  base: number,
): Row {
  const end = endOfText(bytes, start, next);
  const outer = header.fieldCount > 1 ? onlyQuotedField(bytes, start, end) : undefined;
  if (outer === undefined) return rowOf(bytes, start, end, header, place, (position) => base + position);
  const inner = innerRecord(bytes, outer, place, header.delimiter);
  return rowOf(inner, 0, inner.length, header, place, (position) => base + outerPosition(bytes, outer, position));
}

/** @param offsetOf Offset in the file of a byte of the record. */
function rowOf(
  bytes: Uint8Array,
  start: number,
  end: number,
  header: Header,
  place: Place,
  offsetOf: (position: number) => number,
): Row {
  const { fieldCount, closeIndex, timestampIndex, timestampFields, symbolIndex, delimiter, decimalMark } = header;
  let close: Field | undefined;
  let timestamp: string | undefined;
  let symbol: string | undefined;
  let count = 0;
  let notUtf8: JobError | undefined;
  const read = (field: Field, name: string) => {
    const text = textOf(bytes, field);
    const invalid = invalidByte(bytes, field, text);
    if (invalid !== undefined) notUtf8 ??= fieldNotUtf8(place, name, offsetOf(invalid));
    return text;
  };
  eachField(bytes, start, end, place, (field, index) => {
    if (index === closeIndex) close = field;
    if (index === symbolIndex) symbol = read(field, "the symbol").trim();
    if (index === timestampIndex) timestamp = read(field, "timestamp");
    else if (timestampFields === 2 && timestampIndex >= 0 && index === timestampIndex + 1) {
      timestamp += String.fromCharCode(delimiter) + read(field, "timestamp");
    }
    count++;
  }, delimiter);
  if (count !== fieldCount || close === undefined) {
    throw wrongFieldCount(place, count, fieldCount, header.isFirstRow ? "first row" : "header");
  }
  if (notUtf8 !== undefined) throw notUtf8;
  if (symbol === "") throw blankSymbol(place);
  const closeText = withoutGroups(textOf(bytes, close), header.thousandsMark);
  const mark = decimalMark === COMMA ? "," : ".";
  return { close: decimalOf(bytes, close, closeText, mark, place, offsetOf), closeText, timestamp, symbol };
}

/** Where in `bytes` a field's text stops being UTF-8; undefined where all of it is. */
function invalidByte(bytes: Uint8Array, { start, end }: Field, text: string): number | undefined {
  // A U+FFFD may be one that is really there.
  const invalid = text.includes("\ufffd") ? firstInvalidByte(bytes.subarray(start, end)) : undefined;
  return invalid === undefined ? undefined : start + invalid;
}

function decimalOf(
  bytes: Uint8Array,
  field: Field,
  text: string,
  mark: "." | ",",
  place: Place,
  offsetOf: (position: number) => number,
): Decimal {
  const close = readDecimal(text, mark);
  if (!("problem" in close)) return close;
  switch (close.problem) {
    case "digits":
      throw tooManyDigits(place, close.digits, MOST_DIGITS);
    case "exponent":
      throw exponentTooLarge(place, text, MOST_EXPONENT);
    case "syntax": {
      const invalid = invalidByte(bytes, field, text);
      if (invalid !== undefined) throw closeNotUtf8(place, offsetOf(invalid));
      throw invalidClose(place, text, mark);
    }
  }
}
