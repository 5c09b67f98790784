import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { Folder, JOB_FLAGS } from "../command.ts";
import { gzipOf } from "../inputs/compressed.ts";
import { config, REPORT, reportOf, textOf, walk } from "./report_of.ts";

Deno.test("report: data.csv on one page", async () => {
  const page = await reportOf({
    "in.csv": await Deno.readFile(new URL("../../data.csv", import.meta.url)),
    "config.yaml": config(),
  });
  const text = textOf(page);
  for (
    const part of [
      "Signal report in.csv: 10,000 rows, window 5, config version v1 Status success Signal rate 0.4804 : 4,804 of 10,000 rows",
      "close rolling mean of 5 closes signal is 1: the close is above the mean",
      "Each point covers 16 rows",
      "of each 256 rows",
      "Equal closes in a row 13 rows of 42,757.91, up to in.csv:2126",
      "Largest move 100.35 (−0.234%), from 42,924.97 to 42,824.62, in.csv:3152",
      "Timestamps not read: the key timestamp_column is not given",
      "seed 42 window 5 version v1",
      "Input in.csv Config config.yaml Metrics metrics.json Log run.log Report report.html",
    ]
  ) assertStringIncludes(text, part);
  assertEquals(page.match(/role="img"/g)?.length, 3);
});

Deno.test("report: the same bytes on any threads, compressed or not, from a pipe, in any chunks", async () => {
  const text = `t,close\n${walk(40_000).map((close, n) => `${n},${close / 100}\n`).join("")}`;
  const plain = await reportOf({ "in.csv": text, "config.yaml": config() }, [...REPORT, "--threads", "1"]);
  const same = async (files: Record<string, string | Uint8Array>, ...flags: string[]) =>
    assert(await reportOf({ "config.yaml": config(), ...files }, [...REPORT, ...flags]) === plain, flags.join(" "));
  await same({ "in.csv": text }, "--threads", "3");
  await same({ "in.csv": gzipOf(text) });
  // A blank line is counted.
  const quoted = await reportOf({ "in.csv": text.replace("\n7,", '\n"7",'), "config.yaml": config() });
  assertEquals(quoted.replace(/[0-9,]+ bytes/, ""), plain.replace(/[0-9,]+ bytes/, ""));
  using folder = new Folder({ "config.yaml": config() });
  const flags = REPORT.map((flag) => flag === "in.csv" ? "-" : flag);
  assertEquals((await folder.run(flags, text)).code, 0);
  assertEquals((folder.read("report.html") ?? "").replaceAll("standard input", "in.csv"), plain);
});

Deno.test("report: newest first, it tells the same as oldest first, from left to right", async () => {
  const rows = walk(3000).map((close, n) => `${1_700_000_000 + 60 * n},${close}\n`);
  const keys = ["timestamp_column: t", "warmup: exclude-from-rate"];
  const oldest = await reportOf({ "in.csv": `t,close\n${rows.join("")}`, "config.yaml": config(...keys) });
  const newest = await reportOf({
    "in.csv": `t,close\n${rows.toReversed().join("")}`,
    "config.yaml": config(...keys, "order: descending"),
  });
  const rate = (page: string) => /Signal rate (0\.\d+ : [\d,]+ of [\d,]+ rows)/.exec(textOf(page))?.[1];
  assertEquals(rate(newest), rate(oldest));
  const move = (page: string) => /Largest move (\S+) /.exec(textOf(page))?.[1];
  assertEquals(move(newest), move(oldest));
  const runs = (page: string) => /Runs Rows in a row.*? Data/.exec(textOf(page))?.[0];
  assertEquals(runs(newest), runs(oldest));
  const [ends, newestEnds] = [oldest, newest].map((page) => page.match(/(?<=>)\d{4}-[^<]*Z(?=<)/g)?.slice(0, 2));
  assertEquals(ends, ["2023-11-14T22:13:20Z", "2023-11-17T00:12:20Z"]);
  assertEquals(newestEnds, ends);
  assertStringIncludes(textOf(newest), "row 3,000 1,500 1 2023-11-14T22:13:20Z");
});

