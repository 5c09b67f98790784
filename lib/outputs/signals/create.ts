/**
 * `--signals FILE`: one line for each row.
 *
 * @module
 */
import { AtomicFile, type OutputFile } from "../atomic_file.ts";
import { signalsFormat } from "./format.ts";
import type { KnownColumns, SignalsFile } from "./row.ts";
import { type ByteSink, PlainSink } from "./sink.ts";
import type { LineFormat } from "./text_file.ts";

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
      return new ParquetFile(path, begin(), columns);
    }
    case "jsonl": {
      const { jsonLines } = await import("./json_lines.ts");
      return await fileOfLines(path, jsonLines(columns), new PlainSink(begin()));
    }
    case "csv": {
      const { csvLines } = await import("./csv.ts");
      return await fileOfLines(path, csvLines(columns), new PlainSink(begin()));
    }
    case "csv.gz": {
      const [{ csvLines }, { GzipSink }] = await Promise.all([import("./csv.ts"), import("./gzip.ts")]);
      return await fileOfLines(path, csvLines(columns), new GzipSink(path, begin()));
    }
  }
}

async function fileOfLines(path: string, lines: LineFormat, sink: ByteSink): Promise<SignalsFile> {
  const { TextFile } = await import("./text_file.ts");
  if (!lines.hasTimestamp) return new TextFile(lines, sink);
  const [{ TimedFile }, { TimestampColumn }] = await Promise.all([
    import("./timed_file.ts"),
    import("./timestamp_column.ts"),
  ]);
  const timestamps = new TimestampColumn(path);
  return new TimedFile(new TextFile(lines, sink, timestamps), timestamps);
}
