import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import fc from "fast-check";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { JobError } from "../../../lib/errors.ts";
import type { TimeUnit } from "../../../lib/layouts/layout.ts";
import { createSignalsFile, type SignalRow, type SignalsFile } from "../../../lib/outputs/signals/create.ts";
import { readTimestamp } from "../../../lib/times/timestamp.ts";
import { Folder } from "../../command.ts";
import { anyTime, candleTime, type Spelling, SPELLINGS } from "../../times/spellings.ts";
import { batchOf } from "./batches.ts";

const COLUMNS = { timestamp: true, symbol: false };
const DAY = 86_400_000_000_000n;
type Spelled = readonly [text: string, unit: TimeUnit];

const rowOf = ([timestamp, timeUnit]: Spelled, n: number): SignalRow => ({
  row: n + 1,
  timestamp,
  timeUnit,
  symbol: undefined,
  close: "1.5",
  rollingMean: 1.5,
  signal: 0,
});

function batchFor(texts: readonly string[], timeUnit: TimeUnit, firstRow: number) {
  const rows = texts.map((timestamp) => ({ timestamp, symbol: "", close: "1.5", sum: 15, signal: 0 as const }));
  return { ...batchOf({ firstRow, window: 1, decimals: 1, rows }), timeUnit };
}

/** Rows with these timestamps, one by one. */
const oneByOne = (times: readonly Spelled[]) => (file: SignalsFile) => {
  for (const [n, time] of times.entries()) file.write(rowOf(time, n));
};

/** The same in batches of one unit, which end where `size` says. */
const inBatches = (times: readonly Spelled[], size: number) => (file: SignalsFile) => {
  for (let from = 0; from < times.length;) {
    const unit = times[from]?.[1] ?? "auto";
    let to = from + 1;
    while (to < times.length && to - from < size && times[to]?.[1] === unit) to++;
    file.writeBatch(batchFor(times.slice(from, to).map(([text]) => text), unit, from + 1));
    from = to;
  }
};

/** What a file holds in its column of timestamps: texts, or the numbers of Parquet and what they are. */
async function writtenIn(folder: Folder, name: string, write: (file: SignalsFile) => void): Promise<unknown[]> {
  const file = await createSignalsFile(folder.of(name), COLUMNS);
  write(file);
  await file.commit();
  if (name.endsWith(".csv")) {
    const lines = (folder.read(name) ?? "").trimEnd().split("\n");
    assertEquals(lines[0], "row,timestamp,close,rolling_mean,signal");
    return lines.slice(1).map((line, n) => {
      const fields = line.split(",");
      assertEquals(fields.toSpliced(1, 1), [String(n + 1), "1.5", "1.5", "0"]);
      return fields[1];
    });
  }
  if (name.endsWith(".jsonl")) {
    return (folder.read(name) ?? "").trimEnd().split("\n").map((line) => JSON.parse(line).timestamp);
  }
  const { buffer } = Deno.readFileSync(folder.of(name));
  const parsers = {
    dateFromDays: (days: number) => days,
    timestampFromMicroseconds: (microseconds: bigint) => microseconds,
    timestampFromNanoseconds: (nanoseconds: bigint) => nanoseconds,
  };
  const rows = await parquetReadObjects({ file: buffer, parsers });
  assertEquals(rows.map(({ row }) => row), rows.map((_row, n) => BigInt(n + 1)));
  return [typeIn(buffer), ...rows.map(({ timestamp }) => timestamp)];
}

/** The type of the timestamps in a Parquet file. */
function typeIn(buffer: ArrayBuffer): string {
  const type = parquetMetadata(buffer).schema.find(({ name }) => name === "timestamp")?.logical_type;
  if (type?.type !== "TIMESTAMP") return type?.type ?? "none";
  return `${type.type} ${type.unit} ${type.isAdjustedToUTC ? "UTC" : "local"}`;
}

const [MICROS, NANOS] = ["TIMESTAMP MICROS UTC", "TIMESTAMP NANOS UTC"];
const auto = (...texts: readonly string[]): readonly Spelled[] => texts.map((text) => [text, "auto"]);

