import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Value } from "../../lib/config/pair.ts";
import { valueOf } from "../../lib/config/value.ts";

/**
 * A line whose value means the same in every YAML schema, and without YAML: an integer that a double holds, a text in
 * double quotes without escapes, or a word. A word begins with a letter, so it is neither a number nor a date.
 */
const PLAIN_LINE = /^[a-z_]+: +(?:(0|[1-9][0-9]{0,14})|"([ !#-[\]-~]*)"|([A-Za-z][A-Za-z0-9._-]*))(?: +#[\t -~]*)? *$/;

/** Words that some version of YAML reads as null or as a boolean. */
const NO_WORD = /^(?:null|true|false|yes|no|on|off|y|n)$/i;

/** What a plain line says, read without YAML; undefined if the line is not plain. */
function plainValueOf({ pair }: { readonly pair: string }): Value | undefined {
  const [, integer, text, word] = PLAIN_LINE.exec(pair) ?? [];
  if (integer !== undefined) return { spelling: integer, understood: Number(integer) };
  if (text !== undefined) return { spelling: text, understood: text };
  if (word === "true" || word === "false") return { spelling: word, understood: word === "true" };
  return word === undefined || NO_WORD.test(word) ? undefined : { spelling: word, understood: word };
}

/** A line `key: …`, as the reader of lines would give it. */
function lineOf(pair: string) {
  return { key: "key", rest: pair.replace(/^[^:]*:/, "").trim(), pair };
}

/** Lines that mean what they say, and what is in them. */
const PLAIN: readonly [pair: string, spelling: string, understood: unknown][] = [
  ["key: 0", "0", 0],
  ["key: 42", "42", 42],
  ["key:   42  ", "42", 42],
  ["key: 42 # and\ta comment: 'with', \"all\" [sorts] {of} & * ! | > % @ `", "42", 42],
  ["key: 42 #", "42", 42],
  ["key: 999999999999999", "999999999999999", 999_999_999_999_999],
  ['key: "v1"', "v1", "v1"],
  ['key: ""', "", ""],
  ['key: " a: b # c "', " a: b # c ", " a: b # c "],
  ['key: "010" # octal', "010", "010"],
  ['key: "\'{[&*!|>%@`~"', "'{[&*!|>%@`~", "'{[&*!|>%@`~"],
  ["key: v1", "v1", "v1"],
  ["key: v1.10.0-rc_2 # next", "v1.10.0-rc_2", "v1.10.0-rc_2"],
  ["key: Infinity", "Infinity", "Infinity"],
  ["key: nan", "nan", "nan"],
  ["key: e5", "e5", "e5"],
  ["key: true", "true", true],
  ["key: false # not", "false", false],
];

for (const [pair, spelling, understood] of PLAIN) {
  Deno.test({
    name: `config: ${JSON.stringify(pair)} is plain, and means the same in YAML`,
    permissions: "none",
    fn() {
      assertEquals(plainValueOf(lineOf(pair)), { spelling, understood });
      assertEquals(valueOf(lineOf(pair)), { spelling, understood });
    },
  });
}

/** Lines that mean something to YAML alone, or nothing. */
const NOT_PLAIN: readonly string[] = [
  ...["010", "00", "-1", "+1", "1_000", "1,000", "1e3", "1.5", "0x10", "0b1", "0o7", "1:30", "5 6", "1000000000000000"],
  ...["2026-11-23", "~", ".inf", ".nan", "", "# none", "v1 # \u0007", "v1 # é", "v1#"],
  ...["null", "Null", "NULL", "True", "TRUE", "False", "yes", "No", "on", "OFF", "y", "N"],
  ...["'v1'", '"a\\n"', '"a', '"a" b', '"é"', '"\t"', "é", "a b", "a: b", "a:", "v1,", "[5]", "{a: 5}", "!!str 1.10"],
  ...["|", ">", "*a", "&a b", "@v1", "`v1", "%v1", "- a", "? a", "<<", "v1\t", "\tv1", "42\t# tab", '"v1"#'],
].map((rest) => `key: ${rest}`);

for (const pair of [...NOT_PLAIN, "key:5", "key : 5", '"key": 5', "'key': 5", "key:\t5", " key: 5", "Key: 5"]) {
  Deno.test({
    name: `config: ${JSON.stringify(pair)} is not plain`,
    permissions: "none",
    fn: () => assertEquals(plainValueOf(lineOf(pair)), undefined),
  });
}

/** Lines of all sorts: parts that mean something somewhere, put together at random. */
const anyPair = fc.array(
  fc.oneof(
    fc.constantFrom(
      '"',
      "'",
      "#",
      " #",
      " # ",
      ":",
      ": ",
      "\t",
      " ",
      "-",
      "- ",
      "[",
      "{",
      "&",
      "*",
      "!",
      "|",
      "\\",
      "~",
    ),
    fc.constantFrom("0", "1", "9", "_", ".", "e", "x", "o", "b", "+", "inf", "nan", "null", "true", "yes", "on", "y"),
    fc.string({ unit: "grapheme", maxLength: 3 }),
    fc.stringMatching(/^[A-Za-z0-9._-]*$/),
  ),
  { maxLength: 6 },
).map((parts) => `key: ${parts.join("").replace(/[\r\n]/g, "")}`);

/** `yes` → `yes`, `Yes`, `YES`. */
function casesOf(word: string): string[] {
  return [word, word.charAt(0).toUpperCase() + word.slice(1), word.toUpperCase()];
}

/** Lines that are most likely plain. */
const plainPair = fc.tuple(
  fc.stringMatching(/^ {1,3}$/),
  fc.oneof(
    fc.nat().map(String),
    fc.maxSafeNat().map(String),
    fc.stringMatching(/^"[ !#-[\]-~]*"$/),
    fc.stringMatching(/^[A-Za-z][A-Za-z0-9._-]*$/),
    fc.stringMatching(/^[0-9]{1,3}([._:e-][0-9]{1,3})*$/),
    fc.constantFrom(...["null", "true", "false", "yes", "no", "on", "off", "y", "n", "inf", "nan"].flatMap(casesOf)),
  ),
  fc.stringMatching(/^( *| +#[\t -~]*)$/),
).map((parts) => `key:${parts.join("")}`);

Deno.test({
  name: "config: whatever is read as plain means the same in YAML",
  permissions: "none",
  fn() {
    let plain = 0;
    fc.assert(
      fc.property(fc.oneof(anyPair, plainPair), (pair) => {
        const value = plainValueOf(lineOf(pair));
        if (value === undefined) return;
        plain++;
        assertEquals(valueOf(lineOf(pair)), value);
      }),
      { numRuns: 5000 },
    );
    if (plain < 500) throw new Error(`only ${plain} lines were plain: the property shows little`);
  },
});
