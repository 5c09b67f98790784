/**
 * A thread that hashes beside the reading: a file takes half as long to hash as to read.
 *
 * Bytes are copied into a few buffers, which go to the thread and come back. The reader waits where none is free.
 *
 * @module
 */
import type { StopRequest } from "../stop.ts";
import type { Hashed, ToHash } from "./hash_worker.ts";

/** As much as is read at a time. */
const BUFFER_BYTES = 1 << 20;
const MOST_BUFFERS = 8;

/** The thread, which takes the bytes of one file at a time. */
export class HashThread {
  readonly #worker: Worker;
  readonly #stop: StopRequest;
  readonly #free: Uint8Array<ArrayBuffer>[] = [];
  readonly #digests: PromiseWithResolvers<string>[] = [];
  #buffers = 0;
  #fault: Error | undefined;
  /** Called when a buffer has come back, or will not. */
  #wake: (() => void) | undefined;

  constructor(stop: StopRequest) {
    this.#stop = stop;
    this.#worker = new Worker(new URL("./hash_worker.ts", import.meta.url), { type: "module" });
    this.#worker.onmessage = ({ data }: MessageEvent<Hashed>) => this.#take(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(new Error(`the thread that hashes failed: ${event.message}`));
    };
  }

  /**
   * Takes all of `bytes`. They may be reused after it.
   *
   * @throws {JobError} if interrupted.
   */
  async add(bytes: Uint8Array): Promise<void> {
    for (let start = 0; start < bytes.length; start += BUFFER_BYTES) {
      const piece = bytes.subarray(start, start + BUFFER_BYTES);
      const buffer = this.#free.pop() ?? await this.#nextBuffer();
      buffer.set(piece);
      this.#post({ buffer, length: piece.length }, [buffer.buffer]);
    }
  }

  /** Ends a file. What is taken next is the next one's. */
  end(): Promise<string> {
    const digest = Promise.withResolvers<string>();
    // Whoever asks for it gets the failure; nobody may.
    digest.promise.catch(() => {});
    if (this.#fault === undefined) this.#digests.push(digest);
    else digest.reject(this.#fault);
    this.#post("end", []);
    return digest.promise;
  }

  close(): void {
    this.#worker.terminate();
    this.#fail(new Error("the thread that hashes is closed"));
  }

  async #nextBuffer(): Promise<Uint8Array<ArrayBuffer>> {
    if (this.#buffers < MOST_BUFFERS) {
      this.#buffers++;
      return new Uint8Array(BUFFER_BYTES);
    }
    for (;;) {
      if (this.#fault !== undefined) throw this.#fault;
      const buffer = this.#free.pop();
      if (buffer !== undefined) return buffer;
      await this.#stop.unlessAsked(new Promise<void>((resolve) => this.#wake = resolve));
    }
  }

  #post(message: ToHash, transfer: Transferable[]): void {
    this.#worker.postMessage(message, transfer);
  }

  #take(hashed: Hashed): void {
    if ("hex" in hashed) {
      this.#digests.shift()?.resolve(hashed.hex);
      return;
    }
    this.#free.push(hashed.buffer);
    this.#wake?.();
  }

  #fail(fault: Error): void {
    this.#fault ??= fault;
    for (const digest of this.#digests.splice(0)) digest.reject(this.#fault);
    this.#wake?.();
  }
}
