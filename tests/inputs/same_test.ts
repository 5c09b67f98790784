import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { CandleSource } from "../../lib/inputs/source.ts";
import { JobError } from "../../lib/errors.ts";
import { StopRequest } from "../../lib/stop.ts";
import { CONFIG, errorsIn, Folder, JOB_FLAGS } from "../command.ts";
import { configOf, optionsIn, runInProcess } from "../run_in_process.ts";
import { bytesOf, concat, gzipOf, zipOf, zstdOf } from "./compressed.ts";

const IS_UNIX = Deno.build.os !== "windows";

/** Ways to hold a text whose members, where there are several, end at the given places. */
const HOLDERS: Readonly<Record<string, (text: Uint8Array, ends: readonly number[]) => Uint8Array>> = {
  plain: (text) => text,
  gzip: (text, ends) => concat(...membersOf(text, ends).map(gzipOf)),
  zstd: (text, ends) => concat(...membersOf(text, ends).map((member) => zstdOf(member))),
  zip: (text) => zipOf([{ name: "in.csv", text }]),
  "zip without compression": (text) => zipOf([{ name: "in.csv", text, method: 0 }]),
};

function membersOf(text: Uint8Array, ends: readonly number[]): Uint8Array[] {
  const places = [...new Set([0, ...ends.filter((end) => end < text.length), text.length])].sort((a, b) => a - b);
  return places.slice(1).map((end, n) => text.subarray(places[n], end));
}

/** Everything that a run on the file `in.csv` leaves behind, but for its times. */
async function leftBy(folder: Folder, configText: string): Promise<unknown> {
  const config = await configOf(CONFIG + configText);
  const options = optionsIn(folder, ["in.csv"], {
    signals: folder.of("signals.csv"),
    rejects: config.invalid_rows === "skip" ? folder.of("rejects.csv") : undefined,
    threads: 1,
  });
  try {
    const read = await runInProcess(options, config);
    const files = [folder.read("signals.csv"), folder.read("rejects.csv")];
    if (read instanceof JobError) return { message: read.message, files };
    const { summary: { carefulRows: _, ...summary }, header, results } = read;
    const { rows, rowsWithMean, ones, lastMean, times } = results;
    return { summary, header, rows, rowsWithMean, ones, lastMean, times, files };
  } finally {
    for (const name of ["signals.csv", "rejects.csv"]) await Deno.remove(folder.of(name)).catch(() => {});
  }
}

/** All holders of a text, and a run on each leave the same. */
async function assertSame(text: Uint8Array, ends: readonly number[], config: string): Promise<void> {
  using folder = new Folder();
  let plain: unknown;
  for (const [name, hold] of Object.entries(HOLDERS)) {
    folder.write("in.csv", hold(text, ends));
    const left = await leftBy(folder, config);
    plain ??= left;
    assertEquals(left, plain, name);
  }
}

const FIELDS = ["1", "2.5", "-3e2", "x", "", '"4"', '"say ""hi"""', '"a\nb"', '"a""b"', "é", '""""', 'a"b', '"c', "A"];
const CONFIGS = [
  "",
  "invalid_rows: skip\n",
  "close_column: 1\nhas_header: false\ninvalid_rows: skip\n",
  "symbol_column: symbol\ninvalid_rows: skip\n",
  "symbol_column: symbol\n",
  "timestamp_column: time\ninvalid_rows: skip\nduplicates: keep\n",
  "layout: auto\ninvalid_rows: skip\n",
];
const HEADERS = ["symbol,close", '"symbol","close"', "time,symbol,close", "close"];

