/**
 * Takes the bytes of a signals file.
 *
 * @module
 */
import type { OutputFile } from "../atomic_file.ts";

/** Takes bytes in order. Nothing of them is at its path before they are committed. */
export interface ByteSink {
  /** Takes all of `bytes`. They may be reused after the call. */
  write(bytes: Uint8Array): void;
  /** Waits until most of the bytes are written. */
  drain(): Promise<void>;
  commit(): Promise<void>;
  discard(): void;
}

const FIRST_BUFFER_BYTES = 1 << 20;
/** The least that is written at a time: a system call for fewer bytes costs more than it gains. */
const LEAST_WRITE_BYTES = 1 << 17;

/** A file of the bytes as they are. They are written on another thread while the next ones are collected. */
export class PlainSink implements ByteSink {
  readonly #file: OutputFile;
  #filling = new Uint8Array(FIRST_BUFFER_BYTES);
  #length = 0;
  /** The buffer that is being written, or was written last. */
  #other = new Uint8Array(FIRST_BUFFER_BYTES);
  #writing: Promise<void> = Promise.resolve();

  constructor(file: OutputFile) {
    this.#file = file;
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
    // The next call that awaits it gets the failure.
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
