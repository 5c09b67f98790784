import { assertEquals, assertMatch } from "@std/assert";
import { Folder, JOB_FLAGS } from "./command.ts";

const config = (...lines: readonly string[]) =>
  ["seed: 42", "window: 2", 'version: "v1"', ...lines].map((line) => `${line}\n`).join("");

const NEWEST_FIRST = "run from the newest row to the oldest, and the rows are read as they stand";

const OPEN_END =
  "the file ends in its last close, without a line end, and that close may be cut off; end the last line with a line end if the file is complete";

const ADD_ROWS = "add the rows that are missing, or write gaps: ignore";

/** Closes of `count` minutes from a second since 1970 on, without those that are left out. */
function minutesOf(first: string, count: number, ...out: readonly number[]): string {
  const left = new Set(out);
  return Array.from({ length: count }, (_, n) => left.has(n) ? "" : `${Number(first) + 60 * n},${n % 5 + 1}\n`).join(
    "",
  );
}

/** What is told of a run that succeeds, and what the log says of it; none where nothing is to be told. */
const WARNINGS: readonly (readonly [
  name: string,
  text: string,
  keys: readonly string[],
  told: string | undefined,
  logged: string,
])[] = [
  [
    "the newest row first, under the plain config",
    "Date,Close\n2024-01-03,3\n2024-01-02,2\n2024-01-01,1\n",
    [],
    `in.csv:2: the times in "Date" ${NEWEST_FIRST}; write timestamp_column: Date and order: descending, or order: ascending to keep them so`,
    "rows run from newest to oldest line=2 timestamp_column=Date",
  ],
  [
    "the newest row first by dates that begin with the month",
    '"Trade date",Close\n01/15/2024,3\n01/12/2024,2\n01/11/2024,1\n01/10/2024,1\n',
    [],
    `in.csv:2: the times in "Trade date" ${NEWEST_FIRST}; write timestamp_column: "Trade date" and order: descending, or order: ascending to keep them so`,
    'rows run from newest to oldest line=2 timestamp_column="Trade date"',
  ],
  [
    "the newest row first in epochs of a file without a header",
    "1700000120,3\n1700000060,2\n1700000000,1\n",
    ["has_header: false", "close_column: 2"],
    `in.csv:1: the times in column 1 ${NEWEST_FIRST}; write timestamp_column: 1 and order: descending, or order: ascending to keep them so`,
    "rows run from newest to oldest line=1 timestamp_column=1",
  ],
  [
    "the newest row first, below lines that are skipped, in a column whose name YAML would take for a truth",
    "a title\nand 2024/01/01 more\ny,close\n2024-01-03,3\n2024-01-02,2\n2024-01-01,1\n",
    ["skip_lines: 2"],
    `in.csv:4: the times in "y" ${NEWEST_FIRST}; write timestamp_column: "y" and order: descending, or order: ascending to keep them so`,
    "rows run from newest to oldest line=4 timestamp_column=y",
  ],
  ["the oldest row first", "Date,Close\n2024-01-01,3\n2024-01-02,2\n2024-01-03,1\n", [], undefined, ""],
  [
    "dates that end with the year, the oldest first",
    "d,close\n30/01/2024,3\n31/01/2024,2\n01/02/2024,1\n",
    [],
    undefined,
    "",
  ],
  [
    "the newest row first, and the user says so",
    "Date,Close\n2024-01-03,3\n2024-01-02,2\n2024-01-01,1\n",
    ["order: descending"],
    undefined,
    "",
  ],
  [
    "the newest row first, and the user wants it so",
    "Date,Close\n2024-01-03,3\n2024-01-02,2\n2024-01-01,1\n",
    ["order: ascending"],
    undefined,
    "",
  ],
  ["two rows, which show no order", "Date,Close\n2024-01-03,3\n2024-01-02,2\n", [], undefined, ""],
  ["rows in no order", "Date,Close\n2024-01-03,3\n2024-01-02,2\n2024-01-05,1\n", [], undefined, ""],
  ["prices that fall", "close\n20240105\n20240104\n20240103\n", [], undefined, ""],
  [
    "rows that were skipped",
    "t,close\n1,1\n2,x\n3,3\n4,\n5,4\n",
    ["invalid_rows: skip"],
    'in.csv: 2 of 5 rows are invalid and were skipped, such as in.csv:3: close is "x", expected a decimal number',
    'invalid rows skipped invalid_rows=2 first="in.csv:3: close is \\"x\\", expected a decimal number; in.csv:5: close is blank, expected a decimal number"',
  ],
  [
    "a gap in time",
    "t,close\n60,1\n120,2\n240,3\n",
    ["timestamp_column: t", "time_unit: s", "gaps: warn", "interval: 1m"],
    "in.csv: 1 gap in time, the longest of 2m from 120 to line 4",
    'gaps in time gaps=1 irregular=0 largest="2m from 120 to line 4"',
  ],
  [
    "gaps and steps of another length",
    "t,close\n60,1\n120,2\n240,3\n600,4\n601,5\n602,6\n",
    ["timestamp_column: t", "time_unit: s", "gaps: warn", "interval: 1m"],
    "in.csv: 2 gaps in time, the longest of 6m from 240 to line 5, and 2 steps that are no multiple of the interval",
    'gaps in time gaps=2 irregular=2 largest="6m from 240 to line 5; 2m from 120 to line 4"',
  ],
  [
    "a step of another length alone",
    "t,close\n60,1\n61,2\n",
    ["timestamp_column: t", "time_unit: s", "gaps: warn", "interval: 1m"],
    "in.csv: 1 step that is no multiple of the interval",
    "gaps in time gaps=0 irregular=1",
  ],
  [
    "a gap in time that nobody has asked for",
    `t,close\n${minutesOf("1704067200", 20, 7)}`,
    ["timestamp_column: t"],
    `in.csv: 1 gap in time between rows that mostly come every 1m, the longest of 2m from 2024-01-01T00:06:00Z to 2024-01-01T00:08:00Z; ${ADD_ROWS}`,
    'rows may be missing gaps=1 interval=1m longest="2m from 2024-01-01T00:06:00Z"',
  ],
  [
    "a gap in time, found by the layout",
    `time,open,high,low,close\n${minutesOf("1704067200", 20, 7).replaceAll(",", ",1,30,1,")}`,
    ["layout: auto"],
    `in.csv: 1 gap in time between rows that mostly come every 1m, the longest of 2m from 2024-01-01T00:06:00Z to 2024-01-01T00:08:00Z; ${ADD_ROWS}`,
    'rows may be missing gaps=1 interval=1m longest="2m from 2024-01-01T00:06:00Z"',
  ],
  [
    "two gaps in time, the newest row first",
    `t,close\n${minutesOf("1704067200", 20, 7, 8, 15).trimEnd().split("\n").reverse().join("\n")}\n`,
    ["timestamp_column: t", "order: descending"],
    `in.csv: 2 gaps in time between rows that mostly come every 1m, the longest of 3m from 2024-01-01T00:06:00Z to 2024-01-01T00:09:00Z; ${ADD_ROWS}`,
    'rows may be missing gaps=2 interval=1m longest="3m from 2024-01-01T00:06:00Z"',
  ],
  [
    "a gap in time, and the user wants it so",
    `t,close\n${minutesOf("1704067200", 20, 7)}`,
    ["timestamp_column: t", "gaps: ignore"],
    undefined,
    "",
  ],
  [
    "a gap in time under the plain config, which looks at no times",
    `t,close\n${minutesOf("1704067200", 20, 7)}`,
    [],
    undefined,
    "",
  ],
  [
    "gaps of a series that has rows only when something happens",
    `t,close\n${minutesOf("1704067200", 3000, ...Array.from({ length: 600 }, (_, n) => 5 * n + 1))}`,
    ["timestamp_column: t"],
    undefined,
    "",
  ],
  [
    "a file that ends in its last close",
    "t,close\n60,1.25\n120,2.5",
    [],
    `in.csv: ${OPEN_END}`,
    "no line end after the last close file=in.csv",
  ],
  [
    "a file that ends in its last close, on the careful path",
    "close\n1.25\n123456789012345678901234567890",
    [],
    `in.csv: ${OPEN_END}`,
    "no line end after the last close file=in.csv",
  ],
  ["a file that ends behind a quoted close", 't,close\n60,1\n120,"2.5"', [], undefined, ""],
  ["a file that ends in a blank behind the close", "t,close\n60,1\n120,2.5 ", [], undefined, ""],
  ["a file that ends with half a line end", "t,close\r\n60,1\r\n120,2.5\r", [], undefined, ""],
  ["a file that ends in another column than the close", "close,t\n1,60\n2,120", [], undefined, ""],
  ["a file that ends in a blank line without a line end", "t,close\n60,1\n120,2.5\n ", [], undefined, ""],
];

