/**
 * Bytes → a gzip file of them.
 *
 * @module
 */
import { crc32 } from "node:zlib";
import { cannotWrite } from "../../errors.ts";
import type { OutputFile } from "../atomic_file.ts";
import { CHUNK_BYTES, SharedChunks } from "./deflate.ts";
import type { ByteSink } from "./sink.ts";

/** Deflate; without a name, a time and an operating system. */
const HEADER = new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
/** A last block without bytes. */
const LAST_BLOCK = [3, 0];

/**
 * A file of one gzip member. Each chunk is compressed by itself, so the same bytes give the same file whatever pieces they come
 * in: on a thread beside the reading, and on this one where that has more than enough to do.
 */
export class GzipSink implements ByteSink {
  readonly #path: string;
  readonly #file: OutputFile;
  readonly #filling = new Uint8Array(CHUNK_BYTES);
  #length = 0;
  #checksum = 0;
  #bytes = 0;
  readonly #chunks = new SharedChunks();
  /** How many chunks were put there, and how many are written. */
  #put = 0;
  #written = 0;
  #worker: Worker | undefined;
  /** Whether the thread was begun, as it is with the first chunk that is full: a short file does without. */
  #isBegun = false;
  #hasHeader = false;
  #isOver = false;

  constructor(path: string, file: OutputFile) {
    this.#path = path;
    this.#file = file;
  }

  write(bytes: Uint8Array): void {
    this.#requireOpen();
    for (let start = 0; start < bytes.length;) {
      const piece = bytes.subarray(start, start + CHUNK_BYTES - this.#length);
      this.#filling.set(piece, this.#length);
      this.#length += piece.length;
      start += piece.length;
      if (this.#length < CHUNK_BYTES) continue;
      if (!this.#isBegun) this.#begin();
      this.#endChunk();
    }
  }

  /** All that does not fit into the memory that is shared is written already. */
  drain(): Promise<void> {
    return Promise.resolve();
  }

  commit(): Promise<void> {
    return Promise.try(() => {
      this.#requireOpen();
      if (this.#length > 0) this.#endChunk();
      while (this.#written < this.#put) this.#writeNext();
      this.#end();
      const end = new DataView(new ArrayBuffer(8));
      end.setUint32(0, this.#checksum, true);
      end.setUint32(4, this.#bytes % 2 ** 32, true);
      this.#append(new Uint8Array([...LAST_BLOCK, ...new Uint8Array(end.buffer)]));
      this.#file.commit();
    });
  }

  discard(): void {
    this.#end();
    this.#file.discard();
  }

  /** Begins the thread. Without it all is compressed on this one: a run that may read only its inputs can't load it. */
  #begin(): void {
    this.#isBegun = true;
    const path = new URL(".", import.meta.url);
    if (Deno.permissions.querySync({ name: "read", path }).state !== "granted") return;
    this.#worker = new Worker(new URL("./deflate_worker.ts", import.meta.url), { type: "module" });
    this.#worker.postMessage(this.#chunks.buffer);
  }

  #endChunk(): void {
    const chunk = this.#filling.subarray(0, this.#length);
    this.#checksum = crc32(chunk, this.#checksum);
    this.#bytes += chunk.length;
    this.#length = 0;
    while (!this.#chunks.put(this.#put, chunk)) this.#writeNext();
    this.#put++;
  }

  /** Writes the next chunk if it is compressed. Otherwise compresses one, or waits if the other thread has all that are left. */
  #writeNext(): void {
    const compressed = this.#taken();
    if (compressed !== undefined) {
      this.#append(compressed);
      this.#written++;
    } else if (!this.#chunks.compressOne(this.#written)) {
      this.#chunks.wait(this.#written);
    }
  }

  #taken(): Uint8Array | undefined {
    try {
      return this.#chunks.take(this.#written);
    } catch (error) {
      this.discard();
      throw cannotWrite(this.#path, error);
    }
  }

  #append(bytes: Uint8Array): void {
    if (!this.#hasHeader) this.#file.write(HEADER);
    this.#hasHeader = true;
    this.#file.write(bytes);
  }

  #requireOpen(): void {
    if (this.#isOver) throw new Error("the file is committed or discarded");
  }

  #end(): void {
    this.#isOver = true;
    this.#chunks.end();
    this.#worker?.terminate();
  }
}