const TABLE: readonly [name: string, times: readonly Spelled[], texts: readonly string[], parquet: string][] = [
  [
    "milliseconds and microseconds of Binance",
    auto("1735689540000", "1735689599999", "1735689600000000", "1735689660000000"),
    ["2024-12-31T23:59:00.000Z", "2024-12-31T23:59:59.999Z", "2025-01-01T00:00:00.000Z", "2025-01-01T00:01:00.000Z"],
    MICROS,
  ],
  [
    "epochs of whole seconds have no decimals",
    auto("1735689540", "1735689600000", "1735689660000000", "1735689720000000000"),
    ["2024-12-31T23:59:00Z", "2025-01-01T00:00:00Z", "2025-01-01T00:01:00Z", "2025-01-01T00:02:00Z"],
    MICROS,
  ],
  [
    "microseconds",
    auto("2024-01-05 09:30:00.5", "2024-01-05 09:30:01.000001"),
    ["2024-01-05T09:30:00.500000Z", "2024-01-05T09:30:01.000001Z"],
    MICROS,
  ],
  [
    "nanoseconds",
    auto("1704447000123456789", "2024-01-05T09:30:01Z"),
    ["2024-01-05T09:30:00.123456789Z", "2024-01-05T09:30:01.000000000Z"],
    NANOS,
  ],
  ["dates", auto("2024-01-05", "20240106", "7-Jan-2024", "Jan 8, 2024"), [
    "2024-01-05",
    "2024-01-06",
    "2024-01-07",
    "2024-01-08",
  ], "DATE"],
  [
    "dates by their format",
    [["01/05/2024", "mdy"], ["13/05/2024", "dmy"], ["24/05/14", "ymd"]],
    ["2024-01-05", "2024-05-13", "2024-05-14"],
    "DATE",
  ],
  ["dates in digits", [["20240105", "date"], ["20240106", "date"]], ["2024-01-05", "2024-01-06"], "DATE"],
  [
    "dates among times",
    auto("2024-01-05", "2024-01-05 09:30"),
    ["2024-01-05T00:00:00Z", "2024-01-05T09:30:00Z"],
    MICROS,
  ],
  [
    "midnights that are spelled out",
    auto("2024-01-05 00:00:00", "2024-01-06 00:00:00"),
    ["2024-01-05T00:00:00Z", "2024-01-06T00:00:00Z"],
    MICROS,
  ],
  [
    "zones",
    auto("2024-01-05T00:30:00+01:00", "2024-01-05 09:30:00-05:00", "2024-01-05 10:00:00 EST", "2024-01-05 16:00 UTC"),
    ["2024-01-04T23:30:00Z", "2024-01-05T14:30:00Z", "2024-01-05T15:00:00Z", "2024-01-05T16:00:00Z"],
    MICROS,
  ],
  [
    "times without a zone",
    auto("2024-01-05 09:30", "2024.01.05,09:31", "20240105 0932", "20240105093300", "2024/1/5 9:34 PM"),
    [
      "2024-01-05T09:30:00Z",
      "2024-01-05T09:31:00Z",
      "2024-01-05T09:32:00Z",
      "2024-01-05T09:33:00Z",
      "2024-01-05T21:34:00Z",
    ],
    MICROS,
  ],
  [
    "one number in three units",
    [["1704447000", "s"], ["1704447000", "ms"], ["1704447000", "us"]],
    ["2024-01-05T09:30:00.000Z", "1970-01-20T17:27:27.000Z", "1970-01-01T00:28:24.447Z"],
    MICROS,
  ],
  [
    "before 1970, and at the ends of the years",
    auto("1969-12-31 23:59:59.25", "0001-01-01 00:00", "9999-12-31 23:59:59.999"),
    ["1969-12-31T23:59:59.250Z", "0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"],
    MICROS,
  ],
];

for (const [name, times, texts, type] of TABLE) {
  Deno.test(`signals file: timestamps: ${name}`, async () => {
    using folder = new Folder();
    const unit = type === MICROS ? 1000n : type === NANOS ? 1n : DAY;
    const numbers = texts.map((text) => (readTimestamp(text, "auto") ?? 0n) / unit);
    for (const write of [oneByOne(times), inBatches(times, 1), inBatches(times, 10)]) {
      for (const file of ["s.csv", "s.jsonl"]) assertEquals(await writtenIn(folder, file, write), texts);
      const [found, ...values] = await writtenIn(folder, "s.parquet", write);
      assertEquals([found, ...values.map((value) => BigInt(value as bigint))], [type, ...numbers]);
    }
  });
}

const RFC_3339 =
  /^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.(?:[0-9]{3}){1,3})?Z)$/;

/** Asserts that what is read of a file are the times that were written, and that texts have one length. */
async function assertKept(folder: Folder, times: readonly bigint[], spelled: readonly Spelled[]): Promise<void> {
  for (const write of [oneByOne(spelled), inBatches(spelled, 7)]) {
    for (const file of ["s.csv", "s.jsonl"]) {
      const texts = (await writtenIn(folder, file, write)).map(String);
      for (const text of texts) assertMatch(text, RFC_3339);
      assertEquals(texts.map((text) => readTimestamp(text, "auto")), times);
      assertEquals(new Set(texts.map(({ length }) => length)).size, 1, texts.join());
    }
    const isWide = times.some((time) => time % 1000n !== 0n) &&
      times.some((time) => time < -(2n ** 63n) || time >= 2n ** 63n);
    // Nanoseconds of the year 1 take more than 64 bits: see below.
    if (isWide) continue;
    const [type, ...values] = await writtenIn(folder, "s.parquet", write);
    const unit = type === "DATE" ? DAY : type === MICROS ? 1000n : 1n;
    assertEquals(values.map((value) => BigInt(value as bigint) * unit), times);
    assertEquals(type === NANOS, times.some((time) => time % 1000n !== 0n));
  }
}

