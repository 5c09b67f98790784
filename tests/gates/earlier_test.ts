import { assertEquals, assertThrows } from "@std/assert";
import { JobError } from "../../lib/errors.ts";
import { readEarlierRun } from "../../lib/gates/earlier.ts";

const METRICS = {
  version: "v1",
  rows_processed: 3,
  metric: "signal_rate",
  value: 0.3333,
  latency_ms: 3,
  seed: 1,
  status: "success",
};

Deno.test({ name: "earlier run: the rate by its counts, or as it was printed", permissions: "none" }, () => {
  const rateOf = (more: Record<string, unknown>) =>
    readEarlierRun(JSON.stringify({ ...METRICS, ...more }), "m.json").rate;
  const printed = { ones: 3333n, rated: 10_000n, isRounded: true };
  const exact = { ones: 1n, rated: 3n, isRounded: false };
  assertEquals(rateOf({}), printed);
  assertEquals(rateOf({ value: 0 }), { ...printed, ones: 0n });
  assertEquals(rateOf({ value: 1 }), { ...printed, ones: 10_000n });
  assertEquals(rateOf({ signals_1: 1, rows_with_mean: 2 }), exact);
  // Over the rows with a mean, as `warmup: exclude-from-rate` counts.
  assertEquals(rateOf({ rows_processed: 4, signals_1: 1, rows_with_mean: 3 }), exact);
  // Counts that do not give the value are not believed.
  assertEquals(rateOf({ signals_1: 2, rows_with_mean: 3 }), printed);
  assertEquals(rateOf({ signals_1: 4, rows_with_mean: 2 }), printed);
  assertEquals(rateOf({ signals_1: "1" }), printed);
  assertEquals(readEarlierRun('{"version": "v0", "status": "error", "error_message": "x"}', "m.json"), {
    version: "v0",
    rate: undefined,
  });
});

Deno.test({ name: "earlier run: what is no metrics is refused", permissions: "none" }, () => {
  const without = (key: string) =>
    JSON.stringify(Object.fromEntries(Object.entries(METRICS).filter(([name]) => name !== key)));
  const texts = [
    ...["", "{", "null", "[]", "1", '"x"', "{}", "t,close\n1,1\n"],
    ...["version", "rows_processed", "metric", "value", "status"].map(without),
    ...[-0.1, 1.1, "0.5", null].map((value) => JSON.stringify({ ...METRICS, value })),
    JSON.stringify({ ...METRICS, status: "running" }),
    JSON.stringify({ ...METRICS, rows_processed: 1.5 }),
    '{"version": "v", "status": "error"}',
  ];
  for (const text of texts) {
    const error = assertThrows(() => readEarlierRun(text, "m.json"), JobError, undefined, text);
    assertEquals([error.exitCode, error.message], [
      4,
      "m.json: the file is not the metrics of a run, expected a JSON object with version, status and value",
    ]);
  }
});
