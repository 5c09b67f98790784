/**
 * Closes → how many of them are above the mean of their window.
 *
 * What a rolling sum in TypeScript does, four closes at a time: one addition after the other takes longer than all the rest,
 * and so only one in four has to wait for that before it. Whoever calls makes sure that all numbers here are integers that
 * doubles hold exactly. With L for the largest close, its sign left out: a difference of two closes is at most 2 L, the sum of
 * four differences 8 L, and the sums of windows are at most window × L, as is window × close.
 */

import { CLOSES, SIGNALS } from "./slots";

let sum: f64 = 0;

/**
 * Counts the closes that are above the mean of the `window` closes up to themselves.
 *
 * @param from Address of the first close. Before it there are `window` closes more.
 * @param sumBefore Sum of the `window` closes before the first.
 */
export function rollUp(from: usize, count: u32, window: u32, sumBefore: f64): u32 {
  return roll(from, count, window, sumBefore, false, false);
}

/** The same, with a signal for each close. */
export function rollUpSignals(from: usize, count: u32, window: u32, sumBefore: f64): u32 {
  return roll(from, count, window, sumBefore, true, false);
}

/** The same, with the sum of each window too: where closes go that someone wants elsewhere, for these are somewhere else. */
export function rollUpSums(from: usize, count: u32, window: u32, sumBefore: f64): u32 {
  return roll(from, count, window, sumBefore, true, true);
}

// @ts-ignore: a decorator.
@inline
function roll(
  from: usize,
  count: u32,
  window: u32,
  sumBefore: f64,
  areSignalsWanted: bool,
  areSumsWanted: bool,
): u32 {
  const back = <usize> window << 3;
  const windows = f64x2.splat(<f64> window);
  const none = f64x2.splat(0);
  let sums = f64x2.splat(sumBefore);
  let above = i64x2.splat(0);
  let at = from;
  let out = SIGNALS;
  let sumsOut = CLOSES;
  for (const end = from + (<usize> (count & ~3) << 3); at < end; at += 32) {
    const closesA = v128.load(at);
    const closesB = v128.load(at, 16);
    const changesA = f64x2.sub(closesA, v128.load(at - back));
    const changesB = f64x2.sub(closesB, v128.load(at - back, 16));
    // The change of the sum up to each of the four.
    const upToA = f64x2.add(changesA, v128.shuffle<f64>(none, changesA, 0, 2));
    const twoOfB = f64x2.add(changesB, v128.shuffle<f64>(none, changesB, 0, 2));
    const upToB = f64x2.add(twoOfB, v128.shuffle<f64>(upToA, upToA, 1, 1));
    const sumsA = f64x2.add(sums, upToA);
    const sumsB = f64x2.add(sums, upToB);
    // A lane that is greater is −1.
    const aboveA = f64x2.gt(f64x2.mul(closesA, windows), sumsA);
    const aboveB = f64x2.gt(f64x2.mul(closesB, windows), sumsB);
    above = i64x2.sub(above, aboveA);
    above = i64x2.sub(above, aboveB);
    if (areSignalsWanted) {
      const halves = v128.shuffle<i32>(aboveA, aboveB, 0, 2, 4, 6);
      const quarters = i16x8.narrow_i32x4_s(halves, halves);
      store<u32>(out, i32x4.extract_lane(i8x16.narrow_i16x8_s(quarters, quarters), 0) & 0x01010101);
      out += 4;
    }
    if (areSumsWanted) {
      v128.store(sumsOut, sumsA);
      v128.store(sumsOut, sumsB, 16);
      sumsOut += 32;
    }
    sums = v128.shuffle<f64>(sumsB, sumsB, 1, 1);
  }
  let ones = <u32> (i64x2.extract_lane(above, 0) + i64x2.extract_lane(above, 1));
  let last = f64x2.extract_lane(sums, 0);
  for (const end = from + (<usize> count << 3); at < end; at += 8) {
    const close = load<f64>(at);
    last += close - load<f64>(at - back);
    const signal = u32(close * <f64> window > last);
    ones += signal;
    if (areSignalsWanted) store<u8>(out++, signal);
    if (areSumsWanted) {
      store<f64>(sumsOut, last);
      sumsOut += 8;
    }
  }
  sum = last;
  return ones;
}

/** Sum of the last `window` closes of the last call. */
export function rolledSum(): f64 {
  return sum;
}
