import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { JobError } from "../../lib/errors.ts";
import { RunLog } from "../../lib/outputs/log.ts";
import { Folder, JOB_FLAGS } from "../command.ts";

/** The log of three lines, without their times. */
function logged(format: "text" | "json"): string[] {
  using folder = new Folder({ "run.log": "old\n" });
  const log = new RunLog(folder.of("run.log"), format);
  log.info("first", { count: 3, share: 0.5, is_new: true, nothing: undefined });
  log.warn("second", {
    empty: "",
    spaced: "a b",
    quoted: 'say "hi"',
    back: "a\\b",
    equal: "a=b",
    list: ["a", "b c"],
    none: [],
  });
  log.error("hostile", { text: "a\nb\u001b[31m\u009b\u2028c" });
  log.sync();
  log.close();
  return (folder.read("run.log") ?? "").split("\n");
}

Deno.test("log: lines for people, one for each record, whatever the values hold", () => {
  const lines = logged("text");
  for (const line of lines.slice(0, 3)) assertMatch(line, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /);
  assertEquals(lines.map((line) => line.slice(25)), [
    "INFO  first count=3 share=0.5 is_new=true",
    'WARN  second empty="" spaced="a b" quoted="say \\"hi\\"" back="a\\\\b" equal="a=b" list="a; b c" none=""',
    'ERROR hostile text="a\\nb\\u001b[31m\\u009b\\u2028c"',
    "",
  ]);
});

Deno.test("log: JSON Lines, with the values as they were", () => {
  const lines = logged("json");
  assertEquals(lines.pop(), "");
  const records = lines.map((line) => JSON.parse(line));
  assertEquals(records.map(({ level, message }) => [level, message]), [
    ["INFO", "first"],
    ["WARN", "second"],
    ["ERROR", "hostile"],
  ]);
  assertEquals([records[0].count, records[0].share, records[0].is_new], [3, 0.5, true]);
  assertEquals([records[1].list, records[1].none], [["a", "b c"], []]);
  assertEquals(records[2].text, "a\nb\u001b[31m\u009b\u2028c");
  assert(lines.every((line) => !line.includes("\u009b") && !line.includes("\u2028")));
});

Deno.test({ name: "log: a device is written to as it is", ignore: Deno.build.os === "windows" }, () => {
  const log = new RunLog("/dev/null", "text");
  log.info("line", {});
  log.sync();
  log.close();
});

Deno.test("log: a line that can't be written is an error, and so is every later one", () => {
  using folder = new Folder();
  const log = new RunLog(folder.of("run.log"), "text");
  log.info("line", {});
  assertEquals(log.isBroken, false);
  // Closing the file behind the log's back stands for a disk that fails.
  log.close();
  const other = new RunLog(folder.of("other.log"), "text");
  other.close();
  const error = assertThrows(() => other.sync(), JobError);
  assertEquals([error.kind, error.exitCode, other.isBroken], ["io", 5, true]);
  assert(error.message.startsWith(`${folder.of("other.log")}: cannot be written: `), error.message);
  assertThrows(() => other.info("line", {}), JobError);
});

const TO_STANDARD_ERROR = [...JOB_FLAGS.slice(0, -1), "-"];

Deno.test("log: standard error has it where it is -, and nothing else: no warning and no failure twice", async () => {
  const cases: readonly (readonly [text: string, keys: string, code: number, last: RegExp])[] = [
    ["t,close\n1,1\n2,2\n", "", 0, /Z INFO {2}job completed status=success exit_code=0 elapsed_ms=\d+$/],
    ["t,close\n1,1\n2,x\n3,2\n", "invalid_rows: skip\n", 0, /Z INFO {2}job completed /],
    ["t,close\n1,x\n", "", 4, /Z ERROR job failed status=error kind=data exit_code=4 /],
  ];
  for (const [text, keys, code, last] of cases) {
    using folder = new Folder({ "in.csv": text, "config.yaml": `seed: 42\nwindow: 2\nversion: "v1"\n${keys}` });
    const end = await folder.run(TO_STANDARD_ERROR);
    assertEquals(end.code, code);
    const lines = end.stderr.trimEnd().split("\n");
    for (const line of lines) assertMatch(line, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (INFO |WARN |ERROR) /);
    assertMatch(lines[0] ?? "", / job started input=in\.csv config=config\.yaml output=metrics\.json log_file=- /);
    assertMatch(lines.at(-1) ?? "", last);
    assertEquals(lines.filter((line) => line.includes("WARN")).length, keys === "" ? 0 : 1);
    assertEquals(folder.names(), ["config.yaml", "in.csv", "metrics.json"]);
    assertEquals(folder.read("metrics.json"), end.stdout);
  }
});

Deno.test("log: a failure before anything is read is a line of standard error too", async () => {
  using folder = new Folder({ "in.csv": "t,close\n1,x\n" });
  Deno.mkdirSync(folder.of("taken"));
  const flags = ["-i", "in.csv", "-c", "config.yaml", "-o", "taken", "-l", "-", "--log-format", "json"];
  const { code, stderr } = await folder.run(flags);
  const lines = stderr.trimEnd().split("\n").map((line) => JSON.parse(line));
  assertEquals([code, lines.at(-1).message, lines.at(-1).kind], [5, "job failed", "io"]);
  assertEquals(lines.filter(({ level }) => level === "ERROR").length, 1);
});

Deno.test(
  { name: "log: standard error that takes nothing fails the run", ignore: Deno.build.os !== "linux" },
  async () => {
    using folder = new Folder();
    const { code, stdout } = await folder.shell("$JOB 2>/dev/full", TO_STANDARD_ERROR);
    assertEquals(code, 5);
    assertEquals(JSON.parse(stdout).error_message, "standard error: cannot be written: no space left on device");
  },
);
