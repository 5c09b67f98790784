/**
 * Chunks of a file → its records, one by one, in constant memory.
 *
 * @module
 */
import { CR, LF } from "../records/ascii.ts";
import { blankLinesFrom } from "../records/blank_lines.ts";
import { HeldBytes } from "../records/held_bytes.ts";
import { MOST_RECORD_BYTES } from "../rows/reader.ts";
import { endOfText, findRecordEnd, isBlankLine } from "../records/record.ts";
import { recordTooLong } from "../errors.ts";
import { markLength } from "../layouts/head.ts";

/**
 * Takes the record `bytes[start … next)`, its line end included, that starts at a physical line, from 1.
 *
 * @param base Offset in the file of `bytes[0]`.
 */
export type RecordVisitor = (bytes: Uint8Array, start: number, next: number, line: number, base: number) => void;

/** Lines of a file that are no records. */
export interface SkippedLines {
  /** Physical lines before the first record. */
  readonly skipLines: number;
  /** Physical lines behind it. */
  readonly linesAfterHeader: number;
}

/** Cuts a file into records. */
export class Records {
  readonly #file: string;
  readonly #delimiter: number;
  readonly #visit: RecordVisitor;
  #linesToSkip: number;
  #linesAfterFirst: number;
  /** Offset in the file of what is carried. */
  #offset = 0;
  readonly #carry = new HeldBytes();
  #retryLength = 0;
  #line = 1;
  #isAtStart = true;
  #lf = 0;
  #crlf = 0;
  #blankLines = 0;
  #isUnterminated = false;

  constructor(file: string, delimiter: string, { skipLines, linesAfterHeader }: SkippedLines, visit: RecordVisitor) {
    this.#file = file;
    this.#delimiter = delimiter.charCodeAt(0);
    this.#linesToSkip = skipLines;
    this.#linesAfterFirst = linesAfterHeader;
    this.#visit = visit;
  }

  /** Line ends that are LF alone, and those of CR and LF. */
  get lineEnds(): { readonly lf: number; readonly crlf: number } {
    return { lf: this.#lf, crlf: this.#crlf };
  }

  /** Lines of spaces or tabs only. */
  get blankLines(): number {
    return this.#blankLines;
  }

  /** Whether the file ends within quotes. */
  get isUnterminated(): boolean {
    return this.#isUnterminated;
  }

  /**
   * Reads on. The chunk is not kept after the call.
   *
   * @throws {JobError} of kind data, where a record is longer than any may be.
   */
  push(chunk: Uint8Array): void {
    let consumed = 0;
    if (this.#carry.length === 0) {
      consumed = this.#read(chunk);
      this.#carry.append(chunk.subarray(consumed));
    } else {
      this.#carry.append(chunk);
      if (this.#carry.length < this.#retryLength) return;
      consumed = this.#read(this.#carry.bytes);
      this.#carry.drop(consumed);
    }
    const { length } = this.#carry;
    // It may have the carriage return of its line end.
    this.#refuseTooLong(length - 1);
    // So that a long record is not looked at again with each chunk that it goes on in.
    this.#retryLength = consumed === 0 ? Math.min(2 * length, MOST_RECORD_BYTES) : 0;
  }

  /** Reads what is left, after the last chunk. */
  end(): void {
    if (this.#carry.length === 0) return;
    const hasLineEnd = this.#carry.bytes.at(-1) === LF;
    if (!hasLineEnd) this.#carry.append(Uint8Array.of(LF));
    const { bytes } = this.#carry;
    this.#isUnterminated = this.#read(bytes) < bytes.length;
    if (hasLineEnd || this.#isUnterminated) return;
    // The newline at the end is ours.
    if (bytes.at(-2) === CR) this.#crlf--;
    else this.#lf--;
  }

  /** Reads the whole records in `bytes`. Returns how many bytes they have. */
  #read(bytes: Uint8Array): number {
    let position = 0;
    while (position < bytes.length) {
      const start = this.#isAtStart ? position + markLength(bytes) : position;
      const end = this.#linesToSkip > 0
        ? lineEnd(bytes, start)
        : findRecordEnd(bytes, start, bytes.length, this.#delimiter);
      if (end === undefined) break;
      this.#isAtStart = false;
      if (bytes[end.next - 2] === CR) this.#crlf++;
      else this.#lf++;
      position = end.next;
      if (this.#linesToSkip === 0) this.#refuseTooLong(endOfText(bytes, start, end.next) - start);
      if (this.#linesToSkip > 0) this.#linesToSkip--;
      else if (isBlankLine(bytes, start, end.next)) position = this.#readBlankLines(bytes, position);
      else this.#take(bytes, start, end.next);
      this.#line += end.lines;
    }
    this.#offset += position;
    return position;
  }

  #take(bytes: Uint8Array, start: number, next: number): void {
    this.#visit(bytes, start, next, this.#line, this.#offset);
    this.#linesToSkip = this.#linesAfterFirst;
    this.#linesAfterFirst = 0;
  }

  /** Counts a blank line, and those that follow it at `position`. Returns where these end. */
  #readBlankLines(bytes: Uint8Array, position: number): number {
    const { next, lines, crlfLines } = blankLinesFrom(bytes, position, bytes.length);
    this.#blankLines += 1 + lines;
    this.#line += lines;
    this.#crlf += crlfLines;
    this.#lf += lines - crlfLines;
    return next;
  }

  /** @param length Bytes of a record without its line end. */
  #refuseTooLong(length: number): void {
    if (length > MOST_RECORD_BYTES) throw recordTooLong({ file: this.#file, line: this.#line }, MOST_RECORD_BYTES);
  }
}

function lineEnd(bytes: Uint8Array, start: number): { next: number; lines: number } | undefined {
  const newline = bytes.indexOf(LF, start);
  return newline < 0 ? undefined : { next: newline + 1, lines: 1 };
}
