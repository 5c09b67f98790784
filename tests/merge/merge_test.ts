import { assertEquals, assertMatch } from "@std/assert";
import { MERGE_USAGE } from "../../lib/commands/merge_command_line.ts";
import { commandOf, CONFIG, finished, Folder, IS_BINARY, JOB_FLAGS } from "../command.ts";
import { copyTree } from "../copy.ts";
import { FAILED_RUN, metricsOf, PLAIN_RUN, UNCOUNTED_RUN, withKey } from "./metrics.ts";

const OTHER = metricsOf({ rows: 20n, rowsWithMean: 16n, ones: 5n });
const MERGE = ["merge", "-o", "all.json"];

Deno.test("merge: the output and standard output hold the same text, whatever the order and the steps", async () => {
  using folder = new Folder({ "m-1.json": PLAIN_RUN, "m-2.json": OTHER, "m-10.json": OTHER, "folder.json": "" });
  Deno.removeSync(folder.of("folder.json"));
  Deno.mkdirSync(folder.of("m-folder.json"));
  const whole = await folder.run([...MERGE, "m-*.json"]);
  assertEquals([whole.code, whole.stderr, folder.read("all.json")], [0, "", whole.stdout]);
  const { rows_processed, value, signals_1, runs, failed } = JSON.parse(whole.stdout);
  assertEquals([rows_processed, value, signals_1, runs, failed], [10_040, 0.4979, 4_999, 3, 0]);
  const before = folder.names();
  assertEquals(await folder.run([...MERGE, "m-10.json", "m-1.json", "./m-2.json"]), whole);
  assertEquals(folder.names(), before);
  assertEquals((await folder.run(["merge", "m-2.json", "--output=some.json", "m-10.json"])).code, 0);
  assertEquals(await folder.run([...MERGE, "m-1.json", "--", "some.json"]), whole);
  assertEquals(await folder.run(["merge", "-h"]), { code: 0, stdout: MERGE_USAGE, stderr: "" });
});

Deno.test("merge: what can't be merged is one line, and leaves no output of an earlier time", async () => {
  using folder = new Folder({
    "a.json": PLAIN_RUN,
    "b.json": withKey(OTHER, "version", '"v2"'),
    "f.json": FAILED_RUN,
    "u.json": UNCOUNTED_RUN,
    "t.json": "1,2\n",
  });
  Deno.symlinkSync("a.json", folder.of("link.json"));
  const noCounts = "the metrics have no counts, expected signals_1 and rows_with_mean";
  const cases: readonly [argv: readonly string[], code: number, message: string][] = [
    [["a.json", "a.json"], 4, "a.json: the file is given twice, expected each file once"],
    [["a.json", "b.json", "link.json"], 4, "link.json: the file is also given as a.json, expected each file once"],
    [["a.json", "u.json"], 4, `u.json: ${noCounts}; write counts: include in the config of the run`],
    [
      ["a.json", "b.json"],
      4,
      'b.json: version is "v2" and that of a.json is "v1", expected one version; --allow-mixed merges runs of several',
    ],
    [
      ["a.json", "f.json"],
      4,
      'f.json: the run failed with "a.csv: it broke", expected metrics of a run that succeeded; --allow-failed counts it',
    ],
    [["--allow-failed", "f.json"], 4, "f.json: the run failed, expected at least one run that succeeded"],
    [["t.json"], 4, "t.json: the file is not JSON, expected metrics of batch-signal"],
    [["a.json", "none.json"], 5, "none.json: cannot be read: no such file or directory"],
    [["a.json", "none-*.json"], 5, "none-*.json: cannot be read: no file matches"],
    [["a.json", "."], 5, ".: cannot be read: it is a directory"],
  ];
  for (const [argv, code, message] of cases) {
    folder.write("all.json", OTHER);
    assertEquals(await folder.run([...MERGE, ...argv]), { code, stdout: "", stderr: `batch-signal: ${message}\n` });
    assertEquals(folder.read("all.json"), undefined);
  }
  const allowed = await folder.run([...MERGE, "--allow-mixed", "--allow-failed", "a.json", "b.json", "f.json"]);
  const { version, runs, failed } = JSON.parse(allowed.stdout);
  assertEquals([allowed.code, version, runs, failed], [0, null, 2, 1]);
  assertEquals(folder.names().filter((name) => name.includes("tmp")), []);
});

Deno.test("merge: an output that is an input, or can't be written, is refused", async () => {
  using folder = new Folder({ "a.json": PLAIN_RUN, "all.json": OTHER });
  const own = '--output and an input are the same file "all.json", expected different files';
  const wrong = await folder.run([...MERGE, "*.json"]);
  assertEquals(wrong, { code: 2, stdout: "", stderr: `batch-signal: ${own}\n` });
  assertEquals([folder.read("a.json"), folder.read("all.json")], [PLAIN_RUN, OTHER]);
  const nowhere = await folder.run(["merge", "-o", "none/all.json", "a.json"]);
  const stderr = "batch-signal: none/all.json: cannot be written: the folder none does not exist\n";
  assertEquals(nowhere, { code: 5, stdout: "", stderr });
});

