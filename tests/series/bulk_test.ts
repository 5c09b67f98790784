import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { kernelChunk, kernelInput } from "../../lib/kernel/scan.ts";
import { CandleReader } from "../../lib/rows/reader.ts";
import { JobError } from "../../lib/errors.ts";
import { scanOf } from "../../lib/plan.ts";
import { SkippedRows } from "../../lib/rows/invalid_rows.ts";
import { GENERIC, type Layout, type TimeUnit } from "../../lib/layouts/layout.ts";
import { SeriesStage } from "../../lib/series/stage.ts";
import { rowsOf, type SignalRow } from "../../lib/outputs/signals/row.ts";
import { OrderCheck, type OrderRules } from "../../lib/times/order.ts";
import { quotedWhole } from "../rows/candle_files.ts";
import { cut } from "../rows/read_closes.ts";

interface Asked {
  readonly layout: Partial<Layout>;
  readonly order?: OrderRules["order"];
  readonly duplicates?: OrderRules["duplicates"];
  readonly skips?: boolean;
  /** Of each file; `auto` by default. */
  readonly timeUnits?: readonly TimeUnit[];
  readonly window?: number;
  /** Whether someone wants the signals, row by row. */
  readonly rows?: boolean;
}

/** What several files give as one series: many rows at a time where the kernel can prove them, or all on the careful path. */
function read(files: readonly string[], asked: Asked, isBulk: boolean, lengths: readonly number[] = [100_000]) {
  const { layout, order = "ascending", duplicates = "fail", skips = false, window = 3, rows: areRowsWanted } = asked;
  const lines: string[] = [];
  const write = (row: SignalRow) => {
    lines.push(JSON.stringify(row));
  };
  const rules: OrderRules = {
    ...{ order, duplicates, gaps: "ignore", interval: undefined, timeUnit: "auto" },
    areGapsSought: true,
  };
  const check = layout.timestampColumn === undefined ? undefined : new OrderCheck(rules);
  const stage = new SeriesStage({
    window,
    isDescending: order === "descending",
    hasSymbols: layout.symbolColumn !== undefined,
    order: check,
    keepLast: undefined,
    signals: areRowsWanted
      ? {
        write,
        writeBatch: (batch) => {
          for (const row of rowsOf(batch, 0, batch.count)) write(row);
        },
      }
      : undefined,
  }, isBulk ? scanOf({ signals: areRowsWanted ? "signals.csv" : undefined }, rules, order).choice : "single rows");
  const invalid = skips ? new SkippedRows(undefined, undefined, false) : undefined;
  let careful = 0;
  let rows = 0;
  let error: string | undefined;
  try {
    for (const [n, text] of files.entries()) {
      const unitOf = (n: number) => asked.timeUnits?.[n] ?? "auto";
      stage.beginFile(n === 0 || unitOf(n) === unitOf(n - 1));
      check?.beginFile(unitOf(n));
      const reader = new CandleReader(`${n}.csv`, stage, { layout: { ...GENERIC, ...layout }, invalid });
      for (const chunk of cut(new TextEncoder().encode(text), lengths)) {
        if (chunk.length > kernelInput.length) throw new Error("a chunk that the kernel has no room for");
        // Both in place and as a copy, as files and pipes come.
        if (n % 2 === 0) kernelInput.set(chunk);
        reader.push(n % 2 === 0 ? kernelChunk(chunk.length) : chunk);
      }
      reader.end();
      careful += reader.summary.carefulRows;
      rows += reader.summary.rows;
    }
    stage.end();
  } catch (thrown) {
    if (!(thrown instanceof JobError)) throw thrown;
    error = thrown.message;
  }
  const series = [...stage.figures.series, stage.lastMean];
  return {
    careful,
    found: error ?? { series, rows, times: check?.summary, steps: check?.steps, invalid: invalid?.count, lines },
  };
}

function assertSame(files: readonly string[], asked: Asked, lengths?: readonly number[]): { careful: number } {
  const bulk = read(files, asked, true, lengths);
  assertEquals(bulk.found, read(files, asked, false).found);
  return bulk;
}

