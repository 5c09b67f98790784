/**
 * Decompressing bytes as the product does, for tests.
 *
 * @module
 */
import { decompress } from "../../lib/inputs/decompress.ts";
import { type CompressionFormat, JobError } from "../../lib/errors.ts";

/** What decompressing has given: a text, or an error with its exit code. */
export interface Outcome {
  readonly text: string | undefined;
  readonly message: string | undefined;
}

/** Decompresses the file `in`, which arrives in `chunks`; their place in memory is written over when the next one comes. */
export async function outcomeOf(format: CompressionFormat, chunks: Iterable<Uint8Array>): Promise<Outcome> {
  const parts: Uint8Array[] = [];
  try {
    for await (const part of decompress(format, reusing(chunks), "in")) parts.push(part.slice());
  } catch (error) {
    if (!(error instanceof JobError) || error.kind !== "data") throw error;
    return { text: undefined, message: error.message };
  }
  return { text: await new Blob(parts.map((part) => Uint8Array.from(part))).text(), message: undefined };
}

async function* reusing(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) {
    const copy = chunk.slice();
    yield copy;
    copy.fill(0xa5);
  }
}
