/**
 * Bytes in chunks → where they stop being UTF-8.
 *
 * @module
 */
import { concat } from "@std/bytes/concat";
import { isSurelyAscii } from "../kernel/bytes.ts";
import { firstInvalidByte } from "../text/utf8.ts";

/** Looks for the first byte of a file that is not part of well-formed UTF-8. */
export class Utf8Check {
  /** The beginning of a character whose end has not arrived. */
  #carry = new Uint8Array(0);
  #offset = 0;
  #invalid: number | undefined;

  /** Offset in the file of the first invalid byte; undefined where all are valid so far. */
  get firstInvalid(): number | undefined {
    return this.#invalid;
  }

  push(chunk: Uint8Array): void {
    if (this.#invalid !== undefined) return;
    if (this.#carry.length === 0 && isSurelyAscii(chunk)) {
      this.#offset += chunk.length;
      return;
    }
    const bytes: Uint8Array = this.#carry.length === 0 ? chunk : concat([this.#carry, chunk]);
    const whole = bytes.length - unfinishedLength(bytes);
    const invalid = firstInvalidByte(bytes.subarray(0, whole));
    if (invalid !== undefined) this.#invalid = this.#offset + invalid;
    this.#carry = bytes.slice(whole);
    this.#offset += whole;
  }

  /** A character that is not finished at the end of the file is none. */
  end(): void {
    if (this.#carry.length > 0) this.#invalid ??= this.#offset;
  }
}

/** How many bytes at the end are the beginning of a longer character: 0 to 3. */
function unfinishedLength(bytes: Uint8Array): number {
  for (let length = 1; length <= 3 && length <= bytes.length; length++) {
    const byte = bytes[bytes.length - length] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length < needed ? length : 0;
    }
  }
  return 0;
}
