/**
 * Rows → a Parquet file.
 *
 * @module
 */
import type { OutputFile } from "../atomic_file.ts";
import { addRow, BatchRows, beginGroup, groupRows, makePage } from "./pages/pages.ts";
import { type GroupColumn, ParquetGroups } from "./parquet_groups.ts";
import { ParquetTimes } from "./parquet_times.ts";
import { type KnownColumns, rowsOf, type SignalBatch, type SignalRow, type SignalsFile } from "./row.ts";
import { PlainSink } from "./sink.ts";

const TEXT = { type: "BYTE_ARRAY", converted_type: "UTF8" } as const;

/**
 * A Parquet file. Columns: row INT64, timestamp DATE or TIMESTAMP and symbol STRING if known, close STRING as spelled,
 * rolling_mean DOUBLE or null, signal INT32. A row group has 131,072 rows, or fewer if their texts are long, and is in memory
 * until it is full. There is one such file at a time in a thread.
 */
export class ParquetFile implements SignalsFile {
  readonly #known: KnownColumns;
  readonly #sink: PlainSink;
  readonly #groups: ParquetGroups;
  readonly #timestamps: ParquetTimes;

  constructor(path: string, file: OutputFile, columns: KnownColumns) {
    this.#known = columns;
    const sink = new PlainSink(file);
    this.#sink = sink;
    this.#groups = new ParquetGroups((bytes) => sink.write(bytes));
    this.#timestamps = new ParquetTimes(path);
    beginGroup(columns);
  }

  write(row: SignalRow): void {
    if (!addRow(row)) {
      this.#flush();
      addRow(row);
    }
    if (this.#known.timestamp) this.#timestamps.add(row.row, row.timestamp, row.timeUnit);
  }

  writeBatch(batch: SignalBatch): void {
    const rows = new BatchRows(batch, this.#known);
    for (let n = 0; n < batch.count;) {
      const { next, stop } = rows.add(n);
      if (this.#known.timestamp) this.#timestamps.addBatch(rows, batch, n, next);
      n = next;
      if (stop === "full") {
        this.#flush();
      } else if (stop === "refused") {
        for (const row of rowsOf(batch, n, n + 1)) this.write(row);
        n++;
      }
    }
  }

  drain(): Promise<void> {
    return this.#sink.drain();
  }

  async commit(): Promise<void> {
    if (groupRows() > 0) this.#flush();
    this.#groups.finish([
      { name: "root", num_children: this.#columns.length },
      ...this.#columns.map(({ element }) => element),
    ]);
    await this.#sink.commit();
  }

  discard(): void {
    this.#sink.discard();
  }

  #flush(): void {
    if (this.#known.timestamp) this.#timestamps.convert();
    this.#groups.write(groupRows(), this.#columns);
    beginGroup(this.#known);
  }

  /** Known from the first row group on, which says what type the timestamps have. */
  get #columns(): readonly GroupColumn[] {
    const { timestamp, symbol } = this.#known;
    const columns: (GroupColumn | false)[] = [
      { element: { name: "row", type: "INT64", repetition_type: "REQUIRED" }, make: makePage.row },
      timestamp && this.#timestamps.column,
      symbol && { element: { name: "symbol", ...TEXT, repetition_type: "OPTIONAL" }, make: makePage.symbol },
      { element: { name: "close", ...TEXT, repetition_type: "REQUIRED" }, make: makePage.close },
      { element: { name: "rolling_mean", type: "DOUBLE", repetition_type: "OPTIONAL" }, make: makePage.mean },
      { element: { name: "signal", type: "INT32", repetition_type: "REQUIRED" }, make: makePage.signal },
    ];
    return columns.filter((column) => column !== false);
  }
}
