import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Config } from "../../lib/config/config.ts";
import { seriesSignalsOf } from "../../lib/on_demand.ts";
import { layoutKeys, withKeys } from "../../lib/layouts/keys.ts";
import { GENERIC } from "../../lib/layouts/layout.ts";
import { countedRows, successMetrics } from "../../lib/outputs/metrics.ts";
import { planOf } from "../../lib/plan.ts";
import { Report } from "../../lib/report/begin.ts";
import { SkippedRows } from "../../lib/rows/invalid_rows.ts";
import { CandleReader } from "../../lib/rows/reader.ts";
import { Closes } from "../../lib/series/closes.ts";
import { SeriesRows } from "../../lib/series/series_rows.ts";
import { CONFIG, errorsIn, Folder, JOB_FLAGS } from "../command.ts";
import { bytesOf, concat, gzipOf, zipOf, zstdOf } from "../inputs/compressed.ts";
import { cut } from "../rows/read_closes.ts";
import { configOf } from "../run_in_process.ts";

/** The page of a run on a file that arrives in the given chunks; with rows taken one by one, if they are asked to. */
async function pageOf(chunks: Iterable<Uint8Array>, config: Config, isCareful = false): Promise<string> {
  const options = {
    inputs: ["in.csv"],
    config: "config.yaml",
    output: "metrics.json",
    logFile: "run.log",
    signals: undefined,
    rejects: undefined,
    report: "report.html",
    logFormat: "text",
    threads: 1,
    quiet: true,
  } as const;
  const layout = withKeys(GENERIC, layoutKeys(config));
  const { rows, scan } = planOf(options, config, layout, { sizeBytes: undefined, isCompressed: false, cores: 1 });
  const report = new Report(options.report, options, config);
  const { signal, watchSymbols } = await seriesSignalsOf(config, undefined, report);
  const consumer = rows === "closes" ? new Closes(config.window, "ascending", signal) : new SeriesRows({
    config,
    signals: undefined,
    signal,
    watchSymbols,
    scanOf: () => isCareful ? "single rows" : scan.choice,
  }, layout);
  const invalid = config.invalid_rows === "skip" ? new SkippedRows(undefined, undefined, false) : undefined;
  const reader = new CandleReader("in.csv", report.places.watch("in.csv", consumer.stage), { layout, invalid });
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  consumer.stage.end();
  const counted = countedRows(config, consumer);
  const metrics = successMetrics(config, counted, consumer.ones, 0);
  return report.page({ reading: { results: consumer, summary: reader.summary }, counted, metrics, warnings: [] });
}

interface Case {
  readonly keys: readonly string[];
  readonly text: Uint8Array;
  /** Lengths of the chunks, in turns. */
  readonly lengths: readonly number[];
}

const KEYS = [
  [],
  ["warmup: exclude", "invalid_rows: skip"],
  ["timestamp_column: t", "invalid_rows: skip", "duplicates: keep"],
  ["timestamp_column: t", "duplicates: keep-last", "gaps: warn", "interval: 1m"],
  ["timestamp_column: t", "duplicates: keep", "order: descending", "warmup: exclude-from-rate"],
  ["timestamp_column: t", "order: auto", "duplicates: keep"],
  ["symbol_column: s", "invalid_rows: skip", "warmup: exclude-from-rate"],
  ["symbol_column: s", "timestamp_column: t", "duplicates: keep"],
] as const;

/** Closes, most of them plain, many of them equal; and what the kernel leaves to the careful path. */
const CLOSE = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("7.5", "7.50", "8", "6.25", "0.01", "7500") },
  { weight: 1, arbitrary: fc.constantFrom('"7.5"', "1e3", "0", "-4", "12345678901234567890.5", "1e-9", " 7.5 ") },
);
const ROW = fc.record({
  close: CLOSE,
  step: fc.constantFrom(0, 60, 60, 60, 61, 600),
  symbol: fc.constantFrom("A", "B", "C", '"<i>"'),
  before: fc.constantFrom("", "", "", "", "\n", "  \n"),
});

