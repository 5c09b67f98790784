/**
 * Values as a config takes them, for advice that can be copied.
 *
 * @module
 */
import { quoteWhole } from "./escape.ts";

/** Words that YAML reads as something else than text. */
const WORDS = /^(?:true|false|yes|no|on|off|null|y|n|inf|nan)$/i;

/** A column: a position, a name, or a name in quotes. */
export function columnInYaml(column: string | number): string {
  if (typeof column === "number") return String(column);
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(column) && !WORDS.test(column) ? column : quoteWhole(column);
}
