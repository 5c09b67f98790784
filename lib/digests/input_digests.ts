/**
 * The digests of a run's inputs, of the very bytes that the run reads.
 *
 * @module
 */
import type { InputWatch, RegularFile, WatchedInput } from "../inputs/watch.ts";
import type { StopRequest } from "../stop.ts";
import { HashThread } from "./hash_thread.ts";
import { Sha256, sha256 } from "./sha256.ts";

/** So many bytes are hashed in less time than a thread takes to start. */
const LEAST_BYTES_BESIDE = 8 << 20;

/** So many bytes tell most files apart. */
export const START_BYTES = 1024;

/** An input that has been read to its end. */
export interface InputDigest {
  /** As typed. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  /** The digest of its first {@linkcode START_BYTES}, or of all. */
  readonly start: string;
  /** Whether it was a regular file, which can be read again. */
  readonly isFile: boolean;
}

/** Hashes all inputs of a run: small files at once, what is large on a thread of its own. */
export class InputDigests implements InputWatch {
  readonly #stop: StopRequest;
  readonly #inputs: HashedInput[] = [];
  #thread: HashThread | undefined;
  /** Bytes of the files that were hashed at once. */
  #bytesAtOnce = 0;

  constructor(stop: StopRequest) {
    this.#stop = stop;
  }

  begin(name: string, file: RegularFile | undefined): WatchedInput {
    const sizeBytes = file?.info.size;
    const isSmall = sizeBytes !== undefined && this.#bytesAtOnce + sizeBytes < LEAST_BYTES_BESIDE;
    if (isSmall) this.#bytesAtOnce += sizeBytes;
    const hash = isSmall ? new Sha256() : this.#thread ??= new HashThread(this.#stop);
    const input = new HashedInput(name, file !== undefined, hash);
    this.#inputs.push(input);
    return input;
  }

  /**
   * A file is begun whose first bytes have been hashed.
   *
   * @param hash Of these bytes, and goes on with the others.
   * @param bytes How many they are.
   */
  goOn(name: string, hash: Sha256, bytes: number): WatchedInput {
    const input = new HashedInput(name, true, hash, bytes);
    this.#inputs.push(input);
    return input;
  }

  /**
   * The inputs in the order in which they were read, all of them to their end.
   *
   * @throws {JobError} if interrupted.
   */
  async all(): Promise<readonly InputDigest[]> {
    const digests: InputDigest[] = [];
    for (const input of this.#inputs) digests.push(await this.#stop.unlessAsked(input.digest()));
    return digests;
  }

  close(): void {
    this.#thread?.close();
  }
}

class HashedInput implements WatchedInput {
  readonly #name: string;
  readonly #isFile: boolean;
  /** Bytes that have been hashed before. */
  readonly #hashed: number;
  #bytes = 0;
  /** Takes the bytes, and keeps the first ones; undefined once the input has ended: there may be a hundred thousand. */
  #open: { readonly hash: Sha256 | HashThread; readonly first: Uint8Array } | undefined;
  #digests: { readonly sha256: string | Promise<string>; readonly start: string } | undefined;

  constructor(name: string, isFile: boolean, hash: Sha256 | HashThread, hashed = 0) {
    this.#name = name;
    this.#isFile = isFile;
    this.#hashed = hashed;
    this.#open = { hash, first: new Uint8Array(START_BYTES) };
  }

  take(bytes: Uint8Array): Promise<void> | void {
    const { hash, first } = this.#stillOpen;
    const fresh = bytes.subarray(Math.max(0, this.#hashed - this.#bytes));
    if (this.#bytes < START_BYTES) first.set(bytes.subarray(0, START_BYTES - this.#bytes), this.#bytes);
    this.#bytes += bytes.length;
    return hash.add(fresh);
  }

  end(): void {
    const { hash, first } = this.#stillOpen;
    this.#open = undefined;
    this.#digests = {
      sha256: hash instanceof Sha256 ? hash.hex() : hash.end(),
      start: sha256([first.subarray(0, this.#bytes)]),
    };
  }

  async digest(): Promise<InputDigest> {
    if (this.#digests === undefined) throw new Error(`${this.#name} was not read to its end`);
    const { sha256, start } = this.#digests;
    return { name: this.#name, bytes: this.#bytes, sha256: await sha256, start, isFile: this.#isFile };
  }

  get #stillOpen() {
    if (this.#open === undefined) throw new Error(`${this.#name} has ended`);
    return this.#open;
  }
}
