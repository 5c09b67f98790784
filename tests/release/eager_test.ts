import { assert, assertEquals, assertRejects } from "@std/assert";
import { functionsCalled, withEagerFunctions } from "../../tools/release/eager.ts";
import { Folder } from "../command.ts";

Deno.test({
  name: "eager: functions of the top level that are called stand first, as constants in parentheses",
  permissions: "none",
  fn() {
    const source = [
      `import{a}from"./a.js";`,
      `const first=early();`,
      `function early(){return function inner(){}}`,
      `async function called(){}`,
      `function*idle(){}`,
      `class C{method(){}}`,
      `export{called as c};`,
    ].join("");
    const called = new Set(
      ["function early", "function inner", "async function", "method"].map((of) => source.indexOf(of)),
    );
    assertEquals(
      withEagerFunctions(source, called),
      [
        `import{a}from"./a.js";`,
        `const early=(function early(){return function inner(){}});`,
        `const called=(async function called(){});`,
        `const first=early();`,
        `function*idle(){}`,
        `class C{method(){}}`,
        `export{called as c};`,
      ].join("\n"),
    );
    assertEquals(withEagerFunctions(`function f(){}f();`, new Set()), `function f(){}\nf();`);
  },
});

Deno.test("eager: a run tells what it calls of each module", async () => {
  using folder = new Folder();
  const main = `import{used}from"./other.js";function idle(){}function own(){used()}own();`;
  const other = `export function idle(){}export function used(){}`;
  folder.write("main.js", main);
  folder.write("other.js", other);
  const called = await functionsCalled([folder.of("main.js")]);
  assertEquals([...called.keys()].sort(), ["main.js", "other.js"]);
  const isCalled = (file: string, source: string, text: string) => called.get(file)?.has(source.indexOf(text));
  assert(isCalled("main.js", main, "function own"));
  assert(!isCalled("main.js", main, "function idle"));
  assert(isCalled("other.js", other, "function used"));
  assert(!isCalled("other.js", other, "function idle"));
});

Deno.test("eager: a run that fails is an error", async () => {
  using folder = new Folder();
  folder.write("main.js", `throw new Error("no bundle")`);
  await assertRejects(() => functionsCalled([folder.of("main.js")]), Error, "no bundle");
});