const ZEROS = "most often that stands for a price that is missing";

/** Closes of 0, in each way in which closes are read, and what is told of them. */
const WITH_ZEROS: readonly [name: string, text: string, keys: readonly string[], told: string | undefined][] = [
  ["on the careful path", "close\n1\n0\n3\n", [], `1 of 3 closes is 0 and the others above 0: ${ZEROS}`],
  [
    "by the kernel",
    `close\n${"1.5\n0.0\n2.5\n0\n".repeat(5000)}`,
    [],
    `10000 of 20000 closes are 0 and the others above 0: ${ZEROS}`,
  ],
  [
    "by the kernel, quoted",
    `t,close\n${'1,"1.5"\n1,"0.00"\n'.repeat(5000)}`,
    [],
    `5000 of 10000 closes are 0 and the others above 0: ${ZEROS}`,
  ],
  [
    "by the kernel, with symbols",
    `s,close\n${"A,1.5\nB,0\n".repeat(5000)}`,
    ["symbol_column: s"],
    `5000 of 10000 closes are 0 and the others above 0: ${ZEROS}`,
  ],
  [
    "with timestamps, in an order that the rows tell",
    `t,close\n${Array.from({ length: 5000 }, (_, n) => `${n},${n % 1000}\n`).join("")}`,
    ["timestamp_column: t", "time_unit: s", "order: auto"],
    `5 of 5000 closes are 0 and the others above 0: ${ZEROS}`,
  ],
  [
    "near a row that takes the careful path",
    `close\n${"1\n".repeat(100)}0\n\n0\n"2"\n0\n${"1\n".repeat(100)}`,
    [],
    `3 of 204 closes are 0 and the others above 0: ${ZEROS}`,
  ],
  ["among closes below 0, on the careful path", "close\n1\n0\n-3\n", [], undefined],
  ["among closes below 0, further on", `close\n${"1\n0\n".repeat(5000)}-1\n${"1\n".repeat(5000)}`, [], undefined],
  ["and no others", "close\n0\n0.0\n0\n", [], undefined],
  ["next to none", "close\n0.01\n10\n100\n", [], undefined],
];

