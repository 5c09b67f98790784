import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { csvLines } from "../../../lib/outputs/signals/csv.ts";
import { jsonLines } from "../../../lib/outputs/signals/json_lines.ts";
import type { SignalRow } from "../../../lib/outputs/signals/row.ts";
import { TextFile } from "../../../lib/outputs/signals/text_file.ts";
import { batches, batchOf, type BatchRows, textOf, writeRows } from "./batches.ts";

const BOTH = { timestamp: true, symbol: true };
const NEITHER = { timestamp: false, symbol: false };

const row = (more: Partial<SignalRow>): SignalRow => ({
  row: 1,
  timestamp: undefined,
  timeUnit: undefined,
  symbol: undefined,
  close: "1.10",
  rollingMean: 1.1,
  signal: 0,
  ...more,
});

const LINES: readonly [name: string, row: SignalRow, csv: string, json: string][] = [
  [
    "everything known",
    row({ row: 17, timestamp: "2024-01-01T00:00:00Z", symbol: "BTC/USD", signal: 1 }),
    "17,2024-01-01T00:00:00Z,BTC/USD,1.10,1.1,1",
    '{"row":17,"timestamp":"2024-01-01T00:00:00Z","symbol":"BTC/USD","close":"1.10","rolling_mean":1.1,"signal":1}',
  ],
  [
    "nothing known, in the warm-up",
    row({ rollingMean: undefined }),
    "1,,,1.10,,0",
    '{"row":1,"timestamp":null,"symbol":null,"close":"1.10","rolling_mean":null,"signal":0}',
  ],
  [
    "texts that need quotes",
    row({ timestamp: "2024.01.01,00:00", symbol: 'a "b"\n', close: " 1,5 " }),
    '1,"2024.01.01,00:00","a ""b""\n"," 1,5 ",1.1,0',
    '{"row":1,"timestamp":"2024.01.01,00:00","symbol":"a \\"b\\"\\n","close":" 1,5 ","rolling_mean":1.1,"signal":0}',
  ],
  [
    "no exponent in a mean",
    row({ timestamp: "", symbol: "x", close: "1e300", rollingMean: 1.5e-9 }),
    "1,,x,1e300,0.0000000015,0",
    '{"row":1,"timestamp":"","symbol":"x","close":"1e300","rolling_mean":0.0000000015,"signal":0}',
  ],
  [
    "a mean beyond all doubles",
    row({ timestamp: "1", symbol: "x", close: "-1e999", rollingMean: -Infinity }),
    "1,1,x,-1e999,-Infinity,0",
    '{"row":1,"timestamp":"1","symbol":"x","close":"-1e999","rolling_mean":"-Infinity","signal":0}',
  ],
];

for (const [name, row, csv, json] of LINES) {
  Deno.test({ name: `signals file: lines: ${name}`, permissions: "none" }, async () => {
    assertEquals(
      await textOf(TextFile, csvLines(BOTH), (file) => file.write(row)),
      `row,timestamp,symbol,close,rolling_mean,signal\n${csv}\n`,
    );
    assertEquals(await textOf(TextFile, jsonLines(BOTH), (file) => file.write(row)), `${json}\n`);
    if (!json.includes("Infinity")) assertEquals(JSON.parse(json).rolling_mean, row.rollingMean ?? null);
  });
}

Deno.test({ name: "signals file: columns that are not known are left out", permissions: "none" }, async () => {
  const cases = [
    [
      NEITHER,
      "row,close,rolling_mean,signal\n1,1.10,1.1,0\n",
      '{"row":1,"close":"1.10","rolling_mean":1.1,"signal":0}\n',
    ],
    [
      { timestamp: true, symbol: false },
      "row,timestamp,close,rolling_mean,signal\n1,t,1.10,1.1,0\n",
      '{"row":1,"timestamp":"t","close":"1.10","rolling_mean":1.1,"signal":0}\n',
    ],
    [
      { timestamp: false, symbol: true },
      "row,symbol,close,rolling_mean,signal\n1,s,1.10,1.1,0\n",
      '{"row":1,"symbol":"s","close":"1.10","rolling_mean":1.1,"signal":0}\n',
    ],
  ] as const;
  for (const [columns, csv, json] of cases) {
    const known = row({
      timestamp: columns.timestamp ? "t" : undefined,
      symbol: columns.symbol ? "s" : undefined,
    });
    assertEquals(await textOf(TextFile, csvLines(columns), (file) => file.write(known)), csv);
    assertEquals(await textOf(TextFile, jsonLines(columns), (file) => file.write(known)), json);
    const batch = batchOf({
      firstRow: 1,
      window: 1,
      decimals: 1,
      rows: [{ timestamp: "t", symbol: "s", close: "1.10", sum: 11, signal: 0 }],
    });
    assertEquals(await textOf(TextFile, csvLines(columns), (file) => file.writeBatch(batch)), csv);
    assertEquals(await textOf(TextFile, jsonLines(columns), (file) => file.writeBatch(batch)), json);
  }
});

Deno.test({ name: "signals file: a file without rows has the header alone", permissions: "none" }, async () => {
  assertEquals(await textOf(TextFile, csvLines(NEITHER), () => {}), "row,close,rolling_mean,signal\n");
  assertEquals(await textOf(TextFile, jsonLines(NEITHER), () => {}), "");
});

