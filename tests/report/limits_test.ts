import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { CONFIG, Folder, JOB_FLAGS } from "../command.ts";
import { config, REPORT, reportOf, textOf, walk } from "./report_of.ts";

/** Characters that are markup, that break lines, that hide or turn others around; each takes several in HTML. */
const HOSTILE = `"<&'>_\u202e`;

/** A name of `length` characters that are all hostile. */
const hostile = (name: string, length: number) => `${name}${HOSTILE.repeat(length)}`.slice(0, length);

const windowOf = (window: number, ...keys: readonly string[]) =>
  config(...keys).replace("window: 5", `window: ${window}`);

const minutes = (closes: readonly number[], step = 60) =>
  `t,close\n${closes.map((close, n) => `${1_700_000_000 + step * n},${close}\n`).join("")}`;

Deno.test("report: fewer rows than the window are an error, and no page", async () => {
  using folder = new Folder({ "in.csv": minutes([1, 2, 3, 4]), "config.yaml": config(), "report.html": "old" });
  const { code, stderr } = await folder.run(REPORT);
  assertEquals([code, stderr], [
    4,
    "batch-signal: in.csv: the file has 4 rows, expected at least 5, the window\n",
  ]);
  assertEquals(folder.names(), ["config.yaml", "in.csv", "metrics.json", "run.log"]);
});

Deno.test("report: as many rows as the window, and a window that nearly all rows come before", async () => {
  for (const [rows, window] of [[7, 7], [4000, 4000], [4000, 3700]] as const) {
    for (const order of ["ascending", "descending"]) {
      const closes = walk(rows).map((_, n) => order === "ascending" ? n + 1 : rows - n);
      const files = { "in.csv": minutes(closes, order === "ascending" ? 60 : -60) };
      const keys = ["timestamp_column: t", `order: ${order}`];
      const rated = rows - window + 1;
      const count = (number: number) => `${number.toLocaleString("en")} row${number === 1 ? "" : "s"}`;

      const page = await reportOf({ ...files, "config.yaml": windowOf(window, ...keys, "warmup: exclude-from-rate") });
      const text = textOf(page);
      assertStringIncludes(text, `Signal rate 1 : ${rated} of ${count(rated)} `);
      assertStringIncludes(text, `stays 1 for ${count(rated)} and 0 for 0 rows at most`);
      // No rate is more than 1, and so no axis.
      const [rates = ""] = /<title>The signal rate over the rows.*?<h2>/s.exec(page) ?? [];
      assertStringIncludes(rates, ">1.000</text>");
      assert(!/>1\.00[1-9]/.test(rates));
      // The mean is drawn, be it a dot.
      assertMatch(page, /<path d="M[\d.]+ \d+h0[^"]*" fill="none" stroke="#2f81f7" stroke-width="1\.25"/);

      const zero = textOf(await reportOf({ ...files, "config.yaml": windowOf(window, ...keys) }));
      assertStringIncludes(zero, `: ${rated} of ${count(rows)} `);
    }
  }
});

Deno.test("report: symbols with fewer rows than the window have no rate where such rows don't count", async () => {
  const rows = ["A,1", "B,1", "A,2", "C,9", "A,3", "C,8", "B,2"].map((row) => `${row}\n`).join("");
  const files = { "in.csv": `s,close\n${rows}` };
  const keys = ["symbol_column: s", "warmup: exclude"];
  const text = textOf(await reportOf({ ...files, "config.yaml": windowOf(3, ...keys) }));
  assertStringIncludes(text, "in.csv: 1 row, window 3");
  assertStringIncludes(text, "Symbols 3 symbols The 1 highest signal rates Symbol Signal rate Rows A 1.0000 1 The");
  const all = textOf(await reportOf({ ...files, "config.yaml": windowOf(3, "symbol_column: s") }));
  assertStringIncludes(all, "The 3 highest signal rates Symbol Signal rate Rows A 0.3333 3 B 0.0000 2 C 0.0000 2 The");
});

Deno.test("report: one symbol of a column, and one input that is a symbol", async () => {
  const closes = walk(50);
  const column = textOf(
    await reportOf({
      "in.csv": `s,close\n${closes.map((close) => `A,${close}\n`).join("")}`,
      "config.yaml": config("symbol_column: s"),
    }),
  );
  assertStringIncludes(column, "Symbols 1 symbol The 1 highest signal rates Symbol Signal rate Rows A 0.");
  const input = textOf(await reportOf({ "in.csv": minutes(closes), "config.yaml": config("inputs: symbols") }));
  assertStringIncludes(input, "Symbols 1 symbol The 1 highest signal rates Symbol Signal rate Rows in 0.");
  // There is one series, so that its closes can be drawn.
  assertStringIncludes(input, "Each row is drawn.");
});

Deno.test("report: warnings are there to their end, where they say what to do", async () => {
  const text = textOf(await reportOf({ "in.csv": minutes(walk(400), -60), "config.yaml": config() }));
  assertStringIncludes(
    text,
    "Warnings in.csv:2: the times in &quot;t&quot; run from the newest row to the oldest, and the rows are read as they " +
      "stand; write timestamp_column: t and order: descending, or order: ascending to keep them so Closes",
  );
});

