/**
 * A config → what the log says of it.
 *
 * @module
 */
import { formatShare } from "../numbers/share.ts";
import { formatDuration } from "../times/interval.ts";
import { type Config, type ConfigValues, type Key, KEY_NAMES } from "./keys.ts";

/** The keys that the config gives, for the log, in the order of the table. */
export function configFields(config: Config): Record<string, string | number | boolean> {
  const given = KEY_NAMES.filter((key) => config.given.has(key));
  return Object.fromEntries(given.map((key) => [key, fieldOf(config[key])]));
}

function fieldOf(value: ConfigValues[Key]): string | number | boolean {
  if (typeof value === "bigint") return formatDuration(value);
  if (typeof value !== "object" || value === null) return value ?? "";
  return "rows" in value ? value.rows : formatShare(value);
}
