/**
 * The end of a zip archive, which lists the files in it.
 *
 * @module
 */
import { concat } from "@std/bytes/concat";
import { type Entry, FIXED_BYTES, listingBytes, readListing, signatureOf, SIGNATURES, viewOf } from "./zip_records.ts";

/** How much of an archive's end is kept. */
const KEPT_BYTES = 1 << 20;

/** Keeps the end of an archive while it passes by. */
export class ListEnd {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  add(bytes: Uint8Array): void {
    this.#parts.push(bytes.slice());
    this.#length += bytes.length;
    for (let [first] = this.#parts; first !== undefined; [first] = this.#parts) {
      if (this.#length - first.length < KEPT_BYTES) break;
      this.#parts.shift();
      this.#length -= first.length;
    }
  }

  /** What the list says; empty where there is no list, or where not all of it was kept. */
  entries(): Entry[] {
    const kept: Uint8Array = concat(this.#parts);
    const end = lastEnd(kept);
    if (end === undefined) return [];
    const listed: Entry[] = [];
    let position = end - viewOf(kept.subarray(end)).getUint32(12, true);
    while (position >= 0 && position + FIXED_BYTES.listing <= end) {
      const rest = kept.subarray(position, end);
      if (signatureOf(rest) !== SIGNATURES.listing || listingBytes(rest) > rest.length) break;
      listed.push(readListing(rest.subarray(0, listingBytes(rest))));
      position += listingBytes(rest);
    }
    return listed;
  }
}

/** Where the last record of an archive starts. */
function lastEnd(bytes: Uint8Array): number | undefined {
  for (let at = bytes.length - FIXED_BYTES.end; at >= 0; at--) {
    if (signatureOf(bytes.subarray(at, at + 4)) === SIGNATURES.end) return at;
  }
  return undefined;
}
