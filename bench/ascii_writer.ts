/**
 * Text and numbers → ASCII bytes in one reused buffer. Files of gigabytes are written with it, and strings are slow.
 *
 * @module
 */

const ZERO = 0x30;
const POINT = 0x2e;

/** Longest number that {@linkcode AsciiWriter.whole} writes in one go; what is above is split here. */
const SPLIT = 1_000_000;
const SPLIT_DIGITS = 6;

const TENS = Array.from({ length: 16 }, (_, power) => 10 ** power);

export class AsciiWriter {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;

  /** @param capacity Bytes that fit in; whoever writes more than that loses it. */
  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** All that was written since the last call. The bytes are overwritten by what is written next. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    return taken;
  }

  byte(code: number): void {
    this.#bytes[this.#length++] = code;
  }

  /** @param text ASCII only. */
  text(text: string): void {
    for (let n = 0; n < text.length; n++) this.byte(text.charCodeAt(n));
  }

  /** A whole number, 0 or more. */
  whole(value: number): void {
    if (value >= SPLIT) {
      const upper = Math.floor(value / SPLIT);
      this.whole(upper);
      this.padded(value - upper * SPLIT, SPLIT_DIGITS);
      return;
    }
    let digits = 1;
    while (value >= (TENS[digits] ?? Infinity)) digits++;
    this.padded(value, digits);
  }

  /** A whole number with leading zeros; it has to fit into `digits`, of which there are at most 9. */
  padded(value: number, digits: number): void {
    let rest = value | 0;
    for (let at = this.#length + digits - 1; at >= this.#length; at--) {
      const tenth = (rest / 10) | 0;
      this.#bytes[at] = ZERO + rest - tenth * 10;
      rest = tenth;
    }
    this.#length += digits;
  }

  /** value / 10^decimals: fixed(4250007, 2) → "42500.07". At most 9 decimals. */
  fixed(value: number, decimals: number): void {
    const scale = TENS[decimals] ?? 1;
    const upper = Math.floor(value / scale);
    this.whole(upper);
    this.byte(POINT);
    this.padded(value - upper * scale, decimals);
  }
}
