/**
 * Parquet files in memory.
 *
 * @module
 */
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import type { OutputFile } from "../../../lib/outputs/atomic_file.ts";
import { ParquetFile } from "../../../lib/outputs/signals/parquet.ts";
import type { KnownColumns, SignalsFile } from "../../../lib/outputs/signals/row.ts";

/** Keeps what is written. */
class MemoryFile implements OutputFile {
  readonly #pieces: Uint8Array[] = [];

  write(bytes: Uint8Array): void {
    this.#pieces.push(bytes.slice());
  }

  append(bytes: Uint8Array): Promise<void> {
    return Promise.resolve(this.write(bytes));
  }

  commit(): void {}

  discard(): void {}

  async bytes(): Promise<ArrayBuffer> {
    return await new Blob(this.#pieces as BlobPart[]).arrayBuffer();
  }
}

/** The file that `write` gives. */
export async function parquetOf(columns: KnownColumns, write: (file: SignalsFile) => void): Promise<ArrayBuffer> {
  const memory = new MemoryFile();
  const file = new ParquetFile("s.parquet", memory, columns);
  write(file);
  await file.drain();
  await file.commit();
  return await memory.bytes();
}

// The reader's own takes a byte-order mark away.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** What another program reads in a file: times as the numbers that they are. */
export async function tableIn(file: ArrayBuffer): Promise<Record<string, unknown>[]> {
  const parsers = {
    stringFromBytes: (bytes: Uint8Array) => decoder.decode(bytes),
    dateFromDays: (days: number) => days,
    timestampFromMicroseconds: (microseconds: bigint) => microseconds,
    timestampFromNanoseconds: (nanoseconds: bigint) => nanoseconds,
  };
  return await parquetReadObjects({ file, parsers });
}

/** How many rows each row group has. */
export function groupsIn(file: ArrayBuffer): number[] {
  return parquetMetadata(file).row_groups.map(({ num_rows }) => Number(num_rows));
}