const CASES: fc.Arbitrary<Case> = fc.record({
  keys: fc.constantFrom(...KEYS),
  rows: fc.array(ROW, { minLength: 8, maxLength: 40 }),
  size: fc.oneof(
    { weight: 5, arbitrary: fc.record({ times: fc.integer({ min: 1, max: 60 }), least: fc.constant(1) }) },
    // More rows than buckets, and than a batch takes.
    { weight: 1, arbitrary: fc.record({ times: fc.constant(900), least: fc.constant(1000) }) },
  ),
  bad: fc.boolean(),
  lineEnd: fc.constantFrom("\n", "\r\n"),
  lastEnd: fc.boolean(),
  lengths: fc.array(fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 70_000 })), {
    minLength: 1,
    maxLength: 6,
  }),
}).map(({ keys, rows, size: { times, least }, bad, lineEnd, lastEnd, lengths }) => {
  const isDescending = keys.some((key) => key.includes("descending"));
  let time = 1_700_000_000;
  const records: string[] = [];
  for (let n = 0; n < times; n++) {
    for (const { close, step, symbol, before } of rows) {
      time += isDescending ? -step : step;
      records.push(`${before}${time},${symbol},${close}`);
    }
  }
  if (bad && keys.some((key) => key.includes("skip"))) records.splice(5, 0, "1,A,x");
  const text = ["t,s,close", ...records].join("\n") + (lastEnd ? "\n" : "");
  return { keys, text: bytesOf(text.replaceAll("\n", lineEnd)), lengths: lengths.map((length) => length + least - 1) };
});

Deno.test({
  name: "report: the same bytes, however a file is cut into chunks",
  permissions: "none",
  async fn() {
    await fc.assert(
      fc.asyncProperty(CASES, async ({ keys, text, lengths }) => {
        const config = await configOf([CONFIG, ...keys, ""].join("\n"));
        const whole = await pageOf([text], config);
        assert(whole.endsWith("</html>\n"), whole.slice(-40));
        assertEquals(await pageOf(cut(text, lengths), config), whole);
        assertEquals(await pageOf([text], config, true), whole);
      }),
      { numRuns: 80, endOnFailure: true },
    );
  },
});

Deno.test("report: the same bytes of a file as it is, and in gzip, zstd and zip", async () => {
  const rows = Array.from({ length: 30_000 }, (_, n) => `${1_700_000_000 + 60 * n},${(n * n) % 977 + 1}.25\n`);
  const text = bytesOf(`t,close\n${rows.join("")}`);
  const held: Readonly<Record<string, Uint8Array>> = {
    plain: text,
    gzip: gzipOf(text),
    "gzip of several members": concat(gzipOf(text.subarray(0, 100_003)), gzipOf(text.subarray(100_003))),
    zstd: zstdOf(text),
    "zstd of several frames": concat(zstdOf(text.subarray(0, 77)), zstdOf(text.subarray(77))),
    zip: zipOf([{ name: "candles.csv", text }]),
    "zip without compression": zipOf([{ name: "candles.csv", text, method: 0 }]),
  };
  for (const keys of ["", "timestamp_column: t\ngaps: warn\ninterval: 1m\n"]) {
    let plain: string | undefined;
    for (const [name, bytes] of Object.entries(held)) {
      using folder = new Folder({ "in.csv": bytes, "config.yaml": CONFIG + keys });
      const { code, stderr } = await folder.run([...JOB_FLAGS, "--report", "report.html"]);
      assertEquals([code, errorsIn(stderr)], [0, ""], name);
      const page = folder.read("report.html") ?? "";
      plain ??= page;
      assert(page.includes("30,000 rows"), name);
      assert(page === plain, name);
    }
  }
});

Deno.test("report: with it and without it, metrics and signals are the same", async () => {
  const closes = Array.from(
    { length: 20_000 },
    (_, n) => n % 700 === 3 ? "12345678901234567890.5" : `${(n * n) % 977}.2`,
  );
  const text = closes.map((close, n) => `${1_700_000_000 + 60 * n},S${n % 3},${close}\n`);
  const cases: readonly (readonly [keys: string, rows: readonly string[], more: readonly string[]])[] = [
    ["confidence: 90%\nbootstrap: 99\n", text, []],
    ["timestamp_column: t\n", text, ["--signals", "signals.csv"]],
    ["timestamp_column: t\norder: descending\n", text.toReversed(), ["--signals", "signals.csv"]],
    ["timestamp_column: t\nsymbol_column: s\n", text, ["--signals", "signals.csv"]],
    ["timestamp_column: t\nconfidence: 90%\nbootstrap: 99\n", text, ["--signals", "signals.csv"]],
  ];
  for (const [keys, rows, more] of cases) {
    const left = [];
    for (const flags of [[], ["--report", "report.html"]]) {
      using folder = new Folder({ "in.csv": `t,s,close\n${rows.join("")}`, "config.yaml": CONFIG + keys });
      const { code, stdout, stderr } = await folder.run([...JOB_FLAGS, ...more, ...flags]);
      assertEquals([code, errorsIn(stderr)], [0, ""], keys);
      assertEquals(folder.read("report.html") !== undefined, flags.length > 0);
      left.push([stdout.replace(/"latency_ms": \d+/, ""), folder.read("signals.csv")]);
    }
    assertEquals(left[0], left[1], keys);
  }
});
