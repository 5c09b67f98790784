import { assert, assertEquals, assertMatch } from "@std/assert";
import { USAGE } from "../lib/commands/usage.ts";
import manifest from "../deno.json" with { type: "json" };
import { CANDLES, CONFIG, finished, Folder, HEARS_WHILE_OPENING, IS_BINARY, JOB_FLAGS, until } from "./command.ts";
import { isAsked } from "./evidence.ts";

/** Signals, FIFOs and redirections are tested where the system has them. */
const IS_UNIX = Deno.build.os !== "windows";

const FILES = ["config.yaml", "in.csv"];
const ALL_FILES = ["config.yaml", "in.csv", "metrics.json", "run.log"];

const success = (rows: number, value: string, latency: string) =>
  `{
  "version": "v1",
  "rows_processed": ${rows},
  "metric": "signal_rate",
  "value": ${value},
  "latency_ms": ${latency},
  "seed": 42,
  "status": "success"
}
`;

const failure = (message: string, version = "v1") =>
  `{
  "version": ${JSON.stringify(version)},
  "status": "error",
  "error_message": ${JSON.stringify(message)}
}
`;

const latencyOf = (metrics: string) => /"latency_ms": (\d+),/.exec(metrics)?.[1] ?? "none";

/** Asserts that a run failed as the contract says: one line, the same JSON twice, the log's end, no other file. */
function assertFailed(
  folder: Folder,
  { code, stdout, stderr }: { code: number; stdout: string; stderr: string },
  expected: { code: number; message: string; version?: string; kind: string },
) {
  assertEquals(stderr, `batch-signal: ${expected.message}\n`);
  assertEquals(code, expected.code);
  assertEquals(stdout, failure(expected.message, expected.version));
  assertEquals(folder.read("metrics.json"), stdout);
  const last = folder.read("run.log")?.trimEnd().split("\n").at(-1) ?? "";
  assertMatch(last, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z ERROR job failed status=error /);
  assert(last.includes(` kind=${expected.kind} exit_code=${expected.code} error_message=`), last);
  assertEquals(folder.names().filter((name) => name.endsWith(".tmp")), []);
}

// --- success

Deno.test("main: a job writes metrics, log and standard output, and nothing else", async () => {
  using folder = new Folder({ "metrics.json": "old", "run.log": "old" });
  const { code, stdout, stderr } = await folder.run();
  assertEquals(stderr, "");
  assertEquals(code, 0);
  assertEquals(stdout, success(4, "0.5", latencyOf(stdout)));
  assertEquals(folder.read("metrics.json"), stdout);
  assertEquals(folder.names(), ALL_FILES);
  assertEquals([folder.read("in.csv"), folder.read("config.yaml")], [CANDLES, CONFIG]);

  const time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
  const lines = [
    "INFO  job started input=in.csv config=config.yaml output=metrics.json log_file=run.log " +
    "batch_signal=\\d+\\.\\d+\\.\\d+ commit=[0-9a-z]+ deno=[0-9.]+",
    "INFO  configuration read seed=42 window=2 version=v1 random_numbers_drawn=0 elapsed_ms=\\d+",
    'INFO  plan made rows=closes scan=batches threads=1 threads_reason="more would not be faster"',
    "INFO  header read fields=2 close_column=2",
    "INFO  data ingested bytes=24 lines=5 blank_lines=0 rows=4 careful_rows=0 threads=1 elapsed_ms=\\d+",
    "INFO  rolling mean computed window=2 warm_up_rows=1 rows_with_mean=3 last_rolling_mean=2\\.5 elapsed_ms=\\d+",
    "INFO  signals generated signals_1=2 signals_0=2 elapsed_ms=\\d+",
    `INFO  metrics computed rows_processed=4 metric=signal_rate value=0\\.5 signals_1=2 latency_ms=${
      latencyOf(stdout)
    }`,
    "INFO  job completed status=success exit_code=0 elapsed_ms=\\d+",
  ];
  assertMatch(folder.read("run.log") ?? "", new RegExp(`^${lines.map((line) => `${time} ${line}\n`).join("")}$`));
});

