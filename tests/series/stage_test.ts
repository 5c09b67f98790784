import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { CandleReader } from "../../lib/rows/reader.ts";
import { JobError } from "../../lib/errors.ts";
import { SkippedRows } from "../../lib/rows/invalid_rows.ts";
import { GENERIC, type Layout } from "../../lib/layouts/layout.ts";
import { SeriesStage } from "../../lib/series/stage.ts";
import type { SignalRow } from "../../lib/outputs/signals/row.ts";
import { KeepLast } from "../../lib/times/keep_last.ts";
import { OrderCheck, type OrderRules } from "../../lib/times/order.ts";
import { cut } from "../rows/read_closes.ts";
import { reference } from "../reference.ts";

interface Asked {
  readonly window: number;
  readonly layout?: Partial<Layout>;
  readonly order?: Partial<OrderRules>;
  readonly skip?: SkippedRows;
  readonly lengths?: readonly number[];
}

/** What a file gives, read in pieces of the given lengths. */
function read(text: string, { window, layout = {}, order, skip, lengths = [64] }: Asked) {
  const rows: SignalRow[] = [];
  const rules: OrderRules = {
    order: "ascending",
    duplicates: "fail",
    gaps: "ignore",
    interval: undefined,
    timeUnit: "s",
    ...order,
  };
  const stage = new SeriesStage({
    window,
    isDescending: rules.order === "descending",
    hasSymbols: layout.symbolColumn !== undefined,
    order: layout.timestampColumn === undefined ? undefined : new OrderCheck(rules),
    keepLast: rules.duplicates === "keep-last" ? new KeepLast() : undefined,
    signals: {
      write: (row) => rows.push(row),
      writeBatch() {
        throw new Error("many rows at a time, though each is asked for");
      },
    },
  }, "single rows");
  const reader = new CandleReader("in.csv", stage, { layout: { ...GENERIC, ...layout }, invalid: skip });
  for (const chunk of cut(new TextEncoder().encode(text), lengths)) reader.push(chunk);
  reader.end();
  stage.end();
  const series = new Map(
    Array.from(stage.figures.series, ({ symbol, rows, ones }) => [symbol, { rows, ones }]),
  );
  return { rows, series, summary: reader.summary };
}

const signalsOf = (rows: readonly SignalRow[]) => rows.map(({ signal }) => signal);

const hundredths = (n: number) => (n / 100).toFixed(2);
const closes = fc.array(fc.integer({ min: -300, max: 300 }), { minLength: 1, maxLength: 50 });
const window = fc.integer({ min: 1, max: 8 });

Deno.test({
  name: "series: one series has the reference's signals, and each row its mean",
  permissions: "none",
  fn() {
    fc.assert(
      fc.property(closes, window, fc.integer({ min: 1, max: 40 }), (numbers, window, length) => {
        const text = `close\n${numbers.map(hundredths).join("\n")}\n`;
        const { rows } = read(text, { window, lengths: [length] });
        assertEquals(signalsOf(rows), [...reference(text, window).signals]);
        for (const [n, { row, close, rollingMean }] of rows.entries()) {
          assertEquals([row, close], [n + 1, hundredths(numbers[n] ?? NaN)]);
          const sum = numbers.slice(n - window + 1, n + 1).reduce((a, b) => a + b, 0);
          // Of two integers, a division is rounded once.
          assertEquals(rollingMean, n < window - 1 ? undefined : sum / (window * 100));
        }
      }),
      { numRuns: 500 },
    );
  },
});

