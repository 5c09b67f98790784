/**
 * Candle files that are broken, strange or meant to do harm, with what must come of each.
 *
 * @module
 */

import { isAsked } from "../evidence.ts";
import { concat, gzipOf, zipOf, zstdOf } from "../inputs/compressed.ts";

/** A file, and the end of a run with window 2 on it. */
export interface HostileFile {
  readonly name: string;
  readonly make: () => Uint8Array | string;
  /** The error; or the rows of a success and its signal rate. */
  readonly ends: string | readonly [rows: number, rate: number];
  /** What `inspect` says of it, from the start of a line, where that is of interest. */
  readonly inspected?: string;
}

const MIB = 1 << 20;
/** More than a record may have. */
const HUGE = (isAsked("--thorough") ? 100 : 20) * MIB;

const utf8 = (text: string) => new TextEncoder().encode(text);
const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => typeof part === "string" ? [...utf8(part)] : part));

function repeated(part: Uint8Array, times: number): Uint8Array {
  const whole = new Uint8Array(part.length * times);
  for (let n = 0; n < times; n++) whole.set(part, n * part.length);
  return whole;
}

/** `length` bytes: `start`, then `fill` over and over, then `end`. */
function filled(length: number, start: string, fill: string, end = ""): Uint8Array {
  const text = new Uint8Array(length);
  const [first, unit, last] = [utf8(start), utf8(fill), utf8(end)];
  text.set(first);
  text.set(unit, first.length);
  // What is there is copied behind itself until there is no more room.
  for (let done = unit.length; first.length + done < length; done *= 2) {
    text.copyWithin(first.length + done, first.length, Math.min(first.length + done, length - done));
  }
  text.set(last, length - last.length);
  return text;
}

function utf16(text: string, isLittleEndian: boolean, mark: boolean): Uint8Array {
  const units = [...(mark ? `\ufeff${text}` : text)].map((character) => character.charCodeAt(0));
  return Uint8Array.from(units.flatMap((unit) => isLittleEndian ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255]));
}

const GOOD = "t,close\n1,1\n2,2\n";
const notDecimal = (shown: string, line = 2) => `in.csv:${line}: close is ${shown}, expected a decimal number`;
const tooLong = (line: number) => `in.csv:${line}: the record has more than 16777216 bytes, expected at most 16777216`;
const stray = (line: number) =>
  `in.csv:${line}: a quote stands inside a field, expected quotes around whole fields, and doubled inside them`;
const open = (line: number) =>
  `in.csv:${line}: a quoted field is not closed before the end of the file, expected a closing quote`;
const fieldCount = (line: number, found: number, expected = 2) =>
  `in.csv:${line}: the record has ${found} ${found === 1 ? "field" : "fields"}, expected ${expected} as in the header`;
const isUtf16 = (offset: number, encoding: string) =>
  `in.csv:1: the file looks like UTF-16 at byte offset ${offset}, expected UTF-8 text; convert it with iconv -f ${encoding} -t UTF-8`;
const isBinary = (offset: number) =>
  `in.csv:1: the file is binary: it has a zero byte at byte offset ${offset}, expected UTF-8 text`;
const namesBut = (remedy: string, ...list: string[]) =>
  `in.csv:1: the header names ${list.map((name) => `"${name}"`).join(", ")}, expected a column close; ${remedy}`;
const names = (...list: string[]) => namesBut("see what batch-signal inspect in.csv says", ...list);
const IS_ROW = "write has_header: false and close_column: with its position if this is a row";

