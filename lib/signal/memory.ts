/**
 * What the windows of a run take in memory, so that one that can't fit ends with an error and not with the process.
 *
 * @module
 */
import { heapTooSmall, outOfMemory, windowsTooLarge } from "../errors.ts";

const CLOSE_BYTES = 8;

/** More than a process can have in arrays. Nothing of it is taken before there are closes to hold. */
const MOST_WINDOW_BYTES = 2 ** 40;

/** Every runtime has that much on its heap. Its limit is asked for when that is used up. */
const CERTAIN_HEAP_BYTES = 2 ** 26;

/** Of the heap. The rest of the process needs some of it too, and collecting garbage needs room. */
const HEAP_SHARE = 1 / 2;

/**
 * The memory of all windows of a run: arrays of closes, and what is on the runtime's heap, whose end would end the process.
 * The methods throw a {@linkcode JobError} of kind data where there is too little.
 */
export class WindowMemory {
  #series = 0;
  #heapBytes = 0;
  #mostHeapBytes: number | undefined;

  /** @param mostHeapBytes By default, what the runtime allows. */
  constructor(mostHeapBytes?: number) {
    this.#mostHeapBytes = mostHeapBytes;
  }

  /**
   * Counts more series.
   *
   * @param window Closes that each may come to hold.
   * @param heapBytes What each takes on the heap before it holds any.
   */
  addSeries(window: number, heapBytes: number, count = 1): void {
    const bytes = (this.#series + count) * window * CLOSE_BYTES;
    const isTooMuch = bytes > MOST_WINDOW_BYTES || this.#heapBytes + count * heapBytes > this.#heapLimit;
    if (isTooMuch && count > 1) {
      // The error names the one that is one too many.
      for (let n = 0; n < count; n++) this.addSeries(window, heapBytes);
      return;
    }
    this.#series += count;
    if (bytes > MOST_WINDOW_BYTES) throw windowsTooLarge(this.#series, window, CLOSE_BYTES, bytes, MOST_WINDOW_BYTES);
    this.takeHeap(count * heapBytes);
  }

  /** Room for `count` closes, which are 0. */
  closes(count: number): Float64Array<ArrayBuffer> {
    try {
      return new Float64Array(count);
    } catch (error) {
      throw error instanceof RangeError ? outOfMemory(this.#series, CLOSE_BYTES * count) : error;
    }
  }

  /** Counts what goes onto the heap. */
  takeHeap(bytes: number): void {
    this.#heapBytes += bytes;
    if (this.#heapBytes <= this.#heapLimit) return;
    this.#mostHeapBytes ??= Math.max(CERTAIN_HEAP_BYTES, Math.floor(HEAP_SHARE * heapLimitBytes()));
    if (this.#heapBytes > this.#mostHeapBytes) throw heapTooSmall(this.#series, this.#heapBytes, this.#mostHeapBytes);
  }

  /** As far as it is known. */
  get #heapLimit(): number {
    return this.#mostHeapBytes ?? CERTAIN_HEAP_BYTES;
  }

  /** Counts what is no longer used. */
  giveHeap(bytes: number): void {
    this.#heapBytes -= bytes;
  }
}

/** Asked for where it is needed: loading the module takes longer than a small run. */
function heapLimitBytes(): number {
  return globalThis.process.getBuiltinModule("node:v8").getHeapStatistics().heap_size_limit;
}