Deno.test("report: constant closes, and one that is a thousand times the others", async () => {
  const constant = textOf(await reportOf({ "in.csv": `close\n${"7.50\n".repeat(3000)}`, "config.yaml": config() }));
  assertStringIncludes(constant, "Equal closes in a row 3,000 rows of 7.50, up to in.csv:3001");
  assertStringIncludes(constant, "It changes 0 times, and stays 1 for 0 rows and 0 for 2,996 rows at most.");
  assert(!constant.includes("Largest move"));

  const closes = walk(3000).map((close, n) => n === 1234 ? 1000 * close : close);
  const spike = textOf(await reportOf({ "in.csv": `close\n${closes.join("\n")}\n`, "config.yaml": config() }));
  assertStringIncludes(spike, "The axis is logarithmic.");
  assertMatch(spike, /Largest move [\d,]+ \(\+[\d,.]+%\), from [\d,]+ to [\d,]+, in\.csv:1236 /);
});

Deno.test("report: numbers that no double holds", async () => {
  const closes = ["1e900", "1", "-1e900", "0.00000000000000000000000000001", `1${"0".repeat(40)}`, "2", "3"];
  const text = textOf(
    await reportOf({
      "in.csv": `close\n${closes.join("\n")}\n`,
      "config.yaml": config("warmup: zero").replace("window: 5", "window: 2"),
    }),
  );
  assertStringIncludes(text, "Largest move 1e+900, from 1 to -1e+900, in.csv:4");
});

Deno.test("report: one row", async () => {
  const text = textOf(
    await reportOf({ "in.csv": "close\n5\n", "config.yaml": config().replace("window: 5", "window: 1") }),
  );
  assertStringIncludes(text, "1 row, window 1, config version v1");
  assertStringIncludes(text, "Each row is drawn.");
  assertStringIncludes(text, "Equal closes in a row none");
});

Deno.test("report: gaps, repeats, skipped rows, gates and the interval", async () => {
  const lines = walk(3000).flatMap((close, n) => {
    const time = 1_700_000_000 + 60 * n + (n > 1000 ? 7200 : 0) + (n > 2000 ? 1800 : 0);
    return n === 50 ? [`${time},${close}`, `${time},${close}`] : n === 60 ? [`${time},x`] : [`${time},${close}`];
  });
  const keys = ["timestamp_column: t", "gaps: warn", "interval: 1m", "duplicates: keep", "invalid_rows: skip"];
  const page = await reportOf({
    "in.csv": `t,close\n${lines.join("\n")}\n\n`,
    "config.yaml": config(...keys, "confidence: 90%", "min_rows: 10", "max_signal_rate: 0.1", "gates: warn"),
  });
  const text = textOf(page);
  for (
    const part of [
      "Gates Gate Limit Actual Result min_rows 10 3,000 passed max_signal_rate 0.1 0.",
      " failed Warnings in.csv: 3 gaps in time, the longest of 2h 1m from 1700060000 to line 1004",
      "Blank lines 1 ",
      "Skipped rows 1 ",
      "Span 2023-11-14T22:13:20Z to 2023-11-17T02:42:20Z: 2d 4h",
      "Repeated timestamps 1 Gaps 3 Irregular steps 0 Gap 2h 1m from 1700060000 to 1700067260, in.csv:1004",
    ]
  ) assertStringIncludes(text, part);
  assertMatch(text, /90% interval 0\.\d+ to 0\.\d+ Gates/);
});

Deno.test("report: a series of two files says in which one a row is", async () => {
  const text = textOf(
    await reportOf({ "a.csv": "close\n1\n2\n3\n", "b.csv": "x,close\n\n0,4\n0,90\n0,91\n", "config.yaml": config() }, [
      ...["-i", "a.csv", "-i", "b.csv"],
      ...REPORT.slice(2),
    ]),
  );
  assertStringIncludes(text, "a.csv and 1 more: 6 rows");
  assertStringIncludes(text, "Largest move 86 (+2150.000%), from 4 to 90, b.csv:4".replace("2150", "2,150"));
});

const HOSTILE = [
  "<script>alert(1)</script>",
  `"><img src=x onerror=alert(1)>`,
  "&lt;b&gt;",
  "\u202eevil",
  "-->]]></style>",
];

