import { assertEquals } from "@std/assert";
import { circlesOf, graphOf } from "../tools/circles.ts";

const graph = (lines: Readonly<Record<string, string>>) =>
  new Map(Object.entries(lines).map(([file, imports]) => [file, imports.split(" ").filter((name) => name !== "")]));

const CASES: readonly [name: string, imports: Record<string, string>, circles: string[]][] = [
  ["none", { a: "b c", b: "d", c: "d", d: "" }, []],
  ["an import of itself", { a: "a" }, ["a"]],
  ["two files", { a: "b", b: "a" }, ["a b"]],
  ["a long way around, behind a file that is in none", { main: "c", c: "a", a: "b", b: "c" }, ["a b c"]],
  ["two circles that share a file", { a: "b", b: "a c", c: "b" }, ["a b", "b c"]],
  ["two circles of which one leads to the other", { a: "b", b: "a c", c: "d", d: "c" }, ["a b", "c d"]],
  ["the shorter of two ways", { a: "b d", b: "c", c: "a", d: "a" }, ["a d", "a b c"]],
  ["a file that is not there", { a: "gone" }, []],
];

for (const [name, imports, circles] of CASES) {
  Deno.test({ name: `circles: ${name}`, permissions: "none" }, () => {
    assertEquals(circlesOf(graph(imports)).map((circle) => circle.join(" ")).sort(), circles.toSorted());
  });
}

Deno.test("circles: deno info names imports of values, of types, on demand and again; others' modules are left out", async () => {
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "batch-signal-test-" }));
  try {
    const files = {
      "deno.json": "{}",
      "a.ts":
        'import type { B } from "B"; export { c } from "C"; export const d = () => import("D"); export type A = B;',
      "b.ts": 'import { type A } from "A"; import "data:text/javascript,"; export type B = A | 1;',
      "c.ts": 'export const c = 1; export type D = typeof import("D");',
      "d.ts": 'import { c } from "C"; export type { A } from "A"; console.log(c);',
    };
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(
        `${folder}/${name}`,
        text.replace(/"([A-D])"/g, (_, file) => `"./${file.toLowerCase()}.ts"`),
      );
    }
    const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json", "a.ts"], cwd: folder })
      .output();
    const found = graphOf(JSON.parse(new TextDecoder().decode(stdout)).modules, `file://${folder}/`);
    assertEquals(Object.fromEntries(found), {
      "a.ts": ["b.ts", "c.ts", "d.ts"],
      "b.ts": ["a.ts"],
      "c.ts": ["d.ts"],
      "d.ts": ["c.ts", "a.ts"],
    });
    assertEquals(circlesOf(found), [["a.ts", "b.ts"], ["c.ts", "d.ts"]]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
