/**
 * What the first bytes of a file show of its layout.
 *
 * @module
 */
import type { HeadRecord } from "./head.ts";
import type { Layout } from "./layout.ts";
import type { UnreadableTimes } from "./time_column.ts";
import type { Role } from "./usual.ts";

/** Positions from 0 of the columns that are known. */
export type Columns = Partial<Record<Role, number>>;

/** A price that may be thousands, or one with a fraction: `1.003`. */
export interface OpenNumber {
  readonly line: number;
  readonly text: string;
  /** Whether there are whole prices too, so that it is most likely thousands. */
  readonly isBesideWhole: boolean;
}

/** What the first bytes of a file show. */
export interface Recognised extends Omit<Layout, "closeColumn" | "timestampColumn" | "symbolColumn"> {
  /** The names in the header, trimmed; for a known layout without a header, our own; otherwise undefined. */
  readonly names: readonly string[] | undefined;
  readonly fieldCount: number;
  readonly columns: Columns;
  /** Where no times were found: a column that looks like them and can't be read. */
  readonly unreadableTimes?: UnreadableTimes | undefined;
  /** A price that may be a number of thousands or one with a fraction, where nothing tells which. */
  readonly openNumber?: OpenNumber | undefined;
  /** The first rows. */
  readonly rows: readonly HeadRecord[];
  /** The complete layout, if it is one of the table. */
  readonly known?: Layout;
}
