/**
 * Where the bytes of a signals file go.
 *
 * @module
 */
import { AtomicFile } from "../output.ts";

/** Takes bytes one after the other; at its path there is nothing of them before they are all committed. */
export interface ByteSink {
  /** Takes all of `bytes`, which are free for other use after the call. */
  write(bytes: Uint8Array): void;
  drain(): Promise<void>;
  commit(): Promise<void>;
  discard(): void;
}

/** A file of the bytes as they are. */
export class PlainSink implements ByteSink {
  readonly #file: AtomicFile;

  constructor(path: string) {
    this.#file = new AtomicFile(path);
  }

  write(bytes: Uint8Array): void {
    this.#file.write(bytes);
  }

  /** Nothing is ever left to be written. */
  drain(): Promise<void> {
    return Promise.resolve();
  }

  commit(): Promise<void> {
    return Promise.try(() => this.#file.commit());
  }

  discard(): void {
    this.#file.discard();
  }
}
