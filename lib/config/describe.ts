/**
 * A value that a key does not take → what an error says of it.
 *
 * @module
 */
import { quote } from "../text/escape.ts";
import { withoutComment } from "./example_line.ts";
import type { Line } from "./lines.ts";
import type { Value } from "./pair.ts";

/** The value for an error: as it is written, and as YAML understands it if that is the problem. */
export function describe({ rest }: Line, value: Value | undefined, tellsMeaning: boolean): string {
  const bare = withoutComment(rest);
  if (bare === "" || value?.spelling === "") return "empty";
  if (value === undefined) return `${quote(bare)}, which is not a single value in YAML`;
  if (/^["']/.test(bare)) return `the text ${quote(value.spelling)}`;
  return tellsMeaning ? `${quote(bare)}, which YAML reads as ${nameOf(value.understood)}` : quote(bare);
}

function nameOf(value: unknown): string {
  if (value === null) return "nothing";
  if (value instanceof Date) return "a date";
  return `a ${typeof value}`;
}
