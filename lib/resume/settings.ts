/**
 * The keys of a config that change signals: a run can go on only with the same.
 *
 * @module
 */
import { type Config, type Key, KEY_NAMES, KEYS } from "../config/keys.ts";
import type { Settings } from "./state.ts";

/** Keys that change what is said of signals, and not the signals. */
const OTHERS: readonly Key[] = [
  "seed",
  "version",
  "min_rows",
  "min_signal_rate",
  "max_signal_rate",
  "max_rate_change",
  "max_age",
  "gates",
  "counts",
  "max_invalid_rows",
  "confidence",
  "bootstrap",
  "block",
];

/** Their values as texts; those that are not given have their defaults. */
export function settingsOf(config: Config): Settings {
  const keys = KEY_NAMES.filter((key) => !OTHERS.includes(key));
  return Object.fromEntries(keys.map((key) => [key, String(config[key] ?? KEYS[key].absent ?? "none")]));
}

/** The first key whose value is another one, and both values. */
export function settingThatDiffers(
  before: Settings,
  now: Settings,
): { readonly key: string; readonly before: string; readonly now: string } | undefined {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  const key = keys.find((key) => before[key] !== now[key]);
  return key === undefined ? undefined : { key, before: before[key] ?? "none", now: now[key] ?? "none" };
}
