/**
 * The next chunk is read while one is looked at.
 *
 * @module
 */
import { kernelChunk } from "../kernel/scan.ts";
import { memory } from "../kernel/memory.ts";
import type { StopRequest } from "../stop.ts";

/** Bytes that are read at a time where it makes no difference. */
const CHUNK_BYTES = 1 << 20;

/** Where chunks come from: what `Deno.FsFile` and `Deno.stdin` have in common. */
export interface Readable {
  read(into: Uint8Array): Promise<number | null>;
  close(): void;
}

/** Two places for chunks. */
export function newBuffers(): [Uint8Array, Uint8Array] {
  return [new Uint8Array(CHUNK_BYTES), new Uint8Array(CHUNK_BYTES)];
}

/**
 * The chunks of a file, or of what may keep its reader waiting. While one is looked at, the next is read, on a thread of the
 * runtime's: so signals are heard, also while a pipe is silent.
 *
 * @param buffers Where they are read to, in turn.
 * @param onRead Called with the bytes of each.
 * @throws {JobError} interrupted; and what the runtime throws.
 */
export async function* chunksAhead(
  readable: Readable,
  [first, second]: readonly [Uint8Array, Uint8Array],
  stop: StopRequest,
  onRead: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let [current, next] = [first, second];
  let reading = readable.read(current);
  for (;;) {
    const bytesRead = await stop.unlessAsked(reading);
    if (bytesRead === null) return;
    reading = readable.read(next);
    // Should the consumer fail, nobody waits for this read any more.
    reading.catch(() => {});
    onRead(bytesRead);
    yield current.buffer === memory ? kernelChunk(bytesRead, current) : current.subarray(0, bytesRead);
    [current, next] = [next, current];
  }
}
