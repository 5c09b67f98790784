/**
 * Chunks of bytes, made of those of another generator.
 *
 * @module
 */
import type { WatchedInput } from "./watch.ts";

/** The chunks, shown to another first. */
export async function* shown(chunks: AsyncGenerator<Uint8Array>, to: WatchedInput): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    await to.take(chunk);
    yield chunk;
  }
  to.end();
}

/** The chunks again whose first one has been taken. */
export async function* resumed(
  first: Uint8Array,
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}
