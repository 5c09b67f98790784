/**
 * Inspecting text without a file, for tests.
 *
 * @module
 */
import type { Facts } from "../../lib/inspect/facts.ts";
import { inspectSource } from "../../lib/inspect/inspect.ts";

/** The facts about a file `in.csv` that arrives in these chunks. */
export function factsOfChunks(chunks: readonly Uint8Array[], compression?: string): Promise<Facts> {
  const source = {
    compression,
    async *chunks() {
      // The same memory for every chunk, as a source has it.
      const buffer = new Uint8Array(Math.max(0, ...chunks.map(({ length }) => length)));
      for (const chunk of chunks) {
        buffer.set(chunk);
        yield await Promise.resolve(buffer.subarray(0, chunk.length));
      }
    },
  };
  return inspectSource(source, "in.csv");
}

/** The facts about a file `in.csv` of this text. */
export function factsOfText(text: string): Promise<Facts> {
  return factsOfChunks([new TextEncoder().encode(text)]);
}
