import { assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  type Decimal,
  type DecimalProblem,
  mantissaAt,
  MOST_DIGITS,
  powerOfTen,
  readDecimal,
} from "../../lib/numbers/decimal.ts";
import { readFraction } from "../reference.ts";

// What texts are numbers is in the table of candle files; here is how they are held.
const CASES: readonly [text: string, decimal: Decimal | DecimalProblem][] = [
  ["1.10", { mantissa: 110n, decimals: 2 }],
  ["100", { mantissa: 100n, decimals: 0 }],
  ["-0.0", { mantissa: 0n, decimals: 0 }],
  ["5e3", { mantissa: 5n, decimals: -3 }],
  ["+5.10e-3", { mantissa: 510n, decimals: 5 }],
  ["0000000000000000000012.50", { mantissa: 1250n, decimals: 2 }],
  ["12345678901234567890.1000", { mantissa: 123456789012345678901n, decimals: 1 }],
  ["1e-1000", { mantissa: 1n, decimals: 1000 }],
  ["", { problem: "syntax" }],
  ["1".repeat(MOST_DIGITS + 1), { problem: "digits", digits: MOST_DIGITS + 1 }],
  [`1${"0".repeat(1001)}`, { problem: "exponent" }],
  [`0.${"0".repeat(1000)}1`, { problem: "exponent" }],
];

for (const [text, decimal] of CASES) {
  Deno.test({
    name: `decimal: ${JSON.stringify(text.slice(0, 40))}`,
    permissions: "none",
    fn: () => assertEquals(readDecimal(text), decimal),
  });
}

Deno.test({
  name: "decimal: what it holds is what the text spells",
  permissions: "none",
  fn() {
    const text = fc.tuple(
      fc.constantFrom("", " ", "\t", "x"),
      fc.constantFrom("", "-", "+"),
      fc.stringMatching(/^[0-9]{0,20}$/),
      fc.constantFrom("", "."),
      fc.stringMatching(/^[0-9]{0,20}$/),
      fc.constantFrom("", "e3", "E-12", "e+0", "e"),
    ).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, (text) => {
        const decimal = readDecimal(text);
        const fraction = readFraction(text);
        if ("problem" in decimal) {
          assertEquals(fraction, undefined);
        } else {
          const scale = Math.max(0, decimal.decimals);
          assertEquals(
            mantissaAt(decimal, scale) * (fraction?.denominator ?? 0n),
            (fraction?.numerator ?? 0n) * powerOfTen(scale),
          );
        }
      }),
      { numRuns: 3000 },
    );
  },
});

Deno.test({
  name: "decimal: a megabyte of garbage is answered in linear time",
  permissions: "none",
  fn() {
    // Quadratic time would take minutes here, and the test run with it.
    for (const unit of ["0", "9", " ", "0 ", ".", "e", "-", "1e"]) {
      for (const text of [unit.repeat(1 << 20), `${unit.repeat(1 << 20)}x`, `1${unit.repeat(1 << 20)}1`]) {
        readDecimal(text);
      }
    }
  },
});

Deno.test({ name: "decimal: up to fifteen digits keep their trailing zeros, more do not", permissions: "none" }, () => {
  assertEquals(readDecimal("0001234567890123.40"), { mantissa: 123456789012340n, decimals: 2 });
  assertEquals(readDecimal("12345678901234.50"), { mantissa: 123456789012345n, decimals: 1 });
  assertEquals(readDecimal("1000000000000000"), { mantissa: 1n, decimals: -15 });
});
