/**
 * A worker thread: takes the bytes of one file after the other, and sends the digest of each.
 *
 * @module
 */
import { Sha256 } from "./sha256.ts";

/** What it is sent: the first `length` bytes of a buffer, or that the file has ended. */
export type ToHash = { readonly buffer: Uint8Array<ArrayBuffer>; readonly length: number } | "end";

/** What it sends: a buffer that is free again, or the digest of a file. */
export type Hashed = { readonly buffer: Uint8Array<ArrayBuffer> } | { readonly hex: string };

/** The part of a worker's global scope that is used here. */
declare const self: {
  onmessage: (event: MessageEvent<ToHash>) => void;
  postMessage(message: Hashed, transfer: readonly ArrayBuffer[]): void;
};

let hash = new Sha256();

self.onmessage = ({ data }) => {
  if (data === "end") {
    self.postMessage({ hex: hash.hex() }, []);
    hash = new Sha256();
    return;
  }
  const { buffer, length } = data;
  hash.add(buffer.subarray(0, length));
  self.postMessage({ buffer }, [buffer.buffer]);
};
