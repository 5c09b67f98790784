import { assertEquals, assertRejects } from "@std/assert";
import { readCommand } from "../../lib/commands/command_line.ts";
import { MERGE_USAGE, type MergeCommand } from "../../lib/commands/merge_command_line.ts";
import { JobError } from "../../lib/errors.ts";
import type { HelpCommand } from "../../lib/commands/usage.ts";

const PLAIN: MergeCommand = { name: "merge", output: "all", files: ["a"], allowed: { mixed: false, failed: false } };
const ACCEPTED: readonly [argv: readonly string[], command: MergeCommand | HelpCommand][] = [
  [["-o", "all", "a"], PLAIN],
  [["a", "--output=all"], PLAIN],
  [["-o", "all", "b", "a*", "7"], { ...PLAIN, files: ["b", "a*", "7"] }],
  [["--allow-mixed", "a", "-o", "all"], { ...PLAIN, allowed: { mixed: true, failed: false } }],
  [["--allow-failed", "a", "-o", "all"], { ...PLAIN, allowed: { mixed: false, failed: true } }],
  [["-o", "all", "--", "-a", "--allow-mixed"], { ...PLAIN, files: ["-a", "--allow-mixed"] }],
  [["--help"], { name: "help", text: MERGE_USAGE }],
  [["-h", "-o"], { name: "help", text: MERGE_USAGE }],
];

for (const [argv, command] of ACCEPTED) {
  Deno.test({ name: `merge: ${argv.join(" ")}`, permissions: "none" }, async () => {
    assertEquals(await readCommand(["merge", ...argv]), command);
  });
}

const NO_FILE = "merge has no file, expected batch-signal merge -o ALL.json FILE...";
const REFUSED: readonly [argv: readonly string[], message: string][] = [
  [["a"], "--output is missing, expected --output FILE"],
  [[], "--output is missing, expected --output FILE"],
  [["-o", "all"], NO_FILE],
  [["-o", "all", "a", ""], NO_FILE],
  [["a", "-o"], "--output has no value, expected --output FILE"],
  [["a", "-o", ""], "--output has no value, expected --output FILE"],
  [["a", "-o", "-"], '--output is "-", expected a file; the same text goes to standard output'],
  [["-", "-o", "all"], 'FILE is "-", expected a file'],
  [["a", "-o", "all", "-o", "all"], "--output is given 2 times, expected it once"],
  [["a", "-o", "all", "--allow-fail"], "unknown flag --allow-fail; did you mean --allow-failed?"],
  [["a", "--o=all"], "unknown flag --o=all; see batch-signal merge --help"],
  [["a", "-o", "all", "-x"], "unknown flag -x; see batch-signal merge --help"],
  [["a", "-o", "all", "--allow-mixed=no"], "--allow-mixed has a value, expected --allow-mixed alone"],
  [["a", "-o", "all", "--allow-failed", "true"], "--allow-failed has a value, expected --allow-failed alone"],
  [["a", "-o", "all", "--allow-mixed", "--allow-mixed"], "--allow-mixed is given 2 times, expected it once"],
];

for (const [argv, message] of REFUSED) {
  Deno.test({ name: `merge: refused: ${argv.join(" ")}`, permissions: "none" }, async () => {
    const error = await assertRejects(() => readCommand(["merge", ...argv]), JobError);
    assertEquals([error.kind, error.exitCode, error.message], ["usage", 2, message]);
  });
}
