import { assertEquals, assertThrows } from "@std/assert";
import { JobError } from "../../lib/errors.ts";
import { symbolsOf } from "../../lib/series/symbol_files.ts";
import { Folder, JOB_FLAGS } from "../command.ts";

const NAMES: readonly [path: string, symbol: string][] = [
  ["AAPL.csv", "AAPL"],
  ["data/day/BRK.B.csv", "BRK.B"],
  ["aapl.us.txt", "aapl.us"],
  ["BTC-USD.CSV.GZ", "BTC-USD"],
  ["ETHUSDT-1m-2024-01.zip", "ETHUSDT-1m-2024-01"],
  ["x.csv.zst", "x"],
  ["SPY", "SPY"],
  ["BF.B", "BF.B"],
  ["a b.tsv", "a b"],
];

Deno.test({ name: "symbol files: a symbol is the name of its file without its endings", permissions: "none" }, () => {
  for (const [path, symbol] of NAMES) assertEquals(symbolsOf([path]), [symbol]);
  assertEquals(symbolsOf(NAMES.map(([path]) => path)), NAMES.map(([, symbol]) => symbol));
});

Deno.test(
  { name: "symbol files: two inputs of one symbol, or one without a name, are refused", permissions: "none" },
  () => {
    const refusals: readonly [inputs: readonly string[], message: string][] = [
      [
        ["a/AAPL.csv", "MSFT.csv", "b/AAPL.csv.gz"],
        'b/AAPL.csv.gz: the symbol "AAPL" is also that of a/AAPL.csv, expected one file for each symbol; write inputs: series ' +
        "if these files are one series",
      ],
      [["-"], "standard input: the input has no file name to be its symbol, expected files, with inputs: symbols"],
      [[".csv"], ".csv: the input has no file name to be its symbol, expected files, with inputs: symbols"],
    ];
    for (const [inputs, message] of refusals) {
      const error = assertThrows(() => symbolsOf(inputs), JobError);
      assertEquals([error.message, error.exitCode], [message, 4]);
    }
  },
);

const CONFIG = 'seed: 42\nwindow: 2\nversion: "v1"\ninputs: symbols\n';
const REST = JOB_FLAGS.slice(2);

Deno.test("symbol files: each has a window, an order and a line of its own", async () => {
  using folder = new Folder({
    "AAPL.csv": "date,close,ticker\n2024-01-01,1,X\n2024-01-02,2,X\n2024-01-03,3,X\n",
    "BRK.B.csv": "date,close\n2024-01-05,5.50\n2024-01-02,2\n2024-01-01,3\n",
    "config.yaml": `${CONFIG}layout: auto\norder: auto\n`,
  });
  const { code, stdout, stderr } = await folder.run(["-i", "[A-Z]*.csv", ...REST, "--signals", "s.csv"]);
  assertEquals([code, stderr], [0, ""]);
  const { rows_processed, value, symbols } = JSON.parse(stdout);
  assertEquals([rows_processed, value], [6, 0.5]);
  assertEquals(symbols, { AAPL: { rows_processed: 3, value: 0.6667 }, "BRK.B": { rows_processed: 3, value: 0.3333 } });
  assertEquals(
    folder.read("s.csv"),
    "row,timestamp,symbol,close,rolling_mean,signal\n" +
      "1,2024-01-01,AAPL,1,,0\n2,2024-01-02,AAPL,2,1.5,1\n3,2024-01-03,AAPL,3,2.5,1\n" +
      "4,2024-01-05,BRK.B,5.50,3.75,1\n5,2024-01-02,BRK.B,2,2.5,0\n6,2024-01-01,BRK.B,3,,0\n",
  );
});

Deno.test("symbol files: the plain config reads each file as it stands, one that is too short among them", async () => {
  using folder = new Folder({
    "a.csv": "close\n1\n2\n",
    "b.csv": "close\n1\n",
    "c.csv": "x,close\n0,2\n0,1\n0,4\n",
    "config.yaml": CONFIG,
  });
  const { code, stdout } = await folder.run(["-i", "a.csv", "-i", "b.csv", "-i", "c.csv", ...REST]);
  const { rows_processed, value, symbols } = JSON.parse(stdout);
  assertEquals([code, rows_processed, value], [0, 6, 0.3333]);
  assertEquals(symbols, {
    a: { rows_processed: 2, value: 0.5 },
    b: { rows_processed: 1, value: 0 },
    c: { rows_processed: 3, value: 0.3333 },
  });
});

Deno.test("symbol files: gaps are those of each file, and told of with its name", async () => {
  using folder = new Folder({
    "a.csv": "t,close\n2024-01-01,1\n2024-01-02,2\n",
    "b.csv": "t,close\n2024-01-01,1\n2024-01-05,2\n",
    "config.yaml": `${CONFIG}timestamp_column: t\ngaps: warn\ninterval: 1d\n`,
  });
  const { code, stderr } = await folder.run(["-i", "a.csv", "-i", "b.csv", ...REST]);
  assertEquals([code, stderr], [
    0,
    "batch-signal: warning: b.csv: 1 gap in time, the longest of 4d from 2024-01-01 to line 3\n",
  ]);
});

const FAILURES: readonly [name: string, code: number, keys: string, files: Record<string, string>, message: string][] =
  [
    [
      "a column of symbols as well",
      3,
      "symbol_column: s\n",
      { "a.csv": "close,s\n1,A\n2,A\n" },
      "config.yaml: inputs: symbols and symbol_column both say what the symbols are, expected one of them",
    ],
    [
      "a file without rows",
      4,
      "",
      { "a.csv": "close\n1\n2\n", "b.csv": "close\n" },
      "b.csv: the file has a header and no rows, expected at least one row",
    ],
    [
      "no file with a window of rows",
      4,
      "",
      { "a.csv": "close\n1\n", "b.csv": "close\n1\n" },
      'a.csv: no symbol has more than the 1 row of "a", expected at least 2, the window',
    ],
    [
      "two symbols in a file",
      4,
      "layout: auto\n",
      { "a.csv": "date,close,ticker\n2024-01-01,1,X\n2024-01-01,1,Y\n2024-01-02,2,X\n2024-01-02,2,Y\n" },
      'a.csv:3: rows are of "X" and "Y" in "ticker", expected one symbol in each file, with inputs: symbols; write inputs: ' +
      "series if the column says what each row is of",
    ],
  ];

for (const [name, code, keys, files, message] of FAILURES) {
  Deno.test(`symbol files: refused: ${name}`, async () => {
    using folder = new Folder({ ...files, "config.yaml": CONFIG + keys });
    const inputs = Object.keys(files).flatMap((file) => ["-i", file]);
    const run = await folder.run([...inputs, ...REST, "--signals", "s.csv"]);
    assertEquals([run.code, run.stderr], [code, `batch-signal: ${message}\n`]);
    assertEquals(folder.read("s.csv"), undefined);
  });
}
