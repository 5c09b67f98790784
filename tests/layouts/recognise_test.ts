import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { JobError } from "../../lib/errors.ts";
import { LAYOUT_NAMES } from "../../lib/layouts/names.ts";
import { headOf, MOST_HEAD_BYTES } from "../../lib/layouts/head.ts";
import { KNOWN_LAYOUTS } from "../../lib/layouts/known.ts";
import type { LayoutKeys } from "../../lib/layouts/keys.ts";
import type { Layout } from "../../lib/layouts/layout.ts";
import { layoutOf, orderOfHead, recognise, resolveLayout } from "../../lib/layouts/recognise.ts";
import { quotedWhole } from "../rows/candle_files.ts";
import { type Fixture, FIXTURES } from "./fixtures.ts";
import { plainRows, rowsOf } from "./read_rows.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const resolve = (text: string, asked: LayoutKeys) => resolveHead(utf8(text), asked);

/** The layout of a head, with its order where the head can tell it. */
function resolveHead(head: Uint8Array, asked: LayoutKeys): Layout {
  const layout = resolveLayout(head, asked, "in.csv");
  return layout.order === "auto" ? { ...layout, order: orderOfHead(head, layout) ?? "auto" } : layout;
}

Deno.test({ name: "layouts: each name that a config may say has a fixture", permissions: "none" }, () => {
  const names = LAYOUT_NAMES.filter((name) => name !== "auto");
  assertEquals(names.filter((name) => !FIXTURES.some(({ layout }) => layout === name)), []);
  assertEquals([...KNOWN_LAYOUTS.map(({ name }) => name), "generic", "european"].sort(), names.toSorted());
});

for (const fixture of FIXTURES) {
  Deno.test({ name: `layouts: ${fixture.name} is recognised`, permissions: "none" }, () => {
    const found = recognise(utf8(fixture.text));
    assertEquals(found?.name, fixture.layout);
    assert(found !== undefined && layoutOf(found) !== undefined);
  });

  Deno.test({ name: `layouts: ${fixture.name} has the candles of its plain form`, permissions: "none" }, () => {
    const wanted = Object.fromEntries(Object.entries(fixture.plain).map(([symbol, text]) => [symbol, plainRows(text)]));
    assertEquals(rowsOf(fixture.text, resolve(fixture.text, { layout: "auto", order: "auto" })), wanted);
    if (fixture.layout === "generic") return;
    assertEquals(rowsOf(fixture.text, resolve(fixture.text, { layout: fixture.layout })), wanted);
  });
}

for (const fixture of FIXTURES) {
  Deno.test({ name: `layouts: ${fixture.name}, with lines that are quoted as a whole`, permissions: "none" }, () => {
    const isGeneric = fixture.layout === "generic";
    const asked = isGeneric ? { layout: "auto", order: "auto" } as const : { layout: fixture.layout };
    const layout = resolve(fixture.text, asked);
    const wanted = rowsOf(fixture.text, layout);
    const header = layout.hasHeader ? layout.skipLines : -1;
    const isQuoted: readonly ((line: number) => boolean)[] = [
      (line) => line > header,
      (line) => line === header,
      (line) => line >= layout.skipLines,
      (line) => line > header && line % 2 === 0,
    ];
    for (const is of isQuoted) {
      const text = (fixture.text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line, n) => is(n) ? quotedWhole(line) : line)
        .join("");
      assertEquals(rowsOf(text, isGeneric ? layout : resolve(text, asked)), wanted, text);
    }
  });
}

/** Bytes up to the end of the fifth row. */
function fiveRows({ text }: Fixture): number {
  const layout = layoutOf(recognise(utf8(text)) ?? fail());
  const linesBefore = (layout?.skipLines ?? 0) + (layout?.linesAfterHeader ?? 0) + (layout?.hasHeader ? 1 : 0);
  // Without a header the rows have to prove what is in which column.
  const rows = layout?.hasHeader === false ? 40 : 5;
  const lines = text.split("\n").slice(0, linesBefore + rows);
  return utf8(lines.join("\n")).length + 1;
}

