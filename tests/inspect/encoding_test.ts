import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { Utf8Check } from "../../lib/inspect/encoding.ts";
import { cut } from "../rows/read_closes.ts";
import { concat } from "../inputs/compressed.ts";

/** Where a file stops to be UTF-8, read in chunks of a length. */
function firstInvalid(bytes: Uint8Array, length: number): number | undefined {
  const check = new Utf8Check();
  for (const chunk of cut(bytes, [length])) check.push(chunk);
  check.end();
  return check.firstInvalid;
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const text = fc.array(fc.constantFrom("a", ",", "\n", "é", "€", "😀", "\ufeff", "\u07ff", "\uffff"), { maxLength: 12 })
  .map((characters) => characters.join(""));
const length = fc.integer({ min: 1, max: 9 });

Deno.test({ name: "encoding: text is valid wherever chunks are cut", permissions: "none" }, () => {
  fc.assert(fc.property(text, length, (all, length) => {
    assertEquals(firstInvalid(utf8(all), length), undefined);
  }));
});

/** Bytes that are no character, whatever follows. */
const WRONG = [[0x80], [0xff], [0xc0, 0x80], [0xe0, 0x80, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [
  0xc3,
  0x28,
]];

Deno.test({ name: "encoding: the first byte of the first wrong character is named", permissions: "none" }, () => {
  fc.assert(fc.property(text, fc.constantFrom(...WRONG), text, length, (before, wrong, after, length) => {
    const bytes = concat(utf8(before), Uint8Array.from(wrong), utf8(after), Uint8Array.of(0xff));
    assertEquals(firstInvalid(bytes, length), utf8(before).length);
  }));
});

Deno.test({ name: "encoding: a character that the end of the file cuts off is wrong", permissions: "none" }, () => {
  for (const character of ["é", "€", "😀"].map(utf8)) {
    for (let kept = 1; kept < character.length; kept++) {
      for (const length of [1, 2, 3, 9]) {
        assertEquals(firstInvalid(concat(utf8("a\né"), character.subarray(0, kept)), length), 4);
      }
    }
  }
});
