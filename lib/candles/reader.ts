/**
 * Chunks of a candle file in, closes out.
 *
 * Plain records go through the scanner a whole chunk at a time. What the scanner can't do (a quote, a long number, a
 * blank line, an error) goes through the careful path, one record, and then the scanner goes on. Both give the same
 * closes for the same bytes, wherever the chunks are cut.
 *
 * @module
 */
import { emptyInput, type Place, recordTooLong, unterminatedQuote } from "../errors.ts";
import { LF } from "./ascii.ts";
import { CloseBatch, type CloseSink } from "./batch.ts";
import { readClose } from "./close.ts";
import { type Header, readHeader } from "./header.ts";
import { findRecordEnd, isBlankLine, type RecordEnd } from "./record.ts";
import { type PlainScan, scanPlain } from "./scanner.ts";

/** The most bytes that a record may have, its line end not counted: 16 MiB. It bounds the memory that a file can claim. */
export const MOST_RECORD_BYTES = 1 << 24;

/**
 * Chunks are read in pieces of at most this size. A record that is longer than a piece passes through the carry, and
 * that is where its length is checked.
 */
const MOST_PIECE_BYTES = 1 << 20;

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** What was read so far. */
export interface ReadSummary {
  readonly bytes: number;
  /** Physical lines. */
  readonly lines: number;
  /** Lines of spaces or tabs only. */
  readonly blankLines: number;
  /** Records without the header. */
  readonly rows: number;
  /** Of these, the ones that took the careful path. */
  readonly carefulRows: number;
}

/** Reads one candle file that arrives in chunks. */
export class CandleReader {
  readonly #file: string;
  readonly #batch: CloseBatch;
  readonly #scan: PlainScan;
  #header: Header | undefined;

  /** The beginning of a record whose end has not arrived. */
  #carry = new Uint8Array(1 << 16);
  #carryLength = 0;
  /** A carried record that goes on past a line end is not looked at again before it has this many bytes. */
  #carryRetryLength = 0;

  #bytes = 0;
  #lines = 0;
  #blankLines = 0;
  #rows = 0;
  #carefulRows = 0;

  /**
   * @param file The file's name, for errors.
   * @param scan Replaces the scanner; one that stops at every record leaves them all to the careful path.
   */
  constructor(file: string, sink: CloseSink, scan: PlainScan = scanPlain) {
    this.#file = file;
    this.#batch = new CloseBatch(sink);
    this.#scan = scan;
  }

  /** What the header says; undefined until it has been read. */
  get header(): Header | undefined {
    return this.#header;
  }

