import { assert, assertEquals } from "@std/assert";
import { expectedOf, provideFile } from "../../bench/candle_file.ts";
import { candleBytes } from "../../bench/shapes.ts";
import { readCloses, signalsOf } from "../reference.ts";
import { Folder } from "../command.ts";

const text = (rows: number, seed: number) =>
  Array.from(candleBytes("narrow", rows, seed), (chunk) => new TextDecoder().decode(chunk)).join("");

Deno.test({ name: "expected answers: those of the reference, for each window", permissions: "none" }, () => {
  const closes = readCloses(text(2000, 5));
  for (const expected of expectedOf(2000, 5, [1, 5, 300, 2000])) {
    const signals = signalsOf(closes, expected.window);
    assertEquals(expected.signals, signals.filter((signal) => signal === 1).length, `window ${expected.window}`);
    // A close that is neither above nor below its mean equals it: negated closes turn above and below round.
    const below = signalsOf(closes.map((close) => ({ ...close, numerator: -close.numerator })), expected.window);
    const warmUp = expected.window - 1;
    assertEquals(expected.ties, 2000 - warmUp - expected.signals - below.filter((signal) => signal === 1).length);
  }
  assert(expectedOf(2000, 5, [5]).every(({ ties }) => ties > 10));
});

Deno.test("candle file: is written, kept where its size is right, and written anew where it is not", () => {
  using folder = new Folder();
  const path = folder.of("narrow.csv");
  const whole = text(100, 3);
  assertEquals(provideFile(path, "narrow", 100, 3), whole.length);
  assertEquals(folder.read("narrow.csv"), whole);

  const marked = `X${whole.slice(1)}`;
  folder.write("narrow.csv", marked);
  assertEquals(provideFile(path, "narrow", 100, 3), whole.length);
  assertEquals(folder.read("narrow.csv"), marked);

  folder.write("narrow.csv", whole.slice(0, -1));
  assertEquals(provideFile(path, "narrow", 100, 3), whole.length);
  assertEquals(folder.read("narrow.csv"), whole);
});
