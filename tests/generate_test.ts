import { assert, assertEquals } from "@std/assert";
import { candleChunks } from "../bench/generate.ts";

const root = new URL("../", import.meta.url);

Deno.test({
  name: "generate: data.csv is what its seed gives, byte for byte",
  permissions: { read: true },
  async fn() {
    assertEquals([...candleChunks(10_000, 42)].join(""), await Deno.readTextFile(new URL("data.csv", root)));
  },
});

Deno.test({
  name: "generate: candles are consistent, volumes vary, some stretches are flat, minutes follow each other",
  permissions: "none",
  fn() {
    const lines = [...candleChunks(20_000, 7)].join("").trimEnd().split("\n");
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

Deno.test({
  name: "generate: chunks end at line ends, and a longer file starts with a shorter one",
  permissions: "none",
  fn() {
    const chunks = [...candleChunks(10_000, 3)];
    assert(chunks.length > 1 && chunks.every((chunk) => chunk.endsWith("\n")));
    assert([...candleChunks(12_000, 3)].join("").startsWith(chunks.join("")));
  },
});
