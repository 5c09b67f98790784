/**
 * Bytes → one record's fields, by the book (RFC 4180), with `@std/csv` for whatever holds a quote.
 *
 * @module
 */
import { parse } from "@std/csv/parse";
import { type Place, severalRecords, strayQuote } from "../errors.ts";
import { COMMA, CR, LF, QUOTE, SPACE, TAB } from "./ascii.ts";

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
    fieldStarts = byte === COMMA;
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

/**
 * The fields of the one record that `text` is, without its line end.
 *
 * @throws {JobError} of kind data, where a quote stands inside a field.
 */
function splitFields(text: string, place: Place): readonly string[] {
  if (!text.includes('"')) return text.split(",");
  // `parse` drops a carriage return at the end and one byte-order mark at the start. They are part of the fields here.
  let end = text.length;
  while (text[end - 1] === "\r") end--;
  const body = text.slice(0, end);
  let fields: string[] | undefined;
  try {
    [fields] = parse(body.startsWith("\ufeff") ? `\ufeff${body}` : body);
  } catch (error) {
    if (error instanceof SyntaxError) throw strayQuote(place);
    throw error;
  }
  if (fields === undefined) throw new Error("a record has no fields");
  if (end < text.length) {
    // A quote at the end has closed a field, and what follows it belongs to none.
    if (body.endsWith('"')) throw strayQuote(place);
    fields.push((fields.pop() ?? "") + text.slice(end));
  }
  return fields;
}

/**
 * The fields of the record that a quoted field holds.
 *
 * @throws {JobError} of kind data, also where it holds several.
 */
export function splitInner(text: string, place: Place): readonly string[] {
  if (text.includes("\n")) {
    const bytes = new TextEncoder().encode(`${text}\n`);
    const end = findRecordEnd(bytes, 0, bytes.length);
    if (end === undefined) throw strayQuote(place);
    if (end.next < bytes.length) throw severalRecords(place);
  }
  return splitFields(text, place);
}
