import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { snappyUncompress } from "hyparquet";
import { snappy } from "../../../../lib/outputs/signals/pages/pages.ts";
import { memory, pageAt } from "../../../../lib/outputs/signals/pages/pages.wasm";

/** Compresses, and looks at what another program makes of it. Returns the bytes that it took. */
function compressed(bytes: Uint8Array): number {
  const placed = new Uint8Array(memory.buffer, pageAt(), bytes.length);
  placed.set(bytes);
  const short = snappy(placed).slice();
  const back = new Uint8Array(bytes.length);
  snappyUncompress(short, back);
  // Compared outside of an assertion, which would show all of it.
  assert(back.every((byte, n) => byte === bytes[n]));
  return short.length;
}

/** Bytes that repeat what was before, near and far, at any place. */
const repetitive = fc.array(
  fc.oneof(
    fc.uint8Array({ maxLength: 90 }),
    fc.record({ byte: fc.integer({ min: 0, max: 255 }), length: fc.integer({ min: 1, max: 300 }) })
      .map(({ byte, length }) => new Uint8Array(length).fill(byte)),
    fc.record({ distance: fc.integer({ min: 1, max: 70_000 }), length: fc.integer({ min: 1, max: 200 }) }),
    fc.integer({ min: 1000, max: 70_000 }).map((length) => Uint8Array.from({ length }, (_, n) => n * n >> 3)),
  ),
  { maxLength: 40 },
).map((parts) => {
  const bytes: number[] = [];
  for (const part of parts) {
    if (part instanceof Uint8Array) { for (const byte of part) bytes.push(byte); }
    else for (let n = 0; n < part.length; n++) bytes.push(bytes[bytes.length - part.distance] ?? 7);
  }
  return new Uint8Array(bytes);
});

Deno.test({
  name: "pages: Snappy: any bytes come back",
  permissions: "none",
  fn: () => fc.assert(fc.property(repetitive, (bytes) => void compressed(bytes)), { numRuns: 200 }),
});

Deno.test({
  name: "pages: Snappy: what repeats gets short, and nothing gets longer by more than a sixth",
  permissions: "none",
}, () => {
  assertEquals([0, 1, 16, 17].map((length) => compressed(new Uint8Array(length))), [1, 3, 18, 6]);
  // A literal of one byte, and a copy of 64 bytes at a time in each of two parts.
  assertEquals(compressed(new Uint8Array(1 << 17)), 3 + 2 * (2 + 3 * 1024));
  const random = new Uint8Array(1 << 16);
  let state = 1;
  for (let n = 0; n < random.length; n++) random[n] = (state = Math.imul(state, 1_664_525) + 1_013_904_223) >>> 24;
  assert(compressed(random) <= random.length * 7 / 6 + 32);
});
