/**
 * A file that has grown since an earlier run: the rows that were read then are passed over, and the others go on.
 *
 * The text is cut into records from its start, so that header, quotes and line numbers are what they are in the whole file.
 *
 * @module
 */
import { type JobError, lastLineGrown, type Place } from "../errors.ts";
import { scanKernel } from "../kernel/scan.ts";
import { CR, LF } from "../records/ascii.ts";
import { CloseBatch, type RowStage, type ScannedRows } from "../rows/batch.ts";
import type { Header } from "../rows/header.ts";
import type { CandleReader, InvalidRows } from "../rows/reader.ts";
import type { Row } from "../rows/row.ts";
import { NOTHING_READ, type ReadSummary } from "../rows/summary.ts";
import type { SavedInput } from "./state.ts";

/** Stands between the reader of the file and what takes the rows. */
export class GrownFile implements RowStage, InvalidRows {
  readonly #saved: Pick<SavedInput, "name" | "textBytes">;
  readonly #stage: RowStage;
  readonly #invalid: InvalidRows | undefined;
  /** Takes the rows that were read before. */
  readonly #nowhere = new CloseBatch({ scaled() {}, exact() {} }, scanKernel);
  #textBytes = 0;
  #isPassing = true;
  /** Of the text that was read before. */
  #lastByte = LF;
  #reader: CandleReader | undefined;
  /** Undefined while rows are passed over. */
  #summary: ReadSummary | undefined;

  constructor(
    saved: Pick<SavedInput, "name" | "textBytes">,
    stage: RowStage,
    invalid: InvalidRows | undefined,
  ) {
    this.#saved = saved;
    this.#stage = stage;
    this.#invalid = invalid;
  }

  /** What was read of the rows that were passed over. */
  get passed(): ReadSummary {
    return this.#summary ?? this.#reader?.summary ?? NOTHING_READ;
  }

  /**
   * Hands a chunk to the reader.
   *
   * @throws {JobError} of kind data, if the last line of the earlier run goes on; and what the reader throws.
   */
  push(chunk: Uint8Array, reader: CandleReader): void {
    this.#reader = reader;
    const before = chunk.subarray(0, Math.max(0, this.#saved.textBytes - this.#textBytes));
    if (before.length > 0) reader.push(before);
    this.#textBytes += before.length;
    this.#lastByte = before[before.length - 1] ?? this.#lastByte;
    let rest = chunk.subarray(before.length);
    if (this.#isPassing && rest.length > 0) rest = this.#endPassing(rest, reader);
    if (rest.length > 0) reader.push(rest);
  }

  /** No more will be pushed. */
  end(): void {
    this.#stage.end();
  }

  scan(header: Header, bytes: Uint8Array, from: number, to: number, line: number): ScannedRows {
    return (this.#isPassing ? this.#nowhere : this.#stage).scan(header, bytes, from, to, line);
  }

  add(row: Row, place: Required<Place>): void {
    if (this.#isPassing) this.#nowhere.add(row);
    else this.#stage.add(row, place);
  }

  take(error: JobError, record: Uint8Array): void {
    if (!this.#isPassing) this.#invalid?.take(error, record);
  }

  /** Goes on with the line end that the last row had not yet. Returns what is left of the chunk. */
  #endPassing(chunk: Uint8Array, reader: CandleReader): Uint8Array {
    let at = 0;
    while (this.#lastByte !== LF) {
      const byte = chunk[at];
      if (byte === undefined) return chunk.subarray(at);
      const isLineEnd = byte === LF || (byte === CR && this.#lastByte !== CR);
      if (!isLineEnd) throw lastLineGrown(this.#saved.name);
      reader.push(chunk.subarray(at, at + 1));
      this.#lastByte = byte;
      at++;
    }
    this.#isPassing = false;
    this.#summary = reader.summary;
    this.#nowhere.end();
    return chunk.subarray(at);
  }
}