const field = fc.oneof(fc.constantFrom(...FIELDS), fc.string({ maxLength: 4 }));
const line = fc.array(field, { minLength: 1, maxLength: 3 }).map((fields) => fields.join(","));
/** Rows before or among the others that bring these to the borders of chunks: of a decompressor, and of a file. */
const LONG_ROW = `A,${"0".repeat(1020)}1\n`;
const filler = fc.constantFrom(0, 0, 0, 64, 1024).chain((rows) =>
  fc.nat({ max: 100 }).map((zeros) => rows === 0 ? "" : `A,${"0".repeat(zeros)}1\n${LONG_ROW.repeat(rows - 1)}`)
);
const file = fc.record({
  header: fc.constantFrom(...HEADERS),
  before: fc.array(line, { maxLength: 4 }),
  filler,
  after: fc.array(line, { maxLength: 8 }),
  lineEnd: fc.constantFrom("\n", "\r\n"),
  end: fc.constantFrom("", "\n", '"'),
}).map(({ header, before, filler, after, lineEnd, end }) =>
  bytesOf([header, ...before, filler + after.join(lineEnd)].join(lineEnd) + end)
);

Deno.test("inputs: however a text is held, a run on it leaves the same bytes and says the same", async () => {
  const ends = fc.array(fc.oneof(fc.nat({ max: 80 }), fc.nat({ max: 70_000 })), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(file, ends, fc.constantFrom(...CONFIGS), assertSame),
    { numRuns: 150 },
  );
});

const QUOTES_IN_ROWS: readonly (readonly [text: string, config: string, rows: number, ones: number])[] = [
  ['1,"say ""hi"""\n5,b\n3,c\n4,d\n', "close_column: 1\nhas_header: false\n", 4, 2],
  ['1,"say ""hi"""\n5,b\n3,c\n4,d\n', "close_column: 1\nhas_header: false\ninvalid_rows: skip\n", 4, 2],
  ['symbol,close\n"a""b",1\n"a""b",x\n"a""b",3\n', "symbol_column: symbol\ninvalid_rows: skip\n", 2, 1],
  ['t,close\n"""1""",1\n"""2""",2\n', "", 2, 1],
  ['"t,close"\n"""1"",1"\n"""2"",2"\n', "", 2, 1],
];

for (const [text, config, rows, ones] of QUOTES_IN_ROWS) {
  Deno.test(`inputs: doubled quotes are the same compressed or not: ${JSON.stringify(text + config)}`, async () => {
    for (const [name, hold] of Object.entries(HOLDERS)) {
      using folder = new Folder({ "in.csv": hold(bytesOf(text), []), "config.yaml": CONFIG + config });
      const rejects = config.includes("skip") ? ["--rejects", "rejects.csv"] : [];
      const lines = IS_UNIX ? ["$JOB", "cat in.csv | $JOB"] : ["$JOB"];
      for (const line of lines) {
        const flags = [...JOB_FLAGS, ...rejects].map((word) => line === "$JOB" || word !== "in.csv" ? word : "-");
        const { code, stdout, stderr } = await folder.shell(line, flags);
        assertEquals([errorsIn(stderr), code], ["", 0], `${name}: ${line}`);
        const { rows_processed, value } = JSON.parse(stdout);
        assertEquals([rows_processed, value], [rows, ones / rows], `${name}: ${line}`);
        const rejected = (folder.read("rejects.csv") ?? "").split("\n").slice(1).join("\n");
        const isRejected = text.includes("x") && rejects.length > 0;
        assertEquals(rejected, isRejected ? REJECTED : "", `${name}: ${line}`);
      }
    }
  });
}

const REJECTED = '3,"close is ""x"", expected a decimal number","""a""""b"",x"\n';

Deno.test("inputs: chunks are plain arrays, whose slices are copies, however a text is held", async () => {
  const text = bytesOf("t,close\n1,2\n".repeat(10_000));
  for (const [name, hold] of Object.entries(HOLDERS)) {
    using folder = new Folder({ "in.csv": hold(text, [5, 1000]) });
    for (const isPeeked of [false, true]) {
      const source = await CandleSource.open(folder.of("in.csv"), new StopRequest());
      if (isPeeked) assertEquals((await source.peek()).constructor.name, "Uint8Array", name);
      for await (const chunk of source.chunks()) {
        assertEquals(chunk.constructor.name, "Uint8Array", name);
      }
      source.close();
    }
  }
});
