/**
 * One line of a config → the value that YAML sees in it.
 *
 * YAML reads more into a value than is written there: `010` becomes 8, `1_000` becomes 1000, `1.10` becomes 1.1, a date
 * becomes a Date, a big integer is rounded, a value on a tab-indented line becomes null. So a value is kept both as it is
 * spelled (the failsafe schema, where every scalar is a string) and as YAML understands it.
 *
 * @module
 */
import { parse } from "@std/yaml/parse";
import type { Pair, Value } from "./pair.ts";

/** The value of a line, or undefined if YAML sees no single value in it. */
export function valueOf({ pair, key, rest }: Pair): Value | undefined {
  // A list or a mapping is wrong in any case, and it may be nested too deeply for the parser.
  if (/^[[{]/.test(rest)) return undefined;
  try {
    const understood = entryOf(parse(pair, { schema: "default" }), key);
    const spelled = entryOf(parse(pair, { schema: "failsafe" }), key);
    return typeof spelled === "string" ? { spelling: spelled, understood } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The value of the only key of a mapping. */
function entryOf(mapping: unknown, key: string): unknown {
  if (typeof mapping !== "object" || mapping === null) return undefined;
  const [entry, ...more] = Object.entries(mapping);
  return entry?.[0] === key && more.length === 0 ? entry[1] : undefined;
}
