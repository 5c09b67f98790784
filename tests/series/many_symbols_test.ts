import { assert, assertEquals, assertThrows } from "@std/assert";
import { kernelChunk, kernelInput } from "../../lib/kernel/scan.ts";
import { CandleReader } from "../../lib/rows/reader.ts";
import { JobError } from "../../lib/errors.ts";
import { GENERIC } from "../../lib/layouts/layout.ts";
import { SeriesStage } from "../../lib/series/stage.ts";
import { rowsOf as rowsOfBatch, type SignalRow } from "../../lib/outputs/signals/row.ts";
import { OrderCheck } from "../../lib/times/order.ts";
import { readFraction, signalsOf } from "../reference.ts";

const WINDOW = 3;
const ZERO = { numerator: 0n, denominator: 1n };
const LAYOUT = { ...GENERIC, symbolColumn: "s", timestampColumn: "t" };

interface Row {
  readonly symbol: string;
  readonly minute: number;
  readonly close: string;
}

/** Rows and ones of each symbol, in the order in which the symbols appear. */
type Counts = [symbol: string, rows: number, ones: number][];

/** What the stage makes of files, and how many rows took the careful path. */
function read(files: readonly string[]): { counts: Counts; careful: number } {
  const order = new OrderCheck({
    order: "ascending",
    duplicates: "fail",
    gaps: "ignore",
    interval: undefined,
    timeUnit: "auto",
  });
  const stage = new SeriesStage({
    window: WINDOW,
    isDescending: false,
    hasSymbols: true,
    order,
    keepLast: undefined,
    signals: undefined,
  }, "batches");
  let careful = 0;
  for (const text of files) {
    const reader = new CandleReader("test.csv", stage, { layout: LAYOUT });
    const bytes = new TextEncoder().encode(text);
    for (let from = 0; from < bytes.length; from += kernelInput.length) {
      const chunk = bytes.subarray(from, from + kernelInput.length);
      kernelInput.set(chunk);
      reader.push(kernelChunk(chunk.length));
    }
    reader.end();
    careful += reader.summary.carefulRows;
  }
  stage.end();
  return { counts: Array.from(stage.figures.series, ({ symbol, rows, ones }) => [symbol, rows, ones]), careful };
}

/** The same by the reference. */
function expectedOf(rows: readonly Row[]): Counts {
  const closes = Map.groupBy(rows, ({ symbol }) => symbol);
  return [...closes].map(([symbol, own]) => {
    const signals = signalsOf(
      own.map(({ close }) => readFraction(close) ?? { numerator: 0n, denominator: 0n }),
      WINDOW,
    );
    return [symbol, own.length, signals.filter((signal) => signal === 1).length];
  });
}

const START = 1_700_000_000;
const close = (n: number) => `${100 + (n * 7919) % 13}.${(n * 31) % 10}`;
const lineOf = ({ symbol, minute, close }: Row) => `${symbol},${START + 60 * minute},${close}\n`;
const textOf = (rows: readonly Row[]) => `s,t,close\n${rows.map(lineOf).join("")}`;

/** Each minute has a row of each symbol, or each symbol has its rows one after the other. */
function rowsOf(symbols: number, perSymbol: number, name: (n: number) => string, areInTurns: boolean): Row[] {
  return Array.from({ length: symbols * perSymbol }, (_, n) => {
    const [symbol, minute] = areInTurns
      ? [n % symbols, Math.floor(n / symbols)]
      : [Math.floor(n / perSymbol), n % perSymbol];
    return { symbol: name(symbol), minute, close: close(n) };
  });
}

const NAMES: readonly [kind: string, name: (n: number) => string, hasCarefulRows: boolean][] = [
  ["short", (n) => n.toString(36), false],
  ["16 bytes", (n) => `EXCHANGE-${String(n).padStart(7, "0")}`, false],
  ["17 bytes that begin alike", (n) => `EXCHANGES-${String(n).padStart(7, "0")}`, false],
  ["32 bytes that end alike", (n) => `${String(n).padStart(7, "0")}-PERPETUAL-FUTURES-EXPIRE`, false],
  ["non-ASCII", (n) => `株式${n}é`, true],
  ["too long for the kernel", (n) => `${String(n).padStart(7, "0")} is a symbol of many more bytes`, true],
];

for (const symbols of [24_575, 24_576, 24_577, 50_000]) {
  for (const areInTurns of [true, false]) {
    Deno.test({
      name: `symbols: ${symbols}, ${areInTurns ? "in turns" : "one after the other"}, have the reference's signals`,
      permissions: "none",
      fn() {
        const rows = rowsOf(symbols, 5, (n) => `SYM${n}`, areInTurns);
        const { counts, careful } = read([textOf(rows)]);
        assertEquals(counts, expectedOf(rows));
        assertEquals(careful, 1);
      },
    });
  }
}

for (const [kind, name, hasCarefulRows] of NAMES) {
  Deno.test({
    name: `symbols: 30,000 whose names are ${kind} have the reference's signals`,
    permissions: "none",
    fn() {
      const rows = rowsOf(30_000, 4, name, true);
      const { counts, careful } = read([textOf(rows)]);
      assertEquals(counts, expectedOf(rows));
      if (!hasCarefulRows) assertEquals(careful, 1);
    },
  });
}

