import { assert, assertEquals } from "@std/assert";
import { MUTANTS, mutated } from "./mutants/mutants.ts";

const root = new URL("../", import.meta.url);

Deno.test("mutants: each can be put into the code as it is now", () => {
  for (const mutant of MUTANTS) {
    mutated(Deno.readTextFileSync(new URL(mutant.file, root)), mutant);
    for (const test of mutant.tests) assert(Deno.statSync(new URL(test, import.meta.url)).isFile, test);
  }
});

Deno.test("mutants: no fault has the name of another", () => {
  assertEquals(new Set(MUTANTS.map(({ fault }) => fault)).size, MUTANTS.length);
});
