import { assertEquals } from "@std/assert";
import { successMetrics } from "../../lib/outputs/metrics.ts";
import { metricsJsonWithSymbols } from "../../lib/outputs/symbol_metrics.ts";

function textOf(pieces: readonly Uint8Array[]): string {
  return pieces.map((piece) => new TextDecoder().decode(piece)).join("");
}

Deno.test({
  name: "metrics: symbols keep their order, and strange ones are read back",
  permissions: "none",
  fn() {
    const config = { seed: 1, window: 2, version: "v1" };
    const symbols = [
      { symbol: "BTC-USD", rows: 4, rowsWithMean: 3, ones: 2 },
      { symbol: "600519", rows: 3, rowsWithMean: 2, ones: 0 },
      { symbol: '"\n\u009b\u2028', rows: 1, rowsWithMean: 0, ones: 0 },
      { symbol: "__proto__", rows: 2, rowsWithMean: 1, ones: 0 },
    ];
    const metrics = successMetrics(config, { processed: 6, rated: 6 }, 2, 1);
    const pieces = metricsJsonWithSymbols(metrics, { series: symbols }, { warmup: "exclude", counts: null });
    assertEquals(pieces.length, 1);
    const json = textOf(pieces);
    assertEquals(
      json,
      `{
  "version": "v1",
  "rows_processed": 6,
  "metric": "signal_rate",
  "value": 0.3333,
  "latency_ms": 1,
  "seed": 1,
  "status": "success",
  "symbols": {
    "BTC-USD": {
      "rows_processed": 3,
      "value": 0.6667
    },
    "600519": {
      "rows_processed": 2,
      "value": 0
    },
    "\\"\\n\\u009b\\u2028": {
      "rows_processed": 0,
      "value": null
    },
    "__proto__": {
      "rows_processed": 1,
      "value": 0
    }
  }
}
`,
    );
    assertEquals(new Set(Object.keys(JSON.parse(json).symbols)), new Set(symbols.map(({ symbol }) => symbol)));
  },
});

Deno.test({
  name: "metrics: rows of the warm-up count or not, and many symbols come in pieces",
  permissions: "none",
  fn() {
    const metrics = successMetrics({ seed: 1, version: "v1" }, { processed: 1, rated: 1 }, 1, 1);
    const symbols = Array.from({ length: 5000 }, (_, n) => ({ symbol: `S${n}`, rows: 4, rowsWithMean: 2, ones: 1 }));
    for (
      const [warmup, rows, value] of [["zero", 4, 0.25], ["exclude", 2, 0.5], ["exclude-from-rate", 4, 0.5]] as const
    ) {
      const pieces = metricsJsonWithSymbols(metrics, { series: symbols }, { warmup, counts: null });
      assertEquals(pieces.length > 1, true);
      const read = Object.entries(JSON.parse(textOf(pieces)).symbols);
      assertEquals(read, symbols.map(({ symbol }) => [symbol, { rows_processed: rows, value }]));
    }
  },
});
