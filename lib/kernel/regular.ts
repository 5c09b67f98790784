/**
 * The kernel's way to follow timestamps that are one step behind each other. Loaded only by `inspect`.
 *
 * @module
 */
import * as kernel from "./kernel.wasm";
import {
  DIGIT_BACKS,
  DIGIT_WEIGHTS,
  MOST_REGULAR_DIGITS,
  NAME,
  REGULAR_BYTES,
  REGULAR_PLACES,
  TIME_BYTES,
} from "./kernel.wasm";
import { memory } from "./memory.ts";

const bytes = new Uint8Array(memory, REGULAR_BYTES, TIME_BYTES);
const places = new Uint8Array(memory, REGULAR_PLACES, TIME_BYTES);
const most = new Uint8Array(memory, MOST_REGULAR_DIGITS, TIME_BYTES);
const backs = new Uint32Array(memory, DIGIT_BACKS, TIME_BYTES);
const weights = new Float64Array(memory, DIGIT_WEIGHTS, TIME_BYTES);
/** No byte is above it. */
const NO_LIMIT = 255;

const one = new Uint8Array(memory, NAME, TIME_BYTES);

/** How timestamps of one form begin and end, which are told apart by their last digits. */
export interface RegularForm {
  /** At most {@linkcode MOST_REGULAR_BYTES}. */
  readonly bytes: Uint8Array;
  /** By place: what a digit there counts in units; 0 where the byte is the same in all. */
  readonly weights: readonly number[];
  /** By place: the most that the digit may be. */
  readonly most: readonly number[];
  /** No timestamp that begins alike counts so much; below 2^53. */
  readonly limit: number;
}

/** The most bytes that a timestamp may have here. */
export const MOST_REGULAR_BYTES: number = TIME_BYTES;

/** Says how timestamps are written from now on. */
export function setRegularForm(form: RegularForm): void {
  const { length } = form.bytes;
  const start = TIME_BYTES - length;
  bytes.set(form.bytes, start);
  places.fill(0);
  most.fill(NO_LIMIT);
  let digits = 0;
  for (let n = 0; n < length; n++) {
    const weight = form.weights[n] ?? 0;
    if (weight === 0) places[start + n] = 0xff;
    else {
      most[start + n] = form.most[n] ?? 0;
      backs[digits] = length - n;
      weights[digits++] = weight;
    }
  }
  kernel.setRegular(length, digits, form.limit);
}

/** Says that timestamps begin in another way from now on, and are written as before. */
export function setRegularBytes(text: Uint8Array): void {
  bytes.set(text, TIME_BYTES - text.length);
}

/** What a timestamp counts behind its beginning; −1 for one of another form, or that begins otherwise. */
export function regularCount(text: Uint8Array): number {
  if (text.length > TIME_BYTES) return -1;
  one.set(text);
  return kernel.countOf(NAME, text.length);
}

/**
 * How many of the rows from `row` to `end`, whose timestamps the kernel has noted, are each `step` behind the one before; the
 * first is behind one that counts `before`. Also what the last of them counts.
 */
export function regularRows(row: number, end: number, before: number, step: number): { rows: number; last: number } {
  const rows = kernel.regularRows(row, end, before, step);
  return { rows, last: kernel.lastCount() };
}
