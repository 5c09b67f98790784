import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { gunzipSync } from "node:zlib";
import { type AsyncBuffer, parquetMetadata, parquetReadObjects } from "hyparquet";
import { JobError } from "../../../lib/errors.ts";
import { createSignalsFile, type SignalsFile } from "../../../lib/outputs/signals/create.ts";
import { Folder } from "../../command.ts";
import { batchOf, writeRows } from "./batches.ts";

const BOTH = { timestamp: true, symbol: true };
const ENDINGS = ["csv", "csv.gz", "jsonl", "parquet"] as const;
const FILES = ["config.yaml", "in.csv"];

const batch = {
  timeUnit: "auto",
  ...batchOf({
    firstRow: 1,
    window: 2,
    decimals: 2,
    rows: [
      { timestamp: "2024-01-05,09:30", symbol: "é", close: "1.10", sum: NaN, signal: 0 },
      { timestamp: "2024-01-05,10:30", symbol: 'a"b', close: " 1.20", sum: 230, signal: 1 },
      { timestamp: "2024-01-06,00:00", symbol: "c", close: "-1.20", sum: -0, signal: 0 },
    ],
  }),
} as const;
const CSV =
  'row,timestamp,symbol,close,rolling_mean,signal\n1,2024-01-05T09:30:00Z,é,1.10,,0\n2,2024-01-05T10:30:00Z,"a""b", 1.20,1.15,1\n' +
  "3,2024-01-06T00:00:00Z,c,-1.20,0,0\n";

/** Writes a whole file. */
async function writeFile(path: string, write: (file: SignalsFile) => void): Promise<void> {
  const file = await createSignalsFile(path, BOTH);
  write(file);
  await file.drain();
  await file.commit();
  file.discard();
}

Deno.test("signals file: CSV, plain and compressed, is the same text every time", async () => {
  using folder = new Folder({ "s.csv": "old" });
  await writeFile(folder.of("s.csv"), (file) => file.writeBatch(batch));
  assertEquals(folder.read("s.csv"), CSV);
  await writeFile(folder.of("S.CSV.GZ"), (file) => file.writeBatch(batch));
  const compressed = Deno.readFileSync(folder.of("S.CSV.GZ"));
  assertEquals(new TextDecoder().decode(gunzipSync(compressed)), CSV);
  // Gzip with deflate; no flags, so no name; no time; no system.
  assertEquals([...compressed.subarray(0, 8), compressed[9]], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 255]);
  await writeFile(folder.of("again.csv.gz"), (file) => writeRows(file, batch));
  assertEquals(Deno.readFileSync(folder.of("again.csv.gz")), compressed);
  assertEquals(folder.names(), [...FILES, "s.csv", "S.CSV.GZ", "again.csv.gz"].sort());
});

Deno.test("signals file: JSON lines are objects of the known columns", async () => {
  using folder = new Folder();
  await writeFile(folder.of("s.jsonl"), (file) => file.writeBatch(batch));
  assertEquals((folder.read("s.jsonl") ?? "").trimEnd().split("\n").map((line) => JSON.parse(line)), [
    { row: 1, timestamp: "2024-01-05T09:30:00Z", symbol: "é", close: "1.10", rolling_mean: null, signal: 0 },
    { row: 2, timestamp: "2024-01-05T10:30:00Z", symbol: 'a"b', close: " 1.20", rolling_mean: 1.15, signal: 1 },
    { row: 3, timestamp: "2024-01-06T00:00:00Z", symbol: "c", close: "-1.20", rolling_mean: 0, signal: 0 },
  ]);
});

function bufferOf(path: string): AsyncBuffer {
  const { buffer } = Deno.readFileSync(path);
  return { byteLength: buffer.byteLength, slice: (start, end) => buffer.slice(start, end) };
}

