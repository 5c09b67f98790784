/**
 * A signals file of lines whose rows have timestamps.
 *
 * @module
 */
import { rowsOf, type SignalBatch, type SignalRow, type SignalsFile } from "./row.ts";
import type { TextFile } from "./text_file.ts";
import type { TimestampColumn } from "./timestamp_column.ts";

/** Rows that are looked at before the first is written. */
const FIRST_ROWS = 1024;

/**
 * Keeps the first rows back until they have said how all timestamps are written. It counts rows, and not the batches in which
 * they come, so the same rows give the same file.
 */
export class TimedFile implements SignalsFile {
  readonly #file: TextFile;
  readonly #timestamps: TimestampColumn;
  /** Undefined once they are written. */
  #first: SignalRow[] | undefined = [];

  /** @param timestamps Those of the file. */
  constructor(file: TextFile, timestamps: TimestampColumn) {
    this.#file = file;
    this.#timestamps = timestamps;
  }

  write(row: SignalRow): void {
    if (this.#first === undefined) return this.#file.write(row);
    this.#first.push(row);
    if (this.#first.length === FIRST_ROWS) this.#writeFirst();
  }

  writeBatch(batch: SignalBatch): void {
    const missing = this.#first === undefined ? 0 : FIRST_ROWS - this.#first.length;
    if (batch.count < missing) {
      this.#first?.push(...rowsOf(batch, 0, batch.count));
      return;
    }
    // All that are missing are here: they need not be taken out of the batch.
    for (let n = 0; n < missing; n++) this.#timestamps.prepareIn(batch, n);
    this.#writeFirst();
    this.#file.writeBatch(batch);
  }

  drain(): Promise<void> {
    return this.#file.drain();
  }

  commit(): Promise<void> {
    return Promise.try(() => {
      this.#writeFirst();
      return this.#file.commit();
    });
  }

  discard(): void {
    this.#file.discard();
  }

  #writeFirst(): void {
    const rows = this.#first ?? [];
    this.#first = undefined;
    for (const row of rows) this.#timestamps.prepare(row);
    for (const row of rows) this.#file.write(row);
  }
}
