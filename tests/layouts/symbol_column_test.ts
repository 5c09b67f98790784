import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { JobError } from "../../lib/errors.ts";
import type { LayoutKeys } from "../../lib/layouts/keys.ts";
import { resolveLayout } from "../../lib/layouts/recognise.ts";

/** Why a table is refused under `auto`; undefined where it is read. */
function refusalOf(text: string, keys: LayoutKeys = {}): string | undefined {
  try {
    resolveLayout(new TextEncoder().encode(text), { layout: "auto", ...keys }, "in.csv");
    return undefined;
  } catch (error) {
    if (error instanceof JobError) return error.message;
    throw error;
  }
}

const DAYS = Array.from({ length: 8 }, (_, n) => `2024-01-${10 + n}`);

/** Rows of symbols at the same days, in the order of time, or one symbol after the other. */
function table(header: string, symbols: readonly string[], sortedBy: "time" | "symbol", days = DAYS): string {
  const rows = sortedBy === "time"
    ? days.flatMap((day) => symbols.map((symbol) => [symbol, day]))
    : symbols.flatMap((symbol) => days.map((day) => [symbol, day]));
  return `${header}\n${rows.map(([symbol, day], n) => `${symbol},${day},${10 + n % 7}.5\n`).join("")}`;
}

const write = (name: string) =>
  `expected one series, or a column of symbols; write symbol_column: ${name}, or symbol_column: none if they are one series`;

const SAME = 'in.csv:3: rows with the same time are of "A" and "B" in "what", ' + write("what");
const ONE_AFTER_THE_OTHER = 'in.csv:10: rows are of "A" and "B" in "what", ' + write("what");
const SHARED =
  "in.csv:3: 8 of the first 16 rows have the time of the row above them and other values, expected one series, " +
  "or a column of symbols; write symbol_column: and its name, or duplicates: keep or duplicates: keep-last if they are one " +
  "series";

const CASES: readonly [name: string, text: string, keys: LayoutKeys, refusal: string | undefined][] = [
  ["that come in turn", table("what,date,close", ["A", "B"], "time"), {}, SAME],
  ["that come in turn, with duplicates kept", table("what,date,close", ["A", "B"], "time"), {
    areDuplicatesKept: true,
  }, SAME],
  ["one after the other", table("what,date,close", ["A", "B"], "symbol"), {}, ONE_AFTER_THE_OTHER],
  ["one after the other, newest first", table("what,date,close", ["A", "B"], "symbol", DAYS.toReversed()), {
    order: "auto",
  }, ONE_AFTER_THE_OTHER],
  [
    "that are one series by the config",
    table("what,date,close", ["A", "B"], "time"),
    { hasNoSymbols: true },
    undefined,
  ],
  ["whose column the config names", table("what,date,close", ["A", "B"], "time"), { symbolColumn: "what" }, undefined],
  [
    "that are short numbers",
    table("id,date,close", ["1", "2"], "time"),
    {},
    'in.csv:3: rows with the same time are of "1" and "2" in "id", ' + write("id"),
  ],
  [
    "that would be whole prices, of which two have the same time",
    `date,close,what\n${
      ["05", "08", "09", "10", "11", "12", "15", "15", "16"].map((day, n) => `2024-01-${day},10.${n},${1866 + n % 3}\n`)
        .join("")
    }`,
    {},
    undefined,
  ],
  [
    "that would be times of day",
    table("time,date,close", ["100000", "110000"], "time"),
    { timestampColumn: "date", areDuplicatesKept: true },
    undefined,
  ],
  [
    "with a bad row",
    table("what,date,close", ["A", "B"], "time").replace("A,2024-01-12", "Total,,\nA,2024-01-12"),
    {},
    SAME,
  ],
  [
    "that are short numbers, with a row that comes twice",
    table("id,date,close", ["1", "2"], "time").replace("2,2024-01-11,13.5\n", "2,2024-01-11,13.5\n2,2024-01-11,13.5\n"),
    { areDuplicatesKept: true },
    'in.csv:3: rows with the same time are of "1" and "2" in "id", ' + write("id"),
  ],
  [
    "that are names of companies",
    table("id,date,close", ["Apple Inc.", "AT&T Inc."], "time"),
    {},
    'in.csv:3: rows with the same time are of "Apple Inc." and "AT&T Inc." in "id", ' + write("id"),
  ],
  [
    "without any time in common, in a column that is called so",
    table("Name,date,close", ["A"], "time") +
    table("", ["B"], "time", DAYS.map((day) => day.replace("2024", "2025"))).slice(1),
    {},
    'in.csv:10: rows are of "A" and "B" in "Name", ' + write("Name"),
  ],
  ["of which no column tells", table("open,date,close", ["10.5", "11.5"], "time"), {}, SHARED],
  ["of which no column tells, with duplicates kept", table("open,date,close", ["10.5", "11.5"], "time"), {
    areDuplicatesKept: true,
  }, undefined],
  [
    "that are prices, one in each row",
    table("field,date,price", ["open", "close"], "time"),
    {},
    'in.csv:3: rows have one price each, such as "open" and "close" in "field", expected a row for each time; keep the rows of ' +
    "the close alone",
  ],
  [
    "on two exchanges",
    table("exchange,date,close,symbol", ["NYSE", "LSE"], "time").replaceAll(".5\n", ".5,IBM\n"),
    { areDuplicatesKept: true },
    'in.csv:3: rows of one symbol are of "NYSE" and "LSE" in "exchange", expected one series for each symbol; split the file ' +
    "by it, or write symbol_column: symbol if they are one series",
  ],
  [
    "in a file that is one",
    table("what,date,close", ["A", "B"], "symbol"),
    { isOneSymbol: true },
    'in.csv:10: rows are of "A" and "B" in "what", expected one symbol in each file, with inputs: symbols; write inputs: ' +
    "series if the column says what each row is of",
  ],
  [
    "of which no column tells, under a layout by name",
    `Date,Open,High,Low,Close,Volume\n${
      DAYS.flatMap((day) => [1, 5].map((n) => `${day},${n},${n},${n},${n},9\n`)).join("")
    }`,
    { layout: "stooq" },
    SHARED,
  ],
];