Deno.test("merge: the metrics of many files are those of one run over all of them by symbol", async () => {
  const closes: Record<string, readonly number[]> = {
    "600519": [3, 1, 4, 1, 5, 9, 2, 6],
    B: [1, 2, 3, 4, 5],
    A: [2, 7, 1, 8, 2, 8, 1],
    short: [1],
  };
  const symbols = Object.keys(closes).filter((symbol) => symbol !== "short");
  for (const warmup of ["zero", "exclude", "exclude-from-rate"]) {
    const config = `${CONFIG}counts: include\nwarmup: ${warmup}\n`;
    using folder = new Folder({ "config.yaml": `${config}symbol_column: s\n`, "plain.yaml": config });
    const rowsOf = (symbol: string) => (closes[symbol] ?? []).map((close) => `${symbol},${close}\n`).join("");
    folder.write("in.csv", `s,close\n${symbols.map(rowsOf).join("")}`);
    const whole = JSON.parse((await folder.run()).stdout);
    for (const symbol of symbols) {
      folder.write(`${symbol}.csv`, `s,close\n${rowsOf(symbol)}`);
      for (const [name, of] of [["plain", "plain"], ["config", "symbols"]]) {
        const files = ["-i", `${symbol}.csv`, "-c", `${name}.yaml`, "-o", `${of}-${symbol}.json`, "-l", "run.log"];
        assertEquals((await folder.run(files)).code, 0);
      }
    }
    const { latency_ms: _, symbols: own, ...totals } = whole;
    const { latency_ms: __, runs, failed, ...plain } = JSON.parse((await folder.run([...MERGE, "plain-*"])).stdout);
    assertEquals([plain, runs, failed], [totals, symbols.length, 0]);
    const merged = await folder.run([...MERGE, "symbols-*"]);
    assertEquals(JSON.parse(merged.stdout).symbols, own);
    assertMatch(
      merged.stdout,
      /^ {4}"A": \{ "rows_processed": \d, "value": [\d.]+, "signals_1": \d, "rows_with_mean": \d }/m,
    );
    // A merged file can be merged and compared with the one run.
    folder.write("whole.json", (await folder.run()).stdout);
    const compared = await folder.run(["compare", "whole.json", "all.json", "--max-change", "0%"]);
    assertEquals([compared.code, compared.stderr], [0, ""]);
  }
});

Deno.test("merge: ten thousand files in any order and grouping", async () => {
  using folder = new Folder();
  Deno.mkdirSync(folder.of("m"));
  const count = 10_000;
  for (let n = 0; n < count; n++) {
    folder.write(`m/${n}.json`, metricsOf({ rows: BigInt(n + 2), rowsWithMean: BigInt(n + 1), ones: BigInt(n >> 1) }));
  }
  const whole = await folder.run([...MERGE, "m/*.json"]);
  assertEquals([whole.code, whole.stderr], [0, ""]);
  const { rows_processed, signals_1, rows_with_mean, runs } = JSON.parse(whole.stdout);
  const ones = 2 * (count / 2) * (count / 2 - 1) / 2;
  assertEquals([rows_processed, signals_1, rows_with_mean, runs], [50_015_000, ones, 50_005_000, count]);
  for (const end of [9, 3, 0, 1, 2, 4, 5, 6, 7, 8]) {
    assertEquals((await folder.run(["merge", "-o", `part-${end}.json`, `m/*${end}.json`])).code, 0);
  }
  assertEquals(await folder.run([...MERGE, "part-[5-9].json", "part-0.json", "part-[1-4].json"]), whole);
});

Deno.test({ name: "merge: a run needs none of its code", ignore: IS_BINARY }, async () => {
  using folder = new Folder();
  Deno.mkdirSync(folder.of("copy"));
  for (const part of ["lib", "main.ts", "deno.json", "deno.lock"]) {
    copyTree(new URL(`../../${part}`, import.meta.url), folder.of(`copy/${part}`));
  }
  const gone = ["lib/merge", "lib/outputs/counts.ts", "lib/commands/verb.ts"];
  for (const path of gone) Deno.removeSync(folder.of(`copy/${path}`), { recursive: true });
  const command = commandOf(folder.of("copy/main.ts"));
  const run = await finished(folder.spawn(JOB_FLAGS, command));
  assertEquals([run.code, run.stderr], [0, ""]);
  const merge = await finished(folder.spawn([...MERGE, "metrics.json"], command));
  assertEquals([merge.code, merge.stderr.startsWith("batch-signal: internal error: ")], [1, true]);
});
