import { assert, assertEquals } from "@std/assert";
import * as kernel from "../../lib/kernel/kernel.wasm";
import { memory } from "../../lib/kernel/memory.ts";
import { KernelSymbols } from "../../lib/kernel/symbols.ts";

const words = new Uint32Array(memory);
const wordAt = (address: number) => words[address / 4] ?? 0;

/** How many places of the index are looked at to find each symbol that is in it, on average. */
function meanProbes(count: number, isIndexed: (id: number) => boolean = () => true): number {
  let bits = 13;
  // At most half of the index is taken.
  while (1 << (bits - 1) < count) bits++;
  let probes = 0;
  const ids = Array.from({ length: count }, (_, id) => id).filter(isIndexed);
  for (const id of ids) {
    const home = wordAt(kernel.ENTRIES + id * kernel.ENTRY_BYTES + kernel.NAME_HASH) >>> (32 - bits);
    const numberAt = (place: number) => wordAt(kernel.INDEX + 4 * place) & ((1 << kernel.NUMBER_BITS) - 1);
    let distance = 0;
    while (numberAt((home + distance) % (1 << bits)) !== id + 1) {
      assert(++distance < count, `symbol ${id} is not in the index`);
    }
    probes += distance + 1;
  }
  return probes / ids.length;
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

// Of a name that is longer than an entry the kernel knows the number only. All of these need an index twice as large as at first.
const short = (n: number) => `S${n}`;
const long = (n: number) => `${"L".repeat(kernel.MOST_NAME_BYTES)}${n}`;
const LONG_NAMES: Readonly<Record<string, (n: number) => string>> = {
  "a long name where the index is half full": (n) => n === 4096 ? long(n) : short(n),
  "a long name among two": (n) => n % 2 === 0 ? long(n) : short(n),
  "thousands of long names, then short ones": (n) => n < 9000 ? long(n) : short(n),
};
for (const [name, nameOf] of Object.entries(LONG_NAMES)) {
  Deno.test({
    name: `symbols: ${name}: each is found, and in a step or two`,
    permissions: "none",
    fn() {
      const count = 18_000;
      const symbols = new KernelSymbols(true);
      for (let n = 0; n < count; n++) assertEquals(symbols.add(nameOf(n)), n);
      for (let n = 0; n < count; n += 97) assertEquals([symbols.find(nameOf(n)), symbols.nameOf(n)], [n, nameOf(n)]);
      assertEquals(symbols.find("another"), undefined);
      assertEquals([...symbols.names()], Array.from({ length: count }, (_, n) => nameOf(n)));
      const isShort = (id: number) => nameOf(id).length <= kernel.MOST_NAME_BYTES;
      const probes = meanProbes(count, isShort);
      assert(probes < 2, `${probes} places are looked at on average`);
    },
  });
}
