/**
 * A worker thread: takes the bytes of one file, and sends them compressed with gzip.
 *
 * @module
 */
import { createGzip } from "node:zlib";

/** What it is sent: the first `length` bytes of a buffer, or that the file has ended. */
export type ToCompress = { readonly buffer: Uint8Array<ArrayBuffer>; readonly length: number } | "end";

/** What it sends: compressed bytes, a buffer that is free again, or that all is sent. */
export type Compressed = { readonly bytes: Uint8Array } | { readonly buffer: Uint8Array<ArrayBuffer> } | "end";

/** The part of a worker's global scope that is used here. */
declare const self: {
  onmessage: (event: MessageEvent<ToCompress>) => void;
  postMessage(message: Compressed, transfer: readonly ArrayBuffer[]): void;
};

/** Takes a third of the time of zlib's usual level 6, and makes files a few percent larger. */
const LEVEL = 3;
/** The size of a chunk of compressed data. */
const CHUNK_BYTES = 1 << 16;

/** The position of the operating system in gzip's header, and its number for an unknown one. */
const SYSTEM_BYTE = 9;
const UNKNOWN_SYSTEM = 255;

const gzip = createGzip({ level: LEVEL, chunkSize: CHUNK_BYTES });
let isBegun = false;

gzip.on("data", (bytes: Uint8Array) => {
  if (!isBegun) bytes[SYSTEM_BYTE] = UNKNOWN_SYSTEM;
  isBegun = true;
  self.postMessage({ bytes }, []);
});
gzip.on("end", () => self.postMessage("end", []));

self.onmessage = ({ data }) => {
  if (data === "end") {
    gzip.end();
    return;
  }
  const { buffer, length } = data;
  gzip.write(buffer.subarray(0, length), () => self.postMessage({ buffer }, [buffer.buffer]));
};
