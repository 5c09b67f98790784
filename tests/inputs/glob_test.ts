import { assertEquals } from "@std/assert";
import { filesNamedBy } from "../../lib/inputs/glob.ts";
import { Folder } from "../command.ts";

const NAMES = ["B.csv", "a.csv", "a1.csv", "a10.csv", "a[1].csv", "b-.csv", "é.csv", ".hidden.csv", "x+y.csv", "]"];

/** Patterns, and the names that they stand for in a folder of {@linkcode NAMES}. */
const PATTERNS: readonly [pattern: string, names: readonly string[]][] = [
  ["*.csv", ["B.csv", "a.csv", "a1.csv", "a10.csv", "a[1].csv", "b-.csv", "x+y.csv", "é.csv"]],
  ["a?.csv", ["a1.csv"]],
  ["?.csv", ["B.csv", "a.csv", "é.csv"]],
  ["a[1].csv", ["a[1].csv"]],
  ["a[0-9].csv", ["a1.csv"]],
  ["a[0-9]*.csv", ["a1.csv", "a10.csv"]],
  ["[!a-z].csv", ["B.csv", "é.csv"]],
  ["[^B].csv", ["a.csv", "é.csv"]],
  ["b[-x].csv", ["b-.csv"]],
  ["x[+]y.*", ["x+y.csv"]],
  ["x+*", ["x+y.csv"]],
  ["[]]*", ["]"]],
  [".h*", [".hidden.csv"]],
  ["d/*.csv", ["d/1.csv", "d/2.csv"]],
  ["?/[12].csv", ["d/1.csv", "d/2.csv", "e/1.csv"]],
  ["*/2.csv", ["d/2.csv"]],
  ["./d//*", ["./d//1.csv", "./d//2.csv"]],
];

Deno.test({ name: "glob: patterns and what they name", ignore: Deno.build.os === "windows" }, async () => {
  using folder = new Folder();
  Deno.mkdirSync(folder.of("d"));
  Deno.mkdirSync(folder.of("e"));
  Deno.mkdirSync(folder.of("d/folder"));
  for (const name of [...NAMES, "d/1.csv", "d/2.csv", "e/1.csv"]) folder.write(name, "");
  Deno.removeSync(folder.of("in.csv"));
  for (const [pattern, names] of PATTERNS) {
    const { paths, failure } = await filesNamedBy([folder.of(pattern)]);
    assertEquals(paths.map((path) => path.slice(folder.path.length + 1)), names, pattern);
    assertEquals(failure, undefined);
  }
});

Deno.test("glob: inputs keep their order, and a pattern that names nothing stays, with what is wrong", async () => {
  using folder = new Folder({ "a1.csv": "", "a2.csv": "" });
  const [none, some, gone] = [folder.of("*.txt"), folder.of("a*.csv"), folder.of("gone/*")];
  const { paths, failure } = await filesNamedBy(["-", some, none, "plain", gone]);
  assertEquals(paths, ["-", folder.of("a1.csv"), folder.of("a2.csv"), none, "plain", gone]);
  assertEquals(failure?.message, `${none}: cannot be read: no file matches`);
  assertEquals(failure?.exitCode, 5);
});
