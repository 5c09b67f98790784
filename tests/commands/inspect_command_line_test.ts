import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { readCommand } from "../../lib/commands/command_line.ts";
import { JobError } from "../../lib/errors.ts";
import { INSPECT_USAGE, type InspectCommand } from "../../lib/commands/inspect_command_line.ts";
import { Folder } from "../command.ts";

const ACCEPTED: readonly [argv: readonly string[], command: InspectCommand][] = [
  [["inspect", "a.csv"], { name: "inspect", files: ["a.csv"], form: "text" }],
  [["inspect", "a.csv", "--json"], { name: "inspect", files: ["a.csv"], form: "json" }],
  [["inspect", "--json", "-"], { name: "inspect", files: ["-"], form: "json" }],
  [["inspect", "--", "--json"], { name: "inspect", files: ["--json"], form: "text" }],
  [["inspect", "a", "b", "--config-only", "--", "c"], { name: "inspect", files: ["a", "b", "c"], form: "config" }],
  [["inspect", "a.csv", "--help"], { name: "help", text: INSPECT_USAGE }],
  [["inspect", "-h"], { name: "help", text: INSPECT_USAGE }],
];

for (const [argv, command] of ACCEPTED) {
  // Loading what reads the command is all that it needs to read.
  Deno.test({ name: `inspect: ${argv.slice(1).join(" ")}`, permissions: "none" }, async () => {
    assertEquals(await readCommand(argv), command);
  });
}

const REFUSED: readonly [argv: readonly string[], message: string][] = [
  [["inspect"], "inspect has no file, expected batch-signal inspect FILE"],
  [["inspect", ""], "inspect has no file, expected batch-signal inspect FILE"],
  [["inspect", "--json"], "inspect has no file, expected batch-signal inspect FILE"],
  [["inspect", "a", ""], "inspect has no file, expected batch-signal inspect FILE"],
  [["inspect", "a", "--json", "--config-only"], "--json and --config-only are both given, expected one of them"],
  [["inspect", "a", "--config"], "unknown flag --config; did you mean --config-only?"],
  [["inspect", "a", "--jason"], "unknown flag --jason; did you mean --json?"],
  [["inspect", "a", "-i"], "unknown flag -i; see batch-signal inspect --help"],
  [["inspect", "a", "--json=yes"], "--json has a value, expected --json alone"],
  [["inspect", "a", "--json", "true"], "--json has a value, expected --json alone"],
  [["inspect", "a", "--json", "--json"], "--json is given 2 times, expected it once"],
];

for (const [argv, message] of REFUSED) {
  Deno.test({ name: `inspect: refused: ${argv.slice(1).join(" ")}`, permissions: "none" }, async () => {
    const error = await assertRejects(() => readCommand(argv), JobError);
    assertEquals([error.kind, error.exitCode, error.message], ["usage", 2, message]);
  });
}

Deno.test("inspect: the command prints a screen or JSON, of a file or of standard input, and writes nothing", async () => {
  const text = "1688162400,1,2,0.5,1.5,3,4\n1688162460,1,2,0.5,1.5,3,4\n";
  using folder = new Folder({ "kraken.csv": text });
  const before = folder.names();
  const screen = await folder.run(["inspect", "kraken.csv"]);
  assertEquals([screen.code, screen.stderr], [0, ""]);
  assertStringIncludes(screen.stdout, "kraken.csv\n  bytes          54\n");
  assertStringIncludes(screen.stdout, '\nconfig that fits\n\nseed: 42\nwindow: 2\nversion: "v1"\nlayout: kraken\n');

  const json = await folder.run(["inspect", "kraken.csv", "--json"]);
  const facts: Record<string, unknown> = JSON.parse(json.stdout);
  assertEquals([json.code, facts["file"], facts["layout"], facts["rows"]], [0, "kraken.csv", "kraken", 2]);
  const piped = await folder.run(["inspect", "-", "--json"], text);
  assertEquals(JSON.parse(piped.stdout), { ...facts, file: "standard input" });
  assertEquals(folder.names(), before);

  const help = await folder.run(["inspect", "--help"]);
  assertEquals(help, { code: 0, stdout: INSPECT_USAGE, stderr: "" });
});

Deno.test("inspect: where no config fits, the facts are printed and the first problem is a failure", async () => {
  using folder = new Folder({
    "in.csv": 't,close\n2024-01-02,1\n2024-01-01,x\n2024-01-03,x\n2024-01-01,2\n2024-01-09,"1,000.5"\n',
  });
  const message = '3 of 5 rows can\'t be read, more than 1 %; line 3: close is "x", expected a decimal number';
  const stderr = `batch-signal: in.csv: no config fits: ${message} (and 1 more)\n`;
  const screen = await folder.run(["inspect", "in.csv"]);
  assertEquals([screen.code, screen.stderr], [4, stderr]);
  assertStringIncludes(screen.stdout, `\nproblems\n  ${message}\n`);
  assertEquals(screen.stdout.endsWith("\n\nconfig that fits: none\n"), true);
  const json = await folder.run(["inspect", "in.csv", "--json"]);
  assertEquals([json.code, json.stderr, JSON.parse(json.stdout).config], [4, stderr, null]);
});

Deno.test("inspect: failures are told on standard error, with the exit code of their kind", async () => {
  using folder = new Folder({ "empty.csv": "" });
  const cases: readonly [argv: readonly string[], code: number, message: string][] = [
    [["inspect", "empty.csv"], 4, "empty.csv: the file is empty, expected a table of candles"],
    [["inspect", "none.csv"], 5, "none.csv: cannot be read: no such file or directory"],
    [["inspect"], 2, "inspect has no file, expected batch-signal inspect FILE"],
  ];
  for (const [argv, code, message] of cases) {
    assertEquals(await folder.run(argv), { code, stdout: "", stderr: `batch-signal: ${message}\n` });
  }
});