for (const [name, text, keys, told] of WITH_ZEROS) {
  Deno.test(`warnings: closes of 0, ${name}`, async () => {
    using folder = new Folder({ "in.csv": text, "config.yaml": config(...keys) });
    const { code, stderr } = await folder.run();
    assertEquals([code, stderr], [0, told === undefined ? "" : `batch-signal: warning: in.csv: ${told}\n`]);
    const logged = / WARN {2}(closes of 0.*)\n/.exec(folder.read("run.log") ?? "")?.[1];
    const fields = `zero_closes=${told?.split(" ")[0]} file=in.csv`;
    assertEquals(logged, told === undefined ? undefined : `closes of 0 among positive ones ${fields}`);
  });
}

Deno.test("warnings: closes of 0, read by several threads", async () => {
  const text = `t,close\n${"60,1.25\n60,1.5\n60,0\n".repeat(700_000)}`;
  for (const threads of ["1", "3"]) {
    using folder = new Folder({ "in.csv": text });
    const { code, stderr } = await folder.run([...JOB_FLAGS, "--threads", threads]);
    const told = `batch-signal: warning: in.csv: 700000 of 2100000 closes are 0 and the others above 0: ${ZEROS}\n`;
    assertEquals([code, stderr], [0, told]);
  }
});

const SKIPPED_END = "t,close\n60,1\n120,2\n18";

Deno.test("warnings: a last row that is skipped has no close that may be cut off", async () => {
  using folder = new Folder({ "in.csv": SKIPPED_END, "config.yaml": config("invalid_rows: skip") });
  const { code, stderr } = await folder.run();
  assertEquals([code, stderr], [
    0,
    "batch-signal: warning: in.csv: 1 of 3 rows are invalid and were skipped, such as in.csv:4: the record has 1 field, expected 2 as in the header\n",
  ]);
});

Deno.test("warnings: the first of several files that end in their last close", async () => {
  for (const names of [["a.csv", "b.csv", "c.csv"], ["a.csv", "c.csv", "b.csv"]]) {
    using folder = new Folder({ "a.csv": "close\n1\n", "b.csv": "close\n2\n3", "c.csv": "close\n4\n5" });
    const { code, stderr } = await folder.run([...names.flatMap((name) => ["-i", name]), ...JOB_FLAGS.slice(2)]);
    assertEquals([code, stderr], [0, `batch-signal: warning: ${names[1]}: ${OPEN_END}\n`]);
  }
});

