/**
 * What a config says about a layout.
 *
 * @module
 */
import type { Config } from "../config/keys.ts";
import type { ColumnName, Layout } from "./layout.ts";

/**
 * What a config says about the layout. A key that the config does not give is absent. The compiler refuses a key that is
 * present and undefined, because it would hide the value of the layout when the two are merged.
 */
export interface LayoutKeys
  extends
    Readonly<Partial<Omit<Layout, "name" | "linesAfterHeader" | "timestampFields" | "unnamedColumn" | "isSparse">>> {
  /** A name of the table, `generic` or `auto`; `generic` by default. */
  readonly layout?: string;
  /** Whether the config says that there is no column of symbols, or of times. */
  readonly hasNoSymbols?: true;
  readonly hasNoTimes?: true;
  /** Whether each file is a symbol of its own: a column that names it says nothing more. */
  readonly isOneSymbol?: true;
  /** Whether the config says what to do with rows of the same time. */
  readonly areDuplicatesKept?: true;
}

/** What stands for a column that there is none of. */
const NONE = "none";

/** What `config` says about the layout. */
export function layoutKeys(config: Config): LayoutKeys {
  return {
    layout: config.layout,
    ...(config.close_column === null ? {} : { closeColumn: config.close_column }),
    ...timeKeys(config.timestamp_column),
    ...symbolKeys(config.symbol_column),
    ...(config.inputs === "symbols" ? { isOneSymbol: true } : {}),
    ...(config.duplicates === "fail" ? {} : { areDuplicatesKept: true }),
    ...(config.has_header === null ? {} : { hasHeader: config.has_header }),
    ...(config.skip_lines === null ? {} : { skipLines: config.skip_lines }),
    ...(config.delimiter === null ? {} : { delimiter: config.delimiter }),
    ...(config.decimal_mark === null ? {} : { decimalMark: config.decimal_mark }),
    ...(config.thousands_mark === null ? {} : { thousandsMark: config.thousands_mark }),
    ...(config.time_unit === null ? {} : { timeUnit: config.time_unit }),
    ...(config.date_format === null ? {} : { timeUnit: config.date_format }),
    ...(config.order === null ? {} : { order: config.order }),
  };
}

function timeKeys(column: ColumnName | null): LayoutKeys {
  if (column === NONE) return { hasNoTimes: true };
  return column === null ? {} : { timestampColumn: column };
}

function symbolKeys(column: ColumnName | null): LayoutKeys {
  if (column === NONE) return { hasNoSymbols: true };
  return column === null ? {} : { symbolColumn: column };
}

/**
 * `layout` with the keys of the config; itself where they say nothing. A timestamp column that the config names is one
 * column.
 */
export function withKeys(
  layout: Layout,
  { layout: _, hasNoSymbols, hasNoTimes, isOneSymbol, areDuplicatesKept: __, ...keys }: LayoutKeys,
): Layout {
  if (!hasNoSymbols && !hasNoTimes && !isOneSymbol && Object.keys(keys).length === 0) return layout;
  const { symbolColumn, timestampColumn, ...rest } = layout;
  return {
    ...rest,
    ...(hasNoSymbols || isOneSymbol || symbolColumn === undefined ? {} : { symbolColumn }),
    ...(hasNoTimes || timestampColumn === undefined ? {} : { timestampColumn }),
    ...keys,
    ...(keys.timestampColumn === undefined ? {} : { timestampFields: 1 }),
  };
}

/** Position from 0 of a column; undefined where none is named, or there is none of this name. */
export function indexOf(column: ColumnName | undefined, names: readonly string[]): number | undefined {
  if (typeof column === "number") return column - 1;
  const index = column === undefined ? -1 : names.findIndex((name) => sameName(name, column));
  return index < 0 ? undefined : index;
}

/** Whether two names of columns are one: blanks around them and the case of letters don't count. */
export function sameName(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
