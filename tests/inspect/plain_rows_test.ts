/**
 * The rows that the kernel takes are counted as those that are read one by one.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Facts } from "../../lib/inspect/facts.ts";
import { JobError } from "../../lib/errors.ts";
import { damagedFile, latin1 } from "./damaged_files.ts";
import { factsOfChunks } from "./inspect_file.ts";

async function factsOrMessage(bytes: Uint8Array, chunkBytes: number, isScanned: boolean): Promise<Facts | string> {
  const chunks = [];
  for (let from = 0; from < bytes.length; from += chunkBytes) chunks.push(bytes.subarray(from, from + chunkBytes));
  try {
    return await factsOfChunks(chunks, undefined, isScanned);
  } catch (error) {
    if (error instanceof JobError) return error.message;
    throw error;
  }
}

const SECOND = 1_000_000_000n;
const iso = (nanoseconds: bigint) => new Date(Number(nanoseconds / 1_000_000n)).toISOString();
const fraction = (nanoseconds: bigint, digits: number) =>
  (nanoseconds % SECOND).toString().padStart(9, "0").slice(0, digits);

/** Texts that count on where a time of day ends: 24:00 and 10:60, where others write 00:00 and 11:00. */
const hour24 = (time: bigint) => {
  const text = iso(time).slice(0, 16);
  return text.endsWith("T00:00") ? `${iso(time - SECOND).slice(0, 10)}T24:00` : text;
};
const minute60 = (time: bigint) => {
  const text = iso(time).slice(0, 16);
  return text.endsWith(":00") ? `${iso(time - SECOND).slice(0, 13)}:60` : text;
};

/** How timestamps are written. */
const FORMS: readonly ((time: bigint) => string)[] = [
  (time) => String(time / SECOND),
  (time) => String(time / 1_000_000n),
  (time) => String(time / 1000n),
  String,
  (time) => iso(time).slice(0, 19).replace("T", " "),
  (time) => iso(time),
  (time) => `${iso(time).slice(0, 19)}.${fraction(time, 9)}Z`,
  (time) => iso(time).slice(0, 16).replaceAll("-", "."),
  (time) => iso(time).slice(0, 10),
  (time) => `${iso(time).slice(0, 19)}+02:00`,
  (time) => `${iso(time).slice(0, 10)},${iso(time).slice(11, 19)}`,
  hour24,
  minute60,
];

/** Steps between timestamps, in nanoseconds: most of them alike. */
const steps = fc.array(
  fc.tuple(
    fc.constantFrom(
      60n * SECOND,
      60n * SECOND,
      3600n * SECOND,
      3600n * SECOND,
      SECOND,
      86_400n * SECOND,
      0n,
      -60n * SECOND,
      1_000_000n,
      7n,
    ),
    fc.integer({ min: 1, max: 300 }),
  ),
  { minLength: 1, maxLength: 8 },
);
const price = fc.constantFrom(
  "1.5",
  "1.50",
  "2",
  "100.25",
  "0.00012345",
  "1e3",
  "",
  "-2",
  "1234567890123",
  "9.5",
  "NaN",
);

interface Table {
  readonly text: string;
  readonly chunkBytes: number;
}

const table: fc.Arbitrary<Table> = fc.record({
  start: fc.bigInt(25_000_000n, 28_000_000n).map((minutes) => minutes * 60n * SECOND),
  steps,
  form: fc.constantFrom(...FORMS),
  symbols: fc.constantFrom([], ["A"], ["A", "A", "A", "BB"], ["AAPL", "MSFT"], ["x", ""]),
  symbolRun: fc.constantFrom(1, 7, 500),
  odd: fc.array(fc.tuple(fc.nat(2000), price), { maxLength: 4 }),
  isCandle: fc.boolean(),
  lineEnd: fc.constantFrom("\n", "\n", "\r\n"),
  isLineEndMixed: fc.boolean(),
  // No one reads it, so it may hold a carriage return.
  volume: fc.constantFrom("7", "7\r8"),
  chunkBytes: fc.constantFrom(1 << 20, 1 << 17, 777),
}).map(({ start, steps, form, symbols, symbolRun, odd, isCandle, lineEnd, isLineEndMixed, volume, chunkBytes }) => {
  const oddAt = new Map(odd);
  let time = start;
  let row = 0;
  const hasTwoTimes = form(start).includes(",");
  const names = [hasTwoTimes ? "date,time" : "time", ...(symbols.length > 0 ? ["symbol"] : [])]
    .concat(isCandle ? ["open", "high", "low", "close", "volume"] : ["close"]);
  const lines = [names.join(",")];
  for (const [step, count] of steps) {
    for (let n = 0; n < count; n++, row++) {
      time += step;
      const symbol = symbols[Math.floor(row / symbolRun) % symbols.length];
      const close = oddAt.get(row) ?? `${100 + row % 13}.${row % 10}5`;
      const prices = isCandle
        ? [
          row % 89 === 0 ? "90" : "105.5",
          row % 97 === 0 ? "99" : "120",
          "90.25",
          close,
          row % 11 === 0 ? volume : "7",
        ]
        : [close];
      lines.push([form(time), ...(symbol === undefined ? [] : [symbol]), ...prices].join(","));
    }
  }
  const text = lines.map((line, n) => line + (isLineEndMixed && n % 5 === 0 ? "\n" : lineEnd)).join("");
  return { text, chunkBytes };
});

Deno.test("plain rows: the facts are those of rows that are read one by one, on damaged files", async () => {
  await fc.assert(
    fc.asyncProperty(damagedFile, fc.constantFrom(1 << 20, 1000, 64), async (text, chunkBytes) => {
      const bytes = latin1(text);
      assertEquals(
        await factsOrMessage(bytes, chunkBytes, true),
        await factsOrMessage(bytes, bytes.length + 1, false),
      );
    }),
    { numRuns: 1500 },
  );
});

Deno.test("plain rows: the facts are those of rows that are read one by one, whatever times and symbols do", async () => {
  let tables = 0;
  await fc.assert(
    fc.asyncProperty(table, async ({ text, chunkBytes }) => {
      const bytes = new TextEncoder().encode(text);
      const facts = await factsOrMessage(bytes, chunkBytes, true);
      assertEquals(facts, await factsOrMessage(bytes, bytes.length + 1, false));
      if (typeof facts !== "string") tables++;
    }),
    { numRuns: 600 },
  );
  assert(tables > 300, `${tables} tables`);
});
