/**
 * A worker thread: takes chunks, and sends each compressed.
 *
 * @module
 */
import { deflate } from "./deflate.ts";

/** The part of a worker's global scope that is used here. */
declare const self: {
  onmessage: (event: MessageEvent<Uint8Array>) => void;
  postMessage(compressed: Uint8Array): void;
};

self.onmessage = ({ data }) => self.postMessage(deflate(data));
