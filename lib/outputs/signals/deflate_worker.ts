/**
 * A worker thread: compresses chunks in memory that it shares.
 *
 * @module
 */
import { SharedChunks } from "./deflate.ts";

/** The part of a worker's global scope that is used here. */
declare const self: {
  onmessage: (event: MessageEvent<SharedArrayBuffer>) => void;
  close(): void;
};

self.onmessage = ({ data }) => {
  new SharedChunks(data).compressAll();
  self.close();
};
