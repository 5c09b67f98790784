import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { Wildcard } from "../../lib/inputs/wildcard.ts";

/** A piece of a pattern, and whether it is for all of a text: the obvious, slow matcher. */
interface Piece {
  readonly text: string;
  readonly fits: (text: string) => boolean;
}

const characters = ["a", "b", "-", "]", "[", "!", "^", ".", "é", "\u{1f600}", "&", ":"];
const character = fc.constantFrom(...characters);
const literal = fc.constantFrom("a", "b", "-", "]", ".", "é", "\u{1f600}").map((text): Piece => ({
  text,
  fits: (other) => other === text,
}));
const star: Piece = { text: "*", fits: () => true };
const question: Piece = { text: "?", fits: (text) => Array.from(text).length === 1 };
const set = fc.record({
  not: fc.constantFrom("", "!", "^"),
  // A hyphen between two others would make a range, a bracket after the first would close the set.
  first: fc.constantFrom("]", "a", "[", "&", "é"),
  more: fc.array(fc.constantFrom("b", "[", "^", "!", ".", "\u{1f600}", "[:digit:]", "a-c", "é"), { maxLength: 3 }),
}).map(({ not, first, more }): Piece => ({
  text: `[${not}${first}${more.join("")}]`,
  fits: (text) => {
    const isIn = text === first ||
      more.some((item) => item === text || (item === "a-c" && "abc".includes(text)));
    return Array.from(text).length === 1 && isIn === (not === "");
  },
}));

function fitsSlowly(pieces: readonly Piece[], name: readonly string[]): boolean {
  const [piece, ...more] = pieces;
  if (piece === undefined) return name.length === 0;
  return Array.from({ length: name.length + 1 }, (_, n) => n)
    .some((n) => piece.fits(name.slice(0, n).join("")) && fitsSlowly(more, name.slice(n)));
}

Deno.test("wildcard: fits what the obvious matcher fits", () => {
  const pieces = fc.array(fc.oneof(literal, set, fc.constant(star), fc.constant(question)), { maxLength: 6 });
  fc.assert(
    fc.property(pieces, fc.array(character, { maxLength: 6 }), (pieces, name) => {
      const isHidden = name[0] === "." && pieces[0]?.text !== ".";
      const wildcard = new Wildcard(pieces.map(({ text }) => text).join(""));
      assertEquals(wildcard.fits(name.join("")), !isHidden && fitsSlowly(pieces, name));
    }),
    { numRuns: 5000 },
  );
});

/** Patterns, names that fit, and names that do not. */
const CASES: readonly [pattern: string, fitting: readonly string[], others: readonly string[]][] = [
  ["[a&&b]", ["a", "b", "&"], ["&&", ""]],
  ["[[:alpha:]]", ["a", "Z", "é", "日"], ["1", "_", ""]],
  ["[[:digit:][:upper:]_]", ["1", "A", "_"], ["a", ":"]],
  ["[^[:space:]]", ["a"], [" ", "\t"]],
  ["[[:punct:]]", ["-", "+", "。"], ["a", "1", " "]],
  ["[[:xdigit:]]", ["f", "F", "0"], ["g"]],
  ["[[:blank:]]", [" ", "\t"], ["\n", "a"]],
  ["[[:cntrl:]]", ["\n", "\x7f"], ["a"]],
  ["[[:alnum:]]", ["a", "1"], ["-"]],
  ["[[:lower:]]", ["a", "é"], ["A"]],
  ["[[:graph:]]", ["a", "!", "日"], [" ", "\n"]],
  ["[[:print:]]", ["a", " "], ["\n"]],
  ["[[:none:]]", [], ["n", ":", "a"]],
  ["[[:alpha]", [":", "[", "a"], ["b", "]"]],
  ["[a-]", ["a", "-"], ["b"]],
  ["[--0]", ["-", "/", "0"], ["1"]],
  ["[z-a]", [], ["z", "a", "m", "-"]],
  ["[]-a]", ["]", "^", "a"], ["b", "-"]],
  ["[!]-]", ["a"], ["]", "-"]],
  ["[", ["["], ["a", ""]],
  ["[]", ["[]"], ["]"]],
  ["[!]", ["[!]"], ["a"]],
  ["a[b", ["a[b"], ["ab"]],
  ["(a|b)+$\\d", ["(a|b)+$\\d"], ["a", "aa1"]],
  ["*", ["a", "", "日本"], [".a"]],
  [".*", [".a", "."], ["a"]],
  ["[.]a", [], [".a"]],
  ["?", ["\u{1f600}"], ["", "ab"]],
];

for (const [pattern, fitting, others] of CASES) {
  Deno.test(`wildcard: ${pattern}`, () => {
    const wildcard = new Wildcard(pattern);
    for (const name of fitting) assertEquals(wildcard.fits(name), true, name);
    for (const name of others) assertEquals(wildcard.fits(name), false, name);
  });
}

Deno.test("wildcard: no pattern takes longer than its length times the name's", () => {
  const name = "a".repeat(255);
  const hostile = [
    "*a".repeat(60_000),
    "*".repeat(120_000),
    "*a?".repeat(40_000),
    "[".repeat(120_000),
    "[a-z]*".repeat(20_000),
  ];
  // A matcher that tries every way to divide the name would not come back from these in years.
  for (const pattern of hostile) assertEquals(new Wildcard(`${pattern}b`).fits(name), false);
});
