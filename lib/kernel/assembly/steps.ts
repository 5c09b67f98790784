/**
 * How far timestamps are from one another: whether rows are missing. Where a batch ends as far behind the one before as its
 * rows at one step would, nothing else is looked at; else each row is, and those at another step than the ones before them
 * are written down. What such a step means is for someone else to say, who reads these timestamps.
 */
import { LOW_TIME, MOST_STEP_NOTES, STEP_BACKS, STEP_NOTE_BYTES, STEP_NOTES, STEP_WEIGHTS, TIME_LENGTH } from "./slots";

// The format of the timestamps: digits that count ticks, and the ticks of a day where there is a date.
let digits: usize = 0;
let ticksOfDay: i64 = 0;
let yearBack: usize = 0;
let monthBack: usize = 0;
let dayBack: usize = 0;
let isWatched: bool = false;

/** What the row before counts; only where it is known. */
let hasLast: bool = false;
let last: i64 = 0;
/** The step between the last two rows but those that were written down; 0 where there is none yet. */
let step: i64 = 0;
/** The last step that was another one: if it comes twice in a row, it is the usual one from then on. */
let odd: i64 = 0;
/** Rows at that step since the last one that was written down. */
let regular: u32 = 0;
let notes: u32 = 0;
let areLost: bool = false;

/**
 * Says how timestamps count, beside the tables `STEP_BACKS` and `STEP_WEIGHTS`.
 *
 * @param counting Digits that count ticks, without those of the date.
 * @param day Ticks of a day.
 * @param year How many bytes before the end the year begins, and so on; 0 where there is no date.
 */
export function setSteps(counting: u32, day: i64, year: usize, month: usize, dayOfMonth: usize): void {
  digits = <usize> counting;
  ticksOfDay = day;
  yearBack = year;
  monthBack = month;
  dayBack = dayOfMonth;
  isWatched = true;
  step = 0;
  forgetLast();
}

/** No step is looked at from now on. */
export function watchNoSteps(): void {
  isWatched = false;
  takeSteps();
}

/** The row before the next one was read elsewhere: it is the one that the symbol's entry has. */
export function forgetLast(): void {
  hasLast = false;
  odd = 0;
  takeSteps();
}

/** Forgets what was written down. */
export function takeSteps(): void {
  regular = 0;
  notes = 0;
  areLost = false;
}

// @ts-ignore: decorator
@inline
export function areStepsWatched(): bool {
  return isWatched;
}

/**
 * Rows that were written down: the step before each and how many rows are at it; its own step, or where its timestamp is, if
 * the row before it was not known.
 */
export function stepNotes(): u32 {
  return notes;
}

/** Rows at {@linkcode usualStep} behind the last one that was written down. */
export function regularSteps(): u32 {
  return regular;
}

export function usualStep(): i64 {
  return step;
}

/** Whether there were more than could be written down. */
export function areStepsLost(): bool {
  return areLost;
}

function number(from: usize, count: i32): i32 {
  let value: i32 = 0;
  for (let n = 0; n < count; n++) value = value * 10 + <i32> load<u8>(from + n) - 48;
  return value;
}

/** Days since 1970-01-01 of a date that exists, in the years 1 to 9999. Howard Hinnant's `days_from_civil`. */
function daysBefore(end: usize): i32 {
  const month = number(end - monthBack, 2);
  const year = number(end - yearBack, 4) - i32(month <= 2);
  const era = year / 400;
  const ofEra = year - era * 400;
  const dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + number(end - dayBack, 2) - 1;
  return era * 146097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + dayOfYear - 719468;
}

/** What the timestamp counts that ends at an address. */
function countAt(end: usize): i64 {
  let count: i64 = yearBack == 0 ? 0 : <i64> daysBefore(end) * ticksOfDay;
  for (let n: usize = 0; n < digits; n++) {
    const digit = <i64> load<u8>(end - <usize> load<u32>(STEP_BACKS + (n << 2))) - 48;
    count += digit * load<i64>(STEP_WEIGHTS + (n << 3));
  }
  return count;
}

/** Before rows are taken: what the last row of the symbol counts, if its timestamp is of this format. */
export function prepareSteps(entry: usize, bytes: u32): void {
  if (hasLast || load<u32>(entry, TIME_LENGTH) != bytes) return;
  last = countAt(timeEnd(entry));
  hasLast = true;
}

/** Where the last timestamp ends that a symbol's entry has. */
// @ts-ignore: decorator
@inline
export function timeEnd(entry: usize): usize {
  return entry + LOW_TIME + 16;
}

/**
 * Whether `records` rows, the last of which has the timestamp that ends at `end`, are each a step behind the one before. If
 * one is nearer to it and another one farther from it by as much, nobody sees it.
 */
export function areRegular(end: usize, records: u32): bool {
  if (!hasLast || step == 0) return false;
  const count = countAt(end);
  if (count - last != step * <i64> records) return false;
  last = count;
  regular += records;
  odd = 0;
  return true;
}

/** Looks at the timestamp of the next row. */
export function followStep(start: usize, end: usize): void {
  const count = countAt(end);
  const length = count - last;
  if (hasLast && step != 0 && length == step) {
    regular++;
    odd = 0;
  } else {
    if (notes == MOST_STEP_NOTES) areLost = true;
    else {
      const note = STEP_NOTES + <usize> notes * STEP_NOTE_BYTES;
      store<i64>(note, step);
      store<i64>(note, length, 8);
      store<u32>(note, regular, 16);
      store<u32>(note, <u32> start, 20);
      store<u32>(note, hasLast ? 0 : <u32> (end - start), 24);
      notes++;
    }
    regular = 0;
    if (hasLast && length == odd) step = length;
    odd = hasLast ? length : 0;
    hasLast = true;
  }
  last = count;
}
