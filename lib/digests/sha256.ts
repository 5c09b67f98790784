/**
 * Bytes → their SHA-256, by `node:crypto`.
 *
 * @module
 */
import { createHash } from "node:crypto";

/** The digest of bytes that come in pieces. */
export class Sha256 {
  readonly #hash = createHash("sha256");

  /** They may be reused after the call. */
  add(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  /** The digest so far: more may be added. */
  soFar(): string {
    return this.#hash.copy().digest("hex");
  }

  /** 64 hexadecimal digits. No method may be called afterwards. */
  hex(): string {
    return this.#hash.digest("hex");
  }
}

/** The digest of bytes or of a text in UTF-8, in pieces. */
export function sha256(pieces: readonly (string | Uint8Array)[]): string {
  const hash = new Sha256();
  for (const piece of pieces) hash.add(typeof piece === "string" ? new TextEncoder().encode(piece) : piece);
  return hash.hex();
}
