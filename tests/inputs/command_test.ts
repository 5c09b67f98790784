import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { type Finished, finished, Folder, HEARS_WHILE_OPENING, JOB_FLAGS, until } from "../command.ts";
import { bytesOf, concat, gzipOf, zipOf, zstdOf } from "./compressed.ts";

const IS_UNIX = Deno.build.os !== "windows";
const REST = JOB_FLAGS.slice(2);
const inputs = (...paths: readonly string[]) => [...paths.flatMap((path) => ["-i", path]), ...REST];

/** A series that is longer than a chunk, in parts that are files of their own. */
const rows = Array.from({ length: 60_000 }, (_, n) => `${1_700_000_000 + 60 * n},${4000 + (n * 7919) % 5003}.25\n`);
const HEADER = "t,close\n";
const WHOLE = HEADER + rows.join("");

const FILES: Readonly<Record<string, Uint8Array>> = {
  plain: bytesOf(WHOLE),
  gzip: gzipOf(WHOLE),
  "gzip of several members": concat(...[WHOLE.slice(0, 777_777), WHOLE.slice(777_777)].map(gzipOf)),
  zstd: zstdOf(WHOLE),
  "zstd of several frames": concat(...[WHOLE.slice(0, 777_777), WHOLE.slice(777_777)].map((part) => zstdOf(part))),
  zip: zipOf([{ name: "d/", text: "", method: 0 }, { name: "d/a.csv", text: WHOLE }]),
  "zip without compression": zipOf([{ name: "a.csv", text: WHOLE, method: 0 }]),
};

/** What a run must have in common with others on the same candles. */
function resultOf(folder: Folder, { code, stdout, stderr }: Finished): string {
  assertEquals([stderr, code], ["", 0]);
  assertEquals(folder.read("metrics.json"), stdout);
  const log = (folder.read("run.log") ?? "").replace(/^\S+ /gm, "");
  const figures = log.slice(log.indexOf("INFO  header read")).replace(
    / (elapsed_ms|latency_ms|compressed_bytes)=\d+/g,
    "",
  );
  return figures + stdout.replace(/"latency_ms": \d+/, "");
}

Deno.test("inputs: plain, gzip, zstd and zip give the same, as a file, as standard input and as a FIFO", async () => {
  const results: string[] = [];
  for (const [name, bytes] of Object.entries(FILES)) {
    // Nobody looks at the name.
    using folder = new Folder({ "in.csv": bytes });
    results.push(resultOf(folder, await folder.run()));
    const compressedBytes = / compressed_bytes=(\d+) /.exec(folder.read("run.log") ?? "")?.[1];
    assertEquals(compressedBytes, name === "plain" ? undefined : String(bytes.length));
    results.push(resultOf(folder, await folder.run([...JOB_FLAGS, "--threads", "2"])));
    results.push(resultOf(folder, await folder.run(inputs("-"), bytes)));
    if (IS_UNIX) {
      results.push(resultOf(folder, await folder.shell("mkfifo pipe; cat in.csv > pipe & $JOB", inputs("pipe"))));
    }
  }
  assertEquals(results, results.map(() => results[0]));
});

Deno.test("inputs: a large file that is compressed is read by one thread, whatever is asked for", async () => {
  const text = HEADER + rows.join("").repeat(5);
  using folder = new Folder({ "in.csv": text, "stored.zip": zipOf([{ name: "a.csv", text, method: 0 }]) });
  const plain = await folder.run([...JOB_FLAGS, "--threads", "2"]);
  assertStringIncludes(folder.read("run.log") ?? "", " threads=2 ");
  const zipped = await folder.run([...inputs("stored.zip"), "--threads", "2"]);
  assertStringIncludes(folder.read("run.log") ?? "", " threads=1 ");
  const withoutTime = (text: string) => text.replace(/"latency_ms": \d+/, "");
  assertEquals(withoutTime(zipped.stdout), withoutTime(plain.stdout));
});

