/**
 * A candle file, FIFO or standard input → chunks of bytes.
 *
 * @module
 */
import { cannotRead, changedWhileRead, type JobError } from "../errors.ts";
import type { StopRequest } from "../stop.ts";
import { kernelChunk, kernelInput } from "./kernel/scan.ts";

/** What names standard input on the command line, and what it is called in errors. */
export const STANDARD_INPUT = "-";
const STANDARD_INPUT_NAME = "standard input";

/** An input's name for errors. */
export function nameOfInput(file: string): string {
  return file === STANDARD_INPUT ? STANDARD_INPUT_NAME : file;
}

/** Bytes that are read at a time from what is no file. */
const CHUNK_BYTES = 1 << 20;

/** Where chunks come from: what `Deno.FsFile` and `Deno.stdin` have in common. */
interface Readable {
  read(into: Uint8Array): Promise<number | null>;
  close(): void;
}

/** A regular file that is open. */
export interface RegularFile {
  readonly handle: Deno.FsFile;
  /** What was known of it when it was opened. */
  readonly info: Deno.FileInfo;
}

/** An open input. */
export class CandleSource {
  /** The input where it is a regular file: it has a size, can be read from any place, and never keeps its reader waiting. */
  readonly regular: RegularFile | undefined;
  readonly #file: string;
  readonly #readable: Readable;
  readonly #stop: StopRequest;

  private constructor(file: string, readable: Readable, stop: StopRequest, regular?: RegularFile) {
    this.#file = file;
    this.#readable = readable;
    this.#stop = stop;
    this.regular = regular;
  }

  /**
   * Opens a file, or standard input where `file` is {@linkcode STANDARD_INPUT}. Opening a FIFO waits for its writer.
   *
   * @throws {JobError} of kind io, or interrupted.
   */
  static async open(file: string, stop: StopRequest): Promise<CandleSource> {
    if (file === STANDARD_INPUT) return new CandleSource(STANDARD_INPUT_NAME, Deno.stdin, stop);
    try {
      const handle = await stop.unlessAsked(Deno.open(file));
      const info = await handle.stat();
      return new CandleSource(file, handle, stop, info.isFile ? { handle, info } : undefined);
    } catch (error) {
      throw readError(file, error);
    }
  }

  /** Size in bytes when it was opened; undefined for what has no size, such as a FIFO. */
  get sizeBytes(): number | undefined {
    return this.regular?.info.size;
  }

  /**
   * The bytes in order, to the end. A chunk is valid until the next one is asked for.
   *
   * @throws {JobError} of kind io, or interrupted.
   */
  async *chunks(): AsyncGenerator<Uint8Array> {
    try {
      yield* this.regular === undefined ? this.#waitForChunks() : this.#readChunks(this.regular.handle);
    } catch (error) {
      throw readError(this.#file, error);
    }
  }

  close(): void {
    this.#readable.close();
  }

  /**
   * Makes sure that a file is what it was when it was opened: one that was written to while it was read is neither its old
   * self nor its new one.
   *
   * @throws {JobError} of kind io.
   */
  async requireUnchanged(): Promise<void> {
    if (this.regular === undefined) return;
    const { handle, info: before } = this.regular;
    let after: Deno.FileInfo;
    try {
      after = await handle.stat();
    } catch (error) {
      throw readError(this.#file, error);
    }
    if (after.size !== before.size || after.mtime?.getTime() !== before.mtime?.getTime()) {
      throw changedWhileRead(this.#file);
    }
  }

  /** A file's chunks, read at once to where the kernel wants them. */
  async *#readChunks(file: Deno.FsFile): AsyncGenerator<Uint8Array> {
    for (;;) {
      await this.#stop.breathe();
      const bytesRead = file.readSync(kernelInput);
      if (bytesRead === null) return;
      yield kernelChunk(bytesRead);
    }
  }

  /**
   * The chunks of what may keep its reader waiting. While one is looked at, the next is read, on a thread of the runtime's:
   * so signals are heard, also while a pipe is silent.
   */
  async *#waitForChunks(): AsyncGenerator<Uint8Array> {
    let current = new Uint8Array(CHUNK_BYTES);
    let next = new Uint8Array(CHUNK_BYTES);
    let reading = this.#readable.read(current);
    for (;;) {
      const bytesRead = await this.#stop.unlessAsked(reading);
      if (bytesRead === null) return;
      reading = this.#readable.read(next);
      // Should the consumer fail, nobody waits for this read any more.
      reading.catch(() => {});
      yield current.subarray(0, bytesRead);
      [current, next] = [next, current];
    }
  }
}

function readError(file: string, error: unknown): JobError {
  const isSpecial = error instanceof Deno.errors.NotCapable;
  return cannotRead(file, error, isSpecial ? "write --input - and pipe it in" : undefined);
}
