import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { counted, grouped, linearAxis, numberText, priceAxis, ticksIn } from "../../lib/report/axis.ts";

Deno.test({
  name: "axis: round ticks between the ends, and texts that tell them apart",
  permissions: "none",
  fn() {
    assertEquals(ticksIn(38_400, 43_400, 6), [39_000, 40_000, 41_000, 42_000, 43_000]);
    const texts = (least: number, most: number) => priceAxis(least, most).ticks.map(({ text }) => text);
    assertEquals(texts(0.99, 1.01), ["0.990", "0.995", "1.000", "1.005", "1.010"]);
    assertEquals(texts(5, 5), ["4.96", "4.98", "5.00", "5.02", "5.04"]);
    assertEquals(texts(0, 0), ["0.0", "0.1", "0.2", "0.3", "0.4", "0.5"]);
    assertEquals(texts(99, 105_520), ["100", "1,000", "10,000", "100,000"]);
    assertEquals(priceAxis(99, 105_520).isLogarithmic, true);
    assertEquals(priceAxis(-1, 105_520).isLogarithmic, false);
    assertEquals(linearAxis(0, 0, 0.01).ticks.map(({ text }) => text), [
      "0.000",
      "0.001",
      "0.002",
      "0.003",
      "0.004",
      "0.005",
    ]);
    assertEquals(linearAxis(1, 1, 0.01, 1).ticks.map(({ text }) => text), [
      "0.995",
      "0.996",
      "0.997",
      "0.998",
      "0.999",
      "1.000",
    ]);
  },
});

Deno.test({
  name: "axis: any two prices are on it, the lower one below, with some ticks and not many",
  permissions: "none",
  fn() {
    const price = fc.double({ min: -1e300, max: 1e300, noNaN: true }).map((price) =>
      Math.abs(price) < 1e-290 ? 0 : price
    );
    fc.assert(fc.property(price, price, (a, b) => {
      const [least, most] = [Math.min(a, b), Math.max(a, b)];
      const axis = priceAxis(least, most);
      assert(axis.at(least) >= 0 && axis.at(least) <= axis.at(most) && axis.at(most) <= 1);
      assert(axis.ticks.length <= 13, `${axis.ticks.length}`);
      for (const { value } of axis.ticks) assert(axis.at(value) >= -1e-9 && axis.at(value) <= 1 + 1e-9);
    }));
    // An axis of these reaches beyond the doubles.
    for (const [least, most] of [[2e-189, 5e292], [1e-290, 1], [1, 1e300], [1e-290, 1e300]] as const) {
      for (const { value } of priceAxis(least, most).ticks) assert(value > 0 && Number.isFinite(value), `${value}`);
    }
  },
});

Deno.test({
  name: "axis: numbers as people read them",
  permissions: "none",
  fn() {
    assertEquals(grouped("-1234567.5"), "-1,234,567.5");
    assertEquals([counted(1, "row"), counted(1000, "row")], ["1 row", "1,000 rows"]);
    assertEquals([numberText(12_345.678, 0.1), numberText(1e20, 1e19), numberText(3, NaN)], [
      "12,345.7",
      "100000000000000000000",
      "3",
    ]);
  },
});
