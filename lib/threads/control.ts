/**
 * What the threads share: who takes which segment.
 *
 * @module
 */

/** Index of the next segment that nobody has taken. */
const NEXT = 0;
/** Segments that have been put together. */
const STITCHED = 1;

/**
 * Results that may wait to be put together. It bounds the memory that they take: a thread that is far ahead of the slowest
 * one waits.
 */
const MOST_WAITING = 64;

/** The segments of one file, shared by the threads that read them. */
export class Control {
  readonly shared: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #count: number;

  /**
   * @param count Segments of the file.
   * @param shared What another thread's control has shared; for the first one, nothing.
   */
  constructor(count: number, shared: SharedArrayBuffer = new SharedArrayBuffer(8)) {
    this.shared = shared;
    this.#words = new Int32Array(shared);
    this.#count = count;
  }

  /** Takes the next segment. Returns its index, or undefined if all have been taken or too many results are waiting. */
  take(): number | undefined {
    const isFarAhead = Atomics.load(this.#words, NEXT) >= Atomics.load(this.#words, STITCHED) + MOST_WAITING;
    if (isFarAhead) return undefined;
    const index = Atomics.add(this.#words, NEXT, 1);
    return index < this.#count ? index : undefined;
  }

  /** Waits until {@linkcode take} may give a segment. Returns whether there is one left. Not for the main thread. */
  wait(): boolean {
    for (;;) {
      const next = Atomics.load(this.#words, NEXT);
      const stitched = Atomics.load(this.#words, STITCHED);
      if (next >= this.#count) return false;
      if (next < stitched + MOST_WAITING) return true;
      Atomics.wait(this.#words, STITCHED, stitched);
    }
  }

  /** Says that one more segment has been put together. */
  stitched(): void {
    Atomics.add(this.#words, STITCHED, 1);
    Atomics.notify(this.#words, STITCHED);
  }
}