Deno.test("inputs: several files are one series, each with its own header", async () => {
  const parts = [rows.slice(0, 3), rows.slice(3, 20_000), rows.slice(20_000)].map((part) => part.join(""));
  const turned = (parts[1] ?? "").replace(/^(.*),(.*)$/gm, "$2,$1");
  using folder = new Folder({
    "in.csv": WHOLE,
    "p1.csv": HEADER + parts[0],
    "p2.csv": gzipOf(`Close,t\n${turned}`),
    "p3.csv": zstdOf(HEADER + parts[2]),
  });
  const expected = JSON.parse((await folder.run()).stdout);
  for (const flags of [inputs("p1.csv", "p2.csv", "p3.csv"), inputs("p?.csv"), inputs("p1.csv", "p[2-9].csv")]) {
    const { code, stdout, stderr } = await folder.run(flags);
    assertEquals([stderr, code], ["", 0]);
    assertEquals({ ...JSON.parse(stdout), latency_ms: expected.latency_ms }, expected);
    const lines = (folder.read("run.log") ?? "").split("\n").map((line) => line.slice(25));
    assertEquals(
      lines[0]?.replace(/ batch_signal=.*/, ""),
      'INFO  job started inputs=3 input="p1.csv, p2.csv, p3.csv" config=config.yaml output=metrics.json log_file=run.log',
    );
    assertEquals(lines.slice(2, 6), [
      'INFO  plan made rows=closes scan=batches threads=1 threads_reason="the input is not one file"',
      "INFO  header read fields=2 close_column=2",
      "INFO  header read fields=2 close_column=1",
      "INFO  header read fields=2 close_column=2",
    ]);
    const bytes = WHOLE.length + 2 * HEADER.length;
    const compressed = Deno.statSync(folder.of("p2.csv")).size + Deno.statSync(folder.of("p3.csv")).size;
    assertMatch(
      lines[6] ?? "",
      new RegExp(
        `^INFO  data ingested bytes=${bytes} compressed_bytes=${compressed} files=3 lines=60003 blank_lines=0 ` +
          `rows=60000 careful_rows=\\d+ threads=1 elapsed_ms=\\d+$`,
      ),
    );
  }
});

Deno.test("inputs: standard input and a FIFO may be among several", { ignore: !IS_UNIX }, async () => {
  using folder = new Folder({ "a.csv": "close\n1\n", "c.csv": "close\n3\n" });
  const { code, stdout } = await folder.shell(
    "mkfifo pipe; printf 'close\\n4\\n' > pipe & printf 'close\\n2\\n' | $JOB",
    inputs("a.csv", "-", "c.csv", "pipe"),
  );
  assertEquals([code, JSON.parse(stdout).rows_processed, JSON.parse(stdout).value], [0, 4, 0.75]);
});

Deno.test("inputs: the log names the first of many inputs", async () => {
  const names = Array.from({ length: 12 }, (_, n) => `many-${String(n).padStart(2, "0")}.csv`);
  using folder = new Folder(Object.fromEntries(names.map((name) => [name, "close\n1\n"])));
  assertEquals((await folder.run(inputs("many-*.csv"))).code, 0);
  const shown = names.slice(0, 10).join(", ");
  assertStringIncludes(folder.read("run.log") ?? "", ` inputs=12 input="${shown} and 2 more" config=`);
});

// --- what is wrong

const wrongRow = gzipOf("t,close\n1,1\n2,x\n");

const FAILURES: readonly {
  name: string;
  files: Readonly<Record<string, string | Uint8Array>>;
  flags: readonly string[];
  stdin?: Uint8Array;
  code: number;
  message: string;
}[] = [
  {
    name: "lines are those of the decompressed text",
    files: { "a.gz": wrongRow },
    flags: inputs("a.gz"),
    code: 4,
    message: 'a.gz:3: close is "x", expected a decimal number',
  },
  {
    name: "offsets are those of the decompressed text",
    files: { "a.gz": gzipOf(concat(bytesOf("t,close\n1,1\n2,"), Uint8Array.of(0xe9, 10))) },
    flags: inputs("a.gz"),
    code: 4,
    message: "a.gz:3: close is not UTF-8 at byte offset 14, expected a decimal number",
  },
  {
    name: "a damaged file is told of, not what it makes of the candles",
    files: { "a.gz": wrongRow.map((byte, n, { length }) => n === length - 8 ? byte ^ 1 : byte) },
    flags: inputs("a.gz"),
    code: 4,
    message: "a.gz: the gzip data is damaged: its checksum is 7965312b, expected 7965312a",
  },
  {
    name: "a compressed file that is cut short",
    files: { "a.zst": zstdOf("t,close\n1,1\n2,2\n").subarray(0, -1) },
    flags: inputs("a.zst"),
    code: 4,
    message: "a.zst: the zstd data is truncated, expected the whole file",
  },
  {
    name: "damaged standard input",
    files: {},
    flags: inputs("-"),
    stdin: gzipOf(WHOLE).subarray(0, -9),
    code: 4,
    message: "standard input: the gzip data is truncated, expected the whole file",
  },
  {
    name: "an archive of two files of which the first is no table",
    files: { "a.zip": zipOf([{ name: "README", text: "Read me.\n" }, { name: "a.csv", text: "close\n1\n" }]) },
    flags: inputs("a.zip"),
    code: 4,
    message: 'a.zip: the archive holds "README", "a.csv", expected one file',
  },
  {
    name: "an archive of no file",
    files: { "a.zip": zipOf([]) },
    flags: inputs("a.zip"),
    code: 4,
    message: "a.zip: the archive holds no file that is not empty, expected one file",
  },
  {
    name: "an empty gzip file",
    files: { "a.gz": gzipOf("") },
    flags: inputs("a.gz"),
    code: 4,
    message: "a.gz: the file is empty, expected a header and rows",
  },
  {
    name: "the file at fault is named among several, with its own lines",
    files: { "a.csv": "close\n1\n2\n", "b.csv": "close\n3\nx\n" },
    flags: inputs("a.csv", "b.csv"),
    code: 4,
    message: 'b.csv:3: close is "x", expected a decimal number',
  },
  {
    name: "each header is checked",
    files: { "a.csv": "close\n1\n2\n", "b.csv": "1\n2\n" },
    flags: inputs("a.csv", "b.csv"),
    code: 4,
    message:
      'b.csv:1: the header names "1", expected a column close; write has_header: false and close_column: with its ' +
      "position if this is a row",
  },
  {
    name: "a file without rows among several",
    files: { "a.csv": "close\n1\n2\n", "b.csv": "close\n" },
    flags: inputs("a.csv", "b.csv", "in.csv"),
    code: 4,
    message: "b.csv: the file has a header and no rows, expected at least one row",
  },
  {
    name: "an empty file among several",
    files: { "a.csv": "close\n1\n2\n", "b.csv": "" },
    flags: inputs("a.csv", "b.csv"),
    code: 4,
    message: "b.csv: the file is empty, expected a header and rows",
  },
  {
    name: "fewer rows together than the window",
    files: { "a.csv": "close\n1\n", "b.csv": "close\n1\n", "config.yaml": 'seed: 1\nwindow: 3\nversion: "v1"\n' },
    flags: inputs("a.csv", "b.csv"),
    code: 4,
    message: "a.csv and 1 more: the 2 files have 2 rows together, expected at least 3, the window",
  },
  {
    name: "a file that is missing among several",
    files: {},
    flags: inputs("in.csv", "none.csv"),
    code: 5,
    message: "none.csv: cannot be read: no such file or directory",
  },
  {
    name: "a pattern that fits no file",
    files: {},
    flags: inputs("in.csv", "data/*.csv"),
    code: 5,
    message: "data/*.csv: cannot be read: no file matches",
  },
];