Deno.test("signals file: Parquet has the columns with their types", async () => {
  using folder = new Folder();
  await writeFile(folder.of("s.parquet"), (file) => {
    file.writeBatch(batch);
    file.write({
      row: 4,
      timestamp: undefined,
      timeUnit: undefined,
      symbol: undefined,
      close: "1e999",
      rollingMean: Infinity,
      signal: 1,
    });
  });
  const file = bufferOf(folder.of("s.parquet"));
  assertEquals(await parquetReadObjects({ file }), [
    { row: 1n, timestamp: new Date("2024-01-05T09:30:00Z"), symbol: "é", close: "1.10", rolling_mean: null, signal: 0 },
    {
      row: 2n,
      timestamp: new Date("2024-01-05T10:30:00Z"),
      symbol: 'a"b',
      close: " 1.20",
      rolling_mean: 1.15,
      signal: 1,
    },
    { row: 3n, timestamp: new Date("2024-01-06T00:00:00Z"), symbol: "c", close: "-1.20", rolling_mean: 0, signal: 0 },
    { row: 4n, timestamp: null, symbol: null, close: "1e999", rolling_mean: Infinity, signal: 1 },
  ]);
  const { schema, created_by } = parquetMetadata(await file.slice(0));
  assertEquals(created_by, "batch-signal");
  assertEquals([schema[0]?.num_children, schema.length], [6, 7]);
  assertEquals(
    schema.map(({ name, type, converted_type, repetition_type }) => [name, type, converted_type, repetition_type])
      .slice(1),
    [
      ["row", "INT64", undefined, "REQUIRED"],
      ["timestamp", "INT64", "TIMESTAMP_MICROS", "OPTIONAL"],
      ["symbol", "BYTE_ARRAY", "UTF8", "OPTIONAL"],
      ["close", "BYTE_ARRAY", "UTF8", "REQUIRED"],
      ["rolling_mean", "DOUBLE", undefined, "OPTIONAL"],
      ["signal", "INT32", undefined, "REQUIRED"],
    ],
  );
});

Deno.test("signals file: Parquet in row groups of a fixed size, without columns that are not known", async () => {
  using folder = new Folder();
  const rows = 131_072 * 2 + 3;
  const file = await createSignalsFile(folder.of("s.parquet"), { timestamp: false, symbol: false });
  const close = (row: number) => (row % 1000 / 8).toFixed(2);
  for (let row = 1; row <= rows; row++) {
    const mean = row < 3 ? undefined : row / 3;
    file.write({
      row,
      timestamp: undefined,
      timeUnit: undefined,
      symbol: undefined,
      close: close(row),
      rollingMean: mean,
      signal: row % 3 === 0 ? 1 : 0,
    });
  }
  await file.commit();
  const buffer = bufferOf(folder.of("s.parquet"));
  const metadata = parquetMetadata(await buffer.slice(0));
  assertEquals([metadata.schema[0]?.num_children, metadata.schema.length], [4, 5]);
  assertEquals(metadata.row_groups.map(({ num_rows }) => num_rows), [131_072n, 131_072n, 3n]);
  const read = await parquetReadObjects({ file: buffer });
  assertEquals(read.length, rows);
  for (const n of [0, 1, 2, 131_071, 131_072, 262_143, 262_144, rows - 1]) {
    const row = n + 1;
    const rolling_mean = row < 3 ? null : row / 3;
    assertEquals(read[n], { row: BigInt(row), close: close(row), rolling_mean, signal: row % 3 === 0 ? 1 : 0 });
  }
});

Deno.test("signals file: Parquet with texts longer than what is set aside for them, and without some", async () => {
  using folder = new Folder();
  const file = await createSignalsFile(folder.of("s.parquet"), { timestamp: true, symbol: true });
  const rows = [700_000, 1, 1_200_000, 3].map((length, n) => ({
    row: n + 1,
    timestamp: n === 1 ? undefined : `${1_700_000_000 + length}`,
    timeUnit: "s" as const,
    symbol: n === 2 ? undefined : "é".repeat(length / 2),
    close: "1".repeat(length),
    rollingMean: 1,
    signal: 0 as const,
  }));
  for (const row of rows) file.write(row);
  await file.commit();
  const read = await parquetReadObjects({ file: bufferOf(folder.of("s.parquet")) });
  const expected = rows.map(({ row, timestamp, symbol, close, rollingMean, signal }) => ({
    row: BigInt(row),
    timestamp: timestamp === undefined ? null : new Date(1000 * Number(timestamp)),
    symbol: symbol ?? null,
    close,
    rolling_mean: rollingMean,
    signal,
  }));
  assertEquals(read.length, 4);
  // Not at once: a difference would be shown in full.
  for (const [n, row] of expected.entries()) {
    assert(JSON.stringify(row, text) === JSON.stringify(read[n], text), `${n}`);
  }
});

