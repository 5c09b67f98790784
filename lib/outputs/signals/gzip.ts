/**
 * Bytes → a gzip file of them.
 *
 * @module
 */
import { cannotWrite } from "../../errors.ts";
import type { OutputFile } from "../atomic_file.ts";
import type { Compressed, ToCompress } from "./gzip_worker.ts";
import type { ByteSink } from "./sink.ts";

/** Sent to the thread at a time, whatever pieces the bytes come in: so the same bytes give the same file. */
const BUFFER_BYTES = 1 << 18;
/** The most buffers that may wait to be compressed while the reader continues. */
const MOST_WAITING = 6;

/**
 * A file of one gzip member, whose header has no name, no time and no operating system. The bytes are compressed on a thread
 * of their own, beside the reading: Deno's zlib works on the thread that calls it.
 */
export class GzipSink implements ByteSink {
  readonly #path: string;
  readonly #file: OutputFile;
  readonly #worker: Worker;
  readonly #free: Uint8Array<ArrayBuffer>[] = [];
  readonly #end = Promise.withResolvers<void>();
  #filling = new Uint8Array(BUFFER_BYTES);
  #length = 0;
  /** Buffers that the thread has. */
  #waiting = 0;
  #failure: unknown;
  /** Called whenever fewer buffers wait to be compressed. */
  #wake = () => {};

  constructor(path: string, file: OutputFile) {
    this.#path = path;
    this.#file = file;
    // A pending commit rejects with the failure. Without one, the next call throws it.
    this.#end.promise.catch(() => {});
    this.#worker = new Worker(new URL("./gzip_worker.ts", import.meta.url), { type: "module" });
    this.#worker.onmessage = ({ data }: MessageEvent<Compressed>) => this.#take(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(new Error(`the thread that compresses failed: ${event.message}`));
    };
  }

  write(bytes: Uint8Array): void {
    this.#requireHealth();
    for (let start = 0; start < bytes.length;) {
      const piece = bytes.subarray(start, start + BUFFER_BYTES - this.#length);
      this.#filling.set(piece, this.#length);
      this.#length += piece.length;
      start += piece.length;
      if (this.#length === BUFFER_BYTES) this.#send();
    }
  }

  async drain(): Promise<void> {
    this.#requireHealth();
    while (this.#waiting > MOST_WAITING) {
      await new Promise<void>((resolve) => this.#wake = resolve);
      this.#requireHealth();
    }
  }

  async commit(): Promise<void> {
    this.#requireHealth();
    this.#send();
    this.#post("end", []);
    await this.#end.promise;
    this.#worker.terminate();
    this.#file.commit();
  }

  discard(): void {
    this.#failure ??= new Error("the file is committed or discarded");
    this.#worker.terminate();
    this.#file.discard();
  }

  #send(): void {
    const buffer = this.#filling;
    this.#post({ buffer, length: this.#length }, [buffer.buffer]);
    this.#waiting++;
    this.#filling = this.#free.pop() ?? new Uint8Array(BUFFER_BYTES);
    this.#length = 0;
  }

  #post(message: ToCompress, transfer: Transferable[]): void {
    this.#worker.postMessage(message, transfer);
  }

  #take(compressed: Compressed): void {
    if (this.#failure !== undefined) return;
    if (compressed === "end") {
      this.#end.resolve();
    } else if ("buffer" in compressed) {
      this.#free.push(compressed.buffer);
      this.#waiting--;
      this.#wake();
    } else {
      try {
        this.#file.write(compressed.bytes);
      } catch (error) {
        this.#fail(error);
      }
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= cannotWrite(this.#path, error);
    this.#worker.terminate();
    this.#file.discard();
    this.#end.reject(this.#failure);
    this.#wake();
  }

  #requireHealth(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}
