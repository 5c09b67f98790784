/**
 * Bytes that are kept until others follow, in one array that grows by doubling: each byte is copied a few times, however
 * many pieces there are.
 *
 * @module
 */

const LEAST_BYTES = 1 << 16;

/** Bytes that arrive in pieces. */
export class HeldBytes {
  #room = new Uint8Array(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** All that is held. Valid until something is appended or dropped. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#room.subarray(0, this.#length);
  }

  /** Copies `bytes` behind what is held. */
  append(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#room.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.#room.length, LEAST_BYTES));
      larger.set(this.bytes);
      this.#room = larger;
    }
    this.#room.set(bytes, this.#length);
    this.#length = length;
  }

  /** Lets the first `count` bytes go. */
  drop(count: number): void {
    this.#room.copyWithin(0, count, this.#length);
    this.#length -= count;
  }
}
