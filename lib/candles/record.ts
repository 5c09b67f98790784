/**
 * The careful path: one record at a time, by the book (RFC 4180), with `@std/csv` for whatever holds a quote.
 *
 * @module
 */
import { parse } from "@std/csv/parse";
import {
  closeNotUtf8,
  exponentTooLarge,
  invalidClose,
  notOneQuotedField,
  type Place,
  strayQuote,
  tooManyDigits,
  wrongFieldCount,
} from "../errors.ts";
import { firstInvalidByte } from "../utf8.ts";
import { type Decimal, MOST_DIGITS, MOST_EXPONENT, readDecimal } from "./decimal.ts";
import type { Header } from "./header.ts";

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;

/** Where a record ends. */
export interface RecordEnd {
  /** The first byte after its newline. */
  readonly next: number;
  /** Newlines in it, its own included. */
  readonly lines: number;
}

/**
 * Finds the end of the record that starts at `start`: the first newline outside quotes. A quote opens a quoted field only
 * where a field starts, as in RFC 4180, so a stray quote costs its own line and not the rest of the file.
 *
 * @returns undefined when `bytes` up to `end` do not hold the whole record.
 */
export function findRecordEnd(bytes: Uint8Array, start: number, end: number): RecordEnd | undefined {
  let lines = 0;
  let quoted = false;
  let fieldStarts = true;
  for (let i = start; i < end; i++) {
    const byte = bytes[i];
    if (byte === LF) {
      lines++;
      if (!quoted) return { next: i + 1, lines };
    } else if (byte === QUOTE) {
      if (!quoted) quoted = fieldStarts;
      else if (bytes[i + 1] === QUOTE && i + 1 < end) i++;
      else quoted = false;
    }
    fieldStarts = !quoted && byte === COMMA;
  }
  return undefined;
}

/** Whether the line from `start` to `next` holds only spaces and tabs before its line end. */
export function isBlankLine(bytes: Uint8Array, start: number, next: number): boolean {
  for (let i = start; i < next; i++) {
    const byte = bytes[i];
    if (byte !== SPACE && byte !== TAB && byte !== LF && byte !== CR) return false;
  }
  return true;
}

/** A record's fields as text, and whether the record is one quoted field. */
export interface Fields {
  readonly fields: readonly string[];
  readonly isOneQuotedField: boolean;
}

// Bytes that are not UTF-8 become U+FFFD: in a column that nobody reads they do no harm. A byte-order mark is kept,
// for it is only at the start of a file that it is none of the text.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Splits the record from `start` to `next`, its line end included, into fields. */
export function readFields(bytes: Uint8Array, start: number, next: number, place: Place): Fields {
  let end = next;
  if (bytes[end - 1] === LF) end--;
  if (bytes[end - 1] === CR && end > start) end--;
  const fields = splitFields(decoder.decode(bytes.subarray(start, end)), place);
  return { fields, isOneQuotedField: fields.length === 1 && bytes[start] === QUOTE };
}

/** The fields of one record's text. */
export function splitFields(text: string, place: Place): readonly string[] {
  if (!text.includes('"')) return text.split(",");
  let records: string[][];
  try {
    // `parse` strips one byte-order mark, which would be part of the first field here.
    records = parse(text.startsWith("\ufeff") ? `\ufeff${text}` : text);
  } catch (error) {
    if (error instanceof SyntaxError) throw strayQuote(place);
    throw error;
  }
  const [fields, ...more] = records;
  if (fields === undefined || more.length > 0) throw new Error("a record was read as several");
  return fields;
}

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
  const fields = header.wholeRecordQuoted ? splitFields(outer[0] ?? "", place) : outer;
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
  let positions = Array.from({ length: next - start }, (_, n) => start + n);
  if (header.wholeRecordQuoted) positions = positionsOfField(bytes, positions, 0);
  positions = positionsOfField(bytes, positions, header.closeIndex);
  const invalid = firstInvalidByte(Uint8Array.from(positions, (position) => bytes[position] ?? 0));
  return invalid === undefined ? undefined : positions[invalid];
}

/** Where the bytes of a field's value are, its quotes left out, in a record whose bytes are at `record`. */
function positionsOfField(bytes: Uint8Array, record: readonly number[], index: number): number[] {
  const value: number[] = [];
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
    else if (field === index) value.push(position);
  }
  return value;
}
