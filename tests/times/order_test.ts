import { assertEquals, assertThrows } from "@std/assert";
import { JobError } from "../../lib/errors.ts";
import { formatDuration, readInterval } from "../../lib/times/interval.ts";
import { KeepLast } from "../../lib/times/keep_last.ts";
import { OrderCheck, type OrderRules, type Step } from "../../lib/times/order.ts";
import { orderOf } from "../../lib/times/order_of.ts";

const RULES: OrderRules = {
  order: "ascending",
  duplicates: "fail",
  gaps: "ignore",
  interval: undefined,
  timeUnit: "s",
};

/** Takes timestamps from line 2 on; `A:5` is a 5 of the symbol A. Returns the steps, or the message of the error. */
function take(stamps: readonly string[], rules: Partial<OrderRules> = {}) {
  const check = new OrderCheck({ ...RULES, ...rules });
  const steps: Step[] = [];
  try {
    stamps.forEach((stamp, n) => {
      const [symbol, text = ""] = /^[A-Z]:/.test(stamp) ? [stamp.slice(0, 1), stamp.slice(2)] : [undefined, stamp];
      steps.push(check.take(text, { file: "p.csv", line: n + 2 }, symbol));
    });
  } catch (error) {
    if (!(error instanceof JobError)) throw error;
    return `${error.kind} ${error.message}`;
  }
  return { steps: steps.map((step) => step.slice(0, 1)).join(""), ...check.summary };
}

const minute = (n: number) => `2024-01-01 00:${String(n).padStart(2, "0")}`;

const REFUSALS: readonly [name: string, stamps: readonly string[], rules: Partial<OrderRules>, error: string][] = [
  [
    "the first step goes back",
    ["2", "1"],
    {},
    'data p.csv:3: timestamp "1" is before "2" of the row above it, expected ascending order; ' +
    "write order: descending if the newest row is the first",
  ],
  [
    "a step back of one nanosecond",
    ["1700000000123456788", "1700000000123456789", "1700000000123456788"],
    { timeUnit: "auto" },
    'data p.csv:4: timestamp "1700000000123456788" is before "1700000000123456789" of the row above it, ' +
    "expected ascending order; write symbol_column: and its name if rows of another symbol begin here",
  ],
  [
    "a step back that does not lead to the beginning",
    ["1", "3", "2"],
    {},
    'data p.csv:4: timestamp "2" is before "3" of the row above it, expected ascending order',
  ],
  [
    "a later step goes back",
    ["1", "2", "2023-01-01", "1"],
    {},
    'data p.csv:5: timestamp "1" is before "2023-01-01" of the row above it, expected ascending order; write symbol_column: and its name if rows of another symbol begin here',
  ],
  [
    "the first step goes forward in a descending file",
    ["1", "2"],
    { order: "descending" },
    'data p.csv:3: timestamp "2" is after "1" of the row above it, expected descending order; ' +
    "write order: ascending if the oldest row is the first",
  ],
  [
    "a step back of a symbol",
    ["A:5", "B:1", "A:6", "B:2", "A:5"],
    {},
    'data p.csv:6: timestamp "5" of "A" is before "6" of the row above it, expected ascending order',
  ],
  [
    "a step back behind a duplicate that is kept",
    ["2", "2", "1"],
    { duplicates: "keep" },
    'data p.csv:4: timestamp "1" is before "2" of the row above it, expected ascending order; ' +
    "write order: descending if the newest row is the first",
  ],
  [
    "a step back behind a step forward and a duplicate",
    ["1", "2", "2", "1"],
    { duplicates: "keep" },
    'data p.csv:5: timestamp "1" is before "2" of the row above it, expected ascending order; write symbol_column: and its name if rows of another symbol begin here',
  ],
  [
    "a duplicate",
    ["1", "2", " 2"],
    {},
    'data p.csv:4: timestamp "2" equals that of the row above it, expected a later one; ' +
    "write duplicates: keep or duplicates: keep-last",
  ],
  [
    "a duplicate that is spelled in another way, in a descending file",
    ["1700000000", "2023-11-14T22:13:20Z"],
    { order: "descending" },
    'data p.csv:3: timestamp "2023-11-14T22:13:20Z" equals that of the row above it, expected an earlier one; ' +
    "write duplicates: keep or duplicates: keep-last",
  ],
  [
    "text",
    ["1700000000", "abc"],
    { timeUnit: "auto" },
    'data p.csv:3: timestamp is "abc", expected a timestamp; write times such as 2024-01-31 23:59:59, or name the unit with time_unit',
  ],
  ["a blank", [" "], { timeUnit: "auto" }, "data p.csv:2: timestamp is blank, expected a timestamp"],
  [
    "a count of rows",
    ["1", "2"],
    { timeUnit: "auto" },
    'data p.csv:2: timestamp is "1", expected a timestamp; write time_unit: s, ms, us or ns if it counts from 1970, or ' +
    "timestamp_column: none if it is no time",
  ],
  [
    "a month in six digits",
    ["202401", "202402"],
    { timeUnit: "auto" },
    'data p.csv:2: timestamp is "202401", expected a timestamp; write date_format: dmy, date_format: mdy or ' +
    "date_format: ymd if its digits are a day, or time_unit: s if it counts seconds",
  ],
  [
    "a number that is no date",
    ["1700000000"],
    { timeUnit: "date" },
    'data p.csv:2: timestamp is "1700000000", expected a timestamp (time_unit: date); write times such as 2024-01-31 23:59:59, or name the unit with time_unit',
  ],
  [
    "a gap",
    [minute(0), minute(1), minute(4)],
    { gaps: "fail", interval: 60_000_000_000n },
    'data p.csv:4: timestamp "2024-01-01 00:04" is 3m from "2024-01-01 00:01" of the row above it, ' +
    "expected an interval of 1m",
  ],
];

