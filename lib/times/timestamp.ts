/**
 * Text → a point in time, exactly: nanoseconds in a bigint, because a double can't hold those of today.
 *
 * @module
 */
import type { TimeUnit } from "../layouts/layout.ts";
import { type DateFormat, isDateFormat, isUnclearCount, LATEST_SECONDS, withLostZero } from "./forms.ts";
import { type Parts, readRelaxed, type TimeKind, timeKindOf } from "./relaxed.ts";

const NANOSECONDS = { s: 1_000_000_000n, ms: 1_000_000n, us: 1_000n, ns: 1n } as const;
const SECONDS_PER_DAY = 86_400;

/** A point in time, and how it is spelled. */
export interface Moment {
  /** Since 1970-01-01 00:00 UTC. */
  readonly nanoseconds: bigint;
  readonly kind: TimeKind;
}

/** The most digits of a count of seconds, of milliseconds, and so on. 11 digits of seconds last until the year 5138. */
const MOST_DIGITS = [[11, "s"], [14, "ms"], [17, "us"], [20, "ns"]] as const;

/** The years in which `auto` reads eight digits as a date and not as seconds. */
const USUAL_YEARS = { from: 1900, to: 2100 } as const;

/** The day, the month and the year of two or four digits, in the order that the config says, and a time of day. */
const DAY_DIGITS = [
  /^([0-9]{2})([0-9]{2})([0-9]{2})(?:([0-9]{2})([0-9]{2})([0-9]{2})?)?$/,
  /^([0-9]{2})([0-9]{2})([0-9]{4})(?:([0-9]{2})([0-9]{2})([0-9]{2})?)?$/,
];
/** Fewer digits are a day and not a count, where the config says how a day is written. */
const MOST_DAY_DIGITS = 12;

const EPOCH = /^([+-]?)([0-9]{1,20})(?:\.([0-9]*))?$/;

/** A number as spreadsheets and floating point write it: `1.688515200e+12`. */
const SCIENTIFIC = /^([0-9])\.([0-9]{7,})[eE]\+?([0-9]{1,2})$/;

/** YYYYMMDDHH, with minutes, seconds, milliseconds or without. */
const CALENDAR_DIGITS = /^((?:19|20)[0-9]{6})([0-9]{2})([0-9]{2})?([0-9]{2})?([0-9]{3})?$/;

/** A date, optionally a time, optionally a zone. The same separator, or none, stands on both sides of the month. */
export const CALENDAR = new RegExp(
  "^(?:([0-9]{4})([-./]?)([0-9]{2})\\2([0-9]{2})|([0-9]{1,2})\\.([0-9]{1,2})\\.([0-9]{4}))" +
    "(?:[Tt ,;|\\t] ?([0-9]{2})(:?)([0-9]{2})(?:\\9([0-9]{2})(?:\\.([0-9]{1,9}))?)?" +
    "(?: ?(Z|z|UTC|[+-][0-9]{2}(?::?[0-9]{2})?))?)?$",
);

/** The point in time that a timestamp says, in nanoseconds since 1970-01-01 00:00 UTC: see {@linkcode readMoment}. */
export function readTimestamp(text: string, unit: TimeUnit): bigint | undefined {
  return readMoment(text, unit)?.nanoseconds;
}

/**
 * Reads a timestamp.
 *
 * Bare numbers count from 1970 in `unit`, with a fraction or without; with `date` they are YYYYMMDD. With `auto` the number
 * of digits decides: 8, 12, 14 and 17 are a date and a time if they can be, and so are 10 that would be seconds of the
 * future; small numbers are none. Otherwise the text is a date, perhaps with a time and a zone, as in ISO 8601 or as {@linkcode readRelaxed} says.
 * A time without a zone is UTC.
 *
 * @param unit `dmy`, `mdy` and `ymd` say which part of a date of three numbers is which, and so of one
 * of 6 or 8 digits, with four or six more for the time or without.
 * @returns Undefined if the text is none of these, or a day that does not exist.
 */
export function readMoment(text: string, unit: TimeUnit): Moment | undefined {
  const trimmed = text.trim();
  const epoch = EPOCH.exec(trimmed);
  if (epoch !== null) return readEpoch(epoch, unit);
  const format = isDateFormat(unit) ? unit : undefined;
  return readCalendar(trimmed, format) ?? readScientific(trimmed, unit) ?? momentOf(readRelaxed(trimmed, format));
}

