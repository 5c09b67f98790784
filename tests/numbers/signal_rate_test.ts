import { assertEquals } from "@std/assert";
import { signalRate } from "../../lib/numbers/signal_rate.ts";

const RATES: readonly [ones: number, rows: number, rate: string][] = [
  [0, 1, "0"],
  [1, 1, "1"],
  [1, 2, "0.5"],
  [4989, 10000, "0.4989"],
  [4989, 9996, "0.4991"],
  [1, 3, "0.3333"],
  [2, 3, "0.6667"],
  // Halves go to the even neighbour, decided on the integers.
  [1, 20000, "0"],
  [3, 20000, "0.0002"],
  [5, 20000, "0.0002"],
  [7, 20000, "0.0004"],
  [19999, 20000, "1"],
  [10000000000001, 20000000000000000, "0.0005"],
  [9007199254740990, 9007199254740991, "1"],
];

Deno.test({
  name: "signal rate: it is rounded once, half to even, from two integers",
  permissions: "none",
  fn() {
    for (const [ones, rows, rate] of RATES) assertEquals(JSON.stringify(signalRate(ones, rows)), rate);
  },
});
