/**
 * `--signals FILE`: one line for each row.
 *
 * @module
 */
import { signalsFormat } from "./format.ts";
import type { KnownColumns, SignalsFile } from "./row.ts";
import { PlainSink } from "./sink.ts";

export type { KnownColumns, SignalBatch, SignalRow, SignalsFile, Spellings } from "./row.ts";

/**
 * Begins a signals file, in the format that the end of its name asks for. It is at `path` only when it is committed; the
 * file of an earlier run is to be removed with `discardOutput` when the job starts.
 *
 * @throws {JobError} of kind usage for another end, of kind io where no file can be put.
 */
export async function createSignalsFile(path: string, columns: KnownColumns): Promise<SignalsFile> {
  // What a format needs is loaded only for it.
  const format = signalsFormat(path);
  if (format === "parquet") {
    const { ParquetFile } = await import("./parquet.ts");
    return new ParquetFile(path, columns);
  }
  const { TextFile } = await import("./text_file.ts");
  if (format === "jsonl") {
    const { jsonLines } = await import("./json_lines.ts");
    return new TextFile(jsonLines(columns), new PlainSink(path));
  }
  const { csvLines } = await import("./csv.ts");
  if (format === "csv") return new TextFile(csvLines(columns), new PlainSink(path));
  const { GzipSink } = await import("./gzip.ts");
  return new TextFile(csvLines(columns), new GzipSink(path));
}
