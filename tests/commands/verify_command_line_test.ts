import { assertEquals, assertRejects } from "@std/assert";
import { readCommand } from "../../lib/commands/command_line.ts";
import { VERIFY_USAGE, type VerifyCommand } from "../../lib/commands/verify_command_line.ts";
import { JobError } from "../../lib/errors.ts";
import type { HelpCommand } from "../../lib/commands/usage.ts";

const PLAIN: VerifyCommand = { name: "verify", manifest: "m.json", dir: ".", isRerun: false, isQuiet: false };
const ACCEPTED: readonly [argv: readonly string[], command: VerifyCommand | HelpCommand][] = [
  [["m.json"], PLAIN],
  [["--rerun", "m.json", "-q"], { ...PLAIN, isRerun: true, isQuiet: true }],
  [["m.json", "--dir", "runs/1"], { ...PLAIN, dir: "runs/1" }],
  [["--dir=.", "--", "--rerun"], { ...PLAIN, manifest: "--rerun" }],
  [["-h"], { name: "help", text: VERIFY_USAGE }],
];

for (const [argv, command] of ACCEPTED) {
  Deno.test({ name: `verify: ${argv.join(" ")}`, permissions: "none" }, async () => {
    assertEquals(await readCommand(["verify", ...argv]), command);
  });
}

const REFUSED: readonly [argv: readonly string[], message: string][] = [
  [[], "no manifest is named, expected batch-signal verify manifest.json"],
  [["--rerun"], "no manifest is named, expected batch-signal verify manifest.json"],
  [["a", "b"], '"b" is a second file, expected one manifest'],
  [["a", "--dir"], "--dir has no value, expected --dir DIR"],
  [["a", "--dir", "x", "--dir", "y"], "--dir is given 2 times, expected it once"],
  [["a", "--rerum"], "unknown flag --rerum; did you mean --rerun?"],
  [["a", "--rerun=no"], "--rerun has a value, expected --rerun alone"],
];

for (const [argv, message] of REFUSED) {
  Deno.test({ name: `verify: refused: ${argv.join(" ")}`, permissions: "none" }, async () => {
    const error = await assertRejects(() => readCommand(["verify", ...argv]), JobError);
    assertEquals([error.kind, error.exitCode, error.message], ["usage", 2, message]);
  });
}
