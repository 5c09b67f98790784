import { assert, assertEquals, assertRejects } from "@std/assert";
import { Folder } from "./command.ts";
import { fuzzCase } from "./fuzz/generator.ts";
import { minimise } from "./fuzz/minimise.ts";
import { examine, Explanations } from "./fuzz/oracles.ts";
import { difference, PARSERS } from "./fuzz/parsers.ts";
import { examineRun, requireExpected } from "./fuzz/runs/compare.ts";
import { drawRun } from "./fuzz/runs/draw.ts";
import { RunFolder, type RunOutcome } from "./fuzz/runs/execute.ts";
import { featuresOf } from "./fuzz/runs/features.ts";
import { KEPT_RUNS, plain } from "./fuzz/runs/kept.ts";
import { shrinkRun } from "./fuzz/runs/shrink.ts";

const CASES = 1000;
const RUNS = 300;
/** A file that is larger has several segments; one that is still larger takes longer and shows no more. */
const [LEAST_SPLIT_BYTES, MOST_SPLIT_BYTES] = [1 << 22, 1 << 23];
/** Names that {@linkcode featuresOf} gives. */
const FEATURES = 19;

Deno.test(`fuzz: ${RUNS} seeded runs leave what the reference says`, async () => {
  using folder = new RunFolder();
  for (let seed = 0; seed < RUNS; seed++) {
    try {
      await examineRun(drawRun(seed), folder);
    } catch (error) {
      throw new Error(`deno task prove:fuzz --seed ${seed} --cases 1`, { cause: error });
    }
  }
});

Deno.test("fuzz: a run of a file that has several segments leaves what the reference says", async () => {
  using folder = new RunFolder();
  for (let seed = 0;; seed++) {
    const run = drawRun(seed, "large");
    const bytes = run.inputs.reduce((sum, input) => sum + input.bytes.length, 0);
    const isSplit = (run.threads ?? 1) > 1 && run.inputs.length === 1 && bytes > LEAST_SPLIT_BYTES &&
      bytes < MOST_SPLIT_BYTES;
    if (!isSplit) continue;
    await examineRun(run, folder);
    break;
  }
});

Deno.test("fuzz: runs in which a difference was found", async (t) => {
  using folder = new RunFolder();
  for (const { name, run } of KEPT_RUNS) {
    await t.step(name, async () => {
      await examineRun(run, folder);
    });
  }
});

Deno.test("fuzz: runs have all that matters in them", () => {
  const features = new Set(Array.from({ length: RUNS }, (_, seed) => featuresOf(drawRun(seed))).flat());
  assertEquals(features.size, FEATURES, [...features].join(", "));
  const bytes = Array.from({ length: RUNS }, (_, seed) => drawRun(seed).inputs.map((input) => input.bytes)).flat();
  for (const sign of ['"\n', '""', "\r\n", "\xef\xbb\xbf", "\xff", "\0", "M\xc3\xbchle", "M\xf6hle", "\n\n", "NaN"]) {
    assert(bytes.some((file) => file.includes(sign)), JSON.stringify(sign));
  }
  assert(bytes.some((file) => file !== "" && !file.endsWith("\n")), "no line end at the end");
});