/** JSON knows no bigint. */
function text(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}

Deno.test("signals file: an empty Parquet file can be read", async () => {
  using folder = new Folder();
  await writeFile(folder.of("s.parquet"), () => {});
  assertEquals(await parquetReadObjects({ file: bufferOf(folder.of("s.parquet")) }), []);
});

for (const ending of ENDINGS) {
  Deno.test(`signals file: .${ending}: nothing is at the path before the commit, or after a discard`, async () => {
    using folder = new Folder();
    const path = folder.of(`s.${ending}`);
    const given = await createSignalsFile(path, BOTH);
    given.writeBatch(batch);
    await given.drain();
    assert(!folder.names().includes(`s.${ending}`));
    assertEquals(folder.names().filter((name) => name.endsWith(".tmp")).length, 1);
    given.discard();
    given.discard();
    assertEquals(folder.names(), FILES);
    await assertRejects(async () => {
      for (let n = 0; n < 30_000; n++) given.writeBatch(batch);
      await given.drain();
      await given.commit();
    }, "it goes on");
    assertEquals(folder.names(), FILES);
  });

  Deno.test({
    name: `signals file: .${ending}: a planted link is replaced, not followed`,
    ignore: Deno.build.os === "windows",
  }, async () => {
    using folder = new Folder({ precious: "precious" });
    const path = folder.of(`s.${ending}`);
    Deno.symlinkSync("precious", path);
    await writeFile(path, (file) => file.writeBatch(batch));
    assert(Deno.lstatSync(path).isFile);
    assertEquals(folder.read("precious"), "precious");
  });

  Deno.test(`signals file: .${ending}: a folder that is missing is named`, async () => {
    using folder = new Folder();
    const path = folder.of(`none/s.${ending}`);
    const error = await assertRejects(() => createSignalsFile(path, BOTH), JobError);
    assertEquals([error.message, error.exitCode], [
      `${path}: cannot be written: the folder ${folder.of("none")} does not exist`,
      5,
    ]);
  });

  Deno.test({
    name: `signals file: .${ending}: a disk that is full fails the run and leaves nothing`,
    ignore: Deno.build.os !== "linux",
  }, async () => {
    using folder = new Folder();
    const module = new URL("../../../lib/outputs/signals/create.ts", import.meta.url).href;
    const config = new URL("../../../deno.json", import.meta.url).pathname;
    // A limit on the size of files, as a full disk would: in the midst of the rows, and at the end of them.
    for (const rows of [3_000_000, 30_000]) {
      folder.write(
        "write.ts",
        `import { createSignalsFile } from "${module}";
        const file = await createSignalsFile("s.${ending}", { timestamp: false, symbol: false });
        for (let row = 1; row <= ${rows}; row++) {
          file.write({ row, timestamp: undefined, timeUnit: undefined, symbol: undefined, close: String(Math.sin(row)), rollingMean: Math.cos(row), signal: 0 });
          if (row % 10_000 === 0) await file.drain();
        }
        await file.commit();`,
      );
      const { code, stderr } = await folder.shell(
        `unset DENO_COVERAGE_DIR; trap '' XFSZ; ulimit -f 100; '${Deno.execPath()}' run --no-check --no-prompt ` +
          `--config '${config}' --allow-read --allow-write write.ts`,
      );
      assertMatch(
        stderr,
        new RegExp(`JobError: s\\.${ending.replace(".", "\\.")}: cannot be written: file too large\\n`),
      );
      assertEquals(code, 1);
      assertEquals(folder.names(), [...FILES, "write.ts"]);
    }
  });
}

Deno.test("signals file: another ending is a usage error", async () => {
  using folder = new Folder();
  for (const name of ["s.txt", "csv", "s.gz", "s.json", ""]) {
    const error = await assertRejects(() => createSignalsFile(name, BOTH), JobError);
    assertEquals(
      [error.message, error.kind, error.exitCode],
      [`--signals is "${name}", expected a name that ends in .csv, .csv.gz, .jsonl or .parquet`, "usage", 2],
    );
  }
  assertEquals(folder.names(), FILES);
});