function fail(): never {
  throw new Error("not recognised");
}

Deno.test(
  { name: "layouts: wherever a head is cut after enough rows, it gives the same layout", permissions: "none" },
  () => {
    const seen = (bytes: Uint8Array) => {
      const { rows: _, ...found } = recognise(bytes) ?? fail();
      return { found, layout: resolveHead(bytes, { layout: "auto", order: "auto" }) };
    };
    fc.assert(
      fc.property(fc.constantFrom(...FIXTURES), fc.double({ min: 0, max: 1, noNaN: true }), (fixture, share) => {
        const bytes = utf8(fixture.text);
        const least = fiveRows(fixture);
        const cut = least + Math.floor(share * (bytes.length - least));
        assertEquals(seen(bytes.subarray(0, cut)), seen(bytes));
      }),
      { numRuns: 500 },
    );
  },
);

Deno.test(
  {
    name: "layouts: a last line without a line end counts as any other, unless the head is cut there",
    permissions: "none",
  },
  () => {
    const seen = (text: string) => {
      const head = headOf(utf8(text));
      try {
        return [recognise(head), resolveHead(head, { layout: "auto", order: "auto" })];
      } catch (error) {
        if (error instanceof JobError) return error.message;
        throw error;
      }
    };
    for (const { text } of FIXTURES) {
      for (let end = text.indexOf("\n"); end >= 0 && end < 2000; end = text.indexOf("\n", end + 1)) {
        assertEquals(seen(text.slice(0, end)), seen(text.slice(0, end + 1)));
      }
    }
    // As long as what is looked at, and one byte longer: then the last line may go on.
    const two = "t,close\n9,1\n" + " ".repeat(MOST_HEAD_BYTES - 15) + "8,2";
    const order = (text: string) =>
      resolveHead(headOf(utf8(text)), { timestampColumn: "t", order: "auto", timeUnit: "s" }).order;
    assertEquals([two.length, order(two), order(`${two}2`)], [MOST_HEAD_BYTES, "descending", "auto"]);
  },
);

/** Rows of many days, and for each a number that grows. */
function daily(row: (date: string, n: number) => string): string {
  return Array.from({ length: 25 }, (_, n) => `${row(`2024-01-${String(n + 1).padStart(2, "0")}`, 10 + n)}\n`).join("");
}

