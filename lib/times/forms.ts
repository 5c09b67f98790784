/**
 * What can be told of a text's form before it is read as a time.
 *
 * @module
 */

/** In which order the day, the month and the year of a date of three numbers can stand. */
export const DATE_FORMATS = ["dmy", "mdy", "ymd"] as const;
export type DateFormat = typeof DATE_FORMATS[number];

export function isDateFormat(unit: string): unit is DateFormat {
  return (DATE_FORMATS as readonly string[]).includes(unit);
}

/** The key of a config that says this of times. */
export function timeKeyOf(unit: string): "date_format" | "time_unit" {
  return isDateFormat(unit) ? "date_format" : "time_unit";
}

const SECONDS_PER_DAY = 86_400;
/** A day after the program was started, in seconds since 1970: no candle is later, whatever a number says. */
export const LATEST_SECONDS = Math.floor(Date.now() / 1000) + SECONDS_PER_DAY;

/** 1971-01-01, as a count of seconds since 1970. */
export const EARLIEST_SECONDS = 31_536_000;

/** The digits that it has: the kernel takes longer numbers for times. */
const UNCLEAR_DIGITS = 8;

/**
 * Whether a number would be a second of 1970. Far more often it is something else: YYMMDD, DDMMYYYY, YYYYMM, a spreadsheet's
 * days, a count of rows. So it is a time only if the config says which.
 */
export function isUnclearCount(digits: string): boolean {
  return digits.length <= UNCLEAR_DIGITS && Number(digits) < EARLIEST_SECONDS;
}

/** Days since 1899-12-30, as Excel counts them, of the years 1954 to 2119. */
const EXCEL_DAYS = { least: 20_000, most: 80_000 } as const;

/** Whether a number may be a day as Excel counts them: it is no time, and can't be told from one of the first of January 1970. */
export function looksLikeExcelDay(text: string): boolean {
  const days = /^[ \t]*([0-9]{5})(?:\.[0-9]*)?[ \t]*$/.exec(text)?.[1];
  return days !== undefined && Number(days) >= EXCEL_DAYS.least && Number(days) < EXCEL_DAYS.most;
}

const [MONTH, DAY, YEAR, MINUTE] = ["(?:0[1-9]|1[0-2])", "(?:0[1-9]|[12][0-9]|3[01])", "[0-9]{2}", "[0-5][0-9]"];
const CLOCK = `(?:[01][0-9]|2[0-3])${MINUTE}`;
/** Behind a day and a month: a year of two digits, or one of four, which leaves no room for seconds. */
const YEAR_AND_CLOCK = `(?:${YEAR}${CLOCK}(?:${MINUTE})?|(?:19|20)${YEAR}${CLOCK})`;
/** A year of four digits comes first: then it is clear. */
const FULL_DATE = /^(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])/;

/** Digits of a day and a time, in each order of the day's parts. */
const DAY_AND_TIME: Readonly<Record<DateFormat, RegExp>> = {
  dmy: new RegExp(`^${DAY}${MONTH}${YEAR_AND_CLOCK}$`),
  mdy: new RegExp(`^${MONTH}${DAY}${YEAR_AND_CLOCK}$`),
  ymd: new RegExp(`^${YEAR}${MONTH}${DAY}${CLOCK}(?:${MINUTE})?$`),
};

/**
 * The orders of day, month and year in which a number is a day and a time: `2401050930`, `050120240930`. It has the size of
 * a count since 1970 as well.
 */
export function formatsOfDigits(text: string): readonly DateFormat[] {
  const digits = withLostZero(text);
  return DATE_FORMATS.filter((format) => DAY_AND_TIME[format].test(digits));
}

/** Digits of a day and a time as they were before a spreadsheet dropped the zero at their start. */
export function withLostZero(digits: string): string {
  return digits.length === 9 || digits.length === 11 ? `0${digits}` : digits;
}

/** A count of rows, filled up with zeros. */
const PADDED_COUNT = /^0[0-9]{8,}$/;

/** Whether a number that could count from 1970 may be something else. */
export function mayBeUnclear(text: string): boolean {
  return PADDED_COUNT.test(text) || formatsOfDigits(text).length > 0;
}

/** Candles begin with a minute, and digits of days and times are hardly ever a multiple of its seconds or milliseconds. */
const SECONDS_PER_MINUTE = 60;
const MOST_SECOND_DIGITS = 10;

function isWholeMinute(text: string): boolean {
  return Number(text) % (text.length > MOST_SECOND_DIGITS ? 1000 * SECONDS_PER_MINUTE : SECONDS_PER_MINUTE) === 0;
}

/**
 * Whether numbers, each of which could count from 1970, are more likely something else: all are days and times of digits
 * alone, or all are numbers of rows that begin with a zero.
 */
export function areUnclearDigits(texts: readonly string[]): boolean {
  if (texts.length === 0) return false;
  if (texts.every((text) => PADDED_COUNT.test(text))) return true;
  const areDigits = texts.every((text) => formatsOfDigits(text).length > 0 && !FULL_DATE.test(text));
  return areDigits && !texts.every(isWholeMinute);
}
