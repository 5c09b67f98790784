/**
 * Many small files, read ahead of the one that is looked at.
 *
 * @module
 */
import { formatOf } from "../formats.ts";
import type { FilesToRead } from "./ahead_worker.ts";
import { SharedFiles } from "./shared_files.ts";

/** Reads files ahead, on this thread and one beside it. */
export class ReadAhead {
  readonly #files: SharedFiles;
  readonly #worker: Worker | undefined;

  constructor(paths: readonly string[]) {
    this.#files = new SharedFiles(paths);
    this.#worker = startWorker({ paths, buffer: this.#files.buffer });
  }

  /**
   * The text of the `n`th file; the files are asked for in order, each once.
   *
   * @param into Gets it.
   * @returns How many bytes it has; undefined where the file has to be read the usual way: it is no small file of text, it
   * changes, or it can't be read.
   */
  take(n: number, into: Uint8Array): number | undefined {
    const length = this.#files.take(n, into);
    const isText = length !== undefined && formatOf(into.subarray(0, length)) === undefined;
    return isText ? length : undefined;
  }

  end(): void {
    this.#files.end();
    this.#worker?.terminate();
  }
}

/** Undefined where a run may read only its inputs: it can't load the thread. */
function startWorker(files: FilesToRead): Worker | undefined {
  const path = new URL(".", import.meta.url);
  if (Deno.permissions.querySync({ name: "read", path }).state !== "granted") return undefined;
  const worker = new Worker(new URL("./ahead_worker.ts", import.meta.url), { type: "module" });
  worker.postMessage(files);
  return worker;
}
