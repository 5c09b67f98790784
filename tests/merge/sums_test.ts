import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { JobError } from "../../lib/errors.ts";
import { readMetricsFile } from "../../lib/merge/metrics_file.ts";
import { type Allowances, Sums } from "../../lib/merge/sums.ts";
import { FAILED_RUN, metricsOf, PLAIN_RUN, type RunForTests, UNCOUNTED_RUN, withKey } from "./metrics.ts";

const ALL = { mixed: true, failed: true };
const NOTHING = { mixed: false, failed: false };

/** The text that merging gives. The files are called 1.json, 2.json and so on. */
function merged(texts: readonly string[], allowed: Allowances = NOTHING): string {
  const sums = new Sums(allowed);
  texts.forEach((text, n) => {
    const file = `${n + 1}.json`;
    sums.add(file, readMetricsFile(file, text));
  });
  const decoder = new TextDecoder();
  const pieces = sums.text({ first: "1.json", count: texts.length });
  return pieces.map((piece) => decoder.decode(piece, { stream: true })).join("");
}

Deno.test({
  name: "sums: two runs, one of them by symbol",
  permissions: "none",
  fn() {
    const symbols = new Map([
      ["b", { rows: 3n, rowsWithMean: 2n, ones: 1n }],
      ["600519", { rows: 1n, rowsWithMean: 0n, ones: 0n }],
      ["\u009b", { rows: 0n, rowsWithMean: 0n, ones: 0n }],
    ]);
    const of = { rows: 4n, rowsWithMean: 2n, ones: 1n, warmup: "exclude-from-rate" } as const;
    const other = metricsOf({ rows: 6n, rowsWithMean: 5n, ones: 1n, warmup: "exclude-from-rate" });
    assertEquals(
      merged([metricsOf({ ...of, symbols, warnings: 1n, invalidRows: 2n }), other, FAILED_RUN], ALL),
      `{
  "version": "v1",
  "rows_processed": 10,
  "metric": "signal_rate",
  "value": 0.2857,
  "latency_ms": 58,
  "seed": 42,
  "status": "success",
  "signals_1": 2,
  "rows_with_mean": 7,
  "warmup": "exclude-from-rate",
  "invalid_rows": 2,
  "warnings": 1,
  "runs": 2,
  "failed": 1,
  "symbols": {
    "600519": { "rows_processed": 1, "value": null, "signals_1": 0, "rows_with_mean": 0 },
    "b": { "rows_processed": 3, "value": 0.5, "signals_1": 1, "rows_with_mean": 2 },
    "\\u009b": { "rows_processed": 0, "value": null, "signals_1": 0, "rows_with_mean": 0 }
  }
}
`,
    );
  },
});

Deno.test({
  name: "sums: beyond all doubles every digit is kept, and the rate rounds half to even",
  permissions: "none",
  fn() {
    const most = BigInt(Number.MAX_SAFE_INTEGER);
    const large = metricsOf({ rows: most, rowsWithMean: most, ones: most, latencyMs: most });
    const twice = merged([large, large]);
    const text = merged([twice, twice, PLAIN_RUN]);
    assertEquals(/"rows_processed": (\d+)/.exec(text)?.[1], "36028797018973964");
    assertEquals(/"signals_1": (\d+)/.exec(text)?.[1], "36028797018968953");
    for (const [ones, value] of [[1n, "0"], [3n, "0.0002"], [5n, "0.0002"], [7n, "0.0004"]] as const) {
      const half = metricsOf({ rows: 10_000n, rowsWithMean: 10_000n, ones });
      const none = metricsOf({ rows: 10_000n, rowsWithMean: 10_000n, ones: 0n });
      assertEquals(/"value": ([\d.]+)/.exec(merged([half, none]))?.[1], value);
    }
  },
});

