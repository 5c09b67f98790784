/**
 * The timestamps of a signals file of lines: texts as the inputs spell them → texts in one form.
 *
 * @module
 */
import { timestampBeyondYears } from "../../errors.ts";
import { type TextFormat, TimestampReader } from "../../times/same_format.ts";
import { type SignalBatch, type SignalRow, textAt } from "./row.ts";
import { isWritable, type TimeStyle, TimeTexts } from "./time_texts.ts";
import { type TimeTables, timeTablesOf } from "./writer/time_tables.ts";

export class TimestampColumn {
  readonly #path: string;
  readonly #reader = new TimestampReader();
  readonly #texts = new TimeTexts();
  /** The tables made last, and what for. */
  #tables:
    | { readonly format: TextFormat; readonly style: TimeStyle; readonly tables: TimeTables | undefined }
    | undefined;

  /** @param path Of the signals file, for errors. */
  constructor(path: string) {
    this.#path = path;
  }

  /** Takes note of a row before any is written: the first ones decide how all are. */
  prepare({ timestamp, timeUnit }: SignalRow): void {
    if (timestamp === undefined) return;
    this.#reader.read(timestamp, timeUnit);
    this.#texts.prepare(this.#reader);
  }

  /** The same of a row of a batch. */
  prepareIn({ bytes, timestamps, timeUnit }: SignalBatch, row: number): void {
    if (timestamps === undefined) return;
    this.#reader.readBytes(bytes, timestamps.starts[row] ?? 0, timestamps.lengths[row] ?? 0, timeUnit);
    this.#texts.prepare(this.#reader);
  }

  /** The row with its timestamp as it is written. */
  rowOf(row: SignalRow): SignalRow {
    const { timestamp, timeUnit } = row;
    if (timestamp === undefined) return row;
    this.#reader.read(timestamp, timeUnit);
    if (!isWritable(this.#reader.days)) throw timestampBeyondYears(this.#path, row.row);
    return { ...row, timestamp: this.#texts.textOf(this.#reader) };
  }

  /**
   * How the writer writes the timestamps of a batch from a row on, as far as they are made like that one; undefined if it
   * can't.
   */
  tablesFor({ bytes, timestamps, timeUnit }: SignalBatch, row: number): TimeTables | undefined {
    if (timestamps === undefined) return undefined;
    this.#reader.read(textAt(bytes, timestamps, row), timeUnit);
    const { format } = this.#reader;
    if (format === undefined) return undefined;
    const { style } = this.#texts;
    const last = this.#tables;
    const isKnown = last?.format === format && last.style.areDates === style.areDates &&
      last.style.decimals === style.decimals;
    if (isKnown) return last.tables;
    const tables = timeTablesOf(format, style);
    this.#tables = { format, style, tables };
    return tables;
  }
}
