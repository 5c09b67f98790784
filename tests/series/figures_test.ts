import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { KernelSymbols } from "../../lib/kernel/symbols.ts";
import { signalRate } from "../../lib/numbers/signal_rate.ts";
import { successMetrics } from "../../lib/outputs/metrics.ts";
import { metricsJsonWithSymbols } from "../../lib/outputs/symbol_metrics.ts";
import { SeriesFigures } from "../../lib/series/figures.ts";
import { RollingSignal } from "../../lib/signal/rolling.ts";
import { OneSeries } from "../../lib/signal/series.ts";

/** What was counted of a symbol. */
interface Counted {
  readonly rows: number;
  readonly ones: number;
}

/** Signals that only say how many there were. */
class Counts extends OneSeries {
  constructor(readonly counts: readonly Counted[]) {
    super(new RollingSignal(1));
  }

  override rowsOf(id = 0): number {
    return this.counts[id]?.rows ?? 0;
  }

  override onesOf(id = 0): number {
    return this.counts[id]?.ones ?? 0;
  }

  override countsOf(first: number, many: number, rows: Float64Array, ones: Float64Array): void {
    for (let n = 0; n < many; n++) [rows[n], ones[n]] = [this.rowsOf(first + n), this.onesOf(first + n)];
  }
}

function figuresOf(counted: readonly (readonly [name: string, counted: Counted])[], window: number): SeriesFigures {
  const symbols = new KernelSymbols(true);
  for (const [name] of counted) assert(symbols.add(name) !== undefined);
  return new SeriesFigures(symbols, new Counts(counted.map(([, counts]) => counts)), window);
}

const METRICS = successMetrics({ seed: 1, version: "v1" }, { processed: 1, rated: 1 }, 1, 1);
const WARMUPS = ["zero", "exclude", "exclude-from-rate"] as const;

/** Asserts that the kernel writes what TypeScript writes, for each way to count. */
function assertSameTexts(figures: SeriesFigures): void {
  for (const warmup of WARMUPS) {
    for (const counts of [null, "include"] as const) {
      const ofKernel = metricsJsonWithSymbols(METRICS, figures, { warmup, counts });
      if (figures.count < 100) assertEquals(ofKernel.length, 1);
      const textOf = (symbols: Parameters<typeof metricsJsonWithSymbols>[1]) =>
        metricsJsonWithSymbols(METRICS, symbols, { warmup, counts }).map((piece) => new TextDecoder().decode(piece))
          .join("");
      assertEquals(textOf(figures), textOf({ series: figures.series }));
    }
  }
}

const character = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(..."ABZaz09-_./: ^=&$~!") },
  { weight: 1, arbitrary: fc.constantFrom('"', "\\", "\u007f", "\u0001", "é", "株", "\u2028", "\ud800") },
);
const simple = fc.string({ unit: fc.constantFrom(..."ABZ09-/^"), minLength: 1, maxLength: 34 });
const name = fc.oneof(simple, fc.string({ unit: character, minLength: 1, maxLength: 40 }));
const few = fc.nat(30);
const most = Number.MAX_SAFE_INTEGER;
const rows = fc.oneof(few, fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 2 ** 31, max: 2 ** 33 }), fc.nat(most));
const counted = rows.chain((rows) => fc.record({ rows: fc.constant(rows), ones: fc.nat(rows) }));

Deno.test({
  name: "figures: the kernel writes each symbol as TypeScript does, whatever its name and its counts",
  permissions: "none",
  fn() {
    const symbols = fc.uniqueArray(fc.tuple(name, counted), { selector: ([name]) => name, maxLength: 12 });
    fc.assert(
      fc.property(symbols, fc.integer({ min: 1, max: 12 }), (symbols, window) => {
        assertSameTexts(figuresOf(symbols, window));
      }),
      { numRuns: 500 },
    );
  },
});

Deno.test({
  name: "figures: every share of up to 220 rows is rounded as the metrics round it",
  permissions: "none",
  fn() {
    const shares = Array.from(
      { length: 221 },
      (_, rows) => Array.from({ length: rows + 1 }, (_, ones) => ({ rows, ones })),
    )
      .flat();
    // Ties, of which some go up and some go down.
    const ties = [[1, 20_000], [3, 20_000], [19_999, 20_000], [1, 32], [5, 160_000]] as const;
    const all = [...shares, ...ties.map(([ones, rows]) => ({ rows, ones }))];
    const figures = figuresOf(all.map((counts, n) => [`S${n}`, counts] as const), 1);
    const pieces = metricsJsonWithSymbols(METRICS, figures, { warmup: "zero", counts: null });
    const { symbols } = JSON.parse(pieces.map((piece) => new TextDecoder().decode(piece)).join(""));
    const expected = all.map(({ rows, ones }) => ({
      rows_processed: rows,
      value: rows ? signalRate(ones, rows) : null,
    }));
    assertEquals(Object.values(symbols), expected);
  },
});

for (
  const [kind, nameOf] of [
    ["simple", (n: number) => `SYMBOL-${n}`],
    ["long and simple", (n: number) => `SYMBOL-OF-MORE-BYTES-${n}`],
    ["not simple now and then", (n: number) => n % 7 === 0 ? `"${n}"` : `S${n}`],
    [
      "long texts, of which one fills all room",
      (n: number) => n % 997 === 5 ? `${n}é`.repeat(n === 5002 ? 4e5 : 4e3) : `S${n}`,
    ],
  ] as const
) {
  Deno.test({
    name: `figures: 20,000 symbols whose names are ${kind} come in pieces, with none lost between them`,
    permissions: "none",
    fn() {
      const symbols = Array.from({ length: 20_000 }, (_, n) => [nameOf(n), { rows: n % 13, ones: n % 3 }] as const);
      const figures = figuresOf(symbols, 3);
      assertSameTexts(figures);
      const sums = { rows: 0, rowsWithMean: 0, ones: 0 };
      for (const { rows, rowsWithMean, ones } of figures.series) {
        sums.rows += rows;
        sums.rowsWithMean += rowsWithMean;
        sums.ones += ones;
      }
      assertEquals(figures.totals(), sums);
    },
  });
}
