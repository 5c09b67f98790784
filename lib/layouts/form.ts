/**
 * What a known layout is made of.
 *
 * A layout has one or several forms: with a header and without, of one year and of the next. Whether a form fits a file is
 * decided by the names in the header or, without a header, by the fields of the first row. So a file with other columns is
 * refused instead of being read from the wrong ones.
 *
 * @module
 */
import type { HeadRecord } from "./head.ts";
import { GENERIC, type Layout } from "./layout.ts";

/** One way in which a layout's files are written. */
export interface Form {
  readonly layout: Layout;
  /** Names of the columns, in order; for a file without a header we name them. Absent if they differ from file to file. */
  readonly columns?: readonly string[];
  /** Whether a file is written in this way. The records are its first ones: the header, if it has one, and rows. */
  readonly fits: (records: readonly HeadRecord[]) => boolean;
  /** Whether to try it only if the config names the layout, because it also fits files of other sources. */
  readonly byNameOnly?: boolean;
}

/** A layout of the table. */
export interface KnownLayout {
  readonly name: string;
  /** What its files hold, for errors: `7 fields without a header: time, open, …`. */
  readonly expected: string;
  readonly forms: readonly Form[];
}

export const SECONDS = /^[0-9]{9,10}$/;
export const MILLISECONDS = /^[0-9]{12,13}$/;
export const MICROSECONDS = /^[0-9]{15,16}$/;
export const PRICE = /^[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
export const PRICE_OF_8_DECIMALS = /^[0-9]+\.[0-9]{8}$/;
export const COUNT = /^[0-9]+(?:\.0)?$/;
export const ANYTHING = /^/;

/** A header of exactly `names`, whatever their case; with `more`, a header that starts with them. */
export function header(names: string, more: "more" | "no more" = "no more"): Form["fits"] {
  const wanted = names.split(",");
  return ([first]) => {
    if (first === undefined || (more === "no more" && first.fieldCount !== wanted.length)) return false;
    return wanted.every((name, index) => first.fields[index]?.trim().toLowerCase() === name);
  };
}

/** No header, and a first row whose fields look like this. */
export function row(...fields: readonly RegExp[]): Form["fits"] {
  return ([first]) => {
    if (first?.fieldCount !== fields.length) return false;
    return fields.every((pattern, index) => pattern.test(first.fields[index]?.trim() ?? ""));
  };
}

/** A first row below the header whose field at `index` matches `pattern`; true if there is no row. */
export function firstRow(index: number, pattern: RegExp): Form["fits"] {
  return ([, first]) => first === undefined || pattern.test(first.fields[index]?.trim() ?? "");
}

export function all(...conditions: readonly Form["fits"][]): Form["fits"] {
  return (records) => conditions.every((holds) => holds(records));
}

export type Columns = Partial<Layout> & Pick<Layout, "closeColumn" | "timestampColumn">;

/** The generic layout with these changes. */
export function layout(name: string, columns: Columns): Layout {
  return { ...GENERIC, name, ...columns };
}

/** The columns of a form that has no header. */
export function withoutHeader(columns: Columns): Columns {
  return { ...columns, hasHeader: false };
}
