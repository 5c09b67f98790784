import { assertEquals } from "@std/assert";
import { countsOf } from "../../lib/outputs/counts.ts";
import { successMetrics } from "../../lib/outputs/metrics.ts";
import { metricsJsonWithSymbols } from "../../lib/outputs/symbol_metrics.ts";

Deno.test({
  name: "counts: keys, order, and the convention of the rate where it is not the default",
  permissions: "none",
  fn() {
    const figures = { ones: 4, rowsWithMean: 7 };
    const counts = (warmup: "zero" | "exclude" | "exclude-from-rate") =>
      JSON.stringify(countsOf({ warmup }, figures, 2, 1));
    assertEquals(counts("zero"), '{"signals_1":4,"rows_with_mean":7,"invalid_rows":2,"warnings":1}');
    for (const warmup of ["exclude", "exclude-from-rate"] as const) {
      assertEquals(
        counts(warmup),
        `{"signals_1":4,"rows_with_mean":7,"warmup":"${warmup}","invalid_rows":2,"warnings":1}`,
      );
    }
  },
});

Deno.test({
  name: "counts: they stand between status and symbols, and each symbol has its own on one line",
  permissions: "none",
  fn() {
    const config = { warmup: "zero", counts: "include" } as const;
    const symbols = [
      { symbol: "A B", rows: 4, rowsWithMean: 3, ones: 2 },
      { symbol: '"', rows: 1, rowsWithMean: 0, ones: 0 },
    ];
    const metrics = {
      ...successMetrics({ seed: 1, version: "v1" }, { processed: 5, rated: 5 }, 2, 1),
      ...countsOf(config, { ones: 2, rowsWithMean: 3 }, 0, 0),
    };
    const text = metricsJsonWithSymbols(metrics, { series: symbols }, config).map((piece) =>
      new TextDecoder().decode(piece)
    );
    assertEquals(
      text.join(""),
      `{
  "version": "v1",
  "rows_processed": 5,
  "metric": "signal_rate",
  "value": 0.4,
  "latency_ms": 1,
  "seed": 1,
  "status": "success",
  "signals_1": 2,
  "rows_with_mean": 3,
  "invalid_rows": 0,
  "warnings": 0,
  "symbols": {
    "A B": { "rows_processed": 4, "value": 0.5, "signals_1": 2, "rows_with_mean": 3 },
    "\\"": { "rows_processed": 1, "value": 0, "signals_1": 0, "rows_with_mean": 0 }
  }
}
`,
    );
  },
});
