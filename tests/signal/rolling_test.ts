import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { stablecoinCloses } from "../../bench/stablecoin.ts";
import { CloseBatch } from "../../lib/rows/batch.ts";
import { RollingSignal } from "../../lib/signal/rolling.ts";
import { CAREFUL_ONLY, decimalOf } from "../rows/read_closes.ts";
import { type Fraction, lastMean, readFraction, signalsOf } from "../reference.ts";
import { scaled } from "./scaled.ts";

function fractionOf(text: string): Fraction {
  const fraction = readFraction(text);
  if (fraction === undefined) throw new Error(`no number: ${text}`);
  return fraction;
}

interface Run {
  readonly signals: readonly number[];
  readonly signal: RollingSignal;
}

/** One close after the other, each as an exact one. */
function pushEach(closes: readonly string[], window: number): Run {
  const signal = new RollingSignal(window);
  const signals = closes.map((close) => signal.pushExact(decimalOf(close)));
  return { signals, signal };
}

/** As the job does it: scaled batches where closes fit, cut after every `batch` closes. */
function pushBatches(closes: readonly string[], window: number, batchLength: number): Run {
  const signal = new RollingSignal(window);
  const signals: number[] = [];
  const out = new Uint8Array(1 << 14);
  const batch = new CloseBatch({
    scaled(closes) {
      signal.push(closes, out);
      signals.push(...out.subarray(0, closes.count));
    },
    exact(close) {
      signals.push(signal.pushExact(close));
    },
  }, CAREFUL_ONLY);
  closes.forEach((close, n) => {
    batch.add({ close: decimalOf(close) });
    if (n % batchLength === batchLength - 1) batch.flush();
  });
  batch.flush();
  return { signals, signal };
}

function assertExact(closes: readonly string[], window: number, batchLengths = [1, 3, 1000]) {
  const expected = signalsOf(closes.map(fractionOf), window);
  const ones = expected.filter((signal) => signal === 1).length;
  for (
    const { signals, signal } of [
      pushEach(closes, window),
      ...batchLengths.map((n) => pushBatches(closes, window, n)),
    ]
  ) {
    assertEquals(signals, expected);
    assertEquals([signal.rows, signal.ones], [closes.length, ones]);
  }
}

const SERIES: readonly { name: string; closes: readonly string[] }[] = [
  { name: "rising", closes: ["1", "2", "3", "4", "5", "6", "7"] },
  { name: "falling", closes: ["7", "6", "5", "4", "3", "2", "1"] },
  { name: "mixed decimals", closes: ["1", "1.5", "1.25", "1.375", "1.4", "1", "0.0001", "2.71828", "3", "1.5"] },
  { name: "a tie that doubles miss", closes: ["0.1", "0.2", "0.3", "0.2", "0.1", "0.3", "0.2", "0.2", "0.2"] },
  { name: "negative", closes: ["-37.63", "-10", "5.25", "-0.01", "0", "0.01", "-37.63", "-37.63", "-37.63"] },
  {
    name: "sums beyond 2^53",
    closes: ["999999999999999", "999999999999998", "999999999999999", "-999999999999999", "1"],
  },
  {
    name: "mantissas at 2^53",
    closes: ["9007199254740991", "9007199254740990", "9007199254740991", "9007199254740991"],
  },
  {
    name: "one beyond 2^53 among small",
    closes: ["1", "2", "9007199254740993", "9007199254740992", "3", "4", "5", "6"],
  },
  { name: "huge and tiny", closes: ["1e1000", "1", "1e-1000", "1", "1e1000", "1e-1000", "2", "2", "2", "2"] },
  { name: "a tiny one decides", closes: ["1", "1", "1", "1e-1000", "1", "1", "1", "1", "1", "1", "1"] },
  {
    name: "fine among wide",
    closes: ["45024.68", "45024.68", "0.000000000001", "45024.68", "45024.68", "45024.68", "45024.68"],
  },
];

for (const { name, closes } of SERIES) {
  Deno.test({
    name: `rolling: ${name}`,
    permissions: "none",
    fn() {
      for (let window = 1; window <= closes.length + 1; window++) assertExact(closes, window);
    },
  });
}

Deno.test({
  name: "rolling: constant closes are never above their mean, windows 1 to 50",
  permissions: "none",
  fn() {
    for (const close of ["0.1", "1.0001", "42500.07", "-3.3", "0.000000123", "12345678901234567890.1"]) {
      for (let window = 1; window <= 50; window++) {
        const closes = Array(120).fill(close);
        for (const { signals } of [pushEach(closes, window), pushBatches(closes, window, 7)]) {
          assertEquals(signals, Array(120).fill(0));
        }
      }
    }
  },
});

Deno.test({
  name: "rolling: a random walk of 200,000 four-decimal closes, windows 3, 5 and 10, every signal",
  permissions: "none",
  fn() {
    const closes = stablecoinCloses(200_000, 7);
    const fractions = closes.map(fractionOf).map(({ numerator, denominator }) => ({
      numerator: numerator * (10_000n / denominator),
      denominator: 10_000n,
    }));
    for (const window of [3, 5, 10]) {
      assertEquals(pushBatches(closes, window, 16_384).signals, signalsOf(fractions, window));
    }
  },
});

