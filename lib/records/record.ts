/**
 * Bytes → one record's fields, with every rule of RFC 4180.
 *
 * Fields are found as positions in the bytes, and only those that someone reads become text: a record may have 16 MiB, and
 * a parser that makes text of it all takes 40 times that.
 *
 * @module
 */
import { JobError, type Place, severalRecords, strayQuote } from "../errors.ts";
import { COMMA, CR, LF, QUOTE } from "./ascii.ts";

/** Bytes before the text of a file: the length of a byte-order mark, or 0. */
export function markLength(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

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
 * @param delimiter The byte between two fields.
 * @returns undefined when `bytes` up to `end` do not hold the whole record.
 */
export function findRecordEnd(
  bytes: Uint8Array,
  start: number,
  end: number,
  delimiter = COMMA,
): RecordEnd | undefined {
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
    fieldStarts = byte === delimiter;
  }
  return undefined;
}

/** Where a field's value is: between its quotes, if it has any, with the quotes inside still doubled. */
export interface Field {
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
}

/** Where a record ends that ends before `next`, without its line end. */
export function endOfText(bytes: Uint8Array, start: number, next: number): number {
  let end = next;
  if (end > start && bytes[end - 1] === LF) end--;
  if (end > start && bytes[end - 1] === CR) end--;
  return end;
}

/**
 * Calls `visit` for each field of the record `bytes[start … end)`, its line end left out. There is always one at least.
 *
 * @param delimiter The byte between two fields.
 * @throws {JobError} of kind data, where a quote stands inside a field.
 */
export function eachField(
  bytes: Uint8Array,
  start: number,
  end: number,
  place: Place,
  visit: (field: Field, index: number) => void,
  delimiter = COMMA,
): void {
  let index = 0;
  let position = start;
  for (;;) {
    const isQuoted = position < end && bytes[position] === QUOTE;
    const from = isQuoted ? position + 1 : position;
    const to = isQuoted ? closingQuote(bytes, from, end, place) : delimiterOrEnd(bytes, from, end, place, delimiter);
    visit({ start: from, end: to, isQuoted }, index++);
    position = isQuoted ? to + 1 : to;
    if (position === end) return;
    // What follows a field is a delimiter; after a closing quote it may be anything else.
    if (bytes[position] !== delimiter) throw strayQuote(place);
    position++;
  }
}

/** The only field of the record `bytes[start … end)` if it is quoted; undefined for any other record. */
export function onlyQuotedField(bytes: Uint8Array, start: number, end: number): Field | undefined {
  if (end - start < 2 || bytes[start] !== QUOTE || bytes[end - 1] !== QUOTE) return undefined;
  return quoteThatCloses(bytes, start + 1, end) === end - 1
    ? { start: start + 1, end: end - 1, isQuoted: true }
    : undefined;
}

/** The first quote from `start` on that is not doubled. */
function quoteThatCloses(bytes: Uint8Array, start: number, end: number): number | undefined {
  for (let i = start; i < end; i++) {
    if (bytes[i] !== QUOTE) continue;
    if (i + 1 === end || bytes[i + 1] !== QUOTE) return i;
    i++;
  }
  return undefined;
}

function closingQuote(bytes: Uint8Array, start: number, end: number, place: Place): number {
  const quote = quoteThatCloses(bytes, start, end);
  if (quote === undefined) throw strayQuote(place);
  return quote;
}

function delimiterOrEnd(bytes: Uint8Array, start: number, end: number, place: Place, delimiter: number): number {
  let i = start;
  for (; i < end && bytes[i] !== delimiter; i++) {
    if (bytes[i] === QUOTE) throw strayQuote(place);
  }
  return i;
}

// Bytes that are not UTF-8 become U+FFFD: in a column that nobody reads they do no harm. A byte-order mark is kept,
// for it is only at the start of a file that it is none of the text.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** A field's value. */
export function textOf(bytes: Uint8Array, field: Field): string {
  return decoder.decode(field.isQuoted ? unquoted(bytes, field) : bytes.subarray(field.start, field.end));
}

/** The bytes between a field's quotes, with the doubled ones among them single. */
function unquoted(bytes: Uint8Array, { start, end }: Field): Uint8Array {
  const value = bytes.slice(start, end);
  let length = value.indexOf(QUOTE);
  if (length < 0) return value;
  for (let i = start + length; i < end; i++) {
    const byte = bytes[i] ?? QUOTE;
    value[length++] = byte;
    if (byte === QUOTE) i++;
  }
  return value.subarray(0, length);
}

/**
 * The bytes of the record that a quoted field holds.
 *
 * @throws {JobError} of kind data, where it holds several.
 */
export function innerRecord(bytes: Uint8Array, field: Field, place: Place, delimiter = COMMA): Uint8Array {
  const inner = unquoted(bytes, field);
  if (inner.includes(LF)) {
    const line = new Uint8Array(inner.length + 1);
    line.set(inner);
    line[inner.length] = LF;
    const recordEnd = findRecordEnd(line, 0, line.length, delimiter);
    if (recordEnd === undefined) throw strayQuote(place);
    if (recordEnd.next < line.length) throw severalRecords(place);
  }
  return inner;
}

/** A place for errors that nobody sees. */
const NOWHERE = { file: "" };

/**
 * The record of several fields that the only, quoted field of the record `bytes[start … end)` holds; undefined where there
 * is no such record: then a quoted field is an ordinary one.
 */
export function heldRecord(
  bytes: Uint8Array,
  start: number,
  end: number,
  delimiter: number,
): Uint8Array | undefined {
  const only = onlyQuotedField(bytes, start, end);
  if (only === undefined) return undefined;
  try {
    const inner = innerRecord(bytes, only, NOWHERE, delimiter);
    let fields = 0;
    eachField(inner, 0, inner.length, NOWHERE, () => fields++, delimiter);
    return fields > 1 ? inner : undefined;
  } catch (error) {
    if (error instanceof JobError) return undefined;
    throw error;
  }
}

/** Where in `bytes` the byte is that {@linkcode innerRecord} has put at `position`. */
export function outerPosition(bytes: Uint8Array, { start, end }: Field, position: number): number {
  let outer = start;
  for (let n = 0; n < position && outer < end; n++) outer += bytes[outer] === QUOTE ? 2 : 1;
  return outer;
}