const START = Date.UTC(2023, 11, 30, 22, 57);
const iso = (minute: number) => new Date(START + minute * 60_000).toISOString();

/** Ways to write the minute n; all but the last two can be compared as bytes. */
const FORMATS: readonly [name: string, isFast: boolean, write: (minute: number) => string][] = [
  ["seconds", true, (n) => String((START + n * 60_000) / 1000)],
  ["milliseconds", true, (n) => String(START + n * 60_000)],
  ["nanoseconds", true, (n) => `${START + n * 60_000}000000`],
  ["ISO with T and Z", true, (n) => iso(n).slice(0, 19) + "Z"],
  ["ISO with a blank", true, (n) => iso(n).slice(0, 19).replace("T", " ")],
  ["ISO with milliseconds and UTC", true, (n) => iso(n).slice(0, 23).replace("T", " ") + " UTC"],
  ["ISO without seconds", true, (n) => iso(n).slice(0, 16).replace("T", " ")],
  ["dates, one a day", true, (n) => iso(n * 1440).slice(0, 10)],
  ["YYYYMMDD HHMMSS", true, (n) => iso(n).slice(0, 19).replace("T", " ").replace(/[-:]/g, "")],
  ["points", true, (n) => iso(n).slice(0, 19).replace("T", " ").replaceAll("-", ".")],
  ["a zone", false, (n) => iso(n).slice(0, 19) + "+01:00"],
  ["DD.MM.YYYY", false, (n) => iso(n * 1440).slice(0, 10).split("-").reverse().join(".")],
];

const close = (n: number) => `${100 + (n * 7919) % 13}.${(n * 31) % 10}`;

Deno.test({
  name: "bulk: equal digits in another unit are another time, also from one file to the next",
  permissions: "none",
  fn() {
    // 1,000,000,000 of a unit and more: forward as bytes, whatever the units.
    const text = (file: number) =>
      "t,s,close\n" +
      Array.from({ length: 200 }, (_, n) => `${1_000_000_000 + 1000 * file + n},${"AB"[n % 2]},1\n`).join("");
    const UNITS = ["ns", "us", "ms", "s"] as const;
    for (const layout of [{ timestampColumn: "t" }, { timestampColumn: "t", symbolColumn: "s" }]) {
      const up = assertSame(UNITS.map((_, n) => text(n)), { layout, timeUnits: UNITS });
      assert(up.careful < 20, `${up.careful} rows took the careful path`);
      const { found } = read(["s", "ms"].map((_, n) => text(n)), { layout, timeUnits: ["s", "ms"] }, true);
      const symbol = "symbolColumn" in layout
        ? [' of "A"', "1000000198", ""]
        : ["", "1000000199", "; write symbol_column: and its name if rows of another symbol begin here"];
      assertEquals<unknown>(
        found,
        `1.csv:2: timestamp "1000001000"${symbol[0]} is before "${
          symbol[1]
        }" of the row above it, expected ascending order${symbol[2]}`,
      );
      const later = { layout, timeUnits: ["s", "s", "ms"] as const };
      assertSame([text(0), "t,s,close\n1000000500,B,1\n1000000501,B,1\n", text(2)], later);
    }
  },
});

for (const [name, isFast, write] of FORMATS) {
  for (const order of ["ascending", "descending"] as const) {
    Deno.test({
      name: `bulk: ${name}, ${order}, are read as on the careful path, and ${isFast ? "fast" : "not fast"}`,
      permissions: "none",
      fn() {
        const minutes = Array.from({ length: 5000 }, (_, n) => order === "ascending" ? n : 5000 - n);
        const line = (minute: number, n: number) => `${write(minute)},1,${close(n)}\n`;
        const asked = { layout: { timestampColumn: "t" }, order };
        const text = (from: number, to: number) => "t,open,close\n" + minutes.slice(from, to).map(line).join("");
        const { careful } = assertSame([text(0, 3000), text(3000, 5000)], asked);
        assert(isFast ? careful <= 4 : careful === 5000, `${careful} rows took the careful path`);
        assertSame([text(0, 5000)], asked, [777, 5000, 64]);
        assertSame([text(0, 3000), text(3000, 5000)], { ...asked, rows: true });
        assertSame([text(0, 5000)], { layout: { timestampColumn: "t" } });
      },
    });
  }
}