const ENCODINGS: readonly HostileFile[] = [
  { name: "UTF-16LE with a mark", make: () => utf16(GOOD, true, true), ends: isUtf16(0, "UTF-16") },
  { name: "UTF-16BE with a mark", make: () => utf16(GOOD, false, true), ends: isUtf16(0, "UTF-16") },
  { name: "UTF-16LE without a mark", make: () => utf16(GOOD, true, false), ends: isUtf16(1, "UTF-16LE") },
  { name: "UTF-16BE without a mark", make: () => utf16(GOOD, false, false), ends: isUtf16(0, "UTF-16BE") },
  {
    name: "UTF-32LE with a mark",
    make: () => bytes([0xff, 0xfe, 0, 0], "t\0\0\0"),
    ends: isUtf16(0, "UTF-32").replace("like UTF-16", "like UTF-32"),
  },
  { name: "NUL bytes alone", make: () => new Uint8Array(1000), ends: isBinary(0) },
  { name: "a NUL byte in the header", make: () => "t,cl\0ose\n1,1\n", ends: isBinary(4) },
  { name: "a NUL byte in a close", make: () => "t,close\n1,1\0\n", ends: notDecimal('"1\\u0000"') },
  { name: "NUL bytes in another column", make: () => "t,close\n\0\0,1\n\0,2\n", ends: [2, 0.5] },
  { name: "NUL bytes after the last line", make: () => `${GOOD}${"\0".repeat(4096)}`, ends: fieldCount(4, 1) },
  ...[0, 1, 2].map((column): HostileFile => ({
    name: `invalid UTF-8 in column ${column + 1} of 3`,
    make: () =>
      bytes(
        "a,close,b\n1,1,1\n",
        ...[0, 1, 2].flatMap((n) => [n > 0 ? "," : "", "2", n === column ? [0xff] : ""]),
        "\n",
      ),
    ends: column === 1 ? "in.csv:3: close is not UTF-8 at byte offset 19, expected a decimal number" : [2, 0.5],
  })),
  {
    name: "an overlong encoding of 1",
    make: () => bytes("t,close\n1,", [0xc0, 0xb1], "\n"),
    ends: "in.csv:2: close is not UTF-8 at byte offset 10, expected a decimal number",
  },
  {
    name: "a surrogate in UTF-8",
    make: () => bytes("t,close\n1,", [0xed, 0xa0, 0x80], "\n"),
    ends: "in.csv:2: close is not UTF-8 at byte offset 10, expected a decimal number",
  },
  {
    name: "a character that the end of the file cuts off",
    make: () => bytes("t,close\n1,1", [0xe2, 0x82]),
    ends: "in.csv:2: close is not UTF-8 at byte offset 11, expected a decimal number",
  },
  {
    name: "invalid UTF-8 in the header",
    make: () => bytes("t", [0x80], ",close\n1,1\n"),
    ends: "in.csv:1: the header is not UTF-8 at byte offset 1, expected UTF-8 text",
  },
  { name: "two byte-order marks", make: () => `\ufeff\ufeffclose,t\n1,1\n2,2\n`, ends: [2, 0.5] },
];

