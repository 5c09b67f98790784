/**
 * What is known of a kind of candle file before it is read.
 *
 * @module
 */

import type { ThousandsMark } from "../numbers/groups.ts";
import type { DateFormat } from "../times/forms.ts";

/** How a column is named: by its name in the header, or by its position from 1. */
export type ColumnName = string | number;

/**
 * What a timestamp counts that is a bare number; `date` is YYYYMMDD, `auto` goes by the number of digits. The date formats say
 * which part of a date of three numbers is the day, the month and the year.
 */
export type TimeUnit = "auto" | "s" | "ms" | "us" | "ns" | "date" | DateFormat;

/** Whether the first row of a file is its oldest or its newest. */
export type Direction = "ascending" | "descending";

/** The order that is expected of a file; with `auto` its first rows decide. */
export type Order = Direction | "auto";

/** A column at an end of each row. R and pandas write the names of rows first; a delimiter may end every row. */
export type UnnamedColumn = "first" | "last";

/** A kind of candle file. */
export interface Layout {
  /** Its name in the config: `generic`, `binance-spot`, … */
  readonly name: string;
  readonly hasHeader: boolean;
  /** Physical lines before the header, or before the first row if there is no header. */
  readonly skipLines: number;
  /** Physical lines between the header and the first row. */
  readonly linesAfterHeader: number;
  /** The character between two fields, in ASCII. */
  readonly delimiter: string;
  /** The character between the integer part and the fraction of a number. */
  readonly decimalMark: "." | ",";
  /** What stands between groups of three digits, if the config says so: nothing else tells that a comma is no decimal mark. */
  readonly thousandsMark?: ThousandsMark;
  /** Where a column stands that the header has no name for: then rows are one field longer than it. */
  readonly unnamedColumn?: UnnamedColumn;
  readonly closeColumn: ColumnName;
  readonly timestampColumn?: ColumnName;
  /** 2 if date and time are two columns side by side. They are read as one text, with the delimiter between them. */
  readonly timestampFields: 1 | 2;
  readonly symbolColumn?: ColumnName;
  readonly timeUnit: TimeUnit;
  /** The order that is expected by default. */
  readonly order: Order;
  /** Whether the source writes no row for an interval in which nothing is traded. */
  readonly isSparse?: boolean;
}

/** The default layout: a header with a column close, commas, and nothing else known. */
export const GENERIC: Layout = {
  name: "generic",
  hasHeader: true,
  skipLines: 0,
  linesAfterHeader: 0,
  delimiter: ",",
  decimalMark: ".",
  closeColumn: "close",
  timestampFields: 1,
  timeUnit: "auto",
  order: "ascending",
};
