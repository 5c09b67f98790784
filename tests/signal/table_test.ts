import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { collectedCloses, memory } from "../../lib/kernel/memory.ts";
import * as kernel from "../../lib/kernel/kernel.wasm";
import { RollingSignal } from "../../lib/signal/rolling.ts";
import { SignalTable } from "../../lib/signal/table.ts";
import { readDecimal } from "../../lib/numbers/decimal.ts";
import { meanFrom } from "../../lib/outputs/signals/means.ts";
import { scaled } from "./scaled.ts";

const SERIES = 5;

/** A mantissa of any size that a batch may have: below 10^15. */
const mantissa = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -300, max: 300 }) },
  { weight: 1, arbitrary: fc.integer({ min: -(10 ** 15) + 1, max: 10 ** 15 - 1 }) },
  { weight: 1, arbitrary: fc.constantFrom(10 ** 15 - 1, 1 - 10 ** 15, 10 ** 14, 10 ** 9) },
);
/** So near to each other that a rounded sum would change the signal. */
const largeMantissa = fc.integer({ min: 10 ** 15 - 4, max: 10 ** 15 - 1 });
const id = fc.nat(SERIES - 1);
const batch = fc.record({
  decimals: fc.constantFrom(0, 2, 2, 2, 3, 8),
  rows: fc.oneof(
    { weight: 3, arbitrary: fc.array(fc.tuple(id, mantissa), { maxLength: 30 }) },
    { weight: 1, arbitrary: fc.array(fc.tuple(fc.nat(1), largeMantissa), { maxLength: 60 }) },
  ),
  areSignalsWanted: fc.boolean(),
  isInKernel: fc.boolean(),
});
const odd = fc.record({ id, text: fc.constantFrom("1e-20", "123456789012345678", "-1e30", "0.5", "7", "1e2") });
/** Another table takes the kernel's room. */
const other = fc.record({ other: fc.integer({ min: 1, max: 20 }) });
const step = fc.oneof({ weight: 10, arbitrary: batch }, { weight: 2, arbitrary: odd }, { weight: 1, arbitrary: other });

const symbolIds = new Uint32Array(memory, kernel.SYMBOL_IDS, kernel.MOST_CLOSES);

const figureRows = new Float64Array(memory, kernel.SYMBOL_ROWS, SERIES);
const figureOnes = new Float64Array(memory, kernel.SYMBOL_ONES, SERIES);

/** The same numbers where the kernel finds them. */
function inKernel<T extends Uint32Array | Float64Array>(place: T, numbers: T): T {
  place.set(numbers);
  return place.subarray(0, numbers.length) as T;
}

Deno.test({
  name: "table: each series gives what a rolling signal of its own gives, whatever the closes are",
  permissions: "none",
  fn() {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 12 }),
        fc.oneof(fc.integer({ min: 1, max: 6 }), fc.constantFrom(9, 10, 11, 17, 20, 400)),
        fc.boolean(),
        (steps, window, isDescending) => {
          const table = new SignalTable(window, isDescending);
          const alone = Array.from({ length: SERIES }, () => new RollingSignal(window, isDescending));
          const of = (id: number) => alone[id] ?? new RollingSignal(window);
          for (const step of steps) {
            if ("other" in step) {
              const other = new SignalTable(step.other, isDescending);
              const closes = {
                ...scaled([3, 1, 2], 2),
                mantissas: inKernel(collectedCloses, Float64Array.of(3, 1, 2)),
              };
              other.push(inKernel(symbolIds, Uint32Array.of(0, 1, 0)), 2, closes);
              assertEquals([other.rowsOf(0), other.rowsOf(1)], [2, 1]);
              continue;
            }
            if ("text" in step) {
              const close = readDecimal(step.text);
              if ("problem" in close) throw new Error("no number");
              assertEquals(table.pushExact(step.id, SERIES, close), of(step.id).pushExact(close));
            } else {
              const { decimals, rows, areSignalsWanted, isInKernel } = step;
              const own = Uint32Array.from(rows, ([id]) => id);
              const ids = isInKernel ? inKernel(symbolIds, own) : own;
              const mine = scaled(rows.map(([, mantissa]) => mantissa), decimals);
              const closes = isInKernel ? { ...mine, mantissas: inKernel(collectedCloses, mine.mantissas) } : mine;
              const canSum = table.canSum(closes);
              const [signals, sums] = [new Uint8Array(rows.length), new Float64Array(rows.length)];
              const wanted = areSignalsWanted ? [signals, ...(canSum ? [sums] : [])] as const : [];
              table.push(ids, SERIES, closes, ...wanted as [Uint8Array, Float64Array]);
              const signal = new Uint8Array(1);
              const meanOf = meanFrom(window, decimals);
              for (const [n, [id, mantissa]] of rows.entries()) {
                of(id).push(scaled([mantissa], decimals), signal);
                if (areSignalsWanted) assertEquals(signals[n], signal[0]);
                if (areSignalsWanted && canSum) assertEquals(meanOf(sums[n] ?? 0), of(id).mean);
              }
            }
            for (const areInKernel of [false, true]) {
              const counts = [figureRows, figureOnes].map((kept) => areInKernel ? kept : new Float64Array(SERIES));
              const [rows, ones] = counts as [Float64Array, Float64Array];
              const own = alone.slice(1, 4);
              table.countsOf(1, own.length, rows, ones);
              assertEquals([...rows.subarray(0, 3)], own.map(({ rows }) => rows));
              assertEquals([...ones.subarray(0, 3)], own.map(({ ones }) => ones));
            }
            for (const [id, { rows, ones, mean, lastMean }] of alone.entries()) {
              const own = [table.rowsOf(id), table.onesOf(id), table.meanOf(id), table.lastMeanOf(id)];
              // Zero has no sign in a file.
              assertEquals(
                own.map((figure) => figure === 0 ? 0 : figure),
                [rows, ones, mean, lastMean].map((figure) => figure === 0 ? 0 : figure),
              );
            }
          }
        },
      ),
      { numRuns: 1000 },
    );
  },
});

for (const isInKernel of [false, true]) {
  Deno.test({
    name: `table: sums that no double holds are exact, ${isInKernel ? "where the kernel adds up" : "elsewhere too"}`,
    permissions: "none",
    fn() {
      const rows = fc.array(fc.tuple(fc.nat(1), largeMantissa), { minLength: 40, maxLength: 60 });
      fc.assert(fc.property(rows, fc.integer({ min: 9, max: 16 }), (rows, window) => {
        const table = new SignalTable(window, false);
        const alone = [new RollingSignal(window), new RollingSignal(window)];
        const ids = Uint32Array.from(rows, ([id]) => id);
        const closes = scaled(rows.map(([, mantissa]) => mantissa));
        const mantissas = isInKernel ? inKernel(collectedCloses, closes.mantissas) : closes.mantissas;
        table.push(isInKernel ? inKernel(symbolIds, ids) : ids, 2, { ...closes, mantissas });
        for (const [id, mantissa] of rows) alone[id]?.push(scaled([mantissa]));
        assertEquals([0, 1].map((id) => table.onesOf(id)), alone.map(({ ones }) => ones));
      }));
    },
  });
}
