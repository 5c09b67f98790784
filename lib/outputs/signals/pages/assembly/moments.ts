/**
 * Timestamps as the input spells them → points in time, as far as they differ in their digits alone.
 *
 * Which digit means what is in tables that TypeScript fills. A timestamp is looked at as the 32 bytes from its beginning: each
 * may be a little more than its lowest, and what is behind its end may be anything. The digits go to places of their own:
 * YYYYMMDD, 00hhmmss and nine of the fraction; or sixteen of seconds since 1970 and nine of the fraction.
 */
import {
  TEXTS,
  TIME_DIGITS,
  TIME_LOWEST,
  TIME_NANOSECONDS,
  TIME_PICKS,
  TIME_RANGES,
  TIME_SECONDS,
  TIMESTAMP_LENGTHS,
  TIMESTAMP_STARTS,
} from "./slots";

const SECONDS_PER_DAY: i64 = 86400;
/** The years whose days all have a year of four digits, in every zone. */
const FIRST_YEAR: u32 = 2;
const LAST_YEAR: u32 = 9998;

let spelledBytes: u32 = 0;
let isEpoch: bool = false;
/** An epoch with more is left to others. */
let mostSeconds: u64 = 0;
/** Seconds ahead of UTC. */
let offset: i64 = 0;

/** The date read last, as YYYYMMDD, and its day since 1970. */
let lastDate: u32 = 0;
let lastDay: i64 = 0;

/** Says what timestamps are made like, beside the tables. */
export function setTimeFormat(spelled: u32, epoch: bool, most: f64, ahead: f64): void {
  spelledBytes = spelled;
  isEpoch = epoch;
  mostSeconds = u64(most);
  offset = i64(ahead);
}

/**
 * Reads the timestamps of rows `from` to `to` of the call, not included, as far as they are made like the tables say.
 *
 * @param row The place in the group of the first.
 * @param base What the starts are to be lessened by.
 * @param textLength Bytes of the texts.
 * @returns The row at which it has stopped.
 */
export function readTimes(from: u32, to: u32, row: u32, base: u32, textLength: u32): u32 {
  const lowest = v128.load(TIME_LOWEST);
  const lowestBehind = v128.load(TIME_LOWEST, 16);
  const ranges = v128.load(TIME_RANGES);
  const rangesBehind = v128.load(TIME_RANGES, 16);
  for (let n = from; n < to; n++, row++) {
    const place = usize(n) << 2;
    const start = load<u32>(TIMESTAMP_STARTS + place) - base;
    const isOutside = u64(start) + spelledBytes > textLength;
    if (isOutside || load<u32>(TIMESTAMP_LENGTHS + place) !== spelledBytes) return n;
    const above = i8x16.sub(v128.load(TEXTS + start), lowest);
    const aboveBehind = i8x16.sub(v128.load(TEXTS + start, 16), lowestBehind);
    const areAlike = v128.and(i8x16.le_u(above, ranges), i8x16.le_u(aboveBehind, rangesBehind));
    if (!i8x16.all_true(areAlike)) return n;

    v128.store(TIME_DIGITS, picked(above, aboveBehind, TIME_PICKS));
    v128.store(TIME_DIGITS, picked(above, aboveBehind, TIME_PICKS + 32), 16);
    const first = eightDigits(load<u64>(TIME_DIGITS));
    const second = eightDigits(load<u64>(TIME_DIGITS, 8));
    let seconds: i64;
    if (isEpoch) {
      const epoch = u64(first) * 100000000 + second;
      if (epoch > mostSeconds) return n;
      seconds = i64(epoch);
    } else {
      if (first !== lastDate && !setDate(first)) return n;
      const hour = second / 10000;
      const minute = second / 100 % 100;
      const rest = second % 100;
      if (hour > 23 || minute > 59 || rest > 59) return n;
      seconds = lastDay * SECONDS_PER_DAY + i64(hour * 3600 + minute * 60 + rest) - offset;
    }
    store<f64>(TIME_SECONDS + (usize(row) << 3), f64(seconds));
    const nanoseconds = eightDigits(load<u64>(TIME_DIGITS, 16)) * 10 + load<u8>(TIME_DIGITS, 24);
    store<u32>(TIME_NANOSECONDS + (usize(row) << 2), nanoseconds);
  }
  return to;
}

/** Digits at 16 places of their own; where none is picked there is a 0. */
// @ts-ignore: decorator
@inline
function picked(digits: v128, behind: v128, picks: usize): v128 {
  return v128.or(i8x16.swizzle(digits, v128.load(picks)), i8x16.swizzle(behind, v128.load(picks, 16)));
}

/** The number that eight digits are, the first in the lowest byte. */
// @ts-ignore: decorator
@inline
function eightDigits(digits: u64): u32 {
  // First pairs, then all four of them at once, each times its power of ten.
  const pairs = digits * 10 + (digits >> 8);
  const outer = (pairs & 0x000000ff000000ff) * 0x000f424000000064;
  const inner = (pairs >> 16 & 0x000000ff000000ff) * 0x0000271000000001;
  return u32(outer + inner >> 32);
}

/** Takes note of a date. Returns false for one that is none, or that is left to others. */
function setDate(date: u32): bool {
  const year = date / 10000;
  const month = date / 100 % 100;
  const day = date % 100;
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1) return false;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days: u32 = month === 2 ? 28 + u32(isLeap) : 30 + ((month + (month >> 3)) & 1);
  if (day > days) return false;
  lastDate = date;
  // Howard Hinnant's `days_from_civil`: years that begin in March, in eras of 400.
  const marchYear = year - u32(month <= 2);
  const era = marchYear / 400;
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  lastDay = i64(era) * 146097 + i64(dayOfEra) - 719468;
  return true;
}
