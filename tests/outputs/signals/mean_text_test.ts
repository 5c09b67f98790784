import { assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import { meanText } from "../../../lib/outputs/signals/mean_text.ts";

const CASES: readonly [mean: number, text: string][] = [
  [0, "0"],
  [-0, "0"],
  [40476.038, "40476.038"],
  [-1.5, "-1.5"],
  [100, "100"],
  [0.1 + 0.2, "0.30000000000000004"],
  [1e-6, "0.000001"],
  [1e-7, "0.0000001"],
  [-1.25e-7, "-0.000000125"],
  [1e20, "100000000000000000000"],
  [1e21, "1000000000000000000000"],
  [-1.5e21, "-1500000000000000000000"],
  [123456789e22, "1234567890000000000000000000000"],
  [Number.MAX_VALUE, `17976931348623157${"0".repeat(292)}`],
  [Number.MIN_VALUE, `0.${"0".repeat(323)}5`],
  [Infinity, "Infinity"],
  [-Infinity, "-Infinity"],
];

for (const [mean, text] of CASES) {
  Deno.test(
    { name: `mean text: ${Object.is(mean, -0) ? "-0" : mean}`, permissions: "none" },
    () => assertEquals(meanText(mean), text),
  );
}

Deno.test({
  name: "mean text: reads back as the same double, in plain digits, no more than needed",
  permissions: "none",
}, () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (mean) => {
      const text = meanText(mean);
      assertEquals(Number(text), mean === 0 ? 0 : mean);
      assertMatch(text, /^-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?$/);
      const digits = (spelled: string) =>
        spelled.replace(/e.*/, "").replace(/[-.]/g, "").replace(/^0+|0+$/g, "").length;
      assertEquals(digits(text), digits(String(mean)));
    }),
    { numRuns: 2000 },
  );
});
