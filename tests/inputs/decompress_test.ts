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
      assert(most < 300e6, `${most} bytes more`);
    }
  },
});

/** What this thread holds: other test files run in the same process at the same time. */
function heldBytes(): number {
  const { heapUsed, external } = Deno.memoryUsage();
  return heapUsed + external;
}