Deno.test("main: the log as JSON Lines", async () => {
  using folder = new Folder();
  const { code, stdout } = await folder.run([...JOB_FLAGS, "--log-format", "json", "--quiet"]);
  assertEquals(code, 0);
  const records = (folder.read("run.log") ?? "").trimEnd().split("\n").map((line) => JSON.parse(line));
  assertEquals(records.map(({ level, message }) => `${level} ${message}`), [
    "INFO job started",
    "INFO configuration read",
    "INFO plan made",
    "INFO header read",
    "INFO data ingested",
    "INFO rolling mean computed",
    "INFO signals generated",
    "INFO metrics computed",
    "INFO job completed",
  ]);
  for (const record of records) {
    assertMatch(record["@timestamp"], /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assertEquals(record.logger, "batch-signal");
  }
  assertEquals([records[1].seed, records[1].window, records[1].version], [42, 2, "v1"]);
  assertEquals(records[7].latency_ms, Number(latencyOf(stdout)));
});

Deno.test("main: two runs give the same bytes, but for the time they took", async () => {
  using folder = new Folder();
  const [first, second] = [(await folder.run()).stdout, (await folder.run()).stdout];
  const withoutTime = (text: string) => text.replace(/"latency_ms": \d+/, "");
  assertEquals(withoutTime(first), withoutTime(second));
});

Deno.test("main: standard input works like a file", async () => {
  using folder = new Folder();
  const { code, stdout, stderr } = await folder.run(["-i", "-", ...JOB_FLAGS.slice(2)], CANDLES);
  assertEquals([stderr, code], ["", 0]);
  assertEquals(stdout, success(4, "0.5", latencyOf(stdout)));
});

Deno.test({ name: "main: a FIFO works like a file", ignore: !IS_UNIX }, async () => {
  using folder = new Folder();
  const { code, stdout, stderr } = await folder.shell(
    "rm in.csv; mkfifo in.csv; (printf 't,close\\n1,1\\n'; sleep 0.2; printf '2,2\\n') > in.csv & $JOB",
  );
  assertEquals([stderr, code], ["", 0]);
  assertEquals(stdout, success(2, "0.5", latencyOf(stdout)));
});

Deno.test("main: help and version", async () => {
  using folder = new Folder();
  assertEquals(await folder.run(["--help"]), { code: 0, stdout: USAGE, stderr: "" });
  const { code, stdout, stderr } = await folder.run(["--version"]);
  assertEquals([code, stderr], [0, ""]);
  // Only a compiled binary knows its commit.
  const commit = IS_BINARY ? "(?:[0-9a-f]{12}(?:-dirty)?|unknown)" : "unknown";
  const version = manifest.version.replaceAll(".", "\\.");
  assertMatch(stdout, new RegExp(`^batch-signal ${version} \\(commit ${commit}, deno \\d+\\.\\d+\\.\\d+\\)\n$`));
  assertEquals(folder.names(), FILES);
});

const WARNING = "WARN  every line is one quoted field: reading the records that these fields hold";

for (
  const [name, text] of [
    ["header and rows", '"t,close"\r\n"1,1"\r\n"2,2"'],
    ["rows only", 't,close\r\n"1,1"\r\n"2,2"'],
    ["the header only", '"t,close"\n1,1\n2,2\n'],
    ["one row only", 't,close\n1,1\n"2,2"\n'],
  ] as const
) {
  Deno.test(`main: whole-record quotes of ${name} are read, with a warning in the log`, async () => {
    using folder = new Folder({ "in.csv": text });
    const { code, stdout, stderr } = await folder.run();
    assertEquals([stderr, code], ["", 0]);
    assertEquals(stdout, success(2, "0.5", latencyOf(stdout)));
    const lines = (folder.read("run.log") ?? "").split("\n").filter((line) => line.includes(" WARN "));
    assertEquals(lines.map((line) => line.slice(line.indexOf("WARN"))), [WARNING]);
  });
}

Deno.test("main: no warning where fields are quoted and no records", async () => {
  using folder = new Folder({ "in.csv": '"t","close"\n"1","1"\n"2",2\n' });
  const { stdout } = await folder.run();
  assertEquals(stdout, success(2, "0.5", latencyOf(stdout)));
  assertEquals(folder.read("run.log")?.includes(" WARN "), false);
});

const REAL_FILES = new URL("../../shared/data/", import.meta.url);
for (const name of ["btc-usd-1min.csv", "btc-usd-1min-quoted.csv"]) {
  const file = new URL(name, REAL_FILES);
  const isThere = await Deno.stat(file).then(() => true, () => false);
  Deno.test({
    name: `main: real candles, ${name}: 10000 rows and 0.4989${isThere ? "" : " (skipped: the file is not there)"}`,
    ignore: !isThere,
    async fn() {
      using folder = new Folder({ "config.yaml": 'seed: 42\nwindow: 5\nversion: "v1"\n' });
      const { stdout, code } = await folder.run(["-i", file.pathname, ...JOB_FLAGS.slice(2)]);
      assertEquals(code, 0);
      assertEquals(stdout, success(10000, "0.4989", latencyOf(stdout)));
    },
  });
}

{
  const file = new URL("btc-usd-1min-quoted.csv", REAL_FILES);
  const isThere = await Deno.stat(file).then(() => true, () => false);
  Deno.test({
    name: `main: real candles, with the header or the rows not quoted${
      isThere ? "" : " (skipped: the file is not there)"
    }`,
    ignore: !isThere,
    async fn() {
      const text = await Deno.readTextFile(file);
      const [header = "", rows = ""] = [text.slice(0, text.indexOf("\n") + 1), text.slice(text.indexOf("\n") + 1)];
      const bare = (lines: string) => lines.replaceAll('"', "");
      for (const twin of [bare(header) + rows, header + bare(rows), bare(header) + rows.replace(/"(.*)"/, "$1")]) {
        using folder = new Folder({ "in.csv": twin, "config.yaml": 'seed: 42\nwindow: 5\nversion: "v1"\n' });
        const { stdout, code } = await folder.run();
        assertEquals(code, 0);
        assertEquals(stdout, success(10000, "0.4989", latencyOf(stdout)));
      }
    },
  });
}

// --- usage: exit 2, nothing is written

const USAGE_ERRORS: readonly [flags: readonly string[], message: string][] = [
  [[], "nothing is given, expected --input FILE --config FILE --output FILE --log-file FILE; see batch-signal --help"],
  [[...JOB_FLAGS, "--ouput", "x"], "unknown flag --ouput; did you mean --output?"],
  [[...JOB_FLAGS, "-o", "b.json"], "--output is given 2 times, expected it once"],
  [[...JOB_FLAGS, "--log-format", "xml"], '--log-format is "xml", expected text or json'],
  [["in.csv"], 'unexpected argument "in.csv"; did you mean --input in.csv?'],
];

for (const [flags, message] of USAGE_ERRORS) {
  Deno.test(`main: usage: ${message}`, async () => {
    using folder = new Folder({ "metrics.json": "old" });
    assertEquals(await folder.run(flags), { code: 2, stdout: "", stderr: `batch-signal: ${message}\n` });
    assertEquals(folder.names(), [...FILES, "metrics.json"]);
    assertEquals(folder.read("metrics.json"), "old");
  });
}

const sameFile = (flag: string, other: string, path: string) =>
  `${flag} and ${other} are the same file "${path}", expected different files`;
const SAME_FILES: readonly [
  name: string,
  prepare: (folder: Folder) => void,
  flags: readonly string[],
  message: string,
][] = [
  [
    "one name twice",
    () => {},
    ["-i", "in.csv", "-c", "config.yaml", "-o", "in.csv", "-l", "run.log"],
    sameFile("--output", "--input", "in.csv"),
  ],
  ["another way to the file", (folder) => Deno.mkdirSync(folder.of("d")), [
    "-i",
    "in.csv",
    "-c",
    "config.yaml",
    "-o",
    "d/../in.csv",
    "-l",
    "run.log",
  ], sameFile("--output", "--input", "d/../in.csv")],
  [
    "a symbolic link",
    (folder) => Deno.symlinkSync("in.csv", folder.of("metrics.json")),
    JOB_FLAGS,
    sameFile("--output", "--input", "metrics.json"),
  ],
  [
    "a link to a link",
    (folder) => {
      Deno.symlinkSync("config.yaml", folder.of("l"));
      Deno.symlinkSync("l", folder.of("run.log"));
    },
    JOB_FLAGS,
    sameFile("--log-file", "--config", "run.log"),
  ],
  [
    "a hard link",
    (folder) => Deno.linkSync(folder.of("in.csv"), folder.of("run.log")),
    JOB_FLAGS,
    sameFile("--log-file", "--input", "run.log"),
  ],
  ["a folder that is a link", (folder) => Deno.symlinkSync(".", folder.of("d")), [
    "-i",
    "in.csv",
    "-c",
    "config.yaml",
    "-o",
    "new.json",
    "-l",
    "d/new.json",
  ], sameFile("--log-file", "--output", "d/new.json")],
  ["two names of a file that is not there", () => {}, [
    "-i",
    "in.csv",
    "-c",
    "config.yaml",
    "-o",
    "new.json",
    "-l",
    "./new.json",
  ], sameFile("--log-file", "--output", "./new.json")],
  ["a dangling link to the other", (folder) => Deno.symlinkSync("new.json", folder.of("l")), [
    "-i",
    "in.csv",
    "-c",
    "config.yaml",
    "-o",
    "new.json",
    "-l",
    "l",
  ], sameFile("--log-file", "--output", "l")],
  ["a dangling link in a folder, to a name with a colon", (folder) => {
    Deno.mkdirSync(folder.of("d"));
    Deno.symlinkSync("C:new.json", folder.of("d/l"));
  }, [
    "-i",
    "in.csv",
    "-c",
    "config.yaml",
    "-o",
    "d/C:new.json",
    "-l",
    "d/l",
  ], sameFile("--log-file", "--output", "d/l")],
  ["a dangling link in a folder, to a whole path", (folder) => {
    Deno.mkdirSync(folder.of("d"));
    Deno.symlinkSync(folder.of("new.json"), folder.of("d/l"));
  }, [
    "-i",
    "in.csv",
    "-c",
    "config.yaml",
    "-o",
    "new.json",
    "-l",
    "d/l",
  ], sameFile("--log-file", "--output", "d/l")],
];

for (const [name, prepare, flags, message] of SAME_FILES) {
  Deno.test({ name: `main: the same file: ${name}`, ignore: !IS_UNIX }, async () => {
    using folder = new Folder();
    prepare(folder);
    const before = folder.names();
    assertEquals(await folder.run(flags), { code: 2, stdout: "", stderr: `batch-signal: ${message}\n` });
    assertEquals(folder.names(), before);
    assertEquals([folder.read("in.csv"), folder.read("config.yaml")], [CANDLES, CONFIG]);
  });
}

// --- config, data, I/O: exit 3, 4, 5. Each message has its own test beside the code; here is one of each way to fail.

const FAILURES: readonly {
  name: string;
  files?: Readonly<Record<string, string>>;
  flags?: readonly string[];
  code: number;
  kind: string;
  message: string;
  version?: string;
}[] = [
  {
    name: "config: an invalid value",
    files: { "config.yaml": 'seed: 42\nwindow: 1_0\nversion: "v1"\n' },
    code: 3,
    kind: "config",
    message: 'config.yaml:2: window is "1_0", expected an integer from 1 to 10000000; write window: 10',
  },
  {
    name: "config: an invalid version",
    files: { "config.yaml": "seed: 42\nwindow: 2\nversion: 1.10\n" },
    code: 3,
    kind: "config",
    message:
      'config.yaml:3: version is "1.10", which YAML reads as a number, expected a text in quotes; write version: "1.10"',
    version: "unknown",
  },
  {
    name: "config: too large",
    files: { "config.yaml": "#".repeat((1 << 20) + 1) },
    code: 3,
    kind: "config",
    message: "config.yaml: the file has more than 1048576 bytes, expected at most 1048576",
    version: "unknown",
  },
  {
    name: "data: an invalid close",
    files: { "in.csv": "t,close\n1,1\n2,abc\n" },
    code: 4,
    kind: "data",
    message: 'in.csv:3: close is "abc", expected a decimal number',
  },
  {
    name: "data: control characters",
    files: { "in.csv": "t,close\n1,\u001b[31m\u009b\n" },
    code: 4,
    kind: "data",
    message: 'in.csv:2: close is "\\u001b[31m\\u009b", expected a decimal number',
  },
  {
    name: "data: no rows",
    files: { "in.csv": "t,close\n \n" },
    code: 4,
    kind: "data",
    message: "in.csv: the file has a header and no rows, expected at least one row",
  },
  {
    name: "data: fewer rows than the window",
    files: { "in.csv": "t,close\n1,2\n" },
    code: 4,
    kind: "data",
    message: "in.csv: the file has 1 row, expected at least 2, the window",
  },
  {
    name: "data: an empty file",
    files: { "in.csv": "" },
    code: 4,
    kind: "data",
    message: "in.csv: the file is empty, expected a header and rows",
  },
  {
    name: "io: no input",
    flags: ["-i", "none.csv", ...JOB_FLAGS.slice(2)],
    code: 5,
    kind: "io",
    message: "none.csv: cannot be read: no such file or directory",
  },
  {
    name: "io: no config",
    flags: ["-i", "in.csv", "-c", "none.yaml", ...JOB_FLAGS.slice(4)],
    code: 5,
    kind: "io",
    message: "none.yaml: cannot be read: no such file or directory",
    version: "unknown",
  },
  {
    name: "io: the input is a folder",
    flags: ["-i", ".", ...JOB_FLAGS.slice(2)],
    code: 5,
    kind: "io",
    message: '.: cannot be read: it is a directory; name its files, such as --input "./*.csv"',
  },
  {
    name: "io: a name with a newline and a colour",
    flags: ["-i", "a\n\u001b[31mb", ...JOB_FLAGS.slice(2)],
    code: 5,
    kind: "io",
    message: "a\\n\\u001b[31mb: cannot be read: no such file or directory",
  },
  {
    name: "io: a special file",
    flags: ["-i", "/dev/stdin", ...JOB_FLAGS.slice(2)],
    code: 5,
    kind: "io",
    message:
      "/dev/stdin: cannot be read: special files and places outside the granted permissions are out of bounds; write --input - and pipe it in",
  },
];

for (const { name, files, flags, ...expected } of FAILURES) {
  Deno.test({ name: `main: ${name}`, ignore: !IS_UNIX && expected.kind === "io" }, async () => {
    using folder = new Folder({ "metrics.json": "old", ...files });
    assertFailed(folder, await folder.run(flags), expected);
  });
}

Deno.test("main: data: the log of a failed run tells how far it came", async () => {
  using folder = new Folder({ "in.csv": '\nt,close\n1,1\n"a\nb",2\n3,x\n' });
  assertEquals((await folder.run()).code, 4);
  const lines = (folder.read("run.log") ?? "").trimEnd().split("\n").map((line) => line.slice(25));
  assertEquals(lines[3], "INFO  header read fields=2 close_column=2");
  assertMatch(
    lines[4] ?? "",
    /^INFO {2}data ingestion stopped bytes=25 lines=5 blank_lines=1 rows=2 careful_rows=1 threads=1 elapsed_ms=\d+$/,
  );
  assertMatch(lines[5] ?? "", /^ERROR job failed status=error kind=data exit_code=4 /);
});

Deno.test("main: data: standard input is named in errors", async () => {
  using folder = new Folder();
  assertFailed(folder, await folder.run(["-i", "-", ...JOB_FLAGS.slice(2)], "t,close\n1,x\n"), {
    code: 4,
    kind: "data",
    message: 'standard input:2: close is "x", expected a decimal number',
  });
});

Deno.test("main: io: no folder for the output: the log and standard output still tell", async () => {
  using folder = new Folder();
  const flags = [...JOB_FLAGS.slice(0, 4), "-o", "none/metrics.json", "-l", "run.log"];
  const { code, stdout, stderr } = await folder.run(flags);
  const message = "none/metrics.json: cannot be written: the folder none does not exist";
  assertEquals([code, stderr], [5, `batch-signal: ${message}\n`]);
  assertEquals(stdout, failure(message, "unknown"));
  assertMatch(folder.read("run.log") ?? "", /Z ERROR job failed status=error kind=io exit_code=5 /);
  assertEquals(folder.names(), [...FILES, "run.log"]);
});

Deno.test("main: io: the output is a folder, which is left alone", async () => {
  using folder = new Folder();
  Deno.mkdirSync(folder.of("metrics.json"));
  const { code, stdout, stderr } = await folder.run();
  const message = "metrics.json: cannot be written: it is not a regular file, expected a regular file or none";
  assertEquals([code, stderr], [5, `batch-signal: ${message}\n`]);
  assertEquals(stdout, failure(message, "unknown"));
  assertEquals(folder.names(), ALL_FILES);
});

Deno.test("main: io: no folder for the log: the error JSON is still written", async () => {
  using folder = new Folder({ "metrics.json": "old" });
  const { code, stdout, stderr } = await folder.run([...JOB_FLAGS.slice(0, 6), "-l", "none/run.log"]);
  const message = "none/run.log: cannot be written: the folder none does not exist";
  assertEquals([code, stderr], [5, `batch-signal: ${message}\n`]);
  assertEquals(stdout, failure(message, "unknown"));
  assertEquals(folder.read("metrics.json"), stdout);
  assertEquals(folder.names(), ["config.yaml", "in.csv", "metrics.json"]);
});

Deno.test({ name: "main: io: a log that can't be written to its end", ignore: Deno.build.os !== "linux" }, async () => {
  using folder = new Folder({ "metrics.json": "old" });
  // A limit on the size of files, as a full disk would: the log outgrows it and the metrics do not. What a run under coverage
  // writes does too.
  const { code, stdout, stderr } = await folder.shell("unset DENO_COVERAGE_DIR; trap '' XFSZ; ulimit -f 1; $JOB");
  const message = "run.log: cannot be written: file too large";
  assertEquals([code, stderr], [5, `batch-signal: ${message}\n`]);
  assertEquals(stdout, failure(message, "v1"));
  assertEquals(folder.read("metrics.json"), stdout);
  assertEquals(folder.names(), ALL_FILES);
});

Deno.test({ name: "main: io: a symbolic link as output is replaced, not followed", ignore: !IS_UNIX }, async () => {
  using folder = new Folder({ "precious.txt": "precious" });
  Deno.symlinkSync("precious.txt", folder.of("metrics.json"));
  Deno.symlinkSync("precious.txt", folder.of("run.log2"));
  const { code, stdout } = await folder.run([...JOB_FLAGS.slice(0, 6), "-l", "run.log"]);
  assertEquals(code, 0);
  assertEquals(folder.read("precious.txt"), "precious");
  assertEquals(Deno.lstatSync(folder.of("metrics.json")).isFile, true);
  assertEquals(folder.read("metrics.json"), stdout);
});

Deno.test(
  { name: "main: io: a failure that can't be reported is told too", ignore: Deno.build.os !== "linux" },
  async () => {
    using folder = new Folder();
    const { code, stderr } = await folder.shell("rm in.csv; $JOB > /dev/full");
    assertEquals([code, stderr], [
      5,
      "batch-signal: in.csv: cannot be read: no such file or directory\n" +
      "batch-signal: standard output: cannot be written: no space left on device\n",
    ]);
  },
);

Deno.test({ name: "main: io: standard output is full", ignore: Deno.build.os !== "linux" }, async () => {
  using folder = new Folder({ "metrics.json": "old" });
  const { code, stderr } = await folder.shell("$JOB >/dev/full");
  const message = "standard output: cannot be written: no space left on device";
  assertEquals([code, stderr], [5, `batch-signal: ${message}\n`]);
  assertEquals(folder.read("metrics.json"), failure(message));
  const log = folder.read("run.log") ?? "";
  assertMatch(log, /Z ERROR job failed status=error kind=io exit_code=5 .*\n$/);
  assertEquals(folder.names(), ALL_FILES);
});

Deno.test({ name: "main: io: a closed standard output is the null device", ignore: !IS_UNIX }, async () => {
  // The runtime opens the null device in its place before any of our code runs.
  using folder = new Folder();
  const { code, stderr } = await folder.shell("$JOB >&-");
  assertEquals([code, stderr], [0, ""]);
  const metrics = folder.read("metrics.json") ?? "";
  assertEquals(metrics, success(4, "0.5", latencyOf(metrics)));
});

Deno.test({ name: "main: io: nobody reads standard output any more", ignore: !IS_UNIX }, async () => {
  using folder = new Folder();
  const { stdout } = await folder.shell(
    "{ sleep 0.5; $JOB 2>err; echo $? >code; } | true; until [ -s code ]; do sleep 0.05; done",
  );
  assertEquals([stdout, folder.read("code")], ["", "5\n"]);
  assertEquals(
    folder.read("metrics.json"),
    failure("standard output: cannot be written: the reader has gone (broken pipe)"),
  );
});

const PARTS = "main: several threads give what one gives, also where each has a part of the work";

Deno.test({ name: PARTS, ignore: isAsked("--quick") }, async () => {
  // Exponents are read one by one: so slowly that a worker has time to start and to take segments.
  const rows = Array.from({ length: 1_500_000 }, (_, n) => `${n},${n % 7}e1\n`).join("");
  using folder = new Folder({ "in.csv": `t,close\n${rows}` });
  const outcomes: string[] = [];
  for (const threads of ["1", "2", "3"]) {
    const { code, stdout } = await folder.run([...JOB_FLAGS, "--threads", threads]);
    assertEquals(code, 0);
    const log = folder.read("run.log") ?? "";
    outcomes.push(
      [stdout, log].join("\n").replace(
        /latency_ms"?[=:] ?\d+|elapsed_ms=\d+|\S+Z|threads=\d| threads_reason=".*"|careful_rows=\d+/g,
        "",
      ),
    );
  }
  assertEquals(outcomes[1], outcomes[0]);
  assertEquals(outcomes[2], outcomes[0]);
});

// --- signals

const SIGNALS = [["SIGINT", 130], ["SIGTERM", 143]] as const;

for (const [signal, code] of SIGNALS) {
  const expected = { code, kind: "interrupted", message: `interrupted by ${signal}` };

  Deno.test(
    { name: `main: ${signal} while a FIFO has no writer yet`, ignore: !IS_UNIX || !HEARS_WHILE_OPENING },
    async () => {
      using folder = new Folder({ "metrics.json": "old" });
      await folder.shell("rm in.csv; mkfifo in.csv");
      const child = folder.spawn();
      await until(() => folder.read("run.log")?.includes("configuration read") ?? false);
      child.kill(signal);
      await child.stdin.close();
      assertFailed(folder, await finished(child), expected);
    },
  );

  Deno.test(
    { name: `main: ${signal} while the config is a silent FIFO`, ignore: !IS_UNIX || !HEARS_WHILE_OPENING },
    async () => {
      using folder = new Folder({ "metrics.json": "old" });
      await folder.shell("rm config.yaml; mkfifo config.yaml");
      const child = folder.spawn();
      await until(() => folder.read("run.log")?.includes("job started") ?? false);
      child.kill(signal);
      await child.stdin.close();
      assertFailed(folder, await finished(child), { ...expected, version: "unknown" });
    },
  );

  Deno.test({ name: `main: ${signal} while standard input is silent`, ignore: !IS_UNIX }, async () => {
    using folder = new Folder({ "metrics.json": "old" });
    const child = folder.spawn(["-i", "-", ...JOB_FLAGS.slice(2)]);
    const input = child.stdin.getWriter();
    await input.write(new TextEncoder().encode("t,close\n1,2\n"));
    await until(() => folder.read("run.log")?.includes("header read") ?? false);
    child.kill(signal);
    assertFailed(folder, await finished(child), expected);
    await input.close().catch(() => {});
  });

  Deno.test({ name: `main: ${signal} in the middle of a long read`, ignore: !IS_UNIX }, async () => {
    using folder = new Folder({ "metrics.json": "old" });
    const child = folder.spawn(["-i", "-", ...JOB_FLAGS.slice(2)]);
    const input = child.stdin.getWriter();
    const rows = new TextEncoder().encode("1,2\n".repeat(1 << 16));
    let isOver = false;
    const feeding = (async () => {
      await input.write(new TextEncoder().encode("t,close\n"));
      while (!isOver) await input.write(rows);
    })().catch(() => {});
    await until(() => folder.read("run.log")?.includes("header read") ?? false);
    child.kill(signal);
    assertFailed(folder, await finished(child), expected);
    isOver = true;
    await feeding;
    await input.close().catch(() => {});
  });
}

for (const [signal, code] of SIGNALS) {
  Deno.test({ name: `main: ${signal} in the middle of a long file`, ignore: !IS_UNIX }, async () => {
    // Times with zones are read one by one: a second's work.
    const rows = Array.from(
      { length: 500_000 },
      (_, n) => `${new Date(n * 1000).toISOString().slice(0, 19)}+00:00,1\n`,
    );
    using folder = new Folder({
      "in.csv": `t,close\n${rows.join("")}`,
      "config.yaml": `${CONFIG}timestamp_column: t\n`,
      "metrics.json": "old",
    });
    const child = folder.spawn();
    await until(() => folder.read("run.log")?.includes("header read") ?? false);
    child.kill(signal);
    await child.stdin.close();
    assertFailed(folder, await finished(child), { code, kind: "interrupted", message: `interrupted by ${signal}` });
    // At once, and not when all was read.
    assertMatch(folder.read("run.log") ?? "", /data ingestion stopped/);
  });
}

Deno.test({ name: "main: a killed run leaves no metrics", ignore: !IS_UNIX }, async () => {
  using folder = new Folder({ "metrics.json": "old" });
  const child = folder.spawn(["-i", "-", ...JOB_FLAGS.slice(2)]);
  await until(() => folder.read("run.log")?.includes("job started") ?? false);
  child.kill("SIGKILL");
  await child.stdin.close().catch(() => {});
  const { code } = await finished(child);
  assertEquals(code, 137);
  assertEquals(folder.read("metrics.json"), undefined);
});

Deno.test({ name: "main: a run killed at any time leaves whole metrics or none", ignore: !IS_UNIX }, async () => {
  using folder = new Folder({ "in.csv": `t,close\n${"1,2\n".repeat(200_000)}` });
  for (let delayMs = 0; delayMs < 120; delayMs += 6) {
    const child = folder.spawn();
    await child.stdin.close();
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    try {
      child.kill("SIGKILL");
    } catch {
      // It had ended already.
    }
    await finished(child);
    const metrics = folder.read("metrics.json");
    if (metrics !== undefined) {
      assertEquals(metrics, success(200_000, "0", latencyOf(metrics)));
      Deno.removeSync(folder.of("metrics.json"));
    }
  }
});

const CAN_UNSHARE = Deno.build.os === "linux" &&
  await new Deno.Command("unshare", { args: ["--pid", "--fork", "true"], stdout: "null", stderr: "null" }).output()
    .then(({ success }) => success, () => false);
Deno.test({
  name: `main: SIGTERM to process 1${CAN_UNSHARE ? "" : " (skipped: process namespaces can't be made here)"}`,
  ignore: !CAN_UNSHARE || !HEARS_WHILE_OPENING,
}, async () => {
  using folder = new Folder({ "metrics.json": "old" });
  // The shell's child is process 1 of its namespace, where a signal without a handler is ignored.
  const running = folder.shell(
    "rm in.csv; mkfifo in.csv; unshare --pid --fork --kill-child $JOB & " +
      "until grep -q 'configuration read' run.log 2>/dev/null; do sleep 0.05; done; " +
      "kill -TERM $(cat /proc/$!/task/$!/children); wait $!",
  );
  assertFailed(folder, await running, { code: 143, kind: "interrupted", message: "interrupted by SIGTERM" });
});

// --- what reaches the disk, and when

const CAN_TRACE = Deno.build.os === "linux" &&
  await new Deno.Command("strace", { args: ["-f", "true"], stdout: "null", stderr: "null" }).output()
    .then(({ success }) => success, () => false);
Deno.test({
  name: `main: log and metrics are synced before the rename, and the folder after it${
    CAN_TRACE ? "" : " (skipped: strace can't be run here)"
  }`,
  ignore: !CAN_TRACE,
}, async () => {
  using folder = new Folder();
  const { code } = await folder.shell("strace -f -y -e trace=fsync,rename -o trace $JOB");
  assertEquals(code, 0);
  // Paths in the folder are relative in a rename and absolute in a sync; all others are the runtime's, about its cache.
  const calls = [...(folder.read("trace") ?? "").matchAll(/(fsync|rename)\((?:\d+<)?"?([^>",]*)/g)]
    .filter(([, , path = ""]) => !path.startsWith("/") || path.startsWith(folder.path))
    .map(([, call, path = ""]) => `${call} ${path.slice(path.lastIndexOf("/") + 1).replace(/-[0-9a-f-]{36}/, "")}`);
  assertEquals(calls, [
    "fsync run.log",
    "fsync .batch-signal.tmp",
    "rename .batch-signal.tmp",
    `fsync ${folder.path.slice(folder.path.lastIndexOf("/") + 1)}`,
  ]);
});

