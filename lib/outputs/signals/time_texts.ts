/**
 * Points in time → the texts of a column, all in one form.
 *
 * @module
 */
import type { TimestampReader } from "../../times/same_format.ts";

const MILLISECONDS_PER_DAY = 86_400_000;
const DATE_LENGTH = 10;
/** Digits of nanoseconds. */
const NINE = 9;

/** 1 to 9999, in days since 1970: the years that RFC 3339 has. */
const FIRST_DAY = -719_162;
const LAST_DAY = 2_932_896;

/** `00` to `59`. */
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, "0"));

/** How the timestamps of a column are written. */
export interface TimeStyle {
  readonly areDates: boolean;
  /** Of seconds: 0, 3, 6 or 9. */
  readonly decimals: number;
}

/** Whether a day can be written with a year of four digits, the first being 1. */
export function isWritable(days: number): boolean {
  return days >= FIRST_DAY && days <= LAST_DAY;
}

/** The decimals of a second that hold these nanoseconds: none, or those of milli-, micro- or nanoseconds. */
export function decimalsOf(nanosecond: number): 0 | 3 | 6 | 9 {
  if (nanosecond === 0) return 0;
  if (nanosecond % 1_000_000 === 0) return 3;
  return nanosecond % 1000 === 0 ? 6 : 9;
}

/**
 * Writes points in time as `2024-01-31` or as `2024-01-31T23:59:59.123Z`: RFC 3339 in UTC.
 *
 * The first rows say whether the column is one of dates, and how many decimals it has. A row that does not fit changes both,
 * for itself and for all behind it: nothing is ever cut off.
 */
export class TimeTexts {
  #areDates = true;
  #decimals = 0;
  /** The day of the last text, and its date. */
  #days = NaN;
  #date = "";

  get style(): TimeStyle {
    return { areDates: this.#areDates, decimals: this.#decimals };
  }

  /** Takes note of a point in time, before any is written. */
  prepare({ isDate, nanosecond }: TimestampReader): void {
    if (!isDate) this.#areDates = false;
    this.#decimals = Math.max(this.#decimals, decimalsOf(nanosecond));
  }

  /** The text of a point in time, whose day {@linkcode isWritable}. */
  textOf({ days, second, nanosecond }: TimestampReader): string {
    if (days !== this.#days) {
      this.#days = days;
      this.#date = new Date(days * MILLISECONDS_PER_DAY).toISOString().slice(0, DATE_LENGTH);
    }
    if (this.#areDates) {
      if (second === 0 && nanosecond === 0) return this.#date;
      this.#areDates = false;
    }
    const minutes = Math.floor(second / 60);
    const hour = Math.floor(minutes / 60);
    const time = `${TWO_DIGITS[hour]}:${TWO_DIGITS[minutes - hour * 60]}:${TWO_DIGITS[second - minutes * 60]}`;
    if (nanosecond !== 0) this.#decimals = Math.max(this.#decimals, decimalsOf(nanosecond));
    if (this.#decimals === 0) return `${this.#date}T${time}Z`;
    return `${this.#date}T${time}.${String(nanosecond).padStart(NINE, "0").slice(0, this.#decimals)}Z`;
  }
}
