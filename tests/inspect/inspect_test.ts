import { assert, assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { Folder } from "../command.ts";
import fc from "fast-check";
import { JobError } from "../../lib/errors.ts";
import { screenOf } from "../../lib/inspect/screen.ts";
import { MOST_SYMBOLS } from "../../lib/inspect/times.ts";
import { FIXTURES } from "../layouts/fixtures.ts";
import { factsOfChunks, factsOfText } from "./inspect_file.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

for (const { name, layout, text, keys, plain } of FIXTURES) {
  Deno.test({ name: `inspect: ${name} gives its layout and a config that fits`, permissions: "none" }, async () => {
    const facts = await factsOfText(text);
    const named = layout === "generic" ? [] : [`layout: ${layout}`];
    const config = ["seed: 42", "window: 5", 'version: "v1"', ...named, ...keys];
    if (keys.includes("invalid_rows: skip")) {
      // In so few rows, one is more than a config may leave out.
      assertEquals([facts.layout, facts.config, facts.problems.length], [layout, null, 1]);
      assertMatch(facts.problems[0] ?? "", /^\d of \d\d rows can't be read, more than 1 %; line \d+: close is /);
    } else {
      assertEquals([facts.layout, facts.config?.trimEnd().split("\n"), facts.problems], [layout, config, []]);
    }
    const rows = Object.values(plain).reduce((sum, one) => sum + one.trimEnd().split("\n").length - 1, 0);
    assertEquals([facts.closes?.numbers, facts.candles], [rows, {
      checked: rows,
      inconsistent: { count: 0, lines: [] },
    }]);
    assert(facts.time?.order === "ascending" || facts.time?.order === "descending");
    const symbols = Object.keys(plain);
    if (symbols.join() !== "") assertEquals(facts.symbols?.first.map(({ symbol }) => symbol), symbols);
  });
}

const NEWEST_FIRST = `https://www.CryptoDataDownload.com
unix,date,symbol,open,high,low,close,Volume BTC,Volume USDT
1714532400000,2024-05-01 03:00:00,BTCUSDT,42.1,42.5,42.0,42.3,1,42
1714528800000,2024-05-01 02:00:00,BTCUSDT,42.2,42.2,42.0,42.1,2,84
1714525200,2024-05-01 01:00:00,BTC/USDT,42.0,42.4,42.0,42.2,3,126
1714521600,2024-05-01 00:00:00,BTC/USDT,41.9,42.1,41.8,42.0,1,42
`;

const SYMBOLS = `ticker,volume,open,close,high,low,window_start,transactions
AAPL,4930,200.29,200.5,200.63,200.29,1744792500000000000,129
AAPL,1815,200.39,200.34,200.61,200.34,1744792560000000000,57
AAPL,1098,200.3,200.1,200.4,200.1,1744792740000000000,44
MSFT,12,390.1,390.2,390.3,390.0,1744792500000000001,4
`;

const MESSY = [
  "\ufeffDate;Time;Ticker;Open;High;Low;Close",
  "2024-01-02;09:00;ABC;10;12;9;11",
  "2024-01-02;09:01;ABC;10;12;9;",
  "2024-01-02;09:01;ABC;10;12;9;11,5",
  "",
  "2024-01-02;09:02;ABC;10;8;9;11",
  "2024-01-02;09:03;XYZ;10;12;9;11",
  "2024-01-02;09:30;ABC;10;12;9;1.011,5",
  "2024-01-02;09:31;ABC;10;12;9;n/a",
  "2024-01-02;09:32;ABC;10;12;9",
  '2024-01-02;09:33;A"BC;10;12;9;11',
  "soon;09:34;ABC;10;12;9;11",
  "2024-01-02;09:35;;10;12;9;eleven",
  "2024-01-02;09:30;ABC;10;12;9;11",
  "2024-01-02;09:36;ABC;10;12;9;11\r",
].join("\n");

/** Whole screens, as people see them. */
const SCREENS: readonly [name: string, text: string, screen: string][] = [
  [
    "newest first",
    NEWEST_FIRST,
    `in.csv
  bytes          360
  encoding       UTF-8
  line ends      6 LF
  delimiter      comma
  decimal mark   .
  header         yes, after 1 other line
  layout         cryptodatadownload
  rows           4
  timestamps     column 1, milliseconds and seconds
  time span      2024-05-01T00:00:00Z to 2024-05-01T03:00:00Z
  order          descending, newest first
  duplicates     none
  interval       1h, 3 of 3 steps
  gaps           none
  closes         column 7, 4 numbers
  candles        4 with low ≤ open, close ≤ high

columns, each with an example
   1  unix         1714532400000  (timestamp)
   2  date         2024-05-01 03:00:00
   3  symbol       BTCUSDT
   4  open         42.1
   5  high         42.5
   6  low          42.0
   7  close        42.3
   8  Volume BTC   1
   9  Volume USDT  42

config that fits

seed: 42
window: 4
version: "v1"
layout: cryptodatadownload
`,
  ],
  [
    "symbols and nanoseconds",
    SYMBOLS,
    `in.csv
  bytes          293
  encoding       UTF-8
  line ends      5 LF
  delimiter      comma
  decimal mark   .
  header         yes
  layout         polygon
  rows           4
  timestamps     column 7, nanoseconds
  time span      2025-04-16T08:35:00Z to 2025-04-16T08:39:00Z
  order          ascending, oldest first
  duplicates     none
  interval       1m, 1 of 2 steps
  gaps           1; the longest:
                 3m before line 4, 2025-04-16T08:36:00Z to 2025-04-16T08:39:00Z of "AAPL"
  closes         column 4, 4 numbers
  candles        4 with low ≤ open, close ≤ high
  symbols        2, rows of each: AAPL 3, MSFT 1

columns, each with an example
   1  ticker        AAPL  (symbol)
   2  volume        4930
   3  open          200.29
   4  close         200.5
   5  high          200.63
   6  low           200.29
   7  window_start  1744792500000000000  (timestamp)
   8  transactions  129

config that fits

seed: 42
window: 3
version: "v1"
layout: polygon
`,
  ],
  [
    "whatever can be wrong",
    MESSY,
    `in.csv
  bytes          455
  encoding       UTF-8 with a byte-order mark
  line ends      14 LF, 1 blank line
  delimiter      semicolon
  decimal mark   ,
  header         yes
  layout         european
  rows           13, 1 without 7 fields (line 10), 1 with a stray quote (line 11)
  timestamps     column 1, text, 1 unreadable, as "soon;09:34" (line 12)
  time span      2024-01-02T09:00:00Z to 2024-01-02T09:36:00Z
  order          ascending, oldest first
  duplicates     none
  interval       1m, 2 of 4 steps
  gaps           2; the longest:
                 28m before line 14, 2024-01-02T09:02:00Z to 2024-01-02T09:30:00Z of "ABC"
                 6m before line 15, 2024-01-02T09:30:00Z to 2024-01-02T09:36:00Z of "ABC"
  closes         column 7, 7 numbers
                 1 blank, 1 n/a (line 3, 9)
                 1 with groups of digits, as "1.011,5" (line 8)
                 1 not a number, as "eleven" (line 13)
  candles        7, of these 1 not within low ≤ open, close ≤ high (line 6)
  symbols        2, rows of each: ABC 5, XYZ 1, 1 blank (line 13)

columns, each with an example
   1  Date    2024-01-02  (timestamp)
   2  Time    09:00
   3  Ticker  ABC  (symbol)
   4  Open    10
   5  High    12
   6  Low     9
   7  Close   11

problems
  7 of 13 rows can't be read, more than 1 %; line 3: close is blank, expected a decimal number with a decimal comma
  1 close looks like a number and can't be read; line 8: close is "1.011,5", expected a decimal number with a decimal comma; write thousands_mark: "." if it stands between groups of digits

config that fits: none
`,
  ],
  [
    "no close",
    "a|b\r\n1|2\r\n",
    `in.csv
  bytes          10
  encoding       UTF-8
  line ends      2 CRLF
  delimiter      bar
  decimal mark   .
  header         yes
  layout         generic
  rows           1
  timestamps     no such column was found
  closes         no such column was found
  candles        not checked: open, high, low and close are not all known

columns, each with an example
   1  a  1
   2  b  2

problems
  no single column has the name or the looks of a close: write close_column: and its name or position

config that fits: none
`,
  ],
];

for (const [name, text, screen] of SCREENS) {
  Deno.test({ name: `inspect: the screen of ${name}`, permissions: "none" }, async () => {
    assertEquals(screenOf(await factsOfText(text)), screen);
  });
}

Deno.test({ name: "inspect: the JSON object", permissions: "none" }, async () => {
  const none = { count: 0, lines: [] };
  assertEquals(await factsOfChunks([utf8("\ufefftime,close\n2024-01-02T09:00:00Z,1\n\n1704187800,null\n")], "gzip"), {
    file: "in.csv",
    bytes: 54,
    compression: "gzip",
    byte_order_mark: true,
    first_invalid_utf8: null,
    line_ends: { lf: 4, crlf: 0 },
    has_last_line_end: true,
    blank_lines: 1,
    ends_within_quotes: false,
    lines_are_quoted_records: false,
    delimiter: ",",
    decimal_mark: ".",
    header: true,
    skip_lines: 0,
    lines_after_header: 0,
    layout: "generic",
    column_count: 2,
    columns: [
      { position: 1, name: "time", example: "2024-01-02T09:00:00Z", role: "timestamp" },
      { position: 2, name: "close", example: "1", role: "close" },
    ],
    rows: 2,
    refused_rows: { count: 1, line: 4, reason: 'close is "null", expected a decimal number' },
    wrong_field_counts: none,
    stray_quotes: none,
    time: {
      units: ["text", "s"],
      earliest: "2024-01-02T09:00:00Z",
      latest: "2024-01-02T09:00:00Z",
      order: "unknown",
      steps_forward: none,
      steps_back: none,
      duplicates: none,
      interval: null,
      interval_steps: 0,
      gaps: null,
      gaps_at_least: false,
      largest_gaps: [],
    },
    unreadable_times: { ...none, example: null },
    closes: {
      numbers: 1,
      zeros: 0,
      missing: { null: 1 },
      missing_lines: [4],
      grouped: { ...none, example: null },
      invalid: { ...none, example: null },
    },
    candles: null,
    symbols: null,
    problems: ['1 of 2 rows can\'t be read, more than 1 %; line 4: close is "null", expected a decimal number'],
    warnings: [],
    config: null,
  });
});

/** A table whose rows come day after day. */
function dated(header: string, rows: readonly string[]): string {
  const day = (n: number) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10);
  return [`date,${header}`, ...rows.map((row, n) => `${day(n)},${row}`)].map((line) => `${line}\n`).join("");
}

const DATED = "timestamp_column: date";

/** What a file needs, besides what every config has. */
const CONFIGS: readonly [name: string, text: string, window: number, keys: readonly string[]][] = [
  ["few rows", dated("close", ["1", "2"]), 2, [DATED]],
  ["many rows", dated("close", Array(9).fill("1")), 5, [DATED]],
  ["a name in quotes", "Closing Price,time\n1,2024-01-01\n", 1, [
    'close_column: "Closing Price"',
    "timestamp_column: time",
  ]],
  ["a name that YAML reads otherwise", "t,c,y\n1700000000,1,1\n", 1, ["close_column: c", "timestamp_column: t"]],
  ["a position", "close,date,date\n1,2024-01-01,2024-01-01\n", 1, ["timestamp_column: 2"]],
  ["a tab", "t\tclose\n2024-01-01\t1,5\n", 1, ["timestamp_column: t", "delimiter: tab", 'decimal_mark: ","']],
  ["two columns for the time", "date,time,close\n2024-01-01,10:00,1\n", 1, ["layout: auto"]],
  ["symbols", dated("sym,close", ["A,1", "B,1", "A,1"]), 2, [DATED, "symbol_column: sym"]],
  ["one symbol", dated("sym,close", ["A,1", "A,1"]), 2, [DATED]],
  ["no symbol at all", dated("sym,close", [",1", " ,1"]), 2, [DATED]],
  ["dates as integers", "date,close\n20240101,1\n", 1, ["timestamp_column: date", "time_unit: date"]],
  ["duplicates", "t,close\n2024-01-01,1\n2024-01-01,1\n2024-01-02,1\n", 2, [
    "timestamp_column: t",
    "duplicates: keep-last",
  ]],
  ["a decimal comma in quotes", `date,close\n${commaDays()}`, 5, ["timestamp_column: date", 'decimal_mark: ","']],
  ["a record too short", dated("a,close", ["1", ...Array(99).fill("1,1")]), 5, [
    DATED,
    "invalid_rows: skip",
    "max_invalid_rows: 1%",
  ]],
  ["a symbol that is blank", dated("symbol,close", [",1", ...Array(99).fill("A,1")]), 5, [
    DATED,
    "symbol_column: symbol",
    "invalid_rows: skip",
    "max_invalid_rows: 1%",
  ]],
  ["rows that are quoted as a whole", 't,close\n"2024-01-01,1"\n"2024-01-02,2"\n', 2, ["timestamp_column: t"]],
];

/** 28 days of closes with a decimal comma, of which every fourth has no fraction. */
function commaDays(): string {
  return Array.from({ length: 28 }, (_, n) => `2024-01-${String(n + 1).padStart(2, "0")},${n % 4 ? '"101,5"' : 100}\n`)
    .join("");
}

for (const [name, text, window, keys] of CONFIGS) {
  Deno.test({ name: `inspect: the config for ${name}`, permissions: "none" }, async () => {
    const { config, problems } = await factsOfText(text);
    const expected = ["seed: 42", `window: ${window}`, 'version: "v1"', ...keys].map((line) => `${line}\n`).join("");
    assertEquals([config, problems], [expected, []]);
  });
}

const PROBLEMS: readonly [text: string, problem: string][] = [
  [
    "date,hour,close\n2024-01-01,8,1\n2024-01-01,9,2\n2024-01-01,10,3\n2024-01-02,8,4\n",
    "2 of 4 rows have the time of the row above them, the first in line 3: write symbol_column: and its name, join the date and the time of day if they are two columns, or write duplicates: keep or duplicates: keep-last if they are one series",
  ],
  ["date,close\n", "there are no rows"],
  ["date,close\n2024-01-01,x\n", 'no row can be read; line 2: close is "x", expected a decimal number'],
  [
    "close\n1\n2\n",
    'no column of times is found among "close", so nothing shows the order of the rows; write timestamp_column: and its name, or order: ascending or order: descending if you know it',
  ],
  [
    "date,close\n01/02/2024,1\n",
    'line 2: "date" holds times that can\'t be read, such as "01/02/2024"; write date_format: dmy or date_format: mdy, as its day, month and year stand',
  ],
  [
    'date,close\n2024-01-01,1\n2024-01-02,"2\n',
    "the file ends within quotes: what follows the last sound record was not read",
  ],
  [
    't,close\n2024-01-01,"1,234.5"\n2024-01-02,"1,235.5"\n2024-01-03,1\n',
    '2 closes look like numbers and can\'t be read; line 2: close is "1,234.5", expected a decimal number; write thousands_mark: "," if it stands between groups of digits',
  ],
  [
    "t,close\n2024-01-03,1\n2024-01-02,1\n2024-01-01,1\n2024-01-04,1\n",
    "the rows are in no order of time: line 5 steps forward; sort them",
  ],
  [
    dated("close", ["1", "1e2000", ...Array(97).fill("1")]),
    '1 of 99 rows can\'t be read, more than 1 %; line 3: close is "1e2000", expected an exponent from -1000 to 1000 in scientific notation',
  ],
  [
    dated("open,high,low,close", [...Array(1100).fill("1,3,0,2"), ...Array(100).fill("2,1,3,0")]),
    "100 of 1200 candles are impossible, the first in line 1102: do the columns have another order there?",
  ],
  [
    `t,close\n${
      dated("close", Array(1100).fill("1")).split("\n").slice(1, -1).map((row, n) =>
        `${row}\n`.repeat(n < 1000 ? 1 : 2)
      ).join("")
    }`,
    "100 of 1200 rows have the time of the row above them, the first in line 1003: write symbol_column: and its name, join the date and the time of day if they are two columns, or write duplicates: keep or duplicates: keep-last if they are one series",
  ],
  [
    "date,close\r\r\n2024-01-01,1\r\r\n2024-01-02,2\r\r\n",
    "line 1: the header holds a carriage return at byte offset 10, expected line ends of LF or CRLF",
  ],
];

for (const [text, problem] of PROBLEMS) {
  Deno.test({ name: `inspect: the problem that ${problem.slice(0, 120)}`, permissions: "none" }, async () => {
    const { config, problems } = await factsOfText(text);
    assertEquals([config, problems], [null, [problem]]);
  });
}

const REFUSED: readonly [name: string, bytes: Uint8Array, message: string][] = [
  ["an empty file", utf8(""), "in.csv: the file is empty, expected a table of candles"],
  ["blank lines", utf8("\n \n"), "in.csv: the file holds no records of text, expected a table of candles"],
  [
    "UTF-16 with a mark",
    Uint8Array.of(0xff, 0xfe, 0x61, 0),
    "in.csv:1: the file looks like UTF-16 at byte offset 0, expected UTF-8 text; convert it with iconv -f UTF-16 -t UTF-8",
  ],
  [
    "UTF-16 without a mark",
    Uint8Array.of(0x61, 0, 0x62, 0),
    "in.csv:1: the file looks like UTF-16 at byte offset 1, expected UTF-8 text; convert it with iconv -f UTF-16LE -t UTF-8",
  ],
  [
    "old Macs' line ends",
    utf8("close\r1\r2\r"),
    "in.csv:1: the file has carriage returns and no newlines, expected line ends of LF or CRLF",
  ],
  [
    "a record without an end",
    utf8(`close\n"${"x".repeat((1 << 24) + 2)}`),
    "in.csv:2: the record has more than 16777216 bytes, expected at most 16777216",
  ],
];

for (const [name, bytes, message] of REFUSED) {
  Deno.test({ name: `inspect: refused: ${name}`, permissions: "none" }, async () => {
    const error = await assertRejects(() => factsOfChunks([bytes]), JobError);
    assertEquals([error.message, error.exitCode], [message, 4]);
  });
}

Deno.test({ name: "inspect: bytes that are not UTF-8, wherever they are", permissions: "none" }, async () => {
  const bytes = utf8("close,name\n1,é€😀\n2,x\n");
  assertEquals((await factsOfChunks([bytes])).first_invalid_utf8, null);
  bytes[16] = 0x28;
  const broken = await factsOfChunks([bytes]);
  assertEquals(broken.first_invalid_utf8, 15);
  assertEquals(screenOf(broken).split("\n")[2], "  encoding       not UTF-8: first at byte offset 15");
  assertEquals((await factsOfChunks([utf8("close,n\n1,"), Uint8Array.of(0xe2, 0x82)])).first_invalid_utf8, 10);
});

Deno.test(
  { name: "inspect: characters that are cut between two chunks behind the head", permissions: "none" },
  async () => {
    const head = utf8(`close,n\n${"1,a\n".repeat(300_000)}`);
    for (const character of ["é", "€", "😀"]) {
      const row = utf8(`2,${character}\n`);
      for (let cut = 3; cut < row.length - 1; cut++) {
        const [before, behind] = [row.slice(0, cut), row.slice(cut)];
        assertEquals((await factsOfChunks([head, before, behind])).first_invalid_utf8, null, `${character} at ${cut}`);
        behind[0] = 0x28;
        assertEquals((await factsOfChunks([head, before, behind])).first_invalid_utf8, head.length + 2);
      }
    }
  },
);

Deno.test(
  { name: "inspect: lines that are quoted as a whole, and lines that are not", permissions: "none" },
  async () => {
    const facts = await factsOfText('"a,close"\n"1,2"\n3,4\n"5,6"\n"7,"8\n"9,10"\n');
    assertEquals(facts.lines_are_quoted_records, true);
    assertEquals([facts.wrong_field_counts.lines, facts.stray_quotes.lines], [[], [5]]);
    assertEquals(facts.closes?.numbers, 4);
  },
);

Deno.test(
  { name: "inspect: the screen of a file without a header has no room for names", permissions: "none" },
  async () => {
    const rows = Array.from({ length: 25 }, (_, n) => `${n + 20},${n + 22},${n + 19},${n + 21}`);
    const screen = screenOf(await factsOfText(dated("", rows).replace(/^.*\n/, "")));
    assertStringIncludes(
      screen,
      "\n   1  2024-01-01  (timestamp)\n   2  20  (open)\n   3  22  (high)\n   4  19  (low)\n   5  21  (close)\n",
    );
  },
);

Deno.test({ name: "inspect: prices with signs and blanks around them", permissions: "none" }, async () => {
  const facts = await factsOfText("open,high,low,close\n -2 ,\t-1\t,-3,-2\n-2,-3,-1,-2\n+2,3,1e0,2\n");
  assertEquals(facts.candles, { checked: 3, inconsistent: { count: 1, lines: [3] } });
});

Deno.test(
  { name: "inspect: prices of many digits are the same with a zero behind them", permissions: "none" },
  async () => {
    // Not the nearest double if the digits are one integer that is divided by a power of ten.
    const prices = ["9.502924446738537", "997664772.8299493", "9815.424075364393", "962885.3732191349"];
    const rows = prices.flatMap((price) => [
      `${price},${price},${price},${price}0`,
      `${price},${price}0,${price},${price}`,
      `${price},${price},${price}0,${price}`,
      `${price}0,${price},${price},${price}0`,
    ]);
    const facts = await factsOfText(lines(["open,high,low,close", ...rows]));
    assertEquals(facts.candles, { checked: rows.length, inconsistent: { count: 0, lines: [] } });
  },
);

Deno.test({ name: "inspect: more symbols than are counted", permissions: "none" }, async () => {
  const rows = Array.from({ length: MOST_SYMBOLS + 2 }, (_, n) => `${1_700_000_000 + n},1,S${n}`);
  const facts = await factsOfText(lines(["t,close,symbol", ...rows]));
  assertEquals([facts.symbols?.count, facts.symbols?.count_at_least], [MOST_SYMBOLS, true]);
  assert(screenOf(facts).includes(`more than ${MOST_SYMBOLS}`));
});

Deno.test({ name: "inspect: the same facts wherever the chunks are cut", permissions: "none" }, async () => {
  const texts = [MESSY, NEWEST_FIRST, SYMBOLS, '"a,close"\r\n"1,2"\r\n"x"', 'close,n\n1,"a\nb"\r\n\n2,"""é"'];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...texts), fc.array(fc.nat(600), { maxLength: 20 }), async (text, cuts) => {
      const bytes = utf8(text);
      const ends = [...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
      const chunks = ends.map((end, n) => bytes.subarray(ends[n - 1] ?? 0, end)).filter(({ length }) => length > 0);
      assertEquals(await factsOfChunks(chunks), await factsOfText(text));
    }),
  );
});

