import { assertEquals, assertThrows } from "@std/assert";
import { checkedAnswer } from "../../bench/measure.ts";

const job = { file: "f", window: "5", config: "c", output: "o", log: "l" };
const expected = { rows: 1000, window: 5, signals: 480, ties: 20 };
const check = (rows: number, signals: number | undefined, isRounding: boolean) =>
  checkedAnswer(
    { name: "X", isRounding, answer: () => ({ rows, ...(signals === undefined ? {} : { signals }) }) },
    "",
    job,
    expected,
  );

Deno.test(
  { name: "check: an exact answer, one within the ties, and one that only counts rows", permissions: "none" },
  () => {
    assertEquals(check(1000, 480, false), { rows: 1000, signals: 480 });
    assertEquals(check(1000, 500, true), { rows: 1000, signals: 500 });
    assertEquals(check(1000, 460, true), { rows: 1000, signals: 460 });
    assertEquals(check(1000, undefined, false), { rows: 1000 });
    assertEquals(checkedAnswer({ name: "cat" }, "", job, expected), undefined);
  },
);

Deno.test({ name: "check: a wrong answer ends the benchmark", permissions: "none" }, () => {
  assertThrows(() => check(1000, 481, false), Error, "X: 481 signals in 1000 rows, expected 480 (± 0) in 1000");
  assertThrows(() => check(1000, 501, true), Error, "X: 501 signals in 1000 rows, expected 480 (± 20) in 1000");
  assertThrows(() => check(1000, 459, true), Error, "X: 459 signals in 1000 rows, expected 480 (± 20) in 1000");
  assertThrows(() => check(999, undefined, false), Error, "in 999 rows, expected 480 (± 0) in 1000");
});