Deno.test("warnings: a file that ends in its last close, read by three threads", async () => {
  const text = `t,close\n${"60,1.25\n".repeat(1_000_000)}60,1.2`;
  using folder = new Folder({ "in.csv": text });
  const { code, stderr } = await folder.run([...JOB_FLAGS, "--threads", "3"]);
  assertEquals([code, stderr], [0, `batch-signal: warning: in.csv: ${OPEN_END}\n`]);
});

for (const [name, text, keys, told, logged] of WARNINGS) {
  Deno.test(`warnings: ${name}`, async () => {
    using folder = new Folder({ "in.csv": text, "config.yaml": config(...keys) });
    const { code, stderr } = await folder.run();
    assertEquals([code, stderr], [0, told === undefined ? "" : `batch-signal: warning: ${told}\n`]);
    const lines = (folder.read("run.log") ?? "").split("\n").filter((line) => line.includes(" WARN "));
    assertEquals(lines.map((line) => line.replace(/^\S+ WARN {2}/, "")), told === undefined ? [] : [logged]);
  });
}

const SKIPPED = "t,close\n1,1\n2,x\n3,3\n";

Deno.test("warnings: with --quiet they stand in the log only", async () => {
  using folder = new Folder({ "in.csv": SKIPPED, "config.yaml": config("invalid_rows: skip") });
  const { code, stderr } = await folder.run([...JOB_FLAGS, "--quiet"]);
  assertEquals([code, stderr], [0, ""]);
  assertMatch(folder.read("run.log") ?? "", / WARN {2}invalid rows skipped /);
});

Deno.test("warnings: a run that fails tells its error alone", async () => {
  using folder = new Folder({ "in.csv": SKIPPED, "config.yaml": config("invalid_rows: skip", "max_invalid_rows: 1%") });
  const { code, stderr } = await folder.run();
  assertEquals([code, stderr], [
    4,
    "batch-signal: in.csv: 1 of 3 rows are invalid, expected at most 0 (1%); write max_invalid_rows: 1 if so many may be left out\n",
  ]);
});

Deno.test("warnings: a name from a file can't write to the terminal", async () => {
  const text = "\u001b[2J Date,Close\n2024-01-03,3\n2024-01-02,2\n2024-01-01,1\n";
  using folder = new Folder({ "in.csv": text });
  const { stderr } = await folder.run();
  assertEquals(
    stderr,
    `batch-signal: warning: in.csv:2: the times in "\\u001b[2J Date" ${NEWEST_FIRST}; write timestamp_column: "\\u001b[2J Date" and order: descending, or order: ascending to keep them so\n`,
  );
});

/** Two inputs, and what is told of them. */
const INPUTS: readonly [name: string, files: readonly string[], keys: readonly string[], told: string | undefined][] = [
  [
    "two tickers in the names of one series",
    ["AAPL.csv", "MSFT.csv"],
    [],
    'MSFT.csv: the name tells of "MSFT", that of AAPL.csv of "AAPL", and both are read as one series; write inputs: symbols ' +
    "if each file is a symbol of its own, or inputs: series if they are one",
  ],
  ["two tickers, and the user says that they are one series", ["AAPL.csv", "MSFT.csv"], ["inputs: series"], undefined],
  ["two tickers, and the user says that they are two", ["AAPL.csv", "MSFT.csv"], ["inputs: symbols"], undefined],
  ["one ticker in both names", ["AAPL-1.csv", "AAPL-2.csv"], [], undefined],
  ["two tickers, and a column of symbols", ["AAPL.csv", "MSFT.csv"], ["symbol_column: s"], undefined],
];

for (const [name, files, keys, told] of INPUTS) {
  Deno.test(`warnings: ${name}`, async () => {
    const text = "s,close\nX,1\nX,2\n";
    using folder = new Folder({
      ...Object.fromEntries(files.map((file) => [file, text])),
      "config.yaml": config(...keys),
    });
    const { code, stderr } = await folder.run([...files.flatMap((file) => ["-i", file]), ...JOB_FLAGS.slice(2)]);
    assertEquals([code, stderr], [0, told === undefined ? "" : `batch-signal: warning: ${told}\n`]);
    const isLogged = (folder.read("run.log") ?? "").includes(
      " WARN  inputs tell of different symbols input=MSFT.csv symbol=MSFT first_input=AAPL.csv first_symbol=AAPL\n",
    );
    assertEquals(isLogged, told !== undefined);
  });
}

