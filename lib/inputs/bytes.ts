/**
 * Compressed bytes that arrive in chunks → bytes that can be looked at, taken and put back.
 *
 * @module
 */
import { concat } from "@std/bytes/concat";

const NOTHING = new Uint8Array(0);

/** The bytes of a compressed file, in order. */
export class ByteInput {
  readonly #chunks: AsyncIterator<Uint8Array>;
  /** What has arrived: from `#position` on it is still to be taken. */
  #held: Uint8Array = NOTHING;
  #position = 0;
  /** Offset in the file of `#held[0]`. */
  #heldOffset = 0;
  #isAtEnd = false;

  /** @param chunks Each is valid until the next one is asked for, and has at least one byte. */
  constructor(chunks: AsyncIterator<Uint8Array>) {
    this.#chunks = chunks;
  }

  /** Offset in the file of the next byte, from 0. */
  get offset(): number {
    return this.#heldOffset + this.#position;
  }

  /** At most `most` of the next bytes, as far as they have arrived; they are not taken. Valid until the next call. */
  atHand(most: number): Uint8Array {
    return this.#held.subarray(this.#position, this.#position + most);
  }

  /** The next `count` bytes, or as many as are left; they are not taken. Valid until the next call. */
  async peek(count: number): Promise<Uint8Array> {
    while (this.#held.length - this.#position < count && !this.#isAtEnd) {
      // A copy: the next chunk may come in the place of this one.
      const rest = this.#held.slice(this.#position);
      const next = await this.#next();
      if (next === undefined) this.#hold(rest);
      else if (rest.length === 0) this.#hold(next);
      else this.#hold(concat([rest, next]));
    }
    return this.#held.subarray(this.#position, this.#position + count);
  }

  /** Takes what is at hand, at most `most` bytes: at least one, or undefined at the end. Valid until the next call. */
  async take(most = Infinity): Promise<Uint8Array | undefined> {
    if ((await this.peek(1)).length === 0) return undefined;
    const end = Math.min(this.#held.length, this.#position + most);
    const taken = this.#held.subarray(this.#position, end);
    this.#position = end;
    return taken;
  }

  /** Puts back the last `count` bytes of what was taken last. */
  putBack(count: number): void {
    this.#position -= count;
  }

  /** Takes `count` bytes and lets them go. Returns whether there were so many. */
  async skip(count: number): Promise<boolean> {
    let left = count;
    while (left > 0) {
      const taken = await this.take(left);
      if (taken === undefined) return false;
      left -= taken.length;
    }
    return true;
  }

  async #next(): Promise<Uint8Array | undefined> {
    const { done, value } = await this.#chunks.next();
    if (done !== true) return value;
    this.#isAtEnd = true;
    return undefined;
  }

  #hold(bytes: Uint8Array): void {
    this.#heldOffset += this.#position;
    this.#position = 0;
    this.#held = bytes;
  }
}
