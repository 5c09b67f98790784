/**
 * The rolling sum by the kernel.
 *
 * @module
 */
import * as kernel from "./kernel.wasm";
import { memory } from "./memory.ts";

/**
 * No number of a rolling sum by the kernel is larger than this many times the largest close, or than `window` times that, if
 * it is more.
 */
export const LEAST_WINDOW_FACTOR: number = kernel.LEAST_WINDOW_FACTOR;

/** Whether the kernel can add up these closes: they have to be in its memory. */
export function canRoll(closes: Float64Array): boolean {
  return closes.buffer === memory;
}

/**
 * Counts the closes from index `from`, which is `window` at least, up to `to`, that are above the mean of their window.
 *
 * @param closes Integers, in the kernel's memory, so small that no number on the way is above 2^53: see
 * {@linkcode LEAST_WINDOW_FACTOR}.
 * @param sum Sum of the `window` closes before the first.
 */
export function rollUp(closes: Float64Array, from: number, to: number, window: number, sum: number): number {
  return kernel.rollUp(closes.byteOffset + from * closes.BYTES_PER_ELEMENT, to - from, window, sum);
}

/** Sum of the last `window` closes after the last {@linkcode rollUp}. */
export function rolledSum(): number {
  return kernel.rolledSum();
}
