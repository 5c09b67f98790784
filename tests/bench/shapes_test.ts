import { assert, assertEquals } from "@std/assert";
import { AsciiWriter } from "../../bench/ascii_writer.ts";
import { CandleWalk } from "../../bench/candle_walk.ts";
import { candleBytes, isShapeName, type ShapeName, SHAPES } from "../../bench/shapes.ts";
import { readCloses } from "../reference.ts";

const ROOT = new URL("../../", import.meta.url);
const NAMES = Object.keys(SHAPES).filter(isShapeName);

/** Chunks as text; each is only good until the next one is asked for. */
function chunksOf(shape: ShapeName, rows: number, seed: number): string[] {
  return Array.from(candleBytes(shape, rows, seed), (chunk) => new TextDecoder().decode(chunk));
}

const textOf = (shape: ShapeName, rows: number, seed: number) => chunksOf(shape, rows, seed).join("");

/** The first candle's line. */
const firstRow = (shape: ShapeName) => textOf(shape, 1, 42).split("\n")[1];

Deno.test({
  name: "shapes: data.csv is what its seed gives, byte for byte",
  permissions: { read: true },
  async fn() {
    assertEquals(textOf("ohlcv", 10_000, 42), await Deno.readTextFile(new URL("data.csv", ROOT)));
  },
});

for (const name of NAMES) {
  Deno.test({
    name: `shapes: ${name} holds the closes of the walk, in the columns of its header`,
    permissions: "none",
    fn() {
      const rows = 3000;
      const candle = new CandleWalk(7);
      const cents = Array.from({ length: rows }, () => {
        candle.next();
        return candle.close;
      });
      // The reference reads quotes and line ends, and throws where a record has more or fewer fields than the header.
      const closes = readCloses(textOf(name, rows, 7));
      assertEquals(closes.map(({ numerator, denominator }) => Number(numerator * 100n / denominator)), cents);
      assert(closes.every(({ numerator, denominator }) => numerator * 100n % denominator === 0n));
    },
  });

  Deno.test({
    name: `shapes: chunks of ${name} end at line ends, and a longer file starts with a shorter one`,
    permissions: "none",
    fn() {
      const chunks = chunksOf(name, 30_000, 3);
      assert(chunks.length > 1 && chunks.every((chunk) => chunk.endsWith("\n")));
      assert(textOf(name, 31_000, 3).startsWith(chunks.join("")));
      assertEquals(chunks.join("").split("\n").length, 30_002);
    },
  });
}

Deno.test({
  name: "shapes: candles are consistent, volumes vary, some stretches are flat, minutes follow each other",
  permissions: "none",
  fn() {
    const lines = textOf("ohlcv", 20_000, 7).trimEnd().split("\n");
    assertEquals(lines.shift(), "timestamp,open,high,low,close,volume");
    assertEquals(lines.length, 20_000);
    let flat = 0;
    let previous = Date.UTC(2024, 0, 1) - 60_000;
    const volumes = new Set<string>();
    for (const line of lines) {
      const fields = line.split(",");
      assertEquals(fields.length, 6);
      const [timestamp = "", ...prices] = fields;
      assert(prices.every((price) => /^\d+\.\d\d$/.test(price)), line);
      const [open = 0, high = 0, low = 0, close = 0] = prices.map(Number);
      assert(low <= Math.min(open, close) && Math.max(open, close) <= high, line);
      const time = Date.parse(`${timestamp.replace(" ", "T")}Z`);
      assertEquals(time, previous + 60_000);
      previous = time;
      if (low === high) flat++;
      volumes.add(fields[5] ?? "");
    }
    assert(flat > 500, `${flat} flat candles`);
    assert(volumes.size > 2000, `${volumes.size} volumes`);
  },
});

Deno.test({ name: "shapes: the first candle in each of them", permissions: "none" }, () => {
  const ohlcv = "2024-01-01 00:00:00,42500.00,42523.28,42443.68,42477.44,9.45";
  const ordinary = `${ohlcv},401411.808000`;
  assertEquals(firstRow("ohlcv"), ohlcv);
  assertEquals(firstRow("ordinary"), ordinary);
  assertEquals(firstRow("crlf"), `${ordinary}\r`);
  assertEquals(firstRow("quoted"), ordinary.split(",").map((field) => `"${field}"`).join(","));
  assertEquals(firstRow("narrow"), "1704067200,42477.44");
  assertEquals(
    firstRow("wide"),
    "1704067200000,42500.00000000,42523.28000000,42443.68000000,42477.44000000,9.45000000,1704067259999," +
      "401411.80800000,945,4.72500000,200705.90400000,0",
  );
});

Deno.test({ name: "shapes: an ordinary row has about 75 bytes, a narrow one 20", permissions: "none" }, () => {
  const mean = (shape: ShapeName) => textOf(shape, 20_000, 42).length / 20_000;
  assert(Math.abs(mean("ordinary") - 75) < 1, `${mean("ordinary")}`);
  assert(Math.abs(mean("narrow") - 20) < 0.1, `${mean("narrow")}`);
});

Deno.test({ name: "ascii writer: numbers of every length", permissions: "none" }, () => {
  const out = new AsciiWriter(4096);
  const text = (write: () => void) => {
    write();
    return new TextDecoder().decode(out.take());
  };
  for (const value of [0, 9, 10, 99, 100, 999_999, 1_000_000, 2_147_483_648, 2304067199999, 9007199254740991]) {
    assertEquals(text(() => out.whole(value)), String(value));
  }
  assertEquals(text(() => out.padded(7, 3)), "007");
  assertEquals(text(() => out.fixed(4250007, 2)), "42500.07");
  assertEquals(text(() => out.fixed(7, 8)), "0.00000007");
  assertEquals(text(() => out.fixed(38_250_001_234, 4)), "3825000.1234");
});
