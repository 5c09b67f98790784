/**
 * A worker thread: reads files ahead, into memory that it shares.
 *
 * @module
 */
import { SharedFiles } from "./shared_files.ts";

/** The part of a worker's global scope that is used here. */
declare const self: {
  onmessage: (event: MessageEvent<FilesToRead>) => void;
  close(): void;
};

/** What the thread is told. */
export interface FilesToRead {
  readonly paths: readonly string[];
  readonly buffer: SharedArrayBuffer;
}

self.onmessage = ({ data: { paths, buffer } }) => {
  new SharedFiles(paths, buffer).readAll();
  self.close();
};
