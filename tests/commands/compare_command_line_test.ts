import { assertEquals, assertRejects } from "@std/assert";
import { readCommand } from "../../lib/commands/command_line.ts";
import { COMPARE_USAGE, type CompareCommand } from "../../lib/commands/compare_command_line.ts";
import { JobError } from "../../lib/errors.ts";
import type { HelpCommand } from "../../lib/commands/usage.ts";

const PLAIN: CompareCommand = { name: "compare", a: "a", b: "b", form: "text", maxChange: undefined };
const most = (percentMillionths: number): CompareCommand => ({ ...PLAIN, maxChange: { percentMillionths } });
const ACCEPTED: readonly [argv: readonly string[], command: CompareCommand | HelpCommand][] = [
  [["a", "b"], PLAIN],
  [["a", "a"], { ...PLAIN, b: "a" }],
  [["--json", "a", "b"], { ...PLAIN, form: "json" }],
  [["a", "--markdown", "b"], { ...PLAIN, form: "markdown" }],
  [["a", "b", "--max-change", "5%"], most(5_000_000)],
  [["a", "b", "--max-change=0.05"], most(5_000_000)],
  [["a", "b", "--max-change", "0.00000001"], most(1)],
  [["a", "b", "--max-change", "0"], most(0)],
  [["a", "b", "--max-change", "1"], most(100_000_000)],
  [["--", "--json", "b"], { ...PLAIN, a: "--json" }],
  [["a", "-h"], { name: "help", text: COMPARE_USAGE }],
];

for (const [argv, command] of ACCEPTED) {
  Deno.test({ name: `compare: ${argv.join(" ")}`, permissions: "none" }, async () => {
    assertEquals(await readCommand(["compare", ...argv]), command);
  });
}

const FEW = "compare has fewer than two files, expected batch-signal compare A.json B.json";
const share = (value: string) => `--max-change is "${value}", expected a share such as 5% or 0.05`;
const REFUSED: readonly [argv: readonly string[], message: string][] = [
  [[], FEW],
  [["a"], FEW],
  [["a", ""], FEW],
  [["a", "b", "c"], 'compare has a third file "c", expected two files'],
  [["a", "-"], 'FILE is "-", expected a file'],
  [["a", "b", "--json", "--markdown"], "--json and --markdown are both given, expected one of them"],
  [["a", "b", "--max-change"], "--max-change has no value, expected --max-change SHARE"],
  [["a", "b", "--max-change", "5"], share("5")],
  [["a", "b", "--max-change", "5 %"], share("5 %")],
  [["a", "b", "--max-change=-5%"], share("-5%")],
  [["a", "b", "--max-change", "1.00000001"], share("1.00000001")],
  [["a", "b", "--max-change", "0.000000001"], share("0.000000001")],
  [["a", "b", "--max-change", "101%"], share("101%")],
  [["a", "b", "--max-change", "5%", "--max-change", "6%"], "--max-change is given 2 times, expected it once"],
  [["a", "b", "--md"], "unknown flag --md; see batch-signal compare --help"],
  [["a", "b", "--json=1"], "--json has a value, expected --json alone"],
];

for (const [argv, message] of REFUSED) {
  Deno.test({ name: `compare: refused: ${argv.join(" ")}`, permissions: "none" }, async () => {
    const error = await assertRejects(() => readCommand(["compare", ...argv]), JobError);
    assertEquals([error.kind, error.exitCode, error.message], ["usage", 2, message]);
  });
}
