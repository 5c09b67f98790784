import { assertEquals, assertThrows } from "@std/assert";
import { JobError } from "../../lib/errors.ts";
import { readMetricsFile } from "../../lib/merge/metrics_file.ts";
import { FAILED_RUN, metricsOf, PLAIN_RUN, UNCOUNTED_RUN, withKey } from "./metrics.ts";

const read = (text: string) => readMetricsFile("m.json", text);

const SYMBOLS = new Map([["A", { rows: 3n, rowsWithMean: 2n, ones: 1n }], [
  "600519",
  { rows: 1n, rowsWithMean: 0n, ones: 0n },
]]);
const OF_SYMBOLS = metricsOf({ rows: 4n, rowsWithMean: 2n, ones: 1n, symbols: SYMBOLS });
const WITHOUT_WARMUP = metricsOf({ rows: 4n, rowsWithMean: 2n, ones: 1n, warmup: "exclude", symbols: SYMBOLS });
const MERGED = PLAIN_RUN.replace('"warnings": 0', '"warnings": 0,\n  "runs": 2,\n  "failed": 1');

Deno.test({
  name: "metrics file: what a run writes, with counts and without, and what merge writes",
  permissions: "none",
  fn() {
    const plain = {
      status: "success",
      version: "v1",
      seed: 42n,
      rowsProcessed: 10_000n,
      value: 0.4989,
      latencyMs: 29n,
      counts: { ones: 4_989n, rowsWithMean: 9_996n, warmup: "zero", invalidRows: 0n, warnings: 0n },
      merged: undefined,
      symbols: undefined,
    } as const;
    assertEquals(read(PLAIN_RUN), plain);
    assertEquals(read(UNCOUNTED_RUN), { ...plain, counts: undefined });
    assertEquals(read(MERGED), { ...plain, merged: { runs: 2n, failed: 1n } });
    const mixed = withKey(withKey(MERGED, "version", "null"), "seed", "null");
    assertEquals(read(mixed), { ...plain, version: null, seed: null, merged: { runs: 2n, failed: 1n } });
    assertEquals(read(FAILED_RUN), { status: "error", message: "a.csv: it broke" });
    const symbols = new Map([
      ["A", { rowsProcessed: 2n, value: 0.5, counts: { ones: 1n, rowsWithMean: 2n } }],
      ["600519", { rowsProcessed: 0n, value: null, counts: { ones: 0n, rowsWithMean: 0n } }],
    ]);
    const excluded = read(WITHOUT_WARMUP);
    assertEquals(excluded.status === "success" && excluded.symbols, symbols);
  },
});

Deno.test({
  name: "metrics file: keys in any order, any space, and the gates of a run",
  permissions: "none",
  fn() {
    assertEquals(read(JSON.stringify(JSON.parse(OF_SYMBOLS))), read(OF_SYMBOLS));
    assertEquals(
      read(JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(PLAIN_RUN)).reverse()))),
      read(PLAIN_RUN),
    );
    assertEquals(read(PLAIN_RUN.replace("\n}", ',\n  "gates": [{ "gate": "min_rows" }]\n}')), read(PLAIN_RUN));
    const stopped = '"rows_processed": 1, "metric": "signal_rate", "value": 1, "gates": []';
    assertEquals(read(FAILED_RUN.replace("\n}", `,${stopped}}`)), read(FAILED_RUN));
  },
});

