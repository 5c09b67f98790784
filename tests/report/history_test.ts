import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Decimal } from "../../lib/numbers/decimal.ts";
import { nearestDouble } from "../../lib/numbers/nearest_double.ts";
import { MOST_BUCKETS } from "../../lib/report/buckets.ts";
import { History } from "../../lib/report/history.ts";
import { WatchedSignal } from "../../lib/signal/watched.ts";

/** Closes have up to so many decimals here. */
const DECIMALS = 4;
const SCALE = 10_000n;

interface Case {
  /** In ten-thousandths. */
  readonly closes: readonly bigint[];
  readonly cuts: readonly { readonly rows: number; readonly form: "scaled" | "finer" | "exact" }[];
  readonly window: number;
  readonly isDescending: boolean;
  readonly warmup: "zero" | "exclude";
}

const CASES = fc.record({
  // Few values, so that neighbors are often equal; and some that are far away.
  closes: fc.array(fc.oneof(fc.bigInt(-3n, 3n), fc.bigInt(-(10n ** 9n), 10n ** 9n)), {
    minLength: 1,
    maxLength: 120,
    size: "max",
  })
    .chain((some) => fc.integer({ min: 1, max: 40 }).map((times) => Array.from({ length: times }, () => some).flat())),
  cuts: fc.array(
    fc.record({ rows: fc.integer({ min: 1, max: 700 }), form: fc.constantFrom("scaled", "finer", "exact") }),
    { minLength: 1, maxLength: 20 },
  ),
  window: fc.integer({ min: 1, max: 30 }),
  isDescending: fc.boolean(),
  warmup: fc.constantFrom("zero", "exclude"),
});

function historyOf({ closes, cuts, window, isDescending, warmup }: Case): History {
  const history = new History({ window, warmup, duplicates: "fail" });
  history.begin(isDescending);
  const signal = new WatchedSignal([history], window, isDescending);
  let n = 0;
  for (let from = 0; from < closes.length;) {
    const { rows = 1, form = "scaled" } = cuts[n++ % cuts.length] ?? {};
    const piece = closes.slice(from, from + rows);
    history.places.begin("in.csv", from + 2);
    if (form === "exact") {
      for (const mantissa of piece) signal.pushExact({ mantissa, decimals: DECIMALS });
    } else {
      const [factor, decimals] = form === "finer" ? [100n, DECIMALS + 2] : [1n, DECIMALS];
      const mantissas = Float64Array.from(piece, (close) => Number(close * factor));
      signal.push({ mantissas, count: piece.length, decimals, largest: 1e12 });
    }
    history.places.end(piece.length);
    from += piece.length;
  }
  history.end();
  return history;
}

/** All that a history holds, computed at once. */
function expectedOf({ closes, window, isDescending, warmup }: Case) {
  const rows = closes.length;
  const meanSums = closes.map((_, n) => {
    const [from, to] = isDescending ? [n, n + window] : [n - window + 1, n + 1];
    return from < 0 || to > rows ? undefined : closes.slice(from, to).reduce((a, b) => a + b, 0n);
  });
  const signals = closes.map((close, n) => {
    const sum = meanSums[n];
    return sum === undefined ? undefined : BigInt(window) * close > sum ? 1 : 0;
  });
  const known = signals.flatMap((signal, n) => signal === undefined ? [] : [{ signal, n }]);
  const changes = new Set(known.flatMap(({ signal, n }, i) => i > 0 && known[i - 1]?.signal !== signal ? [n] : []));
  let size = 1;
  while (rows > MOST_BUCKETS * size) size *= 2;
  const buckets = Array.from({ length: Math.ceil(rows / size) }, (_, n) => {
    const own = Array.from({ length: Math.min(size, rows - n * size) }, (_, i) => n * size + i);
    const values = own.map((row) => Number(closes[row]) / Number(SCALE));
    const lastMean = own.map((row) => meanSums[row]).findLast((sum) => sum !== undefined);
    return {
      low: Math.min(...values),
      high: Math.max(...values),
      ones: own.filter((row) => signals[row] === 1).length,
      rated: own.filter((row) => warmup === "zero" || signals[row] !== undefined).length,
      flips: own.filter((row) => changes.has(row)).length,
      mean: lastMean === undefined ? NaN : nearestDouble(lastMean, BigInt(window) * SCALE),
    };
  });
  return { buckets, runs: runsIn(known.map(({ signal }) => signal)), steps: stepsIn(closes) };
}

