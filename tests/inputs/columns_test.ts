/**
 * Several inputs whose columns differ: each is read by its own header and layout, or the run is refused.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import { Folder, JOB_FLAGS } from "../command.ts";
import { jobRows, mostRows, TOO_SHORT } from "./job_rows.ts";

const REST = [...JOB_FLAGS.slice(2), "--signals", "signals.csv"];
const inputs = (...paths: readonly string[]) => [...paths.flatMap((path) => ["-i", path]), ...REST];
const AUTO = 'seed: 1\nwindow: 2\nversion: "v"\nlayout: auto\norder: ascending\n';

const OHLC = "open,high,low,close\n1,3,1,1\n1,3,1,2\n1,3,1,3\n";
const WITH_SYMBOLS = "symbol,open,high,low,close\nA,1,3,1,1\nA,1,3,1,2\nB,1,4,1,3\nB,1,4,1,4\n";
const WITH_DATES = "date,close\n2024-01-01,1\n2024-01-02,2\n";
const WITH_BOTH = "date,symbol,close\n2024-01-03,A,1\n2024-01-04,A,2\n";

/** Two files, the second of which has other columns than the first. */
const REFUSED: readonly [name: string, first: string, second: string, message: string][] = [
  [
    "symbols, then none",
    WITH_SYMBOLS,
    OHLC,
    "b.csv: the file has no column of symbols and a.csv has one, expected symbols in all files of a run or in none",
  ],
  [
    "no symbols, then some",
    OHLC,
    WITH_SYMBOLS,
    "b.csv: the file has a column of symbols and a.csv has none, expected symbols in all files of a run or in none",
  ],
  [
    "dates, then symbols",
    WITH_DATES,
    WITH_SYMBOLS,
    "b.csv: the file has no column of timestamps and a.csv has one, expected timestamps in all files of a run or in none",
  ],
  [
    "no dates, then dates",
    OHLC,
    WITH_DATES,
    "b.csv: the file has a column of timestamps and a.csv has none, expected timestamps in all files of a run or in none",
  ],
  [
    "dates, then dates and symbols",
    WITH_DATES,
    WITH_BOTH,
    "b.csv: the file has a column of symbols and a.csv has none, expected symbols in all files of a run or in none",
  ],
];

for (const [name, first, second, message] of REFUSED) {
  Deno.test(`columns: ${name} is refused`, async () => {
    using folder = new Folder({ "a.csv": first, "b.csv": second, "config.yaml": AUTO });
    const line = `${message}; see what batch-signal inspect b.csv says`;
    const { code, stdout, stderr } = await folder.run(inputs("a.csv", "b.csv"));
    assertEquals([code, stderr], [4, `batch-signal: ${line}\n`]);
    assertEquals(JSON.parse(stdout).error_message, line);
    assertEquals(folder.read("signals.csv"), undefined);
  });
}

Deno.test("columns: two forms of one layout that differ so are refused too", async () => {
  const bulk = "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>\nA,D,20240103,000000,1,1,1,1\n";
  const download = "Date,Open,High,Low,Close\n2024-01-01,1,1,1,1\n2024-01-02,1,1,1,2\n";
  const config = AUTO.replace("auto", "stooq");
  using folder = new Folder({ "a.csv": download, "b.csv": bulk, "config.yaml": config });
  const { code, stderr } = await folder.run(inputs("a.csv", "b.csv"));
  assertEquals([code, stderr], [
    4,
    "batch-signal: b.csv: the file has a column of symbols and a.csv has none, expected symbols in all files of a run or " +
    "in none; see what batch-signal inspect b.csv says\n",
  ]);
});

Deno.test("columns: the log tells of each header that differs from the one before", async () => {
  using folder = new Folder({
    "a.csv": "x,y,close,symbol\n1,2,3,A\n",
    "b.csv": "symbol,x,close,y\nA,1,2,3\n",
    "c.csv": "symbol,x,close,y\nA,1,2,3\n",
    "config.yaml": AUTO,
  });
  assertEquals((await folder.run(inputs("a.csv", "b.csv", "c.csv"))).code, 0);
  const lines = (folder.read("run.log") ?? "").split("\n").filter((line) => line.includes("header read"));
  assertEquals(lines.map((line) => / symbol_column=(\d)/.exec(line)?.[1]), ["4", "1"]);
});

