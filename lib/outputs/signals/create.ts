/**
 * `--signals FILE`: one line for each row.
 *
 * @module
 */
import { AtomicFile, type OutputFile } from "../atomic_file.ts";
import { signalsFormat } from "./format.ts";
import type { KnownColumns, SignalsFile } from "./row.ts";
import { PlainSink } from "./sink.ts";

export type { KnownColumns, SignalBatch, SignalRow, SignalsFile, Spellings } from "./row.ts";

/**
 * Begins a signals file, in the format that its ending names. It appears at `path` only when it is committed. The job
 * removes the file of an earlier run when it starts, with `discardOutput`.
 *
 * @param begin Begins the file that takes the bytes.
 * @throws {JobError} of kind usage for an unknown ending, of kind io if the file can't be created.
 */
export async function createSignalsFile(
  path: string,
  columns: KnownColumns,
  begin: () => OutputFile = () => new AtomicFile(path),
): Promise<SignalsFile> {
  // Each format is loaded on demand.
  const format = signalsFormat(path);
  switch (format) {
    case "parquet": {
      const { ParquetFile } = await import("./parquet.ts");
      return new ParquetFile(begin(), columns);
    }
    case "jsonl": {
      const [{ TextFile }, { jsonLines }] = await Promise.all([import("./text_file.ts"), import("./json_lines.ts")]);
      return new TextFile(jsonLines(columns), new PlainSink(begin()));
    }
    case "csv": {
      const [{ TextFile }, { csvLines }] = await Promise.all([import("./text_file.ts"), import("./csv.ts")]);
      return new TextFile(csvLines(columns), new PlainSink(begin()));
    }
    case "csv.gz": {
      const [{ TextFile }, { csvLines }] = await Promise.all([import("./text_file.ts"), import("./csv.ts")]);
      const { GzipSink } = await import("./gzip.ts");
      return new TextFile(csvLines(columns), new GzipSink(path, begin()));
    }
  }
}
