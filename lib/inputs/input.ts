/**
 * What a run reads: one input, or several that are one series.
 *
 * @module
 */
import type { CandleSource } from "./source.ts";

/** The input of a run. Of several files one is open at a time. */
export interface CandleInput {
  /** Bytes of all files; undefined where there is one without a size, such as a FIFO. Looking may take a while. */
  readonly sizeBytes: number | undefined;
  /** Bytes that were read so far, as they are in the files. */
  readonly bytesRead: number;
  /** Of these, the ones of compressed files; undefined where there was none. */
  readonly compressedBytes: number | undefined;
  /** How many files have been read, the one that is open among them; undefined where only one was given. */
  readonly files: number | undefined;

  /**
   * The first file, which {@linkcode sources} will give.
   *
   * @throws {JobError} of kind io, or interrupted.
   */
  first(): Promise<CandleSource>;
  /**
   * The files in order, each open until the next one is asked for.
   *
   * @throws {JobError} of kind io, or interrupted.
   */
  sources(): Iterable<CandleSource> | AsyncIterable<CandleSource>;
  /** As {@linkcode CandleSource.readAhead}, for all files. */
  readAhead(): void;
  /** As {@linkcode CandleSource.requireUnchanged}, for the file that is open. */
  requireUnchanged(): void;
  /** As {@linkcode CandleSource.requireSound}, for the file that is open. */
  requireSound(): Promise<void>;
  close(): void;
}
