/**
 * Which key an unknown one stands for.
 *
 * @module
 */
import { nearest } from "../text/nearest.ts";
import { type Key, KEY_NAMES } from "./keys.ts";

/** What other programs call a key. */
const OTHER_NAMES: Readonly<Record<string, Key>> = {
  ...names("seed", "random_seed", "random_state"),
  ...names("window", "window_size", "rolling_window", "period", "periods", "lookback", "length"),
  ...names("close_column", "close", "price", "price_column", "value_column"),
  ...names(
    "timestamp_column",
    "timestamp",
    "date",
    "time",
    "datetime",
    "time_column",
    "date_column",
    "datetime_column",
  ),
  ...names("symbol_column", "symbol", "ticker", "ticker_column", "group_by"),
  ...names("skip_lines", "skiprows", "skip_rows"),
  ...names("delimiter", "sep", "separator", "field_separator"),
  ...names("decimal_mark", "decimal_separator", "decimal_point"),
  ...names("thousands_mark", "thousands_separator", "group_separator"),
  ...names("date_format", "dayfirst", "datetime_format"),
  ...names("order", "sort", "sort_order", "ordering", "direction"),
  ...names("duplicates", "drop_duplicates", "dedupe"),
  ...names("interval", "frequency", "freq", "timeframe", "resolution"),
  ...names("invalid_rows", "bad_rows", "skip_invalid", "dropna", "on_error"),
  ...names("max_invalid_rows", "max_bad_rows", "max_errors"),
  ...names("min_signal_rate", "min_rate"),
  ...names("max_signal_rate", "max_rate"),
  ...names("max_rate_change", "max_change"),
};

/** An entry for each of `others`, all of the same key. */
function names(key: Key, ...others: readonly string[]): Record<string, Key> {
  return Object.fromEntries(others.map((other) => [other, key]));
}

/** The key that means the same, or is spelled nearly so, or the flag; undefined if none is near. */
export async function meantKey(name: string): Promise<string | undefined> {
  const lower = name.toLowerCase();
  if (Object.hasOwn(OTHER_NAMES, lower)) return OTHER_NAMES[lower];
  const flag = `--${lower.replaceAll("_", "-")}`;
  if (await isFlagOfJob(flag)) return flag;
  const key = await nearest(name, KEY_NAMES);
  if (key !== undefined) return key;
  const other = await nearest(name, Object.keys(OTHER_NAMES).filter((one) => !one.includes("_")));
  return other === undefined ? undefined : OTHER_NAMES[other];
}

/** What stands on the command line, and in no config. */
async function isFlagOfJob(name: string): Promise<boolean> {
  const { usages } = await import("../commands/usages.ts");
  return usages().some(({ verb, flags }) => verb === "" && flags.some((flag) => flag.name === name));
}
