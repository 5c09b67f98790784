import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { firstInvalidByte } from "../../lib/text/utf8.ts";

const CASES: readonly [name: string, bytes: readonly number[], offset: number | undefined][] = [
  ["nothing", [], undefined],
  ["ASCII", [0x61, 0x0a, 0x00], undefined],
  ["a lone continuation", [0x61, 0x80], 1],
  ["Latin-1", [0x61, 0xe9, 0x62], 1],
  ["cut in the middle", [0x61, 0xe2, 0x82], 1],
  ["overlong", [0xc0, 0xaf], 0],
  ["a surrogate", [0x61, 0xed, 0xa0, 0x80], 1],
  ["above U+10FFFF", [0xf4, 0x90, 0x80, 0x80], 0],
  ["after two, three and four bytes", [0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80, 0xff], 9],
  ["after a real U+FFFD", [0xef, 0xbf, 0xbd, 0xff], 3],
  ["after a byte-order mark", [0xef, 0xbb, 0xbf, 0xff], 3],
];

for (const [name, bytes, offset] of CASES) {
  Deno.test({
    name: `utf8: ${name}`,
    permissions: "none",
    fn: () => assertEquals(firstInvalidByte(Uint8Array.from(bytes)), offset),
  });
}

Deno.test({
  name: "utf8: all before the offset is valid, and one byte more is not",
  permissions: "none",
  fn() {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.uint8Array({ maxLength: 4 }), (text, garbage) => {
        const bytes = Uint8Array.from([...new TextEncoder().encode(text), ...garbage]);
        const offset = firstInvalidByte(bytes);
        const decode = (end: number) => new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, end));
        decode(offset ?? bytes.length);
        if (offset === undefined) return;
        let isValid = true;
        try {
          decode(bytes.length);
        } catch {
          isValid = false;
        }
        assertEquals(isValid, false);
      }),
    );
  },
});