/** Runs of one convention. Each symbol is in one run. */
function runs(): fc.Arbitrary<RunForTests[]> {
  const integer = fc.oneof(fc.bigInt(0n, 9n), fc.bigInt(0n, BigInt(Number.MAX_SAFE_INTEGER)));
  const counts = fc.tuple(integer, integer, integer).map((three) => {
    const [ones = 0n, rowsWithMean = 0n, rows = 0n] = three.sort((a, b) => a < b ? -1 : a > b ? 1 : 0);
    return { ones, rowsWithMean, rows };
  });
  const run = fc.record({
    counts: fc.array(counts, { minLength: 1, maxLength: 4 }),
    hasSymbols: fc.boolean(),
    version: fc.constantFrom("v1", "v2", "\u2028"),
    seed: fc.constantFrom(1, 2),
    latencyMs: integer,
    invalidRows: integer,
    warnings: integer,
  });
  const names = fc.string({ unit: "binary", maxLength: 3 });
  const warmups = fc.constantFrom("zero" as const, "exclude" as const, "exclude-from-rate" as const);
  return fc.tuple(fc.array(run, { minLength: 1, maxLength: 8 }), names, warmups).map(([all, name, warmup]) =>
    all.map(({ counts, hasSymbols, ...more }, n) => {
      const sum = { rows: 0n, rowsWithMean: 0n, ones: 0n };
      // At least one row has a mean.
      const own = [...counts, { rows: 1n, rowsWithMean: 1n, ones: 0n }];
      for (const { rows, rowsWithMean, ones } of own) {
        sum.rows += rows;
        sum.rowsWithMean += rowsWithMean;
        sum.ones += ones;
      }
      const symbols = new Map(own.map((symbol, m) => [`${name}${n}/${m}`, symbol]));
      return { ...more, ...sum, warmup, ...(hasSymbols ? { symbols } : {}) };
    })
  );
}

Deno.test({
  name: "sums: any order and any grouping give the same bytes, and the sums of big integers",
  permissions: "none",
  fn() {
    const order = fc.infiniteStream(fc.nat());
    fc.assert(
      fc.property(runs(), fc.nat(2), order, (runs, failures, choices) => {
        const texts = [...runs.map(metricsOf), ...Array.from({ length: failures }, () => FAILED_RUN)];
        const whole = merged(texts, ALL);
        // Some of what is left is merged, again and again, in any order; a group of failures alone has no metrics.
        let left = texts;
        const next = (below: number) => (choices.next().value ?? 0) % below;
        for (let steps = 0; left.length > 1 && steps < 50; steps++) {
          const drawn = left.map((text) => ({ text, at: next(1000) })).toSorted((a, b) => a.at - b.at);
          const length = 1 + next(drawn.length);
          const group = drawn.slice(0, length).map(({ text }) => text);
          if (group.every((text) => text === FAILED_RUN)) continue;
          left = [...drawn.slice(length).map(({ text }) => text), merged(group, ALL)];
        }
        assertEquals(merged(left, ALL), whole);

        const sum = (of: (run: RunForTests) => bigint | undefined) =>
          runs.reduce((sum, run) => sum + (of(run) ?? 0n), 0n);
        const digits = (key: string) => BigInt(new RegExp(`^ {2}"${key}": (\\d+)`, "m").exec(whole)?.[1] ?? -1);
        const isExcluded = runs[0]?.warmup === "exclude";
        assertEquals(digits("rows_processed"), sum((run) => isExcluded ? run.rowsWithMean : run.rows));
        assertEquals(digits("rows_with_mean"), sum((run) => run.rowsWithMean));
        assertEquals(digits("signals_1"), sum((run) => run.ones));
        assertEquals(digits("latency_ms"), sum((run) => run.latencyMs));
        assertEquals(digits("invalid_rows"), sum((run) => run.invalidRows));
        assertEquals(digits("warnings"), sum((run) => run.warnings));
        assertEquals([digits("runs"), digits("failed")], [BigInt(runs.length), BigInt(failures)]);
        // No fraction of four decimals is nearer to the rate.
        const rated = sum((run) => run.warmup === "zero" ? run.rows : run.rowsWithMean);
        const value = BigInt(Math.round(JSON.parse(whole).value * 10_000));
        const distance = 2n * (sum((run) => run.ones) * 10_000n - value * rated);
        assertEquals(-rated <= distance && distance <= rated, true);
      }),
      { numRuns: 300 },
    );
  },
});

