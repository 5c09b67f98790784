/**
 * Chunks of a candle file in, rows out.
 *
 * Plain records go through the scanner a whole chunk at a time. What the scanner can't do (a quote, a long number, a
 * blank line, an error) goes through the careful path, one record, and then the scanner goes on. Both give the same
 * rows for the same bytes, wherever the chunks are cut.
 *
 * @module
 */
import { JobError, noHeader, otherHeader, unterminatedQuote } from "../errors.ts";
import { GENERIC, type Layout } from "../layouts/layout.ts";
import { CR, LF, QUOTE, SPACE, TAB } from "../records/ascii.ts";
import { RecordCutter } from "../records/cutter.ts";
import { endOfText, onlyQuotedField } from "../records/record.ts";
import type { RowStage, ScannedRows } from "./batch.ts";
import { type Header, headerOf, isOtherHeader, understood } from "./header.ts";
import { readRow } from "./row.ts";
import { NOTHING_READ, type ReadSummary } from "./summary.ts";

/** Where records that are quoted as a whole and others take turns, the stage is not asked to scan so many at most. */
const MOST_PASSED_OVER = 1024;

/** What shows that a field before it is whole, at the end of a file. */
const CLOSING: readonly number[] = [LF, CR, QUOTE, SPACE, TAB];

/** Where in a file reading begins, if not at the start. */
export interface ReadStart {
  readonly header: Header;
  /** Offset in the file of the first byte, which starts a record. */
  readonly offset: number;
  /** Physical lines before it. */
  readonly lines: number;
}

/** Where records go that are no rows. */
export interface InvalidRows {
  /**
   * Takes one.
   *
   * @param error What is wrong with it.
   * @param record Its bytes, without the line end. They are used again after the call.
   * @throws {JobError} Where it is one too many.
   */
  take(error: JobError, record: Uint8Array): void;
}

/** How a file is read. */
export interface ReadOptions {
  /** What the file looks like; by default, generic. */
  readonly layout?: Layout | undefined;
  /** Takes the rows that are invalid; by default, the first one ends the reading. */
  readonly invalid?: InvalidRows | undefined;
  /** Where to begin; by default, where the file does. */
  readonly start?: ReadStart | undefined;
}

/** Reads one candle file that arrives in chunks. */
export class CandleReader {
  readonly #file: string;
  readonly #stage: RowStage;
  readonly #layout: Layout;
  readonly #invalid: InvalidRows | undefined;
  readonly #cutter: RecordCutter;
  #header: Header | undefined;
  /** The same header for records that are not quoted as a whole, or for those that are. */
  #otherHeader: Header | undefined;
  /** What was read, but for what the cutter counts. */
  readonly #read: { -readonly [K in keyof ReadSummary]: ReadSummary[K] } = { ...NOTHING_READ };
  /** Records to come that take the careful path, because scans have failed at the quotes around records. */
  #passOver = 0;
  #lastPassOver = 0;

