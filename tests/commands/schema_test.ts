import { assert, assertEquals } from "@std/assert";
import { parse } from "@std/yaml/parse";
import { Ajv, type ValidateFunction } from "ajv";
import { exampleOf } from "../../lib/config/example_line.ts";
import { KEY_NAMES } from "../../lib/config/keys.ts";
import { schemaText } from "../../lib/commands/schema.ts";
import { SCHEMA_USAGE, SCHEMAS } from "../../lib/commands/schema_command_line.ts";
import { Folder, JOB_FLAGS } from "../command.ts";
import { configOf } from "../run_in_process.ts";
import { candleRows } from "../confidence/walk.ts";

const ROOT = new URL("../../", import.meta.url);
const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
const isConfig: ValidateFunction = ajv.compile(JSON.parse(schemaText("config")));
const isMetrics: ValidateFunction = ajv.compile(JSON.parse(schemaText("metrics")));

const BASE = 'seed: 42\nwindow: 5\nversion: "v1"\n';

Deno.test("schema: the command prints it, and tells what there is", async () => {
  using folder = new Folder();
  for (const name of SCHEMAS) {
    assertEquals(await folder.run(["schema", name]), { code: 0, stdout: schemaText(name), stderr: "" });
  }
  assertEquals(await folder.run(["schema", "-h"]), { code: 0, stdout: SCHEMA_USAGE, stderr: "" });
  const remedy = "expected config, metrics or state; write batch-signal schema config\n";
  for (
    const [words, found] of [
      [[], "schema is given alone"],
      [["stat"], '"stat" follows schema'],
      [["config", "metrics"], '"config metrics" follows schema'],
    ] as const
  ) {
    const stderr = `batch-signal: ${found}, ${remedy}`;
    assertEquals(await folder.run(["schema", ...words]), { code: 2, stdout: "", stderr });
  }
});

/** The configs in the pages. */
const examples = ["README.md", ...[...Deno.readDirSync(new URL("docs", ROOT))].map(({ name }) => `docs/${name}`)]
  .filter((page) => page.endsWith(".md"))
  .flatMap((page) => [...Deno.readTextFileSync(new URL(page, ROOT)).matchAll(/^```yaml\n(.*?)^```$/gms)])
  .map(([, text = ""]) => text);

Deno.test("schema: every config in the pages, and config.yaml, is one", () => {
  assert(examples.length >= 7);
  for (const text of [...examples, Deno.readTextFileSync(new URL("config.yaml", ROOT))]) {
    assertEquals(isConfig(parse(text)), true, `${text}${JSON.stringify(isConfig.errors)}`);
  }
});

/** Values that the job takes. */
const TAKEN: readonly string[] = [
  ...KEY_NAMES.slice(3).map(exampleOf),
  "close_column: 5",
  "symbol_column: none",
  "delimiter: tab",
  'delimiter: "|"',
  "decimal_mark: .",
  "decimal_mark: ','",
  "thousands_mark: space",
  "interval: 90s",
  "max_invalid_rows: 0",
  "max_invalid_rows: 0.57%",
  "max_invalid_rows: 100%",
  "min_signal_rate: 0",
  "min_signal_rate: 1.0",
  "max_rate_change: 0.05",
  "confidence: 0.95",
  "confidence: 50%",
  "confidence: 99.9%",
  "confidence: 99.85%",
  "block: 100",
  "bootstrap: 99",
];
/** Values that it refuses, and a schema can. */
const REFUSED: readonly string[] = [
  "close: 5",
  "layout: binance",
  "close_column: 0",
  'close_column: " "',
  "close_column: 1.5",
  "has_header: 1",
  "has_header: 'true'",
  "skip_lines: -1",
  "delimiter: ab",
  "delimiter: a",
  "order: up",
  "gaps: yes",
  "interval: 1",
  "interval: 0m",
  "interval: 1 m",
  "max_invalid_rows: -1",
  "max_invalid_rows: 101%",
  "max_invalid_rows: 1.5",
  "min_rows: 0",
  "min_signal_rate: 1.5",
  "min_signal_rate: 30 %",
  "counts: exclude",
  "confidence: 49%",
  "confidence: 99.91%",
  "confidence: 100%",
  "confidence: 95",
  "bootstrap: 98",
  "block: 0",
  "block: none",
];
/** With these, keys that need another one are not alone. */
const MORE: Readonly<Record<string, string>> = {
  interval: "gaps: warn",
  max_invalid_rows: "invalid_rows: skip",
  bootstrap: "confidence: 95%",
  block: "confidence: 95%",
};

