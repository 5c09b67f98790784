/**
 * Candle files as nobody wants them, for tests.
 *
 * @module
 */
import fc from "fast-check";
import { FIXTURES } from "../layouts/fixtures.ts";
import { quotedWhole } from "../rows/candle_files.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

/** A byte is a character here, so that any may be put into a text. */
export const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

type Damage = (text: string) => string;

const rowsOf = (text: string) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
const onRow = (at: number, change: (row: string) => string): Damage => (text) => {
  const rows = rowsOf(text);
  const index = Math.floor(at * rows.length);
  return rows.map((row, n) => n === index ? change(row) : row).join("");
};
const inRow = (row: string, at: number, cut: number, put: string) => {
  const from = Math.floor(at * row.length);
  return row.slice(0, from) + put + row.slice(from + cut);
};

const PIECES = [
  ...'\n,;"\t. -0159xé',
  ...[
    "\r",
    "\r\r\n",
    "\xff",
    "\x00",
    "NaN",
    "1e2000",
    "1,5",
    '"1,5"',
    "2024-01-02",
    " \n",
    '""',
    "\xef\xbb\xbf",
    "null",
  ],
];
const position = fc.double({ min: 0, max: 0.999, noNaN: true });
const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.tuple(position, position, fc.nat(3), fc.constantFrom("", ...PIECES))
    .map(([row, at, cut, put]) => onRow(row, (text) => inRow(text, at, cut, put))),
  position.map((at) => onRow(at, () => "")),
  position.map((at) => onRow(at, (row) => row + row)),
  position.map((at) => onRow(at, (row) => `\n${row}`)),
  position.map((at) => onRow(at, (row) => `${row} \t\n`)),
  position.map((at) => onRow(at, quotedWhole)),
  fc.tuple(position, position).map(([from, to]): Damage => (text) => {
    const rows = rowsOf(text);
    const [moved] = rows.splice(Math.floor(from * rows.length), 1);
    rows.splice(Math.floor(to * rows.length), 0, moved ?? "");
    return rows.join("");
  }),
  fc.constantFrom<Damage>(
    (text) => rowsOf(text).map(quotedWhole).join(""),
    (text) => rowsOf(text).map((row, n) => n === 0 ? row : quotedWhole(row)).join(""),
    (text) => rowsOf(text).map((row, n) => n === 0 ? quotedWhole(row) : row).join(""),
    (text) => text.replaceAll(/\r?\n/g, "\r\n"),
    (text) => text.replaceAll(/\r?\n/g, "\r\r\n"),
    (text) => text.trimEnd(),
    (text) => `\xef\xbb\xbf${text}`,
    (text) => rowsOf(text).slice(0, 3).join(""),
    (text) => rowsOf(text).slice(1).join(""),
    (text) => rowsOf(text).reverse().join(""),
    (text) => text.replaceAll(".", ","),
    (text) => text.replaceAll(/(\d+)\.(\d+)/g, '"$1,$2"'),
    (text) => text.replaceAll(",", ";"),
    (text) => text.replaceAll("1", "\xfc"),
  ),
);

/** Plain tables, some long enough that a row in a hundred may go. */
const tables = [3, 40, 400].flatMap((rows) => [
  `t,s,close\n${
    Array.from({ length: rows }, (_, n) => `${1_700_000_000 + 60 * n},${n % 3 ? "A" : "BB"},${n % 7}.5\n`).join("")
  }`,
  `date,close\n${
    Array.from({ length: rows }, (_, n) => `${new Date(864e5 * (n + 2e4)).toISOString().slice(0, 10)},${n}\n`).join("")
  }`,
  `${Array.from({ length: rows }, (_, n) => `${1_700_000_000 + 60 * n},1,3,0.5,2.5,7\n`).join("")}`,
  `close\n${Array.from({ length: rows }, (_, n) => `${n % 5}\n`).join("")}`,
]);
/** Files of every layout and plain tables, damaged in up to four ways. */
export const damagedFile: fc.Arbitrary<string> = fc.tuple(
  fc.constantFrom(...FIXTURES.map(({ text }) => String.fromCharCode(...utf8(text))), ...tables),
  fc.array(damage, { maxLength: 4 }),
).map(([text, damages]) => damages.reduce((damaged, change) => change(damaged), text));
