import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { JobError } from "../../lib/errors.ts";
import { RunLog } from "../../lib/outputs/log.ts";
import { Folder } from "../command.ts";

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