/** Heads of no known layout, and what is made of them: `layoutOf`, but for what is as in the generic layout. */
const GUESSES: readonly [name: string, head: string, expected: Record<string, unknown>][] = [
  ["one column", "close\n1\n2\n", { closeColumn: "close" }],
  ["one column without a header", "1.5\n2.5\n", { closeColumn: 1, hasHeader: false }],
  ["a header alone", "date,close\n", { closeColumn: "close", timestampColumn: "date" }],
  ["a byte-order mark", "\ufeffclose,t\n1,2024-01-01\n", { closeColumn: "close", timestampColumn: "t" }],
  ["CRLF", "t,close\r\n2024-01-01,1\r\n", { closeColumn: "close", timestampColumn: "t" }],
  ["quoted names", '"Date","Price"\n"2024-01-01","61,234.5"\n', { closeColumn: "Price", timestampColumn: "Date" }],
  ["records in quotes", '"t,close"\n"2024-01-01,1"\n', { closeColumn: "close", timestampColumn: "t" }],
  ["a name twice", "close,t,t\n1,2024-01-01,2024-01-02\n", { closeColumn: "close", timestampColumn: 2 }],
  ["a price in brackets", "time,close (USD)\n2024-01-01,1\n", { closeColumn: "close (USD)", timestampColumn: "time" }],
  ["a close beside an adjusted one", "Adj Close,Close\n1,2\n", { closeColumn: "Close" }],
  ["dates as integers", "date,close\n20240101,1\n", {
    closeColumn: "close",
    timestampColumn: "date",
    timeUnit: "date",
  }],
  ["date and time apart", "date;time;close\n2024-01-01;10:00;1.5\n", {
    closeColumn: "close",
    timestampColumn: "date",
    timestampFields: 2,
    delimiter: ";",
  }],
  ["times before and after noon", "date,close\n2020-04-01 11-PM,1\n", {
    closeColumn: "close",
    timestampColumn: "date",
  }],
  ["times that can't be read", "date,close\n01/02/2024,1\n", { closeColumn: "close" }],
  ["dates that begin with the day", "date,close\n01/02/2024,1\n13/02/2024,1\n", {
    closeColumn: "close",
    timestampColumn: "date",
    timeUnit: "dmy",
  }],
  ["dates without a name", ",close\n2024-01-01,1\n", { closeColumn: "close", timestampColumn: 1 }],
  ["decimal points between semicolons", "t;close\n2024-01-01;1.5\n", {
    closeColumn: "close",
    timestampColumn: "t",
    delimiter: ";",
  }],
  ["decimal commas between tabs", "t\tclose\n2024-01-01\t1,5\n", {
    closeColumn: "close",
    timestampColumn: "t",
    delimiter: "\t",
    decimalMark: ",",
  }],
  [
    "decimal commas, without a header",
    daily((date, n) => `${date.split("-").reverse().join(".")};${n},5;${n + 2},5;${n - 1},5;${n + 1}`),
    {
      name: "european",
      closeColumn: 5,
      hasHeader: false,
      timestampColumn: 1,
      delimiter: ";",
      decimalMark: ",",
    },
  ],
  ["lines before the header", "my candles\n\nfor you\nt,close\n2024-01-01,1\n2024-01-02,1\n", {
    closeColumn: "close",
    timestampColumn: "t",
    skipLines: 3,
  }],
  ["a symbol before the time", daily((date, n) => `BTC,${date},${n},${n + 2},${n - 1},${n + 1}`), {
    closeColumn: 6,
    timestampColumn: 2,
    symbolColumn: 1,
    hasHeader: false,
  }],
  ["a time, a price", "1700000000,5\n1700000060,6\n", { closeColumn: 2, timestampColumn: 1, hasHeader: false }],
  ["a first row with a field too many, which is no title", "2024-01-01,30,\n2024-01-02,30\n2024-01-03,30\n", {
    closeColumn: 2,
    timestampColumn: 1,
    hasHeader: false,
  }],
  ["low, high, open, close", daily((date, n) => `${date},${n - 1},${n + 2},${n},${n + 1}`), {
    closeColumn: 5,
    timestampColumn: 1,
    hasHeader: false,
  }],
];

for (const [name, head, expected] of GUESSES) {
  Deno.test({ name: `layouts: a guess at ${name}`, permissions: "none" }, () => {
    const layout = resolve(head, { layout: "auto", order: "ascending" });
    const generic = resolve(head, {});
    const entries = Object.entries(layout).filter(([key, value]) =>
      Object.entries(generic).every(([k, v]) => k !== key || v !== value)
    );
    assertEquals({ closeColumn: layout.closeColumn, ...Object.fromEntries(entries) }, expected);
  });
}

Deno.test({ name: "layouts: without keys a layout is the generic one, whatever the file", permissions: "none" }, () => {
  const generic = {
    name: "generic",
    hasHeader: true,
    skipLines: 0,
    linesAfterHeader: 0,
    delimiter: ",",
    decimalMark: ".",
    closeColumn: "close",
    timestampFields: 1,
    timeUnit: "auto",
    order: "ascending",
  };
  for (const { text } of FIXTURES) assertEquals<unknown>(resolve(text, {}), generic);
  assertEquals<unknown>(resolve("", { layout: "generic" }), generic);
});