Deno.test({
  name: "series: a file with symbols gives each what a file of its own would",
  permissions: "none",
  fn() {
    const row = fc.tuple(fc.constantFrom("AAA", "B", "600519", "x y"), fc.integer({ min: -300, max: 300 }));
    const layout = { symbolColumn: "s" };
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 60 }),
        window,
        fc.boolean(),
        (table, window, isDescending) => {
          const order = isDescending ? "descending" : "ascending";
          const text = `s,close\n${table.map(([symbol, close]) => `${symbol},${hundredths(close)}\n`).join("")}`;
          const { rows, series } = read(text, { window, layout, order: { order } });
          assertEquals([...series.keys()], [...new Set(table.map(([symbol]) => symbol))]);
          assertEquals(rows.map(({ row }) => row).sort((a, b) => a - b), table.map((_, n) => n + 1));
          for (const [symbol, found] of series) {
            const own = table.filter(([other]) => other === symbol).map(([, close]) => hundredths(close));
            const alone = read(`close\n${own.join("\n")}\n`, { window, order: { order } });
            assertEquals(found, alone.series.get(""));
            assertEquals(
              rows.filter((row) => row.symbol === symbol).map(({ close, rollingMean, signal }) => [
                close,
                rollingMean,
                signal,
              ]),
              alone.rows.map(({ close, rollingMean, signal }) => [close, rollingMean, signal]),
            );
          }
        },
      ),
      { numRuns: 500 },
    );
  },
});

Deno.test({
  name: "series: a descending file gives the rows of the reversed one",
  permissions: "none",
  fn() {
    fc.assert(
      fc.property(closes, window, (numbers, window) => {
        const lines = numbers.map((close, n) => `${1000 + n},${hundredths(close)}`);
        const layout = { timestampColumn: "t" };
        const up = read(`t,close\n${lines.join("\n")}\n`, { window, layout });
        const down = read(`t,close\n${lines.toReversed().join("\n")}\n`, {
          window,
          layout,
          order: { order: "descending" },
        });
        const renumbered = up.rows.map((row) => ({ ...row, row: numbers.length + 1 - row.row }));
        assertEquals(down.rows, renumbered.toReversed());
        assertEquals(down.series, up.series);
      }),
      { numRuns: 500 },
    );
  },
});

Deno.test({
  name: "series: keep-last gives what the file without the rows before the last gives",
  permissions: "none",
  fn() {
    const row = fc.tuple(fc.constantFrom("A", "B"), fc.nat(2), fc.integer({ min: -300, max: 300 }));
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 40 }),
        window,
        fc.boolean(),
        (table, window, isDescending) => {
          const times = new Map<string, number>();
          const stamped = table.map(([symbol, step, close]) => {
            const time = (times.get(symbol) ?? 500) + (isDescending ? -step : step);
            times.set(symbol, time);
            return { symbol, time, close: hundredths(close) };
          });
          const last = stamped.filter(({ symbol, time }, n) =>
            !stamped.slice(n + 1).some((other) => other.symbol === symbol && other.time === time)
          );
          const text = (rows: typeof stamped) =>
            `s,t,close\n${rows.map(({ symbol, time, close }) => `${symbol},${time},${close}\n`).join("")}`;
          const layout = { symbolColumn: "s", timestampColumn: "t" };
          const order = isDescending ? "descending" : "ascending";
          const kept = read(text(stamped), { window, layout, order: { order, duplicates: "keep-last" } });
          const plain = read(text(last), { window, layout, order: { order } });
          assertEquals(kept.series, plain.series);
          const values = ({ rows }: typeof kept) =>
            rows.map(({ row: _, ...values }) => JSON.stringify(values)).toSorted();
          assertEquals(values(kept), values(plain));
          // A row that takes another's place takes its number: each number is there once.
          assertEquals(kept.rows.map(({ row }) => row).toSorted((a, b) => a - b), last.map((_, n) => n + 1));
        },
      ),
      { numRuns: 500 },
    );
  },
});