const close = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(fc.integer({ min: -50, max: 50 }), fc.nat(3)).map(([n, e]) => `${n}e-${e}`) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.bigInt(-(10n ** 20n), 10n ** 20n), fc.integer({ min: -20, max: 20 })).map(([n, e]) =>
      `${n}e${e}`
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom("9007199254740991", "-9007199254740991", "999999999999999", "0.000000000000001"),
  },
);
const closes = fc.array(close, { maxLength: 60 });
const window = fc.integer({ min: 1, max: 12 });

Deno.test({
  name: "rolling: any closes, window and batches give the reference's signals",
  permissions: "none",
  fn() {
    fc.assert(
      fc.property(closes, window, fc.integer({ min: 1, max: 20 }), (series, width, batchLength) => {
        assertExact(series, width, [batchLength]);
      }),
      { numRuns: 1500 },
    );
  },
});

Deno.test({
  name: "rolling: rows before the window do not influence a signal",
  permissions: "none",
  fn() {
    fc.assert(
      fc.property(closes, closes, window, (before, series, width) => {
        const alone = pushBatches(series, width, 5).signals.slice(width - 1);
        const after = pushBatches([...before, ...series], width, 5).signals.slice(before.length + width - 1);
        assertEquals(after, alone);
      }),
      { numRuns: 1000 },
    );
  },
});

Deno.test({
  name: "rolling: the largest window with the largest mantissas is exact",
  permissions: "none",
  fn() {
    const width = 10_000_000;
    const largest = Number.MAX_SAFE_INTEGER;
    const signal = new RollingSignal(width);
    const out = new Uint8Array(1);
    const batch = scaled(new Float64Array(10_000).fill(largest));
    const outs = new Uint8Array(batch.count);
    for (let rows = 0; rows < width; rows += batch.count) signal.push(batch, outs);
    assertEquals([signal.rows, signal.ones, signal.lastMean], [width, 0, largest]);
    // One less than the largest is left out by one unit in 10^7: the next largest close is above the mean.
    signal.push(scaled([largest - 1], 0, largest), out);
    assertEquals(out[0], 0);
    signal.push(scaled([largest]), out);
    assertEquals(out[0], 1);
    signal.push(scaled([-largest]), out);
    assertEquals(out[0], 0);
  },
});

Deno.test({
  name: "rolling: the last mean is the exact mean, rounded once",
  permissions: "none",
  fn() {
    const cases: readonly [readonly string[], number, number | undefined][] = [
      [["1", "2"], 3, undefined],
      [["1", "2", "4"], 3, 7 / 3],
      [["0.1", "0.2", "0.3"], 3, 0.2],
      [["0.1", "0.1", "0.1"], 3, 0.1],
      [["1e1000"], 1, Infinity],
      [["5", "-1e1000"], 1, -Infinity],
      [["1e-1000"], 1, 0],
      [["9007199254740993"], 1, 9007199254740992],
      [["9007199254740993", "1e-1000"], 2, 4503599627370497],
    ];
    for (const [series, width, expected] of cases) {
      assertEquals(pushEach(series, width).signal.lastMean, expected);
      assertEquals(pushBatches(series, width, 2).signal.lastMean, expected);
    }
    fc.assert(
      fc.property(fc.array(close, { minLength: 1, maxLength: 9 }), (series) => {
        // A decimal text of 60 digits and a marker for the rest is enough for `Number` to round the right way.
        const { numerator, denominator } = lastMean(series.map(fractionOf), series.length);
        const scaled = numerator * 10n ** 60n;
        const rest = scaled % denominator === 0n ? "" : "1";
        const text = `${scaled / denominator}${rest}e-${60 + rest.length}`;
        const expected = Number(text) === 0 ? 0 : Number(text);
        assertEquals(pushBatches(series, series.length, 4).signal.lastMean, expected);
      }),
      { numRuns: 500 },
    );
  },
});

Deno.test({
  name: "rolling: the difference of the two largest closes is exact, in a window of 1",
  permissions: "none",
  fn() {
    const largest = Number.MAX_SAFE_INTEGER;
    const closes = Float64Array.of(largest, 1 - largest, largest - 2, -largest);
    const signal = new RollingSignal(1);
    const signals = new Uint8Array(closes.length);
    signal.push(scaled(closes, 0, largest), signals);
    assertEquals([...signals], [0, 0, 0, 0]);
    assertEquals(signal.lastMean, -largest);
  },
});

Deno.test({
  name: "rolling: small closes, then some whose sums are beyond 2^53",
  permissions: "none",
  fn() {
    const small = Array.from({ length: 12 }, (_, n) => String(n % 3));
    const large = Array.from({ length: 60 }, (_, n) => String(999_999_999_999_999 - (n * n) % 3));
    // The second batch is the first that has a large close.
    assertExact([...small, ...large], 12, [12, 1000]);
  },
});