Deno.test("signals file: timestamps: what is written reads back as what was spelled", async () => {
  using folder = new Folder();
  const iso = SPELLINGS.filter(({ name }) => name === "ISO 8601");
  const rows = (times: fc.Arbitrary<bigint>, spellings: readonly Spelling[]) =>
    fc.array(fc.tuple(times, fc.constantFrom(...spellings)), { minLength: 1, maxLength: 12 });
  for (const drawn of [rows(anyTime, iso), rows(candleTime, SPELLINGS)]) {
    await fc.assert(
      fc.asyncProperty(drawn, async (rows) => {
        const cut = rows.map(([time, { step }]) => time - (time % step + step) % step);
        await assertKept(folder, cut, rows.map(([, { unit, spell }], n) => [spell(cut[n] ?? 0n), unit]));
      }),
      { numRuns: 100 },
    );
  }
});

/** Rows of a few files, each spelled in one way: far more than the first rows, so that the writer makes most of the texts. */
const longColumn = fc.array(
  fc.record({
    spelling: fc.constantFrom(...SPELLINGS),
    start: candleTime,
    stepNanoseconds: fc.constantFrom(60_000_000_000n, DAY, 1_000_000_000n, 250_000_000n, 1_000n, 1n),
    count: fc.integer({ min: 1, max: 1500 }),
  }),
  { minLength: 1, maxLength: 3 },
).map((files) =>
  files.flatMap(({ spelling: { step, unit, spell }, start, stepNanoseconds, count }) =>
    Array.from({ length: count }, (_, n): Spelled => {
      const time = start + BigInt(n) * stepNanoseconds;
      return [spell(time - time % step), unit];
    })
  )
);

Deno.test("signals file: timestamps: batches of any size give the bytes of single rows", async () => {
  using folder = new Folder();
  await fc.assert(
    fc.asyncProperty(longColumn, fc.integer({ min: 1, max: 3000 }), async (times, size) => {
      for (const file of ["s.csv", "s.jsonl"]) {
        const expected = await writtenIn(folder, file, oneByOne(times));
        const found = await writtenIn(folder, file, inBatches(times, size));
        // Not the whole column: it is long.
        const first = found.findIndex((text, n) => text !== expected[n]);
        assertEquals([first, found[first], found.length], [-1, expected[first], expected.length]);
        assertEquals(
          found.map((text) => readTimestamp(String(text), "auto")),
          times.map(([text, unit]) => readTimestamp(text, unit)),
        );
      }
      const [type, ...values] = await writtenIn(folder, "s.parquet", inBatches(times, size));
      const step = type === "DATE" ? DAY : type === MICROS ? 1000n : 1n;
      const wrong = times.findIndex(([text, unit], n) =>
        BigInt(values[n] as bigint) * step !== readTimestamp(text, unit)
      );
      assertEquals([wrong, times[wrong], values.length], [-1, undefined, times.length]);
    }),
    { numRuns: 40 },
  );
});

const minute = (n: number) => new Date(1_704_067_200_000 + 60_000 * n).toISOString().replace(".000Z", "Z");

type Spell = (text: string) => string;
const asWritten: Spell = (text) => text;
const inMicroseconds: Spell = (text) => text.replace("Z", ".000000Z");

/** What comes after the first rows have decided. Those are spelled like this. */
const LATER: readonly [name: string, first: (n: number) => string, later: string[], texts: string[], spell?: Spell][] =
  [
    ["finer times", minute, ["2030-01-01T00:00:00.5Z", "2030-01-01T00:01:00Z", "2030-01-01T00:01:00.000001Z"], [
      "2030-01-01T00:00:00.500Z",
      "2030-01-01T00:01:00.000Z",
      "2030-01-01T00:01:00.000001Z",
    ]],
    [
      "finer times in digits that were zeros",
      minute,
      ["2030-01-01T00:00:00.500000Z", "2030-01-01T00:01:00.000000Z", "2030-01-01T00:01:00.000001Z"],
      ["2030-01-01T00:00:00.500Z", "2030-01-01T00:01:00.000Z", "2030-01-01T00:01:00.000001Z"],
      inMicroseconds,
    ],
    ["a date", minute, ["2030-01-01"], ["2030-01-01T00:00:00Z"]],
    [
      "midnight, then another time",
      (n) => minute(1440 * n).slice(0, 10),
      ["2030-01-01T00:00:00Z", "2030-01-02", "2030-01-02T00:00:01Z", "2030-01-03"],
      ["2030-01-01", "2030-01-02", "2030-01-02T00:00:01Z", "2030-01-03T00:00:00Z"],
    ],
  ];

