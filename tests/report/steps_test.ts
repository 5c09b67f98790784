import { assertEquals } from "@std/assert";
import { Steps } from "../../lib/report/steps.ts";

const ALL = { first: 100, others: 100 };
const scaled = (decimals: number, ...mantissas: readonly number[]) => ({
  mantissas: Float64Array.from(mantissas),
  count: mantissas.length,
  decimals,
  largest: 1000,
});

Deno.test({
  name: "steps: the largest move is found across scales, and where closes are no mantissas",
  permissions: "none",
  fn() {
    const steps = new Steps(() => undefined);
    const size = () => steps.move?.size;
    steps.take(scaled(1, 5, 20), ALL);
    assertEquals([size(), steps.move?.row], [{ mantissa: 15n, decimals: 1 }, 2]);
    // 2 is more than 1.5, though not more than that rounded up.
    steps.take(scaled(0, 2, 4), ALL);
    assertEquals([size(), steps.move?.row], [{ mantissa: 2n, decimals: 0 }, 4]);
    // 2.0 is not.
    steps.take(scaled(1, 60), ALL);
    assertEquals(steps.move?.row, 4);
    steps.take({ mantissa: 9n, decimals: -30 }, { first: 1, others: 1 });
    assertEquals([size(), steps.move?.row], [{ mantissa: 9n * 10n ** 31n - 60n, decimals: 1 }, 6]);
  },
});

Deno.test({
  name: "steps: a stretch of equal closes goes on across scales",
  permissions: "none",
  fn() {
    const steps = new Steps(() => undefined);
    steps.take(scaled(0, 3, 7, 7), ALL);
    steps.take(scaled(2, 700, 700), ALL);
    steps.take({ mantissa: 7n, decimals: 0 }, { first: 1, others: 1 });
    steps.take(scaled(0, 7, 8, 8), ALL);
    const { rows, lastRow, close } = steps.stretch ?? {};
    assertEquals([rows, lastRow, close], [6, 7, { mantissa: 7n, decimals: 0 }]);
  },
});