Deno.test("columns: klines that begin in milliseconds and go on in microseconds are one series, within a file too", async () => {
  const kline = (time: string, close: number) => `${time},10,11,9,${close},10,${time},1,1,1,1,0\n`;
  const first = kline("1735689540000", 10) + kline("1735689600000000", 9) + kline("1735689660000000", 11);
  using folder = new Folder({
    "a.csv": first,
    "b.csv": kline("1735689720000000", 10) + kline("1735689780000000", 11),
    "config.yaml": AUTO,
  });
  for (const [files, rows, latest] of [[["a.csv"], 3, "00:01"], [["a.csv", "b.csv"], 5, "00:03"]] as const) {
    const { code, stdout, stderr } = await folder.run(inputs(...files));
    assertEquals([code, stderr, JSON.parse(stdout).rows_processed], [0, "", rows]);
    const [, times] = /timestamps checked (.*) duplicates/.exec(folder.read("run.log") ?? "") ?? [];
    assertEquals(times, `earliest=2024-12-31T23:59:00Z latest=2025-01-01T${latest}:00Z`);
  }
});

// --- any inputs with any columns

const DAY_MS = 86_400_000;
const SYMBOLS = ["A", "Bé", "600519", "a symbol of more than sixteen bytes"];

interface Candle {
  readonly symbol: string;
  readonly timeMs: number;
  readonly hundredths: number;
}

/** How a file is written. */
interface Writing {
  readonly delimiter: string;
  readonly mark: "." | ",";
  /** In the order of the file. */
  readonly columns: readonly string[];
  /** As `columns` has them: the names that the header gives them; undefined without a header. */
  readonly names: Readonly<Record<string, string>> | undefined;
  readonly time: (ms: number) => string;
}

const isoDate = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const yyyymmdd = (ms: number) => isoDate(ms).replaceAll("-", "");
const seconds = (ms: number) => String(ms / 1000);
const nanoseconds = (ms: number) => `${ms}000000`;
const TIMES = [(ms: number) => new Date(ms).toISOString(), isoDate, yyyymmdd, seconds, String, nanoseconds];

const comma = { delimiter: ",", mark: "." } as const;

/** Files of known layouts: their units of time differ. */
const KNOWN: readonly Writing[] = [
  { ...comma, columns: ["time", "open", "high", "low", "close", "x", "n"], names: undefined, time: seconds },
  ...[
    { names: "ticker,volume,open,close,high,low,window_start,transactions", time: nanoseconds },
    { names: "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>", time: yyyymmdd },
  ].map(({ names, time }) => {
    const columns = names.split(",");
    return { ...comma, columns, names: Object.fromEntries(columns.map((name) => [name, name])), time };
  }),
];

const ROLES: Readonly<Record<string, string>> = {
  ticker: "symbol",
  "<TICKER>": "symbol",
  window_start: "time",
  "<DATE>": "time",
};

const NAMES = {
  symbol: ["symbol", "Ticker", "pair"],
  time: ["timestamp", "Date", "open_time"],
  close: ["close", "Close", "Price"],
} as const;

const generic: fc.Arbitrary<Writing> = fc.record({
  marks: fc.constantFrom([",", "."], [";", "."], [";", ","], ["\t", "."], ["\t", ","]),
  columns: fc.subarray(["symbol", "time", "x", "y"]).chain((some) =>
    fc.shuffledSubarray([...some, "close"], {
      minLength: some.length + 1,
    })
  ),
  name: fc.nat(2),
  time: fc.constantFrom(...TIMES),
}).map(({ marks: [delimiter = ",", mark], columns, name, time }) => ({
  delimiter,
  mark: mark === "," && columns.length > 1 ? "," : ".",
  columns,
  names: Object.fromEntries(
    columns.map((column) => [column, NAMES[column as keyof typeof NAMES]?.[name] ?? column]),
  ),
  time,
}));

const roleOf = (column: string) => ROLES[column] ?? column.toLowerCase().replace(/[<>]/g, "");
const has = ({ columns }: Writing, role: string) => columns.some((column) => roleOf(column) === role);

function lineOf({ delimiter, mark, columns, time }: Writing, { symbol, timeMs, hundredths }: Candle): string {
  // Candles that fall: without a header they have to tell which column is which.
  const away: Readonly<Record<string, number>> = { open: 1, high: 1, low: -1, close: 0 };
  const price = (role: string) => ((hundredths + (away[role] ?? 0)) / 100).toFixed(2).replace(".", mark);
  const field = (role: string) => {
    if (role === "symbol") return symbol;
    if (role === "time") return time(timeMs);
    return role in away ? price(role) : "0";
  };
  return columns.map((column) => column === "<TIME>" ? "000000" : field(roleOf(column))).join(delimiter);
}

function textOf(writing: Writing, candles: readonly Candle[]): string {
  const { columns, names, delimiter } = writing;
  const header = names === undefined ? [] : [columns.map((column) => names[column]).join(delimiter)];
  return [...header, ...candles.map((candle) => lineOf(writing, candle))].map((line) => `${line}\n`).join("");
}

