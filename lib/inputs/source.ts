/**
 * A candle file, FIFO or standard input → chunks of plain bytes.
 *
 * Whether it is compressed, its first bytes say. What decompresses it is loaded only then.
 *
 * @module
 */
import {
  cannotRead,
  changedWhileRead,
  type CompressionFormat,
  folderForInput,
  foreignFile,
  type JobError,
} from "../errors.ts";
import type { StopRequest } from "../stop.ts";
import { kernelChunk, kernelInput, kernelInputsAhead } from "../kernel/scan.ts";
import { HeldBytes } from "../records/held_bytes.ts";
import { chunksAhead, newBuffers, type Readable } from "./chunks_ahead.ts";
import { resumed, shown } from "./chunks.ts";
import { formatOf, MOST_MAGIC_BYTES } from "./formats.ts";
import type { InputWatch, RegularFile, WatchedInput } from "./watch.ts";

export type { RegularFile };

/** What names standard input on the command line, and what it is called in errors. */
export const STANDARD_INPUT = "-";
const STANDARD_INPUT_NAME = "standard input";

/** An input's name for errors. */
export function nameOfInput(file: string): string {
  return file === STANDARD_INPUT ? STANDARD_INPUT_NAME : file;
}

/** What {@linkcode CandleSource.peek} goes beyond, if there is so much. */
const PEEK_BYTES = 1 << 20;

/** The most that is decompressed to find out whether what was found to be wrong is really the compressed data. */
const MOST_CHECKED_BYTES = 1 << 30;
const BYTES_BETWEEN_BREAKS = 1 << 22;
/** A file that is shorter is read in less time than it takes to start a thread, and needs no memory for what is ahead. */
const LEAST_BYTES_AHEAD = 1 << 25;

const NOTHING_OPEN: Readable = { read: () => Promise.resolve(null), close() {} };

/** An open input. It is a `CandleInput` of one file. */
export class CandleSource {
  /** The input where it is a regular file: it has a size, can be read from any place, and never keeps its reader waiting. */
  readonly regular: RegularFile | undefined;
  /** Its name, for errors. */
  readonly name: string;
  readonly #readable: Readable;
  readonly #stop: StopRequest;
  readonly #watched: WatchedInput | undefined;
  /** The plain bytes that are still to come, once the first of them were asked for. */
  #texts: AsyncGenerator<Uint8Array> | undefined;
  /** What has come of them, to be looked at only. */
  #peeked: HeldBytes | undefined;
  /** The chunk that {@linkcode glance} has given, while no other was asked for. */
  #glanced: Uint8Array | undefined;
  #compression: CompressionFormat | undefined;
  #bytesRead = 0;
  #isReadAhead = false;

  private constructor(
    file: string,
    readable: Readable,
    stop: StopRequest,
    watched: WatchedInput | undefined,
    regular?: RegularFile,
  ) {
    this.name = file;
    this.#readable = readable;
    this.#stop = stop;
    this.#watched = watched;
    this.regular = regular;
  }

  /**
   * Opens a file, or standard input where `file` is {@linkcode STANDARD_INPUT}. Opening a FIFO waits for its writer.
   *
   * @param watch Looks at the bytes as they are read.
   * @throws {JobError} of kind io, or interrupted.
   */
  static async open(file: string, stop: StopRequest, watch?: InputWatch): Promise<CandleSource> {
    if (file === STANDARD_INPUT) {
      return new CandleSource(STANDARD_INPUT_NAME, Deno.stdin, stop, await watch?.begin(file, undefined));
    }
    try {
      // Opening a FIFO waits for its writer, and signals must be handled meanwhile.
      const handle = Deno.statSync(file).isFile ? Deno.openSync(file) : await stop.unlessAsked(Deno.open(file));
      const info = handle.statSync();
      const regular = info.isFile ? { handle, info } : undefined;
      return new CandleSource(file, handle, stop, watch && await watch.begin(file, regular), regular);
    } catch (error) {
      throw readError(file, error);
    }
  }

