/**
 * What users hold gives what the sources give: the binary that `BATCH_SIGNAL` names, or else the bundle that it is made of.
 */
import { assertEquals } from "@std/assert";
import { BUNDLE, makeBundle } from "../../tools/release/bundle.ts";
import {
  type CommandLine,
  commandOf,
  type Finished,
  Folder,
  IS_BINARY,
  JOB_FLAGS,
  SOURCE_COMMAND,
} from "../command.ts";
import { bytesOf, gzipOf, zipOf, zstdOf } from "../inputs/compressed.ts";

const ROWS = 500;
/** Two symbols in turns, timestamps, one row that is invalid, and closes that need more than a double. */
const TEXT = "timestamp,symbol,open,high,low,close,volume\n" +
  Array.from({ length: ROWS }, (_, n) => {
    const time = new Date(Date.UTC(2024, 0, 1) + Math.floor(n / 2) * 60_000).toISOString();
    const close = n === 77 ? "null" : n === 300 ? "1.00000000000000000001" : `${100 + (n * 7919 % 1000) / 100}`;
    return `${time},${n % 2 === 0 ? "A" : '"B,b"'},1,2,0.5,${close},3\n`;
  }).join("");

const CONFIG = [
  "seed: 42",
  "window: 5",
  "version: v1",
  "symbol_column: symbol",
  "timestamp_column: timestamp",
  "invalid_rows: skip",
  "max_invalid_rows: 5%",
  "",
].join("\n");

const INPUTS: Readonly<Record<string, Uint8Array>> = {
  "in.csv": bytesOf(TEXT),
  "in.csv.gz": gzipOf(TEXT),
  "in.csv.zst": zstdOf(TEXT),
  "in.zip": zipOf([{ name: "in.csv", text: TEXT }]),
};
const SIGNALS = [undefined, "signals.csv", "signals.csv.gz", "signals.jsonl", "signals.parquet"];
const LOGS = ["text", "json"];
const THREADS = ["1", "3"];

const NIGHT = ["--signals", "signals.csv", "--rejects", "rejects.csv"];
/** Stands between the command lines of several runs, one after the other. */
const THEN = "then";