Deno.test("report: below 150 KB of closes that could not be further apart, with names that take the most room", async () => {
  // As many buckets as there may be, and nearly any two rows have a gap between them.
  const closes = walk(1024 * 32).map((close, n) => close % 2 === 0 ? 1 : 999_999_999_999_000 + n % 1000);
  const times = closes.map((_, n) => 1_700_000_000 + 61 * n * (n % 5 + 1));
  const rows = times.toSorted((a, b) => a - b).map((time, n) => `${time},${closes[n]}\n`).join("");
  const column = hostile("", 400).replaceAll('"', '""');
  const file = hostile("", 80);
  const files = {
    [file]: `"${column}",close\n${rows}0,`.slice(0, -2),
    "config.yaml": CONFIG.replace('"v1"', `'${hostile("", 400).replaceAll("'", "''").replaceAll("\u202e", "")}'`) +
      ["timestamp_column: 1", "duplicates: keep", "gaps: warn", "interval: 1m", "confidence: 95%", "min_rows: 1"]
        .join("\n") +
      "\n",
  };
  const flags = ["-i", file, ...JOB_FLAGS.slice(2), "--report", "report.html", "--signals", "s.csv"];
  const page = await reportOf(files, flags);
  assertStringIncludes(page, "<title>Signal report: &quot;&lt;&amp;&#39;&gt;_\\u202e");
  assertStringIncludes(textOf(page), "Gap ");
  assert(page.length > 40_000, `${page.length}`);
});

Deno.test("report: below 150 KB of 500 symbols, whose names take the most room", async () => {
  const rows = walk(500 * 8).map((close, n) => {
    const symbol = hostile(`S${n % 500}`, 300);
    return `"${symbol.replaceAll('"', '""')}",${close}\n`;
  });
  const page = await reportOf({ "in.csv": `s,close\n${rows.join("")}`, "config.yaml": config("symbol_column: s") });
  assertStringIncludes(textOf(page), "Symbols 500 symbols");
  assertMatch(page, /<th scope="row">S\d+&quot;&lt;&amp;&#39;&gt;_/);
  assert(page.length > 30_000, `${page.length}`);
});

Deno.test("report: below 150 KB of 60 inputs, each a symbol, whose names take the most room", async () => {
  const names = Array.from({ length: 60 }, (_, n) => `${hostile(`${n}`, 100)}.csv`);
  const files = Object.fromEntries(names.map((name, n) => [name, minutes(walk(20 + n))]));
  const flags = [...names.flatMap((name) => ["-i", name]), ...REPORT.slice(2)];
  const page = await reportOf({ ...files, "config.yaml": config("inputs: symbols") }, flags);
  assertStringIncludes(textOf(page), "Symbols 60 symbols");
  assertStringIncludes(textOf(page), "Input and 40 more Config");
});

Deno.test("report: a thousand seams between files are counted, and the page stays small", async () => {
  const day = (n: number) => new Date(n * 86_400_000).toISOString().slice(0, 10);
  const files = Array.from({ length: 300 }, (_, file): [string, string] => [
    `part-${file}.csv`,
    `t,close\n${Array.from({ length: 10 }, (_, n) => `${day(30 * file + n)},${100 + n}\n`).join("")}`,
  ]);
  using folder = new Folder({ ...Object.fromEntries(files), "config.yaml": config("timestamp_column: t") });
  const flags = ["-c", "config.yaml", "-o", "m.json", "-l", "run.log", "-q", "--report", "r.html"];
  const { code, stderr } = await folder.run(["-i", "part-*.csv", ...flags]);
  assertEquals([code, stderr], [0, ""]);
  const text = textOf(folder.read("r.html") ?? "");
  assertStringIncludes(text, "Gaps between files 289 more");
  assertEquals(text.split("Gap 21d from").length, 11);
});

Deno.test("report: a long path keeps its line, a change its sign, and one rate its decimals", async () => {
  const path = `${"data/".repeat(40)}in.csv`;
  using folder = new Folder({ "config.yaml": config() });
  Deno.mkdirSync(folder.of(path.replace(/[^/]*$/, "")), { recursive: true });
  folder.write(path, `close\n${"100000000\n".repeat(9)}99999999\n${"99999999\n".repeat(9)}`);
  const flags = ["-i", path, "-c", "config.yaml", "-o", "m.json", "-l", "run.log", "-q", "--report", "r.html"];
  assertEquals((await folder.run(flags)).code, 0);
  assertMatch(
    textOf(folder.read("r.html") ?? ""),
    /Largest move 1 \(0\.000%\), from 100,000,000 to 99,999,999, data\/.*…:11 /,
  );

  const closes = [...Array(20).fill(100), 101, ...Array(11).fill(100)];
  const page = textOf(await reportOf({ "in.csv": minutes(closes), "config.yaml": windowOf(2) }));
  assertStringIncludes(page, "Signal rate 0.0312 : 1 of 32 rows");
  assertStringIncludes(page, "of all rows: 0.0312");
});