for (const [name, stamps, rules, error] of REFUSALS) {
  Deno.test({
    name: `order: ${name} is refused`,
    permissions: "none",
    fn: () => assertEquals(take(stamps, rules), error),
  });
}

Deno.test({ name: "order: an interval that no step has is refused behind the last row", permissions: "none" }, () => {
  const end = (stamps: readonly string[], rules: Partial<OrderRules>) => {
    const check = new OrderCheck({ ...RULES, gaps: "fail", interval: 60_000_000_000n, ...rules });
    for (const [n, stamp] of stamps.entries()) check.take(stamp, { file: "p.csv", line: n + 2 }, undefined);
    return () => check.end();
  };
  const seconds = ["100", "130", "145"];
  assertThrows(
    end(seconds, {}),
    JobError,
    "p.csv: no row is 1m from the row above it, as the interval says: the first step is 30s; " +
      "write the interval that the rows have",
  );
  for (const stamps of [[], ["100"], ["100", "100"], ["100", "130", "190"]]) end(stamps, { duplicates: "keep" })();
  end(seconds, { gaps: "warn" })();
  end(seconds, { gaps: "ignore", interval: undefined })();
});

const NONE = { duplicates: 0, gaps: 0, irregular: 0, largestGaps: [], missing: [] };

Deno.test({
  name: "order: rows in order, ascending and descending, with duplicates that are kept, and by symbol",
  permissions: "none",
  fn() {
    assertEquals(take([]), { steps: "", ...NONE, earliest: undefined, latest: undefined });
    const span = { earliest: 1_000_000_000n, latest: 3_000_000_000n };
    assertEquals(take(["1", "2", "3"]), { steps: "nnn", ...NONE, ...span });
    assertEquals(take(["3", "2", "1"], { order: "descending" }), { steps: "nnn", ...NONE, ...span });
    for (const duplicates of ["keep", "keep-last"] as const) {
      assertEquals(take(["1", "1", "1", "3"], { duplicates }), { steps: "nddn", ...NONE, ...span, duplicates: 2 });
    }
    assertEquals(take(["A:3", "B:1", "B:2", "A:3"], { duplicates: "keep" }), {
      steps: "nnnd",
      ...NONE,
      ...span,
      duplicates: 1,
    });
  },
});

Deno.test({
  name: "order: nanoseconds that no double tells apart",
  permissions: "none",
  fn() {
    const result = take(["1700000000123456788", "1700000000123456789"]);
    assertEquals(typeof result === "object" && result.steps, "nn");
  },
});

Deno.test({
  name: "order: gaps and irregular steps are counted, the largest gaps kept",
  permissions: "none",
  fn() {
    const rules = { gaps: "warn", interval: 60_000_000_000n } as const;
    const stamps = [0, 1, 3, 4, 9, 10, 12, 15].map(minute).concat("2024-01-01 00:15:30");
    const result = take(stamps, rules);
    assertEquals(typeof result === "object" && { ...result, earliest: 0n, latest: 0n }, {
      steps: "nnnnnnnnn",
      earliest: 0n,
      latest: 0n,
      duplicates: 0,
      gaps: 4,
      irregular: 1,
      missing: [],
      largestGaps: [
        { file: "p.csv", line: 6, from: minute(4), to: minute(9), nanoseconds: 300_000_000_000n },
        { file: "p.csv", line: 9, from: minute(12), to: minute(15), nanoseconds: 180_000_000_000n },
        { file: "p.csv", line: 4, from: minute(1), to: minute(3), nanoseconds: 120_000_000_000n },
      ],
    });
  },
});

Deno.test({
  name: "order: of rows with one timestamp the last is kept, of each symbol",
  permissions: "none",
  fn() {
    const keep = new KeepLast<string>();
    const out = [
      keep.push("next", "A1", "A"),
      keep.push("next", "B1", "B"),
      keep.push("duplicate", "A1 again", "A"),
      keep.push("next", "A2", "A"),
      keep.push("next", "B2", "B"),
    ];
    assertEquals(out, [[], [], [], ["A1 again"], ["B1"]]);
    assertEquals(keep.flush(), ["A2", "B2"]);
    assertEquals(keep.flush(), []);
  },
});

Deno.test({
  name: "order: the first two different timestamps tell it",
  permissions: "none",
  fn() {
    assertEquals(orderOf([1n, 1n, 2n, 0n]), "ascending");
    assertEquals(orderOf([2n, 1n, 3n]), "descending");
    assertEquals(orderOf([1n, 1n]), undefined);
    assertEquals(orderOf([]), undefined);
  },
});

Deno.test({
  name: "interval: what is read and what is written",
  permissions: "none",
  fn() {
    const seconds = (text: string) => {
      const interval = readInterval(text);
      return interval === undefined ? undefined : Number(interval / 1_000_000_000n);
    };
    assertEquals(["1s", "5m", "1h", "1d", "2w", "90s"].map(seconds), [1, 300, 3600, 86400, 1209600, 90]);
    assertEquals(["0m", "1", "m", "1.5h", "-1m", "1M", "1 m", "1ms", ""].map(readInterval), Array(9).fill(undefined));
    const cases = [[60n, "1m"], [90n, "1m 30s"], [183_723n, "2d 3h"], [86_401n, "1d 1s"], [0n, "0s"], [
      -60n,
      "-1m",
    ]] as const;
    for (const [length, text] of cases) assertEquals(formatDuration(length * 1_000_000_000n), text);
    assertEquals(formatDuration(1_500_001n), "1ms 500us");
  },
});
