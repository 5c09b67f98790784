import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { changeOf, differsByMore, type NamedMetrics, rateIn } from "../../lib/merge/changes.ts";
import { readMetricsFile } from "../../lib/merge/metrics_file.ts";
import { readShare } from "../../lib/numbers/share.ts";
import { metricsOf, PLAIN_RUN, UNCOUNTED_RUN, withKey } from "./metrics.ts";

function named(text: string, file = "m.json"): NamedMetrics {
  const metrics = readMetricsFile(file, text);
  if (metrics.status === "error") throw new Error(metrics.message);
  return { file, metrics };
}

function share(percent: string) {
  const share = readShare(percent);
  if (share === undefined) throw new RangeError(percent);
  return share;
}

Deno.test({
  name: "changes: keys that either file has, in the order of the file, with exact differences",
  permissions: "none",
  fn() {
    const after = withKey(withKey(withKey(UNCOUNTED_RUN, "value", "0.2001"), "version", '"v2"'), "latency_ms", "9");
    const changes = changeOf(named(PLAIN_RUN, "a.json"), named(after, "b.json"));
    assertEquals([changes.a, changes.b, changes.symbols], ["a.json", "b.json", undefined]);
    assertEquals(changes.keys.map(({ key, a, b, change }) => [key, a, b, change]), [
      ["version", "v1", "v2", null],
      ["rows_processed", 10_000n, 10_000n, 0n],
      ["value", 0.4989, 0.2001, -0.2988],
      ["latency_ms", 29n, 9n, -20n],
      ["seed", 42n, 42n, null],
      ["signals_1", 4_989n, null, null],
      ["rows_with_mean", 9_996n, null, null],
      ["warmup", "zero", null, null],
      ["invalid_rows", 0n, null, null],
      ["warnings", 0n, null, null],
    ]);
  },
});

Deno.test({
  name: "changes: symbols by the size of their change, then those that have none",
  permissions: "none",
  fn() {
    const of = (symbols: Record<string, bigint>) => {
      const counts = new Map(
        Object.entries(symbols).map(([symbol, ones]) => [symbol, { rows: 10n, rowsWithMean: 10n, ones }] as const),
      );
      const sum = Object.values(symbols).reduce((a, b) => a + b);
      const rows = BigInt(10 * counts.size);
      return named(metricsOf({ rows, rowsWithMean: rows, ones: sum, symbols: counts }));
    };
    const changes = changeOf(
      of({ b: 1n, a: 2n, c: 9n, gone: 5n, same: 4n }),
      of({ new: 1n, c: 2n, a: 3n, b: 0n, same: 4n }),
    );
    assertEquals(changes.symbols?.map(({ symbol, a, b, change }) => [symbol, a, b, change]), [
      ["c", 0.9, 0.2, -0.7],
      ["a", 0.2, 0.3, 0.1],
      ["b", 0.1, 0, -0.1],
      ["same", 0.4, 0.4, 0],
      ["gone", 0.5, undefined, null],
      ["new", undefined, 0.1, null],
    ]);
  },
});

Deno.test({
  name: "changes: a rate is exact if both files have counts",
  permissions: "none",
  fn() {
    const exact = named(PLAIN_RUN);
    const printed = named(UNCOUNTED_RUN);
    assertEquals(rateIn(exact, exact), { ones: 4_989n, rows: 10_000n, isExact: true, value: 0.4989 });
    assertEquals(rateIn(exact, printed), { ones: 4_989n, rows: 10_000n, isExact: false, value: 0.4989 });
    const third = named(metricsOf({ rows: 9n, rowsWithMean: 3n, ones: 1n, warmup: "exclude-from-rate" }));
    assertEquals(rateIn(third, exact), { ones: 1n, rows: 3n, isExact: true, value: 0.3333 });
    assertEquals(rateIn(third, printed), { ones: 3_333n, rows: 10_000n, isExact: false, value: 0.3333 });
  },
});

Deno.test({
  name: "changes: just as much is not more, and one row of a large file is",
  permissions: "none",
  fn() {
    const of = (ones: bigint, rows: bigint) => named(metricsOf({ rows, rowsWithMean: rows, ones }));
    const large = 4_000_000_000_000_000n;
    for (
      const [a, b, percent, isMore] of [
        [of(1n, 2n), of(11n, 20n), "5%", false],
        [of(11n, 20n), of(1n, 2n), "5%", false],
        [of(11n, 20n), of(1n, 2n), "4.999999%", true],
        [of(large / 2n, large), of(large / 2n + large / 20n, large), "5%", false],
        [of(large / 2n, large), of(large / 2n + large / 20n + 1n, large), "5%", true],
        [of(large / 2n, large), of(large / 2n - large / 20n - 1n, large), "5%", true],
        [of(1n, 3n), of(2n, 6n), "0%", false],
        [of(1n, 3n), of(333_333_333n, 1_000_000_000n), "0%", true],
        [of(0n, 1n), of(1n, 1n), "100%", false],
      ] as const
    ) {
      assertEquals(differsByMore(a, b, share(percent)), isMore, percent);
    }
    // By the printed values these are equal.
    assertEquals(differsByMore(named(withKey(UNCOUNTED_RUN, "value", "0.3333")), of(1n, 3n), share("0%")), false);
  },
});

Deno.test({
  name: "changes: more than a share, by fractions",
  permissions: "none",
  fn() {
    const rate = fc.tuple(fc.bigInt(0n, 200n), fc.bigInt(1n, 200n)).map(([ones, more]) => ({
      ones,
      rows: ones + more,
    }));
    fc.assert(fc.property(rate, rate, fc.nat(100), (a, b, percent) => {
      const of = ({ ones, rows }: typeof a) => named(metricsOf({ rows, rowsWithMean: rows, ones }));
      // Of three whole numbers below 2^53 nothing is rounded here.
      const difference = Math.abs(Number(b.ones * a.rows - a.ones * b.rows)) * 100;
      const isMore = difference > percent * Number(a.rows * b.rows);
      assertEquals(differsByMore(of(a), of(b), share(`${percent}%`)), isMore);
    }));
  },
});