Deno.test({ name: "layouts: what the config says wins over the layout", permissions: "none" }, () => {
  const fixture = (name: string) => FIXTURES.find((one) => one.name === name)?.text ?? "";
  const kraken = fixture("kraken");
  assertEquals(resolve(kraken, { layout: "kraken", closeColumn: 2 }).closeColumn, 2);
  assertEquals(resolve(kraken, { layout: "kraken", order: "descending" }).order, "descending");
  assertEquals(resolve(kraken, { layout: "auto", closeColumn: 2 }).closeColumn, 2);
  assertEquals(resolve(`a\nb\n${kraken}`, { layout: "kraken", skipLines: 2 }).skipLines, 2);
  const semicolons = kraken.replaceAll(",", ";");
  assertEquals(resolve(semicolons, { layout: "kraken", delimiter: ";" }).delimiter, ";");
  const bulk = resolve(fixture("stooq in bulk"), { layout: "stooq", timestampColumn: "<DATE>" });
  assertEquals([bulk.timestampColumn, bulk.timestampFields], ["<DATE>", 1]);
  const unnamed = resolve("a,b\n1,2\n", { layout: "auto", closeColumn: "b", order: "ascending" });
  assertEquals([unnamed.closeColumn, unnamed.name], ["b", "generic"]);
});

Deno.test(
  { name: "layouts: order auto goes by the first two different times of one symbol", permissions: "none" },
  () => {
    const asked: LayoutKeys = { timestampColumn: "t", order: "auto", timeUnit: "s" };
    const orders: readonly [rows: string, order: string][] = [
      ["1,1\n2,1\n0,1\n", "ascending"],
      ["1,1\n1,1\n0,1\n9,1\n", "descending"],
      ["1,1\nx,1\n0,1\n", "descending"],
      ["1,1\n", "auto"],
      ["", "auto"],
    ];
    for (const [rows, order] of orders) assertEquals(resolve(`t,close\n${rows}`, asked).order, order);
    const symbols = "t,close,s\n5,1,A\n1,1,B\n4,1,A\n2,1,B\n";
    assertEquals(resolve(symbols, { ...asked, symbolColumn: "s" }).order, "descending");
  },
);

