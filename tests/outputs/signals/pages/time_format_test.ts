import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { TimeUnit } from "../../../../lib/layouts/layout.ts";
import { readTimestamp } from "../../../../lib/times/timestamp.ts";
import { candleTime, SPELLINGS } from "../../../times/spellings.ts";
import { batchOf } from "../batches.ts";
import { parquetOf, tableIn } from "../parquet_files.ts";

/** What a file of these timestamps holds, in nanoseconds. The first row is a time that needs them. */
async function keptOf(texts: readonly string[], timeUnit: TimeUnit): Promise<bigint[]> {
  const rows = texts.map((timestamp) => ({ timestamp, symbol: "", close: "1", sum: 1, signal: 0 as const }));
  const file = await parquetOf({ timestamp: true, symbol: false }, (file) => {
    file.write({
      row: 1,
      timestamp: "2000-01-01 00:00:00.000000001",
      timeUnit: "auto",
      symbol: undefined,
      close: "1",
      rollingMean: 1,
      signal: 0,
    });
    file.writeBatch({ ...batchOf({ firstRow: 2, window: 1, decimals: 0, rows }), timeUnit });
  });
  return (await tableIn(file)).slice(1).map(({ timestamp }) => BigInt(timestamp as bigint));
}

Deno.test({
  name: "time format: many timestamps of one spelling are the times that each is alone",
  permissions: "none",
  fn: () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(candleTime, { minLength: 2, maxLength: 60 }),
        fc.constantFrom(...SPELLINGS),
        async (times, { step, unit, spell }) => {
          const texts = times.map((time) => spell(time - (time % step + step) % step));
          assertEquals(await keptOf(texts, unit), texts.map((text) => readTimestamp(text, unit)));
        },
      ),
      { numRuns: 300 },
    ),
});

/** All days around the ends of months and years, and times at the ends of days, after one that says how they are made. */
Deno.test({ name: "time format: the ends of days, months, years and leap years", permissions: "none" }, async () => {
  const texts = ["2024-01-01T00:00:00Z"];
  for (const year of [1678, 1700, 1899, 1900, 1969, 1970, 1972, 1999, 2000, 2023, 2024, 2100, 2261]) {
    for (let month = 0; month < 12; month++) {
      for (const day of [1, 28, 29, 30, 31]) {
        const date = new Date(Date.UTC(year, month, day, day === 1 ? 0 : 23, day === 1 ? 0 : 59, day === 1 ? 0 : 59));
        texts.push(date.toISOString().replace(".000", ""));
      }
    }
  }
  assertEquals(await keptOf(texts, "auto"), texts.map((text) => BigInt(Date.parse(text)) * 1_000_000n));
});
