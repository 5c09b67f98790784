/**
 * Chunks of a file → its records, in constant memory: the one place that knows byte-order marks, skipped lines, blank
 * lines, quotes around line ends, and how long a record may be. The job, the layouts and `inspect` all cut with it.
 *
 * @module
 */
import { recordTooLong } from "../errors.ts";
import { CR, LF } from "./ascii.ts";
import { blankLinesFrom, isBlankLine } from "./blank_lines.ts";
import { HeldBytes } from "./held_bytes.ts";
import { findRecordEnd, markLength } from "./record.ts";

/** The most bytes that a record may have, its line end not counted: 16 MiB. It bounds the memory that a file can claim. */
export const MOST_RECORD_BYTES = 1 << 24;

/**
 * Chunks are cut in pieces of at most this size. A record that is longer than a piece passes through the carry, and
 * that is where its length is checked.
 */
const MOST_PIECE_BYTES = 1 << 20;

const NOTHING = new Uint8Array(0);

/** Takes the records of a file. */
export interface RecordVisitor {
  /**
   * The fast path: takes records from `bytes[from … to)`, as many as it can prove, each of them one line. Returns how many,
   * and where it stopped, which is the start of a record; and how many end in CR and LF, where someone wants to know. Absent
   * where each record is to be visited.
   */
  scan?(bytes: Uint8Array, from: number, to: number): { rows: number; position: number; crlfRows?: number };
  /**
   * Takes the record `bytes[start … next)`, its line end included.
   *
   * @param line The physical line where it starts, from 1.
   * @param base Offset in the file of `bytes[0]`.
   * @returns `stop` where no more records are wanted.
   */
  record(bytes: Uint8Array, start: number, next: number, line: number, base: number): "stop" | void;
}

/** What has to be known to cut. */
export interface CutRules {
  /** The byte between two fields. */
  readonly delimiter: number;
  /** Physical lines before the first record. */
  readonly skipLines: number;
  /** Physical lines between the first record and the second. */
  readonly linesAfterFirst: number;
  /** Where to begin; by default, where the file does. */
  readonly start?: {
    /** Offset in the file of the first byte, which starts a record. */
    readonly offset: number;
    /** Physical lines before it. */
    readonly lines: number;
  } | undefined;
}

/** Cuts one file that arrives in chunks. */
export class RecordCutter {
  readonly #file: string;
  readonly #visitor: RecordVisitor;
  readonly #delimiter: number;
  #linesToSkip: number;
  #linesAfterFirst: number;

  /** The beginning of a record whose end has not arrived. */
  readonly #carry = new HeldBytes();
  /** A carried record that goes on past a line end is not looked at again before it has this many bytes. */
  #carryRetryLength = 0;
  /** Offset in the file of the first byte that is neither consumed nor carried. */
  #offset: number;
  #isStopped = false;

  #bytes = 0;
  #lastByte = LF;
  readonly #linesBefore: number;
  #lines = 0;
  #blankLines = 0;
  #crlfLineEnds = 0;
  #lfLineEnds = 0;

  /** @param file The file's name, for errors. */
  constructor(file: string, { delimiter, skipLines, linesAfterFirst, start }: CutRules, visitor: RecordVisitor) {
    this.#file = file;
    this.#visitor = visitor;
    this.#delimiter = delimiter;
    this.#linesToSkip = skipLines;
    this.#linesAfterFirst = linesAfterFirst;
    this.#offset = start?.offset ?? 0;
    this.#linesBefore = start?.lines ?? 0;
  }

  /** Bytes that were pushed. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The last byte that was pushed; a line end before there is one. */
  get lastByte(): number {
    return this.#lastByte;
  }

  /** Physical lines so far. */
  get lines(): number {
    return this.#lines;
  }

  /** Lines of spaces or tabs only. */
  get blankLines(): number {
    return this.#blankLines;
  }

