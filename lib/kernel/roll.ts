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

const rolledSums = new Float64Array(memory, kernel.CLOSES, kernel.MOST_CLOSES);
const rolledSignals = new Uint8Array(memory, kernel.SIGNALS, kernel.MOST_CLOSES);

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
 * @param signals Receives the signal of each, at the same index: 0 or 1. Not to have them is faster.
 * @param sums Receives the sum of the window that ends with each, where signals are wanted.
 */
export function rollUp(
  closes: Float64Array,
  from: number,
  to: number,
  window: number,
  sum: number,
  signals?: Uint8Array,
  sums?: Float64Array,
): number {
  const address = closes.byteOffset + from * closes.BYTES_PER_ELEMENT;
  if (signals === undefined) return kernel.rollUp(address, to - from, window, sum);
  const roll = sums === undefined ? kernel.rollUpSignals : kernel.rollUpSums;
  const ones = roll(address, to - from, window, sum);
  sums?.set(rolledSums.subarray(0, to - from), from);
  signals.set(rolledSignals.subarray(0, to - from), from);
  return ones;
}

/** Sum of the last `window` closes after the last {@linkcode rollUp}. */
export function rolledSum(): number {
  return kernel.rolledSum();
}
