import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { parquetMetadata } from "hyparquet";
import { rowsOf, type SignalRow } from "../../../lib/outputs/signals/row.ts";
import { batches, batchOf, writeRows } from "./batches.ts";
import { groupsIn, parquetOf, tableIn } from "./parquet_files.ts";

const NEITHER = { timestamp: false, symbol: false };
const GROUP_ROWS = 131_072;

/** Compared outside of an assertion, which would show all of it. */
function areSame(a: ArrayBuffer, b: ArrayBuffer): boolean {
  const [left, right] = [new Uint8Array(a), new Uint8Array(b)];
  return left.length === right.length && left.every((byte, n) => byte === right[n]);
}

/** A row as a reader has it. */
function asRead({ row, symbol, close, rollingMean, signal }: SignalRow, hasSymbol: boolean) {
  return {
    row: BigInt(row),
    ...hasSymbol ? { symbol: symbol ?? null } : {},
    close,
    rolling_mean: rollingMean ?? null,
    signal,
  };
}

Deno.test({
  name: "Parquet: batches give the bytes of single rows, and all of them read back",
  permissions: "none",
  fn: () =>
    fc.assert(
      fc.asyncProperty(fc.array(batches, { maxLength: 4 }), fc.boolean(), async (drawn, symbol) => {
        const all = drawn.map((batch) => batchOf(batch));
        const columns = { timestamp: false, symbol };
        const file = await parquetOf(columns, (file) => all.forEach((batch) => file.writeBatch(batch)));
        const single = await parquetOf(columns, (file) => all.forEach((batch) => writeRows(file, batch)));
        assert(areSame(file, single));
        const rows = all.flatMap((batch) => [...rowsOf(batch, 0, batch.count)]);
        assertEquals(await tableIn(file), rows.map((row) => asRead(row, symbol)));
      }),
      { numRuns: 300 },
    ),
});

/** Few names that come again in runs or in turns, or any. */
const names = fc.oneof(fc.constantFrom("A", "B", "AAPL", "é".repeat(9), ""), fc.string({ unit: "binary" }));
const drawnRows = fc.array(
  fc.record({
    times: fc.integer({ min: 1, max: 40 }),
    row: fc.record({
      row: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
      timestamp: fc.option(fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }), { nil: undefined }),
      symbol: fc.option(names, { nil: undefined }),
      close: fc.string({ unit: "binary", maxLength: 90 }),
      rollingMean: fc.option(fc.double({ noNaN: true }).map((mean) => mean + 0), { nil: undefined }),
      signal: fc.constantFrom<0 | 1>(0, 1),
    }),
  }),
  { minLength: 1, maxLength: 60 },
).map((drawn) => drawn.flatMap(({ times, row }) => Array.from({ length: times }, () => row)));

const encoder = new TextEncoder();

/** By unsigned bytes. */
function compareTexts(a: string, b: string): number {
  const [left, right] = [encoder.encode(a), encoder.encode(b)];
  const at = left.findIndex((byte, n) => byte !== right[n]);
  return at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1);
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === "string" && typeof b === "string") return compareTexts(a, b);
  return (a as number) < (b as number) ? -1 : Number((a as number) > (b as number));
}

/** What a column's statistics have to say: nulls, the least and the greatest. */
function rangeOf(values: readonly unknown[]) {
  const known = values.filter((value) => value !== null).sort(compare);
  return [values.length - known.length, known[0], known.at(-1)];
}

Deno.test({
  name: "Parquet: any rows read back, and the statistics are those of their values",
  permissions: "none",
  fn: () =>
    fc.assert(
      fc.asyncProperty(drawnRows, async (rows) => {
        // The first row decides on nanoseconds.
        const first = { ...rows[0], timestamp: 1n } as typeof rows[number];
        const all = [first, ...rows];
        const file = await parquetOf({ timestamp: true, symbol: true }, (file) => {
          for (const { timestamp, ...row } of all) {
            file.write({
              ...row,
              timestamp: timestamp === undefined ? undefined : textOf(timestamp),
              timeUnit: "auto",
            });
          }
        });
        const expected = all.map(({ row, timestamp = null, symbol = null, close, rollingMean = null, signal }) => (
          { row: BigInt(row), timestamp, symbol, close, rolling_mean: rollingMean, signal }
        ));
        assertEquals(await tableIn(file), expected);

        const metadata = parquetMetadata(file, {
          parsers: { timestampFromNanoseconds: (nanoseconds: bigint) => nanoseconds },
        });
        const [group, ...others] = metadata.row_groups;
        assertEquals([Number(metadata.num_rows), others], [all.length, []]);
        for (const { meta_data } of group?.columns ?? []) {
          const name = meta_data?.path_in_schema[0] as keyof typeof expected[number];
          const { null_count, min_value, max_value, is_min_value_exact, is_max_value_exact } = meta_data?.statistics ??
            {};
          const [nulls, least, greatest] = rangeOf(expected.map((row) => row[name]));
          assertEquals([name, Number(null_count)], [name, nulls]);
          // A long text is cut: it is a bound then.
          if (is_min_value_exact !== false) assertEquals([name, plain(min_value)], [name, least]);
          else assert(compare(min_value, least) <= 0);
          if (is_max_value_exact !== false) assertEquals([name, plain(max_value)], [name, greatest]);
          else assert(compare(max_value, greatest) >= 0);
        }
      }),
      { numRuns: 200 },
    ),
});

/** A bound of 0 has the sign that makes it one for readers that order −0 before 0. */
function plain(value: unknown): unknown {
  return value === 0 ? 0 : value;
}

