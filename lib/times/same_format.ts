/**
 * Many timestamps that are made alike → points in time, from their bytes.
 *
 * @module
 */
import type { TimeUnit } from "../layouts/layout.ts";
import { isDateFormat, LATEST_SECONDS } from "./forms.ts";
import { CALENDAR, daysOf, offsetOf, readMoment } from "./timestamp.ts";

const SECONDS_PER_DAY = 86_400;
const NANOSECONDS_PER_SECOND = 1_000_000_000n;
/** No text of a format is longer. */
const MOST_BYTES = 40;
/** Digits of seconds in an epoch: those of the years up to 5138, and none that a double rounds. */
const MOST_SECOND_DIGITS = 11;
const FRACTION_DIGITS = { s: 0, ms: 3, us: 6, ns: 9 } as const;
const NINE = 9;
const DIGIT_ZERO = 48;
const LAST_ASCII = 127;

const CALENDAR_PLACES = new RegExp(CALENDAR.source, "d");

/** Where a number stands in a text; undefined for one that is not there. */
export type Span = readonly [from: number, to: number] | undefined;

/** How texts are made that differ in their digits alone. */
export interface TextFormat {
  readonly unit: TimeUnit;
  /** By place: the byte that stands there in every text, or 0 for a digit. */
  readonly literals: Uint8Array;
  /** Of an epoch: where its seconds end and its fraction begins. */
  readonly secondsEnd: number | undefined;
  /** The most seconds that an epoch may have: with more it would be a calendar time. */
  readonly mostSeconds: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: Span;
  readonly minute: Span;
  readonly second: Span;
  readonly fraction: Span;
  /** Seconds ahead of UTC. */
  readonly offset: number;
}

/**
 * Reads timestamps one after the other, as {@linkcode readMoment} does. One that is made like the last one costs a small part
 * of the time: its digits are where the last one's were.
 */
export class TimestampReader {
  /**
   * Of the timestamp read last: days since 1970-01-01, the second of that day and the nanosecond of that second, all in UTC.
   * They are exact within 100 million years, and far away from now for those beyond.
   */
  days = 0;
  second = 0;
  nanosecond = 0;
  /** Whether a day alone is spelled. */
  isDate = false;

  #format: TextFormat | undefined;
  readonly #bytes = new Uint8Array(MOST_BYTES);
  /** The date of the timestamp read last, as YYYYMMDD, and which day it is. */
  #date = -1;
  #daysOfDate = 0;

  /**
   * Reads a timestamp that was read before, by the check of the order.
   *
   * @param unit Undefined only where there are no timestamps.
   * @throws {Error} The text is none, or there is no unit.
   */
  read(text: string, unit: TimeUnit | undefined): void {
    const bytes = this.#bytes;
    const isShort = text.length <= MOST_BYTES;
    for (let n = 0; isShort && n < text.length; n++) {
      const code = text.charCodeAt(n);
      bytes[n] = code > LAST_ASCII ? LAST_ASCII : code;
    }
    if (!isShort || !this.#readAlike(bytes, 0, text.length, unit)) this.#readOther(text, unit);
  }

  /**
   * The same for UTF-8.
   *
   * @throws {Error}
   */
  readBytes(bytes: Uint8Array, start: number, length: number, unit: TimeUnit | undefined): void {
    if (this.#readAlike(bytes, start, length, unit)) return;
    this.#readOther(new TextDecoder().decode(bytes.slice(start, start + length)), unit);
  }

  /** How the timestamp read last is made; undefined if its digits may mean something else in others that look like it. */
  get format(): TextFormat | undefined {
    return this.#format;
  }

  #readOther(text: string, unit: TimeUnit | undefined): void {
    const moment = unit && readMoment(text, unit);
    if (unit === undefined || moment === undefined) throw new Error("a timestamp that was accepted can't be read");
    const { nanoseconds, kind } = moment;
    const nanosecond = (nanoseconds % NANOSECONDS_PER_SECOND + NANOSECONDS_PER_SECOND) % NANOSECONDS_PER_SECOND;
    const seconds = Number((nanoseconds - nanosecond) / NANOSECONDS_PER_SECOND);
    this.days = Math.floor(seconds / SECONDS_PER_DAY);
    this.second = seconds - this.days * SECONDS_PER_DAY;
    this.nanosecond = Number(nanosecond);
    this.isDate = kind === "date";
    this.#format = formatOf(text, unit);
  }

  /** Returns false for a text of another format, and for one whose digits may mean something else. */
  #readAlike(bytes: Uint8Array, start: number, length: number, unit: TimeUnit | undefined): boolean {
    const format = this.#format;
    if (format === undefined || format.literals.length !== length || format.unit !== unit) return false;
    for (let n = 0; n < length; n++) {
      const [byte = 0, literal = 0] = [bytes[start + n], format.literals[n]];
      if (literal === 0 ? byte - DIGIT_ZERO >>> 0 > NINE : byte !== literal) return false;
    }
    return format.secondsEnd === undefined
      ? this.#readCalendar(bytes, start, format)
      : this.#readEpoch(bytes, start, start + format.secondsEnd, start + length, format.mostSeconds);
  }

