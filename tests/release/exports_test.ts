import { assertEquals, assertThrows } from "@std/assert";
import { targetOf } from "../../tools/release/exports.ts";

const CASES: readonly [name: string, manifest: unknown, subpath: string, target: string][] = [
  ["no exports: the module", { module: "./m.js", main: "./m.cjs" }, ".", "m.js"],
  ["no exports: the main file", { main: "lib/m.js" }, ".", "lib/m.js"],
  ["no exports: index.js", {}, ".", "index.js"],
  ["no exports: any file", {}, "./a/b.js", "a/b.js"],
  ["one file", { exports: "./m.js" }, ".", "m.js"],
  ["conditions of the package", { exports: { require: "./m.cjs", import: "./m.js" } }, ".", "m.js"],
  [
    "the first condition that holds",
    { exports: { ".": { browser: "./b.js", deno: "./d.js", import: "./m.js" } } },
    ".",
    "d.js",
  ],
  ["conditions in conditions", { exports: { ".": { node: { types: "./m.d.ts", default: "./m.js" } } } }, ".", "m.js"],
  [
    "conditions without a target",
    { exports: { ".": { node: { require: "./m.cjs" }, default: "./m.js" } } },
    ".",
    "m.js",
  ],
  ["a subpath", { exports: { ".": "./m.js", "./a": { import: "./lib/a.js" } } }, "./a", "lib/a.js"],
  ["a pattern", { exports: { "./yaml/*.js": "./lib/yaml/*.js" } }, "./yaml/a/b.js", "lib/yaml/a/b.js"],
  ["a file before a pattern", { exports: { "./*": "./all/*", "./a.js": "./one.js" } }, "./a.js", "one.js"],
];

for (const [name, manifest, subpath, target] of CASES) {
  Deno.test({ name: `exports: ${name}`, permissions: "none" }, () => {
    assertEquals(targetOf(manifest, subpath), target);
  });
}

for (const exports of ["./m.js", { ".": "./m.js" }, { "./a/*.js": "./a/*.js" }, { "./b": { require: "./b.cjs" } }]) {
  Deno.test({ name: `exports: no ./b in ${JSON.stringify(exports)}`, permissions: "none" }, () => {
    assertThrows(() => targetOf({ name: "p", exports }, "./b"), Error, "p: it exports no ./b");
  });
}
