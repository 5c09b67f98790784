import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { hasReturn, isSurelyAscii } from "../../lib/kernel/bytes.ts";
import { kernelInput } from "../../lib/kernel/scan.ts";

const bytes = fc.array(fc.constantFrom(0, 10, 13, 44, 65, 127, 128, 255), { maxLength: 3 });

Deno.test({
  name: "bytes: whether there is a carriage return or more than ASCII, wherever it is",
  permissions: "none",
  fn() {
    fc.assert(
      fc.property(fc.nat(70), fc.nat(300), bytes, fc.nat(300), (start, length, odd, at) => {
        const memory = kernelInput.subarray(0, 1024).fill(65);
        // What is outside has no say.
        memory[start + length] = memory[Math.max(0, start - 1)] = 200;
        const text = memory.subarray(start, start + length);
        if (length > 0 && start === 0) text[0] = 65;
        odd.forEach((byte, n) => length > 0 && (text[(at + 7 * n) % length] = byte));
        assertEquals(hasReturn(text), text.includes(13));
        assertEquals(isSurelyAscii(text), text.every((byte) => byte < 128));
        const elsewhere = text.slice();
        assertEquals(hasReturn(elsewhere), text.includes(13));
        assertEquals(isSurelyAscii(elsewhere), false);
      }),
      { numRuns: 2000 },
    );
  },
});
