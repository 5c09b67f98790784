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
export interface LayoutKeys extends Readonly<Partial<Omit<Layout, "name" | "linesAfterHeader" | "timestampFields">>> {
  /** A name of the table, `generic` or `auto`; `generic` by default. */
  readonly layout?: string;
  /** Whether the config says that there is no column of symbols, or of times. */
  readonly hasNoSymbols?: true;
  readonly hasNoTimes?: true;
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
    ...(config.has_header === null ? {} : { hasHeader: config.has_header }),
    ...(config.skip_lines === null ? {} : { skipLines: config.skip_lines }),
    ...(config.delimiter === null ? {} : { delimiter: config.delimiter }),
    ...(config.decimal_mark === null ? {} : { decimalMark: config.decimal_mark }),
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

/** `layout` with the keys of the config. A timestamp column that the config names is one column. */
export function withKeys(layout: Layout, { layout: _, hasNoSymbols, hasNoTimes, ...keys }: LayoutKeys): Layout {
  if (hasNoSymbols) {
    return withKeys(without(layout, "symbolColumn"), { ...keys, ...(hasNoTimes ? { hasNoTimes } : {}) });
  }
  if (hasNoTimes) return withKeys(without(layout, "timestampColumn"), keys);
  if (Object.keys(keys).length === 0) return layout;
  return keys.timestampColumn === undefined ? { ...layout, ...keys } : { ...layout, ...keys, timestampFields: 1 };
}

function without(layout: Layout, column: "symbolColumn" | "timestampColumn"): Layout {
  const { [column]: _, ...rest } = layout;
  return rest;
}

/** Whether two names of columns are one: blanks around them and the case of letters don't count. */
export function sameName(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
