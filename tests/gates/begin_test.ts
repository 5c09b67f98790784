/**
 * Gates of whole runs: exit codes, what is told, and what is left.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { Folder, JOB_FLAGS } from "../command.ts";

const CANDLES = "t,close\n2024-01-01,1\n2024-01-02,2\n2024-01-03,x\n2024-01-04,4\n";
const config = (...lines: readonly string[]) =>
  ["seed: 1", "window: 2", "version: v1", ...lines].map((line) => `${line}\n`).join("");
const EARLIER =
  '{"version": "v1", "rows_processed": 10, "metric": "signal_rate", "value": 0.1, "latency_ms": 3, "seed": 1, "status": "success"}';
const SKIP = ["invalid_rows: skip", "max_invalid_rows: 1", "timestamp_column: t"];

Deno.test("gates: a run that fails some withholds the signals, keeps the rejects and tells of all", async () => {
  using folder = new Folder({
    "in.csv": CANDLES,
    "config.yaml": config(...SKIP, "min_rows: 4", "max_signal_rate: 0.5", "max_age: 1d"),
  });
  const flags = ["--signals", "s.csv", "--rejects", "r.csv", "--now", "2024-01-05T00:00:00Z"];
  const { code, stdout, stderr } = await folder.run([...JOB_FLAGS, ...flags]);
  const message =
    "in.csv: 2 of 3 gates failed: min_rows is 4 and there are 3 rows; max_signal_rate is 0.5 and the signal " +
    "rate is 0.6666666666666666";
  assertEquals([code, stderr], [6, `batch-signal: ${message}\n`]);
  assertEquals(
    stdout,
    `{
  "version": "v1",
  "status": "error",
  "error_message": "${message}",
  "rows_processed": 3,
  "metric": "signal_rate",
  "value": 0.6667,
  "gates": [
    {
      "gate": "min_rows",
      "limit": 4,
      "actual": 3,
      "passed": false
    },
    {
      "gate": "max_signal_rate",
      "limit": 0.5,
      "actual": 0.6666666666666666,
      "passed": false
    },
    {
      "gate": "max_age",
      "limit": "1d",
      "actual": "1d",
      "passed": true
    }
  ]
}
`,
  );
  assertEquals(folder.read("metrics.json"), stdout);
  assertEquals(folder.read("s.csv"), undefined);
  assertMatch(folder.read("r.csv") ?? "", /"2024-01-03,x"/);
  const log = folder.read("run.log") ?? "";
  assertMatch(log, / INFO {2}gate checked gate=min_rows limit=4 actual=3 passed=false\n/);
  assertMatch(log, / INFO {2}gate checked gate=max_age limit=1d actual=1d passed=true\n/);
  assertMatch(log, / ERROR job failed status=error kind=check exit_code=6 /);
});

Deno.test("gates: an invalid row too many is an error of the data, whatever the gates say", async () => {
  using folder = new Folder({
    "in.csv": CANDLES,
    "config.yaml": config("invalid_rows: skip", "max_invalid_rows: 10%", "min_rows: 4"),
  });
  const { code, stderr } = await folder.run();
  assertEquals([code, stderr], [
    4,
    "batch-signal: in.csv: 1 of 4 rows are invalid, expected at most 0 (10%); write max_invalid_rows: 1 if so many may be left out\n",
  ]);
});

Deno.test("gates: with gates: warn a run succeeds, and says so", async () => {
  using folder = new Folder({ "config.yaml": config("min_rows: 5", "gates: warn") });
  const { code, stdout, stderr } = await folder.run([...JOB_FLAGS, "--signals", "s.csv"]);
  assertEquals([code, stderr], [
    0,
    "batch-signal: warning: in.csv: 1 of 1 gate failed: min_rows is 5 and there are 4 rows\n",
  ]);
  const { status, gates } = JSON.parse(stdout);
  assertEquals([status, gates], ["success", [{ gate: "min_rows", limit: 5, actual: 4, passed: false }]]);
  assertEquals(Object.keys(JSON.parse(stdout)).slice(-2), ["status", "gates"]);
  assertEquals(folder.read("s.csv")?.split("\n").length, 6);
  assertMatch(folder.read("run.log") ?? "", / WARN {2}gates failed failed=min_rows\n/);
});

Deno.test("gates: they stand before the symbols, and the rows of all symbols count", async () => {
  using folder = new Folder({
    "config.yaml": config("min_rows: 4", "symbol_column: t").replace("window: 2", "window: 1"),
  });
  const { stdout } = await folder.run();
  assertEquals(Object.keys(JSON.parse(stdout)).slice(-3), ["status", "gates", "symbols"]);
});

Deno.test("gates: without --now the clock says how old the data is", async () => {
  const yesterday = new Date(Date.now() - 86_400_000).toISOString();
  using folder = new Folder({
    "in.csv": `t,close\n2024-01-01,1\n${yesterday},2\n`,
    "config.yaml": config("timestamp_column: t", "max_age: 25h"),
  });
  assertEquals((await folder.run()).code, 0);
  folder.write("config.yaml", config("timestamp_column: t", "max_age: 23h"));
  assertEquals((await folder.run()).code, 6);
});

const NOT_CHECKED = "and max_rate_change is not checked\n";

const PREVIOUS: readonly [
  name: string,
  previous: string | undefined,
  code: number,
  told: string,
  passed: boolean | null | undefined,
][] = [
  ["near", EARLIER.replace("0.1", "0.45"), 0, "", true],
  [
    "far",
    EARLIER,
    6,
    "batch-signal: in.csv: 1 of 1 gate failed: max_rate_change is 0.1 and the signal rate has changed by 0.4\n",
    false,
  ],
  [
    "exact by its counts",
    EARLIER.replace('"value": 0.1', '"value": 0.3333').replace('"rows_processed": 10', '"rows_processed": 3')
      .replace("}", ', "signals_1": 1, "rows_with_mean": 2, "invalid_rows": 0, "warnings": 0}'),
    6,
    "batch-signal: in.csv: 1 of 1 gate failed: max_rate_change is 0.1 and the signal rate has changed by 0.166666666666\n",
    false,
  ],
  ["missing", undefined, 0, `batch-signal: warning: previous.json: the file does not exist, ${NOT_CHECKED}`, null],
  [
    "of an error",
    '{"version": "v1", "status": "error", "error_message": "x"}',
    0,
    `batch-signal: warning: previous.json: the metrics tell of an error, ${NOT_CHECKED}`,
    null,
  ],
  [
    "of another version",
    EARLIER.replace("v1", "v2"),
    0,
    `batch-signal: warning: previous.json: the metrics are of another version, ${NOT_CHECKED}`,
    null,
  ],
  [
    "something else",
    "close\n1\n",
    4,
    "batch-signal: previous.json: the file is not JSON, expected metrics of batch-signal\n",
    undefined,
  ],
];

for (const [name, previous, code, told, passed] of PREVIOUS) {
  Deno.test(`gates: an earlier run that is ${name}`, async () => {
    using folder = new Folder({
      "in.csv": "close\n1\n2\n3\n3\n",
      "config.yaml": config("max_rate_change: 10%"),
      ...(previous === undefined ? {} : { "previous.json": previous }),
    });
    const run = await folder.run([...JOB_FLAGS, "--previous", "previous.json"]);
    assertEquals([run.code, run.stderr], [code, told]);
    assertEquals(JSON.parse(run.stdout).gates?.[0].passed, passed);
    assertEquals(folder.read("previous.json"), previous);
  });
}

Deno.test("gates: an earlier run that can't be read", async () => {
  using folder = new Folder({ "config.yaml": config("max_rate_change: 10%") });
  Deno.mkdirSync(folder.of("previous.json"));
  const { code, stderr } = await folder.run([...JOB_FLAGS, "--previous", "previous.json"]);
  assertEquals(code, 5);
  assertMatch(stderr, /^batch-signal: previous\.json: cannot be read: .*\n$/);
});

const REFUSED: readonly [keys: readonly string[], flags: readonly string[], code: number, message: string][] = [
  [["gates: warn"], [], 3, "config.yaml: gates is given alone, expected min_rows or another gate with it"],
  [["max_rate_change: 1%"], [], 3, "config.yaml: max_rate_change is given alone, expected --previous FILE with it"],
  [
    [],
    ["--previous", "p.json"],
    3,
    "config.yaml: --previous is given without max_rate_change; write max_rate_change: and its value, or leave --previous out",
  ],
  [
    [],
    ["--now", "2024-01-01"],
    3,
    "config.yaml: --now is given without max_age; write max_age: and its value, or leave --now out",
  ],
  [
    ["max_age: 1d"],
    [],
    3,
    "config.yaml: max_age is given without a column of timestamps; write timestamp_column: and its name",
  ],
  [
    ["min_signal_rate: 0.31", "max_signal_rate: 30%"],
    [],
    3,
    "config.yaml: min_signal_rate is above max_signal_rate, expected a rate that can pass both",
  ],
  [["max_age: 1d"], ["--now", "soon"], 2, '--now is "soon", expected a time such as 2024-01-31T22:00:00Z'],
  [
    ["max_rate_change: 1%"],
    ["--previous", "metrics.json"],
    2,
    '--previous and --output are the same file "metrics.json", expected different files',
  ],
];

for (const [keys, flags, code, message] of REFUSED) {
  Deno.test(`gates: ${[...keys, ...flags].join(", ")} is refused`, async () => {
    using folder = new Folder({ "config.yaml": config(...keys) });
    const run = await folder.run([...JOB_FLAGS, ...flags]);
    assertEquals([run.code, run.stderr], [code, `batch-signal: ${message}\n`]);
  });
}