const REFUSED: readonly [name: string, head: string, asked: LayoutKeys, message: string][] = [
  [
    "another layout than the one asked for",
    "time,low,high,open,close,volume\n1,2,3,4,5,6\n",
    { layout: "kraken" },
    'in.csv:1: the record "time", "low", "high", "open", "close", "volume" is not of the layout kraken, expected 7 fields ' +
    "without a header: time in seconds, open, high, low, close, volume and trades; see what batch-signal inspect in.csv says",
  ],
  [
    "columns in another order",
    "Timestamp,Close,Open,High,Low,Volume_(BTC)\n1,2,3,4,5,6\n",
    { layout: "kaggle-btc" },
    'in.csv:1: the record "Timestamp", "Close", "Open", "High", "Low", "Volume_(BTC)" is not of the layout kaggle-btc, ' +
    "expected the columns Timestamp, Open, High, Low, Close, Volume_(BTC), …; see what batch-signal inspect in.csv says",
  ],
  [
    "an empty file",
    "",
    { layout: "yahoo" },
    "in.csv: the file has no records of the layout yahoo, expected the columns Date, Open, High, Low, Close, Adj Close and " +
    "Volume; see what batch-signal inspect in.csv says",
  ],
  [
    "european without semicolons",
    "date,close\n2024-01-01,1\n",
    { layout: "european" },
    'in.csv:1: the record "date,close" is not of the layout european, expected a column close among columns with ' +
    "semicolons between them; see what batch-signal inspect in.csv says",
  ],
  [
    "european without a close",
    "date;price paid\n2024-01-01;1,5\n",
    { layout: "european" },
    'in.csv:1: the record "date", "price paid" is not of the layout european, expected a column close among columns with ' +
    "semicolons between them; see what batch-signal inspect in.csv says",
  ],
  [
    "tickers side by side, as yfinance",
    "Price,Close,Close\nTicker,AAPL,MSFT\nDate,,\n2024-01-02,1,2\n",
    { layout: "yfinance" },
    'in.csv:1: the record "Price", "Close", "Close" is not of the layout yfinance, expected three header rows of one ticker: ' +
    "Price,Close,High,…, then Ticker,…, then Date,…; see what batch-signal inspect in.csv says",
  ],
  [
    "tickers side by side",
    "Price,Close,Close\nTicker,AAPL,MSFT\nDate,,\n2024-01-02,1,2\n",
    { layout: "auto" },
    'in.csv: no layout fits: the header names "Price", "Close", "Close", expected a known layout, or a column close; see what ' +
    "batch-signal inspect in.csv says",
  ],
  [
    "names that say nothing",
    "a,b\n1,2\n",
    { layout: "auto" },
    'in.csv: no layout fits: the header names "a", "b", expected a known layout, or a column close; see what batch-signal ' +
    "inspect in.csv says",
  ],
  [
    "without a header, a price before the time",
    daily((date, n) => `AAPL,${n}.5,${date},${n},${n + 2},${n - 1},${n + 1}`),
    { layout: "auto" },
    "in.csv: no layout fits: the rows have 7 fields and no header, expected a known layout, or a column close; see what " +
    "batch-signal inspect in.csv says",
  ],
  [
    "without a header, a number before the time and a code behind it",
    "30,30,2024-01-01,600000\n30,31,2024-01-02,600000\n",
    { layout: "auto" },
    "in.csv: no layout fits: the rows have 4 fields and no header, expected a known layout, or a column close; see what " +
    "batch-signal inspect in.csv says",
  ],
  [
    "without a header, a volume beside what is no number",
    "2024-01-01,1,$30\n2024-01-02,2,$31\n",
    { layout: "auto" },
    "in.csv: no layout fits: the rows have 3 fields and no header, expected a known layout, or a column close; see what " +
    "batch-signal inspect in.csv says",
  ],
  [
    "without a header, a price that the first row lacks",
    "2024-01-01,30,\n2024-01-02,30,31\n2024-01-03,30,31\n",
    { layout: "auto" },
    "in.csv: no layout fits: the rows have 3 fields and no header, expected a known layout, or a column close; see what " +
    "batch-signal inspect in.csv says",
  ],
  [
    "without a header, a volume in the place of a low",
    daily((date, n) => `${date},1,${10 * n},${10 * n},${10 * n + n % 2}`),
    { layout: "auto" },
    "in.csv: no layout fits: the rows have 5 fields and no header, expected a known layout, or a column close; see what " +
    "batch-signal inspect in.csv says",
  ],
  [
    "without a header, open and close exchanged",
    daily((date, n) => `${date},${n + 1},${n + 2},${n - 1},${n}`),
    { layout: "auto" },
    "in.csv: no layout fits: the rows have 5 fields and no header, expected a known layout, or a column close; see what " +
    "batch-signal inspect in.csv says",
  ],
  [
    "rows of KuCoin as those of Kraken, of which one alone tells",
    "1704067200,5,5,5,5,7,9\n1704067260,5,5,5,5,7,9\n1704067320,5,7,8,4,7,9\n",
    { layout: "kraken" },
    'in.csv:1: the record "1704067200", "5", "5", "5", "5", "7", "9" is not of the layout kraken, expected 7 fields without a ' +
    "header: time in seconds, open, high, low, close, volume and trades; see what batch-signal inspect in.csv says",
  ],
  [
    "rows of HistData's form, newest first, with open and close exchanged",
    daily((date, n) => `${date.replaceAll("-", "")} 000000;${n + 1};${n + 2};${n - 1};${n};0`).split("\n").toReversed()
      .slice(1).map((line) => `${line}\n`).join(""),
    { layout: "auto" },
    "in.csv: no layout fits: the rows have 6 fields and no header, expected a known layout, or a column close; see what " +
    "batch-signal inspect in.csv says",
  ],
  [
    "rows that say nothing",
    "1,2,3\n4,5,6\n",
    { layout: "auto" },
    "in.csv: no layout fits: the rows have 3 fields and no header, expected a known layout, or a column close; see what " +
    "batch-signal inspect in.csv says",
  ],
  [
    "symbols, of which nothing says that they are, and one row twice",
    "when,what,close\n2024-01-01,AAPL,1\n2024-01-01,AAPL,1\n2024-01-01,MSFT,5\n2024-01-02,AAPL,1\n2024-01-02,MSFT,5\n",
    { layout: "auto" },
    'in.csv:4: rows with the same time are of "AAPL" and "MSFT" in "what", expected one series, or a column of symbols; write ' +
    "symbol_column: what, or symbol_column: none if they are one series",
  ],
  [
    "nothing at all",
    "\n \n",
    { layout: "auto" },
    "in.csv: the file has no records, expected a known layout, or a column close; see what batch-signal inspect in.csv says",
  ],
];

