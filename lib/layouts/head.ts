/**
 * The first bytes of a file → its first records as text.
 *
 * @module
 */
import { LF } from "../candles/ascii.ts";
import {
  eachField,
  endOfText,
  findRecordEnd,
  innerRecord,
  isBlankLine,
  onlyQuotedField,
  textOf,
} from "../candles/record.ts";
import { JobError } from "../errors.ts";

/** The most bytes of a file that are looked at before it is read: 1 MiB. */
export const MOST_HEAD_BYTES = 1 << 20;

/** Fields of a record that are kept as text. */
const MOST_FIELDS = 100_000;

/** A place for errors that nobody sees: a record that is no record is one field here. */
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

/** Bytes before the text: the length of a byte-order mark, or 0. */
export function markLength(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/**
 * The records that a file starts with. Blank lines are left out, and so is a record that `head` ends in the middle of, as
 * long as there is another.
 *
 * @param delimiter One ASCII character.
 * @param skipLines Physical lines that come before the first record.
 * @param most How many records are wanted.
 */
export function headRecords(head: Uint8Array, delimiter: string, skipLines: number, most: number): HeadRecord[] {
  const byte = delimiter.charCodeAt(0);
  const records: HeadRecord[] = [];
  let position = markLength(head);
  let line = 1;
  for (; line <= skipLines; line++) {
    const newline = head.indexOf(LF, position);
    if (newline < 0) return [];
    position = newline + 1;
  }
  let isWholeRecordQuoted = false;
  while (position < head.length && records.length < most) {
    const end = findRecordEnd(head, position, head.length, byte);
    if (end === undefined && records.length > 0) break;
    const next = end?.next ?? head.length;
    if (!isBlankLine(head, position, next)) {
      const bytes = head.subarray(position, endOfText(head, position, next));
      if (records.length === 0) isWholeRecordQuoted = innerOf(bytes, byte) !== undefined;
      records.push({ line, ...fieldsOf(isWholeRecordQuoted ? innerOf(bytes, byte) ?? bytes : bytes, byte) });
    }
    line += end?.lines ?? 1;
    position = next;
  }
  return records;
}

/** The record that the only, quoted field of a record holds; undefined where it holds but one field. */
function innerOf(record: Uint8Array, delimiter: number): Uint8Array | undefined {
  try {
    const only = onlyQuotedField(record, 0, record.length, NOWHERE, delimiter);
    const inner = only && innerRecord(record, only, NOWHERE, delimiter);
    return inner !== undefined && fieldsOf(inner, delimiter).fieldCount > 1 ? inner : undefined;
  } catch (error) {
    if (error instanceof JobError) return undefined;
    throw error;
  }
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
    // A stray quote: what the record is made of can't be said.
    if (!(error instanceof JobError)) throw error;
    return { fields: [new TextDecoder().decode(record)], fieldCount: 1 };
  }
  return { fields, fieldCount };
}
