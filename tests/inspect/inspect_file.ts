/**
 * Inspecting text without a file, for tests.
 *
 * @module
 */
import type { Facts } from "../../lib/inspect/facts.ts";
import { inspectSource } from "../../lib/inspect/inspect.ts";
import { kernelChunk, kernelInput } from "../../lib/kernel/scan.ts";

/**
 * The facts about a file `in.csv` that arrives in these chunks.
 *
 * @param isScanned Whether the kernel takes the rows that it can prove.
 */
export function factsOfChunks(
  chunks: readonly Uint8Array[],
  compression?: string,
  isScanned = true,
): Promise<Facts> {
  const source = {
    compression,
    async *chunks() {
      // The same memory for every chunk, as a source has it.
      const longest = Math.max(0, ...chunks.map(({ length }) => length));
      const isOfKernel = longest <= kernelInput.length;
      const buffer = isOfKernel ? kernelInput : new Uint8Array(longest);
      for (const chunk of chunks) {
        buffer.set(chunk);
        yield await Promise.resolve(isOfKernel ? kernelChunk(chunk.length) : buffer.subarray(0, chunk.length));
      }
    },
  };
  return inspectSource(source, "in.csv", () => {}, isScanned);
}

/** The facts about a file `in.csv` of this text. */
export function factsOfText(text: string): Promise<Facts> {
  return factsOfChunks([new TextEncoder().encode(text)]);
}