  #readEpoch(bytes: Uint8Array, start: number, secondsEnd: number, end: number, mostSeconds: number): boolean {
    const seconds = numberAt(bytes, start, secondsEnd);
    if (seconds > mostSeconds) return false;
    this.days = Math.floor(seconds / SECONDS_PER_DAY);
    this.second = seconds - this.days * SECONDS_PER_DAY;
    this.nanosecond = fractionAt(bytes, secondsEnd, end);
    this.isDate = false;
    return true;
  }

  #readCalendar(bytes: Uint8Array, start: number, format: TextFormat): boolean {
    const year = numberAt(bytes, start + format.year, start + format.year + 4);
    const month = numberAt(bytes, start + format.month, start + format.month + 2);
    const day = numberAt(bytes, start + format.day, start + format.day + 2);
    const date = year * 10_000 + month * 100 + day;
    if (date !== this.#date) {
      const days = daysOf(year, month, day);
      if (days === undefined) return false;
      this.#date = date;
      this.#daysOfDate = days;
    }
    const [hour, minute, second] = [
      placedNumber(bytes, start, format.hour),
      placedNumber(bytes, start, format.minute),
      placedNumber(bytes, start, format.second),
    ];
    if (hour > 23 || minute > 59 || second > 59) return false;
    const utc = hour * 3600 + minute * 60 + second - format.offset;
    const daysOver = Math.floor(utc / SECONDS_PER_DAY);
    this.days = this.#daysOfDate + daysOver;
    this.second = utc - daysOver * SECONDS_PER_DAY;
    this.nanosecond = format.fraction === undefined
      ? 0
      : fractionAt(bytes, start + format.fraction[0], start + format.fraction[1]);
    this.isDate = format.hour === undefined;
    return true;
  }
}

function numberAt(bytes: Uint8Array, from: number, to: number): number {
  let number = 0;
  for (let n = from; n < to; n++) number = number * 10 + (bytes[n] ?? 0) - DIGIT_ZERO;
  return number;
}

function placedNumber(bytes: Uint8Array, start: number, span: Span): number {
  return span === undefined ? 0 : numberAt(bytes, start + span[0], start + span[1]);
}

/** Decimals of a second as nanoseconds. */
function fractionAt(bytes: Uint8Array, from: number, to: number): number {
  return to === from ? 0 : numberAt(bytes, from, to) * 10 ** (NINE - (to - from));
}

/** The format of a timestamp; undefined if only {@linkcode readMoment} can say what its digits mean. */
function formatOf(text: string, unit: TimeUnit): TextFormat | undefined {
  if (text.length > MOST_BYTES) return undefined;
  return /^[0-9]+$/.test(text) ? epochFormat(text, unit) : calendarFormat(text, unit);
}

const NO_PLACES = { year: 0, month: 0, day: 0, hour: undefined, minute: undefined, second: undefined } as const;

function epochFormat(text: string, unit: TimeUnit): TextFormat | undefined {
  if (unit === "date") return undefined;
  // Where the config says how a day is written, a number may be one.
  if (isDateFormat(unit)) return undefined;
  const isGuessed = unit === "auto";
  const known = isGuessed ? guessedUnit(text.length) : unit;
  if (known === undefined) return undefined;
  const secondsEnd = text.length - FRACTION_DIGITS[known];
  if (secondsEnd < 1 || secondsEnd > MOST_SECOND_DIGITS) return undefined;
  return {
    ...NO_PLACES,
    unit,
    literals: new Uint8Array(text.length),
    secondsEnd,
    mostSeconds: isGuessed && text.length === 10 ? LATEST_SECONDS : Infinity,
    fraction: undefined,
    offset: 0,
  };
}

/** The unit of a number of so many digits; undefined where it may be a date, or is too rare. */
function guessedUnit(digits: number): keyof typeof FRACTION_DIGITS | undefined {
  switch (digits) {
    case 9:
    case 10:
    case 11:
      return "s";
    case 13:
      return "ms";
    case 15:
    case 16:
      return "us";
    case 18:
    case 19:
      return "ns";
    default:
      return undefined;
  }
}

function calendarFormat(text: string, unit: TimeUnit): TextFormat | undefined {
  const match = CALENDAR_PLACES.exec(text);
  // A date that begins with its day is read elsewhere.
  if (match?.indices?.[1] === undefined) return undefined;
  const [, year, , month, day, , , , hour, , minute, second, fraction, zone] = match.indices;
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const offset = offsetOf(match[13]);
  if (offset === undefined) return undefined;
  const [zoneFrom, zoneTo] = zone ?? [0, 0];
  const literals = Uint8Array.from(text, (character, n) => {
    const isLiteral = n >= zoneFrom && n < zoneTo || !/[0-9]/.test(character);
    return isLiteral ? character.charCodeAt(0) : 0;
  });
  return {
    unit,
    literals,
    secondsEnd: undefined,
    mostSeconds: 0,
    ...{ year: year[0], month: month[0], day: day[0], hour, minute, second, fraction },
    offset,
  };
}
