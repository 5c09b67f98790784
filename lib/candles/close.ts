/**
 * The careful path: one record → its close, or the error that it is.
 *
 * @module
 */
import {
  closeNotUtf8,
  exponentTooLarge,
  invalidClose,
  notOneQuotedField,
  type Place,
  tooManyDigits,
  wrongFieldCount,
} from "../errors.ts";
import { firstInvalidByte } from "../utf8.ts";
import { type Decimal, MOST_DIGITS, MOST_EXPONENT, readDecimal } from "./decimal.ts";
import type { Header } from "./header.ts";
import { eachField, endOfText, type Field, innerRecord, onlyQuotedField, outerPosition, textOf } from "./record.ts";

/**
 * Reads the close of the record from `start` to `next`.
 *
 * @param base Offset in the file of `bytes[0]`, for errors.
 * @throws {JobError} of kind data: a wrong field count, a stray quote, a close that is no decimal number.
 */
export function readClose(
  bytes: Uint8Array,
  start: number,
  next: number,
  header: Header,
  place: Place,
  base: number,
): Decimal {
  const end = endOfText(bytes, start, next);
  if (!header.wholeRecordQuoted) {
    const field = findClose(bytes, start, end, header, place);
    return decimalOf(bytes, field, place, (position) => base + position);
  }
  const outer = onlyQuotedField(bytes, start, end, place);
  if (outer === undefined) throw notOneQuotedField(place);
  const inner = innerRecord(bytes, outer, place);
  const field = findClose(inner, 0, inner.length, header, place);
  return decimalOf(inner, field, place, (position) => base + outerPosition(bytes, outer, position));
}

/** Where the close is in the record `bytes[start … end)`. */
function findClose(bytes: Uint8Array, start: number, end: number, header: Header, place: Place): Field {
  let close: Field | undefined;
  let count = 0;
  eachField(bytes, start, end, place, (field, index) => {
    if (index === header.closeIndex) close = field;
    count++;
  });
  if (count !== header.fieldCount || close === undefined) throw wrongFieldCount(place, count, header.fieldCount);
  return close;
}

/** @param offsetOf Offset in the file of a byte of the close. */
function decimalOf(bytes: Uint8Array, field: Field, place: Place, offsetOf: (position: number) => number): Decimal {
  const text = textOf(bytes, field);
  const close = readDecimal(text);
  if (!("problem" in close)) return close;
  switch (close.problem) {
    case "digits":
      throw tooManyDigits(place, close.digits, MOST_DIGITS);
    case "exponent":
      throw exponentTooLarge(place, text, MOST_EXPONENT);
    case "syntax": {
      // A U+FFFD may be one that is really there.
      const invalid = text.includes("\ufffd") ? firstInvalidByte(bytes.subarray(field.start, field.end)) : undefined;
      throw invalid === undefined ? invalidClose(place, text) : closeNotUtf8(place, offsetOf(field.start + invalid));
    }
  }
}
