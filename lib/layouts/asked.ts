/**
 * What a config says about a layout.
 *
 * @module
 */
import type { DecimalMark } from "./cells.ts";
import type { ColumnName, Layout, Order, TimeUnit } from "./layout.ts";

/** What a config says about the layout; what it leaves out is up to the layout that it names. */
export interface AskedLayout {
  /** A name of the table, `generic` or `auto`; `generic` where nothing is said. */
  readonly layout?: string | undefined;
  readonly closeColumn?: ColumnName | undefined;
  readonly timestampColumn?: ColumnName | undefined;
  readonly symbolColumn?: ColumnName | undefined;
  readonly hasHeader?: boolean | undefined;
  readonly skipLines?: number | undefined;
  readonly delimiter?: string | undefined;
  readonly decimalMark?: DecimalMark | undefined;
  readonly timeUnit?: TimeUnit | undefined;
  readonly order?: Order | undefined;
}

/** What the config says about the layout itself. A timestamp column that it names is one column. */
export function given(asked: AskedLayout): Partial<Layout> {
  const { layout: _, ...keys } = asked;
  const said = Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined));
  return asked.timestampColumn === undefined ? said : { ...said, timestampFields: 1 };
}
