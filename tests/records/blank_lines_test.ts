import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { blankLinesFrom, isBlankLine } from "../../lib/records/blank_lines.ts";

const LINES = ["\n", "\r\n", " \t\n", " \r\n", "\r\r\n", "\r \n", "x\n", '"\n', "\v\n"];

Deno.test({
  name: "blank lines: a run of them ends where the lines, looked at one by one, are not blank or not whole",
  permissions: "none",
  fn() {
    const lines = fc.array(fc.constantFrom(...LINES), { maxLength: 12 });
    fc.assert(fc.property(lines, fc.constantFrom("", " ", "\r", "x"), fc.nat({ max: 3 }), (lines, rest, before) => {
      const bytes = new TextEncoder().encode("x".repeat(before) + lines.join("") + rest);
      let [next, count, crlfLines] = [before, 0, 0];
      for (const line of lines) {
        if (!isBlankLine(bytes, next, next + line.length)) break;
        next += line.length;
        count++;
        if (line.endsWith("\r\n")) crlfLines++;
      }
      assertEquals(blankLinesFrom(bytes, before, bytes.length), { next, lines: count, crlfLines });
      // What stands behind the end is not looked at.
      const end = next - 1;
      if (count > 0 && end > before) assertEquals(blankLinesFrom(bytes, before, end).lines, count - 1);
    }));
  },
});

Deno.test({
  name: "blank lines: only spaces and tabs may be in one",
  permissions: "none",
  fn() {
    const blank = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) =>
      isBlankLine(new Uint8Array([byte, 0x0a]), 0, 2)
    );
    // Alone before the newline, a carriage return belongs to the line end.
    assertEquals(blank, [0x09, 0x0d, 0x20]);
    const inside = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) =>
      isBlankLine(new Uint8Array([0x20, byte, 0x20, 0x0a]), 0, 4)
    );
    assertEquals(inside, [0x09, 0x20]);
  },
});