for (const { name, files, flags, stdin, code, message } of FAILURES) {
  Deno.test({ name: `inputs: ${name}`, ignore: !IS_UNIX && code === 5 }, async () => {
    using folder = new Folder({ "metrics.json": "old", ...files });
    const { code: exitCode, stdout, stderr } = await folder.run(flags, stdin);
    assertEquals([stderr, exitCode], [`batch-signal: ${message}\n`, code]);
    assertEquals(JSON.parse(stdout), { version: "v1", status: "error", error_message: message });
    assertEquals(folder.read("metrics.json"), stdout);
  });
}

const REFUSED: readonly [name: string, flags: readonly string[], message: string][] = [
  ["one input twice", inputs("in.csv", "in.csv"), '--input names "in.csv" twice, expected each file once'],
  [
    "one input under two names",
    inputs("in.csv", "link.csv"),
    '--input names one file as "in.csv" and as "link.csv", expected each file once',
  ],
  [
    "one input by name and by pattern",
    inputs("in.csv", "in.*"),
    '--input names "in.csv" twice, expected each file once',
  ],
  [
    "a second input that is the output",
    ["-i", "in.csv", "-i", "metrics.json", ...REST],
    '--output and --input are the same file "metrics.json", expected different files',
  ],
  [
    "a pattern that names the config",
    inputs("*.yaml"),
    '--config and --input are the same file "config.yaml", expected different files',
  ],
  ["standard input twice", inputs("-", "-"), "--input - is given 2 times, expected it once"],
];

for (const [name, flags, message] of REFUSED) {
  Deno.test({ name: `inputs: ${name}`, ignore: !IS_UNIX }, async () => {
    using folder = new Folder({ "metrics.json": "old" });
    Deno.symlinkSync("in.csv", folder.of("link.csv"));
    assertEquals(await folder.run(flags), { code: 2, stdout: "", stderr: `batch-signal: ${message}\n` });
    assertEquals(folder.read("metrics.json"), "old");
  });
}

Deno.test({ name: "inputs: SIGTERM while a compressed pipe is silent", ignore: !IS_UNIX }, async () => {
  using folder = new Folder();
  const child = folder.spawn(inputs("-"));
  const input = child.stdin.getWriter();
  await input.write(gzipOf(WHOLE).subarray(0, 100_000));
  await until(() => folder.read("run.log")?.includes("header read") ?? false);
  child.kill("SIGTERM");
  const { code, stderr } = await finished(child);
  assertEquals([code, stderr], [143, "batch-signal: interrupted by SIGTERM\n"]);
  await input.close().catch(() => {});
});

Deno.test({
  name: "inputs: SIGTERM while the second input has no writer yet",
  ignore: !IS_UNIX || !HEARS_WHILE_OPENING,
}, async () => {
  using folder = new Folder();
  await folder.shell("mkfifo pipe");
  const child = folder.spawn(inputs("in.csv", "pipe"));
  await until(() => folder.read("run.log")?.includes("header read") ?? false);
  child.kill("SIGTERM");
  await child.stdin.close();
  const { code, stderr } = await finished(child);
  assertEquals([code, stderr], [143, "batch-signal: interrupted by SIGTERM\n"]);
});
