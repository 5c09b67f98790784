/**
 * What a known layout is made of.
 *
 * A layout has one form or several: with a header and without, of one year and of the next. A form fits a file or does not,
 * by its header's names or, where it has none, by the looks of the first row's fields; so a file with other columns is
 * refused, and not read in the wrong ones.
 *
 * @module
 */
import type { HeadRecord } from "./head.ts";
import { GENERIC, type Layout } from "./layout.ts";

/** One way in which a layout's files are written. */
export interface Form {
  readonly layout: Layout;
  /** Names of the columns, in order; those of a file without a header are ours. Absent where they differ from file to file. */
  readonly columns?: readonly string[];
  /** Whether a file that starts with these records, the header if it has one and rows, is written in this way. */
  readonly fits: (records: readonly HeadRecord[]) => boolean;
  /** Only taken where the config names the layout, for it fits the files of others too. */
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

/** A header that is `names`, without regard to case; with `more`, one that starts with them. */
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

/** A first row below the header in which the field at `index` looks like `pattern`; true where there is no row. */
export function firstRow(index: number, pattern: RegExp): Form["fits"] {
  return ([, first]) => first === undefined || pattern.test(first.fields[index]?.trim() ?? "");
}

export function all(...conditions: readonly Form["fits"][]): Form["fits"] {
  return (records) => conditions.every((holds) => holds(records));
}

export type Columns = Partial<Layout> & Pick<Layout, "closeColumn" | "timestampColumn">;

/** A layout that is the generic one but for what is said here. */
export function layout(name: string, columns: Columns): Layout {
  return { ...GENERIC, name, ...columns };
}

/** The columns of a form that has no header. */
export function withoutHeader(columns: Columns): Columns {
  return { ...columns, hasHeader: false };
}
