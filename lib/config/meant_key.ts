/**
 * Which key an unknown one stands for.
 *
 * @module
 */
import { nearest } from "../text/nearest.ts";
import { type Key, KEY_NAMES } from "./keys.ts";

/** What other programs call a key. */
const OTHER_NAMES: Readonly<Record<string, Key>> = {
  separator: "delimiter",
  sep: "delimiter",
  date: "timestamp_column",
  datetime: "timestamp_column",
  ticker: "symbol_column",
  price: "close_column",
  skiprows: "skip_lines",
  period: "window",
  lookback: "window",
  frequency: "interval",
  timeframe: "interval",
};

/** The key that means the same, or is spelled nearly so; undefined if none is near. */
export async function meantKey(name: string): Promise<string | undefined> {
  const lower = name.toLowerCase();
  return Object.hasOwn(OTHER_NAMES, lower) ? OTHER_NAMES[lower] : await nearest(name, KEY_NAMES);
}
