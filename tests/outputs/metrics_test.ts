import { assertEquals } from "@std/assert";
import { errorMetrics, metricsJson, successMetrics } from "../../lib/outputs/metrics.ts";

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
