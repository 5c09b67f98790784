import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { HeldBytes } from "../../lib/records/held_bytes.ts";

Deno.test({
  name: "held bytes: what is appended and not dropped is held, whatever becomes of the pieces",
  permissions: "none",
  fn() {
    const step = fc.record({ append: fc.uint8Array({ maxLength: 40 }), drop: fc.nat({ max: 50 }) });
    fc.assert(
      fc.property(fc.array(step), fc.nat({ max: 70_000 }), (steps, long) => {
        const held = new HeldBytes();
        let expected: number[] = [];
        for (const { append, drop } of [{ append: new Uint8Array(long).fill(7), drop: 0 }, ...steps]) {
          expected.push(...append);
          held.append(append);
          append.fill(0);
          const count = Math.min(drop, expected.length);
          expected = expected.slice(count);
          held.drop(count);
          assertEquals(held.length, expected.length);
        }
        assertEquals([...held.bytes], expected);
      }),
      { numRuns: 50 },
    );
  },
});
