/**
 * Rows → a Parquet file.
 *
 * @module
 */
import { ByteWriter } from "hyparquet-writer/bytewriter.js";
import { ParquetWriter } from "hyparquet-writer/parquet-writer.js";
import { AtomicFile } from "../output.ts";
import { type KnownColumns, rowsOf, type SignalBatch, type SignalRow, type SignalsFile } from "./row.ts";

/** Rows of a row group, which are in memory at a time. */
const GROUP_ROWS = 65_536;
const CREATED_BY = "batch-signal";

/**
 * A Parquet file of row groups with {@linkcode GROUP_ROWS} rows each, compressed with Snappy. Columns: row INT64, timestamp and
 * symbol STRING where known, close STRING as spelled, rolling_mean DOUBLE or null, signal INT32.
 */
export class ParquetFile implements SignalsFile {
  readonly #columns: KnownColumns;
  readonly #file: AtomicFile;
  readonly #writer: ParquetWriter;

  #count = 0;
  readonly #rows = new BigInt64Array(GROUP_ROWS);
  readonly #timestamps: (string | undefined)[] = [];
  readonly #symbols: (string | undefined)[] = [];
  readonly #closes: string[] = [];
  readonly #means: (number | undefined)[] = [];
  readonly #signals = new Int32Array(GROUP_ROWS);

  constructor(path: string, columns: KnownColumns) {
    this.#columns = columns;
    this.#file = new AtomicFile(path);
    const text = { type: "BYTE_ARRAY", converted_type: "UTF8" } as const;
    const known = [
      columns.timestamp && { name: "timestamp", ...text, repetition_type: "OPTIONAL" } as const,
      columns.symbol && { name: "symbol", ...text, repetition_type: "OPTIONAL" } as const,
    ].filter((column) => column !== false);
    this.#writer = new ParquetWriter({
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

  write(row: SignalRow): void {
    const n = this.#count;
    this.#rows[n] = BigInt(row.row);
    this.#timestamps[n] = row.timestamp;
    this.#symbols[n] = row.symbol;
    this.#closes[n] = row.close;
    // Zero has no sign, here as in text.
    this.#means[n] = row.rollingMean === 0 ? 0 : row.rollingMean;
    this.#signals[n] = row.signal;
    this.#count++;
    if (this.#count === GROUP_ROWS) this.#flush();
  }

  writeBatch(batch: SignalBatch): void {
    for (const row of rowsOf(batch, 0, batch.count)) this.write(row);
  }

  drain(): Promise<void> {
    return Promise.resolve();
  }

  commit(): Promise<void> {
    return Promise.try(() => {
      this.#flush();
      this.#writer.finish();
      this.#file.commit();
    });
  }

  discard(): void {
    this.#file.discard();
  }

  #flush(): void {
    const count = this.#count;
    this.#count = 0;
    if (count === 0) return;
    const { timestamp, symbol } = this.#columns;
    const known = [
      timestamp && { name: "timestamp", data: this.#timestamps.slice(0, count) },
      symbol && { name: "symbol", data: this.#symbols.slice(0, count) },
    ].filter((column) => column !== false);
    this.#writer.write({
      columnData: [
        { name: "row", data: this.#rows.slice(0, count), encoding: "DELTA_BINARY_PACKED" },
        ...known,
        { name: "close", data: this.#closes.slice(0, count) },
        { name: "rolling_mean", data: this.#means.slice(0, count) },
        { name: "signal", data: this.#signals.slice(0, count) },
      ],
      rowGroupSize: GROUP_ROWS,
    });
  }
}

/** Collects a row group, as the library flushes after each, and hands it on. */
class FileWriter extends ByteWriter {
  readonly #file: AtomicFile;

  constructor(file: AtomicFile) {
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
