import { assertEquals } from "@std/assert";
import { CandleReader } from "../lib/rows/reader.ts";
import { JobError } from "../lib/errors.ts";
import { GENERIC, type Layout } from "../lib/layouts/layout.ts";
import { SeriesStage } from "../lib/series/stage.ts";
import { OrderCheck } from "../lib/times/order.ts";
import { cut } from "./rows/read_closes.ts";
import { Folder, JOB_FLAGS } from "./command.ts";

/** Text in which `\xNN` is the byte NN. */
const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** Two symbols of a file in Latin-1, which a decoder would make one of. */
const LATIN1 = bytes("symbol,close\nM\xfchle,10\nM\xf6hle,1\nM\xfchle,20\nM\xf6hle,2\n");

const SYMBOL = { symbolColumn: "s" };
const TIME = { timestampColumn: "t" };
const TIME_OF_TWO = { timestampColumn: 1, timestampFields: 2 } as const;

/** Files that are refused, with the place of the byte; each has rows before it that the kernel reads many at a time. */
const REFUSED: readonly [name: string, layout: Partial<Layout>, text: string, error: string][] = [
  ["a symbol", SYMBOL, "s,close\nA,1\nM\xfchle,2\n", "3: the symbol is not UTF-8 at byte offset 13"],
  ["a quoted symbol", SYMBOL, 's,close\nA,1\n"M""\xfc",2\n', "3: the symbol is not UTF-8 at byte offset 16"],
  ["a cut symbol", SYMBOL, "s,close\nA,1\nM\xc3,2\n", "3: the symbol is not UTF-8 at byte offset 13"],
  ["an overlong symbol", SYMBOL, "s,close\nA,1\n\xc0\xaf,2\n", "3: the symbol is not UTF-8 at byte offset 12"],
  ["a surrogate", SYMBOL, "s,close\nA,1\nx\xed\xa0\x80,2\n", "3: the symbol is not UTF-8 at byte offset 13"],
  ["a long symbol", SYMBOL, `s,close\nA,1\n${"x".repeat(40)}\xff,2\n`, "3: the symbol is not UTF-8 at byte offset 52"],
  [
    "a symbol of a whole record",
    SYMBOL,
    '"s,close"\n"A,1"\n"M\xfc,2"\n',
    "3: the symbol is not UTF-8 at byte offset 18",
  ],
  ["a timestamp", TIME, "t,close\n2024-01-01,1\n2024-01-02\xa0,2\n", "3: timestamp is not UTF-8 at byte offset 31"],
  ["a blank of Latin-1", TIME, "t,close\n\xa0,1\n", "2: timestamp is not UTF-8 at byte offset 8"],
  [
    "the second field of a timestamp",
    TIME_OF_TWO,
    "date,time,close\n2024-01-01,09:00,1\n2024-01-01,09:01\xff,1\n",
    "3: timestamp is not UTF-8 at byte offset 51",
  ],
  [
    "both, the first of them",
    { ...SYMBOL, ...TIME },
    "t,s,close\n\xff,\xfe,1\n",
    "2: timestamp is not UTF-8 at byte offset 10",
  ],
];

function read(text: Uint8Array, layout: Partial<Layout>, isBulk: boolean, lengths: readonly number[]) {
  const order = layout.timestampColumn === undefined ? undefined : new OrderCheck({
    order: "ascending",
    duplicates: "fail",
    gaps: "ignore",
    interval: undefined,
    timeUnit: "auto",
  });
  const stage = new SeriesStage(
    { window: 1, isDescending: false, hasSymbols: true, order, keepLast: undefined, signals: undefined },
    isBulk ? "batches" : "single rows",
  );
  const reader = new CandleReader("in.csv", stage, { layout: { ...GENERIC, ...layout } });
  try {
    for (const chunk of cut(text, lengths)) reader.push(chunk);
    reader.end();
    stage.end();
    return Array.from(stage.figures.series, ({ symbol, rows }) => [symbol, rows]);
  } catch (error) {
    if (error instanceof JobError) return error.message;
    throw error;
  }
}

