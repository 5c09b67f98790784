/**
 * The rolling sums of symbols that take turns, by the kernel, as far as their windows are in its memory.
 *
 * @module
 */
import * as kernel from "./kernel.wasm";
import { memory } from "./memory.ts";

/** What is known of a symbol, in this order, before the closes of its window. */
export { FIRST_MEAN, ONES, RING, ROWS, SLOT, SUM } from "./kernel.wasm";

const windows = new Float64Array(memory, kernel.WINDOWS, kernel.WINDOWS_BYTES / Float64Array.BYTES_PER_ELEMENT);

let leave: () => number = () => 0;

/**
 * Gives room for the windows of symbols, which is all zeros. There is one for each thread, and who asks last has it.
 *
 * @param leaveThem Called when another one asks: gets out of the room, and says how many of its numbers were used.
 */
export function takeWindows(leaveThem: () => number): Float64Array<ArrayBufferLike> {
  windows.fill(0, 0, leave());
  leave = leaveThem;
  return windows;
}

/** Whether the kernel can take these closes: they have to be in its memory. */
export function canRollTurns(ids: Uint32Array, closes: Float64Array): boolean {
  return ids.buffer === memory && closes.buffer === memory;
}

/**
 * Copies what was counted of symbols: rows, and signals that are 1.
 *
 * @param stride As in {@linkcode WindowLayout}.
 * @returns Whether it has, for which both have to be in the kernel's memory.
 */
export function copyTurnCounts(
  first: number,
  many: number,
  stride: number,
  rows: Float64Array,
  ones: Float64Array,
): boolean {
  if (rows.buffer !== memory || ones.buffer !== memory) return false;
  kernel.copyTurnCounts(first, many, stride * rows.BYTES_PER_ELEMENT, rows.byteOffset, ones.byteOffset);
  return true;
}

/** How windows are laid out, and what they may hold. */
export interface WindowLayout {
  /** Numbers from one symbol to the next. */
  readonly stride: number;
  readonly window: number;
  /** Closes that each symbol has room for. */
  readonly room: number;
  /** No close may be larger, its sign left out: so that each sum, and window × close, is an integer below 2^53. */
  readonly limit: number;
}

/**
 * Takes the closes from index `from` up to `to`, each into the window of its symbol.
 *
 * @param ids The symbol of each close, numbered from 0; the room has to have the windows of all.
 * @returns Index of the first close that was not taken: it is too large, has no room, or its symbol's slot is below 0.
 */
export function rollTurns(
  ids: Uint32Array,
  closes: Float64Array,
  from: number,
  to: number,
  { stride, window, room, limit }: WindowLayout,
): number {
  const [id, close] = [
    ids.byteOffset + from * ids.BYTES_PER_ELEMENT,
    closes.byteOffset + from * closes.BYTES_PER_ELEMENT,
  ];
  return from + kernel.rollTurns(id, close, to - from, stride * closes.BYTES_PER_ELEMENT, window, room, limit);
}