for (const [name, first, later, texts, spell = asWritten] of LATER) {
  Deno.test(`signals file: timestamps: after the first rows: ${name}`, async () => {
    using folder = new Folder();
    const before = Array.from({ length: 1024 }, (_, n) => first(n));
    const all = [...before.map(spell), ...later];
    for (const write of [oneByOne(auto(...all)), inBatches(auto(...all), 2000)]) {
      for (const file of ["s.csv", "s.jsonl"]) {
        const found = await writtenIn(folder, file, write);
        assertEquals(found.slice(1024), texts);
        assertEquals(found.slice(0, 1024), before);
      }
    }
  });
}

Deno.test("signals file: timestamps: the last of the first rows decides, the one behind it does not", async () => {
  using folder = new Folder();
  for (const [place, text] of [[1023, "2024-01-01T00:00:00.000Z"], [1024, "2024-01-01T00:00:00Z"]] as const) {
    const times = auto(...Array.from({ length: 1100 }, (_, n) => n === place ? "2029-01-01T00:00:00.5Z" : minute(n)));
    for (const write of [oneByOne(times), inBatches(times, 1000)]) {
      assertEquals((await writtenIn(folder, "s.csv", write))[0], text);
    }
  }
});

/** What a signals file can't hold: the rows before, one more, and the error. */
const REFUSED: readonly [name: string, before: readonly Spelled[], row: Spelled, endings: string[], error: string][] = [
  [
    "a year of five digits",
    auto("2024-01-01"),
    ["1704067200000", "s"],
    ["csv", "jsonl", "parquet"],
    "the timestamp of row 2 is outside the years 1 to 9999, expected a time that RFC 3339 can write; " +
    "is time_unit the right one?",
  ],
  [
    "the year 0",
    auto("0001-01-01T00:00:00Z"),
    ["0001-01-01T00:00:00+01:00", "auto"],
    ["csv", "jsonl", "parquet"],
    "the timestamp of row 2 is outside the years 1 to 9999, expected a time that RFC 3339 can write; " +
    "is time_unit the right one?",
  ],
  [
    "a time after a row group of dates",
    Array.from({ length: 131_072 }, () => ["2024-01-05", "auto"]),
    ["2024-01-05 09:30", "auto"],
    ["parquet"],
    "the timestamp of row 131073 is 2024-01-05T09:30:00Z, expected a date, as in the first rows; " +
    "write the signals as .csv or .jsonl",
  ],
  [
    "nanoseconds after a row group without",
    Array.from({ length: 131_072 }, () => ["2024-01-05 09:30", "auto"]),
    ["2024-01-05 09:30:00.000000001", "auto"],
    ["parquet"],
    "the timestamp of row 131073 is 2024-01-05T09:30:00.000000001Z, expected whole microseconds, as in the first rows; " +
    "write the signals as .csv or .jsonl",
  ],
  [
    "nanoseconds, and years that they do not reach",
    auto("1704447000123456789"),
    ["1600-01-01", "auto"],
    ["parquet"],
    "the timestamp of row 2 is 1600-01-01T00:00:00Z, expected one of the years 1678 to 2261, which nanoseconds reach; " +
    "write the signals as .csv or .jsonl",
  ],
];

for (const [name, before, row, endings, message] of REFUSED) {
  Deno.test(`signals file: timestamps: ${name} is refused`, async () => {
    using folder = new Folder();
    for (const ending of endings) {
      const path = folder.of(`s.${ending}`);
      for (const write of [oneByOne([...before, row]), inBatches([...before, row], 5000)]) {
        const file = await createSignalsFile(path, COLUMNS);
        const error = await assertRejects(async () => {
          write(file);
          await file.commit();
        }, JobError);
        file.discard();
        assertEquals([error.message, error.exitCode], [`${path}: ${message}`, 4]);
      }
    }
    assert(!folder.names().some((name) => name.startsWith("s.") || name.endsWith(".tmp")));
  });
}

Deno.test("signals file: timestamps: a row may be without one", async () => {
  using folder = new Folder();
  const write = (file: SignalsFile) => {
    file.write({ ...rowOf(["", "auto"], 0), timestamp: undefined });
    file.write(rowOf(["2024-01-05", "auto"], 1));
  };
  assertEquals(await writtenIn(folder, "s.csv", write), ["", "2024-01-05"]);
  assertEquals(await writtenIn(folder, "s.jsonl", write), [null, "2024-01-05"]);
  assertEquals(await writtenIn(folder, "s.parquet", write), ["DATE", null, 19_727]);
});
