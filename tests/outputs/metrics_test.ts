import { assertEquals } from "@std/assert";
import { errorMetrics, metricsJson, signalRate, successMetrics } from "../../lib/outputs/metrics.ts";

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
  name: "metrics: the rate is rounded once, half to even, from two integers",
  permissions: "none",
  fn() {
    for (const [ones, rows, rate] of RATES) assertEquals(JSON.stringify(signalRate(ones, rows)), rate);
  },
});

Deno.test({
  name: "metrics: keys, order, indentation and the newline of both kinds",
  permissions: "none",
  fn() {
    const config = { seed: 42, window: 5, version: "v1" };
    assertEquals(
      metricsJson(successMetrics(config, { processed: 10000, rated: 10000 }, 4989, 28.6)),
      `{
  "version": "v1",
  "rows_processed": 10000,
  "metric": "signal_rate",
  "value": 0.4989,
  "latency_ms": 29,
  "seed": 42,
  "status": "success"
}
`,
    );
    assertEquals(
      metricsJson(errorMetrics("unknown", 'data.csv:17: close is "abc", expected a decimal number')),
      `{
  "version": "unknown",
  "status": "error",
  "error_message": "data.csv:17: close is \\"abc\\", expected a decimal number"
}
`,
    );
  },
});

Deno.test({
  name: "metrics: control characters in a version are escaped and read back",
  permissions: "none",
  fn() {
    const version = "v\n\u001b\u009b\u2028\ud800";
    const json = metricsJson(errorMetrics(version, "x"));
    assertEquals(json.split("\n").length, 6);
    assertEquals(json.includes("\u009b"), false);
    assertEquals(JSON.parse(json).version, version);
  },
});
