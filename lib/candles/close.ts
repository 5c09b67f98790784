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
import { COMMA, QUOTE } from "./ascii.ts";
import { type Decimal, MOST_DIGITS, MOST_EXPONENT, readDecimal } from "./decimal.ts";
import type { Header } from "./header.ts";
import { readFields, splitInner } from "./record.ts";

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
  const { fields: outer, isOneQuotedField } = readFields(bytes, start, next, place);
  if (header.wholeRecordQuoted && !isOneQuotedField) throw notOneQuotedField(place);
  const fields = header.wholeRecordQuoted ? splitInner(outer[0] ?? "", place) : outer;
  if (fields.length !== header.fieldCount) throw wrongFieldCount(place, fields.length, header.fieldCount);

  const text = fields[header.closeIndex] ?? "";
  const close = readDecimal(text);
  if (!("problem" in close)) return close;
  switch (close.problem) {
    case "digits":
      throw tooManyDigits(place, close.digits, MOST_DIGITS);
    case "exponent":
      throw exponentTooLarge(place, text, MOST_EXPONENT);
    case "syntax": {
      const invalid = text.includes("\ufffd") ? invalidByteOfClose(bytes, start, next, header) : undefined;
      throw invalid === undefined ? invalidClose(place, text) : closeNotUtf8(place, base + invalid);
    }
  }
}

/** Position of the first byte of the close that is not UTF-8, or undefined if it is spelled with a real U+FFFD. */
function invalidByteOfClose(bytes: Uint8Array, start: number, next: number, header: Header): number | undefined {
  let positions = Uint32Array.from({ length: next - start }, (_, n) => start + n);
  if (header.wholeRecordQuoted) positions = positionsOfField(bytes, positions, 0);
  positions = positionsOfField(bytes, positions, header.closeIndex);
  const invalid = firstInvalidByte(Uint8Array.from(positions, (position) => bytes[position] ?? 0));
  return invalid === undefined ? undefined : positions[invalid];
}

/** Where the bytes of a field's value are, its quotes left out, in a record whose bytes are at `record`. */
function positionsOfField(bytes: Uint8Array, record: Uint32Array, index: number): Uint32Array<ArrayBuffer> {
  const value = new Uint32Array(record.length);
  let length = 0;
  let field = 0;
  let quoted = false;
  let fieldStarts = true;
  for (let i = 0; i < record.length && field <= index; i++) {
    const position = record[i] ?? 0;
    const byte = bytes[position];
    const doubled = quoted && byte === QUOTE && bytes[record[i + 1] ?? -1] === QUOTE;
    if (byte === QUOTE && !doubled && (quoted || fieldStarts)) {
      quoted = !quoted;
      fieldStarts = false;
      continue;
    }
    if (doubled) i++;
    fieldStarts = byte === COMMA && !quoted;
    if (fieldStarts) field++;
    else if (field === index) value[length++] = position;
  }
  return value.slice(0, length);
}
