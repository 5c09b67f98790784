import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { csvLines } from "../../../../lib/outputs/signals/csv.ts";
import { jsonLines } from "../../../../lib/outputs/signals/json_lines.ts";
import { meanText } from "../../../../lib/outputs/signals/mean_text.ts";
import type { LineFormat } from "../../../../lib/outputs/signals/text_file.ts";
import { writeLines } from "../../../../lib/outputs/signals/writer/write.ts";
import { batchOf, type BatchRows } from "../batches.ts";

const BOTH = { timestamp: true, symbol: true };

const ORDINARY = {
  timestamp: "2024-01-01T00:00:00Z",
  symbol: "BTCUSDT",
  close: "40123.50",
  sum: 2_006_175,
  signal: 1,
} as const;

/** The row at which writing stops, and what was written. */
function written(rows: BatchRows["rows"], format: LineFormat, window = 5, decimals = 2): [number, string] {
  let text = "";
  const take = (bytes: Uint8Array) => text += new TextDecoder().decode(bytes);
  return [writeLines(batchOf({ firstRow: 9, window, decimals, rows }), 0, format, take), text];
}

Deno.test({ name: "signals writer: writes ordinary rows all by itself", permissions: "none" }, () => {
  assertEquals(written([ORDINARY, { ...ORDINARY, sum: NaN, signal: 0 }], csvLines(BOTH)), [
    2,
    "9,2024-01-01T00:00:00Z,BTCUSDT,40123.50,4012.35,1\n10,2024-01-01T00:00:00Z,BTCUSDT,40123.50,,0\n",
  ]);
  assertEquals(written([ORDINARY, { ...ORDINARY, sum: NaN, signal: 0 }], jsonLines(BOTH)), [
    2,
    '{"row":9,"timestamp":"2024-01-01T00:00:00Z","symbol":"BTCUSDT","close":"40123.50","rolling_mean":4012.35,"signal":1}\n' +
    '{"row":10,"timestamp":"2024-01-01T00:00:00Z","symbol":"BTCUSDT","close":"40123.50","rolling_mean":null,"signal":0}\n',
  ]);
});

Deno.test({ name: "signals writer: stops at a text that it can't write, and only there", permissions: "none" }, () => {
  const cases: readonly [symbol: string, csv: number, json: number][] = [
    ["é,\n\r", 3, 1],
    ["1,5", 3, 3],
    ['"', 1, 1],
    [`${"x".repeat(15)}"`, 1, 1],
    [`${"x".repeat(16)}"`, 1, 1],
    ["a\\b", 3, 1],
    ["\t", 3, 1],
    ["\x7f\u2028\ufeff", 3, 3],
    ["", 3, 3],
  ];
  for (const [symbol, csv, json] of cases) {
    const rows = [ORDINARY, { ...ORDINARY, symbol }, ORDINARY];
    assertEquals([symbol, written(rows, csvLines(BOTH))[0], written(rows, jsonLines(BOTH))[0]], [symbol, csv, json]);
  }
});

/** The text that the writer gives to one mean. */
function meanOf(sum: number, window: number, decimals: number): string | undefined {
  const [rows, text] = written([{ ...ORDINARY, sum }], csvLines({ timestamp: false, symbol: false }), window, decimals);
  assertEquals(rows, 1);
  return text.split(",")[2];
}

Deno.test({ name: "signals writer: every mean has JavaScript's digits", permissions: "none" }, () => {
  // A window of 1 without decimals or with few divides by a double, so the division below is rounded once too.
  fc.assert(
    fc.property(
      fc.maxSafeInteger(),
      fc.integer({ min: 1, max: 10 ** 7 }),
      fc.integer({ min: 0, max: 8 }),
      (sum, window, decimals) => assertEquals(meanOf(sum, window, decimals), meanText(sum / (window * 10 ** decimals))),
    ),
    { numRuns: 5000 },
  );
});

const EDGES: readonly (readonly [sum: number, window: number, decimals: number])[] = [
  [2 ** 53 - 1, 1, 0],
  [1 - 2 ** 53, 1, 15],
  [1, 10 ** 7, 15],
  [1, 3, 15],
  [2 ** 52 + 1, 3, 0],
  // Powers of two, below which doubles are twice as dense, with more than 15 digits.
  ...Array.from({ length: 40 }, (_, n) => [2 ** n, 2 ** 23, 0] as const),
  ...Array.from({ length: 50 }, (_, n) => [3 * 2 ** n, 3, 0] as const),
  // 15 and 16 digits.
  [999_999_999_999_999, 1, 5],
  [1_000_000_000_000_000, 1, 5],
  [1_000_000_000_000_001, 1, 5],
  [1_999_999_999_999_999, 2, 0],
];

Deno.test({ name: "signals writer: means at the edges of what it can do", permissions: "none" }, () => {
  for (const [sum, window, decimals] of EDGES) {
    assertEquals(
      meanOf(sum, window, decimals),
      meanText(sum / (window * 10 ** decimals)),
      `${sum} ${window} ${decimals}`,
    );
  }
});
