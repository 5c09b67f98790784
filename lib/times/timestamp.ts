/**
 * Text → a point in time, exactly: nanoseconds in a bigint, for those of today are beyond what a double holds.
 *
 * @module
 */
import type { TimeUnit } from "../layouts/layout.ts";

const NANOSECONDS = { s: 1_000_000_000n, ms: 1_000_000n, us: 1_000n, ns: 1n } as const;
const SECONDS_PER_DAY = 86_400;

/** Digits of an epoch up to which it counts seconds, then milliseconds, then microseconds: 11 of seconds last until 5138. */
const MOST_DIGITS = [[11, "s"], [14, "ms"], [17, "us"], [20, "ns"]] as const;

/** Years in which eight digits are taken for a date and not for seconds, where nothing else is known. */
const USUAL_YEARS = { from: 1900, to: 2100 } as const;

const EPOCH = /^([+-]?)([0-9]{1,20})(?:\.([0-9]*))?$/;

/** Date, perhaps time, perhaps zone. What stands between year, month and day stands there twice, also where it is nothing. */
const CALENDAR = new RegExp(
  "^(?:([0-9]{4})([-./]?)([0-9]{2})\\2([0-9]{2})|([0-9]{1,2})\\.([0-9]{1,2})\\.([0-9]{4}))" +
    "(?:[Tt ,;|\\t] ?([0-9]{2})(:?)([0-9]{2})(?:\\9([0-9]{2})(?:\\.([0-9]{1,9}))?)?" +
    "(?: ?(Z|z|UTC|[+-][0-9]{2}(?::?[0-9]{2})?))?)?$",
);

/**
 * Reads a time stamp.
 *
 * Bare numbers count from 1970 in `unit`, with a fraction or without; with `date` they are YYYYMMDD, and with `auto` their
 * digits tell. Else it is a date, `2024-01-31`, `2024.01.31`, `2024/01/31`, `20240131` or `31.01.2024`, perhaps with a
 * time behind it, `T`, a blank or a delimiter between the two: `23:59`, `23:59:59`, `235959`, `23:59:59.123456789`, and
 * then perhaps a zone, `Z`, `UTC` or `+01:00`. A time without one is taken for UTC.
 *
 * @returns Nanoseconds since 1970-01-01 00:00 UTC; undefined where the text is none of that, or a day that no calendar has.
 */
export function readTimestamp(text: string, unit: TimeUnit): bigint | undefined {
  const trimmed = text.trim();
  const epoch = EPOCH.exec(trimmed);
  return epoch === null ? readCalendar(trimmed) : readEpoch(trimmed, epoch, unit);
}

function readEpoch(text: string, match: RegExpExecArray, unit: TimeUnit): bigint | undefined {
  const [, sign, digits = "", fraction] = match;
  const isEightDigits = digits.length === 8 && text === digits;
  if (unit === "date") return isEightDigits ? readCalendar(text) : undefined;
  if (unit === "auto" && isEightDigits) {
    const year = Number(digits.slice(0, 4));
    const date = year >= USUAL_YEARS.from && year <= USUAL_YEARS.to ? readCalendar(text) : undefined;
    if (date !== undefined) return date;
  }
  const known = unit === "auto" ? MOST_DIGITS.find(([most]) => digits.length <= most)?.[1] : unit;
  if (known === undefined) return undefined;
  const nanoseconds = NANOSECONDS[known];
  // As many decimals as the unit has nanoseconds' places; what is finer can't be held, and may only be zeros.
  const places = String(nanoseconds).length - 1;
  const decimals = fraction ?? "";
  if (/[1-9]/.test(decimals.slice(places))) return undefined;
  const magnitude = BigInt(digits) * nanoseconds + BigInt(decimals.slice(0, places).padEnd(places, "0") || "0");
  return sign === "-" ? -magnitude : magnitude;
}

function readCalendar(text: string): bigint | undefined {
  const match = CALENDAR.exec(text);
  if (match === null) return undefined;
  const [, year1, , month1, day1, day2, month2, year2, hour = "0", , minute = "0", second = "0", fraction = "", zone] =
    match;
  const days = daysOf(Number(year1 ?? year2), Number(month1 ?? month2), Number(day1 ?? day2));
  const offset = offsetOf(zone);
  const isTime = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  if (days === undefined || offset === undefined || !isTime) return undefined;
  const seconds = days * SECONDS_PER_DAY + Number(hour) * 3600 + Number(minute) * 60 + Number(second) - offset;
  return BigInt(seconds) * NANOSECONDS.s + BigInt(fraction.padEnd(9, "0"));
}

/** Days since 1970-01-01; undefined for a day that is in no calendar. Years begin with 1. */
function daysOf(year: number, month: number, day: number): number | undefined {
  const date = new Date(0);
  // `Date.UTC` takes years below 100 for those of the 20th century.
  date.setUTCFullYear(year, month - 1, day);
  // A day that is not in its month is taken for one of another.
  const isReal = year >= 1 && date.getUTCFullYear() === year && date.getUTCMonth() === month - 1;
  return isReal ? date.getTime() / 1000 / SECONDS_PER_DAY : undefined;
}

/** Seconds that a zone is ahead of UTC; undefined for one that is a day or more. */
function offsetOf(zone: string | undefined): number | undefined {
  const match = /^([+-])([0-9]{2}):?([0-9]{2})?$/.exec(zone ?? "");
  if (match === null) return 0;
  const [, sign, hours, minutes = "0"] = match;
  if (Number(hours) >= 24 || Number(minutes) >= 60) return undefined;
  const seconds = Number(hours) * 3600 + Number(minutes) * 60;
  return sign === "-" ? -seconds : seconds;
}

/** `2024-01-31T23:59:59Z`, with as many decimals as there are. Beyond the years 1 to 9999: nanoseconds since 1970. */
export function formatTimestamp(nanoseconds: bigint): string {
  const fraction = ((nanoseconds % NANOSECONDS.s) + NANOSECONDS.s) % NANOSECONDS.s;
  const milliseconds = Number((nanoseconds - fraction) / NANOSECONDS.ms);
  const year = Math.abs(milliseconds) > 8e15 ? NaN : new Date(milliseconds).getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) return `${nanoseconds} ns`;
  const seconds = new Date(milliseconds).toISOString().slice(0, 19);
  const decimals = String(fraction).padStart(9, "0").replace(/0+$/, "");
  return `${seconds}${decimals === "" ? "" : "."}${decimals}Z`;
}
