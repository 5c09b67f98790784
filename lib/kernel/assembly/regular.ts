/**
 * Timestamps that follow one another at one step, told from their bytes: what is before the time of day is the same in all,
 * and what is behind counts units. `inspect` asks for this; the order of a job's rows is checked in `columns.ts`.
 */
import {
  DIGIT_BACKS,
  DIGIT_WEIGHTS,
  CARRY_PLACES,
  LAST_BYTES,
  MOST_REGULAR_DIGITS,
  REGULAR_BYTES,
  REGULAR_PLACES,
  REGULAR_STEP,
  TIME_LENGTHS,
  TIME_STARTS,
  ZEROS,
} from "./slots";

/** Nothing is carried to a place. */
const NO_PLACE: i8 = -1;

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
  v128.store(CARRY_PLACES, i8x16.splat(NO_PLACE));
  for (let n: usize = 1; n < digits; n++) {
    const before = <usize> load<u32>(DIGIT_BACKS + (n << 2) - 4);
    if (before <= 16) store<u8>(CARRY_PLACES + 16 - before, <u8> (16 - load<u32>(DIGIT_BACKS + (n << 2))));
  }
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
 * How many of the rows from `row` to `end` follow one another, the first of them a timestamp that counts `before`. The next
 * one is known before it is looked at: the one before, with the digits of the step added. So most are only compared.
 *
 * @param step From each to the next, in units.
 */
export function regularRows(row: u32, end: u32, before: f64, step: f64): u32 {
  const isStep = spellStep(step);
  const lowBytes = v128.load(LAST_BYTES + <usize> min<u32>(bytes, 16));
  const highBytes = v128.load(LAST_BYTES + <usize> (max<u32>(bytes, 16) - 16));
  let count = before;
  let isExpected = false;
  let low = i8x16.splat(0);
  let high = i8x16.splat(0);
  let n = row;
  for (; n < end; n++) {
    const at = <usize> n << 2;
    const length = load<u32>(TIME_LENGTHS + at);
    const textEnd = <usize> load<u32>(TIME_STARTS + at) + <usize> length;
    if (isExpected && length == bytes) {
      const others = v128.and(v128.xor(v128.load(textEnd - 16), low), lowBytes);
      const othersBefore = v128.and(v128.xor(v128.load(textEnd - 32), high), highBytes);
      isExpected = !v128.any_true(v128.or(others, othersBefore));
    } else isExpected = false;
    if (isExpected) count += step;
    else {
      const here = countOf(textEnd - <usize> length, length);
      if (here - count != step) break;
      count = here;
      low = v128.load(textEnd - 16);
      high = v128.load(textEnd - 32);
    }
    isExpected = isStep && count + step >= 0 && count + step < limit;
    if (isExpected) low = oneStepOn(low);
  }
  last = count;
  return n - row;
}

/** The digits of the step that `oneStepOn` adds, each below 0 where the step is. */
let stepDigits: v128 = i8x16.splat(0);

/** Spells a step in the digits of a timestamp. Returns whether all of these are among the last 16 bytes, and spell it. */
function spellStep(step: f64): bool {
  const sign: i32 = step < 0 ? -1 : 1;
  let rest = abs(step);
  v128.store(REGULAR_STEP, i8x16.splat(0));
  for (let n: usize = 0; n < digits; n++) {
    const back = <usize> load<u32>(DIGIT_BACKS + (n << 2));
    if (back > 16) return false;
    const weight = load<f64>(DIGIT_WEIGHTS + (n << 3));
    const digit = floor(rest / weight);
    if (digit > 9) return false;
    rest -= digit * weight;
    store<i8>(REGULAR_STEP + 16 - back, <i8> (sign * <i32> digit));
  }
  stepDigits = v128.load(REGULAR_STEP);
  return rest == 0;
}

/** The last 16 bytes of a timestamp, one step on, where that begins alike. */
// @ts-ignore: decorator
@inline
function oneStepOn(text: v128): v128 {
  const most = v128.load(MOST_REGULAR_DIGITS + 16);
  const zeros = v128.load(ZEROS);
  let digitsHere = i8x16.sub(i8x16.add(text, stepDigits), zeros);
  let wrong = i8x16.gt_u(digitsHere, most);
  while (v128.any_true(wrong)) {
    // What is above the most of a place, or below 0, is carried to the place before.
    const below = v128.and(wrong, i8x16.lt_s(digitsHere, i8x16.splat(0)));
    const above = v128.andnot(wrong, below);
    const counts = v128.and(wrong, i8x16.add(most, i8x16.splat(1)));
    digitsHere = i8x16.add(digitsHere, v128.and(below, counts));
    digitsHere = i8x16.sub(digitsHere, v128.and(above, counts));
    const places = v128.load(CARRY_PLACES);
    digitsHere = i8x16.sub(digitsHere, i8x16.swizzle(above, places));
    digitsHere = i8x16.add(digitsHere, i8x16.swizzle(below, places));
    wrong = i8x16.gt_u(digitsHere, most);
  }
  return i8x16.add(digitsHere, zeros);
}

export function lastCount(): f64 {
  return last;
}
