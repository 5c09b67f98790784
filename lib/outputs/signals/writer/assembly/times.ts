/**
 * Timestamps as the input spells them → their texts in the signals file, all made alike.
 *
 * Which byte of a timestamp goes where is in tables that TypeScript fills, for timestamps that differ in their digits alone.
 * A timestamp is looked at as the 32 bytes from its beginning: each may be a little more than its lowest, and what is behind
 * its end may be anything. Of an epoch the date and the time are computed.
 */
import {
  TEXTS,
  TIME_BYTES,
  TIME_DIGITS,
  TIME_FIXED,
  TIME_LOWEST,
  TIME_PICKS,
  TIME_RANGES,
  TIMES,
  TIMESTAMP_LENGTHS,
  TIMESTAMP_STARTS,
} from "./slots";

const SECONDS_PER_DAY: u64 = 86400;

/** Bytes of a timestamp, and of its text; 0 where timestamps stay as they are. */
let spelledBytes: u32 = 0;
let textBytes: usize = 0;
/** Digits of seconds at the beginning of an epoch; 0 for other timestamps. */
let secondDigits: u32 = 0;
/** An epoch with more is left to others. */
let mostSeconds: u64 = 0;
let areDates: bool = false;

/** The day of an epoch, and its date: `2024-01-` and `31`. */
let lastDay: u64 = U64.MAX_VALUE;
let dateBegin: u64 = 0;
let dateEnd: u16 = 0;

/** Says what timestamps are made like, beside the tables. */
export function setTimes(spelled: u32, written: usize, digits: u32, most: f64, dates: bool): void {
  spelledBytes = spelled;
  textBytes = written;
  secondDigits = digits;
  mostSeconds = u64(most);
  areDates = dates;
}

/** Bytes of the text of a timestamp; 0 where timestamps stay as they are. */
// @ts-ignore: decorator
@inline
export function timeBytes(): usize {
  return textBytes;
}

/**
 * Makes the texts of the first `count` timestamps, as far as they are made like the tables say.
 *
 * @param base What the starts are to be lessened by.
 * @param textLength Bytes of all texts of the input.
 * @returns How many it has made.
 */
export function writeTimes(count: u32, base: u32, textLength: u32): u32 {
  const lowest = v128.load(TIME_LOWEST);
  const lowestBehind = v128.load(TIME_LOWEST + 16);
  const ranges = v128.load(TIME_RANGES);
  const rangesBehind = v128.load(TIME_RANGES + 16);
  for (let n: u32 = 0; n < count; n++) {
    const offset = usize(n) << 2;
    const start = load<u32>(TIMESTAMP_STARTS + offset) - base;
    const isOutside = u64(start) + spelledBytes > textLength;
    if (isOutside || load<u32>(TIMESTAMP_LENGTHS + offset) !== spelledBytes) return n;
    const spelled = v128.load(TEXTS + start);
    const behind = v128.load(TEXTS + start, 16);
    const above = i8x16.sub(spelled, lowest);
    const aboveBehind = i8x16.sub(behind, lowestBehind);
    const areAlike = v128.and(i8x16.le_u(above, ranges), i8x16.le_u(aboveBehind, rangesBehind));
    if (!i8x16.all_true(areAlike)) return n;

    const out = TIMES + usize(n) * TIME_BYTES;
    v128.store(out, picked(spelled, behind, TIME_PICKS, TIME_FIXED));
    v128.store(out, picked(spelled, behind, TIME_PICKS + 32, TIME_FIXED + 16), 16);
    if (secondDigits === 0) continue;
    v128.store(TIME_DIGITS, above);
    if (!writeEpoch(out)) return n;
  }
  return count;
}

/** 16 bytes of a text: those that come from the timestamp, and those that are always the same. */
// @ts-ignore: decorator
@inline
function picked(spelled: v128, behind: v128, picks: usize, fixed: usize): v128 {
  const bytes = v128.or(i8x16.swizzle(spelled, v128.load(picks)), i8x16.swizzle(behind, v128.load(picks, 16)));
  return v128.or(bytes, v128.load(fixed));
}

/** Writes the date and the time of the seconds whose digits were noted. Returns false if they are left to others. */
// @ts-ignore: decorator
@inline
function writeEpoch(out: usize): bool {
  let seconds: u64 = 0;
  for (let n: u32 = 0; n < secondDigits; n++) seconds = seconds * 10 + load<u8>(TIME_DIGITS + n);
  if (seconds > mostSeconds) return false;
  const day = seconds / SECONDS_PER_DAY;
  const second = u32(seconds - day * SECONDS_PER_DAY);
  if (areDates && second !== 0) return false;
  if (day !== lastDay) setDay(day);
  store<u64>(out, dateBegin);
  store<u16>(out, dateEnd, 8);
  if (areDates) return true;
  const minutes = second / 60;
  const hour = minutes / 60;
  // `23:59:59` as one number, the first character in the lowest byte.
  const time = u64(twoDigits(hour)) | u64(twoDigits(minutes - hour * 60)) << 24 |
    u64(twoDigits(second - minutes * 60)) << 48 | 0x00003a00003a0000;
  store<u64>(out, time, 11);
  return true;
}

/** The civil date of a day: Howard Hinnant's `civil_from_days`, for days since 1970. */
function setDay(day: u64): void {
  lastDay = day;
  const shifted = day + 719468;
  const era = shifted / 146097;
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
  const dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  const marchMonth = (5 * dayOfYear + 2) / 153;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + u64(month <= 2);
  const century = year / 100;
  dateBegin = u64(twoDigits(u32(century))) | u64(twoDigits(u32(year - century * 100))) << 16 |
    u64(twoDigits(u32(month))) << 40 | 0x2d00002d00000000;
  dateEnd = twoDigits(u32(dayOfYear - (153 * marchMonth + 2) / 5 + 1));
}

/** A number below 100 as two digits of ASCII. */
// @ts-ignore: decorator
@inline
function twoDigits(number: u32): u16 {
  const tens = number * 103 >> 10;
  return u16(tens | (number - tens * 10) << 8 | 0x3030);
}
