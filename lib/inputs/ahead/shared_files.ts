/**
 * Small files, read by two threads into memory that they share.
 *
 * @module
 */
import { readWhole } from "./whole_file.ts";

/** Files that are read ahead: enough for one thread to go on while the other one is busy. */
const SLOTS = 16;
/** A file as large as this takes much longer to be looked at than to be opened. */
const SLOT_BYTES = 1 << 17;

/** What is in a slot: nothing yet, a file, or the word that a file is left to the usual way. */
const EMPTY = 0;
const FULL = 1;
const LEFT = 2;

/** Where in the words: what is in the slots, the lengths of these files, the file to read next, and how many were taken. */
const LENGTHS = SLOTS;
const NEXT = 2 * SLOTS;
const TAKEN = NEXT + 1;
const WORDS = TAKEN + 1;

/** Files of a list, each read by one of two threads, and taken by one of them in order. */
export class SharedFiles {
  /** What the other thread needs, with the paths. */
  readonly buffer: SharedArrayBuffer;
  readonly #paths: readonly string[];
  readonly #words: Int32Array;
  readonly #bytes: Uint8Array;

  constructor(paths: readonly string[], buffer = new SharedArrayBuffer(4 * WORDS + SLOTS * SLOT_BYTES)) {
    this.buffer = buffer;
    this.#paths = paths;
    this.#words = new Int32Array(buffer, 0, WORDS);
    this.#bytes = new Uint8Array(buffer, 4 * WORDS);
  }

  /**
   * The `n`th file, which comes after the last one that was taken. While the other thread reads it, the next ones are read.
   *
   * @param into Gets its bytes; has room for all that are read ahead.
   * @returns How many it has; undefined where it has to be read the usual way.
   */
  take(n: number, into: Uint8Array): number | undefined {
    const slot = n % SLOTS;
    while (Atomics.load(this.#words, slot) === EMPTY) {
      if (!this.#readNext()) Atomics.wait(this.#words, slot, EMPTY);
    }
    const length = this.#words[slot] === FULL ? this.#words[LENGTHS + slot] : undefined;
    if (length !== undefined) into.set(this.#slot(slot).subarray(0, length));
    Atomics.store(this.#words, slot, EMPTY);
    const taken = Atomics.add(this.#words, TAKEN, 1) + 1;
    // To wake a thread takes as long as to read half a file.
    if (taken % (SLOTS / 2) === 0) Atomics.notify(this.#words, TAKEN);
    return length;
  }

  /** Reads files until none is left, on the thread that takes none. */
  readAll(): void {
    while (Atomics.load(this.#words, NEXT) < this.#paths.length) {
      const taken = Atomics.load(this.#words, TAKEN);
      if (!this.#readNext()) Atomics.wait(this.#words, TAKEN, taken);
    }
  }

  /** Leaves the files that nobody has begun to read. */
  end(): void {
    Atomics.store(this.#words, NEXT, this.#paths.length);
    Atomics.add(this.#words, TAKEN, 1);
    Atomics.notify(this.#words, TAKEN);
  }

  /** Reads the next file that nobody has begun to read. Returns false where there is none, or no room. */
  #readNext(): boolean {
    const n = Atomics.load(this.#words, NEXT);
    const path = this.#paths[n];
    if (path === undefined || n >= Atomics.load(this.#words, TAKEN) + SLOTS) return false;
    if (Atomics.compareExchange(this.#words, NEXT, n, n + 1) !== n) return true;
    const slot = n % SLOTS;
    const length = readWhole(path, this.#slot(slot));
    this.#words[LENGTHS + slot] = length ?? 0;
    Atomics.store(this.#words, slot, length === undefined ? LEFT : FULL);
    Atomics.notify(this.#words, slot);
    return true;
  }

  #slot(slot: number): Uint8Array {
    return this.#bytes.subarray(slot * SLOT_BYTES, (slot + 1) * SLOT_BYTES);
  }
}