// --- permissions

Deno.test({ name: "main: the tasks grant a run no more than reading and writing", permissions: "none" }, () => {
  assertMatch(manifest.tasks.run.command, /^deno run --quiet --no-prompt --allow-read --allow-write main\.ts /);
  assertEquals(manifest.tasks.run.command.match(/--allow-\S+/g), ["--allow-read", "--allow-write"]);
});

// How many rows take the careful path depends on where segments begin, where timestamps are looked at.
for (
  const [what, key, figure] of [
    ["closes", "", / (threads|elapsed_ms|latency_ms)=\d+| threads_reason=".*"/g],
    ["timestamps", "timestamp_column: t\n", / (threads|elapsed_ms|latency_ms|careful_rows)=\d+| threads_reason=".*"/g],
  ] as const
) {
  Deno.test(`main: every number of threads gives the same metrics and the same error, with ${what}`, async () => {
    // Three segments and a bit.
    const rows = Array.from(
      { length: 700_000 },
      (_, n) => `${1_700_000_000 + 60 * n},${40_000 + (n * 7919) % 5003}.25`,
    );
    const withFaults = rows.with(300_000, "x,abc").with(650_000, "x");
    using folder = new Folder({
      "in.csv": `t,close\n${rows.join("\n")}\n`,
      "faulty.csv": `t,close\n${withFaults.join("\n")}\n`,
    });
    folder.write("config.yaml", `${folder.read("config.yaml")}${key}`);
    const outcomes: string[] = [];
    for (const threads of ["1", "2", "4"]) {
      const good = await folder.run([...JOB_FLAGS, "--threads", threads]);
      assertEquals([good.code, good.stderr], [0, ""]);
      const log = folder.read("run.log") ?? "";
      assertEquals(/ threads=(\d+) elapsed/.exec(log)?.[1], threads);
      const figures = log.replace(/^\S+/gm, "").replace(figure, "");
      const bad = await folder.run(["-i", "faulty.csv", ...JOB_FLAGS.slice(2), "--threads", threads]);
      assertEquals(bad.code, 4);
      assertEquals(bad.stderr, 'batch-signal: faulty.csv:300002: close is "abc", expected a decimal number\n');
      outcomes.push(good.stdout.replace(/"latency_ms": \d+/, "") + figures + bad.stdout);
    }
    assertEquals(outcomes, Array(3).fill(outcomes[0]));
  });
}