function readEpoch(match: RegExpExecArray, unit: TimeUnit): Moment | undefined {
  const [text, sign, digits = "", fraction] = match;
  const isWhole = sign === "" && !/[1-9]/.test(fraction ?? "");
  if (unit === "date") return digits.length === 8 && text === digits ? readCalendar(digits) : undefined;
  const isGuessed = unit === "auto" || isDateFormat(unit);
  if (isGuessed && isWhole && digits.length === 8) {
    const year = Number(digits.slice(0, 4));
    const date = year >= USUAL_YEARS.from && year <= USUAL_YEARS.to ? readCalendar(digits) : undefined;
    if (date !== undefined) return date;
  }
  if (isDateFormat(unit) && digits.length <= MOST_DAY_DIGITS) return isWhole ? readDayDigits(digits, unit) : undefined;
  if (isGuessed && isWhole && (digits.length > 11 || Number(digits) > LATEST_SECONDS)) {
    const calendar = readCalendarDigits(digits);
    // More digits than a count of milliseconds or microseconds has: it is a calendar time that does not exist.
    if (calendar !== undefined || digits.length === 14 || digits.length === 17) return calendar;
  }
  if (isGuessed && isUnclearCount(digits)) return undefined;
  const known = isGuessed ? MOST_DIGITS.find(([most]) => digits.length <= most)?.[1] : unit;
  if (known === undefined) return undefined;
  const nanoseconds = NANOSECONDS[known];
  // Nearly all are so.
  if (sign === "" && fraction === undefined) return { nanoseconds: BigInt(digits) * nanoseconds, kind: "certain" };
  // Decimals beyond nanoseconds can't be represented, so they must be zeros.
  const places = String(nanoseconds).length - 1;
  const decimals = fraction ?? "";
  if (/[1-9]/.test(decimals.slice(places))) return undefined;
  const magnitude = BigInt(digits) * nanoseconds + BigInt(decimals.slice(0, places).padEnd(places, "0") || "0");
  return { nanoseconds: sign === "-" ? -magnitude : magnitude, kind: "certain" };
}

function readCalendarDigits(digits: string): Moment | undefined {
  const [, date, hour, minute = "0", second = "0", fraction = "0"] = CALENDAR_DIGITS.exec(digits) ?? [];
  if (date === undefined) return undefined;
  return momentOf({
    year: Number(date.slice(0, 4)),
    month: Number(date.slice(4, 6)),
    day: Number(date.slice(6)),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    nanosecond: fraction.padEnd(9, "0"),
    offset: 0,
    kind: "local",
  });
}

/** A day of digits, with a time or without, in an order that the config says; undefined where it may be two of them. */
function readDayDigits(digits: string, format: DateFormat): Moment | undefined {
  const readings = DAY_DIGITS.flatMap((pattern) => {
    const [, first, second, third, hour, minute, seconds = "00"] = pattern.exec(withLostZero(digits)) ?? [];
    if (first === undefined) return [];
    const clock = hour === undefined ? "" : ` ${hour}:${minute}:${seconds}`;
    return momentOf(readRelaxed(`${first}/${second}/${third}${clock}`, format)) ?? [];
  });
  const [only, second] = readings.concat(readCalendarDigits(digits) ?? []);
  return second === undefined ? only : undefined;
}

/** A number with an exponent, if it has all the digits that a time needs: a spreadsheet drops them. */
function readScientific(text: string, unit: TimeUnit): Moment | undefined {
  const [, first = "", rest = "", exponent] = SCIENTIFIC.exec(text) ?? [];
  if (exponent === undefined) return undefined;
  const places = Number(exponent);
  if (places > 19 || /[1-9]/.test(rest.slice(places))) return undefined;
  return readMoment(first + rest.slice(0, places).padEnd(places, "0"), unit);
}

function momentOf(parts: Parts | undefined): Moment | undefined {
  if (parts === undefined) return undefined;
  const { year, month, day, hour, minute, second, nanosecond, offset, kind } = parts;
  const days = daysOf(year, month, day);
  if (days === undefined || hour > 23 || minute > 59 || second > 59) return undefined;
  const seconds = days * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second - offset;
  return { nanoseconds: BigInt(seconds) * NANOSECONDS.s + BigInt(nanosecond), kind };
}

/** @param format The order that the user gives of the parts of a date; one that begins with its day is not read in another. */
function readCalendar(text: string, format?: DateFormat): Moment | undefined {
  const match = CALENDAR.exec(text);
  if (match === null) return undefined;
  const [, year1, , month1, day1, day2, month2, year2, hour, , minute = "0", second = "0", fraction = "", zone] = match;
  if (year2 !== undefined && format !== undefined && format !== "dmy") return undefined;
  const offset = offsetOf(zone);
  if (offset === undefined) return undefined;
  return momentOf({
    year: Number(year1 ?? year2),
    month: Number(month1 ?? month2),
    day: Number(day1 ?? day2),
    hour: Number(hour ?? 0),
    minute: Number(minute),
    second: Number(second),
    nanosecond: fraction.padEnd(9, "0"),
    offset,
    kind: timeKindOf(hour, zone),
  });
}

/** Days since 1970-01-01; undefined for a day that does not exist. The first year is 1. */
export function daysOf(year: number, month: number, day: number): number | undefined {
  const date = new Date(0);
  // `Date.UTC` reads years below 100 as years of the 20th century.
  date.setUTCFullYear(year, month - 1, day);
  // `Date` moves a day that its month does not have into the next month.
  const isReal = year >= 1 && date.getUTCFullYear() === year && date.getUTCMonth() === month - 1;
  return isReal ? date.getTime() / 1000 / SECONDS_PER_DAY : undefined;
}

/** How many seconds a zone is ahead of UTC; undefined for a day or more. */
export function offsetOf(zone: string | undefined): number | undefined {
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
