import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { readConfig } from "../../lib/config/config.ts";
import { type GateFacts, judge, toldOf } from "../../lib/gates/gates.ts";

const FACTS: GateFacts = { rows: 10, rated: 10, ones: 3, latest: undefined, now: 0n, earlier: undefined };
const HOUR = 3_600_000_000_000n;

const configOf = (keys: string) =>
  readConfig(new TextEncoder().encode(`seed: 1\nwindow: 2\nversion: v\n${keys}\n`), "c.yaml");

const CASES: readonly [keys: string, facts: Partial<GateFacts>, passed: boolean | null, told: string][] = [
  ["min_rows: 10", {}, true, "min_rows is 10 and there are 10 rows"],
  ["min_rows: 11", {}, false, "min_rows is 11 and there are 10 rows"],
  ["min_rows: 11", { rated: 20 }, false, "min_rows is 11 and there are 10 rows"],
  ["min_rows: 2", { rows: 1 }, false, "min_rows is 2 and there is 1 row"],
  ["min_signal_rate: 30%", {}, true, "min_signal_rate is 0.3 and the signal rate is 0.3"],
  ["min_signal_rate: 0.30000001", {}, false, "min_signal_rate is 0.30000001 and the signal rate is 0.3"],
  ["max_signal_rate: 0.3", {}, true, "max_signal_rate is 0.3 and the signal rate is 0.3"],
  ["max_signal_rate: 0.29999999", {}, false, "max_signal_rate is 0.29999999 and the signal rate is 0.3"],
  // 0.3333 as it is printed, and yet above 0.3333.
  [
    "max_signal_rate: 0.3333",
    { ones: 1, rated: 3 },
    false,
    "max_signal_rate is 0.3333 and the signal rate is 0.3333333333333333",
  ],
  [
    "min_signal_rate: 0.3334",
    { ones: 1, rated: 3 },
    false,
    "min_signal_rate is 0.3334 and the signal rate is 0.3333333333333333",
  ],
  ["max_signal_rate: 0.3", { rows: 100 }, true, "max_signal_rate is 0.3 and the signal rate is 0.3"],
  [
    "max_rate_change: 5%",
    { earlier: { ones: 7n, rows: 20n, isExact: true } },
    true,
    "max_rate_change is 0.05 and the signal rate has changed by 0.05",
  ],
  [
    "max_rate_change: 5%",
    { earlier: { ones: 1n, rows: 4n, isExact: true } },
    true,
    "max_rate_change is 0.05 and the signal rate has changed by 0.05",
  ],
  [
    "max_rate_change: 0.0499",
    { earlier: { ones: 7n, rows: 20n, isExact: true } },
    false,
    "max_rate_change is 0.0499 and the signal rate has changed by 0.05",
  ],
  [
    "max_rate_change: 0",
    { ones: 1, rated: 3, earlier: { ones: 3333n, rows: 10_000n, isExact: false } },
    true,
    "max_rate_change is 0 and the signal rate has changed by 0",
  ],
  [
    "max_rate_change: 0",
    { ones: 1, rated: 3, earlier: { ones: 3332n, rows: 10_000n, isExact: false } },
    false,
    "max_rate_change is 0 and the signal rate has changed by 0.0001",
  ],
  ["max_age: 36h", { latest: 0n, now: 36n * HOUR }, true, "max_age is 1d 12h and the last timestamp is 1d 12h old"],
  [
    "max_age: 36h",
    { latest: 0n, now: 36n * HOUR + 1n },
    false,
    "max_age is 1d 12h and the last timestamp is 1d 12h old",
  ],
  ["max_age: 1h", { latest: 5n * HOUR, now: 0n }, true, "max_age is 1h and the last timestamp is -5h old"],
  ["max_age: 1h", {}, false, "max_age is 1h and there is no timestamp"],
];

for (const [keys, facts, passed, told] of CASES) {
  Deno.test({ name: `gates: ${keys} is ${passed}: ${told}`, permissions: "none" }, async () => {
    const verdicts = judge(await configOf(keys), { ...FACTS, ...facts });
    assertEquals(verdicts.map((verdict) => [verdict.passed, toldOf(verdict)]), [[passed, told]]);
  });
}

Deno.test({ name: "gates: all are judged, in the order of the keys", permissions: "none" }, async () => {
  const keys = "max_age: 1h\nmax_rate_change: 1%\nmin_rows: 11\nmax_signal_rate: 0.2\nmin_signal_rate: 0.1";
  assertEquals(judge(await configOf(keys), FACTS).map(({ gate, passed, actual }) => [gate, passed, actual]), [
    ["min_rows", false, 10],
    ["min_signal_rate", true, 0.3],
    ["max_signal_rate", false, 0.3],
    ["max_rate_change", null, null],
    ["max_age", false, null],
  ]);
});

Deno.test({ name: "gates: near a limit the whole numbers decide", permissions: "none" }, async () => {
  const rows = fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }));
  const near = fc.tuple(fc.nat(100_000_000), rows, fc.integer({ min: -2, max: 2 })).map(([parts, rated, by]) => {
    const ones = Number(BigInt(parts) * BigInt(rated) / 100_000_000n) + by;
    return { parts, rated, ones: Math.min(rated, Math.max(0, ones)) };
  });
  await fc.assert(
    fc.asyncProperty(near, fc.boolean(), async ({ parts, rated, ones }, isFromNone) => {
      const limit = (parts / 1e8).toFixed(8);
      const least = await configOf(`min_signal_rate: ${limit}\n`);
      const most = await configOf(`max_signal_rate: ${limit}\nmax_rate_change: ${limit}\n`);
      const earlier = { ones: isFromNone ? 0n : 1n, rows: 1n, isExact: true };
      const facts = { ...FACTS, rated, ones, earlier };
      const [has, limits] = [BigInt(ones) * 100_000_000n, BigInt(parts) * BigInt(rated)];
      const change = isFromNone ? has : BigInt(rated) * 100_000_000n - has;
      assertEquals(judge(least, facts).map(({ passed }) => passed), [has >= limits]);
      assertEquals(judge(most, facts).map(({ passed }) => passed), [has <= limits, change <= limits]);
    }),
    { numRuns: 1000 },
  );
});
