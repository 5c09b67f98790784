import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { nearestDouble } from "../../lib/numbers/nearest_double.ts";

/** A double as the fraction that it is. */
function fractionOf(value: number): [bigint, bigint] {
  let denominator = 1n;
  let rest = value;
  while (!Number.isInteger(rest)) {
    // Exact: a multiplication by two that can't overflow, for a fraction is below 2^53.
    rest *= 2;
    denominator *= 2n;
  }
  return [BigInt(rest), denominator];
}

const CASES: readonly [bigint, bigint, number][] = [
  [0n, 7n, 0],
  [1n, 3n, 1 / 3],
  [-1n, 3n, -1 / 3],
  [2n ** 53n + 1n, 1n, 2 ** 53],
  [2n ** 53n + 3n, 1n, 2 ** 53 + 4],
  [2n ** 54n + 2n, 2n, 2 ** 53],
  [2n ** 54n - 1n, 1n, 2 ** 54],
  [1n, 10n, 0.1],
  [1n, 10n ** 400n, 0],
  [10n ** 400n, 1n, Infinity],
  [-(10n ** 400n), 3n, -Infinity],
  [1n, 2n ** 1074n, 5e-324],
  [1n, 2n ** 1075n, 0],
  [3n, 2n ** 1075n, 1e-323],
  [2n ** 1024n - 2n ** 970n, 1n, Infinity],
  [2n ** 1024n - 2n ** 970n - 1n, 1n, Number.MAX_VALUE],
];

Deno.test({
  name: "nearestDouble: ties, halves of the smallest double, the ends of the range",
  permissions: "none",
  fn() {
    for (const [numerator, denominator, expected] of CASES) {
      assertEquals(nearestDouble(numerator, denominator), expected);
    }
  },
});

Deno.test({
  name: "nearestDouble: a double comes back as itself, and so does one moved by less than half a unit",
  permissions: "none",
  fn() {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const [numerator, denominator] = fractionOf(value);
        const expected = value === 0 ? 0 : value;
        assertEquals(nearestDouble(numerator, denominator), expected);
        // 2^−1200 is below half of the smallest double.
        const scale = 2n ** 1200n;
        assertEquals(nearestDouble(numerator * scale + 1n, denominator * scale), expected);
        assertEquals(nearestDouble(numerator * scale - 1n, denominator * scale), expected);
      }),
      { numRuns: 2000 },
    );
  },
});

Deno.test({
  name: "mean: a subnormal is rounded once",
  permissions: "none",
  fn() {
    // A little below 1.5 times the smallest double: to 53 bits that is 1.5 times it, and from there a tie.
    assertEquals(nearestDouble(3n * 2n ** 59n - 1n, 2n ** (1074n + 60n)), Number.MIN_VALUE);
    assertEquals(nearestDouble(3n * 2n ** 59n, 2n ** (1074n + 60n)), 2 * Number.MIN_VALUE);
  },
});