function runsIn(signals: readonly number[]) {
  const lengths: [number[], number[]] = [[], []];
  for (let from = 0; from < signals.length;) {
    let to = from + 1;
    while (to < signals.length && signals[to] === signals[from]) to++;
    lengths[signals[from] === 1 ? 1 : 0].push(to - from);
    from = to;
  }
  const [zeros, ones] = lengths;
  const most = Math.max(0, ...zeros, ...ones);
  const classes = most === 0 ? 0 : Math.floor(Math.log2(most)) + 1;
  const inClass = (list: readonly number[], n: number) =>
    list.filter((rows) => rows >= 2 ** n && rows < 2 ** (n + 1)).length;
  return {
    counts: Array.from({ length: classes }, (_, n) => [inClass(zeros, n), inClass(ones, n)]),
    longest: [Math.max(0, ...zeros), Math.max(0, ...ones)],
  };
}

function stepsIn(closes: readonly bigint[]) {
  let move = { size: 0n, row: 0 };
  let stretch = { rows: 0, lastRow: 0 };
  let equal = 0;
  for (const [n, close] of closes.entries()) {
    const before = closes[n - 1];
    const size = before === undefined ? 0n : close > before ? close - before : before - close;
    if (size > move.size) move = { size, row: n + 1 };
    equal = before === close ? equal + 1 : 1;
    if (equal > stretch.rows) stretch = { rows: equal, lastRow: n + 1 };
  }
  return { move, stretch };
}

const tenThousandths = ({ mantissa, decimals }: Decimal) => mantissa * 10n ** BigInt(DECIMALS + 2 - decimals) / 100n;

Deno.test({
  name: "history: of any rows, in any pieces and forms, in either order, it is what a computation of the whole gives",
  permissions: "none",
  fn() {
    fc.assert(
      fc.property(CASES, (one) => {
        const { prices, signals, runs, steps } = historyOf(one);
        const expected = expectedOf(one);
        const found = prices.buckets.map(({ figures }, n) => ({ ...figures, ...signals.buckets[n]?.figures }));
        assertEquals(found, expected.buckets);
        assertEquals(runs.counts().map((counts) => [...counts]), expected.runs.counts);
        assertEquals([runs.longest(0), runs.longest(1)], expected.runs.longest);

        const { move, stretch } = steps;
        assertEquals(move === undefined ? 0n : tenThousandths(move.size), expected.steps.move.size);
        if (move !== undefined) {
          const { row } = expected.steps.move;
          assertEquals(
            [move.row, move.place, tenThousandths(move.first), tenThousandths(move.second)],
            [row, { file: "in.csv", line: row + 1 }, one.closes[row - 2], one.closes[row - 1]],
          );
        }
        const { rows, lastRow } = expected.steps.stretch;
        assertEquals(
          [stretch?.rows, stretch?.lastRow, stretch?.place, stretch && tenThousandths(stretch.close)],
          [rows, lastRow, { file: "in.csv", line: lastRow + 1 }, one.closes[lastRow - 1]],
        );
      }),
      { numRuns: 60, endOnFailure: true },
    );
  },
});

Deno.test({
  name: "history: closes beyond doubles are drawn at the edge of what can be drawn",
  permissions: "none",
  fn() {
    const history = new History({ window: 1, warmup: "zero", duplicates: "fail" });
    history.begin(false);
    const signal = new WatchedSignal([history], 1, false);
    for (const mantissa of [1n, -1n, 1n]) signal.pushExact({ mantissa, decimals: -1000 });
    history.end();
    assertEquals(history.prices.buckets.map(({ figures: { low } }) => low), [1e300, -1e300, 1e300]);
    assertEquals(history.steps.move?.size, { mantissa: 2n, decimals: -1000 });
  },
});