/** What is wrong with one of the timestamps, given those before and behind it. */
const TIME_FAULTS = fc.oneof(
  fc.tuple(fc.nat(29), fc.constantFrom(..."0123456789:-T /x\u007f")).map(([at, byte]) => (time: string) => {
    const place = at % time.length;
    return time.slice(0, place) + byte + time.slice(place + 1);
  }),
  fc.constantFrom(
    (_: string, before: string) => before,
    (_: string, _before: string, behind: string) => behind,
    (time: string) => time.slice(1),
    (time: string) => `${time}0`,
    () => "",
  ),
);

Deno.test({
  name: "bulk: a timestamp of one series that is not as those around it is met as on the careful path",
  permissions: "none",
  fn() {
    const faulty = fc.record({
      format: fc.constantFrom(...FORMATS),
      order: fc.constantFrom("ascending", "descending"),
      at: fc.integer({ min: 1, max: 598 }),
      fault: TIME_FAULTS,
      skips: fc.boolean(),
    });
    fc.assert(
      fc.property(faulty, ({ format: [, , write], order, at, fault, skips }) => {
        const times = Array.from({ length: 600 }, (_, n) => write(order === "ascending" ? n : 600 - n));
        const [before = "", time = "", behind = ""] = times.slice(at - 1, at + 2);
        times[at] = fault(time, before, behind);
        const text = "t,open,close\n" + times.map((time, n) => `${time},1,${close(n)}\n`).join("");
        const asked = { layout: { timestampColumn: "t" }, order, skips };
        // Of many rows at a time, steps that make up for each other are not told apart.
        const [bulk, single] = [true, false].map((isBulk) => read([text], asked, isBulk).found);
        const withoutSteps = (found: typeof bulk) => typeof found === "object" ? { ...found, steps: undefined } : found;
        assertEquals(withoutSteps(bulk), withoutSteps(single));
      }),
      { numRuns: 600 },
    );
  },
});

Deno.test({
  name: "bulk: records that are quoted as a whole are read as if they were not",
  permissions: "none",
  fn() {
    const minutes = Array.from({ length: 1000 }, (_, n) => n);
    const lines = minutes.map((minute) => `${FORMATS[4]?.[2](minute)},"S ""${minute % 3}""",${close(minute)}\n`);
    const header = "t,s,close\n";
    const isQuoted: readonly ((n: number) => boolean)[] = [
      () => true,
      (n) => n > 0,
      (n) => n === 0,
      (n) => n % 2 === 1,
      (n) => n % 400 < 200,
      (n) => n === 700,
    ];
    for (const layout of [{ timestampColumn: "t", symbolColumn: "s" }, { timestampColumn: "t" }, { symbolColumn: 2 }]) {
      const asked = { layout, rows: true };
      const plain = (from: number, to: number) => header + lines.slice(from, to).join("");
      const { found } = read([plain(0, 600), plain(600, 1000)], asked, true);
      for (const is of isQuoted) {
        const records = [header, ...lines].map((line, n) => is(n) ? quotedWhole(line) : line);
        const first = records.slice(0, 601).join("");
        const second = records[0] + records.slice(601).join("");
        assertEquals(read([first, second], asked, true).found, found);
        assertEquals(read([first, second], asked, true, [997]).found, found);
        assertEquals(read([first, second], asked, false).found, found);
      }
    }
  },
});

