import { assertEquals, assertThrows } from "@std/assert";
import { median, pairedRatio } from "../../bench/statistics.ts";

Deno.test({ name: "median: odd, even, one, none; the order does not matter", permissions: "none" }, () => {
  assertEquals(median([3, 1, 2]), 2);
  assertEquals(median([4, 1, 3, 2]), 2.5);
  assertEquals(median([7]), 7);
  assertEquals(median([]), NaN);
  // By size and not as text, where 10 comes before 9.
  assertEquals(median([10, 9, 8]), 9);
});

Deno.test({ name: "paired ratio: a slow round slows both, and cancels out", permissions: "none" }, () => {
  assertEquals(pairedRatio([2, 20, 4], [1, 10, 2]), 2);
  // The ratio of the medians would be 1.
  assertEquals(pairedRatio([1, 2, 9], [2, 1, 3]), 2);
  assertThrows(() => pairedRatio([1], [1, 2]), Error, "1 rounds and 2 can't be paired");
});
