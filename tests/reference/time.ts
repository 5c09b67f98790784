/**
 * A timestamp's text → nanoseconds since 1970, digit by digit.
 *
 * @module
 */

export type Unit = "auto" | "s" | "ms" | "us" | "ns" | "date";

const PER_UNIT = { s: 1_000_000_000n, ms: 1_000_000n, us: 1_000n, ns: 1n };
const DAYS_OF_MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Reads a text from its start, part by part. */
class Cursor {
  at = 0;

  constructor(readonly text: string) {}

  get isAtEnd(): boolean {
    return this.at === this.text.length;
  }

  /** So many digits, or undefined. */
  digits(count: number): number | undefined {
    const part = this.text.slice(this.at, this.at + count);
    if (part.length !== count || [...part].some((character) => !isDigit(character))) return undefined;
    this.at += count;
    return Number(part);
  }

  /** One of these characters, or undefined. */
  oneOf(characters: string): string | undefined {
    const character = this.text[this.at];
    if (character === undefined || !characters.includes(character)) return undefined;
    this.at++;
    return character;
  }

  /** This word, or undefined. */
  word(word: string): string | undefined {
    if (!this.text.startsWith(word, this.at)) return undefined;
    this.at += word.length;
    return word;
  }
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= "0" && character <= "9";
}

/** Nanoseconds since 1970; undefined where the text is no time. */
export function readTime(text: string, unit: Unit): bigint | undefined {
  const trimmed = text.trim();
  const number = numberParts(trimmed);
  return number === undefined ? readDateTime(padded(trimmed)) : readEpoch(trimmed, number, unit);
}

/** Whether a text that is a time says a day and no time of day. */
export function isDay(text: string, unit: Unit): boolean {
  const trimmed = text.trim();
  const number = numberParts(trimmed);
  if (number === undefined) {
    const cursor = new Cursor(padded(trimmed));
    return readDay(cursor) !== undefined && cursor.isAtEnd;
  }
  const { whole, fraction } = number;
  if (unit === "date") return true;
  const isPlain = isDigit(trimmed[0]) && [...fraction].every((digit) => digit === "0");
  const year = Number(whole.slice(0, 4));
  return unit === "auto" && isPlain && whole.length === 8 && year >= 1900 && year <= 2100 &&
    readDateTime(whole) !== undefined;
}

/** YYYYMMDDHH, and minutes, seconds, milliseconds that may follow. */
function readDigits(digits: string): bigint | undefined {
  if (![10, 12, 14, 17].includes(digits.length) || !/^(19|20)/.test(digits)) return undefined;
  const date = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;
  const [hour, minute, second] = [digits.slice(8, 10), digits.slice(10, 12) || "00", digits.slice(12, 14) || "00"];
  return readDateTime(`${date}T${hour}:${minute}:${second}.${digits.slice(14) || "0"}`);
}

/** A date whose month and day may have one digit: with two of each it is the same. */
function padded(text: string): string {
  const [, year, mark, month, day, rest] = /^(\d{4})([-./])(\d{1,2})\2(\d{1,2})(?=$|[T ,;|\t])(.*)$/.exec(text) ?? [];
  return year === undefined ? text : `${year}${mark}${month?.padStart(2, "0")}${mark}${day?.padStart(2, "0")}${rest}`;
}

interface NumberParts {
  readonly isNegative: boolean;
  readonly whole: string;
  readonly fraction: string;
}

/** A text that is nothing but a number of at most 20 digits, perhaps with a fraction. */
function numberParts(text: string): NumberParts | undefined {
  const signed = text.startsWith("-") || text.startsWith("+") ? text.slice(1) : text;
  const [whole = "", fraction = "", ...more] = signed.split(".");
  const isNumber = more.length === 0 && whole.length >= 1 && whole.length <= 20 && [...whole + fraction].every(isDigit);
  return isNumber ? { isNegative: text.startsWith("-"), whole, fraction } : undefined;
}

function readEpoch(text: string, { isNegative, whole, fraction }: NumberParts, unit: Unit): bigint | undefined {
  const isEightDigits = text.length === 8 && whole === text;
  if (unit === "date") return isEightDigits ? readDateTime(text) : undefined;
  if (unit === "auto" && isEightDigits && Number(whole.slice(0, 4)) >= 1900 && Number(whole.slice(0, 4)) <= 2100) {
    const date = readDateTime(text);
    if (date !== undefined) return date;
  }
  if (unit === "auto" && !isNegative && !text.startsWith("+") && [...fraction].every((digit) => digit === "0")) {
    if (whole.length === 8 && !isEightDigits) {
      const date = readDateTime(whole);
      if (date !== undefined && Number(whole.slice(0, 4)) >= 1900 && Number(whole.slice(0, 4)) <= 2100) return date;
    }
    const isLater = Number(whole) > Date.now() / 1000 + 86_400;
    if (whole.length > 11 || isLater) {
      const calendar = readDigits(whole);
      if (calendar !== undefined || whole.length === 14 || whole.length === 17) return calendar;
    }
  }
  // A second of 1970, or anything else.
  if (unit === "auto" && whole.length < 9 && Number(whole) < 365 * 86_400) return undefined;
  let counted: "s" | "ms" | "us" | "ns" = "ns";
  if (unit !== "auto") counted = unit;
  else if (whole.length <= 11) counted = "s";
  else if (whole.length <= 14) counted = "ms";
  else if (whole.length <= 17) counted = "us";
  let nanoseconds = BigInt(whole) * PER_UNIT[counted];
  let place = PER_UNIT[counted];
  for (const digit of fraction) {
    place /= 10n;
    // Finer than a nanosecond.
    if (place === 0n && digit !== "0") return undefined;
    nanoseconds += place * BigInt(digit);
  }
  return isNegative ? -nanoseconds : nanoseconds;
}

