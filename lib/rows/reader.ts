/**
 * Chunks of a candle file in, rows out.
 *
 * Plain records go through the scanner a whole chunk at a time. What the scanner can't do (a quote, a long number, a
 * blank line, an error) goes through the careful path, one record, and then the scanner goes on. Both give the same
 * rows for the same bytes, wherever the chunks are cut.
 *
 * @module
 */
import { JobError, noHeader, type Place, recordTooLong, unterminatedQuote } from "../errors.ts";
import { GENERIC, type Layout } from "../layouts/layout.ts";
import { CR, LF } from "../records/ascii.ts";
import type { RowStage } from "./batch.ts";
import { blankLinesFrom } from "../records/blank_lines.ts";
import { type Header, readHeader, understood } from "./header.ts";
import { HeldBytes } from "../records/held_bytes.ts";
import { endOfText, findRecordEnd, isBlankLine, onlyQuotedField, type RecordEnd } from "../records/record.ts";
import { readRow } from "./row.ts";

/** The most bytes that a record may have, its line end not counted: 16 MiB. It bounds the memory that a file can claim. */
export const MOST_RECORD_BYTES = 1 << 24;

/**
 * Chunks are read in pieces of at most this size. A record that is longer than a piece passes through the carry, and
 * that is where its length is checked.
 */
const MOST_PIECE_BYTES = 1 << 20;

/** Where records that are quoted as a whole and others take turns, the stage is not asked to scan so many at most. */
const MOST_PASSED_OVER = 1024;

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const NOTHING = new Uint8Array(0);

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

/** What was read so far. */
export interface ReadSummary {
  readonly bytes: number;
  /** Physical lines. */
  readonly lines: number;
  /** Lines of spaces or tabs only. */
  readonly blankLines: number;
  /** Records without the header and without those that were skipped. */
  readonly rows: number;
  /** Of these, the ones that took the careful path. */
  readonly carefulRows: number;
  /** Records that are invalid and were left out. */
  readonly invalidRows: number;
  /** Whether a record, or the header, was one quoted field that holds it. */
  readonly hasQuotedRecords: boolean;
}

/** Before anything is read. */
export const NOTHING_READ: ReadSummary = {
  bytes: 0,
  lines: 0,
  blankLines: 0,
  rows: 0,
  carefulRows: 0,
  invalidRows: 0,
  hasQuotedRecords: false,
};

/** What was read in two parts. */
export function plus(a: ReadSummary, b: ReadSummary): ReadSummary {
  return {
    bytes: a.bytes + b.bytes,
    lines: a.lines + b.lines,
    blankLines: a.blankLines + b.blankLines,
    rows: a.rows + b.rows,
    carefulRows: a.carefulRows + b.carefulRows,
    invalidRows: a.invalidRows + b.invalidRows,
    hasQuotedRecords: a.hasQuotedRecords || b.hasQuotedRecords,
  };
}

/** Reads one candle file that arrives in chunks. */
export class CandleReader {
  readonly #file: string;
  readonly #stage: RowStage;
  readonly #layout: Layout;
  readonly #delimiter: number;
  readonly #invalid: InvalidRows | undefined;
  #header: Header | undefined;
  /** The same header for records that are not quoted as a whole, or for those that are. */
  #otherHeader: Header | undefined;
  #hasQuotedRecords: boolean;
  /** Records to come that are read by the book, for scans have failed because of the quotes around records. */
  #passOver = 0;
  #lastPassOver = 0;
  /** Physical lines that have to be passed over before the next record. */
  #linesToSkip: number;

  /** The beginning of a record whose end has not arrived. */
  readonly #carry = new HeldBytes();
  /** A carried record that goes on past a line end is not looked at again before it has this many bytes. */
  #carryRetryLength = 0;
  /** Offset in the file of the first byte that is neither consumed nor carried. */
  #offset = 0;

