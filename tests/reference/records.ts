/**
 * A file → its records and their fields (RFC 4180), character by character.
 *
 * Texts are of bytes here: each character stands for one byte, so that bytes which are no UTF-8 stay what they are.
 *
 * @module
 */

/** Why a file or a row is refused; `line` is where the record starts that shows it, undefined for the file as a whole. */
export class Refusal extends Error {
  constructor(readonly line: number | undefined, reason: string) {
    super(reason);
  }
}

/** A record without its line end. */
export interface RawRecord {
  /** The physical line where it starts. */
  readonly line: number;
  readonly bytes: string;
}

/** A field's value, and whether it stood in quotes. */
export interface Field {
  readonly bytes: string;
  readonly isQuoted: boolean;
}

export function bytesOfText(text: string): string {
  return binary(new TextEncoder().encode(text));
}

/** One character for each byte. */
export function binary(bytes: Uint8Array): string {
  let text = "";
  for (let from = 0; from < bytes.length; from += 10_000) {
    text += String.fromCharCode(...bytes.subarray(from, from + 10_000));
  }
  return text;
}

/** The bytes that the characters stand for. */
export function unbinary(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Bytes as UTF-8. What is none becomes U+FFFD. */
export function textOf(bytes: string): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(unbinary(bytes));
}

export function isUtf8(bytes: string): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(unbinary(bytes));
    return true;
  } catch {
    return false;
  }
}

/** Where the record ends that starts at `start`: its newline; undefined where a quote is left open. */
function endOfRecord(bytes: string, start: number, delimiter: string): number | undefined {
  let isQuoted = false;
  let isFieldStart = true;
  for (let i = start; i < bytes.length; i++) {
    const character = bytes[i];
    if (isQuoted) {
      if (character !== '"') continue;
      if (bytes[i + 1] === '"') i++;
      else isQuoted = false;
    } else if (character === "\n") {
      return i;
    } else if (character === '"' && isFieldStart) {
      isQuoted = true;
    }
    isFieldStart = character === delimiter;
  }
  return undefined;
}

/** The physical lines of a file that has been cut off after a line end, or else is given one. */
function withLineEnd(bytes: string): string {
  return bytes === "" || bytes.endsWith("\n") ? bytes : `${bytes}\n`;
}

/** Whether a line holds nothing but spaces and tabs. */
export function isBlank(bytes: string): boolean {
  return /^[ \t]*$/.test(bytes);
}

/**
 * The records of a file, blank lines among them.
 *
 * @param skipLines Physical lines that come before the first record.
 */
export function* rawRecords(file: string, delimiter = ",", skipLines = 0): Generator<RawRecord, undefined> {
  const bytes = withLineEnd(file.startsWith("\xef\xbb\xbf") ? file.slice(3) : file);
  let position = 0;
  let line = 1;
  for (; line <= skipLines; line++) {
    const newline = bytes.indexOf("\n", position);
    if (newline < 0) return;
    position = newline + 1;
  }
  while (position < bytes.length) {
    const end = endOfRecord(bytes, position, delimiter);
    if (end === undefined) throw new Refusal(line, "quote left open");
    const record = bytes.slice(position, end);
    yield { line, bytes: record.endsWith("\r") ? record.slice(0, -1) : record };
    line += record.split("\n").length;
    position = end + 1;
  }
}

/** The fields of a record; undefined where a quote stands inside a field. */
export function fieldsOf(record: string, delimiter = ","): Field[] | undefined {
  const fields: Field[] = [];
  let position = 0;
  for (;;) {
    let bytes = "";
    const isQuoted = record[position] === '"';
    if (isQuoted) {
      position++;
      while (record[position] !== '"' || record[position + 1] === '"') {
        if (position >= record.length) return undefined;
        if (record[position] === '"') position++;
        bytes += record[position++];
      }
      position++;
      if (position < record.length && record[position] !== delimiter) return undefined;
    } else {
      while (position < record.length && record[position] !== delimiter) {
        if (record[position] === '"') return undefined;
        bytes += record[position++];
      }
    }
    fields.push({ bytes, isQuoted });
    if (position >= record.length) return fields;
    position++;
  }
}

/** The fields of the one record that a record's only, quoted field holds; or why there is none. */
export function wrappedFields(record: string, delimiter = ","): Field[] | "not wrapped" | "several" | "stray quote" {
  const fields = fieldsOf(record, delimiter);
  if (fields === undefined) return "stray quote";
  const [only, ...more] = fields;
  if (only === undefined || !only.isQuoted || more.length > 0) return "not wrapped";
  const inner = `${only.bytes}\n`;
  const end = endOfRecord(inner, 0, delimiter);
  if (end === undefined) return "stray quote";
  if (end + 1 < inner.length) return "several";
  return fieldsOf(only.bytes, delimiter) ?? "stray quote";
}