  /** Line ends outside quotes, where a visitor that scans tells: those that are LF alone, and those of CR and LF. */
  get lineEnds(): { readonly lf: number; readonly crlf: number } {
    return { lf: this.#lfLineEnds, crlf: this.#crlfLineEnds };
  }

  /** The physical line where the next record starts, from 1. */
  get line(): number {
    return this.#linesBefore + this.#lines + 1;
  }

  /** Whether the last record that was begun is also complete. */
  get isBetweenRecords(): boolean {
    return this.#carry.length === 0 && this.#linesToSkip === 0;
  }

  /** The beginning of a record whose end has not been pushed. Valid until the next call. */
  get rest(): Uint8Array {
    if (this.#linesToSkip > 0) return NOTHING;
    const { bytes, length } = this.#carry;
    return this.#offset === length ? bytes.subarray(markLength(bytes)) : bytes;
  }

  /**
   * Cuts on. The chunk is not kept after the call.
   *
   * @throws {JobError} of kind data, where a record is longer than any may be; and what the visitor throws.
   */
  push(chunk: Uint8Array): void {
    for (let from = 0; from < chunk.length && !this.#isStopped; from += MOST_PIECE_BYTES) {
      this.#pushPiece(chunk.subarray(from, from + MOST_PIECE_BYTES));
    }
  }

  /**
   * Cuts what is left, after the last chunk: the last line may have no line end.
   *
   * @returns Whether the file ends outside quotes. If not, what follows the last record was not visited.
   * @throws As {@linkcode push}.
   */
  end(): boolean {
    if (this.#carry.length === 0 || this.#isStopped) return true;
    const last = this.#carry.bytes.at(-1);
    if (last !== LF) this.#append(Uint8Array.of(LF));
    // Only a quote that was never closed can hide the newline at the end.
    if (!this.#cutCarried()) return false;
    // That newline is ours.
    if (last === CR) this.#crlfLineEnds--;
    else if (last !== LF) this.#lfLineEnds--;
    return true;
  }

  #pushPiece(piece: Uint8Array): void {
    this.#bytes += piece.length;
    this.#lastByte = piece[piece.length - 1] ?? this.#lastByte;
    const rest = this.#carry.length === 0 ? piece : this.#completeCarried(piece);
    if (rest.length === 0) return;
    const consumed = this.#cut(rest, rest.length, this.#offset);
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
      if (this.#cutCarried()) return piece.subarray(taken);
      // A quoted field goes on past this line end: look at all there is.
      this.#append(piece.subarray(taken));
      if (this.#cutCarried()) return NOTHING;
      const goesPastLineEnd = this.#carry.bytes.includes(LF);
      if (goesPastLineEnd) this.#carryRetryLength = Math.min(2 * this.#carry.length, MOST_RECORD_BYTES);
    }
    // What is carried now is the beginning of one record, perhaps with the carriage return of its line end.
    this.#refuseTooLong(this.#carry.length - 1);
    return NOTHING;
  }

  /** Cuts what is carried and keeps the rest. Returns whether nothing is left. */
  #cutCarried(): boolean {
    const { bytes, length } = this.#carry;
    this.#carry.drop(this.#cut(bytes, length, this.#offset - length));
    return this.#carry.length === 0;
  }

  #append(bytes: Uint8Array): void {
    this.#carry.append(bytes);
    this.#offset += bytes.length;
  }

  /** @param length Bytes of a record without its line end. */
  #refuseTooLong(length: number): void {
    if (length > MOST_RECORD_BYTES) throw recordTooLong({ file: this.#file, line: this.line }, MOST_RECORD_BYTES);
  }

  /**
   * Cuts the whole records in the first `length` bytes.
   *
   * @param base Offset in the file of `bytes[0]`.
   * @returns How many bytes were consumed: all, or those before a record whose end is not there.
   */
  #cut(bytes: Uint8Array, length: number, base: number): number {
    const lastLineEnd = bytes.subarray(0, length).lastIndexOf(LF) + 1;
    let position = 0;
    while (position < lastLineEnd) {
      position = this.#scan(bytes, position, lastLineEnd);
      if (position === lastLineEnd) break;
      const start = base + position === 0 ? markLength(bytes) : position;
      if (this.#linesToSkip > 0) {
        this.#linesToSkip--;
        position = bytes.indexOf(LF, start) + 1;
        this.#countLineEnd(bytes, position);
        this.#lines++;
        continue;
      }
      const end = findRecordEnd(bytes, start, length, this.#delimiter);
      if (end === undefined) break;
      this.#countLineEnd(bytes, end.next);
      this.#refuseTooLong(end.next - start - (bytes[end.next - 2] === CR ? 2 : 1));
      if (isBlankLine(bytes, start, end.next)) {
        position = this.#passBlankLines(bytes, end.next, lastLineEnd);
        continue;
      }
      const isStop = this.#visitor.record(bytes, start, end.next, this.line, base) === "stop";
      this.#lines += end.lines;
      position = end.next;
      this.#linesToSkip = this.#linesAfterFirst;
      this.#linesAfterFirst = 0;
      if (isStop) {
        this.#isStopped = true;
        return length;
      }
    }
    return position;
  }

  /** Hands records to the fast path. Returns where it stopped. */
  #scan(bytes: Uint8Array, from: number, to: number): number {
    if (this.#visitor.scan === undefined || this.#linesToSkip > 0 || to - from > MOST_PIECE_BYTES) return from;
    const { rows, position, crlfRows = 0 } = this.#visitor.scan(bytes, from, to);
    this.#lines += rows;
    this.#crlfLineEnds += crlfRows;
    this.#lfLineEnds += rows - crlfRows;
    return position;
  }

  /** Counts a blank line, and those that follow it from `from` on. Returns where these end. */
  #passBlankLines(bytes: Uint8Array, from: number, to: number): number {
    const { next, lines, crlfLines } = blankLinesFrom(bytes, from, to);
    this.#blankLines += 1 + lines;
    this.#lines += 1 + lines;
    this.#crlfLineEnds += crlfLines;
    this.#lfLineEnds += lines - crlfLines;
    return next;
  }

  #countLineEnd(bytes: Uint8Array, next: number): void {
    if (bytes[next - 2] === CR) this.#crlfLineEnds++;
    else this.#lfLineEnds++;
  }
}
