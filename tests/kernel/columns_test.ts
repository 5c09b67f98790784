import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { textAt } from "../../lib/outputs/signals/row.ts";
import { CandleReader } from "../../lib/rows/reader.ts";
import { SeriesStage } from "../../lib/series/stage.ts";
import { cut } from "../rows/read_closes.ts";

/** The closes of a file as they go to the signals file: of batches, and of rows that came one by one. */
function spelledIn(text: string, lengths: readonly number[]): { readonly many: string[]; readonly all: string[] } {
  const many: string[] = [];
  const all: string[] = [];
  const stage = new SeriesStage({
    window: 2,
    isDescending: false,
    hasSymbols: false,
    order: undefined,
    keepLast: undefined,
    signals: {
      write: ({ close }) => void all.push(close),
      writeBatch: ({ count, bytes, closes }) => {
        const texts = Array.from({ length: count }, (_, n) => textAt(bytes, closes, n));
        many.push(...texts);
        all.push(...texts);
      },
    },
  }, "batches");
  const reader = new CandleReader("in.csv", stage);
  for (const chunk of cut(new TextEncoder().encode(text), lengths)) reader.push(chunk);
  reader.end();
  stage.end();
  return { many, all };
}

const digits = (maxLength: number) => fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength });
/** Closes that the kernel reads, with zeros before them up to the most bytes; and some that it leaves to others. */
const closes = fc.oneof(
  { weight: 20, arbitrary: fc.tuple(digits(5), digits(3)).map(([whole, fraction]) => `${whole}.${fraction}`) },
  { weight: 3, arbitrary: fc.tuple(digits(9), fc.nat(24)).map(([whole, zeros]) => "0".repeat(zeros) + whole) },
  { weight: 1, arbitrary: fc.constantFrom("-1.5", "1e3", '"2"', "0".repeat(40) + "7", "1.123456789") },
);

Deno.test({
  name: "columns: closes are spelled as in the file, whatever is in the chunks, and whichever of two line ends",
  permissions: "none",
  fn() {
    const files = fc.tuple(
      fc.array(closes, { maxLength: 300 }),
      fc.constantFrom("\n", "\r\n"),
      fc.boolean(),
      fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 5 }),
    );
    fc.assert(fc.property(files, ([closes, lineEnd, isLast, lengths]) => {
      const lines = isLast
        ? ["t,close", ...closes.map((close) => `1,${close}`)]
        : ["close,t", ...closes.map((c) => `${c},1`)];
      const { all } = spelledIn(lines.map((line) => line + lineEnd).join(""), lengths);
      assertEquals(all, closes.map((close) => close.replaceAll('"', "")));
    }));
    // More than a batch, nearly all of them many at a time.
    const ordinary = Array.from({ length: 40_000 }, (_, n) => (n / 8).toFixed(3));
    const { many, all } = spelledIn(`close\n${ordinary.join("\n")}\n`, [1 << 20]);
    assertEquals(all, ordinary);
    assertEquals(many.length > 39_000, true);
  },
});
