import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { collectedCloses } from "../../lib/kernel/memory.ts";
import { canRoll, LEAST_WINDOW_FACTOR, rolledSum, rollUp } from "../../lib/kernel/roll.ts";
import { RollingSignal } from "../../lib/signal/rolling.ts";

/** Closes that are as large as they may be, and equal ones, where a signal hangs on nothing. */
function closesOf(window: number): fc.Arbitrary<number[]> {
  const most = Math.floor(Number.MAX_SAFE_INTEGER / Math.max(window, LEAST_WINDOW_FACTOR));
  const close = fc.oneof(fc.integer({ min: -most, max: most }), fc.integer({ min: -2, max: 2 }), fc.constant(most));
  return fc.array(close, { minLength: window, maxLength: window + 40 });
}

const cases = fc.integer({ min: 1, max: 20 }).chain((window) => fc.tuple(fc.constant(window), closesOf(window)));

Deno.test({
  name: "roll: counts, signals and sums are those of big integers",
  permissions: "none",
  fn() {
    assert(canRoll(collectedCloses));
    assert(!canRoll(new Float64Array(1)));
    fc.assert(fc.property(cases, ([window, closes]) => {
      collectedCloses.set(closes);
      const big = closes.map(BigInt);
      const sumUpTo = (end: number) => big.slice(end - window, end).reduce((sum, close) => sum + close, 0n);
      const signals = big.map((close, n) => Number(n >= window && BigInt(window) * close > sumUpTo(n + 1)));
      const ones = signals.reduce((sum, signal) => sum + signal, 0);
      const before = Number(sumUpTo(window));
      const found = new Uint8Array(closes.length);
      const sums = new Float64Array(closes.length);
      for (const [wanted, wantedSums] of [[], [found], [found, sums]] as [Uint8Array?, Float64Array?][]) {
        found.fill(0);
        assertEquals(rollUp(collectedCloses, window, closes.length, window, before, wanted, wantedSums), ones);
        assertEquals(BigInt(rolledSum()), sumUpTo(closes.length));
        if (wanted !== undefined) assertEquals([...wanted], signals);
      }
      assertEquals([...sums].map(BigInt), big.map((_, n) => n < window ? 0n : sumUpTo(n + 1)));
    }));
  },
});

Deno.test({
  name: "roll: a rolling sum comes to the same with the kernel and without",
  permissions: "none",
  fn() {
    const batches = fc.tuple(
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 60 }), { maxLength: 6 }),
      // The last one is more than the kernel can do.
      fc.constantFrom(1, 1e9, Math.floor(2 ** 53 / 64)),
      fc.boolean(),
    );
    fc.assert(fc.property(batches, ([window, parts, unit, areSignalsWanted]) => {
      const byKernel = new RollingSignal(window);
      const byItself = new RollingSignal(window);
      for (const part of parts) {
        const closes = part.map((close) => close * unit);
        collectedCloses.set(closes);
        const rest = { count: closes.length, decimals: 0, largest: 3 * unit };
        const signals = new Uint8Array(closes.length);
        const own = new Uint8Array(closes.length);
        byKernel.push({ mantissas: collectedCloses, ...rest }, areSignalsWanted ? signals : undefined);
        byItself.push({ mantissas: Float64Array.from(closes), ...rest }, own);
        if (areSignalsWanted) assertEquals(signals, own);
        assertEquals([byKernel.rows, byKernel.ones], [byItself.rows, byItself.ones]);
        assertEquals(byKernel.lastMean, byItself.lastMean);
      }
    }));
  },
});
