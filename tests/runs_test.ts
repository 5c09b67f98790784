import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { parse } from "@std/csv/parse";
import { parquetReadObjects } from "hyparquet";
import { errorsIn, Folder, JOB_FLAGS } from "./command.ts";
import { type Fixture, FIXTURES } from "./layouts/fixtures.ts";

const WINDOW = 3;
const SIGNALS = [...JOB_FLAGS, "--signals", "signals.csv"];

const config = (...lines: readonly string[]) =>
  ["seed: 42", `window: ${WINDOW}`, 'version: "v1"', ...lines].map((line) => `${line}\n`).join("");

interface SignalLine {
  readonly close: string;
  readonly mean: string;
  readonly signal: string;
}

/** The rows of a signals file by symbol, the oldest first, with a point in each close. */
function signalsOf(text: string, isDescending: boolean): Record<string, SignalLine[]> {
  const [names = [], ...rows] = parse(text);
  const at = (row: readonly string[], name: string) => row[names.indexOf(name)] ?? "";
  const bySymbol: Record<string, SignalLine[]> = {};
  for (const row of isDescending ? rows.toReversed() : rows) {
    const close = at(row, "close").trim().replace(",", ".");
    (bySymbol[at(row, "symbol").trim()] ??= []).push({
      close,
      mean: at(row, "rolling_mean"),
      signal: at(row, "signal"),
    });
  }
  return bySymbol;
}

/** The signals of a fixture's candles in plain form, by symbol. */
async function plainSignals({ plain }: Fixture): Promise<Record<string, SignalLine[]>> {
  const bySymbol: Record<string, SignalLine[]> = {};
  for (const [symbol, text] of Object.entries(plain)) {
    using folder = new Folder({ "in.csv": text, "config.yaml": config() });
    assertEquals((await folder.run(SIGNALS)).code, 0);
    bySymbol[symbol] = signalsOf(folder.read("signals.csv") ?? "", false)[""] ?? [];
  }
  return bySymbol;
}

for (const fixture of FIXTURES) {
  Deno.test(`runs: ${fixture.name} gives the signals of the same candles in plain form`, async () => {
    const expected = await plainSignals(fixture);
    for (const layout of [fixture.layout, "auto"]) {
      const text = config(`layout: ${layout}`, ...fixture.keys);
      using folder = new Folder({ "in.csv": fixture.text, "config.yaml": text });
      const { code, stderr } = await folder.run(SIGNALS);
      assertEquals([code, errorsIn(stderr)], [0, ""], text);
      const isDescending = /order=descending/.test(folder.read("run.log") ?? "");
      assertEquals(signalsOf(folder.read("signals.csv") ?? "", isDescending), expected, text);
    }
  });

  Deno.test(`runs: inspect names the layout of ${fixture.name}, and a config that fits, if one does`, async () => {
    using folder = new Folder({ "in.csv": fixture.text });
    const { code, stdout, stderr } = await folder.run(["inspect", "in.csv", "--json"]);
    const facts = JSON.parse(stdout);
    assertEquals(facts.layout, fixture.layout);
    if (fixture.keys.includes("invalid_rows: skip")) {
      // Of so few rows, one is more than a config may leave out.
      assertEquals([code, facts.config], [4, null]);
      assertMatch(
        stderr,
        /^batch-signal: in\.csv: no config fits: \d of \d\d rows can't be read, more than 1 %; line /,
      );
      return;
    }
    assertEquals([code, stderr], [0, ""]);
    folder.write("config.yaml", String(facts.config).replace("window: 5", `window: ${WINDOW}`));
    assertEquals((await folder.run(SIGNALS)).stderr, "");
    const isDescending = /order=descending/.test(folder.read("run.log") ?? "");
    assertEquals(signalsOf(folder.read("signals.csv") ?? "", isDescending), await plainSignals(fixture));
  });
}

