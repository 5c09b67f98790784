/**
 * Text → a point in time, exactly: nanoseconds in a bigint, because a double can't hold those of today.
 *
 * @module
 */
import type { TimeUnit } from "../layouts/layout.ts";

const NANOSECONDS = { s: 1_000_000_000n, ms: 1_000_000n, us: 1_000n, ns: 1n } as const;
const SECONDS_PER_DAY = 86_400;

/** The most digits of a count of seconds, of milliseconds, and so on. 11 digits of seconds last until the year 5138. */
const MOST_DIGITS = [[11, "s"], [14, "ms"], [17, "us"], [20, "ns"]] as const;

/** The years in which `auto` reads eight digits as a date and not as seconds. */
const USUAL_YEARS = { from: 1900, to: 2100 } as const;

const EPOCH = /^([+-]?)([0-9]{1,20})(?:\.([0-9]*))?$/;

/** A date, optionally a time, optionally a zone. The same separator, or none, stands on both sides of the month. */
const CALENDAR = new RegExp(
  "^(?:([0-9]{4})([-./]?)([0-9]{2})\\2([0-9]{2})|([0-9]{1,2})\\.([0-9]{1,2})\\.([0-9]{4}))" +
    "(?:[Tt ,;|\\t] ?([0-9]{2})(:?)([0-9]{2})(?:\\9([0-9]{2})(?:\\.([0-9]{1,9}))?)?" +
    "(?: ?(Z|z|UTC|[+-][0-9]{2}(?::?[0-9]{2})?))?)?$",
);

/**
 * Reads a timestamp.
 *
 * Bare numbers count from 1970 in `unit`, with a fraction or without; with `date` they are YYYYMMDD, and with `auto` the
 * number of digits decides. Otherwise the text is a date: `2024-01-31`, `2024.01.31`, `2024/01/31`, `20240131` or
 * `31.01.2024`. A time may follow, after `T`, a blank or a delimiter: `23:59`, `23:59:59`, `235959`,
 * `23:59:59.123456789`. A zone may follow the time: `Z`, `UTC` or `+01:00`. A time without a zone is UTC.
 *
 * @returns Nanoseconds since 1970-01-01 00:00 UTC; undefined if the text is none of these, or a day that does not exist.
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
  // Decimals beyond nanoseconds can't be represented, so they must be zeros.
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

/** Days since 1970-01-01; undefined for a day that does not exist. The first year is 1. */
function daysOf(year: number, month: number, day: number): number | undefined {
  const date = new Date(0);
  // `Date.UTC` reads years below 100 as years of the 20th century.
  date.setUTCFullYear(year, month - 1, day);
  // `Date` moves a day that its month does not have into the next month.
  const isReal = year >= 1 && date.getUTCFullYear() === year && date.getUTCMonth() === month - 1;
  return isReal ? date.getTime() / 1000 / SECONDS_PER_DAY : undefined;
}

/** How many seconds a zone is ahead of UTC; undefined for a day or more. */
function offsetOf(zone: string | undefined): number | undefined {
  const match = /^([+-])([0-9]{2}):?([0-9]{2})?$/.exec(zone ?? "");
  if (match === null) return 0;
  const [, sign, hours, minutes = "0"] = match;
  if (Number(hours) >= 24 || Number(minutes) >= 60) return undefined;
  const seconds = Number(hours) * 3600 + Number(minutes) * 60;
  return sign === "-" ? -seconds : seconds;
}

/** `2024-01-31T23:59:59Z`, with as many decimals as needed. Outside the years 1 to 9999: nanoseconds since 1970. */
export function formatTimestamp(nanoseconds: bigint): string {
  const fraction = ((nanoseconds % NANOSECONDS.s) + NANOSECONDS.s) % NANOSECONDS.s;
  const milliseconds = Number((nanoseconds - fraction) / NANOSECONDS.ms);
  const year = Math.abs(milliseconds) > 8e15 ? NaN : new Date(milliseconds).getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) return `${nanoseconds} ns`;
  const seconds = new Date(milliseconds).toISOString().slice(0, 19);
  const decimals = String(fraction).padStart(9, "0").replace(/0+$/, "");
  return `${seconds}${decimals === "" ? "" : "."}${decimals}Z`;
}