for (const [name, head, asked, message] of REFUSED) {
  Deno.test({ name: `layouts: refused: ${name}`, permissions: "none" }, () => {
    const error = assertThrows(() => resolve(head, asked), JobError);
    assertEquals([error.kind, error.exitCode, error.message], ["data", 4, message]);
  });
}

Deno.test({ name: "layouts: refused on standard input, the remedy names no file", permissions: "none" }, () => {
  const error = assertThrows(
    () => resolveLayout(utf8("a,b\n1,2\n"), { layout: "auto" }, "standard input"),
    JobError,
  );
  assertEquals(error.remedy, "see what batch-signal inspect FILE says");
});

Deno.test({ name: "layouts: any bytes are recognised or not, and nothing throws", permissions: "none" }, () => {
  const piece = fc.constantFrom(",", ";", "\t", "|", '"', "\n", "\r\n", "1", "2024-01-01", "close", "é", "a", ".", " ");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const found = recognise(utf8(pieces.join("")));
      assert(found === undefined || found.fieldCount >= 1);
    }),
    { numRuns: 2000 },
  );
});

Deno.test({ name: "layouts: names in another encoding are told as that, with the byte", permissions: "none" }, () => {
  const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
  const cases: readonly [layout: string, text: string, error: string][] = [
    ["auto", "date,cl\xf4ture\n2024-01-01,1\n", "in.csv:1: the header is not UTF-8 at byte offset 7"],
    [
      "auto",
      "note\n\ndate,cl\xf4ture\n2024-01-01,1\n2024-01-02,1\n",
      "in.csv:3: the header is not UTF-8 at byte offset 13",
    ],
    ["european", "Datum;cl\xf4ture\n01.01.2024;1,5\n", "in.csv:1: the header is not UTF-8 at byte offset 8"],
  ];
  for (const [layout, text, error] of cases) {
    assertEquals(
      assertThrows(() => resolveLayout(bytes(text), { layout }, "in.csv"), JobError).message,
      `${error}, expected UTF-8 text`,
    );
  }
});

Deno.test({
  name: "recognise: a word that stands for a missing price in the first row makes no symbols",
  permissions: "none",
}, () => {
  const rows = Array.from(
    { length: 40 },
    (_, n) => `${1_617_148_800 + 60 * n},${42 + n / 100},43.5,41.5,${42 + (n + 1) / 100},7`,
  );
  const text = ["1617148740,NaN,NaN,NaN,NaN,NaN", ...rows].map((row) => `${row}\n`).join("");
  const { columns } = recognise(headOf(new TextEncoder().encode(text))) ?? {};
  assertEquals(columns, { open: 1, high: 2, low: 3, close: 4, timestamp: 0 });
});