  #bytes = 0;
  readonly #linesBefore: number;
  #lines = 0;
  #blankLines = 0;
  #rows = 0;
  #carefulRows = 0;
  #invalidRows = 0;

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
    this.#hasQuotedRecords = start !== undefined && start.header.wholeRecordQuoted;
    this.#linesToSkip = start === undefined ? layout.skipLines : 0;
    this.#offset = start?.offset ?? 0;
    this.#linesBefore = start?.lines ?? 0;
    this.#delimiter = layout.delimiter.charCodeAt(0);
  }

  /** What the header says; undefined until it has been read, and understood. */
  get header(): Header | undefined {
    return this.#header?.asOneName === undefined ? this.#header : undefined;
  }

  /** Whether the last record that was begun is also complete. */
  get isBetweenRecords(): boolean {
    return this.#carry.length === 0 && this.#linesToSkip === 0;
  }

  get summary(): ReadSummary {
    return {
      bytes: this.#bytes,
      lines: this.#lines,
      blankLines: this.#blankLines,
      rows: this.#rows,
      carefulRows: this.#carefulRows,
      invalidRows: this.#invalidRows,
      hasQuotedRecords: this.#hasQuotedRecords,
    };
  }

  /**
   * Reads on. The chunk is not kept after the call.
   *
   * @throws {JobError} of kind data at the first record that is invalid.
   */
  push(chunk: Uint8Array): void {
    for (let from = 0; from < chunk.length; from += MOST_PIECE_BYTES) {
      this.#pushPiece(chunk.subarray(from, from + MOST_PIECE_BYTES));
    }
  }

  /**
   * Reads what is left, after the last chunk. The stage may be given the rows of another file then.
   *
   * @throws {JobError} of kind data, as {@linkcode push}; also where there is no header.
   */
  end(): void {
    if (this.#carry.length > 0) {
      if (this.#carry.bytes.at(-1) !== LF) this.#append(Uint8Array.of(LF));
      // Only a quote that was never closed can hide the newline at the end.
      if (!this.#readCarried()) throw unterminatedQuote(this.#place());
    }
    if (this.#header === undefined) throw noHeader(this.#file, this.#bytes, this.#layout.hasHeader);
    // Without a row nothing depends on it.
    this.#header = this.#header.asOneName ?? this.#header;
  }

  /** Where the next record starts. */
  #place(): Place {
    return { file: this.#file, line: this.#linesBefore + this.#lines + 1 };
  }

  #pushPiece(piece: Uint8Array): void {
    this.#bytes += piece.length;
    const rest = this.#carry.length === 0 ? piece : this.#completeCarried(piece);
    if (rest.length === 0) return;
    const consumed = this.#read(rest, rest.length, this.#offset);
    this.#offset += consumed;
    this.#append(rest.subarray(consumed));
  }

  /** Goes on with the carried record. Returns what it leaves of the piece. */
  #completeCarried(piece: Uint8Array): Uint8Array {
    if (this.#carry.length + piece.length < this.#carryRetryLength) {
      this.#append(piece);
      return NOTHING;
    }
    const newline = piece.indexOf(LF);
    const taken = newline < 0 ? piece.length : newline + 1;
    this.#append(piece.subarray(0, taken));
    if (newline >= 0 || this.#carryRetryLength > 0) {
      this.#carryRetryLength = 0;
      if (this.#readCarried()) return piece.subarray(taken);
      // A quoted field goes on past this line end: look at all there is.
      this.#append(piece.subarray(taken));
      if (this.#readCarried()) return NOTHING;
      const goesPastLineEnd = this.#carry.bytes.includes(LF);
      if (goesPastLineEnd) this.#carryRetryLength = Math.min(2 * this.#carry.length, MOST_RECORD_BYTES);
    }
    // What is carried now is the beginning of one record, perhaps with the carriage return of its line end.
    this.#refuseTooLong(this.#carry.length - 1);
    return NOTHING;
  }

  /** Reads what is carried and keeps the rest. Returns whether nothing is left. */
  #readCarried(): boolean {
    const { bytes, length } = this.#carry;
    this.#carry.drop(this.#read(bytes, length, this.#offset - length));
    return this.#carry.length === 0;
  }

  #append(bytes: Uint8Array): void {
    this.#carry.append(bytes);
    this.#offset += bytes.length;
  }

  /** @param length Bytes of a record without its line end. */
  #refuseTooLong(length: number): void {
    if (length > MOST_RECORD_BYTES) throw recordTooLong(this.#place(), MOST_RECORD_BYTES);
  }

  /**
   * Reads the whole records in the first `length` bytes.
   *
   * @param base Offset in the file of `bytes[0]`.
   * @returns How many bytes were consumed: all, or those before a record whose end is not there.
   */
  #read(bytes: Uint8Array, length: number, base: number): number {
    const lastLineEnd = bytes.subarray(0, length).lastIndexOf(LF) + 1;
    let position = 0;
    while (position < lastLineEnd) {
      position = this.#readPlain(bytes, position, lastLineEnd);
      if (position === lastLineEnd) break;
      const marked = base + position === 0 && BYTE_ORDER_MARK.every((byte, n) => bytes[n] === byte);
      const start = marked ? position + BYTE_ORDER_MARK.length : position;
      if (this.#linesToSkip > 0) {
        this.#linesToSkip--;
        this.#lines++;
        position = bytes.indexOf(LF, start) + 1;
        continue;
      }
      const end = findRecordEnd(bytes, start, length, this.#delimiter);
      if (end === undefined) break;
      position = this.#readCareful(bytes, start, end, lastLineEnd, base);
    }
    return position;
  }

  /** Reads plain records up to one that is not plain. */
  #readPlain(bytes: Uint8Array, from: number, to: number): number {
    const { header } = this;
    if (header === undefined || to - from > MOST_PIECE_BYTES) return from;
    if (this.#linesToSkip > 0) return from;
    if (this.#passOver > 0) {
      this.#passOver--;
      return from;
    }
    const { rows, position } = this.#stage.scan(header, bytes, from, to);
    this.#rows += rows;
    this.#lines += rows;
    if (rows > 0) this.#lastPassOver = 0;
    return position;
  }

  /**
   * Reads the record from `start`, whatever it is: a blank line, with those that follow it up to `to`; the header; a row.
   *
   * @returns Where the next record starts.
   */
  #readCareful(bytes: Uint8Array, start: number, end: RecordEnd, to: number, base: number): number {
    const lineEndLength = bytes[end.next - 2] === CR ? 2 : 1;
    this.#refuseTooLong(end.next - start - lineEndLength);
    if (isBlankLine(bytes, start, end.next)) {
      const more = blankLinesFrom(bytes, end.next, to);
      this.#blankLines += 1 + more.lines;
      this.#lines += 1 + more.lines;
      return more.next;
    }
    if (this.#header === undefined) {
      this.#header = readHeader(bytes, start, end.next, this.#place(), base, this.#layout);
      this.#hasQuotedRecords = this.header?.wholeRecordQuoted ?? false;
      this.#linesToSkip = this.#layout.linesAfterHeader;
      if (!this.#layout.hasHeader) this.#readRow(bytes, start, end.next, base);
    } else {
      this.#readRow(bytes, start, end.next, base);
    }
    this.#lines += end.lines;
    return end.next;
  }

  #readRow(bytes: Uint8Array, start: number, next: number, base: number): void {
    const place = this.#place();
    const header = this.#headerFor(bytes, start, endOfText(bytes, start, next));
    try {
      this.#stage.add(readRow(bytes, start, next, header, place, base), place);
      this.#rows++;
      this.#carefulRows++;
    } catch (error) {
      if (this.#invalid === undefined || !(error instanceof JobError && error.isRowFault)) throw error;
      this.#invalid.take(error, bytes.subarray(start, endOfText(bytes, start, next)));
      this.#invalidRows++;
    }
  }

  /** The header for the record `bytes[start … end)` and, most likely, for those that follow. */
  #headerFor(bytes: Uint8Array, start: number, end: number): Header {
    if (this.#header === undefined) throw new Error("a row before the header");
    this.#header = understood(this.#header, bytes, start, end);
    const isQuoted = this.#header.fieldCount > 1 && onlyQuotedField(bytes, start, end) !== undefined;
    this.#hasQuotedRecords ||= isQuoted || this.#header.wholeRecordQuoted;
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