/** Command lines that end in another way, or have another verb. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  "no arguments": [],
  "help": ["--help"],
  "help of inspect": ["inspect", "--help"],
  "help of merge": ["merge", "--help"],
  "help of compare": ["compare", "--help"],
  "a merge of no metrics": ["merge", "-o", "all.json", "in.csv"],
  "an unknown flag": ["--inputt", "in.csv"],
  "a missing file": ["-i", "none.csv", ...JOB_FLAGS.slice(2)],
  "an invalid config": ["-i", "in.csv", "-c", "wrong.yaml", ...JOB_FLAGS.slice(4)],
  "invalid data": ["-i", "in.csv", "-c", "plain.yaml", ...JOB_FLAGS.slice(4)],
  "a layout that is found": ["-i", "in.csv", "-c", "auto.yaml", ...JOB_FLAGS.slice(4)],
  "several inputs": ["-i", "in.csv", "-i", "next.csv", "-c", "auto.yaml", ...JOB_FLAGS.slice(4)],
  "three threads": ["-i", "clean.csv", "-c", "times.yaml", ...JOB_FLAGS.slice(4), "--threads", "3"],
  "three threads and an invalid row": ["-i", "in.csv", "-c", "times.yaml", ...JOB_FLAGS.slice(4), "--threads", "3"],
  "help of verify": ["verify", "--help"],
  "a manifest that is none": ["verify", "in.csv"],
  "each schema": ["schema", "config", THEN, "schema", "metrics", THEN, "schema", "state"],
  "a report": ["-i", "in.csv", ...JOB_FLAGS.slice(2), "--report", "report.html"],
  "two nights, and the second again": [
    ...["-i", "in.csv", ...JOB_FLAGS.slice(2), ...NIGHT, "--checkpoint", "one.json", "--manifest", "m1.json", THEN],
    ...["-i", "next.csv", ...JOB_FLAGS.slice(2), ...NIGHT, "--resume", "one.json", "--checkpoint", "two.json"],
    ...["--manifest", "m2.json", "--prometheus", "job.prom", THEN, "verify", "m2.json", "--rerun"],
  ],
  "a night without anything new": [
    ...["-i", "in.csv", ...JOB_FLAGS.slice(2), "--checkpoint", "one.json", THEN],
    ...["-i", "in.csv", ...JOB_FLAGS.slice(2), "--resume", "one.json"],
  ],
  "a pattern": ["-i", "n*.csv", "-c", "auto.yaml", ...JOB_FLAGS.slice(4)],
};
for (const input of Object.keys(INPUTS)) {
  Object.assign(OTHERS, {
    [`inspect of ${input}`]: ["inspect", input],
    [`inspect of ${input} as JSON`]: ["inspect", input, "--json"],
  });
}

/** `latency_ms` makes them others each time. */
const METRICS_IN_MANIFEST =
  /("name": "metrics\.json",\s+"digest": \{\s+"sha256": ")[0-9a-f]{64}("\s+\},\s+"annotations": \{\s+"bytes": )\d+/g;

/** Without what takes a different time in each run, and what the log says of the program itself. */
function withoutTimes(text: string | undefined): string | undefined {
  return text?.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, "TIME")
    .replace(/("?(?:latency|elapsed)_ms"?[:=] ?)\d+/g, "$1N")
    .replace(/((?:run|success)_(?:timestamp|duration)_seconds\{name="job"\}) [0-9.]+/g, "$1 N")
    .replace(/\(commit \w+, deno [0-9.]+\)/g, "(commit C, deno D)")
    .replace(/("commit": ")[^"]+(",\s+"deno": ")[^"]+/g, "$1C$2D")
    .replace(METRICS_IN_MANIFEST, "$1D$2N")
    .replace(/("?commit"?[:=]"?)[0-9a-z]+("?[ ,]"?deno"?[:=]"?)[0-9.]+/g, "$1C$2D");
}

/** What a command leaves: what it prints, and each file that is new. */
async function leftBy(command: CommandLine, flags: readonly string[]): Promise<Record<string, unknown>> {
  using folder = new Folder({ ...INPUTS, "config.yaml": CONFIG });
  folder.write("plain.yaml", "seed: 42\nwindow: 5\nversion: v1\n");
  folder.write(
    "auto.yaml",
    "seed: 42\nwindow: 5\nversion: v1\nlayout: auto\ninvalid_rows: skip\nmax_invalid_rows: 5%\n",
  );
  folder.write("times.yaml", "seed: 42\nwindow: 5\nversion: v1\ntimestamp_column: timestamp\nduplicates: keep\n");
  folder.write("clean.csv", TEXT.replace("null", "1"));
  folder.write("wrong.yaml", "seed: 42\nwindow: 0\nversion: v1\n");
  folder.write("next.csv", TEXT.replaceAll("2024-01-01", "2024-01-02"));
  const before = folder.names();
  const ended: Finished[] = [];
  let rest = flags;
  for (let then = rest.indexOf(THEN); then >= 0; then = rest.indexOf(THEN)) {
    ended.push(await folder.run(rest.slice(0, then), undefined, command));
    rest = rest.slice(then + 1);
  }
  ended.push(await folder.run(rest, undefined, command));
  const files = folder.names().filter((name) => !before.includes(name)).map((name) => {
    const isBinary = /\.(?:gz|parquet)$/.test(name);
    return [name, isBinary ? Deno.readFileSync(folder.of(name)).toHex() : withoutTimes(folder.read(name))];
  });
  const joined = (part: "stdout" | "stderr") => withoutTimes(ended.map((one) => one[part]).join(""));
  const code = Math.max(...ended.map(({ code }) => code));
  return { code, stdout: joined("stdout"), stderr: joined("stderr"), ...Object.fromEntries(files) };
}

/** Runs what users hold. */
async function subject(folder: Folder): Promise<CommandLine> {
  if (IS_BINARY) return [Deno.realPathSync(Deno.env.get("BATCH_SIGNAL") ?? "")];
  for (const [name, bytes] of (await makeBundle("0123456789ab")).files) folder.write(name, bytes);
  return commandOf(folder.of(BUNDLE));
}

Deno.test("same: each signals file, compression, log and number of threads, as from the sources", async () => {
  using folder = new Folder();
  const command = await subject(folder);
  for (const input of Object.keys(INPUTS)) {
    for (const signals of SIGNALS) {
      for (const log of LOGS) {
        for (const threads of THREADS) {
          const flags = ["-i", input, ...JOB_FLAGS.slice(2), "--rejects", "rejects.csv", "--log-format", log];
          flags.push("--threads", threads, ...(signals === undefined ? [] : ["--signals", signals]));
          const [left, expected] = await Promise.all([leftBy(command, flags), leftBy(SOURCE_COMMAND, flags)]);
          assertEquals(left, expected, flags.join(" "));
          assertEquals(left["code"], 0);
          assertEquals(Object.keys(left).length, signals === undefined ? 6 : 7);
        }
      }
    }
  }
});

Deno.test("same: each verb and each kind of failure, as from the sources", async () => {
  using folder = new Folder();
  const command = await subject(folder);
  for (const [name, flags] of Object.entries(OTHERS)) {
    const [left, expected] = await Promise.all([leftBy(command, flags), leftBy(SOURCE_COMMAND, flags)]);
    assertEquals(left, expected, name);
  }
});
