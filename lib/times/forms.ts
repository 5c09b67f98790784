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