for (const [name, text, keys, refusal] of CASES) {
  Deno.test({ name: `layouts: symbols ${name}`, permissions: "none" }, () => {
    assertEquals(refusalOf(text, keys), refusal);
  });
}

Deno.test({ name: "layouts: times without a header that are in no order are told of", permissions: "none" }, () => {
  const rows = ["A", "B"].flatMap((symbol) =>
    DAYS.map((day, n) => `${symbol},${Date.parse(day) / 1000},${10 + n},${12 + n},${9 + n},${11 + n},${1000 + 7 * n}\n`)
  );
  const write =
    "write timestamp_column: 2 if it holds the times, or order: ascending or order: descending if you know it";
  for (const keys of [{ closeColumn: 6 }, { closeColumn: 6, hasHeader: false }]) {
    assertEquals(
      refusalOf(rows.join(""), keys),
      `in.csv: no column of times is found of 7 columns without a header, so nothing shows the order of the rows; ${write}`,
    );
  }
  assertEquals(refusalOf(rows.join(""), { closeColumn: 6, timestampColumn: 2 }), undefined);
});

/** Columns that change and are no symbols. */
const NO_SYMBOLS: readonly [name: string, text: string][] = [
  ["a year", table("year,date,close", ["2023"], "time") + table("", ["2024"], "time").slice(1)],
  ["a weekday", `weekday,date,close\n${DAYS.map((day, n) => `${["Mon", "Tue", "Wed"][n % 3]},${day},1\n`).join("")}`],
  [
    "the session of the day",
    `session,date,close\n${DAYS.map((day, n) => `${n < 4 ? "pre" : "open"},${day},1\n`).join("")}`,
  ],
  [
    "a volume",
    `volume,date,close\n${DAYS.map((day, n) => `${1000 + 7 * n},${day},1\n`).join("")}2000,${DAYS.at(-1)},1\n`,
  ],
  ["a row that was corrected", table("what,date,close", ["A"], "time") + `A,${DAYS.at(-1)},99\n`],
];

for (const [name, text] of NO_SYMBOLS) {
  Deno.test({ name: `layouts: no symbols: ${name}`, permissions: "none" }, () => {
    assertEquals(refusalOf(text), undefined);
  });
}

Deno.test({ name: "layouts: symbols in any column, of any kind, are told of", permissions: "none" }, () => {
  const symbol = fc.stringMatching(/^[A-Z]{1,5}$|^[0-9]{6}$|^[a-z]{2}\.[0-9]{6}$|^[A-Z]{3}[-/:][A-Z]{3}$/);
  const symbols = fc.uniqueArray(symbol, { minLength: 2, maxLength: 4 });
  fc.assert(fc.property(symbols, fc.constantFrom("time", "symbol"), (symbols, sortedBy) => {
    const text = table("what,date,close", symbols, sortedBy);
    assertThrows(
      () => resolveLayout(new TextEncoder().encode(text), { layout: "auto" }, "in.csv"),
      JobError,
      "symbol_column",
    );
  }));
});
