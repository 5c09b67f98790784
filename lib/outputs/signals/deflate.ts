/**
 * Chunks of bytes → deflate blocks of them, on two threads.
 *
 * The threads share memory, and not messages: those of a thread arrive only where another one waits for them.
 *
 * @module
 */
import { deflateRawSync } from "node:zlib";

/** Compressed at a time. */
export const CHUNK_BYTES: number = 1 << 18;
/** Chunks that are kept: enough for one thread to go on while the other one compresses. */
const SLOTS = 8;
/** What can't be compressed gets a little longer. */
const MOST_COMPRESSED = CHUNK_BYTES + 4096;

/** Takes a quarter of the time of zlib's usual level 6, and makes files a tenth larger. */
const LEVEL = 2;
/** zlib's Z_FULL_FLUSH: blocks end with a byte, none is the last, and what follows knows nothing of what was before. */
const FULL_FLUSH = 3;
/** Compressed bytes come in buffers of so many: one mostly. */
const OUTPUT_BYTES = 1 << 17;

/** What is with a slot. */
const EMPTY = 0;
const FULL = 1;
const TAKEN = 2;
const DONE = 3;
const FAILED = 4;

/** Where in the words: the states of the slots, the lengths of what is in them, how often one was filled, and the end. */
const LENGTHS = SLOTS;
const FILLED = 2 * SLOTS;
const ENDED = FILLED + 1;
const WORDS = ENDED + 1;

/** Chunks in memory that two threads share. One fills the slots in turn and empties them in turn; both compress. */
export class SharedChunks {
  /** What the other thread needs. */
  readonly buffer: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #bytes: Uint8Array;

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(4 * WORDS + SLOTS * (CHUNK_BYTES + MOST_COMPRESSED))) {
    this.buffer = buffer;
    this.#words = new Int32Array(buffer, 0, WORDS);
    this.#bytes = new Uint8Array(buffer, 4 * WORDS);
  }

  /** Puts the `n`th chunk into its slot. Returns false if the slot is not empty yet. */
  put(n: number, chunk: Uint8Array): boolean {
    const slot = n % SLOTS;
    if (Atomics.load(this.#words, slot) !== EMPTY) return false;
    this.#input(slot).set(chunk);
    this.#words[LENGTHS + slot] = chunk.length;
    Atomics.store(this.#words, slot, FULL);
    Atomics.add(this.#words, FILLED, 1);
    Atomics.notify(this.#words, FILLED);
    return true;
  }

  /** Compresses a chunk that nobody has taken, the `n`th first. Returns whether there was one. */
  compressOne(n: number): boolean {
    for (let k = 0; k < SLOTS; k++) {
      const slot = (n + k) % SLOTS;
      if (Atomics.compareExchange(this.#words, slot, FULL, TAKEN) !== FULL) continue;
      let state = FAILED;
      try {
        // The compressor takes no memory that is shared.
        const chunk = this.#input(slot).slice(0, this.#words[LENGTHS + slot]);
        const compressed = deflateRawSync(chunk, { level: LEVEL, finishFlush: FULL_FLUSH, chunkSize: OUTPUT_BYTES });
        this.#output(slot).set(compressed);
        this.#words[LENGTHS + slot] = compressed.length;
        state = DONE;
      } finally {
        Atomics.store(this.#words, slot, state);
        Atomics.notify(this.#words, slot);
      }
      return true;
    }
    return false;
  }

  /**
   * Takes the `n`th chunk out of its slot, compressed; undefined if it is not.
   *
   * @throws {Error} The other thread could not compress it.
   */
  take(n: number): Uint8Array | undefined {
    const slot = n % SLOTS;
    const state = Atomics.load(this.#words, slot);
    if (state === FAILED) throw new Error("the thread that compresses failed");
    if (state !== DONE) return undefined;
    const compressed = this.#output(slot).slice(0, this.#words[LENGTHS + slot]);
    Atomics.store(this.#words, slot, EMPTY);
    return compressed;
  }

  /** Waits as long as the other thread compresses the `n`th chunk. */
  wait(n: number): void {
    Atomics.wait(this.#words, n % SLOTS, TAKEN);
  }

  /** Says that no chunk follows. */
  end(): void {
    Atomics.store(this.#words, ENDED, 1);
    Atomics.add(this.#words, FILLED, 1);
    Atomics.notify(this.#words, FILLED);
  }

  /** Compresses chunks until none follows. */
  compressAll(): void {
    for (let n = 0; Atomics.load(this.#words, ENDED) === 0; n++) {
      const filled = Atomics.load(this.#words, FILLED);
      if (!this.compressOne(n)) Atomics.wait(this.#words, FILLED, filled);
    }
  }

  #input(slot: number): Uint8Array {
    const start = slot * (CHUNK_BYTES + MOST_COMPRESSED);
    return this.#bytes.subarray(start, start + CHUNK_BYTES);
  }

  #output(slot: number): Uint8Array {
    const start = slot * (CHUNK_BYTES + MOST_COMPRESSED) + CHUNK_BYTES;
    return this.#bytes.subarray(start, start + MOST_COMPRESSED);
  }
}
