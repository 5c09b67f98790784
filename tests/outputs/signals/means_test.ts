import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { nearestDouble } from "../../../lib/numbers/nearest_double.ts";
import { exactDenominator, meanFrom } from "../../../lib/outputs/signals/means.ts";

Deno.test({ name: "means: a denominator is given only where a double holds it", permissions: "none" }, () => {
  assertEquals(exactDenominator(5, 2), 500);
  assertEquals(exactDenominator(1, 22), 1e22);
  assertEquals(exactDenominator(1, 23), undefined);
  assertEquals(exactDenominator(9_999_999, 15), undefined);
  assertEquals(exactDenominator(5, -1), undefined);
});

Deno.test({ name: "means: are the exact ones rounded once", permissions: "none" }, () => {
  fc.assert(
    fc.property(
      fc.maxSafeInteger(),
      fc.integer({ min: 1, max: 10 ** 7 }),
      fc.integer({ min: 0, max: 30 }),
      (sum, window, decimals) =>
        assertEquals(
          meanFrom(window, decimals)(sum),
          nearestDouble(BigInt(sum), BigInt(window) * 10n ** BigInt(decimals)),
        ),
    ),
    { numRuns: 2000 },
  );
  assertEquals(meanFrom(5, 2)(NaN), undefined);
  assertEquals(Object.is(meanFrom(5, 2)(-0), 0), true);
});
