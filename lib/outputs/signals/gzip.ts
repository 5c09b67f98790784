/**
 * Bytes → a gzip file of them.
 *
 * @module
 */
import { createGzip } from "node:zlib";
import { cannotWrite } from "../../errors.ts";
import type { OutputFile } from "../atomic_file.ts";
import type { ByteSink } from "./sink.ts";

/** Takes half the time of zlib's usual level 6, and makes files a few percent larger. */
const LEVEL = 3;
/** The size of a chunk of compressed data. */
const CHUNK_BYTES = 1 << 16;
/** The most bytes that may wait to be compressed while the reader continues. */
const MOST_WAITING_BYTES = 1 << 20;

/** The position of the operating system in gzip's header, and its number for an unknown one. */
const SYSTEM_BYTE = 9;
const UNKNOWN_SYSTEM = 255;

/**
 * A file of one gzip member, whose header has no name, no time and no operating system, so that the same bytes give the
 * same file. They are compressed on another thread.
 */
export class GzipSink implements ByteSink {
  readonly #path: string;
  readonly #file: OutputFile;
  readonly #gzip = createGzip({ level: LEVEL, chunkSize: CHUNK_BYTES });
  readonly #end = Promise.withResolvers<void>();
  #isBegun = false;
  #failure: unknown;
  /** Called whenever fewer bytes wait to be compressed. */
  #wake = () => {};

  constructor(path: string, file: OutputFile) {
    this.#path = path;
    this.#file = file;
    // A pending commit rejects with the failure. Without one, the next call throws it.
    this.#end.promise.catch(() => {});
    this.#gzip.on("data", (bytes: Uint8Array) => this.#take(bytes));
    this.#gzip.on("end", () => this.#end.resolve());
    this.#gzip.on("error", (error: Error) => this.#fail(error));
  }

  write(bytes: Uint8Array): void {
    this.#requireHealth();
    this.#gzip.write(bytes.slice(), () => this.#wake());
  }

  async drain(): Promise<void> {
    this.#requireHealth();
    while (this.#gzip.writableLength > MOST_WAITING_BYTES) {
      await new Promise<void>((resolve) => this.#wake = resolve);
      this.#requireHealth();
    }
  }

  async commit(): Promise<void> {
    this.#requireHealth();
    this.#gzip.end();
    await this.#end.promise;
    this.#file.commit();
  }

  discard(): void {
    this.#failure ??= new Error("the file is committed or discarded");
    this.#gzip.destroy();
    this.#file.discard();
  }

  #take(bytes: Uint8Array): void {
    if (this.#failure !== undefined) return;
    try {
      if (!this.#isBegun) bytes[SYSTEM_BYTE] = UNKNOWN_SYSTEM;
      this.#isBegun = true;
      this.#file.write(bytes);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= cannotWrite(this.#path, error);
    this.#file.discard();
    this.#end.reject(this.#failure);
    this.#wake();
  }

  #requireHealth(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}
