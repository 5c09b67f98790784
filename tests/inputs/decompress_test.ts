import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { CompressionFormat } from "../../lib/errors.ts";
import { cut } from "../rows/read_closes.ts";
import { bytesOf, concat, gzipOf, zipOf, zstdOf } from "./compressed.ts";
import { outcomeOf } from "./read_compressed.ts";

const TEXT = "t,close\n1,1.5\n2,2.5\n3,1.25\n".repeat(5);

const ONE_FILE: Readonly<Record<CompressionFormat, (text: string) => Uint8Array>> = {
  gzip: gzipOf,
  zstd: zstdOf,
  zip: (text) => zipOf([{ name: "a.csv", text }]),
};
const FORMATS = ["gzip", "zstd", "zip"] as const;

for (const format of FORMATS) {
  Deno.test({
    name: `decompress: ${format}: any text in any chunks comes back`,
    permissions: "none",
    async fn() {
      const texts = fc.oneof(fc.string(), fc.constantFrom("", "a".repeat(300_000), TEXT.repeat(4000)));
      await fc.assert(
        fc.asyncProperty(
          texts,
          fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1 }),
          async (text, lengths) => {
            // Of an archive, an empty file is none.
            if (format === "zip" && text === "") return;
            const whole = new TextDecoder().decode(bytesOf(text));
            assertEquals((await outcomeOf(format, cut(ONE_FILE[format](text), lengths))).text, whole);
          },
        ),
        { numRuns: 60 },
      );
    },
  });

  Deno.test({
    name: `decompress: ${format}: a file that is cut short anywhere is an error`,
    permissions: "none",
    async fn() {
      const file = ONE_FILE[format](TEXT);
      // Of nothing, nobody would say that it is compressed.
      for (let length = 4; length < file.length; length++) {
        assertEquals(await outcomeOf(format, [file.subarray(0, length)]), {
          text: undefined,
          message: `in: the ${format} data is truncated, expected the whole file`,
        });
      }
    },
  });

  Deno.test({
    name: `decompress: ${format}: any byte that is damaged gives an error or the same text`,
    permissions: "none",
    async fn() {
      const file = ONE_FILE[format](TEXT);
      let errors = 0;
      for (let at = 0; at < file.length; at++) {
        for (const damage of [0x01, 0x80, 0xff, file[at] ?? 0]) {
          const damaged = file.slice();
          damaged[at] = (damaged[at] ?? 0) ^ damage;
          const { text, message } = await outcomeOf(format, cut(damaged, [7, 64]));
          if (text === undefined) assert(message?.startsWith("in: "), message);
          else assertEquals(text, TEXT, `byte ${at} ^ ${damage}`);
          if (text === undefined) errors++;
        }
      }
      // What is left are times, versions and the like.
      assert(errors > 2.5 * file.length, `${errors} errors in ${file.length} bytes`);
    },
  });
}

for (const format of ["gzip", "zstd"] as const) {
  Deno.test({
    name: `decompress: ${format}: members are one text, wherever it is cut and however they arrive`,
    permissions: "none",
    async fn() {
      const cuts = fc.array(fc.nat({ max: TEXT.length }), { maxLength: 5 });
      const lengths = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 });
      await fc.assert(fc.asyncProperty(cuts, lengths, async (places, lengths) => {
        const ends = [...places.sort((a, b) => a - b), TEXT.length];
        const members = ends.map((end, n) => ONE_FILE[format](TEXT.slice(ends[n - 1] ?? 0, end)));
        assertEquals((await outcomeOf(format, cut(concat(...members), lengths))).text, TEXT);
        assertEquals((await outcomeOf(format, members)).text, TEXT);
      }));
    },
  });
}

Deno.test({
  name: "decompress: zstd: a frame of many blocks, however it arrives, whole, cut or damaged in its middle",
  permissions: "none",
  async fn() {
    // Digits as they come in closes: they compress, and not to nothing.
    const text = Array.from({ length: 80_000 }, (_, n) => `${n},${(n * 7919 % 100_003) / 100}\n`).join("");
    const file = zstdOf(text);
    const starts = blockStarts(file);
    assert(starts.length > 4, `${starts.length} blocks`);
    const middle = starts[2] ?? 0;
    const truncated = { text: undefined, message: "in: the zstd data is truncated, expected the whole file" };
    const damaged = { text: undefined, message: "in: the zstd data is damaged, expected intact data" };
    // The type that there is not.
    const reserved = file.slice();
    reserved[middle] = (reserved[middle] ?? 0) | 0b110;
    for (const lengths of [[1 << 20], [1 << 16], [1 << 12, 77], [middle, 1], [middle + 2, 1 << 20]]) {
      assertEquals((await outcomeOf("zstd", cut(file, lengths))).text, text, String(lengths));
      for (const length of [middle, middle + 2, middle + 3, middle + 4, file.length - 4, file.length - 1]) {
        assertEquals(
          await outcomeOf("zstd", cut(file.subarray(0, length), lengths)),
          truncated,
          `${lengths}: ${length}`,
        );
      }
      assertEquals(await outcomeOf("zstd", cut(reserved, lengths)), damaged, String(lengths));
    }
  },
});

Deno.test({
  name: "decompress: the memory of a text is given back when the next one is asked for",
  permissions: "none",
  async fn() {
    const { decompress } = await import("../../lib/inputs/decompress.ts");
    for (const format of FORMATS) {
      const chunks = [ONE_FILE[format](TEXT.repeat(40_000))].values();
      const given: ArrayBufferLike[] = [];
      for await (const { buffer } of decompress(format, toAsync(chunks), "in")) {
        assertEquals(given.filter((last) => last !== buffer && last.byteLength > 0), [], format);
        given.push(buffer);
      }
      assert(given.length > 3, format);
      assertEquals(given.filter(({ byteLength }) => byteLength > 0), [], format);
    }
  },
});

async function* toAsync<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

/** Where the blocks of a zstd frame start, which has no dictionary. */
function blockStarts(frame: Uint8Array): number[] {
  const descriptor = frame[4] ?? 0;
  const isSingleSegment = (descriptor & 0b10_0000) !== 0;
  const starts: number[] = [];
  let at = 5 + (isSingleSegment ? 0 : 1) + ([isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0);
  for (let isLast = false; !isLast;) {
    starts.push(at);
    const bits = (frame[at] ?? 0) | (frame[at + 1] ?? 0) << 8 | (frame[at + 2] ?? 0) << 16;
    isLast = (bits & 1) === 1;
    at += 3 + ((bits >> 1 & 3) === 1 ? 1 : bits >> 3);
  }
  return starts;
}

Deno.test({
  name: "decompress: a small file that holds gigabytes takes no memory to speak of",
  permissions: "none",
  async fn() {
    const { decompress } = await import("../../lib/inputs/decompress.ts");
    const zeros = "\0".repeat(1 << 26);
    for (const format of ["gzip", "zstd"] as const) {
      const member = ONE_FILE[format](zeros);
      const members = (async function* () {
        for (let n = 0; n < 16; n++) yield member;
      })();
      let [bytes, most] = [0, 0];
      const before = heldBytes();
      for await (const chunk of decompress(format, members, "in")) {
        bytes += chunk.length;
        most = Math.max(most, heldBytes() - before);
      }
      assertEquals(bytes, 16 * zeros.length);
      assert(most < 100e6, `${most} bytes more`);
    }
  },
});

/** What this thread holds: other test files run in the same process at the same time. */
function heldBytes(): number {
  const { heapUsed, external } = Deno.memoryUsage();
  return heapUsed + external;
}