Deno.test("runs: a newest-first file read as if it were not is a failure, never a number", async () => {
  const fixture = FIXTURES.find(({ name }) => name.startsWith("cryptodatadownload"));
  if (fixture === undefined) throw new Error("no such fixture");
  const text = config("skip_lines: 1", "timestamp_column: unix");
  using folder = new Folder({ "in.csv": fixture.text, "config.yaml": text });
  const { code, stdout, stderr } = await folder.run(SIGNALS);
  assertEquals(code, 4);
  assertMatch(
    stderr,
    /^batch-signal: in\.csv:4: timestamp "[0-9]+" is before "[0-9]+" of the row above it, expected ascending order; write order: descending if the newest row is the first\n$/,
  );
  assertEquals(JSON.parse(stdout).status, "error");
  assertEquals(folder.names(), ["config.yaml", "in.csv", "metrics.json", "run.log"]);
});

const STAMPED = "t,close\n1,1\n2,2\n3,2\n4,3\n5,1\n";

/** Files whose last line has no line end, and what tells how they are read. */
const UNENDED: readonly [name: string, text: string, keys: readonly string[], rows: number, logged: string][] = [
  [
    "order: auto",
    "date,close\n2024-01-02,1\n2024-01-01,2",
    ["timestamp_column: date", "order: auto"],
    2,
    "order=descending",
  ],
  [
    "layout: auto",
    "Date,Open,High,Low,Close\n14/02/2024,1,1,1,1",
    ["layout: auto"],
    1,
    "layout=generic has_header=true order=ascending order_checked=true",
  ],
  [
    "both",
    "time,low,high,open,close,volume\r\n1700000060,1,3,2,2,1\r\n1700000000,1,3,2,2,1",
    [
      "layout: auto",
      "order: auto",
    ],
    2,
    "layout=coinbase has_header=true order=descending",
  ],
];

for (const [name, text, keys, rows, logged] of UNENDED) {
  Deno.test(`runs: a last line without a line end counts for ${name}`, async () => {
    for (const lineEnd of ["", "\n"]) {
      const settings = config(...keys).replace(`window: ${WINDOW}`, "window: 1");
      using folder = new Folder({ "in.csv": text + lineEnd, "config.yaml": settings });
      const { code, stdout, stderr } = await folder.run();
      assertEquals([code, errorsIn(stderr), JSON.parse(stdout).rows_processed], [0, "", rows]);
      assertStringIncludes(folder.read("run.log") ?? "", logged);
    }
  });
}

Deno.test("runs: inspect counts a last line without a line end too", async () => {
  using folder = new Folder({ "in.csv": "Date,Open,High,Low,Close\n14/02/2024,1,1,1,1" });
  const { code, stdout } = await folder.run(["inspect", "in.csv", "--json"]);
  assertEquals([code, JSON.parse(stdout).layout, JSON.parse(stdout).rows], [0, "generic", 1]);
});

Deno.test("runs: rows without a mean can be left out of the count", async () => {
  using folder = new Folder({ "in.csv": STAMPED, "config.yaml": config("warmup: exclude") });
  const metrics = JSON.parse((await folder.run()).stdout);
  assertEquals([metrics.rows_processed, metrics.value], [3, 0.6667]);
  assertMatch(folder.read("run.log") ?? "", /signals generated signals_1=2 signals_0=1 /);
  assertMatch(folder.read("run.log") ?? "", /configuration read seed=42 window=3 version=v1 warmup=exclude random/);
});

Deno.test("runs: rows without a mean can be left out of the rate alone", async () => {
  using folder = new Folder({ "in.csv": STAMPED, "config.yaml": config("warmup: exclude-from-rate") });
  const metrics = JSON.parse((await folder.run()).stdout);
  assertEquals([metrics.rows_processed, metrics.value], [5, 0.6667]);
  assertMatch(folder.read("run.log") ?? "", /signals generated signals_1=2 signals_0=1 /);
});

