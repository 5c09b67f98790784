/**
 * A candle file, FIFO or standard input → chunks of bytes.
 *
 * @module
 */
import { cannotRead, changedWhileRead, type JobError } from "../errors.ts";
import type { StopRequest } from "../stop.ts";

/** What names standard input on the command line, and what it is called in errors. */
export const STANDARD_INPUT = "-";
const STANDARD_INPUT_NAME = "standard input";

/** An input's name for errors. */
export function nameOfInput(file: string): string {
  return file === STANDARD_INPUT ? STANDARD_INPUT_NAME : file;
}

/** Bytes that are read at a time. */
const CHUNK_BYTES = 1 << 20;

/** Where chunks come from: what `Deno.FsFile` and `Deno.stdin` have in common. */
interface Readable {
  read(into: Uint8Array): Promise<number | null>;
  close(): void;
}

/** An open input. */
export class CandleSource {
  /** Size in bytes when it was opened; undefined for what has no size, such as a FIFO. */
  readonly sizeBytes: number | undefined;
  readonly #file: string;
  readonly #readable: Readable;
  readonly #stop: StopRequest;
  readonly #opened: Deno.FileInfo | undefined;

  private constructor(file: string, readable: Readable, stop: StopRequest, opened?: Deno.FileInfo) {
    this.#file = file;
    this.#readable = readable;
    this.#stop = stop;
    this.#opened = opened?.isFile ? opened : undefined;
    this.sizeBytes = this.#opened?.size;
  }

  /**
   * Opens a file, or standard input where `file` is {@linkcode STANDARD_INPUT}. Opening a FIFO waits for its writer.
   *
   * @throws {JobError} of kind io, or interrupted.
   */
  static async open(file: string, stop: StopRequest): Promise<CandleSource> {
    if (file === STANDARD_INPUT) return new CandleSource(STANDARD_INPUT_NAME, Deno.stdin, stop);
    try {
      const opened = await stop.unlessAsked(Deno.open(file));
      return new CandleSource(file, opened, stop, await opened.stat());
    } catch (error) {
      throw readError(file, error);
    }
  }

  /**
   * The bytes in order, to the end. While one chunk is looked at, the next is read, on a thread of the runtime's: so
   * signals are heard, also while a pipe is silent. A chunk is valid until the next one is asked for.
   *
   * @throws {JobError} of kind io, also where a file changed meanwhile; or interrupted.
   */
  async *chunks(): AsyncGenerator<Uint8Array> {
    let current = new Uint8Array(CHUNK_BYTES);
    let next = new Uint8Array(CHUNK_BYTES);
    try {
      let reading = this.#readable.read(current);
      for (;;) {
        const bytesRead = await this.#stop.unlessAsked(reading);
        if (bytesRead === null) break;
        reading = this.#readable.read(next);
        // Should the consumer fail, nobody waits for this read any more.
        reading.catch(() => {});
        yield current.subarray(0, bytesRead);
        [current, next] = [next, current];
      }
    } catch (error) {
      throw readError(this.#file, error);
    }
    await this.#requireUnchanged();
  }

  close(): void {
    this.#readable.close();
  }

  /** A file that was written to while it was read is neither its old self nor its new one. */
  async #requireUnchanged(): Promise<void> {
    const before = this.#opened;
    if (before === undefined || !(this.#readable instanceof Deno.FsFile)) return;
    const after = await this.#readable.stat();
    if (after.size !== before.size || after.mtime?.getTime() !== before.mtime?.getTime()) {
      throw changedWhileRead(this.#file);
    }
  }
}

function readError(file: string, error: unknown): JobError {
  const isSpecial = error instanceof Deno.errors.NotCapable;
  return cannotRead(file, error, isSpecial ? "write --input - and pipe it in" : undefined);
}