  /** Of a large plain file, the next chunk is read, on a thread of the runtime's, while one is looked at. */
  readAhead(): void {
    // Whoever looks at the bytes may read the file as well.
    this.#isReadAhead = this.#watched === undefined;
  }

  /** A regular file of text that was read before: its first `length` bytes in {@linkcode kernelInput}, which are all. */
  static ofText(file: string, length: number, stop: StopRequest): CandleSource {
    const source = new CandleSource(file, NOTHING_OPEN, stop, undefined);
    source.#texts = source.#textAhead(length);
    return source;
  }

  /** Size in bytes when it was opened; undefined for what has no size, such as a FIFO. */
  get sizeBytes(): number | undefined {
    return this.regular?.info.size;
  }

  /** Bytes that were read so far, as they are in the file. */
  get bytesRead(): number {
    return this.#bytesRead;
  }

  /** How it is compressed. Known once the first chunk was asked for, or {@linkcode peek} was called. */
  get compression(): CompressionFormat | undefined {
    return this.#compression;
  }

  /** {@linkcode bytesRead} where it is compressed. */
  get compressedBytes(): number | undefined {
    return this.#compression === undefined ? undefined : this.#bytesRead;
  }

  /** Files are counted only where there are several. */
  readonly files = undefined;

  first(): Promise<CandleSource> {
    return Promise.resolve(this);
  }

  /** Itself: one input is a series of one. */
  *sources(): Generator<CandleSource> {
    yield this;
  }

