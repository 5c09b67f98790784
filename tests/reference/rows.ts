/**
 * A file → its rows, each read as the rules say or refused.
 *
 * @module
 */
import { type Fraction, isBeyondLimits, readFraction } from "./fraction.ts";
import {
  type Field,
  fieldsOf,
  isBlank,
  isUtf8,
  type RawRecord,
  rawRecords,
  Refusal,
  textOf,
  wrappedFields,
} from "./records.ts";
import { isDay, readTime, type Unit } from "./time.ts";
import type { SpelledTime } from "./written_times.ts";

/** How a file is to be read. Columns are names, or positions from 1. */
export interface FileForm {
  readonly hasHeader: boolean;
  /** Physical lines before the header, or before the first row. */
  readonly skipLines: number;
  /** Physical lines between the header and the first row. */
  readonly linesAfterHeader: number;
  readonly delimiter: string;
  readonly mark: "." | ",";
  readonly close: string | number;
  readonly timestamp: string | number | undefined;
  readonly timestampFields: 1 | 2;
  readonly symbol: string | number | undefined;
  readonly unit: Unit;
}

export const PLAIN_FORM: FileForm = {
  hasHeader: true,
  skipLines: 0,
  linesAfterHeader: 0,
  delimiter: ",",
  mark: ".",
  close: "close",
  timestamp: undefined,
  timestampFields: 1,
  symbol: undefined,
  unit: "auto",
};

/** What is wrong with a row. */
export type RowFault = "quote" | "wrapping" | "fields" | "symbol" | "close" | "lost close" | "timestamp";

export interface ReferenceRow {
  readonly close: Fraction;
  readonly closeText: string;
  readonly timestamp: ({ readonly text: string } & SpelledTime) | undefined;
  readonly symbol: string | undefined;
}

/** A record below the header: a row, or all that is wrong with it. */
export interface ReadRecord {
  readonly line: number;
  readonly bytes: string;
  readonly row: ReferenceRow | readonly RowFault[];
}

interface Columns {
  readonly count: number;
  readonly close: number;
  readonly timestamp: number | undefined;
  readonly symbol: number | undefined;
}

/**
 * The records of a file below its header, one after the other.
 *
 * @throws {Refusal} Where the file can't be read on: its header is not as it should be, or a quote is left open.
 */
export function* readRecords(file: string, form: FileForm): Generator<ReadRecord, undefined> {
  let columns: Columns | undefined;
  let firstLine = 0;
  /** A header that may be one name or several, until the first row tells. */
  let openHeader: RawRecord | undefined;
  for (const { line, bytes } of rawRecords(file, form.delimiter, form.skipLines)) {
    // Lines that are passed over below the header are physical ones.
    if (columns !== undefined && line <= firstLine) continue;
    if (isBlank(bytes)) continue;
    if (columns === undefined) {
      columns = columnsOf(line, bytes, form);
      if (form.hasHeader && mayBeOneName(bytes, form)) openHeader = { line, bytes };
      if (form.hasHeader) {
        firstLine = line + form.linesAfterHeader;
        continue;
      }
    }
    if (openHeader !== undefined && isOneField(bytes, form)) {
      columns = columnsOf(openHeader.line, openHeader.bytes, form, true);
    }
    openHeader = undefined;
    yield { line, bytes, row: rowOf(bytes, columns, form) };
  }
  if (columns === undefined) throw new Refusal(undefined, "no header");
}

/** The fields of the record that a record's only, quoted field holds, where it holds several; undefined for any other record. */
function heldFields(bytes: string, form: FileForm): Field[] | undefined {
  const inner = wrappedFields(bytes, form.delimiter);
  return typeof inner === "object" && inner.length > 1 ? inner : undefined;
}

/** Whether the close is all that is asked for, and is in the first column: that may be the only one. */
function isOnlyColumnAsked({ close, timestamp, symbol }: FileForm): boolean {
  return close === 1 && timestamp === undefined && symbol === undefined;
}

function mayBeOneName(header: string, form: FileForm): boolean {
  return isOnlyColumnAsked(form) && heldFields(header, form) !== undefined;
}

/** Whether the first row is of one column, where the header leaves that open. */
function isOneField(bytes: string, form: FileForm): boolean {
  const fields = fieldsOf(bytes, form.delimiter);
  const [only] = fields ?? [];
  if (fields?.length !== 1 || only?.isQuoted !== true) return !bytes.includes(form.delimiter);
  return heldFields(bytes, form) === undefined || readFraction(textOf(only.bytes), form.mark) !== undefined;
}

/**
 * Where the columns are, by the header or the first row.
 *
 * @param isOneName Whether a header that is one quoted field is a name and nothing else.
 */
