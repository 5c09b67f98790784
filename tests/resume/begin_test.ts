import { assert, assertEquals, assertThrows } from "@std/assert";
import { Folder, JOB_FLAGS } from "../command.ts";
import { bytesOf, concat, gzipOf } from "../inputs/compressed.ts";

const PLAIN = 'seed: 1\nwindow: 2\nversion: "v1"\n';
const TIMED = `${PLAIN}timestamp_column: t\ntime_unit: s\n`;
const ONE = "t,close\n10,1\n20,2\n30,3\n";
const BETTER = ", expected what was read before to stay as it is";

/** Runs the command: the names in its messages are as they were typed. */
async function run(folder: Folder, name: string, inputs: readonly string[], more: readonly string[]) {
  const flags = ["-c", "config.yaml", "-o", `${name}.json`, "-l", `${name}.log`, "-q", ...more];
  const { code, stderr } = await folder.run(["-i", ...inputs, ...flags]);
  return { code, failure: code === 0 ? undefined : stderr.replace(/^batch-signal: (.*)\n$/, "$1") };
}

interface Refused {
  readonly what: string;
  readonly config?: string;
  /** Files of the first night, all of them inputs. */
  readonly first?: Readonly<Record<string, string | Uint8Array>>;
  /** Files of the second night; the inputs by their names, if not all. */
  readonly second: Readonly<Record<string, string | Uint8Array>>;
  readonly inputs?: readonly string[];
  readonly secondConfig?: string;
  readonly code?: number;
  readonly message: string;
}