const LINES: readonly HostileFile[] = [
  {
    name: "CR alone ends lines",
    make: () => GOOD.replaceAll("\n", "\r"),
    ends: "in.csv:1: the header holds a carriage return at byte offset 7, expected line ends of LF or CRLF",
  },
  { name: "mixed line ends", make: () => "t,close\r\n1,1\n2,2\r\n3,3", ends: [3, 0.6667] },
  { name: "LF, then CR", make: () => "t,close\n\r1,1\n\r2,2\n\r", ends: [2, 0.5] },
  {
    name: "a vertical tab between lines",
    make: () => "t,close\v1,1\v",
    ends: namesBut(IS_ROW, "t", "close\\u000b1", "1"),
  },
  {
    name: "line separators of Unicode",
    make: () => "t,close\u20281,1\u2028",
    ends: namesBut(IS_ROW, "t", "close\\u20281", "1"),
  },
  { name: "a million blank lines", make: () => `\n`.repeat(MIB) + GOOD, ends: [2, 0.5] },
  {
    name: "blank lines alone",
    make: () => " \t\r\n".repeat(MIB),
    ends: "in.csv: the file has only blank lines, expected a header and rows",
  },
  {
    name: "2 GB of blank lines in zstd",
    make: () => concat(zstdOf(GOOD), repeated(zstdOf("\n".repeat(64 * MIB)), 32)),
    ends: [2, 0.5],
    inspected: `  line ends      ${3 + 2048 * MIB} LF, ${2048 * MIB} blank lines\n`,
  },
  {
    name: "half a GB of blank lines of blanks in gzip",
    make: () => concat(gzipOf(GOOD), repeated(gzipOf(" \t \r\n\n\r\n".repeat(8 * MIB)), 8)),
    ends: [2, 0.5],
    inspected: `  line ends      ${3 + 64 * MIB} LF, ${128 * MIB} CRLF, ${192 * MIB} blank lines\n`,
  },
  {
    name: "a blank line before each of 8 million rows",
    make: () => filled(GOOD.length + 5 * 8 * MIB, GOOD, "\n3,3\n"),
    ends: [2 + 8 * MIB, 0],
    inspected: `  line ends      ${3 + 16 * MIB} LF, ${8 * MIB} blank lines\n`,
  },
  {
    name: "an exponent in every second of 4 million rows",
    make: () => filled(GOOD.length + 10 * 2 * MIB, GOOD, "3,3e0\n3,3\n"),
    ends: [2 + 4 * MIB, 0],
  },
  { name: "50 MB on one line", make: () => filled(50_000_000, GOOD, "1", "\n"), ends: tooLong(4) },
  {
    name: "2 GB on one line in zstd",
    make: () => concat(zstdOf(GOOD), repeated(zstdOf("x".repeat(64 * MIB)), 32)),
    ends: tooLong(4),
  },
  { name: "100 MB without a newline", make: () => filled(100 * MIB, "t,close", "x"), ends: tooLong(1) },
  { name: "a huge row", make: () => filled(HUGE, "t,close\n1,", "1"), ends: tooLong(2) },
  { name: "commas without end", make: () => filled(HUGE, "t,close\n", ","), ends: tooLong(2) },
  { name: "quotes without end", make: () => filled(HUGE, "t,close\n", '"'), ends: tooLong(2) },
  { name: "NUL bytes without end", make: () => new Uint8Array(HUGE), ends: tooLong(1) },
  {
    name: "a quote before 100 MB of good rows",
    make: () => filled(HUGE, 't,close\n"', "1,2\n"),
    ends: tooLong(2),
  },
];