Deno.test("runs: counts in the metrics, of the run and of what it met", async () => {
  const text = "t,close\n2024-01-01,1\n2024-01-02,2\n2024-01-03,x\n2024-01-05,3\n2024-01-06,4\n";
  const keys = ["counts: include", "timestamp_column: t", "invalid_rows: skip", "gaps: warn", "interval: 1d"];
  const most = "max_invalid_rows: 50%";
  using folder = new Folder({ "in.csv": text, "config.yaml": config(...keys, most) });
  for (const flags of [[], ["--quiet"]]) {
    const { code, stdout } = await folder.run([...JOB_FLAGS, ...flags]);
    assertEquals(code, 0);
    assert(
      stdout.endsWith(
        '  "status": "success",\n  "signals_1": 2,\n  "rows_with_mean": 2,\n  "invalid_rows": 1,\n  "warnings": 2\n}\n',
      ),
      stdout,
    );
    assertEquals(folder.read("metrics.json"), stdout);
  }
  folder.write("config.yaml", config(...keys, most, "warmup: exclude-from-rate"));
  const metrics = JSON.parse((await folder.run()).stdout);
  assertEquals([metrics.rows_processed, metrics.value, metrics.rows_with_mean], [4, 1, 2]);
  assertEquals(Object.keys(metrics).slice(7), [
    "signals_1",
    "rows_with_mean",
    "warmup",
    "invalid_rows",
    "warnings",
  ]);
});

Deno.test("runs: symbols have windows, rows and rates of their own", async () => {
  const text = "s,close\nB,1\nA,5\nB,2\nA,4\nB,3\nA,3\nB,1\n600519,7\n";
  using folder = new Folder({ "in.csv": text, "config.yaml": config("symbol_column: s") });
  const { code, stdout } = await folder.run(SIGNALS);
  assertEquals(code, 0);
  const symbols = [["B", 4, 0.25], ["A", 3, 0], ["600519", 1, 0]] as const;
  const object = symbols.map(([symbol, rows, value]) =>
    `    "${symbol}": {\n      "rows_processed": ${rows},\n      "value": ${value}\n    }`
  );
  assert(stdout.endsWith(`  "status": "success",\n  "symbols": {\n${object.join(",\n")}\n  }\n}\n`), stdout);
  assertEquals(stdout, folder.read("metrics.json"));
  assertEquals(
    folder.read("signals.csv"),
    "row,symbol,close,rolling_mean,signal\n1,B,1,,0\n2,A,5,,0\n3,B,2,,0\n4,A,4,,0\n5,B,3,2,1\n6,A,3,4,0\n7,B,1,2,0\n8,600519,7,,0\n",
  );
  const log = folder.read("run.log") ?? "";
  assertMatch(
    log,
    /header read fields=2 close_column=2 symbol_column=1 layout=generic has_header=true order=ascending/,
  );
  assertMatch(log, /rolling mean computed window=3 symbols=3 warm_up_rows=5 rows_with_mean=3 elapsed_ms/);
});

Deno.test("runs: timestamps, duplicates and gaps are in the log", async () => {
  const text =
    "t,close\n2024-01-01 00:00,1\n2024-01-01 00:01,2\n2024-01-01 00:01,5\n2024-01-01 00:04,3\n2024-01-01 00:05,4\n";
  const keys = ["timestamp_column: t", "duplicates: keep-last", "gaps: warn", "interval: 1m"];
  using folder = new Folder({ "in.csv": text, "config.yaml": config(...keys) });
  const { code, stdout } = await folder.run(SIGNALS);
  assertEquals([code, JSON.parse(stdout).rows_processed], [0, 4]);
  assertEquals(
    folder.read("signals.csv"),
    "row,timestamp,close,rolling_mean,signal\n1,2024-01-01T00:00:00Z,1,,0\n2,2024-01-01T00:01:00Z,5,,0\n" +
      "3,2024-01-01T00:04:00Z,3,3,0\n4,2024-01-01T00:05:00Z,4,4,0\n",
  );
  const log = folder.read("run.log") ?? "";
  assertMatch(
    log,
    /INFO {2}timestamps checked earliest=2024-01-01T00:00:00Z latest=2024-01-01T00:05:00Z duplicates=1 times_without_zone="read as UTC"\n/,
  );
  assertMatch(log, /WARN {2}gaps in time gaps=1 irregular=0 largest="3m from 2024-01-01 00:01 to line 5"\n/);
});