Deno.test({
  name: "bulk: many symbols, one after the other and row by row",
  permissions: "none",
  fn() {
    for (const perSymbol of [1, 3, 70, 500]) {
      const symbol = (n: number) => `S${Math.floor(n / perSymbol) % 40}`;
      const rows = Array.from({ length: 6000 }, (_, n) => `${symbol(n)},${START + n},${close(n)}\n`).join("");
      const { careful } = assertSame([`s,t,close\n${rows}`], { layout: { symbolColumn: "s", timestampColumn: "t" } });
      assert(careful <= 1, `${careful} rows took the careful path, ${perSymbol} for each symbol`);
      const alone = assertSame([`s,t,close\n${rows}`], { layout: { symbolColumn: "s" } }).careful;
      assert(alone <= 2, `${alone} rows took the careful path`);
    }
  },
});

Deno.test({
  name: "bulk: sums that no double holds are written row by row",
  permissions: "none",
  fn() {
    const rows = Array.from({ length: 3000 }, (_, n) => `S${n % 3},${999_999_999_999_000 + (n * 31) % 1000}\n`).join(
      "",
    );
    for (const window of [1, 2, 9, 10, 50]) {
      assertSame([`s,close\n${rows}`], { layout: { symbolColumn: "s" }, window, rows: true });
      assertSame([`s,close\n${rows}`], { layout: {}, window, rows: true });
    }
  },
});

Deno.test({
  name: "bulk: other delimiters and decimal marks, and the time in two columns",
  permissions: "none",
  fn() {
    const [time, price] = [
      (n: number) => iso(n).slice(0, 19).replace("T", ";").replaceAll("-", "."),
      (n: number) => close(n).replace(".", ","),
    ];
    const rows = Array.from({ length: 4000 }, (_, n) => `${time(n)};${price(n)};x\r\n`).join("");
    const layout: Partial<Layout> = {
      delimiter: ";",
      decimalMark: ",",
      hasHeader: false,
      closeColumn: 3,
      timestampColumn: 1,
      timestampFields: 2,
      symbolColumn: 4,
    };
    const { careful } = assertSame([rows], { layout });
    assert(careful <= 2, `${careful} rows took the careful path`);
  },
});

Deno.test({
  name: "bulk: times that no clock and days that no calendar have are refused, also among plain rows",
  permissions: "none",
  fn() {
    const bad = ["T24:00:00Z", "T23:60:00Z", "T23:59:60Z", "T29:00:00Z", "T23:5x:00Z"].map((time) =>
      `2023-12-31${time}`
    )
      .concat(["2023-13-31T00:00:00Z", "2023-12-32T00:00:00Z", "2024-02-30T00:00:00Z", "2023-00-31T00:00:00Z"])
      .concat(["2025-02-29T00:00:00Z", "2024-04-31T00:00:00Z", "2024-04-00T00:00:00Z", "2024-01-01 00:00:00Z"]);
    const good = ["2024-02-29T00:00:00Z", "2024-04-30T23:59:59Z", "9999-12-31T00:00:00Z"];
    const plain = Array.from(
      { length: 100 },
      (_, n) => `2023-12-31T22:${String(Math.floor(n / 60) + 10)}:${String(n % 60).padStart(2, "0")}Z`,
    );
    for (const [stamps, isGood] of [[bad, false], [good, true]] as const) {
      for (const stamp of stamps) {
        const rows = [...plain, stamp].map((time, n) => `${time},${close(n)}\n`).join("");
        const { found } = read([`t,close\n${rows}`], { layout: { timestampColumn: "t" } }, true);
        assertEquals(typeof found === "object", isGood || stamp === "2024-01-01 00:00:00Z", stamp);
        assertSame([`t,close\n${rows}`], { layout: { timestampColumn: "t" } });
      }
    }
  },
});