const SHAPES: readonly HostileFile[] = [
  { name: "a header of 10 MB", make: () => `${"x".repeat(10 * MIB)},close\n1,1\n2,2\n`, ends: [2, 0.5] },
  { name: "a quoted header of 10 MB", make: () => `"${'""'.repeat(5 * MIB)}",close\n1,1\n2,2\n`, ends: [2, 0.5] },
  {
    name: "a header of 10 million names",
    make: () => `close${",".repeat(10 * MIB)}\n1,2\n`,
    ends: fieldCount(2, 2, 10 * MIB + 1),
  },
  {
    name: "a header of 5 million names without close",
    make: () => `"x"${",a".repeat(5 * MIB)}\n`,
    ends: `in.csv:1: the header names "x", ${'"a", '.repeat(18)}"a" and ${
      5 * MIB - 19
    } more, expected a column close; see what batch-signal inspect in.csv says`,
  },
  {
    name: "100,000 columns",
    make: () => `${"c,".repeat(99_999)}close\n${`${"1,".repeat(99_999)}5\n`.repeat(3)}`,
    ends: [3, 0],
  },
  {
    name: "1,000,000 columns",
    make: () =>
      `${Array.from({ length: 999_999 }, (_, n) => `c${n},`).join("")}close\n${`${"1,".repeat(999_999)}5\n`.repeat(3)}`,
    ends: [3, 0],
    inspected: "  line ends      4 LF\n",
  },
  {
    name: "a quoted row of 15 million fields",
    make: () => `t,close\n"x"${",".repeat(15 * MIB)}\n`,
    ends: fieldCount(2, 15 * MIB + 1),
  },
  { name: "a quoted field of 15 MB", make: () => `t,close\n"${"x".repeat(15 * MIB)}",1\n2,2\n`, ends: [2, 0.5] },
  {
    name: "a quoted field of 15 million newlines",
    make: () => `t,close\n"${"\n".repeat(15 * MIB)}",1\n2,2\n`,
    ends: [2, 0.5],
  },
  {
    name: "a quoted field of 5 million doubled quotes",
    make: () => `t,close\n"${'""'.repeat(5 * MIB)}",1\n2,2\n`,
    ends: [2, 0.5],
  },
  {
    name: "whole records in quotes, of 15 MB",
    make: () => `"t,close"\n"""${"x".repeat(15 * MIB)}"",1"\n"2,2"\n`,
    ends: [2, 0.5],
  },
  {
    name: "a close of 15 MB that is not UTF-8",
    make: () => {
      const file = filled(15 * MIB, "t,close\n1,", "1", "\n");
      file[10 * MIB] = 0xff;
      return file;
    },
    ends: `in.csv:2: close is not UTF-8 at byte offset ${10 * MIB}, expected a decimal number`,
  },
  {
    name: "a time of 15 MB that is not UTF-8",
    make: () => {
      const file = filled(15 * MIB, "t,close\n", "1", ",1\n2,2\n");
      file[10 * MIB] = 0xff;
      return file;
    },
    ends: [2, 0.5],
  },
  { name: "a quote inside a field", make: () => 't,close\n1"2,3\n', ends: stray(2) },
  { name: "text after a closing quote", make: () => 't,close\n"1"2,3\n', ends: stray(2) },
  { name: "a space before a quote", make: () => 't,close\n "1",3\n', ends: stray(2) },
  { name: "backslashes before quotes", make: () => 't,close\n"1\\"2",3\n', ends: stray(2) },
  { name: "a quote left open at the end", make: () => `${GOOD}"3,3`, ends: open(4) },
  { name: "a quote alone at the end", make: () => `${GOOD}"`, ends: open(4) },
  { name: "a closed quote and nothing else at the end", make: () => `${GOOD}""`, ends: fieldCount(4, 1) },
  { name: "single quotes", make: () => "t,close\n'1,5',2\n", ends: fieldCount(2, 3) },
  { name: "semicolons", make: () => GOOD.replaceAll(",", ";"), ends: namesBut('write delimiter: ";"', "t;close") },
  { name: "tabs", make: () => GOOD.replaceAll(",", "\t"), ends: namesBut("write delimiter: tab", "t\\tclose") },
  { name: "comments", make: () => `# a comment\n${GOOD}`, ends: names("# a comment") },
  { name: "a second header", make: () => `${GOOD}t,close\n3,3\n`, ends: notDecimal('"close"', 4) },
  {
    name: "the header of a gzip file",
    make: () => bytes([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]),
    ends: "in.csv: the gzip data is truncated, expected the whole file",
  },
  {
    name: "500,000 empty members of gzip",
    make: () => concat(gzipOf(GOOD), repeated(gzipOf(""), 500_000)),
    ends: [2, 0.5],
    inspected: "  line ends      3 LF\n",
  },
  {
    name: "500,000 members of gzip with a line each",
    make: () => concat(gzipOf(GOOD), repeated(gzipOf("3,3\n"), 500_000)),
    ends: [500_002, 0],
    inspected: "  line ends      500003 LF\n",
  },
  {
    name: "200,000 empty frames of zstd",
    make: () => concat(zstdOf(GOOD), repeated(zstdOf(""), 200_000)),
    ends: [2, 0.5],
    inspected: "  line ends      3 LF\n",
  },
  {
    name: "500,000 frames of zstd without text",
    make: () => concat(zstdOf(GOOD), repeated(bytes([0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0]), 500_000)),
    ends: [2, 0.5],
    inspected: "  line ends      3 LF\n",
  },
  {
    name: "50,000 empty files in zip",
    make: () =>
      zipOf([
        { name: "a.csv", text: GOOD },
        ...Array.from({ length: 50_000 }, (_, n) => ({ name: `b${n}.csv`, text: "" })),
      ]),
    ends: [2, 0.5],
    inspected: "  line ends      3 LF\n",
  },
  { name: "2 GB of zeros in gzip", make: () => repeated(gzipOf("\0".repeat(64 * MIB)), 32), ends: tooLong(1) },
  { name: "2 GB of zeros in zstd", make: () => repeated(zstdOf("\0".repeat(64 * MIB)), 32), ends: tooLong(1) },
  {
    name: "100 MB of zeros in zip",
    make: () => zipOf([{ name: "a", text: "\0".repeat(100 * MIB) }]),
    ends: tooLong(1),
  },
  {
    name: "half a GB of good rows in gzip",
    make: () => concat(gzipOf(GOOD), repeated(gzipOf("3,3\n".repeat(16 * MIB)), 8)),
    ends: [2 + 8 * 16 * MIB, 0],
  },
  {
    name: "the header of a PNG file",
    make: () => bytes([0x89], "PNG\r\n", [0x1a], "\n", [0, 0, 0, 13]),
    ends: "in.csv:1: the header is not UTF-8 at byte offset 0, expected UTF-8 text",
  },
  { name: "JSON", make: () => '[{"close": 1}]\n', ends: stray(1) },
  { name: "HTML", make: () => "<!doctype html>\n<title>404</title>\n", ends: names("<!doctype html>") },
];

