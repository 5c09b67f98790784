import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { CloseBatch } from "../../lib/rows/batch.ts";
import { RollingSignal } from "../../lib/signal/rolling.ts";
import { CAREFUL_ONLY, decimalOf } from "../rows/read_closes.ts";

/** Signals of a series, in the order in which the closes go in, and the latest mean. */
function run(closes: readonly string[], window: number, isDescending: boolean, batchLength: number) {
  const rolling = new RollingSignal(window, isDescending);
  const signals: number[] = [];
  const out = new Uint8Array(1 << 14);
  const batch = new CloseBatch({
    scaled(closes) {
      rolling.push(closes, out);
      signals.push(...out.subarray(0, closes.count));
    },
    exact: (close) => signals.push(rolling.pushExact(close)),
  }, CAREFUL_ONLY);
  closes.forEach((close, n) => {
    batch.add({ close: decimalOf(close) });
    if (n % batchLength === batchLength - 1) batch.flush();
  });
  batch.flush();
  return { signals, ones: rolling.ones, latest: rolling.lastMean };
}

/** Newest first in, newest first out: the close that completes a window gives the signal of the one that begins it. */
function descending(closes: readonly string[], window: number, batchLength: number) {
  const { signals, ...more } = run(closes, window, true, batchLength);
  const own = signals.slice(window - 1);
  return { signals: [...own, ...Array(closes.length - own.length).fill(0)], ...more };
}

function reversed(closes: readonly string[], window: number) {
  const { signals, ...more } = run(closes.toReversed(), window, false, 1);
  return { signals: signals.toReversed(), ...more };
}

const close = fc.oneof(
  { weight: 9, arbitrary: fc.tuple(fc.integer({ min: -50, max: 50 }), fc.nat(3)).map(([n, e]) => `${n}e-${e}`) },
  { weight: 1, arbitrary: fc.constantFrom("999999999999999", "-999999999999999", "9007199254740993", "1e-30", "1e40") },
);

Deno.test({
  name: "rolling: a descending series has the signals of the reversed one, and its latest mean",
  permissions: "none",
  fn() {
    fc.assert(
      fc.property(
        fc.array(close, { maxLength: 50 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 20 }),
        (closes, window, batchLength) => {
          assertEquals(descending(closes, window, batchLength), reversed(closes, window));
        },
      ),
      { numRuns: 2000 },
    );
  },
});

Deno.test({
  name: "rolling: a descending series, by hand",
  permissions: "none",
  fn() {
    // Oldest first 1, 2, 4, 3 with window 2: the means are none, 1.5, 3 and 3.5.
    assertEquals(descending(["3", "4", "2", "1"], 2, 4), { signals: [0, 1, 1, 0], ones: 2, latest: 3.5 });
  },
});