Deno.test({ name: "inspect: chunks after the head are read as the head is", permissions: "none" }, async () => {
  const row = (n: number) => `${1_700_000_000 + 60 * n},1,2,0.5,1.5,3,4\n`;
  const rows = 70_000;
  const bytes = utf8(Array.from({ length: rows }, (_, n) => row(n)).join(""));
  const chunks = Array.from(
    { length: Math.ceil(bytes.length / 65_521) },
    (_, n) => bytes.subarray(n * 65_521, (n + 1) * 65_521),
  );
  const facts = await factsOfChunks(chunks);
  assert(bytes.length > 1 << 20);
  assertEquals([facts.layout, facts.rows, facts.bytes, facts.line_ends.lf], ["kraken", rows, bytes.length, rows]);
  assertEquals(facts.time?.interval_steps, rows - 1);
});

Deno.test({ name: "inspect: lists stay short and counts true, whatever there is", permissions: "none" }, async () => {
  const names = Array.from({ length: 3000 }, (_, n) => `n${n}`);
  const wide = await factsOfText(`${names.join(",")},close\n${names.map(() => "0").join(",")},7\n`);
  assertEquals([wide.column_count, wide.columns.length, wide.columns.at(-1)?.position], [3001, 101, 3001]);
  assert(screenOf(wide).includes("\n  and 2980 more\n"));

  // 5,000 different intervals, of which the longer ones are not told apart any more, and symbols beyond those shown.
  let time = 1_700_000_000;
  const rows = Array.from(
    { length: 20_000 },
    (_, n) => `${time += n % 4 === 3 ? 60 + n : 60},1,S${n > 19_990 ? n : 0}`,
  );
  const many = await factsOfText(lines(["t,close,symbol", ...rows]));
  assertEquals([many.time?.interval, many.time?.gaps, many.time?.gaps_at_least], ["1m", 4997, false]);
  assertEquals(many.time?.largest_gaps.map(({ line }) => line), [19_989, 19_985, 19_981, 19_977, 19_973]);
  assertEquals([many.symbols?.count, many.symbols?.first.length], [10, 5]);
});