const REFUSED: readonly Refused[] = [
  {
    what: "a file that has not grown",
    second: {},
    inputs: ["a.csv"],
    message: "a.csv: the file was read before and has not grown, expected new rows, or that it is left out",
  },
  {
    what: "a row that was changed",
    second: { "a.csv": "t,close\n10,1\n20,9\n30,3\n40,4\n" },
    message: `a.csv: history was rewritten: the first 23 bytes are not those that were read before${BETTER}`,
  },
  {
    what: "a close that is spelled in another way",
    second: { "a.csv": "t,close\n10,1.0\n20,2\n30,3\n40,4\n" },
    message: `a.csv: history was rewritten: the first 23 bytes are not those that were read before${BETTER}`,
  },
  {
    what: "rows in another order",
    second: { "a.csv": "t,close\n20,2\n10,1\n30,3\n40,4\n" },
    message: `a.csv: history was rewritten: the first 23 bytes are not those that were read before${BETTER}`,
  },
  {
    what: "a row that is gone",
    second: { "a.csv": "t,close\n10,1\n20,2\n" },
    message: `a.csv: history was rewritten: the file has 18 bytes, and had 23${BETTER}`,
  },
  {
    what: "a last line that goes on",
    first: { "a.csv": "t,close\n10,1\n20,2\n30,3" },
    second: { "a.csv": "t,close\n10,1\n20,2\n30,35\n" },
    message: `a.csv: history was rewritten: the last line that was read before goes on${BETTER}`,
  },
  {
    what: "a compressed file that was written anew",
    first: { "a.gz": gzipOf(ONE) },
    second: { "a.gz": gzipOf(`${ONE}40,4\n50,5\n60,6\n70,7\n80,8\n`) },
    message: `a.gz: history was rewritten: the first ${
      gzipOf(ONE).length
    } bytes are not those that were read before${BETTER}`,
  },
  {
    what: "what was read before under another name",
    second: { "b.csv": `${ONE}40,4\n` },
    inputs: ["b.csv"],
    message: 'b.csv: the file begins with what was read before as "a.csv", expected that name, or new rows only',
  },
  {
    what: "a new file before one that has grown",
    second: { "n.csv": "t,close\n5,9\n", "a.csv": `${ONE}40,4\n` },
    message: 'a.csv: the file has grown, and rows of "n.csv" were read after it, ' +
      "expected timestamps, or only the last input to grow",
  },
  {
    what: "a new file without rows",
    second: { "b.csv": "t,close\n" },
    message: "b.csv: the file has a header and no rows, expected at least one row",
  },
  {
    what: "a file that grows below rows of another one, with timestamps that may come twice",
    config: `${TIMED}duplicates: keep\n`,
    first: { "a.csv": ONE, "b.csv": "t,close\n40,4\n" },
    second: { "a.csv": `${ONE}40,5\n` },
    message: 'a.csv: the file has grown, and rows of "b.csv" were read after it, ' +
      "expected timestamps, or only the last input to grow",
  },
  {
    what: "a file that grows below rows of another one",
    first: { "a.csv": ONE, "b.csv": "t,close\n40,4\n" },
    second: { "a.csv": `${ONE}50,5\n` },
    message: 'a.csv: the file has grown, and rows of "b.csv" were read after it, ' +
      "expected timestamps, or only the last input to grow",
  },
  {
    what: "a step back across the seam",
    config: TIMED,
    second: { "b.csv": "t,close\n29,4\n" },
    message: 'b.csv:2: timestamp "29" is before "30" of the row above it, expected ascending order',
  },
  {
    what: "a step back of a symbol that comes among rows of another",
    config: `${TIMED}symbol_column: s\n`,
    first: { "a.csv": "t,s,close\n10,A,1\n10,B,1\n30,A,2\n30,B,2\n" },
    second: { "b.csv": `t,s,close\n40,A,1\n50,A,1\n29,B,1\n60,A,1\n` },
    message: 'b.csv:4: timestamp "29" of "B" is before "30" of the row above it, expected ascending order',
  },
  {
    what: "a step back in a file that has grown",
    config: TIMED,
    second: { "a.csv": `${ONE}30,4\n` },
    message: 'a.csv:5: timestamp "30" equals that of the row above it, expected a later one; ' +
      "write duplicates: keep or duplicates: keep-last",
  },
  {
    what: "rows that can't be read, with their line in the whole file",
    second: { "a.csv": `${ONE}40,x\n` },
    message: 'a.csv:5: close is "x", expected a decimal number',
  },
  {
    what: "another window",
    second: { "a.csv": `${ONE}40,4\n` },
    secondConfig: PLAIN.replace("2", "3"),
    message: "one.json: the state was made with window: 2, and the config says 3, expected the same settings",
  },
  {
    what: "symbols where there were none",
    config: `${PLAIN}layout: auto\nsymbol_column: s\n`,
    second: {},
    secondConfig: PLAIN,
    inputs: ["a.csv"],
    first: { "a.csv": "t,s,close\n2024-01-01,A,1\n2024-01-02,A,2\n" },
    message: "one.json: the state was made with layout: auto, and the config says generic, expected the same settings",
  },
  {
    what: "a descending series",
    second: { "a.csv": `${ONE}40,4\n` },
    secondConfig: `${PLAIN}order: descending\n`,
    code: 3,
    message: "config.yaml: order: descending is given with --resume or --checkpoint, " +
      "expected ascending rows of which all count, without an interval",
  },
  {
    what: "the last of several rows",
    second: { "a.csv": `${ONE}40,4\n` },
    secondConfig: `${TIMED}duplicates: keep-last\n`,
    code: 3,
    message: "config.yaml: duplicates: keep-last is given with --resume or --checkpoint, " +
      "expected ascending rows of which all count, without an interval",
  },
  {
    what: "an interval",
    second: { "a.csv": `${ONE}40,4\n` },
    secondConfig: `${PLAIN}confidence: 95%\n`,
    code: 3,
    message: "config.yaml: confidence is given with --resume or --checkpoint, " +
      "expected ascending rows of which all count, without an interval",
  },
];