for (const [lines, isTaken] of [[TAKEN, true], [REFUSED, false]] as const) {
  Deno.test(`schema: a config ${isTaken ? "that the job takes is one" : "that the job refuses is none"}`, async () => {
    for (const line of lines) {
      const more = MORE[line.split(":", 1)[0] ?? ""];
      const text = `${BASE}${line}\n${more === undefined ? "" : `${more}\n`}`;
      assertEquals(isConfig(parse(text)), isTaken, `${line} ${JSON.stringify(isConfig.errors)}`);
      const read = await configOf(text).then(() => true, () => false);
      assertEquals(read, isTaken, line);
      if (isTaken && more !== undefined) assertEquals(isConfig(parse(`${BASE}${line}\n`)), false, `${line} alone`);
    }
  });
}

Deno.test("schema: what is missing, repeated or of another type in the three that are required", () => {
  for (
    const text of [
      "seed: 42\nwindow: 5\n",
      'seed: -1\nwindow: 5\nversion: "v1"\n',
      'seed: 42\nwindow: 0\nversion: "v1"\n',
      "seed: 42\nwindow: 5\nversion: 1.10\n",
      'seed: 42\nwindow: 5\nversion: ""\n',
      'seed: "42"\nwindow: 5\nversion: "v1"\n',
      "- 1\n",
    ]
  ) assertEquals(isConfig(parse(text)), false, text);
});

Deno.test("schema: the states that runs write are some, and metrics are none", async () => {
  const isState: ValidateFunction = ajv.compile(JSON.parse(schemaText("state")));
  const rows = candleRows(60, 1).map((row, n) => row.replace(",", `,${["A", "B"][n % 2]},`));
  for (const keys of ["", "symbol_column: s\ntimestamp_column: t\n", "inputs: symbols\n"]) {
    using folder = new Folder({ "in.csv": `t,s,close\n${rows.join("")}`, "config.yaml": BASE + keys });
    const end = await folder.run([...JOB_FLAGS, "--checkpoint", "one.json"]);
    assertEquals(end.code, 0, end.stderr);
    folder.write("in.csv", `t,s,close\n${rows.join("")}${rows.join("").replace(/^1/gm, "2")}`);
    const again = await folder.run([...JOB_FLAGS, "--resume", "one.json", "--checkpoint", "two.json"]);
    assertEquals(again.code, 0, again.stderr);
    assertEquals(isMetrics(JSON.parse(again.stdout)), true, JSON.stringify(isMetrics.errors));
    for (const name of ["one.json", "two.json"]) {
      assertEquals(isState(JSON.parse(folder.read(name) ?? "")), true, JSON.stringify(isState.errors));
    }
    assertEquals(isState(JSON.parse(again.stdout)), false);
  }
});

Deno.test("schema: the metrics that runs and merge write are some, and others are none", async () => {
  const rows = `t,close\n${candleRows(1200, 1).join("")}`;
  const symbols = `t,s,close\n${
    candleRows(60, 1).map((row, n) => row.replace(",", `,${["A", "B"][n % 2]},`)).join("")
  }`;
  const config = (...keys: readonly string[]) => BASE + keys.map((key) => `${key}\n`).join("");
  const runs: readonly (readonly [text: string, config: string, code: number])[] = [
    [rows, BASE, 0],
    ["t,close\n1,x\n", BASE, 4],
    [rows, config("counts: include", "warmup: exclude"), 0],
    [rows, config("min_rows: 10", "max_signal_rate: 99%"), 0],
    [rows, config("min_rows: 5000"), 6],
    [rows, config("confidence: 95%", "bootstrap: 99"), 0],
    [rows, config("confidence: 95%", "block: 500"), 0],
    [symbols, config("symbol_column: s"), 0],
    [symbols, config("symbol_column: s", "counts: include"), 0],
  ];
  const texts: string[] = [];
  for (const [text, keys, code] of runs) {
    using folder = new Folder({ "in.csv": text, "config.yaml": keys });
    const end = await folder.run();
    assertEquals(end.code, code, end.stderr);
    texts.push(end.stdout);
    if (!keys.includes("counts")) continue;
    const merged = await folder.run(["merge", "-o", "all.json", "metrics.json"]);
    assertEquals(merged.code, 0, merged.stderr);
    texts.push(merged.stdout);
  }
  assertEquals(texts.length, 11);
  for (const text of texts) {
    assertEquals(isMetrics(JSON.parse(text)), true, `${text}${JSON.stringify(isMetrics.errors)}`);
  }
  const [first = ""] = texts;
  for (
    const [from, to] of [['"value": 0', '"value": 1'], ['"success"', '"ok"'], ['"seed"', '"sead"'], [
      '"v1"',
      "1",
    ]] as const
  ) {
    assert(first.includes(from));
    assertEquals(isMetrics(JSON.parse(first.replace(from, to))), false, to);
  }
});
