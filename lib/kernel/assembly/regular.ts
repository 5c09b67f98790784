/**
 * Timestamps that follow one another at one step, told from their bytes: what is before the time of day is the same in all,
 * and what is behind counts units. `inspect` asks for this; the order of a job's rows is checked in `columns.ts`.
 */
import {
  DIGIT_BACKS,
  DIGIT_WEIGHTS,
  LAST_BYTES,
  MOST_REGULAR_DIGITS,
  PLACE_WEIGHTS,
  REGULAR_BYTES,
  REGULAR_PLACES,
  TIME_LENGTHS,
  TIME_STARTS,
  ZEROS,
} from "./slots";

let bytes: u32 = 0;
let digits: usize = 0;
let limit: f64 = 0;

/** What the last timestamp counted that `regularRows` has found to follow. */
let last: f64 = 0;

/**
 * Says how timestamps are written, beside the tables.
 *
 * @param length Bytes, at most 32.
 * @param counting Digits that count.
 * @param most No timestamp that begins alike counts so much.
 */
export function setRegular(length: u32, counting: u32, most: f64): void {
  bytes = length;
  digits = <usize> counting;
  limit = most;
}

/** What is wrong in the 16 bytes at `text`, for the half of the tables at `half`: nothing, if all lanes are 0. */
// @ts-ignore: decorator
@inline
function faultsIn(text: usize, half: usize): v128 {
  const here = v128.load(text);
  const others = v128.and(v128.xor(here, v128.load(REGULAR_BYTES + half)), v128.load(REGULAR_PLACES + half));
  const tooLarge = i8x16.gt_u(v128.xor(here, v128.load(ZEROS)), v128.load(MOST_REGULAR_DIGITS + half));
  return v128.or(others, tooLarge);
}

/** What a timestamp counts; −1 for one of another form, or that begins otherwise. 32 bytes before its end may be read. */
// @ts-ignore: decorator
@inline
export function countOf(start: usize, length: u32): f64 {
  if (length != bytes) return -1;
  const end = start + <usize> length;
  let faults = faultsIn(end - 16, 16);
  if (length > 16) faults = v128.or(faults, faultsIn(end - 32, 0));
  if (v128.any_true(faults)) return -1;
  let count: f64 = 0;
  for (let n: usize = 0; n < digits; n++) {
    const digit = <u32> load<u8>(end - <usize> load<u32>(DIGIT_BACKS + (n << 2))) - 48;
    count += <f64> digit * load<f64>(DIGIT_WEIGHTS + (n << 3));
  }
  return count < limit ? count : -1;
}

/**
 * How many of the rows from `row` to `end` follow one another, the first of them a timestamp that counts `before`.
 *
 * @param step From each to the next, in units.
 */
export function regularRows(row: u32, end: u32, before: f64, step: f64): u32 {
  last = before;
  let previous: usize = 0;
  for (let n = row; n < end; n++) {
    const at = <usize> n << 2;
    const start = <usize> load<u32>(TIME_STARTS + at);
    const length = load<u32>(TIME_LENGTHS + at);
    const textEnd = start + <usize> length;
    if (previous != 0 && length == bytes && isOneDigitOn(textEnd, previous, step)) last += step;
    else {
      const count = countOf(start, length);
      if (count - last != step) return n - row;
      last = count;
    }
    previous = textEnd;
  }
  return end - row;
}

/** Whether a timestamp differs from the one before in one of its last digits only, by a step; as nearly all do. */
// @ts-ignore: decorator
@inline
function isOneDigitOn(end: usize, previous: usize, step: f64): bool {
  if (last + step >= limit) return false;
  if (bytes > 16) {
    const before = v128.xor(v128.load(end - 32), v128.load(previous - 32));
    if (v128.any_true(v128.and(before, v128.load(LAST_BYTES + <usize> bytes - 16)))) return false;
  }
  const mask = v128.load(LAST_BYTES + <usize> min<u32>(bytes, 16));
  const differing = i8x16.bitmask(v128.and(i8x16.ne(v128.load(end - 16), v128.load(previous - 16)), mask));
  if (differing == 0 || (differing & (differing - 1)) != 0) return false;
  const place = <usize> ctz(differing);
  const digit = <u32> load<u8>(end - 16 + place) - 48;
  if (digit > <u32> load<u8>(MOST_REGULAR_DIGITS + 16 + place)) return false;
  const before = <u32> load<u8>(previous - 16 + place) - 48;
  return (<f64> digit - <f64> before) * load<f64>(PLACE_WEIGHTS + (place << 3)) == step;
}

export function lastCount(): f64 {
  return last;
}
