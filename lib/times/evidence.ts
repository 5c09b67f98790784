/**
 * What the texts of a column say about being times, before any row counts on it.
 *
 * @module
 */
import type { TimeUnit } from "../layouts/layout.ts";
import { areUnclearDigits, DATE_FORMATS, EARLIEST_SECONDS, LATEST_SECONDS, looksLikeExcelDay } from "./forms.ts";
import { threeNumbersOf } from "./relaxed.ts";
import { formatTimestamp, readTimestamp } from "./timestamp.ts";

/** What a column's texts say. */
export interface TimeEvidence {
  /** Texts that are not blank and say more than that there is no time. */
  readonly texts: number;
  /** Those that can be read as times of candles, in {@linkcode unit}. */
  readonly readable: number;
  /** What the texts prove, or what was given. */
  readonly unit: TimeUnit;
  /** Dates that may mean two days: nothing proves which of their numbers is the day. */
  readonly isAmbiguous: boolean;
  /** Numbers alone, which may also be prices, volumes or codes. */
  readonly isNumeric: boolean;
  /** Whether none is before the one above it, or none after it. */
  readonly isInOrder: boolean;
  /** Whether most, or the steps between them, are whole minutes, or whole seconds of a smaller unit: hardly any other number is. */
  readonly areWhole: boolean;
  /** Texts that are made as times are, whether they can be read or not. */
  readonly looksLike: number;
}

const NO_TIME = /^(?:|nat|nan|null|none|n\/a|na|-+)$/i;
const NUMBER = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
/** Numbers with parts between marks, a date in words, or a number of the size of an epoch that has lost its digits. */
const MADE_LIKE_TIME =
  /^(?:[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{1,4}\b|[0-9]{1,2}:[0-9]{2}|[\p{L}]{3,9}\.?[-. ,/]+[0-9]|[0-9]{1,2}[-. /]*[\p{L}]{3,9}[-. ,/]|[0-9]{4} ?年|[0-9]\.[0-9]+[eE]\+?(?:9|1[0-9])$)/u;
const NANOSECONDS_PER_SECOND = 1_000_000_000n;
/** 1800-01-01, in words or digits: stock markets have been recorded for that long. */
const EARLIEST = -5_364_662_400n * NANOSECONDS_PER_SECOND;
/** Smaller numbers are of something else. */
const EARLIEST_NUMBER = BigInt(EARLIEST_SECONDS) * NANOSECONDS_PER_SECOND;
/** 1969-01-01: a year of two digits is rarely an earlier one, and one of three numbers up to 31 is more likely the day. */
const EARLIEST_OF_TWO_DIGITS = -31_536_000n * NANOSECONDS_PER_SECOND;
/** What would be later, and need not be a time or may be one of another day, is not read. */
const LATEST = BigInt(LATEST_SECONDS) * NANOSECONDS_PER_SECOND;
/** 2200-01-01: a year in words or digits beyond it is one of another calendar, as the Buddhist 2567. */
const LATEST_YEAR = 7_258_118_400n * NANOSECONDS_PER_SECOND;
const SECONDS = /^[0-9]{9,11}(?:\.|$)/;
const SECONDS_PER_MINUTE = 60n;
const DATE_DIGITS = /^(?:1[89]|20)[0-9]{6}/;

/**
 * Looks at the texts of a column.
 *
 * @param given What the config or the layout says; it is not questioned.
 */
export function timeEvidence(texts: readonly string[], given: TimeUnit): TimeEvidence {
  const said = texts.map((text) => text.trim()).filter((text) => !NO_TIME.test(text));
  // Most columns are of numbers, and none of those is a date of three.
  const open = given === "auto" ? said.filter((text) => !NUMBER.test(text) && threeNumbersOf(text) !== undefined) : [];
  const endInYear = open.every((text) => threeNumbersOf(text)?.endsInYear);
  const formats = DATE_FORMATS.filter((format) => format !== "ymd" || !endInYear);
  const fitting = formats.filter((format) => open.every((text) => timeIn(text, format, true) !== undefined));
  const [proven] = open.length > 0 && fitting.length === 1 ? fitting : [];
  const unit = proven ?? given;
  const isUnclear = unit === "auto" && areUnclearDigits(said.filter((text) => /^[0-9]+$/.test(text)));
  const times = isUnclear ? [] : said.flatMap((text) => timeIn(text, unit, proven !== undefined) ?? []);
  const isNumeric = said.length > 0 && said.every((text) => NUMBER.test(text));
  const steps = times.slice(1).map((time, n) => time - (times[n] ?? time));
  const isInOrder = steps.every((step) => step >= 0n) || steps.every((step) => step <= 0n);
  return {
    texts: said.length,
    readable: times.length,
    unit,
    isAmbiguous: open.length > 0 && proven === undefined,
    isNumeric,
    isInOrder,
    areWhole: areMostlyWhole(said, times) || areMostlyWhole(said, steps),
    looksLike: said.filter((text) => MADE_LIKE_TIME.test(text) || looksLikeExcelDay(text)).length,
  };
}

/**
 * The time that a text says, if a candle can have it: no number of the future, and no small count of anything.
 *
 * @param isMadeOut Whether we have made out which part of a date is which. What a text or the config says itself is not
 * doubted.
 */
function timeIn(text: string, unit: TimeUnit, isMadeOut: boolean): bigint | undefined {
  const time = readTimestamp(text, unit);
  if (time === undefined) return undefined;
  const isNumber = NUMBER.test(text);
  if (isMadeOut && time < EARLIEST_OF_TWO_DIGITS && threeNumbersOf(text)?.endsInYear === false) return undefined;
  if (time > (isNumber || isMadeOut ? LATEST : LATEST_YEAR)) return undefined;
  const isCount = isNumber && !(DATE_DIGITS.test(text) && text.startsWith(formatTimestamp(time).slice(0, 4)));
  return time >= (isCount ? EARLIEST_NUMBER : EARLIEST) ? time : undefined;
}

/** Whether most of these are whole minutes, or whole seconds where the texts count in a smaller unit. */
function areMostlyWhole([text = ""]: readonly string[], lengths: readonly bigint[]): boolean {
  const unit = SECONDS.test(text) ? SECONDS_PER_MINUTE * NANOSECONDS_PER_SECOND : NANOSECONDS_PER_SECOND;
  return 2 * lengths.filter((length) => length % unit === 0n).length > lengths.length;
}

/** Whether at least half of the texts that a column has are times of candles, and there are some. */
export function areMostlyTimes({ texts, readable }: TimeEvidence): boolean {
  return readable > 0 && 2 * readable >= texts;
}

/** Whether at least half are made as times are. */
export function areMostlyLikeTimes({ texts, looksLike }: TimeEvidence): boolean {
  return 2 * looksLike >= texts;
}
