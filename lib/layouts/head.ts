/**
 * The first bytes of a file → its first records as text.
 *
 * @module
 */
import { type ThousandsMark, withoutGroups } from "../numbers/groups.ts";
import { LF } from "../records/ascii.ts";
import { isBlankLine } from "../records/blank_lines.ts";
import { RecordCutter } from "../records/cutter.ts";
import { eachField, endOfText, heldRecord, textOf } from "../records/record.ts";
import { JobError } from "../errors.ts";
import { firstInvalidByte } from "../text/utf8.ts";

/** The most bytes of a file that are looked at before it is read: 1 MiB. */
export const MOST_HEAD_BYTES = 1 << 20;

/** The most fields of a record that are kept as text. */
const MOST_FIELDS = 100_000;

/** A place for errors that are caught here: a record that can't be split counts as one field. */
const NOWHERE = { file: "" };

/** One of a file's first records. */
export interface HeadRecord {
  /** The physical line where it starts, from 1. */
  readonly line: number;
  /** How many fields it has. */
  readonly fieldCount: number;
  /** The first of them. */
  readonly fields: readonly string[];
}

/**
 * The head of a file: its first {@linkcode MOST_HEAD_BYTES}, or all of it. If it is all, a line end is added to a last line
 * without one: otherwise a complete record could not be told from one that is cut off by the end of the head.
 *
 * @param bytes All of the file, or its first bytes, more than {@linkcode MOST_HEAD_BYTES}.
 */
export function headOf(bytes: Uint8Array): Uint8Array {
  if (bytes.length > MOST_HEAD_BYTES) return bytes.subarray(0, MOST_HEAD_BYTES);
  if (bytes.length === 0 || bytes.at(-1) === LF) return bytes;
  const head = new Uint8Array(bytes.length + 1);
  head.set(bytes);
  head[bytes.length] = LF;
  return head;
}

/** Where the first byte that is not UTF-8 is in a physical line, from 1; undefined if there is none. */
export function invalidByteOfLine(head: Uint8Array, line: number): number | undefined {
  let start = 0;
  for (let n = 1; n < line; n++) start = head.indexOf(LF, start) + 1;
  const next = head.indexOf(LF, start);
  const invalid = firstInvalidByte(head.subarray(start, next < 0 ? head.length : next));
  return invalid === undefined ? undefined : start + invalid;
}

/**
 * The first records of a file. Blank lines are left out, and so is a record that is cut off by the end of `head`, unless it
 * is the only one.
 *
 * @param delimiter One ASCII character.
 * @param skipLines Physical lines that come before the first record.
 * @param most How many records are wanted.
 */
export function headRecords(head: Uint8Array, delimiter: string, skipLines: number, most: number): HeadRecord[] {
  const records: HeadRecord[] = [];
  if (most === 0) return records;
  const byte = delimiter.charCodeAt(0);
  /** Whether there are several columns, so that one quoted field has to be a whole record. */
  let hasColumns: boolean = false;
  const take = (bytes: Uint8Array, start: number, next: number, line: number) => {
    const record = bytes.subarray(start, endOfText(bytes, start, next));
    const mayHold = hasColumns || records.length === 0;
    const held = mayHold ? heldRecord(record, 0, record.length, byte) : undefined;
    records.push({ line, ...fieldsOf(held ?? record, byte) });
    hasColumns ||= (records.at(-1)?.fieldCount ?? 0) > 1;
    return records.length === most ? "stop" : undefined;
  };
  const cutter = new RecordCutter("", { delimiter: byte, skipLines, linesAfterFirst: 0 }, { record: take });
  cutter.push(head);
  const { rest } = cutter;
  if (records.length === 0 && !isBlankLine(rest, 0, rest.length)) take(rest, 0, rest.length, cutter.line);
  return records;
}

/** Records whose numbers have no marks between groups of digits. */
export function withoutGroupsIn(
  records: readonly HeadRecord[],
  mark: ThousandsMark | undefined,
): readonly HeadRecord[] {
  if (mark === undefined) return records;
  return records.map((record) => ({ ...record, fields: record.fields.map((text) => withoutGroups(text, mark)) }));
}

function fieldsOf(record: Uint8Array, delimiter: number): Pick<HeadRecord, "fields" | "fieldCount"> {
  const fields: string[] = [];
  let fieldCount = 0;
  try {
    eachField(record, 0, record.length, NOWHERE, (field, index) => {
      if (index < MOST_FIELDS) fields.push(textOf(record, field));
      fieldCount++;
    }, delimiter);
  } catch (error) {
    // A stray quote: the fields can't be found, but a time or a number in it shows that it is a row and no title.
    if (!(error instanceof JobError)) throw error;
    const text = new TextDecoder().decode(record);
    return { fields: text.split(String.fromCharCode(delimiter)), fieldCount: 1 };
  }
  return { fields, fieldCount };
}
