/**
 * What a config says about a layout.
 *
 * @module
 */
import type { Config } from "../config/keys.ts";
import type { Layout } from "./layout.ts";

/**
 * What a config says about the layout. A key that the config does not give is absent. The compiler refuses a key that is
 * present and undefined, because it would hide the value of the layout when the two are merged.
 */
export interface LayoutKeys extends Readonly<Partial<Omit<Layout, "name" | "linesAfterHeader" | "timestampFields">>> {
  /** A name of the table, `generic` or `auto`; `generic` by default. */
  readonly layout?: string;
}

/** What `config` says about the layout. */
export function layoutKeys(config: Config): LayoutKeys {
  return {
    layout: config.layout,
    ...(config.close_column === null ? {} : { closeColumn: config.close_column }),
    ...(config.timestamp_column === null ? {} : { timestampColumn: config.timestamp_column }),
    ...(config.symbol_column === null ? {} : { symbolColumn: config.symbol_column }),
    ...(config.has_header === null ? {} : { hasHeader: config.has_header }),
    ...(config.skip_lines === null ? {} : { skipLines: config.skip_lines }),
    ...(config.delimiter === null ? {} : { delimiter: config.delimiter }),
    ...(config.decimal_mark === null ? {} : { decimalMark: config.decimal_mark }),
    ...(config.time_unit === null ? {} : { timeUnit: config.time_unit }),
    ...(config.date_format === null ? {} : { timeUnit: config.date_format }),
    ...(config.order === null ? {} : { order: config.order }),
  };
}

/** `layout` with the keys of the config. A timestamp column that the config names is one column. */
export function withKeys(layout: Layout, { layout: _, ...keys }: LayoutKeys): Layout {
  if (Object.keys(keys).length === 0) return layout;
  return keys.timestampColumn === undefined ? { ...layout, ...keys } : { ...layout, ...keys, timestampFields: 1 };
}

/** Whether two names of columns are one: blanks around them and the case of letters don't count. */
export function sameName(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
