import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { byName, filesNamedBy } from "../../lib/inputs/glob.ts";
import { StopRequest } from "../../lib/stop.ts";
import { Folder, JOB_FLAGS } from "../command.ts";

const NAMES = ["B.csv", "a.csv", "a1.csv", "a10.csv", "a2.csv", "a[1].csv", "b-.csv", "é.csv", ".hidden.csv", "x+y.csv"]
  .concat(["]", "&.csv"]);

/** Patterns, and the names that they stand for in a folder of {@linkcode NAMES}. */
const PATTERNS: readonly [pattern: string, names: readonly string[]][] = [
  ["*.csv", ["&.csv", "B.csv", "a.csv", "a1.csv", "a2.csv", "a10.csv", "a[1].csv", "b-.csv", "x+y.csv", "é.csv"]],
  ["a?.csv", ["a1.csv", "a2.csv"]],
  ["?.csv", ["&.csv", "B.csv", "a.csv", "é.csv"]],
  ["a[1].csv", ["a[1].csv"]],
  ["a[0-9].csv", ["a1.csv", "a2.csv"]],
  ["a[0-9]*.csv", ["a1.csv", "a2.csv", "a10.csv"]],
  ["[!a-z].csv", ["&.csv", "B.csv", "é.csv"]],
  ["[^B].csv", ["&.csv", "a.csv", "é.csv"]],
  ["b[-x].csv", ["b-.csv"]],
  ["x[+]y.*", ["x+y.csv"]],
  ["x+*", ["x+y.csv"]],
  ["[]]*", ["]"]],
  [".h*", [".hidden.csv"]],
  ["d/*.csv", ["d/1.csv", "d/2.csv"]],
  ["?/[12].csv", ["d/1.csv", "d/2.csv", "e/1.csv"]],
  ["*/2.csv", ["d/2.csv"]],
  ["./d//*", ["./d//1.csv", "./d//2.csv"]],
  ["[a&&b].csv", ["&.csv", "a.csv"]],
  ["[[:alpha:]][[:digit:]].csv", ["a1.csv", "a2.csv"]],
  ["[![:ascii:][:alpha:]].csv", ["&.csv"]],
  ["**.csv", ["&.csv", "B.csv", "a.csv", "a1.csv", "a2.csv", "a10.csv", "a[1].csv", "b-.csv", "x+y.csv", "é.csv"]],
];

Deno.test({ name: "glob: patterns and what they name", ignore: Deno.build.os === "windows" }, async () => {
  using folder = new Folder();
  Deno.mkdirSync(folder.of("d"));
  Deno.mkdirSync(folder.of("e"));
  Deno.mkdirSync(folder.of("d/folder"));
  for (const name of [...NAMES, "d/1.csv", "d/2.csv", "e/1.csv"]) folder.write(name, "");
  Deno.removeSync(folder.of("in.csv"));
  for (const [pattern, names] of PATTERNS) {
    const { paths, failure } = await filesNamedBy([folder.of(pattern)], new StopRequest());
    assertEquals(paths.map((path) => path.slice(folder.path.length + 1)), names, pattern);
    assertEquals(failure, undefined);
  }
});

Deno.test("glob: inputs keep their order, and a pattern that names nothing stays, with what is wrong", async () => {
  using folder = new Folder({ "a1.csv": "", "a2.csv": "" });
  const [none, some, gone] = [folder.of("*.txt"), folder.of("a*.csv"), folder.of("gone/*")];
  const { paths, failure } = await filesNamedBy(["-", some, none, "plain", gone], new StopRequest());
  assertEquals(paths, ["-", folder.of("a1.csv"), folder.of("a2.csv"), none, "plain", gone]);
  assertEquals(failure?.message, `${none}: cannot be read: no file matches`);
  assertEquals(failure?.exitCode, 5);
});

Deno.test("glob: names are in the order of their numbers, of code units otherwise", () => {
  const sorted = ["", "01", "1", "2", "10", "a", "a-1", "a0", "a00", "a1", "a1-9", "a1-10", "a1b", "a2", "a10", "ab1"];
  for (const [n, name] of sorted.entries()) {
    for (const [m, other] of sorted.entries()) assertEquals(byName(name, other), Math.sign(n - m), `${name} ${other}`);
  }
  const name = fc.string({ unit: fc.constantFrom("0", "1", "9", "-", "a"), maxLength: 8 });
  fc.assert(fc.property(name, name, name, (a, b, c) => {
    assertEquals(byName(a, b), 0 - byName(b, a));
    assertEquals(byName(a, b) === 0, a === b);
    if (byName(a, b) < 0 && byName(b, c) < 0) assert(byName(a, c) < 0);
  }));
});

Deno.test("glob: a signal is heard while folders are read", async () => {
  using folder = new Folder();
  // Each is gone through to all of them: that takes longer than a job works before it listens.
  for (let n = 0; n < 500; n++) Deno.mkdirSync(folder.of(`d${n}`));
  const stop = new StopRequest();
  setTimeout(() => stop.ask("SIGTERM"), 1);
  const { failure } = await filesNamedBy([folder.of("d*/../d*/nothing")], stop);
  assertEquals([failure?.message, failure?.exitCode], ["interrupted by SIGTERM", 143]);
});

Deno.test({ name: "glob: stars upon stars take no time", ignore: Deno.build.os === "windows" }, async () => {
  const long = "a".repeat(60);
  using folder = new Folder({ [long]: "close\n1\n2\n" });
  const pattern = `${"*a".repeat(12)}b`;
  const { code, stdout, stderr } = await folder.run(["-i", pattern, ...JOB_FLAGS.slice(2)]);
  const message = `${pattern}: cannot be read: no file matches`;
  assertEquals([code, stderr], [5, `batch-signal: ${message}\n`]);
  assertEquals(JSON.parse(stdout).error_message, message);
  assertEquals((await folder.run(["-i", "*a".repeat(12), ...JOB_FLAGS.slice(2)])).code, 0);
});
