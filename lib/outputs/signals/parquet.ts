/**
 * Rows → a Parquet file.
 *
 * @module
 */
import { ByteWriter } from "hyparquet-writer/bytewriter.js";
import { ParquetWriter } from "hyparquet-writer/parquet-writer.js";
import type { OutputFile } from "../atomic_file.ts";
import { meanFrom } from "./means.ts";
import { ParquetTimes } from "./parquet_times.ts";
import type { KnownColumns, SignalBatch, SignalRow, SignalsFile, Spellings } from "./row.ts";

/** Rows of a row group. One group is in memory at a time. */
const GROUP_ROWS = 16_384;
const CREATED_BY = "batch-signal";

/**
 * A Parquet file of row groups with {@linkcode GROUP_ROWS} rows each, compressed with Snappy. Columns: row INT64, timestamp
 * DATE or TIMESTAMP and symbol STRING if known, close STRING as spelled, rolling_mean DOUBLE or null, signal INT32.
 */
export class ParquetFile implements SignalsFile {
  readonly #columns: KnownColumns;
  readonly #file: OutputFile;
  /** Begun with the first row group, which says what type the timestamps have. */
  #writer: ParquetWriter | undefined;

  #count = 0;
  readonly #rows = new BigInt64Array(GROUP_ROWS);
  readonly #timestamps: ParquetTimes;
  readonly #symbols = new TextColumn();
  readonly #closes = new TextColumn();
  readonly #means: (number | undefined)[] = [];
  readonly #signals = new Int32Array(GROUP_ROWS);

  constructor(path: string, file: OutputFile, columns: KnownColumns) {
    this.#columns = columns;
    this.#file = file;
    this.#timestamps = new ParquetTimes(path, GROUP_ROWS);
  }

  write({ row, timestamp, timeUnit, symbol, close, rollingMean, signal }: SignalRow): void {
    if (this.#columns.timestamp) this.#timestamps.add(row, timestamp, timeUnit);
    if (this.#columns.symbol) this.#symbols.add(symbol);
    this.#closes.add(close);
    this.#endRow(row, rollingMean, signal);
  }

  writeBatch(
    { firstRow, count, bytes, closes, timestamps, timeUnit, symbols, sums, window, decimals, signals }: SignalBatch,
  ): void {
    const meanOf = meanFrom(window, decimals);
    const textOf = ({ starts, lengths }: Spellings, n: number) => {
      const start = starts[n] ?? 0;
      return bytes.subarray(start, start + (lengths[n] ?? 0));
    };
    for (let n = 0; n < count; n++) {
      const row = firstRow + n;
      if (this.#columns.timestamp) {
        if (timestamps === undefined) this.#timestamps.add(row, undefined, undefined);
        else this.#timestamps.addBytes(row, bytes, timestamps.starts[n] ?? 0, timestamps.lengths[n] ?? 0, timeUnit);
      }
      if (this.#columns.symbol) this.#symbols.add(symbols && textOf(symbols, n));
      this.#closes.add(textOf(closes, n));
      this.#endRow(row, meanOf(sums[n] ?? NaN), signals[n] ?? 0);
    }
  }

  drain(): Promise<void> {
    return Promise.resolve();
  }

  commit(): Promise<void> {
    return Promise.try(() => {
      this.#flush();
      this.#begunWriter().finish();
      this.#file.commit();
    });
  }

  discard(): void {
    this.#file.discard();
  }

  #endRow(row: number, mean: number | undefined, signal: number): void {
    const n = this.#count;
    this.#rows[n] = BigInt(row);
    // Zero has no sign, as in text.
    this.#means[n] = mean === 0 ? 0 : mean;
    this.#signals[n] = signal;
    this.#count++;
    if (this.#count === GROUP_ROWS) this.#flush();
  }

  #flush(): void {
    const count = this.#count;
    this.#count = 0;
    if (count === 0) return;
    const { timestamp, symbol } = this.#columns;
    const rows = this.#rows.slice(0, count);
    const writer = this.#begunWriter();
    const known = [
      timestamp && { name: "timestamp", data: this.#timestamps.take(rows), encoding: "DELTA_BINARY_PACKED" } as const,
      symbol && { name: "symbol", data: this.#symbols.take() },
    ].filter((column) => column !== false);
    writer.write({
      columnData: [
        { name: "row", data: rows, encoding: "DELTA_BINARY_PACKED" },
        ...known,
        { name: "close", data: this.#closes.take(), encoding: "PLAIN" },
        { name: "rolling_mean", data: this.#means.slice(0, count), encoding: "PLAIN" },
        { name: "signal", data: this.#signals.slice(0, count) },
      ],
      rowGroupSize: GROUP_ROWS,
    });
  }

  #begunWriter(): ParquetWriter {
    return this.#writer ??= this.#begin();
  }

  #begin(): ParquetWriter {
    const text = { type: "BYTE_ARRAY", converted_type: "UTF8" } as const;
    const known = [
      this.#columns.timestamp && this.#timestamps.element,
      this.#columns.symbol && { name: "symbol", ...text, repetition_type: "OPTIONAL" } as const,
    ].filter((column) => column !== false);
    return new ParquetWriter({
      writer: new FileWriter(this.#file),
      schema: [
        { name: "root", num_children: 4 + known.length },
        { name: "row", type: "INT64", repetition_type: "REQUIRED" },
        ...known,
        { name: "close", ...text, repetition_type: "REQUIRED" },
        { name: "rolling_mean", type: "DOUBLE", repetition_type: "OPTIONAL" },
        { name: "signal", type: "INT32", repetition_type: "REQUIRED" },
      ],
      createdBy: CREATED_BY,
    });
  }
}

const BLOCK_BYTES = 1 << 20;
const encoder = new TextEncoder();

/** The texts of a row group, as parts of a few large blocks: allocating a buffer for each would take most of the time. */
class TextColumn {
  #texts: (Uint8Array | undefined)[] = [];
  #block = new Uint8Array(BLOCK_BYTES);
  #used = 0;

  /** A text as it is, or in UTF-8. */
  add(text: string | Uint8Array | undefined): void {
    if (text === undefined) {
      this.#texts.push(undefined);
      return;
    }
    // A UTF-16 unit takes at most 3 bytes in UTF-8.
    const most = typeof text === "string" ? 3 * text.length : text.length;
    if (this.#used + most > this.#block.length) {
      this.#block = new Uint8Array(Math.max(most, BLOCK_BYTES));
      this.#used = 0;
    }
    const start = this.#used;
    if (typeof text === "string") {
      this.#used += encoder.encodeInto(text, this.#block.subarray(start)).written;
    } else {
      this.#block.set(text, start);
      this.#used += text.length;
    }
    this.#texts.push(this.#block.subarray(start, this.#used));
  }

  /** All texts since the last call, undefined for a missing one. They are valid until the next text is added. */
  take(): (Uint8Array | undefined)[] {
    const texts = this.#texts;
    this.#texts = [];
    this.#used = 0;
    return texts;
  }
}

/** Collects a row group and writes it to the file: the library flushes after each group. */
class FileWriter extends ByteWriter {
  readonly #file: OutputFile;

  constructor(file: OutputFile) {
    super();
    this.#file = file;
  }

  flush(): void {
    this.#file.write(this.getBytes());
    this.index = 0;
  }

  override finish(): void {
    this.flush();
  }
}