  /**
   * Whether it is plain, for a regular file, as far as its first bytes tell. It will still be read from its start.
   *
   * @throws {JobError} of kind io.
   */
  isPlain({ handle }: RegularFile): boolean {
    if (this.#texts !== undefined) return this.#compression === undefined;
    const first = new Uint8Array(MOST_MAGIC_BYTES);
    try {
      let length = 0;
      while (length < first.length) {
        const bytesRead = handle.readSync(first.subarray(length));
        if (bytesRead === null) break;
        length += bytesRead;
      }
      handle.seekSync(0, Deno.SeekMode.Start);
      const format = formatOf(first.subarray(0, length));
      return format === undefined || format === "more";
    } catch (error) {
      throw readError(this.name, error);
    }
  }

  /**
   * The first plain bytes: more than 1 MiB, or all there are. {@linkcode chunks} gives them again.
   *
   * @throws {JobError} of kind io or data, or interrupted.
   */
  async peek(): Promise<Uint8Array> {
    const peeked = this.#peeked ??= new HeldBytes();
    while (peeked.length <= PEEK_BYTES) {
      const chunk = await this.#take();
      if (chunk === undefined) break;
      peeked.append(chunk);
    }
    return peeked.bytes;
  }

  /**
   * What comes first of the plain bytes, be it little; undefined where there are none. {@linkcode chunks} gives it again. It
   * is valid until then.
   *
   * @throws {JobError} of kind io or data, or interrupted.
   */
  async glance(): Promise<Uint8Array | undefined> {
    if (this.#peeked !== undefined) return this.#peeked.bytes;
    return this.#glanced ??= await this.#next();
  }

  /**
   * The plain bytes in order, to the end. A chunk is valid until the next one is asked for.
   *
   * @throws {JobError} of kind io or data, or interrupted.
   */
  async *chunks(): AsyncGenerator<Uint8Array> {
    if (this.#peeked !== undefined && this.#peeked.length > 0) yield this.#peeked.bytes;
    this.#peeked = undefined;
    for (let chunk = await this.#take(); chunk !== undefined; chunk = await this.#next()) yield chunk;
  }

  close(): void {
    // Where reading has stopped early, the decompressor still waits to be asked for more.
    if (this.#compression !== undefined) this.#texts?.return(undefined).catch(() => {});
    this.#readable.close();
  }

  /**
   * Makes sure that it was not the compressed data that is damaged, where something was found to be wrong with the plain
   * bytes: looks at the rest of a compressed file, up to a limit.
   *
   * @throws {JobError} of kind io or data, or interrupted.
   */
  async requireSound(): Promise<void> {
    // What is no file may keep its reader waiting for ever.
    if (this.#compression === undefined || this.regular === undefined) return;
    let left = MOST_CHECKED_BYTES;
    let sinceBreak = 0;
    for (let chunk = await this.#next(); chunk !== undefined && left > 0; chunk = await this.#next()) {
      left -= chunk.length;
      sinceBreak += chunk.length;
      if (sinceBreak < BYTES_BETWEEN_BREAKS) continue;
      sinceBreak = 0;
      // A bomb leaves garbage faster than it is collected where there is no time between two events.
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }

  /**
   * Makes sure that a file is what it was when it was opened: one that was written to while it was read is neither its old
   * self nor its new one.
   *
   * @throws {JobError} of kind io.
   */
  requireUnchanged(): void {
    if (this.regular === undefined) return;
    const { handle, info: before } = this.regular;
    let after: Deno.FileInfo;
    try {
      after = handle.statSync();
    } catch (error) {
      throw readError(this.name, error);
    }
    if (after.size !== before.size || after.mtime?.getTime() !== before.mtime?.getTime()) {
      throw changedWhileRead(this.name);
    }
  }

  /** The next chunk, which may have been glanced at. */
  async #take(): Promise<Uint8Array | undefined> {
    const glanced = this.#glanced;
    this.#glanced = undefined;
    return glanced ?? await this.#next();
  }

  async #next(): Promise<Uint8Array | undefined> {
    try {
      this.#texts ??= await this.#startReading();
      const { done, value } = await this.#texts.next();
      return done === true ? undefined : value;
    } catch (error) {
      throw readError(this.name, error);
    }
  }

  /** Reads the first bytes, which tell how to read on. */
  async #startReading(): Promise<AsyncGenerator<Uint8Array>> {
    const read = this.regular === undefined ? this.#chunksAhead(newBuffers()) : this.#readChunks(this.regular);
    const chunks = this.#watched === undefined ? read : shown(read, this.#watched);
    const { done, value } = await chunks.next();
    if (done === true) return chunks;
    let first = value;
    let format = formatOf(first);
    while (format === "more") {
      // A read may give a single byte.
      const held = new HeldBytes();
      held.append(first);
      const { done, value } = await chunks.next();
      if (done === true) break;
      held.append(value);
      first = held.bytes;
      format = formatOf(first);
    }
    if (format === undefined || format === "more") return resumed(first, chunks);
    if (format.kind === "foreign") throw foreignFile(this.name, format.format);
    this.#compression = format.format;
    const { decompress } = await import("./decompress.ts");
    return this.#breathing(decompress(format.format, resumed(first, chunks), this.name));
  }

  /** A few compressed bytes may be gigabytes of plain ones: signals are heard also between two chunks of these. */
  async *#breathing(chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      await this.#stop.breathe();
      if (chunk.length > 0) yield chunk;
    }
  }

  async *#textAhead(length: number): AsyncGenerator<Uint8Array> {
    await this.#stop.breathe();
    this.#bytesRead = length;
    yield kernelChunk(length);
  }

  /** A file's chunks, read at once to where the kernel wants them. */
  async *#readChunks({ handle, info }: RegularFile): AsyncGenerator<Uint8Array> {
    for (;;) {
      await this.#stop.breathe();
      const bytesRead = handle.readSync(kernelInput);
      if (bytesRead === null) return;
      this.#bytesRead += bytesRead;
      yield kernelChunk(bytesRead);
      const isAhead = this.#isReadAhead && this.#compression === undefined && info.size >= LEAST_BYTES_AHEAD;
      if (isAhead) return yield* this.#chunksAhead(kernelInputsAhead);
    }
  }

  #chunksAhead(buffers: readonly [Uint8Array, Uint8Array]): AsyncGenerator<Uint8Array> {
    return chunksAhead(this.#readable, buffers, this.#stop, (bytes) => this.#bytesRead += bytes);
  }
}

function readError(file: string, error: unknown): JobError {
  if (error instanceof Deno.errors.IsADirectory) return folderForInput(file, error);
  const isSpecial = error instanceof Deno.errors.NotCapable;
  return cannotRead(file, error, isSpecial ? "write --input - and pipe it in" : undefined);
}