Deno.test({
  name: "symbols: 100,000 in several files, some quoted, are one series each",
  permissions: "none",
  fn() {
    const rows = rowsOf(100_000, 3, (n) => `S${n}`, true);
    const quoted = rows.map((row, n) => n % 50_000 === 7 ? { ...row, symbol: `"${row.symbol}"` } : row);
    const cuts = [0, 150_000, 200_001, 300_000];
    const files = cuts.slice(1).map((to, n) => textOf(quoted.slice(cuts[n], to)));
    assertEquals(read(files).counts, expectedOf(rows));
  },
});

Deno.test({
  name: "symbols: 30,000 in turns have the reference's signal in each row of a signals file",
  permissions: "none",
  fn() {
    const rows = rowsOf(30_000, 4, (n) => `SYM${n}`, true);
    const written: SignalRow[] = [];
    const stage = new SeriesStage({
      window: WINDOW,
      isDescending: false,
      hasSymbols: true,
      order: undefined,
      keepLast: undefined,
      signals: {
        write: (row) => written.push(row),
        writeBatch: (batch) => written.push(...rowsOfBatch(batch, 0, batch.count)),
      },
    }, "batches");
    const reader = new CandleReader("test.csv", stage, { layout: { ...GENERIC, symbolColumn: "s" } });
    reader.push(new TextEncoder().encode(textOf(rows)));
    reader.end();
    stage.end();
    assertEquals(written.map(({ symbol, close }) => [symbol, close]), rows.map(({ symbol, close }) => [symbol, close]));
    const bySymbol = Map.groupBy(rows.keys(), (n) => rows[n]?.symbol);
    for (const own of bySymbol.values()) {
      const signals = signalsOf(own.map((n) => readFraction(rows[n]?.close ?? "") ?? ZERO), WINDOW);
      assertEquals(own.map((n) => written[n]?.signal), signals);
    }
  },
});

Deno.test({
  name: "symbols: names of other scripts take the careful path once each",
  permissions: "none",
  fn() {
    const rows = rowsOf(40, 500, (n) => `ΑΒΓ${n}`, false);
    const { counts, careful } = read([textOf(rows)]);
    assertEquals(counts, expectedOf(rows));
    // After each that is new the kernel lets a row or a few pass.
    assert(careful <= 200, `${careful} rows took the careful path`);
  },
});

Deno.test({
  name: "symbols: a million and some thousand are read, and one more is refused",
  permissions: "none",
  fn() {
    const most = 1_048_576;
    const stage = new SeriesStage({
      window: 1,
      isDescending: false,
      hasSymbols: true,
      order: undefined,
      keepLast: undefined,
      signals: undefined,
    }, "batches");
    const reader = new CandleReader("test.csv", stage, { layout: { ...GENERIC, symbolColumn: "s" } });
    const encoder = new TextEncoder();
    reader.push(encoder.encode("s,close\n"));
    for (let from = 0; from < most; from += 65_536) {
      reader.push(encoder.encode(Array.from({ length: 65_536 }, (_, n) => `${from + n},1\n`).join("")));
    }
    assertEquals(stage.count, most);
    assertEquals([stage.totals.rows, [...stage.figures.series].at(-1)?.symbol], [most, String(most - 1)]);
    reader.push(encoder.encode("7,1\n"));
    assertThrows(
      () => reader.push(encoder.encode("one more,1\n")),
      JobError,
      `test.csv:${
        most + 3
      }: this is symbol 1048577, expected at most 1048576 symbols: is symbol_column the right column?`,
    );
  },
});

Deno.test({
  name: "symbols: those of a run before are not among them, whatever they were called",
  permissions: "none",
  fn() {
    const rows = ["A", "B", "C", "D"].flatMap((symbol, n) => [{ symbol, minute: n, close: close(n) }]);
    for (const symbol of ["A", "B", "C", "D"]) {
      read([textOf(rows)]);
      const others = [{ symbol: "A", minute: 8, close: "1" }, { symbol, minute: 9, close: "2" }];
      assertEquals(read([textOf(others)]).counts, expectedOf(others));
    }
  },
});

Deno.test({
  name: "symbols: a day, an hour or a minute that does not exist is one, in whichever turn",
  permissions: "none",
  fn() {
    const before =
      "s,t,close\nA,2024-02-28 10:00,1\nB,2024-02-28 10:00,2\nA,2024-02-28 10:01,3\nB,2024-02-28 10:01,4\n";
    for (
      const time of ["2024-02-30 10:02", "2024-02-28 24:00", "2024-02-28 10:60", "2024-13-01 10:02", "2024-02-28 1a:00"]
    ) {
      for (const symbol of ["A", "B"]) {
        assertThrows(
          () => read([`${before}${symbol === "B" ? "A,2024-02-28 10:02,5\n" : ""}${symbol},${time},6\n`]),
          JobError,
        );
      }
    }
  },
});

Deno.test({
  name: "symbols: no name is not the name of a symbol whose name is too long for the kernel",
  permissions: "none",
  fn() {
    const long = "a symbol of many more bytes than 32";
    const turns = Array.from({ length: 20 }, (_, n) => "BA".charAt(n % 2));
    const rows = ["B", "A", long, ...turns, ""].map((symbol, n) => ({ symbol, minute: n, close: "1" }));
    const error = assertThrows(() => read([textOf(rows)]), JobError);
    assert(error.message.startsWith("test.csv:25: "), error.message);
  },
});
