/**
 * What the texts of a column say about being times, before any row counts on it.
 *
 * @module
 */
import type { TimeUnit } from "../layouts/layout.ts";
import { type DateFormat, threeNumbersOf } from "./relaxed.ts";
import { looksLikeExcelDay, readTimestamp } from "./timestamp.ts";

/** What a column's texts say. */
export interface TimeEvidence {
  /** Texts that are not blank and say more than that there is no time. */
  readonly texts: number;
  /** Those that can be read as times, in {@linkcode unit}. */
  readonly readable: number;
  /** What the texts prove, or what was given. */
  readonly unit: TimeUnit;
  /** Dates that may mean two days: nothing proves which of their numbers is the day. */
  readonly isAmbiguous: boolean;
  /** Numbers alone, which may also be prices, volumes or codes. */
  readonly isNumeric: boolean;
  /** Whether they are times of our days, and none is before the one above it, or none after it. */
  readonly isInOrder: boolean;
  /** Texts that are made as times are, whether they can be read or not. */
  readonly looksLike: number;
}

const NO_TIME = /^(?:|nat|nan|null|none|n\/a|na|-+)$/i;
const NUMBER = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
/** Numbers with parts between marks, a date in words, or a number of the size of an epoch that has lost its digits. */
const MADE_LIKE_TIME =
  /^(?:[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{1,4}\b|[0-9]{1,2}:[0-9]{2}|[\p{L}]{3,9}\.?[-. ,/]+[0-9]|[0-9]{1,2}[-. /]*[\p{L}]{3,9}[-. ,/]|[0-9]{4} ?年|[0-9]\.[0-9]+[eE]\+?(?:9|1[0-9])$)/u;
const NANOSECONDS_PER_SECOND = 1_000_000_000n;
/** 1950-01-01: stock markets have been recorded before 1970, and epochs below 0 or of few digits are none. */
const EARLIEST = -631_152_000n * NANOSECONDS_PER_SECOND;

/**
 * Looks at the texts of a column.
 *
 * @param given What the config or the layout says; it is not questioned.
 */
export function timeEvidence(texts: readonly string[], given: TimeUnit): TimeEvidence {
  const said = texts.map((text) => text.trim()).filter((text) => !NO_TIME.test(text));
  const numbers = given === "auto" ? said.flatMap((text) => threeNumbersOf(text) ?? []) : [];
  const open = given === "auto"
    ? said.filter((text) => readTimestamp(text, "auto") === undefined && threeNumbersOf(text))
    : [];
  const formats: DateFormat[] = numbers.every(({ endsInYear }) => endsInYear) ? ["dmy", "mdy"] : ["dmy", "mdy", "ymd"];
  const fitting = formats.filter((format) => open.every((text) => readTimestamp(text, format) !== undefined));
  const [proven] = open.length > 0 && fitting.length === 1 ? fitting : [];
  const unit = proven ?? given;
  const latest = BigInt(Math.floor(Date.now() / 1000) + 86_400) * NANOSECONDS_PER_SECOND;
  const times = said.flatMap((text) => readTimestamp(text, unit) ?? []);
  const isNumeric = said.length > 0 && said.every((text) => NUMBER.test(text));
  const isOfOurDays = times.every((time) => time >= EARLIEST && time <= latest);
  const steps = times.slice(1).map((time, n) => time - (times[n] ?? time));
  const isInOrder = isOfOurDays && (steps.every((step) => step >= 0n) || steps.every((step) => step <= 0n));
  return {
    texts: said.length,
    readable: isNumeric && !isOfOurDays ? 0 : times.length,
    unit,
    isAmbiguous: open.length > 0 && proven === undefined,
    isNumeric,
    isInOrder,
    looksLike: said.filter((text) => MADE_LIKE_TIME.test(text) || looksLikeExcelDay(text)).length,
  };
}
