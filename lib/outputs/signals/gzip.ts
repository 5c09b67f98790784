/**
 * Bytes → a gzip file of them.
 *
 * @module
 */
import { crc32 } from "node:zlib";
import { cannotWrite } from "../../errors.ts";
import type { OutputFile } from "../atomic_file.ts";
import { deflate } from "./deflate.ts";
import type { ByteSink } from "./sink.ts";

/** Compressed at a time, whatever pieces the bytes come in: so the same bytes give the same file. */
const CHUNK_BYTES = 1 << 18;
/** Chunks that the thread has at a time: enough for the time that this one takes to compress one. */
const MOST_SENT = 3;
/** Chunks that may wait for the thread while the reader continues. */
const MOST_WAITING = 2;

/** Deflate; without a name, a time and an operating system. */
const HEADER = new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
/** A last block without bytes. */
const LAST_BLOCK = [3, 0];

/** Some of the bytes. */
interface Chunk {
  readonly bytes: Uint8Array;
  compressed: Uint8Array | undefined;
}

/**
 * A file of one gzip member. Each chunk is compressed by itself, on a thread beside the reading, and where that has more than
 * enough to do on this one.
 */
export class GzipSink implements ByteSink {
  readonly #path: string;
  readonly #file: OutputFile;
  #filling = new Uint8Array(CHUNK_BYTES);
  #length = 0;
  #checksum = 0;
  #bytes = 0;
  /** All that are not written yet, in order; those that the thread has; those that nobody has. */
  readonly #chunks: Chunk[] = [{ bytes: HEADER, compressed: HEADER }];
  readonly #sent: Chunk[] = [];
  readonly #waiting: Chunk[] = [];
  /** Begun with the first chunk that is full: a short file does without. */
  #worker: Worker | undefined;
  #failure: unknown;
  /** Called whenever the thread has sent something, or will not. */
  #wake = () => {};

  constructor(path: string, file: OutputFile) {
    this.#path = path;
    this.#file = file;
  }

  write(bytes: Uint8Array): void {
    this.#requireHealth();
    for (let start = 0; start < bytes.length;) {
      const piece = bytes.subarray(start, start + CHUNK_BYTES - this.#length);
      this.#filling.set(piece, this.#length);
      this.#length += piece.length;
      start += piece.length;
      if (this.#length === CHUNK_BYTES) {
        this.#endChunk();
        this.#send();
      }
    }
  }

  async drain(): Promise<void> {
    this.#requireHealth();
    while (this.#waiting.length > MOST_WAITING) await this.#compressOne();
  }

  async commit(): Promise<void> {
    this.#requireHealth();
    if (this.#length > 0) this.#endChunk();
    while (this.#waiting.length > 0) await this.#compressOne();
    this.#writeReady();
    this.#requireHealth();
    while (this.#chunks.length > 0) {
      await new Promise<void>((resolve) => this.#wake = resolve);
      this.#requireHealth();
    }
    this.#worker?.terminate();
    const end = new DataView(new ArrayBuffer(8));
    end.setUint32(0, this.#checksum, true);
    end.setUint32(4, this.#bytes % 2 ** 32, true);
    this.#file.write(new Uint8Array([...LAST_BLOCK, ...new Uint8Array(end.buffer)]));
    this.#file.commit();
  }

  discard(): void {
    this.#failure ??= new Error("the file is committed or discarded");
    this.#worker?.terminate();
    this.#file.discard();
  }

  #endChunk(): void {
    const bytes = this.#filling.subarray(0, this.#length);
    this.#checksum = crc32(bytes, this.#checksum);
    this.#bytes += bytes.length;
    const chunk = { bytes, compressed: undefined };
    this.#chunks.push(chunk);
    this.#waiting.push(chunk);
    this.#filling = new Uint8Array(CHUNK_BYTES);
    this.#length = 0;
  }

  /** Gives the thread as much as it takes. */
  #send(): void {
    const worker = this.#worker ??= this.#begin();
    while (this.#sent.length < MOST_SENT) {
      const chunk = this.#waiting.shift();
      if (chunk === undefined) return;
      this.#sent.push(chunk);
      worker.postMessage(chunk.bytes, [chunk.bytes.buffer as ArrayBuffer]);
    }
  }

  #begin(): Worker {
    const worker = new Worker(new URL("./deflate_worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<Uint8Array>) => this.#take(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(new Error(`the thread that compresses failed: ${event.message}`));
    };
    return worker;
  }

  #take(compressed: Uint8Array): void {
    const chunk = this.#sent.shift();
    if (chunk === undefined || this.#failure !== undefined) return;
    chunk.compressed = compressed;
    this.#writeReady();
    if (this.#failure === undefined && this.#waiting.length > 0) this.#send();
    this.#wake();
  }

  /** Compresses a chunk on this thread, and lets the other one tell how far it is. */
  async #compressOne(): Promise<void> {
    const chunk = this.#waiting.shift();
    if (chunk !== undefined) chunk.compressed = deflate(chunk.bytes);
    this.#writeReady();
    await nextMessages();
    this.#requireHealth();
  }

  /** Writes what is compressed, as far as nothing before it is missing. */
  #writeReady(): void {
    try {
      for (let ready = this.#chunks[0]?.compressed; ready !== undefined; ready = this.#chunks[0]?.compressed) {
        this.#file.write(ready);
        this.#chunks.shift();
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= cannotWrite(this.#path, error);
    this.#worker?.terminate();
    this.#file.discard();
    this.#wake();
  }

  #requireHealth(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}

/** Lets what other threads have sent arrive: neither a promise that is fulfilled nor `setImmediate` does that. */
function nextMessages(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
