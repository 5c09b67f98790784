/**
 * One line of a config → the value that YAML sees in it.
 *
 * YAML reads more into a value than is written there: `010` becomes 8, `1_000` becomes 1000, `1.10` becomes 1.1, a date
 * becomes a Date, a big integer is rounded, a value on a tab-indented line becomes null. So a value is kept both as it is
 * spelled (the failsafe schema, where every scalar is a string) and as YAML understands it.
 *
 * @module
 */
import type { Pair, Value } from "./pair.ts";

/**
 * A line whose value means the same in every YAML schema, and without YAML: an integer that a double holds, a text in
 * double quotes without escapes, or a word. A word begins with a letter, so it is neither a number nor a date.
 */
const PLAIN = /^[a-z_]+: +(?:(0|[1-9][0-9]{0,14})|"([ !#-[\]-~]*)"|([A-Za-z][A-Za-z0-9._-]*))(?: +#[\t -~]*)? *$/;

/** Words that some version of YAML reads as null or as a boolean. */
const NO_WORD = /^(?:null|true|false|yes|no|on|off|y|n)$/i;

/**
 * The value of a line, or undefined if YAML sees no single value in it.
 *
 * A plain line is read directly. The parser is loaded for any other line: loading it and its first calls take 8 ms, half
 * the time that the runtime needs to start.
 */
export async function valueOf(line: Pair): Promise<Value | undefined> {
  return plainValueOf(line) ?? (await import("./yaml.ts")).yamlValueOf(line);
}

/** The value of a plain line; undefined if the line is not plain. */
export function plainValueOf({ pair }: Pair): Value | undefined {
  const [, integer, text, word] = PLAIN.exec(pair) ?? [];
  if (integer !== undefined) return { spelling: integer, understood: Number(integer) };
  if (text !== undefined) return { spelling: text, understood: text };
  if (word === "true" || word === "false") return { spelling: word, understood: word === "true" };
  return word === undefined || NO_WORD.test(word) ? undefined : { spelling: word, understood: word };
}
