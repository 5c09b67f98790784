/**
 * A chunk of bytes → deflate blocks of it.
 *
 * @module
 */
import { deflateRawSync } from "node:zlib";

/** Takes a third of the time of zlib's usual level 6, and makes files a few percent larger. */
const LEVEL = 3;
/** zlib's Z_FULL_FLUSH. */
const FULL_FLUSH = 3;

/** Compressed bytes come in buffers of so many: one mostly. */
const OUTPUT_BYTES = 1 << 17;

/** Blocks that know nothing of what was before them, and are followed by more: they end with a byte, and none is the last. */
export function deflate(chunk: Uint8Array): Uint8Array {
  return deflateRawSync(chunk, { level: LEVEL, finishFlush: FULL_FLUSH, chunkSize: OUTPUT_BYTES });
}
