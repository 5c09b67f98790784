import { assert, assertEquals } from "@std/assert";
import * as kernel from "../../lib/kernel/kernel.wasm";
import { memory } from "../../lib/kernel/memory.ts";
import { KernelSymbols } from "../../lib/kernel/symbols.ts";

const words = new Uint32Array(memory);
const wordAt = (address: number) => words[address / 4] ?? 0;

/** How many places of the index are looked at to find each symbol, on average. */
function meanProbes(count: number): number {
  let bits = 13;
  // At most half of the index is taken.
  while (1 << (bits - 1) < count) bits++;
  let probes = 0;
  for (let id = 0; id < count; id++) {
    const home = wordAt(kernel.ENTRIES + id * kernel.ENTRY_BYTES + kernel.NAME_HASH) >>> (32 - bits);
    const numberAt = (place: number) => wordAt(kernel.INDEX + 4 * place) & ((1 << kernel.NUMBER_BITS) - 1);
    let distance = 0;
    while (numberAt((home + distance) % (1 << bits)) !== id + 1) {
      assert(++distance < count, `symbol ${id} is not in the index`);
    }
    probes += distance + 1;
  }
  return probes / count;
}

// Two of their bytes differ, which the upper bits of a product hardly show.
const printable = (n: number) => String.fromCharCode(45 + n % 80);
const alike = (n: number) => `AAAAAAAA${printable(n)}${printable(Math.floor(n / 80))}AAAAAA`;

for (const count of [80, 6400]) {
  Deno.test({
    name: `symbols: ${count} names that would be neighbours in a table without secret keys are found in a step or two`,
    permissions: "none",
    fn() {
      const symbols = new KernelSymbols(true);
      const ids = Array.from({ length: count }, (_, n) => symbols.add(alike(n)));
      assertEquals(ids, Array.from({ length: count }, (_, n) => n));
      const probes = meanProbes(count);
      assert(probes < 2, `${probes} places are looked at on average`);
    },
  });
}