Deno.test({
  name: "bulk: a timestamp in another format is not compared as bytes",
  permissions: "none",
  fn() {
    const at = (second: number, between: string) => `2023-12-31${between}22:10:${String(second).padStart(2, "0")}`;
    // "T" is greater than a blank: by their bytes all with a "T" come later.
    const rows = ["A", "B"].flatMap((symbol) => Array.from({ length: 30 }, (_, n) => `${symbol},${at(n, " ")},1\n`));
    rows.push(`A,${at(40, "T")},1\n`, `B,${at(5, "T")},1\n`, `B,${at(6, "T")},1\n`);
    const asked = { layout: { symbolColumn: "s", timestampColumn: "t" } };
    const { found } = read([`s,t,close\n${rows.join("")}`], asked, true);
    assertEquals(
      found,
      '0.csv:63: timestamp "2023-12-31T22:10:05" of "B" is before "2023-12-31 22:10:29" of the row above it, ' +
        "expected ascending order",
    );
    assertSame([`s,t,close\n${rows.join("")}`], asked);
  },
});

Deno.test({
  name: "bulk: whether a step back is a symbol's first step is known of rows that the kernel has read, too",
  permissions: "none",
  fn() {
    const rows = "A,1000000010,1\nA,1000000020,1\nB,1000000050,1\nA,1000000030,1\n";
    const asked = { layout: { symbolColumn: "s", timestampColumn: "t" } };
    assertSame([`s,t,close\n${rows}B,1000000040,1\n`], asked);
    assertSame([`s,t,close\n${rows}A,1000000020,1\n`], asked);
    assertSame([`s,t,close\n${rows}B,1000000060,1\nB,1000000055,1\n`], asked);
  },
});

Deno.test({
  name: "bulk: the earliest and the latest row are found, whichever symbol has them",
  permissions: "none",
  fn() {
    const asked = { layout: { symbolColumn: "s", timestampColumn: "t" } };
    const rowsOf = (symbol: string, from: number) =>
      Array.from({ length: 30 }, (_, n) => `${symbol},${1_700_000_000 + from + n},1\n`).join("");
    for (const order of ["ABC", "CBA", "BAC", "BCA"]) {
      const text = `s,t,close\n${
        [...order].map((symbol, n) => rowsOf(symbol, 1000 * symbol.charCodeAt(0) + n)).join("")
      }`;
      assertSame([text], asked);
      // In another format the kernel begins anew.
      const iso = "D,2023-12-31T00:00:00Z,1\nD,2023-12-31T00:01:00Z,1\n";
      assertSame([text + iso], asked);
      assertSame([text, `s,t,close\n${iso}`, text.replace(/^[A-C]/gm, "$&$&")], asked);
    }
  },
});

Deno.test({
  name: "bulk: symbols are in the order of their first rows that count",
  permissions: "none",
  fn() {
    const rows = Array.from({ length: 30 }, (_, n) => `A,${1_700_000_000 + n},1\n`).join("");
    const later = ["X,1700000999x,1", "Y,1700000999,1", "W,9700000999x,1", "X,1700000999,1", "W,1700000999,1"];
    const asked = { layout: { symbolColumn: "s", timestampColumn: "t" }, skips: true };
    assertSame([`s,t,close\n${rows}${later.join("\n")}\n`], asked);
    const { found } = read([`s,t,close\n${rows}${later.join("\n")}\n`], asked, true);
    if (typeof found === "string") throw new Error(found);
    assertEquals(found.series.map((series) => typeof series === "object" ? series.symbol : ""), [
      "A",
      "Y",
      "X",
      "W",
      "",
    ]);
  },
});

Deno.test({
  name: "bulk: a file of records in quotes between two others leaves no gap in the order",
  permissions: "none",
  fn() {
    const asked = { layout: { symbolColumn: "s", timestampColumn: "t" } };
    const rowsOf = (from: number) =>
      Array.from({ length: 40 }, (_, n) => `${"AB"[n % 2]},${1_700_000_000 + from + n},1`).join("\n");
    const wrapped = (from: number) => rowsOf(from).replace(/^.*$/gm, '"$&"');
    const files = (last: number) => [
      `s,t,close\n${rowsOf(0)}\n`,
      `"s,t,close"\n${wrapped(100)}\n`,
      `s,t,close\n${rowsOf(last)}\n`,
    ];
    assertSame(files(200), asked);
    assertSame(files(50), asked);
    assertEquals(typeof read(files(50), asked, true).found, "string");
  },
});