for (
  const { what, config = PLAIN, first = { "a.csv": ONE }, second, inputs, secondConfig, code = 4, message } of REFUSED
) {
  Deno.test(`resume: refused: ${what}`, async () => {
    using folder = new Folder({ ...first, "config.yaml": config });
    const begun = await run(folder, "first", Object.keys(first), ["--checkpoint", "one.json"]);
    assertEquals(begun.failure, undefined);
    for (const [name, content] of Object.entries(second)) folder.write(name, content);
    if (secondConfig !== undefined) folder.write("config.yaml", secondConfig);
    const before = folder.read("one.json");
    folder.write("two.json", "old");
    const flags = ["--resume", "one.json", "--checkpoint", "two.json", "--signals", "s.csv"];
    const ended = await run(folder, "second", inputs ?? Object.keys(second), flags);
    assertEquals([ended.code, ended.failure], [code, message]);
    assertEquals([folder.read("one.json"), folder.read("two.json"), folder.read("s.csv")], [
      before,
      undefined,
      undefined,
    ]);
  });
}

const STATE = "a state of batch-signal";
const FORGED: readonly [what: string, change: (text: string) => string, message: string][] = [
  [
    "a deep one",
    () => `{"batch_signal_state":1,"x":${"[".repeat(200_000)}${"]".repeat(200_000)}}`,
    "the state is not as a run has written it, expected its digest to be that of its content",
  ],
  ["no JSON", () => "x", `the file is not JSON, expected ${STATE}`],
  ["metrics", () => '{"version": "v1"}', `the file holds no state, expected ${STATE}`],
  ["a list", () => "[]", `the file holds no state, expected ${STATE}`],
  [
    "a later form",
    (text) => text.replace('state": 1', 'state": 2'),
    `the form of the state is not 1, expected ${STATE}`,
  ],
  ...(["rows", "signals_1"] as const).map((key): [string, (text: string) => string, string] => [
    `another number of ${key}`,
    (text) => text.replace(new RegExp(`"${key}": \\d+`), `"${key}": 1`),
    "the state is not as a run has written it, expected its digest to be that of its content",
  ]),
  [
    "other white space",
    (text) => text.replace('"rows"', ' "rows"'),
    "the state is not as a run has written it, expected its digest to be that of its content",
  ],
  [
    "no digest",
    (text) => text.replace(/,\s+"sha256": "\w+"\s+\}\s+$/, "\n}\n"),
    "the state is not as a run has written it, expected its digest to be that of its content",
  ],
];

for (const [what, change, message] of FORGED) {
  Deno.test(`resume: refused as a state: ${what}`, async () => {
    using folder = new Folder({ "a.csv": ONE, "config.yaml": PLAIN });
    await run(folder, "first", ["a.csv"], ["--checkpoint", "one.json"]);
    const text = folder.read("one.json") ?? "";
    folder.write("one.json", change(text));
    assert(folder.read("one.json") !== text);
    folder.write("a.csv", `${ONE}40,4\n`);
    const ended = await run(folder, "second", ["a.csv"], ["--resume", "one.json"]);
    assertEquals([ended.code, ended.failure], [4, `one.json: ${message}`]);
  });
}

/** Runs a series of nights; each has its inputs, and the state of the one before. */
async function nightsOf(folder: Folder, nights: readonly (readonly string[])[], more: readonly string[] = []) {
  let ended: Awaited<ReturnType<typeof run>> | undefined;
  for (const [n, inputs] of nights.entries()) {
    const resume = n === 0 ? [] : ["--resume", `${n - 1}.state`];
    ended = await run(folder, "m", inputs, [...resume, "--checkpoint", `${n}.state`, ...more]);
    if (ended.code !== 0) return ended;
  }
  return ended;
}

Deno.test("resume: of inputs that are symbols the last one of each symbol may grow, and two symbols may look alike", async () => {
  using folder = new Folder({ "A.csv": ONE, "B.csv": ONE, "config.yaml": `${PLAIN}inputs: symbols\n` });
  Deno.mkdirSync(folder.of("d"));
  folder.write("d/A.csv", "t,close\n40,4\n");
  assertEquals((await nightsOf(folder, [["A.csv"], ["B.csv"], ["d/A.csv"]]))?.failure, undefined);
  folder.write("B.csv", `${ONE}40,4\n`);
  folder.write("A.csv", `${ONE}35,4\n`);
  assertEquals((await run(folder, "m", ["B.csv"], ["--resume", "2.state"])).failure, undefined);
  assertEquals(
    (await run(folder, "m", ["A.csv"], ["--resume", "2.state"])).failure,
    'A.csv: the file has grown, and rows of "d/A.csv" were read after it, expected timestamps, or only the last input to grow',
  );
});

