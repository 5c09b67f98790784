/**
 * Bytes → their SHA-256, by `node:crypto`.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { StopRequest } from "../stop.ts";

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

const CHUNK_BYTES = 1 << 20;

/**
 * Adds the next bytes of an open file to a digest.
 *
 * @param most How many, if there are so many.
 * @param onBytes Told of the bytes of each step.
 * @throws {JobError} if interrupted.
 */
export async function addFile(
  hash: Sha256,
  file: Deno.FsFile,
  stop: StopRequest,
  most = Infinity,
  onBytes: (bytes: number) => void = () => {},
): Promise<void> {
  const buffer = new Uint8Array(Math.min(CHUNK_BYTES, most));
  for (let left = most; left > 0;) {
    const read = file.readSync(buffer.subarray(0, left));
    if (read === null) return;
    hash.add(buffer.subarray(0, read));
    left -= read;
    onBytes(read);
    await stop.breathe();
  }
}

/** The digest of bytes or of a text in UTF-8, in pieces. */
export function sha256(pieces: readonly (string | Uint8Array)[]): string {
  const hash = new Sha256();
  for (const piece of pieces) hash.add(typeof piece === "string" ? new TextEncoder().encode(piece) : piece);
  return hash.hex();
}