Deno.test({
  name: "series: a file whose invalid rows are skipped is the file without them",
  permissions: "none",
  fn() {
    const bad = fc.constantFrom("1,null", "1,", "1", "1,2,3", 'x"y,5', "1,NaN", "abc,1", ",1", '1,"');
    const good = fc.integer({ min: -300, max: 300 }).map((close) => `@,${hundredths(close)}`);
    const line = fc.oneof({ weight: 3, arbitrary: good }, { weight: 1, arbitrary: bad });
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 40 }),
        window,
        fc.integer({ min: 1, max: 40 }),
        (lines, window, length) => {
          const stamped = lines.map((line, n) => line.replace("@", String(1000 + n)));
          const valid = stamped.filter((line) => /^1[0-9]+,-?[0-9.]+$/.test(line));
          // A quote that is never closed takes the rest of the file with it: that is no fault of one row.
          fc.pre(!lines.includes('1,"'));
          const layout = { timestampColumn: "t" };
          const rejects: string[] = [];
          const decoder = new TextDecoder();
          const skip = new SkippedRows(undefined, { write: (bytes) => rejects.push(decoder.decode(bytes)) }, false);
          const text = (lines: readonly string[]) => `t,close\n${lines.map((line) => `${line}\n`).join("")}`;
          const skipped = read(text(stamped), { window, layout, skip, lengths: [length] });
          const plain = read(text(valid), { window, layout });
          assertEquals(skipped.rows, plain.rows);
          assertEquals(skipped.summary.rows, valid.length);
          assertEquals(
            [skip.count, skipped.summary.invalidRows, rejects.length - 1],
            Array(3).fill(lines.length - valid.length),
          );
        },
      ),
      { numRuns: 500 },
    );
  },
});

Deno.test({
  name: "series: rejects hold line, reason and the record as it was",
  permissions: "none",
  fn() {
    const rejects: number[] = [];
    const skip = new SkippedRows(undefined, { write: (bytes) => rejects.push(...bytes) }, false);
    const text = 't,close\r\n1,5\r\n2,null\r\n"3","a ""b"""\r\n4\n5,6\n';
    const { summary } = read(text, { window: 1, layout: { timestampColumn: "t" }, skip });
    assertEquals([summary.rows, summary.invalidRows, summary.lines], [2, 3, 6]);
    assertEquals(
      new TextDecoder().decode(Uint8Array.from(rejects)),
      "line,reason,record\n" +
        '3,"close is ""null"", expected a decimal number","2,null"\n' +
        '4,"close is ""a \\""b\\"""", expected a decimal number","""3"",""a """"b"""""""\n' +
        '5,"the record has 1 field, expected 2 as in the header","4"\n',
    );
    assertEquals(skip.examples, [
      'in.csv:3: close is "null", expected a decimal number',
      'in.csv:4: close is "a \\"b\\"", expected a decimal number',
      "in.csv:5: the record has 1 field, expected 2 as in the header",
    ]);
  },
});

Deno.test({
  name: "series: too many invalid rows end the run, as a number and as a share",
  permissions: "none",
  fn() {
    const text = "t,close\n1,5\n2,\n3,x\n4,6\n";
    const one = new SkippedRows({ rows: 1 }, undefined, false);
    const error = assertThrows(() => read(text, { window: 1, skip: one }), JobError);
    assertEquals(
      [error.message, error.exitCode],
      ['in.csv:4: close is "x" where a decimal number belongs: invalid row 2, expected at most 1', 4],
    );
    const two = new SkippedRows({ rows: 2 }, undefined, false);
    assertEquals(read(text, { window: 1, skip: two }).summary.rows, 2);

    const half = new SkippedRows({ percentMillionths: 50_000_000 }, undefined, false);
    read(text, { window: 1, skip: half });
    half.requireFew("in.csv", 2);
    const share = assertThrows(() => half.requireFew("in.csv", 1), JobError);
    assertEquals([share.message, share.exitCode], ["in.csv: 2 of 3 rows are invalid, expected at most 1 (50%)", 4]);
  },
});

Deno.test({
  name: "series: a step back is no invalid row, and ends the run also where those are skipped",
  permissions: "none",
  fn() {
    const skip = new SkippedRows(undefined, undefined, false);
    const asked = { window: 1, layout: { timestampColumn: "t" }, skip };
    const error = assertThrows(() => read("t,close\n1,5\n2,\n3,4\n1,1\n", asked), JobError);
    assert(error.message.startsWith('in.csv:5: timestamp "1" is before "3" of the row above it'), error.message);
  },
});
