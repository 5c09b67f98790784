/**
 * A signals file of lines of text.
 *
 * @module
 */
import { rowsOf, type SignalBatch, type SignalRow, type SignalsFile } from "./row.ts";
import type { ByteSink } from "./sink.ts";
import type { TimestampColumn } from "./timestamp_column.ts";
import { type FastLines, writeLines } from "./writer/write.ts";

/** How a row becomes a line. */
export interface LineFormat extends FastLines {
  /** The first line, or "". */
  readonly header: string;
  line(row: SignalRow): string;
}

/** Lines of single rows are encoded together. */
const MOST_TEXT_LENGTH = 1 << 14;

const encoder = new TextEncoder();

/** Rows → lines → bytes, for a sink that collects them. */
export class TextFile implements SignalsFile {
  readonly #format: LineFormat;
  readonly #sink: ByteSink;
  readonly #timestamps: TimestampColumn | undefined;
  /** Lines of single rows that are not encoded yet. */
  #text: string;

  /** @param timestamps Gives timestamps the form in which they are written; without it they stay as they are. */
  constructor(format: LineFormat, sink: ByteSink, timestamps?: TimestampColumn) {
    this.#format = format;
    this.#sink = sink;
    this.#timestamps = timestamps;
    this.#text = format.header;
  }

  write(row: SignalRow): void {
    this.#text += this.#lineOf(row);
    if (this.#text.length > MOST_TEXT_LENGTH) this.#flushText();
  }

  writeBatch(batch: SignalBatch): void {
    this.#flushText();
    for (let n = 0; n < batch.count;) {
      const times = this.#timestamps?.tablesFor(batch, n);
      if (this.#timestamps === undefined || times !== undefined) {
        n = writeLines(batch, n, this.#format, (bytes) => this.#sink.write(bytes), times);
      }
      if (n === batch.count) break;
      // A row that the writer can't write, in its place among the others.
      for (const row of rowsOf(batch, n, n + 1)) this.#sink.write(encoder.encode(this.#lineOf(row)));
      n++;
    }
  }

  drain(): Promise<void> {
    return this.#sink.drain();
  }

  async commit(): Promise<void> {
    this.#flushText();
    await this.#sink.commit();
  }

  discard(): void {
    this.#sink.discard();
  }

  #lineOf(row: SignalRow): string {
    return this.#format.line(this.#timestamps?.rowOf(row) ?? row);
  }

  #flushText(): void {
    if (this.#text === "") return;
    this.#sink.write(encoder.encode(this.#text));
    this.#text = "";
  }
}