  /**
   * @param file The file's name, for errors.
   * @param stage What becomes of the rows.
   */
  constructor(file: string, stage: RowStage, { layout = GENERIC, invalid, start }: ReadOptions = {}) {
    this.#file = file;
    this.#stage = stage;
    this.#layout = layout;
    this.#invalid = invalid;
    this.#header = start?.header;
    const rules = {
      delimiter: layout.delimiter.charCodeAt(0),
      skipLines: start === undefined ? layout.skipLines : 0,
      linesAfterFirst: start === undefined ? layout.linesAfterHeader : 0,
      start,
    };
    this.#cutter = new RecordCutter(file, rules, {
      scan: (bytes, from, to) => this.#scan(bytes, from, to),
      record: (bytes, start, next, line, base) => this.#readRecord(bytes, start, next, line, base),
    });
  }

  /** What the header says; undefined until it has been read, and understood. */
  get header(): Header | undefined {
    return this.#header?.asOneName === undefined ? this.#header : undefined;
  }

  /** Whether the last record that was begun is also complete. */
  get isBetweenRecords(): boolean {
    return this.#cutter.isBetweenRecords;
  }

  get summary(): ReadSummary {
    const { bytes, lines, blankLines } = this.#cutter;
    return { ...this.#read, bytes, lines, blankLines, zerosIn: this.#read.zeroCloses > 0 ? this.#file : undefined };
  }

  /**
   * Reads on. The chunk is not kept after the call.
   *
   * @throws {JobError} of kind data at the first record that is invalid.
   */
  push(chunk: Uint8Array): void {
    this.#cutter.push(chunk);
  }

  /**
   * Reads what is left, after the last chunk. The stage may be given the rows of another file then.
   *
   * @throws {JobError} of kind data, as {@linkcode push}; also where there is no header.
   */
  end(): void {
    const rowsBefore = this.#read.rows;
    if (!this.#cutter.end()) throw unterminatedQuote({ file: this.#file, line: this.#cutter.line });
    if (this.#header === undefined) throw noHeader(this.#file, this.#cutter.bytes, this.#layout.hasHeader);
    // Without a row nothing depends on it.
    this.#header = this.#header.asOneName ?? this.#header;
    const { closeIndex, fieldCount } = this.#header;
    const isOpen = !CLOSING.includes(this.#cutter.lastByte) && closeIndex === fieldCount - 1;
    if (isOpen && this.#read.rows > rowsBefore) this.#read.openEnd = this.#file;
  }

  /** Reads plain records up to one that is not plain. */
  #scan(bytes: Uint8Array, from: number, to: number): ScannedRows {
    const { header } = this;
    if (header === undefined) return { rows: 0, position: from };
    if (this.#passOver > 0) {
      this.#passOver--;
      return { rows: 0, position: from };
    }
    const scanned = this.#stage.scan(header, bytes, from, to, this.#cutter.line);
    this.#read.rows += scanned.rows;
    this.#read.zeroCloses += scanned.zeros ?? 0;
    this.#read.negativeCloses += scanned.negatives ?? 0;
    if (scanned.rows > 0) this.#lastPassOver = 0;
    return scanned;
  }

  /** Reads a record on the careful path: the header or a row. */
  #readRecord(bytes: Uint8Array, start: number, next: number, line: number, base: number): void {
    if (this.#header !== undefined) return this.#readRow(bytes, start, next, line, base);
    this.#header = headerOf(bytes, start, next, { file: this.#file, line }, base, this.#layout);
    this.#read.hasQuotedRecords = this.header?.wholeRecordQuoted ?? false;
    if (!this.#layout.hasHeader) this.#readRow(bytes, start, next, line, base);
  }

  #readRow(bytes: Uint8Array, start: number, next: number, line: number, base: number): void {
    const place = { file: this.#file, line };
    const header = this.#headerFor(bytes, start, endOfText(bytes, start, next));
    try {
      const row = readRow(bytes, start, next, header, place, base);
      this.#stage.add(row, place);
      this.#read.rows++;
      this.#read.carefulRows++;
      if (row.close.mantissa === 0n) this.#read.zeroCloses++;
      if (row.close.mantissa < 0n) this.#read.negativeCloses++;
    } catch (error) {
      if (this.#invalid === undefined || !(error instanceof JobError && error.isRowFault)) throw error;
      const end = endOfText(bytes, start, next);
      if (isOtherHeader(bytes, start, end, header)) throw otherHeader(place);
      this.#invalid.take(error, bytes.subarray(start, end));
      this.#read.invalidRows++;
    }
  }

  /** The header for the record `bytes[start … end)` and, most likely, for those that follow. */
  #headerFor(bytes: Uint8Array, start: number, end: number): Header {
    if (this.#header === undefined) throw new Error("a row before the header");
    this.#header = understood(this.#header, bytes, start, end);
    const isQuoted = this.#header.fieldCount > 1 && onlyQuotedField(bytes, start, end) !== undefined;
    this.#read.hasQuotedRecords ||= isQuoted || this.#header.wholeRecordQuoted;
    if (isQuoted !== this.#header.wholeRecordQuoted) {
      // Two that take turns, and not a new one each time: what is known of a header's columns is kept by it.
      const other = this.#otherHeader ?? { ...this.#header, wholeRecordQuoted: isQuoted };
      [this.#header, this.#otherHeader] = [other, this.#header];
      this.#passOver = this.#lastPassOver;
      this.#lastPassOver = Math.min(2 * this.#lastPassOver + 1, MOST_PASSED_OVER);
    }
    return this.#header;
  }
}