function columnsOf(line: number, bytes: string, form: FileForm, isOneName = false): Columns {
  if (bytes.startsWith("\xff\xfe") || bytes.startsWith("\xfe\xff") || bytes.includes("\0")) {
    throw new Refusal(line, "UTF-16");
  }
  if (form.hasHeader && !isUtf8(bytes)) throw new Refusal(line, "header not UTF-8");
  if (!bytes.includes('"') && bytes.includes("\r")) throw new Refusal(line, "carriage return");
  const outer = fieldsOf(bytes, form.delimiter);
  if (outer === undefined) throw new Refusal(line, "quote in the header");
  const [only] = outer;
  const isAlone = form.timestamp === undefined && form.symbol === undefined;
  const isNameOfClose = form.hasHeader && isAlone && typeof form.close === "string" &&
    nameOf(textOf(only?.bytes ?? "")) === nameOf(form.close);
  const isClose = !form.hasHeader && isOnlyColumnAsked(form) &&
    readFraction(textOf(only?.bytes ?? ""), form.mark) !== undefined;
  const fields = isOneName || isNameOfClose || isClose ? outer : heldFields(bytes, form) ?? outer;
  const names = form.hasHeader ? fields.map((field) => nameOf(textOf(field.bytes))) : [];
  const indexOf = (column: string | number, width = 1) => {
    if (typeof column === "number") {
      if (column + width - 1 > fields.length) throw new Refusal(line, "no such column");
      return column - 1;
    }
    const wanted = nameOf(column);
    if (names.filter((name) => name === wanted).length !== 1) throw new Refusal(line, "not one such column");
    if (names.indexOf(wanted) + width > fields.length) throw new Refusal(line, "no such column");
    return names.indexOf(wanted);
  };
  return {
    count: fields.length,
    close: indexOf(form.close),
    timestamp: form.timestamp === undefined ? undefined : indexOf(form.timestamp, form.timestampFields),
    symbol: form.symbol === undefined ? undefined : indexOf(form.symbol),
  };
}

function nameOf(name: string): string {
  return name.trim().toLowerCase();
}

/** Whether a close that can't be read is a number to people: with groups of digits, or with the other mark. */
function isLostNumber(text: string, mark: "." | ","): boolean {
  // Nothing so long is a price to anyone.
  if (text.length > 64) return false;
  // Digits of another script.
  if (/^\p{Nd}+$/u.test(text)) return true;
  if (/^[+-]?[0-9]{1,3}(?:[.,' ][0-9]{3})+(?:[.,][0-9]+)?$/.test(text)) return true;
  return mark === "," ? /^[+-]?[0-9]*\.[0-9]+$/.test(text) : /^[+-]?[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})$/.test(text);
}

function rowOf(bytes: string, columns: Columns, form: FileForm): ReferenceRow | RowFault[] {
  const outer = fieldsOf(bytes, form.delimiter);
  if (outer === undefined) return ["quote"];
  // In a table of several columns one quoted field is no record: it holds one.
  const isHeld = columns.count > 1 && outer.length === 1 && outer[0]?.isQuoted === true;
  const fields = isHeld ? wrappedFields(bytes, form.delimiter) : outer;
  if (fields === "stray quote") return ["quote"];
  if (fields === "several") return ["wrapping"];
  if (typeof fields === "string") throw new Error("a quoted field that is none");
  if (fields.length !== columns.count) return ["fields"];
  const at = (index: number): Field => fields[index] ?? { bytes: "", isQuoted: false };

  const faults: RowFault[] = [];
  let symbol: string | undefined;
  if (columns.symbol !== undefined) {
    symbol = textOf(at(columns.symbol).bytes).trim();
    if (symbol === "" || !isUtf8(at(columns.symbol).bytes)) faults.push("symbol");
  }
  const closeText = textOf(at(columns.close).bytes);
  const close = isBeyondLimits(closeText, form.mark) ? undefined : readFraction(closeText, form.mark);
  if (close === undefined) faults.push(isLostNumber(closeText.trim(), form.mark) ? "lost close" : "close");
  let timestamp: ReferenceRow["timestamp"];
  if (columns.timestamp !== undefined) {
    const parts = fields.slice(columns.timestamp, columns.timestamp + form.timestampFields);
    const text = parts.map((part) => textOf(part.bytes)).join(form.delimiter);
    const nanoseconds = readTime(text, form.unit);
    if (nanoseconds === undefined) faults.push("timestamp");
    else timestamp = { text, nanoseconds, isDay: isDay(text, form.unit) };
  }
  if (close === undefined || faults.length > 0) return faults;
  return { close, closeText, timestamp, symbol };
}