Deno.test("resume: a file that grows by nothing that is a row counts no row, no fault and no close again", async () => {
  const config = `${PLAIN}invalid_rows: skip\ncounts: include\n`;
  const grown = [
    [bytesOf("close\n1\nx\n0\n3"), bytesOf("\r"), bytesOf("\n\n")],
    ["close\n1\nx\n0\n3\n", "", "\n"].map(gzipOf),
  ];
  for (const pieces of grown) {
    using folder = new Folder({ "config.yaml": config });
    for (const [n] of pieces.entries()) {
      folder.write("a.csv", concat(...pieces.slice(0, n + 1)));
      const resume = n === 0 ? [] : ["--resume", `${n - 1}.state`];
      const ended = await run(folder, "m", ["a.csv"], [...resume, "--checkpoint", `${n}.state`]);
      assertEquals(ended.failure, undefined);
      const { rows_processed: rows, invalid_rows: invalid, warnings } = JSON.parse(folder.read("m.json") ?? "");
      assertEquals([rows, invalid], [3, 1]);
      const state = JSON.parse(folder.read(`${n}.state`) ?? "");
      assertEquals([state.skipped_rows, state.zero_closes], [1, 1]);
      assert(warnings >= 2);
    }
  }
});

Deno.test("resume: a second carriage return is no line end, and what came by a pipe twice is refused", async () => {
  using folder = new Folder({ "a.csv": "close\n1\n2\n3\r", "config.yaml": `${PLAIN}invalid_rows: skip\n` });
  assertEquals((await nightsOf(folder, [["a.csv"]]))?.code, 0);
  folder.write("a.csv", "close\n1\n2\n3\r\r\n5\n");
  assertEquals(
    (await run(folder, "m", ["a.csv"], ["--resume", "0.state"])).failure,
    `a.csv: history was rewritten: the last line that was read before goes on${BETTER}`,
  );
  const flags = ["-c", "config.yaml", "-o", "m.json", "-l", "run.log", "-q", "-i", "-"];
  assertEquals((await folder.run([...flags, "--checkpoint", "p.state"], "close\n1\n2\n")).code, 0);
  assertEquals(
    (await folder.run([...flags, "--resume", "p.state"], "close\n1\n2\n")).stderr,
    'batch-signal: -: the file begins with what was read before as "-", expected that name, or new rows only\n',
  );
});

Deno.test("resume: closes that look like numbers are too many over all nights, and warnings tell of the night", async () => {
  const rows = Array.from({ length: 200 }, (_, n) => `${n}\n`).join("");
  const lost = '"1,234.5"\n"1,234.5"\n';
  const config = `${PLAIN}invalid_rows: skip\nclose_column: close\n`;
  using folder = new Folder({
    "a.csv": `close\n${rows}${lost}`,
    "b.csv": "close\n7\n8\n",
    "c.csv": `close\n9\n${lost}`,
    "config.yaml": config,
  });
  assertEquals((await nightsOf(folder, [["a.csv"], ["b.csv"]]))?.failure, undefined);
  assert((folder.read("m.log") ?? "").includes("invalid rows skipped invalid_rows=2\n"), folder.read("m.log"));
  const third = await run(folder, "m", ["c.csv"], ["--resume", "1.state"]);
  assertEquals(
    [third.code, third.failure?.includes("closes in 207 rows that look like numbers")],
    [4, true],
    third.failure,
  );
});

Deno.test("resume: a state of few long closes is small, and one that could not be read again is not written", async () => {
  using folder = new Folder({
    "a.csv": `close\n${"1e-1000\n".repeat(5000)}`,
    "config.yaml": PLAIN.replace("2", "4000"),
  });
  assertEquals((await nightsOf(folder, [["a.csv"]]))?.failure, undefined);
  assert((folder.read("0.state") ?? "").length < 100_000);
  folder.write("a.csv", `${folder.read("a.csv")}1\n`);
  assertEquals((await run(folder, "m", ["a.csv"], ["--resume", "0.state"])).failure, undefined);
});