const OTHER = metricsOf({ rows: 2n, rowsWithMean: 1n, ones: 1n });
const A = metricsOf({
  rows: 2n,
  rowsWithMean: 1n,
  ones: 1n,
  symbols: new Map([["A", { rows: 2n, rowsWithMean: 1n, ones: 1n }]]),
});
const EXCLUDED = metricsOf({ rows: 2n, rowsWithMean: 1n, ones: 1n, warmup: "exclude" });
const V2 = withKey(OTHER, "version", '"v\u009b2"');
const SEED_7 = withKey(OTHER, "seed", "7");

const REFUSED: readonly [texts: readonly string[], allowed: Allowances, message: string][] = [
  [
    [PLAIN_RUN, UNCOUNTED_RUN],
    ALL,
    "2.json: the metrics have no counts, expected signals_1 and rows_with_mean; write counts: include in the config of the run",
  ],
  [
    [PLAIN_RUN, V2],
    { mixed: false, failed: true },
    '2.json: version is "v\\u009b2" and that of 1.json is "v1", expected one version; --allow-mixed merges runs of several',
  ],
  [
    [PLAIN_RUN, OTHER, SEED_7],
    { mixed: false, failed: true },
    "3.json: seed is 7 and that of 1.json is 42, expected one seed; --allow-mixed merges runs of several",
  ],
  [
    [merged([PLAIN_RUN, V2], ALL)],
    NOTHING,
    "1.json: the merged runs have several versions, expected one version; --allow-mixed merges runs of several",
  ],
  [
    [merged([PLAIN_RUN, SEED_7], ALL)],
    NOTHING,
    "1.json: the merged runs have several seeds, expected one seed; --allow-mixed merges runs of several",
  ],
  [
    [PLAIN_RUN, FAILED_RUN],
    { mixed: true, failed: false },
    '2.json: the run failed with "a.csv: it broke", expected metrics of a run that succeeded; --allow-failed counts it',
  ],
  [
    [OTHER, merged([PLAIN_RUN, FAILED_RUN], ALL)],
    { mixed: true, failed: false },
    "2.json: 1 of the merged runs failed, expected runs that succeeded; --allow-failed counts them",
  ],
  [[A, OTHER, A], ALL, '3.json: the symbol "A" is in 1.json too, expected each symbol in one file'],
  [
    [OTHER, EXCLUDED],
    ALL,
    "2.json: warmup is exclude and that of 1.json is zero, expected one rule, for their rows do not add up",
  ],
  [[FAILED_RUN], ALL, "1.json: the run failed, expected at least one run that succeeded"],
  [
    [FAILED_RUN, FAILED_RUN, FAILED_RUN],
    ALL,
    "1.json: the runs of this file and of 2 more failed, expected at least one run that succeeded",
  ],
];

Deno.test({
  name: "sums: what does not add up is refused",
  permissions: "none",
  fn() {
    for (const [texts, allowed, message] of REFUSED) {
      const error = assertThrows(() => merged(texts, allowed), JobError);
      assertEquals([error.message, error.kind, error.exitCode], [message, "data", 4]);
    }
  },
});

Deno.test({
  name: "sums: runs of several versions and seeds have none",
  permissions: "none",
  fn() {
    for (const texts of [[PLAIN_RUN, V2, OTHER], [V2, OTHER, PLAIN_RUN]]) {
      const { version, seed } = JSON.parse(merged(texts, ALL));
      assertEquals([version, seed], [null, 42]);
    }
    const { version, seed } = JSON.parse(merged([PLAIN_RUN, SEED_7], ALL));
    assertEquals([version, seed], ["v1", null]);
    assertEquals(merged([PLAIN_RUN, OTHER], ALL), merged([OTHER, PLAIN_RUN]));
  },
});

Deno.test({
  name: "sums: many symbols come in pieces, a line for each",
  permissions: "none",
  fn() {
    const count = 37_000;
    const symbols = new Map(
      Array.from({ length: count }, (_, n) => [`S${n}`, { rows: 1n, rowsWithMean: 1n, ones: 0n }]),
    );
    const of = { rows: BigInt(count), rowsWithMean: BigInt(count), ones: 0n };
    const text = merged([metricsOf({ ...of, symbols })]);
    assertEquals(text.split("\n").length, 1 + 13 + 1 + count + 3);
    assertEquals(Object.keys(JSON.parse(text).symbols), [...symbols.keys()].sort());
  },
});
