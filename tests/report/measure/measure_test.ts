import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { changesOf, MOST_ROWS, runsBetween, survey } from "../../../lib/report/measure/measure.ts";

const CLOSES = fc.array(
  fc.oneof(fc.integer({ min: -2, max: 2 }), fc.integer({ min: -(10 ** 15) + 1, max: 10 ** 15 - 1 })),
  {
    minLength: 1,
    maxLength: 60,
  },
);

Deno.test({
  name: "measure: ranges of parts, the largest step and the longest stretch are those of a loop",
  permissions: "none",
  fn() {
    const before = fc.record({
      open: fc.integer({ min: 1, max: 5 }),
      step: fc.oneof(fc.nat(4), fc.nat(10 ** 15)),
      stretch: fc.integer({ min: 1, max: 6 }),
    });
    const parts = fc.record({ first: fc.integer({ min: 1, max: 70 }), others: fc.integer({ min: 1, max: 70 }) });
    fc.assert(fc.property(CLOSES, before, parts, (closes, before, { first, others }) => {
      const lows: number[] = [];
      const highs: number[] = [];
      let { open, step, stretch } = before;
      let [stepAt, stretchEnd] = [0, 0];
      for (const [n, close] of closes.entries()) {
        const part = n < first ? 0 : 1 + Math.floor((n - first) / others);
        lows[part] = Math.min(lows[part] ?? close, close);
        highs[part] = Math.max(highs[part] ?? close, close);
        const last = closes[n - 1];
        if (last === undefined) continue;
        if (Math.abs(close - last) > step) [step, stepAt] = [Math.abs(close - last), n];
        if (close === last) {
          open++;
          continue;
        }
        if (open > stretch) [stretch, stretchEnd] = [open, n];
        open = 1;
      }
      const found = survey(Float64Array.from(closes), { first, others }, before);
      assertEquals([...found.lows], lows);
      assertEquals([...found.highs], highs);
      const { lows: _, highs: __, ...rest } = found;
      assertEquals(rest, { stepAt, stretch, stretchEnd, open });
    }));
  },
});

Deno.test({
  name: "measure: changes of signals are those of a loop, up to the most rows",
  permissions: "none",
  fn() {
    const signals = fc.array(fc.nat(1), { maxLength: 100 });
    fc.assert(fc.property(signals, fc.nat(1), (signals, before) => {
      const expected = signals.flatMap((signal, n) => signal === (signals[n - 1] ?? before) ? [] : [n]);
      assertEquals([...changesOf(Uint8Array.from(signals), before)], expected);
    }));
    assertEquals(changesOf(new Uint8Array(MOST_ROWS).map((_, n) => n % 2), 1).length, MOST_ROWS);
    assertEquals(changesOf(new Uint8Array(MOST_ROWS).fill(1), 1).length, 0);
  },
});

Deno.test({
  name: "measure: runs between changes are those of a loop, the shortest and the longest ones",
  permissions: "none",
  fn() {
    const signals = fc.array(fc.tuple(fc.nat(1), fc.oneof(fc.integer({ min: 1, max: 9 }), fc.nat(3000))), {
      minLength: 1,
      maxLength: 5,
    }).map((runs) => runs.flatMap(([signal, rows]) => Array.from({ length: rows }, () => signal)));
    fc.assert(fc.property(signals, fc.nat(1), (signals, before) => {
      const changes = [...changesOf(Uint8Array.from(signals), before)];
      if (changes.length === 0) return;
      const counts: [number[], number[]] = [new Array(16).fill(0), new Array(16).fill(0)];
      const longest = [0, 0];
      changes.slice(1).forEach((change, n) => {
        const value = (before + n + 1) % 2 === 1 ? 1 : 0;
        const rows = change - (changes[n] ?? 0);
        const own = counts[value];
        own[Math.floor(Math.log2(rows))] = (own[Math.floor(Math.log2(rows))] ?? 0) + 1;
        longest[value] = Math.max(longest[value] ?? 0, rows);
      });
      const found = runsBetween(changes.length, 1 - before);
      assertEquals(found.counts.map((own) => [...own]), counts);
      assertEquals(found.longest, longest);
    }));
    const all = changesOf(new Uint8Array(MOST_ROWS).map((_, n) => n === MOST_ROWS - 1 ? 1 : 0), 1);
    assertEquals(runsBetween(all.length, 0).longest, [MOST_ROWS - 1, 0]);
    assertEquals(runsBetween(all.length, 0).counts[0][13], 1);
  },
});