/** Asserts that a batch gives the same text as its rows one by one, for all formats and columns. */
async function assertSame(rows: BatchRows, gap?: string): Promise<void> {
  const batch = batchOf(rows, gap);
  for (const linesOf of [csvLines, jsonLines]) {
    for (const columns of [BOTH, NEITHER, { timestamp: true, symbol: false }, { timestamp: false, symbol: true }]) {
      const format = linesOf(columns);
      assertEquals(
        await textOf(TextFile, format, (file) => file.writeBatch(batch)),
        await textOf(TextFile, format, (file) => writeRows(file, batch)),
      );
    }
  }
}

Deno.test({ name: "signals file: a batch gives the same bytes as its rows", permissions: "none" }, async () => {
  await fc.assert(fc.asyncProperty(batches, (rows) => assertSame(rows)), { numRuns: 500 });
});

Deno.test({ name: "signals file: means of ordinary prices are the same either way", permissions: "none" }, async () => {
  const prices = fc.record({
    firstRow: fc.constant(1),
    window: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 10 ** 7 })),
    decimals: fc.integer({ min: 0, max: 8 }),
    rows: fc.array(
      fc.record({
        timestamp: fc.constant("2024-01-01T00:00:00Z"),
        symbol: fc.constant("BTCUSDT"),
        close: fc.constant("1"),
        sum: fc.integer({ min: 0, max: 2 ** 50 }),
        signal: fc.constant<0>(0),
      }),
      { minLength: 100, maxLength: 100 },
    ),
  });
  await fc.assert(fc.asyncProperty(prices, (rows) => assertSame(rows)), { numRuns: 100 });
});

const plain = (count: number, of: (n: number) => Partial<BatchRows["rows"][number]> = () => ({})): BatchRows => ({
  firstRow: 95,
  window: 7,
  decimals: 2,
  rows: Array.from({ length: count }, (_, n) => ({
    timestamp: `t${n}`,
    symbol: "ABC",
    close: `${n}.50`,
    sum: 350 * n + 1,
    signal: n % 2 === 0 ? 0 : 1,
    ...of(n),
  })),
});

const BATCHES: readonly [name: string, rows: BatchRows, gap?: string][] = [
  ["of no rows", plain(0)],
  ["of more rows than a call takes", plain(40_000)],
  ["of more lines than there is room for", plain(2000, () => ({ symbol: "x".repeat(500) }))],
  ["of texts that are far from each other", plain(200), "-".repeat(20_000)],
  ["with texts longer than all the room", plain(5, (n) => ({ symbol: "é".repeat(n === 2 ? 150_000 : 3) }))],
  ["with a text longer than the memory for texts", plain(4, (n) => ({ symbol: "y".repeat(n === 2 ? 1_100_000 : 3) }))],
  [
    "with a row that takes quotes among others",
    plain(50, (n) => ({ close: n % 10 === 3 ? '1"2,' : n % 10 === 4 ? "1,5" : "1" })),
  ],
  ["whose denominator is no double", { ...plain(20), window: 9_999_999, decimals: 15 }],
  ["with more decimals than the writer takes", { ...plain(20), decimals: 20 }],
  ["with zeros at the end of whole numbers", {
    ...plain(0),
    ...plain(20, (n) => ({ sum: 7 * 10 ** (n % 16) })),
    decimals: 0,
  }],
];

for (const [name, rows, gap] of BATCHES) {
  Deno.test({ name: `signals file: a batch ${name}`, permissions: "none" }, () => assertSame(rows, gap));
}

Deno.test({ name: "signals file: a batch whose texts are in no order", permissions: "none" }, async () => {
  const { rows, ...more } = plain(30);
  const forward = batchOf({ ...more, rows });
  const backward = batchOf({ ...more, rows: rows.toReversed() });
  const turned = (spellings = forward.closes) => ({
    starts: spellings.starts.toReversed(),
    lengths: spellings.lengths.toReversed(),
  });
  const batch = {
    ...forward,
    bytes: backward.bytes,
    closes: turned(backward.closes),
    timestamps: turned(backward.timestamps),
    symbols: turned(backward.symbols),
  };
  const format = csvLines(BOTH);
  assertEquals(
    await textOf(TextFile, format, (file) => file.writeBatch(batch)),
    await textOf(TextFile, format, (file) => file.writeBatch(forward)),
  );
});

Deno.test(
  { name: "signals file: rows and batches take turns, and files do not mix", permissions: "none" },
  async () => {
    const batch = batchOf(plain(100));
    const format = csvLines(BOTH);
    const json = jsonLines(BOTH);
    const once = await textOf(TextFile, format, (file) => file.writeBatch(batch));
    const lines = once.split("\n").slice(1, -1);
    const other = new TextFile(json, {
      write() {},
      drain: () => Promise.resolve(),
      commit: () => Promise.resolve(),
      discard() {},
    });
    const mixed = await textOf(TextFile, format, (file) => {
      for (let n = 0; n < 3; n++) {
        file.writeBatch(batch);
        other.writeBatch(batch);
        writeRows(file, batch);
      }
    });
    const expected = [once.slice(0, once.indexOf("\n")), ...Array.from({ length: 6 }, () => lines).flat(), ""].join(
      "\n",
    );
    assertEquals(mixed, expected);
  },
);