Deno.test("fuzz: whatever is changed in what a run leaves is noticed", async () => {
  using folder = new RunFolder();
  const run = {
    keys: {
      window: 2,
      timestamp_column: "t",
      symbol_column: "s",
      time_unit: "s",
      invalid_rows: "skip",
      gaps: "warn",
      interval: "1s",
    },
    inputs: [plain("t,s,close\n1,A,1\n1,B,1\n3,A,x\n3,A,2\n3,B,2\n")],
    signals: "csv",
    hasRejects: true,
  } as const;
  const outcome = await folder.run(run);
  const examine = (changed: Partial<RunOutcome>) =>
    requireExpected(run, { ...outcome, ...changed }, (input) => folder.nameOf(run, input));
  assertEquals(await examine({}), "answer");
  const { metrics = "", log, signals = new Uint8Array(), rejects = new Uint8Array() } = outcome;
  const replaced = (bytes: Uint8Array, from: string, to: string) =>
    new TextEncoder().encode(new TextDecoder().decode(bytes).replace(from, to));
  const withMetrics = (from: string, to: string) => {
    const text = metrics.replace(from, to);
    return { metrics: text, stdout: text };
  };
  const changes: Partial<RunOutcome>[] = [
    { stdout: "" },
    withMetrics('"rows_processed": 4', '"rows_processed": 5'),
    withMetrics('"value": 0.5', '"value": 0.4999'),
    withMetrics('"B"', '"C"'),
    { failures: [{ exitCode: 4, message: "in.csv: broken" }] },
    { signals: replaced(signals, "1.5,1", "1.5,0") },
    { signals: replaced(signals, "1.5", "1.5000000000000002") },
    { signals: replaced(signals, "Z,A,2", "Z,A,2.0") },
    { signals: replaced(signals, "00:00:03Z", "00:00:03.000Z") },
    { rejects: replaced(rejects, "4,", "5,") },
    { rejects: replaced(rejects, "close", "field") },
    { rejects: replaced(rejects, "A,x", "A,X") },
    { log: log.replace('"gaps":2', '"gaps":1') },
    { log: log.replace('"earliest":"1970-01-01T00:00:01Z"', '"earliest":"1970-01-01T00:00:02Z"') },
    { strays: [".batch-signal-x.tmp"] },
  ];
  for (const change of changes) await assertRejects(() => examine(change), Error, "", JSON.stringify(change));
});

Deno.test({ name: "fuzz: a run is shrunk to what shows the difference", permissions: "none" }, async () => {
  const run = {
    keys: { window: 9, close_column: 1, order: "auto", warmup: "exclude" },
    inputs: [plain("a\nb\n"), {
      ...plain(`${"1,2\n".repeat(50)}x#y\n${"3,4\n".repeat(50)}`),
      packing: "gzip",
      isPipe: true,
    }],
    signals: "parquet",
    threads: 3,
  } as const;
  const smallest = await shrinkRun(
    run,
    ({ keys, inputs }) => Promise.resolve(keys.order === "auto" && inputs.some(({ bytes }) => bytes.includes("#"))),
  );
  assertEquals(smallest, { keys: { window: 1, order: "auto" }, inputs: [plain("#")] });
});

Deno.test(`fuzz: ${CASES} seeded files, the same on all paths as by the reference and by other parsers`, async () => {
  using folder = new Folder();
  const explanations = new Explanations();
  for (let seed = 0; seed < CASES; seed++) {
    try {
      await examine(fuzzCase(seed), folder.of("in.csv"), seed % 100 === 0 ? 3 : 1, explanations);
    } catch (error) {
      throw new Error(`deno task prove:fuzz --seed ${seed} --cases 1`, { cause: error });
    }
  }
});

Deno.test({
  name: "fuzz: cases have all that matters in them",
  permissions: "none",
  fn() {
    const texts = Array.from({ length: CASES }, (_, seed) => new TextDecoder().decode(fuzzCase(seed).bytes));
    const valid = texts.filter((text) => /^[^\n]*close[^\n]*\n/i.test(text));
    assert(valid.length > CASES / 2, "most files have a header with close");
    for (const sign of ['"\n', '""', "\r\n", "\r\r", "\ufffd", "\0", "e-", '"close', "\n\n", ",,"]) {
      assert(texts.some((text) => text.includes(sign)), JSON.stringify(sign));
    }
  },
});

Deno.test({
  name: "fuzz: a parser that loses a record is noticed",
  permissions: "none",
  fn() {
    const [parser] = PARSERS;
    if (parser === undefined) throw new Error("no parser");
    const lossy = { ...parser, read: (text: string) => parser.read(text.replace("\n2,", "\n")) };
    assertEquals(difference(parser, "t,close\n1,2\n2,3\n"), undefined);
    assertEquals(difference(lossy, "t,close\n1,2\n2,3\n"), "unexplained");
  },
});

Deno.test({
  name: "fuzz: a file is minimised to what shows the fault",
  permissions: "none",
  async fn() {
    const bytes = new TextEncoder().encode(`${"x,y\n".repeat(100)}a"b${"z".repeat(300)}#\n`);
    const smallest = await minimise(bytes, (tried) => {
      const text = new TextDecoder().decode(tried);
      return Promise.resolve(text.includes('"') && text.includes("#"));
    });
    assertEquals(new TextDecoder().decode(smallest), '"#');
  },
});
