/**
 * Where the bytes of a signals file go.
 *
 * @module
 */
import { AtomicFile } from "../atomic_file.ts";

/** Takes bytes one after the other; at its path there is nothing of them before they are all committed. */
export interface ByteSink {
  /** Takes all of `bytes`, which are free for other use after the call. */
  write(bytes: Uint8Array): void;
  /** Waits until little is left to be written. */
  drain(): Promise<void>;
  commit(): Promise<void>;
  discard(): void;
}

const FIRST_BUFFER_BYTES = 1 << 20;
/** Less than this is not worth a call to the system. */
const LEAST_WRITE_BYTES = 1 << 17;

/** A file of the bytes as they are. They are written on another thread, while the next ones are collected. */
export class PlainSink implements ByteSink {
  readonly #file: AtomicFile;
  #filling = new Uint8Array(FIRST_BUFFER_BYTES);
  #length = 0;
  /** The buffer that is being written, or was. */
  #other = new Uint8Array(FIRST_BUFFER_BYTES);
  #writing: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.#file = new AtomicFile(path);
  }

  write(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#filling.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.#filling.length));
      larger.set(this.#filling.subarray(0, this.#length));
      this.#filling = larger;
    }
    this.#filling.set(bytes, this.#length);
    this.#length = length;
  }

  async drain(): Promise<void> {
    if (this.#length < LEAST_WRITE_BYTES) return;
    await this.#writing;
    const bytes = this.#filling.subarray(0, this.#length);
    [this.#filling, this.#other, this.#length] = [this.#other, this.#filling, 0];
    this.#writing = this.#file.append(bytes);
    // Whoever waits for it next is told.
    this.#writing.catch(() => {});
  }

  async commit(): Promise<void> {
    await this.#writing;
    this.#file.write(this.#filling.subarray(0, this.#length));
    this.#file.commit();
  }

  discard(): void {
    this.#file.discard();
  }
}
