import { assert, assertEquals } from "@std/assert";
import { BATCH_CLOSES, CloseBatch } from "../../lib/rows/batch.ts";
import { canonical, CAREFUL_ONLY, decimalOf } from "./read_closes.ts";

/** Adds closes one by one; returns what the sink was given. */
function batchesOf(closes: readonly string[]): { calls: string[]; closes: string[] } {
  const calls: string[] = [];
  const given: string[] = [];
  const batch = new CloseBatch({
    scaled({ mantissas, count, decimals }) {
      calls.push(`${count} of ${decimals} decimals`);
      for (const mantissa of mantissas.subarray(0, count)) given.push(canonical(BigInt(mantissa), decimals));
    },
    exact({ mantissa, decimals }) {
      calls.push("exact");
      given.push(canonical(mantissa, decimals));
    },
  }, CAREFUL_ONLY);
  for (const close of closes) batch.add({ close: decimalOf(close) });
  batch.flush();
  assertEquals(given, closes.map(decimalOf).map(({ mantissa, decimals }) => canonical(mantissa, decimals)));
  return { calls, closes: given };
}

const CASES: readonly [name: string, closes: readonly string[], calls: readonly string[]][] = [
  ["none", [], []],
  ["one scale", ["1.25", "2.5", "3"], ["3 of 2 decimals"]],
  ["the scale grows with the decimals", ["1", "1.5", "1.25"], [
    "1 of 0 decimals",
    "1 of 1 decimals",
    "1 of 2 decimals",
  ]],
  ["one too fine for the widest goes alone", ["45024.68", "0.000000000001", "45024.7"], [
    "1 of 2 decimals",
    "exact",
    "1 of 2 decimals",
  ]],
  ["one too wide for the scale goes alone", ["0.00000001", "12345678.5", "1"], [
    "1 of 8 decimals",
    "exact",
    "1 of 8 decimals",
  ]],
  ["zeros at the end need no place", ["12e3", "5"], ["2 of 0 decimals"]],
  ["the widest counts in each scale that follows", ["123456789012", "0.001", "0.0001"], [
    "1 of 0 decimals",
    "1 of 3 decimals",
    "exact",
  ]],
  ["more than a batch holds", Array(BATCH_CLOSES + 1).fill("1"), [`${BATCH_CLOSES} of 0 decimals`, "1 of 0 decimals"]],
  ["beyond 15 digits", ["999999999999999", "1000000000000000"], ["1 of 0 decimals", "exact"]],
];

for (const [name, closes, calls] of CASES) {
  Deno.test({
    name: `batch: ${name}`,
    permissions: "none",
    fn: () => assertEquals(batchesOf(closes).calls, calls),
  });
}

Deno.test({
  name: "batch: a first close that is odd does not spoil the scale for good",
  permissions: "none",
  fn() {
    for (const odd of ["0.000000000001", "12345678901234"]) {
      const ordinary = odd.startsWith("0") ? "45024.68" : "0.12345678";
      const { calls } = batchesOf([odd, ...Array(3000).fill(ordinary)]);
      assertEquals(calls.filter((call) => call === "exact").length, 1023);
      assert(calls.at(-1)?.startsWith("1977 of "), calls.at(-1));
    }
  },
});

Deno.test({
  name: "batch: after a new scale, decimals that the odd close had no room for fit again",
  permissions: "none",
  fn() {
    const { calls } = batchesOf(["12345678901234", ...Array(1100).fill("0.12345678"), "0.123456789012"]);
    assertEquals(calls.at(-1), "1 of 12 decimals");
  },
});

Deno.test({
  name: "batch: the scale changes seldom, also where long runs take turns",
  permissions: "none",
  fn() {
    const runs = Array.from({ length: 60 }, (_, n) => Array(1100).fill(n % 2 === 0 ? "45024.68" : "0.000000000001"));
    const scales = batchesOf(runs.flat()).calls.filter((call) => call !== "exact").map((call) => call.split(" of ")[1]);
    const changes = scales.filter((scale, n) => n > 0 && scale !== scales[n - 1]).length;
    assert(changes <= 3, `${changes} changes`);
  },
});

Deno.test({
  name: "batch: no order of closes changes the scale often",
  permissions: "none",
  fn() {
    const { calls } = batchesOf(Array.from({ length: 6000 }, (_, n) => n % 2 === 0 ? "45024.68" : "0.000000000001"));
    assertEquals(new Set(calls), new Set(["1 of 2 decimals", "exact"]));
  },
});