function readDateTime(text: string): bigint | undefined {
  const cursor = new Cursor(text);
  const days = readDay(cursor);
  if (days === undefined) return undefined;
  const midnight = BigInt(days) * 86_400n * PER_UNIT.s;
  if (cursor.isAtEnd) return midnight;
  const time = readTimeOfDay(cursor);
  return time === undefined ? undefined : midnight + time;
}

/** Days since 1970. */
function readDay(cursor: Cursor): number | undefined {
  const year = cursor.digits(4);
  if (year !== undefined) {
    const separator = cursor.oneOf("-./") ?? "";
    const month = cursor.digits(2);
    if (cursor.word(separator) === undefined) return undefined;
    return daysSince1970(year, month, cursor.digits(2));
  }
  // 31.1.2024
  const day = cursor.digits(2) ?? cursor.digits(1);
  if (cursor.oneOf(".") === undefined) return undefined;
  const month = cursor.digits(2) ?? cursor.digits(1);
  if (cursor.oneOf(".") === undefined) return undefined;
  return daysSince1970(cursor.digits(4), month, day);
}

function daysSince1970(year: number | undefined, month: number | undefined, day: number | undefined) {
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (year < 1 || month < 1 || month > 12 || day < 1) return undefined;
  const isLeap = (one: number) => one % 4 === 0 && (one % 100 !== 0 || one % 400 === 0);
  const daysOf = (ofMonth: number) => (DAYS_OF_MONTHS[ofMonth - 1] ?? 0) + (ofMonth === 2 && isLeap(year) ? 1 : 0);
  if (day > daysOf(month)) return undefined;
  let days = day - 1;
  for (let earlier = 1; earlier < month; earlier++) days += daysOf(earlier);
  for (let earlier = 1970; earlier < year; earlier++) days += isLeap(earlier) ? 366 : 365;
  for (let later = year; later < 1970; later++) days -= isLeap(later) ? 366 : 365;
  return days;
}

/** Nanoseconds since midnight UTC of what stands behind a date, to the end of the text. */
function readTimeOfDay(cursor: Cursor): bigint | undefined {
  if (cursor.oneOf("Tt ,;|\t") === undefined) return undefined;
  cursor.oneOf(" ");
  const hour = cursor.digits(2);
  const colon = cursor.oneOf(":") ?? "";
  const minute = cursor.digits(2);
  if (hour === undefined || minute === undefined || hour > 23 || minute > 59) return undefined;
  let nanoseconds = BigInt(hour * 3600 + minute * 60) * PER_UNIT.s;

  const hasSeconds = colon === "" ? isDigit(cursor.text[cursor.at]) : cursor.word(colon) !== undefined;
  if (hasSeconds) {
    const second = cursor.digits(2);
    if (second === undefined || second > 59) return undefined;
    nanoseconds += BigInt(second) * PER_UNIT.s;
    if (cursor.oneOf(".") !== undefined) {
      const start = cursor.at;
      while (isDigit(cursor.text[cursor.at])) cursor.at++;
      const decimals = cursor.text.slice(start, cursor.at);
      if (decimals.length < 1 || decimals.length > 9) return undefined;
      nanoseconds += BigInt(decimals.padEnd(9, "0"));
    }
  }
  const offset = readZone(cursor);
  return offset === undefined || !cursor.isAtEnd ? undefined : nanoseconds - offset;
}

/** Nanoseconds ahead of UTC; 0 where there is no zone. */
function readZone(cursor: Cursor): bigint | undefined {
  if (cursor.isAtEnd) return 0n;
  cursor.oneOf(" ");
  if (cursor.oneOf("Zz") !== undefined || cursor.word("UTC") !== undefined) return 0n;
  const sign = cursor.oneOf("+-");
  if (sign === undefined) return undefined;
  const hours = cursor.digits(2);
  cursor.oneOf(":");
  const minutes = cursor.isAtEnd && cursor.text[cursor.at - 1] !== ":" ? 0 : cursor.digits(2);
  if (hours === undefined || minutes === undefined || hours > 23 || minutes > 59) return undefined;
  const offset = BigInt(hours * 3600 + minutes * 60) * PER_UNIT.s;
  return sign === "-" ? -offset : offset;
}