/** Daily closes of whole months of 2024. */
function months(...names: readonly number[]): Record<string, string> {
  return Object.fromEntries(names.map((month) => {
    const days = new Date(Date.UTC(2024, month, 0)).getUTCDate();
    const mm = String(month).padStart(2, "0");
    const rows = Array.from(
      { length: days },
      (_, day) => `2024-${mm}-${String(day + 1).padStart(2, "0")},${day + 1}\n`,
    );
    return [`${mm}.csv`, `t,close\n${rows.join("")}`];
  }));
}

const MISSING_MONTH =
  '03.csv: 30d are missing between the file before it and this one, from "2024-01-31" to "2024-03-01": as much as a file covers; ' +
  "add the file that is missing, or write gaps: ignore";

/** Months that are read as one series, and what is told of them. */
const SEAMS: readonly [
  name: string,
  months: readonly number[],
  keys: readonly string[],
  told: string | undefined,
  flags?: readonly string[],
][] = [
  ["months that follow each other", [1, 2, 3], ["timestamp_column: t"], undefined],
  ["a month that is missing", [1, 3, 4], ["timestamp_column: t"], MISSING_MONTH],
  [
    "a month that is missing, each row by itself",
    [1, 3],
    ["timestamp_column: t", "duplicates: keep-last"],
    MISSING_MONTH,
  ],
  ["a month that is missing, found by the layout", [1, 3], ["layout: auto"], MISSING_MONTH],
  ["a month that is missing, and signals", [1, 3], ["timestamp_column: t"], MISSING_MONTH, [
    "--signals",
    "signals.csv",
  ]],
  ["a month that is missing, and the user wants it so", [1, 3], ["timestamp_column: t", "gaps: ignore"], undefined],
  ["a month that is missing between two symbols", [1, 3], ["timestamp_column: t", "inputs: symbols"], undefined],
  [
    "two months that are missing",
    [1, 3, 5],
    ["timestamp_column: t"],
    MISSING_MONTH.replace("covers", "covers, and so before 1 more file"),
  ],
];

Deno.test("warnings: an hour that is missing between two files is a gap as one inside", async () => {
  const files = { "1.csv": minutesOf("1704067200", 100), "2.csv": minutesOf(String(1704067200 + 160 * 60), 100) };
  const texts = Object.fromEntries(Object.entries(files).map(([name, rows]) => [name, `t,close\n${rows}`]));
  using folder = new Folder({ ...texts, "config.yaml": config("timestamp_column: t") });
  const { code, stderr } = await folder.run(["-i", "1.csv", "2.csv", ...JOB_FLAGS.slice(2)]);
  const told = "2.csv: 1 gap in time between rows that mostly come every 1m, the longest of 1h 1m " +
    `from 2024-01-01T01:39:00Z to 2024-01-01T02:40:00Z; ${ADD_ROWS}`;
  assertEquals([code, stderr], [0, `batch-signal: warning: ${told}\n`]);
});

for (const [name, numbers, keys, told, flags = []] of SEAMS) {
  Deno.test(`warnings: ${name}`, async () => {
    const files = months(...numbers);
    using folder = new Folder({ ...files, "config.yaml": config(...keys) });
    const inputs = Object.keys(files).toSorted();
    const { code, stderr } = await folder.run(["-i", ...inputs, ...JOB_FLAGS.slice(2), ...flags]);
    assertEquals([code, stderr], [0, told === undefined ? "" : `batch-signal: warning: ${told}\n`]);
    const logged = / WARN {2}(files of the series.*)\n/.exec(folder.read("run.log") ?? "")?.[1];
    const count = told?.includes("1 more file") ? 2 : 1;
    assertEquals(
      logged,
      told === undefined
        ? undefined
        : `files of the series may be missing files=${count} first="30d from 2024-01-31 to 2024-03-01 in 03.csv"`,
    );
  });
}

Deno.test("warnings: the newest row first in a later input, told of once", async () => {
  const [up, down] = [
    "d,close\n2024-01-01,1\n2024-01-02,2\n2024-01-03,2\n",
    "d,close\n2024-01-03,1\n2024-01-02,2\n2024-01-01,2\n",
  ];
  using folder = new Folder({ "a.csv": up, "b.csv": down, "c.csv": down });
  const { stderr } = await folder.run(["-i", "a.csv", "-i", "b.csv", "-i", "c.csv", ...JOB_FLAGS.slice(2)]);
  assertEquals(
    stderr,
    `batch-signal: warning: b.csv:2: the times in "d" ${NEWEST_FIRST}; write timestamp_column: d and order: descending, or order: ascending to keep them so\n`,
  );
});