/** The rows of the signals file, one by one. */
function expectedRows(files: readonly { writing: Writing; candles: readonly Candle[] }[], window: number) {
  const closes = new Map<string, number[]>();
  let row = 0;
  return files.flatMap(({ writing, candles }) =>
    candles.map((candle) => {
      const symbol = has(writing, "symbol") ? candle.symbol : "";
      const own = closes.get(symbol) ?? [];
      closes.set(symbol, own);
      own.push(candle.hundredths);
      const sum = own.slice(-window).reduce((a, b) => a + b, 0);
      return {
        row: ++row,
        symbol,
        timeMs: has(writing, "time") ? candle.timeMs : undefined,
        hundredths: candle.hundredths,
        signal: Number(own.length >= window && window * candle.hundredths > sum),
      };
    })
  );
}

/** Which file is the first whose columns are not those of the first file, and what the error says of it. */
function difference(writings: readonly Writing[]): string | undefined {
  for (const [n, writing] of writings.entries()) {
    for (const [kind, role] of [["timestamps", "time"], ["symbols", "symbol"]] as const) {
      const [first, here] = [writings[0] ?? writing, writing].map((one) => has(one, role));
      if (first === here) continue;
      return here
        ? `${n}.csv: the file has a column of ${kind} and 0.csv has none`
        : `${n}.csv: the file has no column of ${kind} and 0.csv has one`;
    }
  }
  return undefined;
}

/** The rows that the job writes, or the message of its error. */
async function rowsOfJob(folder: Folder, files: readonly string[], window: number) {
  const found = await jobRows(folder, files, AUTO.replace("window: 2", `window: ${window}`));
  if (typeof found === "string") return found;
  return found.rows.map(({ row, symbol = "", timestamp, close, signal }) => ({
    row: Number(row),
    symbol,
    timeMs: timestamp === undefined ? undefined : Date.parse(timestamp),
    hundredths: Math.round(100 * Number(close?.replace(",", "."))),
    signal: Number(signal),
  }));
}

const candle = fc.record({
  symbol: fc.constantFrom(...SYMBOLS),
  days: fc.integer({ min: 1, max: 3 }),
  hundredths: fc.integer({ min: 1, max: 99_999 }),
});

const file = fc.record({
  writing: fc.oneof({ weight: 3, arbitrary: generic }, { weight: 1, arbitrary: fc.constantFrom(...KNOWN) }),
  // Some long enough for the kernel to read many rows at a time.
  rows: fc.oneof(fc.array(candle, { minLength: 1, maxLength: 6 }), fc.array(candle, { minLength: 60, maxLength: 80 })),
});

Deno.test("columns: 2 to 4 files with any columns are read right, or refused with the file that differs", async () => {
  using folder = new Folder();
  const kinds = { right: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(file, { minLength: 2, maxLength: 4 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 4 }),
      async (drawn, areAlike, window) => {
        // By chance alone the columns would hardly ever be the same.
        const [first] = drawn;
        const alike = drawn.filter(({ writing }) =>
          first !== undefined && difference([first.writing, writing]) === undefined
        );
        let timeMs = Date.UTC(2020, 0, 1);
        const files = (areAlike ? alike : drawn).map(({ writing, rows }) => ({
          writing,
          candles: rows.map(({ days, ...row }) => ({ ...row, timeMs: timeMs += days * DAY_MS })),
        }));
        const paths = files.map(({ writing, candles }, n) => {
          folder.write(`${n}.csv`, textOf(writing, candles));
          return `${n}.csv`;
        });
        const found = await rowsOfJob(folder, paths, window);
        const error = difference(files.map(({ writing }) => writing));
        if (error !== undefined) {
          kinds.refused++;
          assertEquals(String(found).slice(0, error.length), error);
          return;
        }
        kinds.right++;
        const rows = expectedRows(files, window);
        if (mostRows(rows) < window) return assertMatch(String(found), TOO_SHORT);
        assertEquals<unknown>(found, rows);
      },
    ),
    { numRuns: 400 },
  );
  assert(kinds.right > 100 && kinds.refused > 100, JSON.stringify(kinds));
});

Deno.test("columns: each of several files of no layout is read by its own header", async () => {
  const files = { "a.csv": "open,close\n9,1\n", "b.csv": "close,open\n2,9\n", "c.csv": "open,close\n9,3\n" };
  using folder = new Folder(files);
  const { code, stderr } = await folder.run(inputs("a.csv", "b.csv", "c.csv"));
  assertEquals([code, stderr], [0, ""]);
  assertEquals(folder.read("signals.csv"), "row,close,rolling_mean,signal\n1,1,,0\n2,2,1.5,1\n3,3,2.5,1\n");
});
