/**
 * The kernel's memory: what is put there needs no copy to be read or added up.
 *
 * @module
 */
import * as kernel from "./kernel.wasm";

// It never grows, so its views stay valid.
export const memory: ArrayBufferLike = kernel.memory.buffer;

/** Room for closes that are collected. There is one for each thread: whoever uses it must be alone. */
export const collectedCloses: Float64Array = new Float64Array(memory, kernel.COLLECTED, kernel.MOST_CLOSES);