/** A time as text, with all its nanoseconds. */
function textOf(nanoseconds: bigint): string {
  const fraction = (nanoseconds % 1_000_000_000n + 1_000_000_000n) % 1_000_000_000n;
  const seconds = new Date(Number((nanoseconds - fraction) / 1_000_000n)).toISOString().slice(0, 19);
  return `${seconds}.${String(fraction).padStart(9, "0")}Z`;
}

Deno.test(
  { name: "Parquet: a least mean of 0 is a bound for readers that order −0 before it", permissions: "none" },
  async () => {
    const means = [0, 1.5, undefined, 0];
    const file = await parquetOf(NEITHER, (file) => {
      means.forEach((rollingMean, n) => file.write({ ...rowAt(n), rollingMean }));
    });
    const { min_value, max_value, null_count } =
      parquetMetadata(file).row_groups[0]?.columns[2]?.meta_data?.statistics ?? {};
    assert(Object.is(min_value, -0));
    assertEquals([max_value, null_count], [1.5, 1n]);
  },
);

const rowAt = (n: number): SignalRow => ({
  row: n + 1,
  timestamp: undefined,
  timeUnit: undefined,
  symbol: `S${n % 7}`,
  close: (n % 1000 / 8).toFixed(2),
  rollingMean: n < 2 ? undefined : n,
  signal: n % 3 === 0 ? 1 : 0,
});

function* cut(rows: number, most: number): Generator<readonly [from: number, to: number]> {
  for (let from = 0; from < rows; from += most) yield [from, Math.min(rows, from + most)];
}

for (const count of [0, 1, GROUP_ROWS - 1, GROUP_ROWS, GROUP_ROWS + 1]) {
  Deno.test({ name: `Parquet: ${count} rows, one by one and in batches`, permissions: "none" }, async () => {
    const columns = { timestamp: true, symbol: true };
    const rows = Array.from({ length: count }, (_, n) => rowAt(n));
    const single = await parquetOf(columns, (file) => rows.forEach((row) => file.write(row)));
    for (const size of [5000, 100_000]) {
      const batched = await parquetOf(columns, (file) => {
        for (const [from, to] of cut(count, size)) {
          const inBatch = rows.slice(from, to).map(({ symbol = "", close, signal, rollingMean = NaN }) => (
            { timestamp: "", symbol, close, sum: rollingMean, signal }
          ));
          const batch = batchOf({ firstRow: from + 1, window: 1, decimals: 0, rows: inBatch });
          file.writeBatch({ ...batch, timestamps: undefined });
        }
      });
      assert(areSame(single, batched), `${size}`);
    }
    assertEquals(groupsIn(single), [...cut(count, GROUP_ROWS)].map(([from, to]) => to - from));
    const read = await tableIn(single);
    assertEquals(read.length, count);
    const wrong = rows.findIndex((row, n) => {
      const { row: number, timestamp, symbol, close, rolling_mean, signal } = read[n] ?? {};
      return number !== BigInt(row.row) || timestamp !== null || symbol !== row.symbol || close !== row.close ||
        rolling_mean !== (row.rollingMean ?? null) || signal !== row.signal;
    });
    assertEquals([wrong, read[wrong]], [-1, undefined]);
  });
}

/** Rows whose texts have so many bytes, and the row groups that they come in: 4 MiB of closes or symbols, or one row. */
const LONG: readonly [name: string, bytes: number[], groups: number[]][] = [
  ["as many as fit", [2 ** 21, 2 ** 21, 1], [2, 1]],
  ["one too many", [2 ** 21, 2 ** 21 - 4, 5, 2 ** 21], [2, 2]],
  ["one that is longer than all may be together", [1, 2 ** 22 + 1, 1, 5_000_000, 7_000_000], [1, 1, 1, 1, 1]],
];

for (const [name, bytes, groups] of LONG) {
  Deno.test({ name: `Parquet: long closes: ${name}`, permissions: "none" }, async () => {
    const rows = bytes.map((length, n) => ({ ...rowAt(n), close: String(n).repeat(length) }));
    const single = await parquetOf(NEITHER, (file) => rows.forEach((row) => file.write(row)));
    assertEquals(groupsIn(single), groups);
    const inBatch = rows.map(({ close, signal }, n) => ({
      timestamp: "",
      symbol: "",
      close,
      sum: n < 2 ? NaN : n,
      signal,
    }));
    const batched = await parquetOf(NEITHER, (file) => {
      file.writeBatch(batchOf({ firstRow: 1, window: 1, decimals: 0, rows: inBatch }));
    });
    assert(areSame(single, batched));
    const read = await tableIn(single);
    assertEquals(read.map(({ close }) => String(close).length), bytes);
    assert(read.every(({ close }, n) => close === rows[n]?.close));
  });
}

Deno.test(
  { name: "Parquet: long symbols fill a row group, those that come again do not", permissions: "none" },
  async () => {
    const symbols = ["a", "b", "a", "b", "c", "a"].map((letter) => letter.repeat(2 ** 21 - 4));
    const rows = symbols.map((symbol, n) => ({ ...rowAt(n), symbol }));
    const file = await parquetOf({ timestamp: false, symbol: true }, (file) => rows.forEach((row) => file.write(row)));
    assertEquals(groupsIn(file), [4, 2]);
    assert((await tableIn(file)).every(({ symbol }, n) => symbol === symbols[n]));
  },
);

Deno.test({ name: "Parquet: as many symbols as rows", permissions: "none" }, async () => {
  const rows = Array.from({ length: 100_000 }, (_, n) => ({ ...rowAt(n), symbol: `SYM${n}` }));
  const file = await parquetOf({ timestamp: false, symbol: true }, (file) => rows.forEach((row) => file.write(row)));
  assertEquals(groupsIn(file), [100_000]);
  assertEquals((await tableIn(file)).findIndex(({ symbol }, n) => symbol !== `SYM${n}`), -1);
});