Deno.test("resume: a report of a run that goes on with another is refused before anything is written", async () => {
  using folder = new Folder({ "metrics.json": "old" });
  const ended = await folder.run([...JOB_FLAGS, "--resume", "one.json", "--report", "r.html"]);
  const stderr = "batch-signal: --report is given with --resume, expected one of them, as a report shows a whole run\n";
  assertEquals(ended, { code: 2, stdout: "", stderr });
  assertEquals(folder.read("metrics.json"), "old");
  const begun = await folder.run([...JOB_FLAGS, "--checkpoint", "one.json", "--report", "r.html"]);
  assertEquals([begun.code, folder.read("r.html")?.includes("</html>")], [0, true]);
});

Deno.test("resume: a series that turns out to be descending leaves no state", async () => {
  const descending = "t,close\n2024-01-03,1\n2024-01-02,2\n2024-01-01,3\n";
  using folder = new Folder({ "a.csv": descending, "config.yaml": `${PLAIN}timestamp_column: t\norder: auto\n` });
  const ended = await run(folder, "first", ["a.csv"], ["--checkpoint", "one.json", "--signals", "s.csv"]);
  assertEquals([ended.code, ended.failure], [
    4,
    "a.csv: the newest row is first, expected the oldest row first, to go on with --resume",
  ]);
  assertEquals([folder.read("one.json"), folder.read("s.csv")], [undefined, undefined]);
});

Deno.test("resume: a name is the same with ./ before it, and standard input is new each night", async () => {
  using folder = new Folder({ "in.csv": ONE, "config.yaml": PLAIN });
  const flags = ["-c", "config.yaml", "-o", "m.json", "-l", "run.log", "-q"];
  assertEquals((await folder.run([...flags, "-i", "in.csv", "--checkpoint", "1.json"])).code, 0);
  folder.write("in.csv", `${ONE}40,4\n`);
  const second = await folder.run([...flags, "-i", ".//in.csv", "--resume", "1.json", "--checkpoint", "2.json"]);
  assertEquals([second.code, second.stderr], [0, ""]);
  for (const night of [3, 4]) {
    const states = ["--resume", `${night - 1}.json`, "--checkpoint", `${night}.json`];
    const ended = await folder.run([...flags, "-i", "-", ...states], `close\n5\n${3 + night}\n`);
    assertEquals([ended.code, ended.stderr], [0, ""]);
  }
  const { increment, rows_processed: rows } = JSON.parse(folder.read("m.json") ?? "");
  assertEquals([rows, increment], [8, { first_row: 7, rows: 2, signals_1: 1 }]);
  const log = folder.read("run.log") ?? "";
  assert(/ INFO {2}state read inputs=2 rows=6 signals_1=5 sha256=[0-9a-f]{64}\n/.test(log), log);
});

Deno.test("resume: a state is the same whatever the compression, and says what the one before it was", async () => {
  const states: string[] = [];
  for (const pack of [bytesOf, gzipOf]) {
    using folder = new Folder({ "a.csv": pack(ONE), "config.yaml": PLAIN });
    await run(folder, "first", ["a.csv"], ["--checkpoint", "one.json"]);
    folder.write("a.csv", concat(pack(ONE), pack("40,4\n")));
    await run(folder, "second", ["a.csv"], ["--resume", "one.json", "--checkpoint", "two.json"]);
    const [one, two] = ["one.json", "two.json"].map((name) => JSON.parse(folder.read(name) ?? ""));
    assertEquals([one.previous, two.previous], [null, one.sha256]);
    states.push(JSON.stringify(two.series));
  }
  assertEquals(states[0], states[1]);
  assertEquals(
    JSON.parse(states[0] ?? ""),
    [{ symbol: "", rows: 4, rows_with_mean: 3, signals_1: 3, closes: ["3", "4"], last: null }],
  );
});

const ROOT = new URL("../../", import.meta.url);

