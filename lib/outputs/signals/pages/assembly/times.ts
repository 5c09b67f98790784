/**
 * Points in time → integers of the column's type.
 */
import { DATES, LEVELS, MICROSECONDS, TIME_NANOSECONDS, TIME_SECONDS } from "./slots";

const SECONDS_PER_DAY: i64 = 86400;
/** Nanoseconds of 64 bits reach so far from 1970, in whole seconds. */
const MOST_SECONDS: i64 = 9223372036;

/**
 * Makes integers of the first `count` timestamps, where their seconds were, without gaps; and their levels.
 *
 * @returns The first row whose timestamp the type can't hold, which is still there; otherwise `count`.
 */
export function convertTimes(count: u32, type: u32): u32 {
  let to = TIME_SECONDS;
  for (let n: usize = 0; n < count; n++) {
    const spelled = load<f64>(TIME_SECONDS + (n << 3));
    const isKnown = spelled === spelled;
    store<u32>(LEVELS + (n << 2), u32(isKnown));
    if (!isKnown) continue;
    const seconds = i64(spelled);
    const nanoseconds = i64(load<u32>(TIME_NANOSECONDS + (n << 2)));
    let value: i64;
    let fits: bool;
    if (type === DATES) {
      value = seconds / SECONDS_PER_DAY;
      fits = value * SECONDS_PER_DAY === seconds && nanoseconds === 0;
    } else if (type === MICROSECONDS) {
      const microseconds = nanoseconds / 1000;
      value = seconds * 1000000 + microseconds;
      fits = microseconds * 1000 === nanoseconds;
    } else {
      // Out of reach by less than a second, it has the wrong sign or is the one integer that has no opposite.
      value = seconds * 1000000000 + nanoseconds;
      fits = seconds <= MOST_SECONDS && seconds >= -MOST_SECONDS - 1 && value < 0 === seconds < 0 &&
        value !== i64.MIN_VALUE;
    }
    if (!fits) return u32(n);
    store<i64>(to, value);
    to += 8;
  }
  return count;
}
