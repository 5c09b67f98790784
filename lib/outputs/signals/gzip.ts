/**
 * Bytes → a gzip file of them.
 *
 * @module
 */
import { createGzip } from "node:zlib";
import { cannotWrite } from "../../errors.ts";
import { AtomicFile } from "../atomic_file.ts";
import type { ByteSink } from "./sink.ts";

/** Half the time of zlib's usual level 6, for files that are some percent larger. */
const LEVEL = 3;
/** Bytes of compressed data that arrive at a time. */
const CHUNK_BYTES = 1 << 16;
/** No more may wait to be compressed when the reader goes on. */
const MOST_WAITING_BYTES = 1 << 20;

/** Where gzip's header names the operating system, and its number for an unknown one. */
const SYSTEM_BYTE = 9;
const UNKNOWN_SYSTEM = 255;

/**
 * A file of one gzip member, whose header has no name, no time and no operating system: the same bytes give the same file.
 * They are compressed on another thread.
 */
export class GzipSink implements ByteSink {
  readonly #path: string;
  readonly #file: AtomicFile;
  readonly #gzip = createGzip({ level: LEVEL, chunkSize: CHUNK_BYTES });
  readonly #end = Promise.withResolvers<void>();
  #isBegun = false;
  #failure: unknown;
  /** Called whenever less waits to be compressed. */
  #wake = () => {};

  constructor(path: string) {
    this.#path = path;
    this.#file = new AtomicFile(path);
    // Whoever waits is told; when nobody does, the failure is thrown at the next call.
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