Deno.test(
  { name: "resume: a week as its page shows it is one run over all", ignore: Deno.build.os === "windows" },
  async () => {
    const page = Deno.readTextFileSync(new URL("docs/resume.md", ROOT));
    const lines = (/^```text\n(.*?)^```$/ms.exec(page)?.[1] ?? "").trimEnd().split("\n");
    assertEquals(lines.length, 3);
    const candles = Deno.readTextFileSync(new URL("data.csv", ROOT)).split(/(?<=\n)/);
    const rows = (from: number, to: number) => (candles[0] ?? "") + candles.slice(1 + from, 1 + to).join("");
    using folder = new Folder({ "config.yaml": Deno.readTextFileSync(new URL("config.yaml", ROOT)) });
    const nights: (readonly [file: string, text: string, signals: string])[] = [
      ["data.csv", rows(0, 1000), "mon.csv"],
      ["data.csv", rows(0, 2000), "tue.csv"],
      ["wed.csv", rows(2000, 2500), "wed-signals.csv"],
    ];
    // The days that the page leaves out go on in the same way.
    const days = ["wed", "thu", "fri", "sat", "sun"];
    for (const [n, day] of days.slice(1).entries()) {
      nights.push([`${day}.csv`, rows(2500 + 100 * n, 2600 + 100 * n), `${day}-signals.csv`]);
      const states = `--resume ${days[n]}.json --checkpoint ${day}.json`;
      lines.push(
        `batch-signal -i ${day}.csv -c config.yaml -o metrics.json -l run.log --signals ${day}-signals.csv ${states}`,
      );
    }
    const parts: string[] = [];
    for (const [n, [file, text, signals]] of nights.entries()) {
      folder.write(file, text);
      const { code, stderr } = await folder.run((lines[n] ?? "").split(" ").slice(1));
      assertEquals([code, stderr], [0, ""], lines[n]);
      const part = folder.read(signals) ?? "";
      parts.push(n === 0 ? part : part.slice(part.indexOf("\n") + 1));
      const { increment } = JSON.parse(folder.read("metrics.json") ?? "");
      if (n === 2) {
        assert(
          page.includes(JSON.stringify(increment).replaceAll(/[:,]/g, "$& ")),
          JSON.stringify(increment),
        );
      }
    }
    const { increment: _, latency_ms: _ms, ...week } = JSON.parse(folder.read("metrics.json") ?? "");
    const all = ["-i", "data.csv", ...nights.slice(2).map(([file]) => file)];
    const whole = await folder.run([
      ...all,
      "-c",
      "config.yaml",
      "-o",
      "all.json",
      "-l",
      "run.log",
      "--signals",
      "all.csv",
    ]);
    const { latency_ms: _all, ...metrics } = JSON.parse(whole.stdout);
    assertEquals([week, parts.join("")], [metrics, folder.read("all.csv")]);
  },
);

Deno.test("resume: a forged state whose digest is right has one series for each symbol, and rows that can be counted", async () => {
  const { readState, stateText } = await import("../../lib/resume/state.ts");
  const { JobError } = await import("../../lib/errors.ts");
  using folder = new Folder({ "a.csv": ONE, "config.yaml": PLAIN });
  await nightsOf(folder, [["a.csv"]]);
  const { sha256: _, ...state } = readState(folder.read("0.state") ?? "", "0.state");
  assertEquals(stateText(state, "s"), folder.read("0.state"));
  const [one] = state.series;
  if (one === undefined) throw new Error("a state without a series");
  const forged = [
    { ...state, series: [one, one] },
    { ...state, series: [one, { ...one, symbol: "x" }] },
    { ...state, series: [{ ...one, ones: one.rowsWithMean + 1 }] },
    { ...state, series: [{ ...one, held: [] }] },
    { ...state, series: [{ ...one, rows: 2 ** 53 - 1, rowsWithMean: 2 ** 53 - 2 }] },
  ];
  for (const wrong of forged) {
    const error = assertThrows(() => readState(stateText(wrong, "s"), "s"), JobError);
    assertEquals([error.exitCode, error.message], [4, `s: the state does not make sense, expected ${STATE}`]);
  }
});
