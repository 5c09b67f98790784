import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import fc from "fast-check";
import { JobError } from "../../lib/errors.ts";
import { WaitingRows } from "../../lib/series/waiting_rows.ts";
import { WindowMemory } from "../../lib/signal/memory.ts";
import { RollingSignal } from "../../lib/signal/rolling.ts";
import { Folder, IS_BINARY } from "../command.ts";
import { scaled } from "./scaled.ts";

/** Asserts that `work` fails for its data, with `message`. */
function assertRefused(work: () => void, message: string): void {
  const error = assertThrows(work, JobError);
  assertEquals([error.message, error.exitCode, error.isRowFault], [message, 4, false]);
}

Deno.test({
  name: "memory: windows that no process can have are refused at the symbol that is one too many, with the sum",
  permissions: "none",
  fn() {
    const memory = new WindowMemory(2 ** 30);
    for (let n = 0; n < 13_743; n++) memory.addSeries(10_000_000, 1);
    assertRefused(
      () => memory.addSeries(10_000_000, 1),
      "13744 symbols with a window of 10000000 closes of 8 bytes need 1099520000000 bytes of memory, " +
        "expected at most 1099511627776; write a smaller window, or split the input by symbol",
    );
  },
});

Deno.test({
  name: "memory: an array that the system can't give is an error about memory",
  permissions: "none",
  fn() {
    assertRefused(
      () => new WindowMemory().closes(2 ** 50),
      "there is no memory for a window of 9007199254740992 bytes, expected enough memory; write a smaller window",
    );
  },
});

Deno.test({
  name: "memory: closes of many digits count while they are in a window",
  permissions: "none",
  fn() {
    const long = { mantissa: 10n ** 999n, decimals: 0 };
    // 10^999 has 830 hexadecimal digits.
    const bytes = 128 + 415;
    for (const window of [1, 9, 10]) {
      const fits = new RollingSignal(window, false, new WindowMemory(10 * bytes));
      for (let n = 0; n < 1000; n++) fits.pushExact(long);
      assertEquals([fits.rows, fits.ones], [1000, 0]);
    }
    const tooLong = new RollingSignal(11, false, new WindowMemory(10 * bytes));
    for (let n = 0; n < 10; n++) tooLong.pushExact(long);
    assertRefused(
      () => tooLong.pushExact(long),
      "closes of more than 15 digits and rows whose signal is not known take 5973 bytes of memory, " +
        "expected at most 5430; write a smaller window",
    );
  },
});

Deno.test({
  name: "memory: closes that a new scale makes odd count too",
  permissions: "none",
  fn() {
    const memory = new WindowMemory(5 * 128);
    const signal = new RollingSignal(10, false, memory);
    signal.push(scaled([1, 2, 3, 4, 5, 6, 7], 2));
    const error = assertThrows(() => signal.push(scaled([1])), JobError);
    assert(error.message.includes(" take 768 bytes of memory, expected at most 640; "), error.message);
  },
});

Deno.test({
  name: "memory: rows of a descending series count while they wait for their signal",
  permissions: "none",
  fn() {
    const feed = (window: number, rows: number, memory: WindowMemory) => {
      const waiting = new WaitingRows(window, { write() {}, writeBatch() {} }, memory);
      for (let n = 0; n < rows; n++) {
        const mean = n < window - 1 ? undefined : 1;
        waiting.push({ row: n + 1, timestamp: "12:00", timeUnit: "auto", symbol: undefined, close: "1.25" }, mean, 0);
      }
    };
    const bytes = 160 + 9;
    feed(4, 1000, new WindowMemory(8 * bytes));
    const memory = new WindowMemory(99 * bytes);
    const error = assertThrows(() => feed(200, 150, memory), JobError);
    assert(error.message.includes(` take ${100 * bytes} bytes of memory`), error.message);
  },
});

/** Asserts that closes give the right signals, however they come. */
function assertSignals(window: number, isDescending: boolean, all: readonly number[], count: number, isExact: boolean) {
  const signal = new RollingSignal(window, isDescending);
  for (let from = 0; from < all.length; from += count) {
    const batch = Float64Array.from(all.slice(from, from + count));
    if (!isExact) signal.push(scaled(batch));
    else for (const close of batch) signal.pushExact({ mantissa: BigInt(close), decimals: 0 });
  }
  const windows = all.map((_, n) => all.slice(n + 1 - window, n + 1)).slice(window - 1);
  const ones = windows.filter((closes) => {
    const close = (isDescending ? closes[0] : closes.at(-1)) ?? 0;
    return window * close > closes.reduce((a, b) => a + b, 0);
  });
  assertEquals([signal.rows, signal.ones], [all.length, ones.length]);
}

Deno.test({
  name: "memory: a ring that grows holds what a ring of the whole window holds",
  permissions: "none",
  fn() {
    // Among these are windows of one more than a power of two, which a ring that doubles falls short of by one.
    const walk = Array.from({ length: 300 }, (_, n) => (n * n * 37) % 1009 - 500);
    for (let window = 1; window <= 70; window++) {
      for (const isDescending of [false, true]) {
        for (const count of [1, 5, 300]) assertSignals(window, isDescending, walk, count, false);
      }
    }
    const closes = fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 300, size: "max" });
    fc.assert(fc.property(
      fc.integer({ min: 1, max: 120 }),
      fc.boolean(),
      closes,
      fc.integer({ min: 1, max: 8 }),
      fc.boolean(),
      assertSignals,
    ));
  },
});

/** Symbols in turns, each once or more. */
function symbolRows(symbols: number): string {
  return Array.from({ length: symbols }, (_, n) => `S${n},${n % 97}.5\n`).join("");
}

const SYMBOLS = 'seed: 1\nversion: "v"\nsymbol_column: symbol\n';

Deno.test("memory: a large window of many symbols takes what their rows take, until it can't fit", async () => {
  using folder = new Folder({ "in.csv": `symbol,close\n${symbolRows(13_743)}` });
  folder.write("config.yaml", `${SYMBOLS}window: 10000000\n`);
  const few = await folder.run();
  assertEquals([few.code, few.stderr], [
    4,
    'batch-signal: in.csv: no symbol has more than the 1 row of "S0", expected at least 10000000, the window\n',
  ]);
  folder.write("in.csv", `symbol,close\n${symbolRows(100_000)}`);
  const many = await folder.run();
  assertEquals([many.code, many.stderr], [
    4,
    "batch-signal: 13744 symbols with a window of 10000000 closes of 8 bytes need 1099520000000 bytes of memory, " +
    "expected at most 1099511627776; write a smaller window, or split the input by symbol\n",
  ]);
});

Deno.test({
  name: "memory: more symbols than the heap holds are an error and no crash",
  ignore: IS_BINARY,
}, async () => {
  using folder = new Folder({ "in.csv": `symbol,close\n${symbolRows(800_000)}` });
  folder.write("config.yaml", `${SYMBOLS}window: 1\n`);
  const { code, stderr } = await folder.shell("DENO_V8_FLAGS=--max-old-space-size=300 exec $JOB");
  assertEquals(code, 4, stderr);
  assertMatch(
    stderr,
    /^batch-signal: (\d+) symbols, closes of more than 15 digits and rows whose signal is not known take \d+ bytes of memory, expected at most \d+; write a smaller window, or split the input by symbol\n$/,
  );
});