/** Places around the border of a chunk, for whatever is two bytes long or crosses a line. */
const BORDERS = [-3, -2, -1, 0, 1];
const AT_BORDERS: readonly (readonly [name: string, text: string, rows: number, rate: number])[] = [
  ["a doubled quote", '"a""b",2\n3,3\n', 2, 1],
  ["a quoted newline", '"a\nb",2\n3,3\n', 2, 1],
  ["a quoted CRLF", '"a\r\nb",2\r\n3,3\r\n', 2, 1],
  ["a quoted close", '2,"2"\n3,3\n', 2, 1],
  ["a CRLF", "2,2\r\n3,3\r\n", 2, 1],
  ["an exponent", "2,2e0\n3,3.5e+0\n", 2, 1],
  ["a character of four bytes", "\u{1f600},2\n3,3\n", 2, 1],
];

/** Rows of 8 bytes with the close 1, up to a border of a chunk, where `text` begins or has just begun. */
const borders: readonly HostileFile[] = AT_BORDERS.flatMap(([name, text, rows, rises]) =>
  BORDERS.map((shift): HostileFile => {
    // The text's third byte, where it gets interesting, is `shift` bytes after the border.
    const before = MIB - 2 + shift;
    const padding = (before - "t,close\n".length) % 8;
    const plain = (before - "t,close\n".length - padding) / 8 - 1;
    const first = `${"0".repeat(5 + padding)},1\n`;
    return {
      name: `${name} at a chunk's border, ${shift >= 0 ? "+" : ""}${shift}`,
      make: () => `t,close\n${first}${"00000,1\n".repeat(plain)}${text}`,
      ends: [plain + 1 + rows, Math.round((1 + rises) / (plain + 1 + rows) * 10_000) / 10_000],
    };
  })
);

/** Closes that are numbers; the row before has the close 0, the row after them -1. */
const NUMBERS: readonly (readonly [name: string, text: string])[] = [
  ["a million leading zeros", `${"0".repeat(1e6)}5`],
  ["a million zeros after the point", `5.${"0".repeat(1e6)}`],
  ["a million zeros before a digit and its exponent", `0.${"0".repeat(999)}5e1000`],
  ["an exponent with a million zeros", `5e${"0".repeat(1e6)}1`],
  ["1000 digits", "9".repeat(1000)],
  ["the largest exponent", "9e1000"],
  ["the smallest exponent", "9e-1000"],
  ["a point at the end", "5."],
  ["a point at the start", ".5"],
  ["a plus sign", "+5"],
  ["spaces and tabs around", " \t5\t "],
];

const numbers: readonly HostileFile[] = NUMBERS.map(([name, text]) => ({
  name: `a close of ${name}`,
  make: () => `t,close\n1,0\n2,${text}\n3,-1\n`,
  ends: [3, 0.3333],
}));

const tooManyDigits = (digits: number) => `in.csv:2: close has ${digits} significant digits, expected at most 1000`;
const tooLarge = (shown: string) =>
  `in.csv:2: close is ${shown}, expected an exponent from -1000 to 1000 in scientific notation`;