function lines(rows: readonly string[]): string {
  return rows.map((row) => `${row}\n`).join("");
}

const DAYS = "date,close\n2024-01-01,1\n2024-01-02,2\n2024-01-03,3\n2024-01-04,1\n2024-01-05,2\n";
const FITTING = 'seed: 42\nwindow: 5\nversion: "v1"\ntimestamp_column: date\n';

Deno.test("inspect: --config-only prints the config alone, of one file or of several that it fits", async () => {
  using folder = new Folder({ "a.csv": DAYS, "b.csv": DAYS.replaceAll("2024", "2025"), "c.csv": "when\n1\n" });
  const config = (...files: readonly string[]) => folder.run(["inspect", "--config-only", ...files]);
  assertEquals(await config("a.csv"), { code: 0, stdout: FITTING, stderr: "" });
  assertEquals(await config("a.csv", "b.csv"), { code: 0, stdout: FITTING, stderr: "" });
  folder.write("config.yaml", FITTING);
  assertEquals((await folder.run(["-i", "a.csv", "-c", "config.yaml", "-o", "m.json", "-l", "r.log"])).code, 0);
  const none = await config("a.csv", "c.csv", "gone.csv");
  assertEquals([none.code, none.stdout], [4, ""]);
  assertEquals(none.stderr.split("\n").map((line) => line.replace(/^(batch-signal: \S+: [^:]*).*/, "$1")), [
    "batch-signal: c.csv: no config fits",
    "batch-signal: gone.csv: cannot be read",
    "",
  ]);
  folder.write("c.csv", DAYS.replaceAll(",", ";"));
  assertEquals(await config("a.csv", "c.csv"), {
    code: 4,
    stdout: "",
    stderr:
      "batch-signal: c.csv: the config that fits is not that of a.csv, expected files that one config fits; inspect " +
      "them one by one\n",
  });
});

