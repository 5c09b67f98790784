import { assertEquals, assertStringIncludes } from "@std/assert";
import { COMPARE_USAGE } from "../../lib/commands/compare_command_line.ts";
import { Folder } from "../command.ts";
import { FAILED_RUN, metricsOf, PLAIN_RUN, UNCOUNTED_RUN, withKey } from "./metrics.ts";

const AFTER = metricsOf({ rows: 10_000n, rowsWithMean: 9_996n, ones: 5_490n });

Deno.test("compare: the command prints a table, JSON or Markdown, and writes nothing", async () => {
  using folder = new Folder({ "a.json": PLAIN_RUN, "b.json": AFTER });
  const before = folder.names();
  const text = await folder.run(["compare", "a.json", "b.json"]);
  assertEquals([text.code, text.stderr], [0, ""]);
  assertStringIncludes(text.stdout, "A: a.json\nB: b.json\n\nkey ");
  assertStringIncludes(text.stdout, "\nvalue           0.4989  0.5490  +0.0501\n");
  const json = await folder.run(["compare", "a.json", "b.json", "--json"]);
  const found = JSON.parse(json.stdout).keys.find(({ key }: { key: string }) => key === "value");
  assertEquals(found, { key: "value", a: 0.4989, b: 0.549, change: 0.0501 });
  const markdown = await folder.run(["compare", "a.json", "b.json", "--markdown"]);
  assertStringIncludes(markdown.stdout, "\n| value | 0.4989 | 0.5490 | +0.0501 |\n");
  assertEquals(folder.names(), before);
  assertEquals(await folder.run(["compare", "--help"]), { code: 0, stdout: COMPARE_USAGE, stderr: "" });
});

Deno.test("compare: a change of more than --max-change is exit 6, and is told as well as printed", async () => {
  using folder = new Folder({
    "a.json": PLAIN_RUN,
    "b.json": AFTER,
    "c.json": withKey(UNCOUNTED_RUN, "value", "0.549"),
  });
  const cases: readonly [b: string, most: string, code: number, stderr: string][] = [
    ["b.json", "5.01%", 0, ""],
    ["b.json", "0.0501", 0, ""],
    [
      "b.json",
      "5%",
      6,
      "batch-signal: b.json: the rate went from 0.4989 (4989 of 10000 rows) to 0.549 (5490 of 10000 rows), " +
      "expected a change of at most 5%\n",
    ],
    [
      "c.json",
      "0.05",
      6,
      "batch-signal: c.json: the rate went from 0.4989 to 0.549, expected a change of at most 5%\n",
    ],
    ["a.json", "0%", 0, ""],
  ];
  for (const [b, most, code, stderr] of cases) {
    const run = await folder.run(["compare", "a.json", b, "--max-change", most]);
    assertEquals([run.code, run.stderr], [code, stderr]);
    assertEquals(run.stdout.includes(`by ${code === 0 ? "at most" : "more than"} `), true, run.stdout);
  }
});

Deno.test("compare: what can't be compared is one line, with the exit code of its kind", async () => {
  using folder = new Folder({ "a.json": PLAIN_RUN, "f.json": FAILED_RUN, "t.json": "1,2\n" });
  const cases: readonly [argv: readonly string[], code: number, message: string][] = [
    [
      ["a.json", "f.json"],
      4,
      'f.json: the run failed with "a.csv: it broke", expected metrics of a run that succeeded',
    ],
    [["t.json", "a.json"], 4, "t.json: the file is not JSON, expected metrics of batch-signal"],
    [["a.json", "none.json"], 5, "none.json: cannot be read: no such file or directory"],
    [["a.json", "."], 5, ".: cannot be read: it is a directory"],
    [["a.json"], 2, "compare has fewer than two files, expected batch-signal compare A.json B.json"],
  ];
  for (const [argv, code, message] of cases) {
    assertEquals(await folder.run(["compare", ...argv]), { code, stdout: "", stderr: `batch-signal: ${message}\n` });
  }
});