const ANY = "expected metrics of batch-signal";
const REFUSED: readonly [text: string, message: string][] = [
  ["", `the file is not JSON, ${ANY}`],
  ["t,close\n1,2\n", `the file is not JSON, ${ANY}`],
  [`\ufeff${PLAIN_RUN}`, `the file is not JSON, ${ANY}`],
  [PLAIN_RUN.replace("{", '{ "seed": 42,'), `the key "seed" is there twice, ${ANY}`],
  ["[]", `the file holds a list, ${ANY}`],
  ['"\u009b"', `the file holds "\\u009b", ${ANY}`],
  ["12", `the file holds 12, ${ANY}`],
  ["{}", 'status is missing, expected "success" or "error"'],
  [withKey(PLAIN_RUN, "status", '"done"'), 'status is "done", expected "success" or "error"'],
  [withKey(PLAIN_RUN, "metric", '"mean"'), 'metric is "mean", expected "signal_rate"'],
  [withKey(PLAIN_RUN, "version", "1"), "version is 1, expected a text"],
  [withKey(PLAIN_RUN, "version", '""'), 'version is "", expected a text'],
  [withKey(PLAIN_RUN, "version", "null"), "version is null, expected a text"],
  [withKey(PLAIN_RUN, "seed", "4294967296"), "seed is 4294967296, expected a whole number from 0 to 4294967295"],
  [withKey(PLAIN_RUN, "seed", "null"), "seed is null, expected a whole number from 0 to 4294967295"],
  [withKey(PLAIN_RUN, "rows_processed", "1e4"), "rows_processed is 1e4, expected a whole number from 1"],
  [withKey(PLAIN_RUN, "rows_processed", "10000.0"), "rows_processed is 10000.0, expected a whole number from 1"],
  [withKey(PLAIN_RUN, "rows_processed", "0"), "rows_processed is 0, expected a whole number from 1"],
  [withKey(PLAIN_RUN, "rows_processed", "-1"), "rows_processed is -1, expected a whole number from 1"],
  [withKey(PLAIN_RUN, "latency_ms", "true"), "latency_ms is true, expected a whole number from 0"],
  [withKey(PLAIN_RUN, "latency_ms", "{}"), "latency_ms is an object, expected a whole number from 0"],
  [
    withKey(PLAIN_RUN, "latency_ms", "9".repeat(70)),
    `latency_ms is "${"9".repeat(60)}…", expected a whole number from 0`,
  ],
  [withKey(UNCOUNTED_RUN, "value", "1.5"), "value is 1.5, expected a number from 0 to 1 with up to 4 decimals"],
  [withKey(UNCOUNTED_RUN, "value", "0.12345"), "value is 0.12345, expected a number from 0 to 1 with up to 4 decimals"],
  [withKey(UNCOUNTED_RUN, "value", "null"), "value is null, expected a number from 0 to 1 with up to 4 decimals"],
  [PLAIN_RUN.replace('  "warnings": 0', '  "alarms": 0'), "warnings is missing, expected a whole number from 0"],
  [PLAIN_RUN.replace("\n}", ',\n  "note": 1\n}'), `unknown key "note", ${ANY}`],
  [UNCOUNTED_RUN.replace("\n}", ',\n  "rows_with_mean": 1\n}'), `unknown key "rows_with_mean", ${ANY}`],
  [FAILED_RUN.replace("error_message", "message"), "error_message is missing, expected a text"],
  [FAILED_RUN.replace("\n}", ',\n  "seed": 1\n}'), `unknown key "seed", ${ANY}`],
  // Counts that contradict each other.
  [withKey(PLAIN_RUN, "value", "0.499"), "value is 0.499, expected 0.4989, which its counts give"],
  [withKey(PLAIN_RUN, "signals_1", "9997"), "signals_1 is 9997, expected at most 9996, the rows with a mean"],
  [
    withKey(PLAIN_RUN, "rows_with_mean", "10001"),
    "rows_with_mean is 10001, expected at most 10000, the rows processed",
  ],
  [
    withKey(withKey(withKey(PLAIN_RUN, "rows_with_mean", "0"), "signals_1", "0"), "value", "0"),
    "rows_with_mean is 0, expected at least 1",
  ],
  [
    withKey(WITHOUT_WARMUP, "rows_processed", "3"),
    "rows_with_mean is 2, expected 3, the rows processed",
  ],
  [withKey(WITHOUT_WARMUP, "warmup", '"zero"'), 'warmup is "zero", expected "exclude" or "exclude-from-rate"'],
  [MERGED.replace('"runs": 2', '"runs": 0'), "runs is 0, expected a whole number from 1"],
  [MERGED.replace(/"failed": 1/, '"lost": 1'), "failed is missing, expected a whole number from 0"],
  // Symbols.
  [withKey(UNCOUNTED_RUN, "status", '"success",\n  "symbols": []'), "symbols is a list, expected an object"],
  [withKey(UNCOUNTED_RUN, "status", '"success",\n  "symbols": {"A": 1}'), "A of symbols is 1, expected an object"],
  [
    OF_SYMBOLS.replace('"A": { "rows_processed": 3, ', '"A": { '),
    'rows_processed of the symbol "A" is missing, expected a whole number from 0',
  ],
  [
    OF_SYMBOLS.replace('"value": 0.3333', '"value": 0.3334'),
    'value of the symbol "A" is 0.3334, expected 0.3333, which its counts give',
  ],
  [
    OF_SYMBOLS.replace('"A": {', '"A": { "note": 1,'),
    `unknown key "note" of the symbol "A", ${ANY}`,
  ],
  [
    withKey(withKey(OF_SYMBOLS, "rows_processed", "5"), "value", "0.2"),
    "rows_processed of all symbols together is 4, expected 5",
  ],
  [
    withKey(
      withKey(OF_SYMBOLS.replace("\n}", ',\n  "runs": 1,\n  "failed": 0\n}'), "rows_processed", "3"),
      "value",
      "0.3333",
    ),
    "rows_processed of all symbols together is 4, expected at most 3",
  ],
];

Deno.test({
  name: "metrics file: anything else is refused",
  permissions: "none",
  fn() {
    for (const [text, message] of REFUSED) {
      const error = assertThrows(() => read(text), JobError);
      assertEquals([error.message, error.kind, error.exitCode], [`m.json: ${message}`, "data", 4]);
      assertEquals(error.message.includes("\n"), false);
    }
  },
});