  get summary(): ReadSummary {
    return {
      bytes: this.#bytes,
      lines: this.#lines,
      blankLines: this.#blankLines,
      rows: this.#rows,
      carefulRows: this.#carefulRows,
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
   * Reads what is left, after the last chunk, and hands on the last closes.
   *
   * @throws {JobError} of kind data, as {@linkcode push}; also where there is no header.
   */
  end(): void {
    if (this.#carryLength > 0) {
      const base = this.#bytes - this.#carryLength;
      if (this.#carry[this.#carryLength - 1] !== LF) this.#append(Uint8Array.of(LF));
      const consumed = this.#read(this.#carry, 0, this.#carryLength, base);
      // Only a quote that was never closed can hide the newline at the end.
      if (consumed < this.#carryLength) throw unterminatedQuote(this.#place());
      this.#carryLength = 0;
    }
    if (this.#header === undefined) throw emptyInput(this.#file);
    this.#batch.flush();
  }

  /** Where the next record starts. */
  #place(): Place {
    return { file: this.#file, line: this.#lines + 1 };
  }

  #pushPiece(piece: Uint8Array): void {
    const base = this.#bytes;
    this.#bytes += piece.length;
    const from = this.#carryLength === 0 ? 0 : this.#completeCarried(piece, base - this.#carryLength);
    if (from === piece.length) return;
    const consumed = this.#read(piece, from, piece.length, base);
    this.#append(piece.subarray(consumed));
    this.#carryRetryLength = 0;
  }

  /** Goes on with the carried record. Returns how much of the piece was taken: up to the record's end, or all. */
  #completeCarried(piece: Uint8Array, carryBase: number): number {
    if (this.#carryLength + piece.length < this.#carryRetryLength) {
      this.#append(piece);
      return piece.length;
    }
    const newline = piece.indexOf(LF);
    const taken = newline < 0 ? piece.length : newline + 1;
    this.#append(piece.subarray(0, taken));
    if (newline < 0) {
      this.#refuseTooLong(this.#carryLength);
      return taken;
    }
    if (this.#readCarried(carryBase)) return taken;
    // A quoted field goes on past this line end: look at all there is.
    this.#append(piece.subarray(taken));
    if (!this.#readCarried(carryBase)) {
      this.#refuseTooLong(this.#carryLength);
      this.#carryRetryLength = Math.min(2 * this.#carryLength, MOST_RECORD_BYTES);
    }
    return piece.length;
  }

  /** Reads what is carried and keeps the rest. Returns whether nothing is left. */
  #readCarried(base: number): boolean {
    const consumed = this.#read(this.#carry, 0, this.#carryLength, base);
    this.#carry.copyWithin(0, consumed, this.#carryLength);
    this.#carryLength -= consumed;
    return this.#carryLength === 0;
  }

  #append(bytes: Uint8Array): void {
    const length = this.#carryLength + bytes.length;
    if (length > this.#carry.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.#carry.length));
      larger.set(this.#carry.subarray(0, this.#carryLength));
      this.#carry = larger;
    }
    this.#carry.set(bytes, this.#carryLength);
    this.#carryLength = length;
  }

  /** @param length Bytes of a record that may include its line end, of two bytes at most. */
  #refuseTooLong(length: number): void {
    if (length > MOST_RECORD_BYTES + 2) throw recordTooLong(this.#place(), MOST_RECORD_BYTES);
  }

  /**
   * Reads the whole records in `bytes[from … to)`.
   *
   * @param base Offset in the file of `bytes[0]`.
   * @returns The first byte that was not consumed: `to`, or the start of a record whose end is not there.
   */
  #read(bytes: Uint8Array, from: number, to: number, base: number): number {
    if (from === to) return from;
    const lastLineEnd = bytes.lastIndexOf(LF, to - 1) + 1;
    let position = from;
    while (position < lastLineEnd) {
      position = this.#readPlain(bytes, position, lastLineEnd);
      if (position === lastLineEnd) break;
      const end = findRecordEnd(bytes, position, to);
      if (end === undefined) break;
      this.#readCareful(bytes, position, end, base);
      position = end.next;
    }
    return position;
  }

  /** Reads plain records up to one that is not plain. */
  #readPlain(bytes: Uint8Array, from: number, to: number): number {
    if (this.#header === undefined || this.#header.wholeRecordQuoted || to - from > MOST_PIECE_BYTES) return from;
    const { rows, position } = this.#batch.scan(this.#scan, this.#header, bytes, from, to);
    this.#rows += rows;
    this.#lines += rows;
    return position;
  }

  /** Reads the record from `start`, whatever it is: a blank line, the header, a row. */
  #readCareful(bytes: Uint8Array, start: number, end: RecordEnd, base: number): void {
    this.#refuseTooLong(end.next - start);
    const marked = base + start === 0 && BYTE_ORDER_MARK.every((byte, n) => bytes[n] === byte);
    const first = marked ? start + BYTE_ORDER_MARK.length : start;
    if (isBlankLine(bytes, first, end.next)) {
      this.#blankLines++;
    } else if (this.#header === undefined) {
      this.#header = readHeader(bytes, first, end.next, this.#place(), base);
    } else {
      this.#batch.add(readClose(bytes, first, end.next, this.#header, this.#place(), base));
      this.#rows++;
      this.#carefulRows++;
    }
    this.#lines += end.lines;
  }
}