Deno.test("inspect: several files are a screen for each, or a list in JSON", async () => {
  using folder = new Folder({ "a.csv": DAYS, "b.csv": DAYS.replaceAll("2024", "2025") });
  const screen = async (...files: readonly string[]) => (await folder.run(["inspect", ...files])).stdout;
  assertEquals(await screen("a.csv", "b.csv"), `${await screen("a.csv")}\n${await screen("b.csv")}`);
  const list = JSON.parse(await screen("--json", "a.csv", "b.csv"));
  assertEquals(list, [JSON.parse(await screen("--json", "a.csv")), JSON.parse(await screen("--json", "b.csv"))]);
  const { code, stdout, stderr } = await folder.run(["inspect", "gone.csv", "a.csv"]);
  assertEquals([code, stdout], [5, await screen("a.csv")]);
  assertEquals(stderr, "batch-signal: gone.csv: cannot be read: no such file or directory\n");
});

Deno.test("inspect: closes of 0 are counted, however they are read", async () => {
  for (
    const [text, zeros] of [["close\n1\n0\n3\n", 1], ["close\n1e-400\n0\n0e-400\n3\n", 2], [
      `close\n${"1.5\n0.0\n".repeat(5000)}`,
      5000,
    ]] as const
  ) {
    using folder = new Folder({ "in.csv": text });
    const rows = text.split("\n").length - 2;
    const { stdout } = await folder.run(["inspect", "in.csv"]);
    assertStringIncludes(stdout, `column 1, ${rows} numbers, ${zeros} of them 0\n`);
    assertEquals(JSON.parse((await folder.run(["inspect", "in.csv", "--json"])).stdout).closes.zeros, zeros);
  }
});

Deno.test("inspect: a last line without a line end is told of, for it may be cut off", async () => {
  const ends = [["t,close\n1,2\n3,4", false], ["t,close\n1,2\n3,4\n", true], ["t,close\r\n1,2\r", true]] as const;
  for (const [text, isEnded] of ends) {
    using folder = new Folder({ "in.csv": text });
    const { stdout } = await folder.run(["inspect", "in.csv"]);
    assertEquals(stdout.includes("  line ends      2 LF, none after the last line\n"), !isEnded, text);
    assertEquals(JSON.parse((await folder.run(["inspect", "in.csv", "--json"])).stdout).has_last_line_end, isEnded);
  }
});
