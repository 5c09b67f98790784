import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { GENERIC, type TimeUnit } from "../../lib/layouts/layout.ts";
import { CandleReader } from "../../lib/rows/reader.ts";
import { SeriesStage } from "../../lib/series/stage.ts";
import { OrderCheck, type OrderRules } from "../../lib/times/order.ts";
import { cut } from "../rows/read_closes.ts";

/** Ways in which a millisecond since 1970 is written, each with the milliseconds that it can tell apart. */
const WRITERS: readonly [write: (time: number) => string, least: number, unit: TimeUnit][] = [
  [(time) => String(time), 1, "auto"],
  [(time) => String(time / 1000), 1000, "auto"],
  [(time) => `${time}000`, 1, "auto"],
  [(time) => new Date(time).toISOString().slice(0, 13).replaceAll(/[-T]/g, ""), 3_600_000, "auto"],
  [(time) => `${time}000000`, 1, "auto"],
  [(time) => new Date(time).toISOString(), 1, "auto"],
  [(time) => new Date(time).toISOString().slice(0, 19).replace("T", " "), 1000, "auto"],
  [(time) => new Date(time).toISOString().slice(0, 16), 60_000, "auto"],
  [(time) => new Date(time).toISOString().slice(0, 10), 86_400_000, "auto"],
  [(time) => `${new Date(time).toISOString().slice(0, 19).replaceAll("-", "/").replace("T", " ")} UTC`, 1000, "auto"],
  [(time) => new Date(time).toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", " "), 1000, "auto"],
];

/** What the order of the rows `lines` is, read many at a time or one by one. */
function read(lines: readonly string[], rules: Partial<OrderRules>, isBulk: boolean, lengths: readonly number[]) {
  const check = new OrderCheck({
    ...{ order: "ascending", duplicates: "keep", gaps: "ignore", interval: undefined, timeUnit: "auto" },
    areGapsSought: true,
    ...rules,
  });
  const stage = new SeriesStage({
    window: 3,
    isDescending: rules.order === "descending",
    hasSymbols: false,
    order: check,
    keepLast: undefined,
    signals: undefined,
  }, isBulk ? "batches" : "single rows");
  const reader = new CandleReader("in.csv", stage, { layout: { ...GENERIC, timestampColumn: "t" } });
  const bytes = new TextEncoder().encode(`t,close\n${lines.join("\n")}\n`);
  for (const chunk of cut(bytes, lengths)) reader.push(chunk);
  reader.end();
  stage.end();
  return { careful: reader.summary.carefulRows, summary: check.summary, steps: check.steps };
}

/** Steps in units: mostly 1, and then others, some of them many times. */
const steps = fc.array(
  fc.tuple(
    fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, fc.integer({ min: 0, max: 5000 })),
    fc.integer({ min: 1, max: 300 }),
  ),
  { minLength: 1, maxLength: 8 },
);

Deno.test({ name: "steps: the kernel sees those that the careful path sees", permissions: { read: true } }, () => {
  let [all, careful] = [0, 0];
  fc.assert(
    fc.property(
      steps,
      fc.constantFrom(...WRITERS),
      fc.integer({ min: 1, max: 3 }),
      fc.boolean(),
      fc.integer({ min: 20, max: 60_000 }),
      fc.constantFrom(0, 1_500_000_000_000),
      (runs, [write, least, timeUnit], factor, isDescending, length, before) => {
        let time = Math.floor((Date.parse("2023-12-30T17:00:00Z") - before) / 86_400_000) * 86_400_000;
        const isCount = /^[0-9]{9,}$/.test(write(time)) && least < 3_600_000;
        if (isCount) time = Date.parse("2011-12-30");
        const lines = runs.flatMap(([step, count], run) =>
          Array.from({ length: run === 0 ? count : Math.min(count, step === 1 ? 300 : 5) }, () => {
            time += step * least * factor;
            return `${write(time)},${time / least % 97 === 5 ? '"1.5"' : "1.5"}`;
          })
          // Years of five digits, and those that are not written without marks.
        ).filter((line) => !/^(?:\+|2[1-9]|[3-9][0-9]{3})/.test(line));
        if (isDescending) lines.reverse();
        const rules = { order: isDescending ? "descending" : "ascending", timeUnit } as const;
        const bulk = read(lines, rules, true, [length]);
        const single = read(lines, rules, false, [length]);
        assertEquals([bulk.summary, bulk.steps], [single.summary, single.steps]);
        all += lines.length;
        careful += bulk.careful;
      },
    ),
    { numRuns: 400 },
  );
  assert(careful < all / 2, `${careful} of ${all} rows on the careful path`);
});

Deno.test(
  { name: "steps: a row on the careful path is one between those of the kernel", permissions: { read: true } },
  () => {
    const first = 1_700_000_000;
    for (const [from, to] of [[2, 3], [2, 30], [0, 1], [5, 8]] as const) {
      const times = Array.from({ length: 40 }, (_, n) => n * 60).toSpliced(20, 0, 19 * 60 + 1);
      const lines = times.map((time, n) => `${first + time},${n >= 18 + from && n < 18 + to ? '"1.5"' : "1.5"}`);
      assertEquals(read(lines, {}, true, [4096]).steps, read(lines, {}, false, [4096]).steps);
    }
  },
);

const MINUTE = 60_000;

/** Rows a minute apart, in milliseconds, without those that are left out. */
function minutes(count: number, out: (n: number) => boolean): string[] {
  const numbers = Array.from({ length: count }, (_, n) => n).filter((n) => !out(n));
  return numbers.map((n) => `${1_700_000_000_000 + n * MINUTE},1.5`);
}

Deno.test(
  { name: "steps: what is missing is found in a large file, whatever its chunks", permissions: { read: true } },
  () => {
    const lines = minutes(50_000, (n) => n === 30_000 || (n > 40_000 && n < 40_100));
    for (const length of [1 << 20, 131_072, 4097]) {
      const { summary, careful } = read(lines, {}, true, [length]);
      assertEquals([summary.evident?.count, summary.evident?.interval], [2, 60_000_000_000n]);
      const { from, to } = summary.evident?.longest ?? { from: 0n, to: 0n };
      assertEquals([to - from, careful < 100], [100n * 60_000_000_000n, true]);
    }
  },
);

Deno.test(
  { name: "steps: a series without a usual step is given up, and costs no more", permissions: { read: true } },
  () => {
    let time = 1_700_000_000_000;
    const lines = Array.from({ length: 60_000 }, (_, n) => `${time += 60_000 + n % 7919},1.5`);
    const { summary, steps, careful } = read(lines, {}, true, [1 << 20]);
    assertEquals([summary.evident, steps?.areMore, careful < 100], [undefined, true, true]);
  },
);