Deno.test("report: 500 symbols, some of which want to be markup", async () => {
  const names = [...HOSTILE, ...Array.from({ length: 495 }, (_, n) => `S${n}`)];
  const closes = walk(500 * 20);
  const rows = closes.map((close, n) => {
    const name = names[n % 500] ?? "";
    return `"${name.replaceAll('"', '""')}",${HOSTILE.includes(name) ? n : close}\n`;
  });
  const page = await reportOf({
    "in.csv": `symbol,close\n${rows.join("")}`,
    "config.yaml": config("symbol_column: symbol"),
  });
  const text = textOf(page);
  assertStringIncludes(text, "Symbols 500 symbols The 20 highest signal rates Symbol Signal rate Rows");
  // Their closes always rise.
  assertStringIncludes(page, "&lt;script&gt;alert(1)<wbr>&lt;/script&gt;</th><td>0.8000</td><td>20</td>");
  assertStringIncludes(page, "\\u202eevil");
  assertEquals(page.match(/role="img"/g)?.length, 2);
  assert(!text.includes("Largest move"));
});

Deno.test("report: each input a symbol", async () => {
  const files = { "A.csv": "close\n1\n2\n3\n2\n", "B.csv": "close\n5\n4\n3\n4\n5\n" };
  const flags = ["-i", "A.csv", "-i", "B.csv", ...REPORT.slice(2)];
  const text = textOf(
    await reportOf({ ...files, "config.yaml": config("inputs: symbols").replace("window: 5", "window: 2") }, flags),
  );
  assertStringIncludes(
    text,
    "Symbols 2 symbols The 2 highest signal rates Symbol Signal rate Rows A 0.5000 4 B 0.4000 5",
  );
  assertStringIncludes(text, "It changes 2 times, and stays 1 for 2 rows and 0 for 2 rows at most.");
});

Deno.test("report: hostile names of files and values of the config are text", async () => {
  const name = `"><script>alert(1)<.csv`;
  const page = await reportOf(
    { [name]: "close\n1\n2\n", "config.yaml": `seed: 1\nwindow: 1\nversion: '<b onclick="x">&'\n` },
    ["-i", name, ...REPORT.slice(2)],
  );
  assertStringIncludes(page, "<title>Signal report: &quot;&gt;&lt;script&gt;alert(1)&lt;.csv</title>");
  assertStringIncludes(textOf(page), "config version &lt;b onclick=&quot;x&quot;");
});

Deno.test("report: a run that fails leaves none, and takes that of an earlier run away", async () => {
  const cases: readonly (readonly [files: Record<string, string>, code: number])[] = [
    [{ "in.csv": "t,close\n1,1\n2,x\n" }, 4],
    [{ "config.yaml": "seed: 1\nwindow: x\nversion: v1\n" }, 3],
    [{ "config.yaml": config("min_rows: 100").replace("window: 5", "window: 2") }, 6],
  ];
  for (const [files, expected] of cases) {
    using folder = new Folder({ ...files, "report.html": "old" });
    const { code } = await folder.run(REPORT);
    assertEquals([code, folder.read("report.html")], [expected, undefined]);
    assert(!folder.names().some((name) => name.startsWith("report")), folder.names().join());
  }
});

Deno.test("report: a folder that does not exist, a path that is another file's, a dash", async () => {
  using folder = new Folder();
  const missing = await folder.run([...JOB_FLAGS, "--report", "out/report.html"]);
  assertEquals([missing.code, missing.stderr], [
    5,
    "batch-signal: out/report.html: cannot be written: the folder out does not exist\n",
  ]);
  assertEquals(folder.names(), ["config.yaml", "in.csv", "metrics.json", "run.log"]);
  const same = await folder.run([...JOB_FLAGS, "--report", "metrics.json"]);
  assertEquals([same.code, same.stderr.split("\n")[0]], [
    2,
    'batch-signal: --report and --output are the same file "metrics.json", expected different files',
  ]);
  const dash = await folder.run([...JOB_FLAGS, "--report", "-"]);
  assertEquals(dash.code, 2);
});
