/**
 * The table of keys. To add a key, add it to {@linkcode ConfigValues} and a row to {@linkcode KEYS}.
 *
 * @module
 */
import type { MostInvalidRows } from "../rows/invalid_rows.ts";
import type { ColumnName, Order, TimeUnit } from "../layouts/layout.ts";
import { THOUSANDS_MARKS, type ThousandsMark } from "../numbers/groups.ts";
import { DATE_FORMATS, type DateFormat } from "../times/forms.ts";
import { LAYOUT_NAMES } from "../layouts/names.ts";
import type { Share } from "../numbers/share.ts";
import {
  autoOr,
  character,
  column,
  integer,
  interval,
  type Kind,
  level,
  most,
  oneOf,
  rate,
  text,
  truth,
} from "./kinds.ts";

/** The parameters of a job. A key that the file does not give has its default of {@linkcode KEYS}. */
export interface Config extends ConfigValues {
  /** The keys that the file gives. */
  readonly given: ReadonlySet<Key>;
}

/** A value for each key. */
export interface ConfigValues {
  /** 0 to 4294967295. Recorded in the metrics; random numbers are drawn for `confidence` only. */
  readonly seed: number;
  /** Closes that a rolling mean covers, 1 to 10,000,000. */
  readonly window: number;
  /** The user's name for this configuration, as written into the metrics; not empty. */
  readonly version: string;

  /** The layout of the candle files. The keys below override it; null if the config does not give them. */
  readonly layout: typeof LAYOUT_NAMES[number];
  readonly close_column: ColumnName | null;
  readonly timestamp_column: ColumnName | null;
  readonly symbol_column: ColumnName | null;
  readonly has_header: boolean | null;
  /** Physical lines before the header, or before the first row. */
  readonly skip_lines: number | null;
  /** One ASCII character. */
  readonly delimiter: string | null;
  readonly decimal_mark: "." | "," | null;
  /** What stands between groups of three digits; null where numbers have none. */
  readonly thousands_mark: ThousandsMark | null;
  readonly time_unit: Exclude<TimeUnit, DateFormat> | null;
  /** Which part of a date of three numbers is the day, the month and the year. */
  readonly date_format: DateFormat | null;
  readonly order: Order | null;

  /** What to do with a row whose timestamp equals that of the row above it. */
  readonly duplicates: "fail" | "keep" | "keep-last";
  /** What to do if rows are missing. */
  readonly gaps: "ignore" | "warn" | "fail";
  /** Nanoseconds between two rows. */
  readonly interval: bigint | null;
  /** Whether all inputs are one series, or each is a symbol of its own, named by its file. */
  readonly inputs: "series" | "symbols";
  readonly invalid_rows: "fail" | "skip";
  /** How many rows may be skipped; null for any number, but for closes that look like numbers: see `SkippedRows`. */
  readonly max_invalid_rows: MostInvalidRows | null;
  /** Whether rows without a rolling mean count, with a signal of 0. */
  readonly warmup: "zero" | "exclude" | "exclude-from-rate";
  /** What a run has to be so that its result is used; null where it need not be anything. */
  readonly min_rows: number | null;
  readonly min_signal_rate: Share | null;
  readonly max_signal_rate: Share | null;
  /** How far the signal rate may be from that of an earlier run, absolutely. */
  readonly max_rate_change: Share | null;
  /** Nanoseconds between the last timestamp and now. */
  readonly max_age: bigint | null;
  readonly gates: "fail" | "warn";
  /** Whether the metrics hold the counts that their value is made of; null where they don't. */
  readonly counts: "include" | null;
  /** The level of an interval for the signal rate; null where there is none. */
  readonly confidence: Share | null;
  /** Replicates that are drawn for it. */
  readonly bootstrap: number;
  /** Rows of a block. */
  readonly block: number | "auto";
}

export type Key = keyof ConfigValues;

/** A row of the table. */
export interface KeyRow<T> {
  readonly kind: Kind<T>;
  /** A valid value as it is written, for messages. */
  readonly example: string;
  /** The default, which may be null; undefined for a required key. */
  readonly absent: T | undefined;
}

/** All keys, in the order in which messages and logs name them. The third argument of a row is its default. */
export const KEYS: { readonly [K in Key]: KeyRow<ConfigValues[K]> } = {
  seed: row(integer(0, 4_294_967_295), "42"),
  window: row(integer(1, 10_000_000), "5"),
  version: row(text(), '"v1"'),
  layout: row(oneOf(...LAYOUT_NAMES), "auto", "generic"),
  close_column: row(column(), "close", null),
  timestamp_column: row(column(), "timestamp", null),
  symbol_column: row(column(), "symbol", null),
  has_header: row(truth(), "true", null),
  skip_lines: row(integer(0, 1_000_000), "1", null),
  delimiter: row(character(), '";"', null),
  decimal_mark: row(oneOf(".", ","), '","', null),
  thousands_mark: row(oneOf(...THOUSANDS_MARKS), '","', null),
  time_unit: row(oneOf("auto", "s", "ms", "us", "ns", "date"), "ms", null),
  date_format: row(oneOf(...DATE_FORMATS), "dmy", null),
  order: row(oneOf("ascending", "descending", "auto"), "descending", null),
  duplicates: row(oneOf("fail", "keep", "keep-last"), "keep-last", "fail"),
  gaps: row(oneOf("ignore", "warn", "fail"), "warn", "ignore"),
  interval: row(interval(), "1m", null),
  inputs: row(oneOf("series", "symbols"), "symbols", "series"),
  invalid_rows: row(oneOf("fail", "skip"), "skip", "fail"),
  max_invalid_rows: row(most(), "1%", null),
  warmup: row(oneOf("zero", "exclude", "exclude-from-rate"), "exclude", "zero"),
  min_rows: row(integer(1, Number.MAX_SAFE_INTEGER), "1000", null),
  min_signal_rate: row(rate(), "30%", null),
  max_signal_rate: row(rate(), "70%", null),
  max_rate_change: row(rate(), "5%", null),
  max_age: row(interval(), "36h", null),
  gates: row(oneOf("fail", "warn"), "warn", "fail"),
  counts: row(oneOf("include"), "include", null),
  confidence: row(level(), "95%", null),
  bootstrap: row(integer(99, 99_999), "1999", 1999),
  block: row(autoOr(integer(1, 10_000_000)), "auto", "auto"),
};

/** Keys that say what a run has to be. */
export const GATES = ["min_rows", "min_signal_rate", "max_signal_rate", "max_rate_change", "max_age"] as const;

function row<T>(kind: Kind<T>, example: string, absent?: T): KeyRow<T> {
  return { kind, example, absent };
}

export function isKey(name: string): name is Key {
  return Object.hasOwn(KEYS, name);
}

export const KEY_NAMES: readonly Key[] = Object.keys(KEYS).filter(isKey);