const symbol = fc.constantFrom(
  "A",
  "BB",
  "600519",
  "x y",
  " A",
  "",
  "é",
  "seventeen letters",
  '"q"',
  "sixteen letters!",
);
const stamp = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record({ step: fc.integer({ min: 0, max: 5 }), format: fc.constantFrom(0, 0, 0, 0, 0, 0, 3, 4) }),
  },
  { weight: 1, arbitrary: fc.record({ step: fc.integer({ min: -2, max: 0 }), format: fc.constantFrom(0, 10, 11) }) },
);
const odd = fc.constantFrom(
  "2023-02-29T00:00:00Z",
  "2024-01-01T24:00:00Z",
  "2024-13-01T00:00:00Z",
  "2024-01-01T00:60:00Z",
  "9999999999",
  "x",
  "",
);
const price = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 99_999 }).map((n) => (n / 100).toFixed(2)) },
  { weight: 1, arbitrary: fc.constantFrom("-1", "1e3", "null", "", " 7", "123456789012345678", '"5"', "0.00000001") },
);
const row = fc.record({ symbol, stamp, price, odd: fc.option(odd, { freq: 40 }), isLong: fc.boolean() });

Deno.test({
  name: "bulk: any rows are read as on the careful path, wherever chunks and files are cut",
  permissions: "none",
  fn() {
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 40 }),
        fc.constantFrom("s", undefined),
        fc.constantFrom("t", undefined),
        fc.constantFrom("fail", "keep" as const),
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 1, max: 300 }),
        fc.nat(40),
        (rows, symbolColumn, timestampColumn, duplicates, isDescending, skips, areRowsWanted, length, fileEnd) => {
          // Plain rows before and between, so that the kernel has something to prove.
          let minute = 3000;
          let filler = 0;
          const lines = rows.flatMap(({ symbol, stamp: { step, format }, price, odd, isLong }) => {
            const move = (by: number) => minute += isDescending ? -by : by;
            const plain = Array.from(
              { length: isLong ? 12 : 1 },
              () => `A,${FORMATS[0]?.[2](move(1))},${close(filler++)}`,
            );
            return [...plain, `${symbol},${odd ?? FORMATS[format]?.[2](move(step))},${price}`];
          });
          const text = (part: readonly string[]) => `s,t,close\n${part.map((line) => `${line}\n`).join("")}`;
          const layout = {
            ...(symbolColumn === undefined ? {} : { symbolColumn }),
            ...(timestampColumn === undefined ? {} : { timestampColumn }),
          };
          const order = isDescending ? "descending" : "ascending";
          const asked: Asked = { layout, order, duplicates, skips, window: 2, rows: areRowsWanted };
          assertSame([text(lines)], asked, [length]);
          assertSame([text(lines.slice(0, fileEnd)), text(lines.slice(fileEnd))], asked);
        },
      ),
      { numRuns: 3000 },
    );
  },
});

Deno.test({
  name: "bulk: rows reach a signals file many at a time, unless no double holds their sums",
  permissions: "none",
  fn() {
    for (const [number, isMany] of [["42.5", true], ["900719925474099.1", false]] as const) {
      const counts = { oneByOne: 0, many: 0 };
      const stage = new SeriesStage({
        window: 3,
        isDescending: false,
        hasSymbols: false,
        order: undefined,
        keepLast: undefined,
        signals: { write: () => counts.oneByOne++, writeBatch: ({ count }) => counts.many += count },
      }, "batches");
      const reader = new CandleReader("in.csv", stage, { layout: GENERIC });
      reader.push(new TextEncoder().encode(`t,close\n${`1,${number}\n`.repeat(500)}`));
      reader.end();
      stage.end();
      assertEquals(counts.oneByOne + counts.many, 500);
      if (isMany) assert(counts.many > 450, number);
      else assertEquals(counts.many, 0, number);
    }
  },
});