for (const [name, layout, text, error] of REFUSED) {
  Deno.test({
    name: `UTF-8: ${name} is refused on every path`,
    permissions: "none",
    fn() {
      for (const isBulk of [true, false]) {
        for (const lengths of [[1000], [1], [7]]) {
          assertEquals(read(bytes(text), layout, isBulk, lengths), `in.csv:${error}, expected UTF-8 text`);
        }
      }
    },
  });
}

Deno.test({
  name: "UTF-8: symbols that differ in one byte are several, and invalid bytes of other columns do no harm",
  permissions: "none",
  fn() {
    const symbols = ["é", "è", "\u{1f600}", "\u{1f601}", "\ufffd", "\ufffe", "e\u0301", "A", "a"];
    const text = `s,note,close\n${symbols.map((symbol) => `${symbol},x,1\n${symbol},x,2\n`).join("")}`;
    const encoded = new TextEncoder().encode(text).map((byte) => byte === 120 ? 0xff : byte);
    for (const isBulk of [true, false]) {
      assertEquals(read(encoded, SYMBOL, isBulk, [11]), symbols.map((symbol) => [symbol, 2]));
    }
  },
});

const config = (...keys: string[]) =>
  ['seed: 1\nwindow: 2\nversion: "v"\nsymbol_column: symbol', ...keys, ""].join("\n");

Deno.test("UTF-8: a symbol that is not UTF-8 ends a run, whatever it writes", async () => {
  using folder = new Folder({ "in.csv": LATIN1, "config.yaml": config() });
  for (const output of [[], ["--signals", "s.csv"], ["--signals", "s.jsonl"], ["--signals", "s.parquet"]]) {
    const { code, stdout, stderr } = await folder.run([...JOB_FLAGS, "--threads", "2", ...output]);
    const message = "in.csv:2: the symbol is not UTF-8 at byte offset 14, expected UTF-8 text";
    assertEquals([code, stderr], [4, `batch-signal: ${message}\n`]);
    assertEquals(JSON.parse(stdout).error_message, message);
  }
  assertEquals(folder.names(), ["config.yaml", "in.csv", "metrics.json", "run.log"]);
});

Deno.test("UTF-8: rows whose symbol is not UTF-8 are skipped, and the rejects hold their bytes", async () => {
  const text = bytes('symbol,close\nA,1\nM\xfchle,10\nA,2\n"M\xf6",1\n');
  using folder = new Folder({ "in.csv": text, "config.yaml": config("invalid_rows: skip", "max_invalid_rows: 2") });
  const { code, stdout } = await folder.run([...JOB_FLAGS, "--rejects", "r.csv"]);
  const { rows_processed, value } = JSON.parse(stdout);
  assertEquals([code, rows_processed, value], [0, 2, 0.5]);
  const reason = (offset: number) => `"the symbol is not UTF-8 at byte offset ${offset}, expected UTF-8 text"`;
  assertEquals(
    Deno.readFileSync(folder.of("r.csv")),
    bytes(`line,reason,record\n3,${reason(18)},"M\xfchle,10"\n5,${reason(32)},"""M\xf6"",1"\n`),
  );
});

Deno.test("UTF-8: a timestamp that is not UTF-8 is told of with its place in the file, also on several threads", async () => {
  const rows = Array.from({ length: 300_000 }, (_, n) => `${1_600_000_000 + n},${n % 7}\n`);
  const text = bytes(`t,close\n${rows.join("")}`);
  // The last digit of row 299,991.
  const offset = "t,close\n".length + 299_990 * "1600000000,1\n".length + 9;
  text[offset] = 0xff;
  using folder = new Folder({
    "in.csv": text,
    "config.yaml": 'seed: 1\nwindow: 2\nversion: "v"\ntimestamp_column: t\n',
  });
  for (const threads of ["1", "3"]) {
    const { code, stderr } = await folder.run([...JOB_FLAGS, "--threads", threads]);
    const message = `timestamp is not UTF-8 at byte offset ${offset}, expected UTF-8 text`;
    assertEquals([code, stderr], [4, `batch-signal: in.csv:299992: ${message}\n`]);
  }
});