Deno.test("runs: invalid rows are skipped, counted, and kept as they were", async () => {
  const text = "t,close\n1,1\n2,null\n3,2\n4\n5,3\n6,4\n";
  const flags = [...SIGNALS, "--rejects", "rejects.csv"];
  using folder = new Folder({ "in.csv": text, "config.yaml": config("invalid_rows: skip", "max_invalid_rows: 50%") });
  const { code, stdout } = await folder.run(flags);
  assertEquals([code, JSON.parse(stdout).rows_processed], [0, 4]);
  assertEquals(
    folder.read("rejects.csv"),
    'line,reason,record\n3,"close is ""null"", expected a decimal number","2,null"\n' +
      '5,"the record has 1 field, expected 2 as in the header","4"\n',
  );
  assertEquals(folder.read("signals.csv"), "row,close,rolling_mean,signal\n1,1,,0\n2,2,,0\n3,3,2,1\n4,4,3,1\n");
  assertMatch(folder.read("run.log") ?? "", /WARN {2}invalid rows skipped invalid_rows=2 first="in\.csv:3: close is /);

  folder.write("config.yaml", config("invalid_rows: skip", "max_invalid_rows: 1"));
  const few = await folder.run(flags);
  assertEquals(
    [few.code, few.stderr],
    [
      4,
      "batch-signal: in.csv:5: the record has 1 field where 2 as in the header belongs: invalid row 2, expected at most 1\n",
    ],
  );
  // The rejects tell why; signals of half a file would be taken for those of the whole.
  assertEquals(folder.names(), ["config.yaml", "in.csv", "metrics.json", "rejects.csv", "run.log"]);
  assertEquals(folder.read("rejects.csv")?.split("\n").length, 4);
});

Deno.test("runs: with keep-last the row that is kept has the number of the first with its timestamp", async () => {
  const rows = "s,t,close\nA,2024-01-05,1\nB,2024-01-05,2\nA,2024-01-05,3\nB,2024-01-06,4\n";
  const keys = ["symbol_column: s", "timestamp_column: t", "duplicates: keep-last", "warmup: exclude"];
  using folder = new Folder({ "in.csv": rows, "config.yaml": config(...keys).replace(/window: .*/, "window: 1") });
  const { code, stderr } = await folder.run(SIGNALS);
  assertEquals([code, stderr], [0, ""]);
  const lines = folder.read("signals.csv")?.trimEnd().split("\n").slice(1).toSorted();
  assertEquals(lines, ["1,2024-01-05,A,3,3,0", "2,2024-01-05,B,2,2,0", "3,2024-01-06,B,4,4,0"]);
});

Deno.test("runs: a file of invalid rows only is an error, however many may be skipped", async () => {
  using folder = new Folder({ "in.csv": "t,close\n1,x\n2,y\n", "config.yaml": config("invalid_rows: skip") });
  const { code, stderr } = await folder.run();
  assertEquals([code, stderr], [
    4,
    "batch-signal: in.csv: all 2 rows of the file are invalid, expected at least one row\n",
  ]);
});

Deno.test("runs: so is one of several files", async () => {
  const files = { "a.csv": "t,close\n1,1\n2,2\n", "b.csv": "t,close\n3,x\n", "c.csv": "t,close\n3,x\n4,y\n" };
  using folder = new Folder({ ...files, "config.yaml": config("invalid_rows: skip") });
  for (
    const [file, found] of [["b.csv", "the only row of the file is"], ["c.csv", "all 2 rows of the file are"]] as const
  ) {
    const { code, stderr } = await folder.run(["-i", "a.csv", "-i", file, ...SIGNALS.slice(2)]);
    assertEquals([code, stderr], [4, `batch-signal: ${file}: ${found} invalid, expected at least one row\n`]);
  }
});

Deno.test("runs: under a layout the error of a time that comes twice names the ways out", async () => {
  using folder = new Folder({ "in.csv": "t,close\n2024-01-01,1\n2024-01-02,2\n2024-01-02,3\n" });
  const found = 'in.csv:4: timestamp "2024-01-02" equals that of the row above it, expected a later one; write ';
  for (
    const [key, remedy] of [
      ["timestamp_column: t", "duplicates: keep or duplicates: keep-last"],
      [
        "layout: auto",
        "duplicates: keep-last or duplicates: keep, or symbol_column: and its name if they are of two symbols",
      ],
    ] as const
  ) {
    folder.write("config.yaml", config(key));
    const { code, stderr } = await folder.run(JOB_FLAGS);
    assertEquals([code, stderr], [4, `batch-signal: ${found}${remedy}\n`]);
  }
});

Deno.test("runs: several files are one series, and an error names its file", async () => {
  const files = { "a.csv": "t,close\n1,1\n2,2\n", "b.csv": "close,t\n2,3\n3,4\n", "c.csv": "t,close\n3,5\n" };
  const flags = ["-i", "a.csv", "-i", "b.csv", ...SIGNALS.slice(2)];
  using folder = new Folder({ ...files, "config.yaml": config("timestamp_column: t", "time_unit: s") });
  assertEquals((await folder.run(flags)).code, 0);
  assertEquals(
    folder.read("signals.csv"),
    "row,timestamp,close,rolling_mean,signal\n1,1970-01-01T00:00:01Z,1,,0\n2,1970-01-01T00:00:02Z,2,,0\n" +
      "3,1970-01-01T00:00:03Z,2,1.6666666666666667,1\n4,1970-01-01T00:00:04Z,3,2.3333333333333335,1\n",
  );
  const { code, stderr } = await folder.run([...flags, "-i", "c.csv"]);
  assertEquals(
    [code, stderr],
    [
      4,
      'batch-signal: c.csv:2: timestamp "3" is before "4" of the row above it, expected ascending order; give the oldest file first and each row once, or write inputs: symbols if each file is a symbol of its own\n',
    ],
  );
});

const REFUSED: readonly [name: string, keys: readonly string[], input: string, code: number, error: string][] = [
  [
    "gaps without an interval",
    ["timestamp_column: t", "gaps: warn"],
    STAMPED,
    3,
    "config.yaml: gaps: warn is given alone, expected interval: 1m or the like with it",
  ],
  [
    "an interval that no step has",
    ["timestamp_column: t", "gaps: fail", "interval: 1m"],
    "t,close\n2024-01-01 00:00:00,1\n2024-01-01 00:00:01,2\n2024-01-01 00:00:31,3\n",
    4,
    "in.csv: no row is 1m from the row above it, as the interval says: the first step is 1s; " +
    "write the interval that the rows have",
  ],
  [
    "an interval without gaps",
    ["timestamp_column: t", "interval: 1m"],
    STAMPED,
    3,
    "config.yaml: interval is given alone, expected gaps: warn or gaps: fail with it",
  ],
  [
    "a limit of invalid rows that are not skipped",
    ["max_invalid_rows: 5"],
    STAMPED,
    3,
    "config.yaml: max_invalid_rows is given alone, expected invalid_rows: skip with it",
  ],
  [
    "duplicates without timestamps",
    ["duplicates: keep"],
    STAMPED,
    3,
    "config.yaml: duplicates is given without a column of timestamps; write timestamp_column: and its name",
  ],
  [
    "an order to be found without timestamps",
    ["order: auto"],
    STAMPED,
    3,
    "config.yaml: order is auto without a column of timestamps, expected order: ascending or descending; " +
    "or write timestamp_column: and its name",
  ],
  [
    "a timestamp that is none",
    ["timestamp_column: t"],
    "t,close\nx,1\n",
    4,
    'in.csv:2: timestamp is "x", expected a timestamp; write times such as 2024-01-31 23:59:59, or name the unit with time_unit',
  ],
  [
    "a symbol with too few rows, as all have",
    ["symbol_column: t"],
    STAMPED,
    4,
    'in.csv: no symbol has more than the 1 row of "1", expected at least 3, the window',
  ],
];

for (const [name, keys, input, code, error] of REFUSED) {
  Deno.test(`runs: ${name} is refused`, async () => {
    using folder = new Folder({ "in.csv": input, "config.yaml": config(...keys) });
    const refused = await folder.run(SIGNALS);
    assertEquals([refused.code, refused.stderr], [code, `batch-signal: ${error}\n`]);
    assertEquals(JSON.parse(refused.stdout).error_message, error);
    assertEquals(folder.names(), ["config.yaml", "in.csv", "metrics.json", "run.log"]);
  });
}

const MISUSED: readonly [flags: readonly string[], error: string][] = [
  [["--signals", "s.txt"], '--signals is "s.txt", expected a name that ends in .csv, .csv.gz, .jsonl or .parquet'],
  [["--signals", "-"], '--signals is "-", expected a file; only --input reads standard input'],
  [["--signals", "in.csv"], '--signals and --input are the same file "in.csv", expected different files'],
  [["--rejects", "metrics.json"], '--rejects and --output are the same file "metrics.json", expected different files'],
  [
    ["--signals", "a.csv", "--rejects", "./a.csv"],
    '--rejects and --signals are the same file "./a.csv", expected different files',
  ],
  [["--signals", "a.csv", "--signals", "b.csv"], "--signals is given 2 times, expected it once"],
];

for (const [flags, error] of MISUSED) {
  Deno.test(`runs: ${flags.join(" ")} is refused before anything is written`, async () => {
    using folder = new Folder();
    const { code, stderr } = await folder.run([...JOB_FLAGS, ...flags]);
    assertEquals([code, stderr], [2, `batch-signal: ${error}\n`]);
    assertEquals(folder.names(), ["config.yaml", "in.csv"]);
  });
}

Deno.test("runs: rejects without skipping are refused", async () => {
  using folder = new Folder();
  const { code, stderr } = await folder.run([...JOB_FLAGS, "--rejects", "r.csv"]);
  assertEquals(
    [code, stderr],
    [3, "batch-signal: config.yaml: --rejects is given alone, expected invalid_rows: skip with it\n"],
  );
});

/** A walk of closes with two decimals, and what the signals of a window are, in integers. */
function longSeries(rows: number): { text: string; lines: string[] } {
  let state = 7;
  const closes = Array.from({ length: rows }, () => {
    state = (state * 48271) % 2147483647;
    return 4_200_000 + state % 1000;
  });
  const spelled = (close: number) => `${Math.floor(close / 100)}.${String(close % 100).padStart(2, "0")}`;
  const text = `t,close\n${closes.map((close, n) => `${1_700_000_000 + 60 * n},${spelled(close)}\n`).join("")}`;
  const lines = closes.map((close, n) => {
    const sum = closes.slice(Math.max(0, n - WINDOW + 1), n + 1).reduce((a, b) => a + b, 0);
    const isWarmUp = n < WINDOW - 1;
    const mean = isWarmUp ? "" : String(sum / (WINDOW * 100));
    const signal = !isWarmUp && WINDOW * close > sum ? 1 : 0;
    const time = new Date(1000 * (1_700_000_000 + 60 * n)).toISOString().replace(".000Z", "Z");
    return `${n + 1},${time},${spelled(close)},${mean},${signal}`;
  });
  return { text, lines };
}

Deno.test("runs: signals of a long series, in every format, are exact and the same", async () => {
  const { text, lines } = longSeries(30_000);
  const expected = `row,timestamp,close,rolling_mean,signal\n${lines.join("\n")}\n`;
  using folder = new Folder({ "in.csv": text, "config.yaml": config("timestamp_column: t") });
  for (const name of ["signals.csv", "signals.csv.gz", "signals.jsonl"]) {
    const { code, stderr } = await folder.run([...JOB_FLAGS, "--signals", name]);
    assertEquals([code, stderr], [0, ""], name);
  }
  assert(folder.read("signals.csv") === expected, "the CSV is another");
  const zipped = new Blob([Deno.readFileSync(folder.of("signals.csv.gz"))]).stream();
  const unzipped = await new Response(zipped.pipeThrough(new DecompressionStream("gzip"))).text();
  assert(unzipped === expected, "the gzipped CSV is another");
  const objects = (folder.read("signals.jsonl") ?? "").trimEnd().split("\n").map((line) => JSON.parse(line));
  const asLines = objects.map(({ row, timestamp, close, rolling_mean, signal }) =>
    `${row},${timestamp},${close},${rolling_mean ?? ""},${signal}`
  );
  assert(asLines.join("\n") === lines.join("\n"), "the JSON lines are others");
});

Deno.test("runs: a signals file that finds no room is given up while it is written", {
  ignore: Deno.build.os !== "linux",
}, async () => {
  const { text } = longSeries(60_000);
  using folder = new Folder({ "in.csv": text, "config.yaml": config() });
  for (const name of ["signals.csv", "signals.csv.gz"]) {
    // No file may have more than 256 KiB, and SIGXFSZ is ignored: then a write says that the file is too large.
    const { code, stderr } = await folder.shell("trap '' XFSZ; ulimit -f 512; exec $JOB", [
      ...JOB_FLAGS,
      "--signals",
      name,
    ]);
    assertEquals([code, stderr], [5, `batch-signal: ${name}: cannot be written: file too large\n`], name);
    assertEquals(folder.names(), ["config.yaml", "in.csv", "metrics.json", "run.log"]);
  }
});

Deno.test("runs: more symbols than a batch has places for", async () => {
  const rows = Array.from({ length: 5000 }, (_, n) => `S${n % 1500},${n % 17}.5\n`).join("");
  using folder = new Folder({ "in.csv": `s,close\n${rows}`, "config.yaml": config("symbol_column: s") });
  const { symbols } = JSON.parse((await folder.run(SIGNALS)).stdout);
  assertEquals(Object.keys(symbols).length, 1500);
  const own = Array.from({ length: 5000 }, (_, n) => n).filter((n) => n % 1500 === 7).map((n) => `${n % 17}.5`);
  const alone = new Folder({ "in.csv": `close\n${own.join("\n")}\n`, "config.yaml": config() });
  const { rows_processed, value } = JSON.parse((await alone.run()).stdout);
  alone[Symbol.dispose]();
  assertEquals(symbols["S7"], { rows_processed, value });
});

/** Minutes of Binance's klines, with epochs in this unit: 2,000 until the end of 2024, and 2,000 from then on. */
function klines(part: 0 | 1, perSecond: number): string {
  const rows = Array.from({ length: 2000 }, (_, n) => {
    const open = 1_735_689_600 + 60 * (n - 2000 * (1 - part));
    const close = `${(open + 60) * perSecond - 1}`;
    const price = 93_000 + (n * 7919) % 501 / 100;
    return `${open * perSecond},${price},${price + 9},${price - 9},${price},1.5,${close},2,3,4,5,0\n`;
  });
  return rows.join("");
}

Deno.test("runs: milliseconds and microseconds of Binance side by side are one column of times", async () => {
  using folder = new Folder({
    "2024.csv": klines(0, 1000),
    "2025.csv": klines(1, 1_000_000),
    "all.csv": klines(0, 1000) + klines(1, 1000),
    "config.yaml": config("layout: binance-spot"),
  });
  const times = Array.from({ length: 4000 }, (_, n) => 1_735_689_600_000 + 60_000 * (n - 2000));
  for (const inputs of [["2024.csv", "2025.csv"], ["all.csv"]]) {
    const flags = [...inputs.flatMap((input) => ["-i", input]), ...JOB_FLAGS.slice(2)];
    for (const name of ["signals.csv", "signals.jsonl", "signals.parquet"]) {
      const { code, stderr } = await folder.run([...flags, "--signals", name]);
      assertEquals([code, stderr], [0, ""]);
    }
    assertMatch(folder.read("run.log") ?? "", /timestamps checked earliest=\S+ latest=\S+ duplicates=0\n/);
    const texts = times.map((time) => new Date(time).toISOString().replace(".000Z", "Z"));
    const lines = (folder.read("signals.csv") ?? "").trimEnd().split("\n").slice(1);
    assertEquals(lines.map((line) => line.split(",")[1]), texts);
    const objects = (folder.read("signals.jsonl") ?? "").trimEnd().split("\n").map((line) => JSON.parse(line));
    assertEquals(objects.map(({ timestamp }) => timestamp), texts);
    const rows = await parquetReadObjects({ file: Deno.readFileSync(folder.of("signals.parquet")).buffer });
    assertEquals(rows.map(({ timestamp }) => timestamp.getTime()), times);
  }
});

Deno.test("runs: each file's timestamps are read as its layout says, in the order in which they are written", async () => {
  const files = {
    "a.csv": "Date;Close\n05.01.2024 09:30;1,5\n05.01.2024 09:31;2,5\n",
    "b.csv": "Date,Close\n2024-01-05T09:32:00+00:00,3.5\n2024-01-05T11:33:00+02:00,4.5\n",
    "c.csv": "Date,Close\n1704447240000,5.5\n1704447300500,6.5\n",
  };
  const texts = ["30:00.000", "31:00.000", "32:00.000", "33:00.000", "34:00.000", "35:00.500"];
  using folder = new Folder(files);
  for (const keys of [["inputs: series"], ["inputs: symbols", "window: 1"], ["duplicates: keep-last"]]) {
    const own = config("layout: auto", ...keys).replace(/window: 3\n(?=[^]*window)/, "");
    folder.write("config.yaml", own);
    const inputs = Object.keys(files).flatMap((input) => ["-i", input]);
    const { code, stderr } = await folder.run([...inputs, ...SIGNALS.slice(2), "--quiet"]);
    assertEquals([code, stderr], [0, ""], keys.join());
    const [names = [], ...rows]: string[][] = parse(folder.read("signals.csv") ?? "");
    const at = names.indexOf("timestamp");
    assertEquals(rows.map((row) => row[at]), texts.map((text) => `2024-01-05T09:${text}Z`));
    assertMatch(folder.read("run.log") ?? "", /timestamps checked .* times_without_zone="read as UTC"\n/);
  }
});

Deno.test("runs: a time that no signals file can hold fails the run, and only that with signals", async () => {
  using folder = new Folder({
    "in.csv": "t,close\n1704067200000,1\n1704067260000,2\n1704067320000,3\n",
    "config.yaml": config("timestamp_column: t", "time_unit: s"),
  });
  assertEquals((await folder.run(JOB_FLAGS)).code, 0);
  const { code, stderr } = await folder.run(SIGNALS);
  assertEquals([code, stderr], [
    4,
    "batch-signal: signals.csv: the timestamp of row 1 is outside the years 1 to 9999, " +
    "expected a time that RFC 3339 can write; is time_unit the right one?\n",
  ]);
  assertEquals(folder.names(), ["config.yaml", "in.csv", "metrics.json", "run.log"]);
});