/** Closes that are none: as the file has them, and as the message shows them. */
const NO_NUMBERS: readonly (readonly [text: string, shown?: string])[] = [
  ...["+", "-", ".", "+.", "-.", "e5", "5e", "5e+", "+e1", ".e1", "--5", "+-5", "5-", "5e5.5", "5e5e5", "1.2.3"],
  ...["NaN", "nan", "inf", "-inf", "Infinity", "null", "NULL", "None", "N/A", "#N/A", "#REF!", "true"],
  ...["0x1F", "0o7", "0b1", "0x1p3", "1_000", "1'000", "1 000", "5%", "$5", "5 USD", "(5)", "5n", "5f", "1d5", "½"],
  ...["=1+1", "@SUM(A1)", "+1+1", "-1-1", "=cmd|'/C calc'!A0"],
  ...["٥", "５", "५", "𝟓", "−5", "﹢5", "五", "5。", "Ⅴ"],
].map((text) => [text] as const);

const ESCAPED_NO_NUMBERS: readonly (readonly [text: string, shown: string])[] = [
  ["\u00a05", "\\u00a05"],
  ["5\u2009", "5\\u2009"],
  ["5\u200b", "5\\u200b"],
  ["\ufeff5", "\\ufeff5"],
  ["\u202e5", "\\u202e5"],
  ["5\u0085", "5\\u0085"],
  ["\u001b[2J5", "\\u001b[2J5"],
  ["5\f", "5\\u000c"],
  ["C:\\5", "C:\\\\5"],
];

/** What the message says of those that are numbers to people. */
const REMEDIES: Readonly<Record<string, string>> = {
  "1'000": `; write thousands_mark: "'" if it stands between groups of digits`,
  "1 000": "; write thousands_mark: space if it stands between groups of digits",
  "5%": "; remove the percent sign",
  "$5": "; remove the currency sign",
};

const noNumbers: readonly HostileFile[] = [...NO_NUMBERS, ...ESCAPED_NO_NUMBERS].map(([text, shown = text]) => ({
  name: `a close of "${shown}"`,
  make: () => `t,close\n1,${text}\n2,2\n`,
  ends: `${notDecimal(`"${shown}"`)}${REMEDIES[text] ?? ""}`,
}));

const LIMITS: readonly HostileFile[] = [
  { name: "a close of a million digits", make: () => `t,close\n1,${"7".repeat(1e6)}\n`, ends: tooManyDigits(1e6) },
  { name: "a close of 1001 digits", make: () => `t,close\n1,0.${"7".repeat(1001)}\n`, ends: tooManyDigits(1001) },
  {
    name: "a quoted close of 15 million digits",
    make: () => `t,close\n1,"${"7".repeat(15e6)}"\n`,
    ends: tooManyDigits(15e6),
  },
  { name: "an exponent of 10^9", make: () => "t,close\n1,1e1000000000\n", ends: tooLarge('"1e1000000000"') },
  { name: "an exponent of -10^9", make: () => "t,close\n1,1e-1000000000\n", ends: tooLarge('"1e-1000000000"') },
  {
    name: "an exponent of a million digits",
    make: () => `t,close\n1,1e${"9".repeat(1e6)}\n`,
    ends: tooLarge(`"1e${"9".repeat(58)}…"`),
  },
  { name: "an exponent of 1001", make: () => "t,close\n1,1e1001\n", ends: tooLarge('"1e1001"') },
  {
    name: "a megabyte of garbage",
    make: () => `t,close\n1,${"ab".repeat(MIB / 2)}\n`,
    ends: notDecimal(`"${"ab".repeat(30)}…"`),
  },
  {
    name: "a close of spaces",
    make: () => `t,close\n1,${" ".repeat(MIB)}\n`,
    ends: "in.csv:2: close is blank, expected a decimal number",
  },
];

export const HOSTILE_FILES: readonly HostileFile[] = [
  ...ENCODINGS,
  ...LINES,
  ...SHAPES,
  ...borders,
  ...numbers,
  ...noNumbers,
  ...LIMITS,
];
