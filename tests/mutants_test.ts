import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { changedLines, draw } from "./mutants/draw.ts";
import { EQUIVALENT } from "./mutants/equivalent.ts";
import { MUTANTS, mutated } from "./mutants/mutants.ts";
import { allMutations, withMutation } from "./mutants/mutations.ts";
import { Tests } from "./mutants/nearest.ts";

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

// --- drawn ones

/** What becomes of a text, one fault at a time. */
function faultsOf(source: string): string[] {
  return allMutations(source).map((mutation) => withMutation(source, mutation));
}

Deno.test({ name: "mutants: all small faults of a text", permissions: "none" }, () => {
  assertEquals(faultsOf("const a = b < 10;"), [
    "const a = b <= 10;",
    "const a = b > 10;",
    "const a = b < 11;",
    "const a = b < 9;",
  ]);
  assertEquals(faultsOf("const a = b && !c;"), ["const a = b || !c;", "const a = b && c;"]);
  assertEquals(faultsOf("const a = b ?? true;"), ["const a = (b);", "const a = (true);", "const a = b ?? false;"]);
  assertEquals(faultsOf("async () => await a;"), ["{}", "return; async () => await a;", "async () => a;"]);
  assertEquals(faultsOf("let a = b ? c : d++;"), ["let a = !(b) ? c : d++;", "let a = b ? c : d--;"]);
  assertEquals(faultsOf("if (a) throw b;"), ["if (!(a)) throw b;", "if (a) {}"]);
});

Deno.test({ name: "mutants: comments, types and texts have no faults", permissions: "none" }, () => {
  assertEquals(faultsOf('// a < 1\nexport type A = 1 | 2;\nconst a: Map<string, 3> = "b && 4" as B<5>; /* !c */'), []);
});

Deno.test({ name: "mutants: a fault is told of in lines that stand in the file once", permissions: "none" }, () => {
  assertEquals(changedLines("  a++;\n  b++;\n", "  a--;\n  b++;\n"), { from: "a++;", to: "a--;" });
  assertEquals(changedLines("x;\na;\ny;\na;\n", "x;\na;\ny;\n;\n"), { from: "y;\na;", to: "y;\n;" });
  assertEquals(changedLines("f(\n  a,\n);\nb;\n", ";\nb;\n"), { from: "f(\n  a,\n);", to: ";" });
});

Deno.test("mutants: a seed draws the same ones again, each on a line of its own, and each can be put in", () => {
  const drawn = draw(40, 7, /./);
  assertEquals(drawn, draw(40, 7, /./));
  assertNotEquals(drawn, draw(40, 8, /./));
  assertEquals(new Set(drawn.map(({ file, line }) => `${file}:${line}`)).size, 40);
  for (const mutant of drawn) mutated(Deno.readTextFileSync(new URL(mutant.file, root)), mutant);
});

Deno.test("mutants: each equivalent one can be put into the code as it is now, and has a reason", () => {
  for (const mutant of EQUIVALENT) {
    mutated(Deno.readTextFileSync(new URL(mutant.file, root)), mutant);
    assert(mutant.reason !== "", mutant.from);
  }
});

Deno.test("mutants: the test that mirrors a file comes first, then those that import it, then those that start the command", () => {
  const { near, far } = new Tests().of("lib/numbers/decimal.ts");
  assertEquals(near[0], ["numbers/decimal_test.ts"]);
  assert(near.slice(1).flat().includes("rows/reader_test.ts"));
  assert(far.flat().includes("main_test.ts"));
  const groups = new Tests().of("lib/inputs/pump.ts").far;
  const [ownFolder, others] = ["inputs/command_test.ts", "main_test.ts"]
    .map((test) => groups.findIndex((group) => group.includes(test)));
  assert(ownFolder !== undefined && others !== undefined && 0 <= ownFolder && ownFolder < others);
  assert(new Tests().of("lib/commands/usage.ts").near.flat().includes("main_test.ts"));
});
