/**
 * The digest of an output, of the bytes that are written to it.
 *
 * @module
 */
import type { OutputFile } from "../outputs/atomic_file.ts";
import { Sha256 } from "./sha256.ts";

/** Passes all on to a file, if there is one. */
export class DigestedFile implements OutputFile {
  readonly #file: OutputFile | undefined;
  readonly #hash = new Sha256();
  #bytes = 0;
  #hex: string | undefined;

  constructor(file?: OutputFile) {
    this.#file = file;
  }

  /** Of the whole file, once it is committed; undefined before. */
  get sha256(): string | undefined {
    return this.#hex;
  }

  get bytes(): number {
    return this.#bytes;
  }

  write(bytes: Uint8Array): void {
    this.#add(bytes);
    this.#file?.write(bytes);
  }

  append(bytes: Uint8Array): Promise<void> {
    this.#add(bytes);
    return this.#file?.append(bytes) ?? Promise.resolve();
  }

  commit(): void {
    this.#file?.commit();
    this.#hex = this.#hash.hex();
  }

  discard(): void {
    this.#file?.discard();
  }

  #add(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    this.#hash.add(bytes);
  }
}
