/**
 * `docs/architecture.md` and `CONTRIBUTING.md` against the code that they describe.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";

const ROOT = new URL("../", import.meta.url);
const read = (path: string) => Deno.readTextFileSync(new URL(path, ROOT));
const PAGES = ["CONTRIBUTING.md", "docs/architecture.md"] as const;
const MAP = read("docs/architecture.md");

/** All files below a folder, without AssemblyScript. */
function filesIn(folder: string): string[] {
  return [...Deno.readDirSync(new URL(folder, ROOT))].flatMap(({ name, isDirectory }) => {
    if (isDirectory) return name === "assembly" ? [] : filesIn(`${folder}/${name}`);
    return [`${folder}/${name}`];
  }).sort();
}

function exists(path: string): boolean {
  try {
    Deno.statSync(new URL(path, ROOT));
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** The text below a heading, up to the next one of its level or a higher one. */
function section(page: string, heading: string): string {
  const level = heading.indexOf(" ");
  const [, ...rest] = `\n${page}`.split(`\n${heading}\n`);
  assertEquals(rest.length, 1, `${heading} is there once`);
  return rest.join("").split(new RegExp(`^#{1,${level}} `, "m"))[0] ?? "";
}

/** What stands in backticks and is a path: in a folder of the project, or a file of its root. */
function pathsIn(text: string): string[] {
  return [...text.matchAll(/`((?:lib|tests|docs|bench|tools|deploy|\.ci)\/[\w./-]*|[A-Za-z]+\.(?:ts|md|json|lock))`/g)]
    .map(([, path = ""]) => path).filter((path) => path !== "metrics.json");
}

/** The cells of each row of a table, without the head. */
function rowsIn(text: string): string[][] {
  const lines = text.split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
}

/** The lines of a list on the map, in two parts: before the first colon and after it. */
function linesOf(heading: string): string[][] {
  const lines = section(MAP, heading).split("\n").filter((line) => line.startsWith("- "));
  return lines.map((line) => [line.slice(2, line.indexOf(": ")), line.slice(line.indexOf(": "))]);
}

const anchorOf = (heading: string) => heading.toLowerCase().replace(/[^\w -]/g, "").replaceAll(" ", "-");

for (const name of PAGES) {
  const page = read(name);
  const folder = new URL(name, ROOT);

  Deno.test(`docs: each file that ${name} names is there`, () => {
    const paths = pathsIn(page);
    assert(paths.length > 10);
    assertEquals(paths.filter((path) => !exists(path)), []);
  });

  Deno.test(`docs: each link in ${name} works`, () => {
    const links = [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, link = ""]) => link);
    assert(links.length > 2);
    for (const link of links.filter((link) => !link.startsWith("https:"))) {
      const target = new URL(link, folder);
      const anchor = target.hash.slice(1);
      target.hash = "";
      const text = Deno.readTextFileSync(target);
      const anchors = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => anchorOf(heading));
      assert(anchor === "" || anchors.includes(anchor), link);
    }
  });

  Deno.test(`docs: each name that ${name} says is in a file is in it`, () => {
    const places = [...page.matchAll(/`(\w+)`(?: and `(\w+)`)? in `([\w./]+\.ts)`/g)];
    assert(places.length > 0);
    for (const [, first = "", second = first, file = ""] of places) {
      const text = read(file);
      for (const word of [first, second]) assert(new RegExp(`\\b${word}\\b`).test(text), `${word} in ${file}`);
    }
  });
}

Deno.test("docs: the map names each room of lib/, and each file of none", () => {
  const entries = [...Deno.readDirSync(new URL("lib", ROOT))];
  const rooms = entries.filter(({ isDirectory }) => isDirectory).map(({ name }) => `lib/${name}/`);
  const named = rowsIn(section(MAP, "## The rooms").split("\n### ")[0] ?? "").map(([room = ""]) => pathsIn(room)[0]);
  assertEquals(named.toSorted(), [...rooms, "lib/outputs/signals/"].sort());
  const loose = entries.filter(({ isDirectory }) => !isDirectory).map(({ name }) => `lib/${name}`);
  const listed = section(MAP, "## The rooms").split("\n").filter((line) => line.startsWith("- ")).flatMap(pathsIn);
  assertEquals(listed.toSorted(), loose.sort());
});

/** The files that a file imports, for more than types: at its start, or on demand. */
function importsOf(file: string): { always: string[]; onDemand: string[] } {
  const text = read(file).replace(/\/\*.*?\*\//gs, "");
  const resolved = (path = "") => new URL(path, new URL(file, ROOT)).href.slice(ROOT.href.length);
  const always = [...text.matchAll(/^(?:import|export) (?!type )([^;]*?) from "(\.[^"]+)";$/gms)]
    .filter(([, names = ""]) =>
      !names.startsWith("{") || names.match(/\w[^,{}]*/g)?.some((name) => !/^type /.test(name))
    )
    .map(([, , path]) => resolved(path));
  const onDemand = [...text.matchAll(/ import\(\s*"(\.[^"]+)"/g)].map(([, path]) => resolved(path));
  return { always, onDemand };
}

const roomOf = (file: string) => file.split("/").slice(0, -1).join("/");

Deno.test("docs: the core has at most 2,000 lines, and enters rooms only where the map says", () => {
  const [core = "", onDemand = "", always = ""] = section(MAP, "## The core").split(/\n(?=The (?:other|core) )/);
  const files = core.split("\n").flatMap((line) => /^\d+\. `([^`]+)`/.exec(line)?.[1] ?? []);
  assertEquals(files.length, 13);
  const lines = files.map((file) => read(file).split("\n").length - 1).reduce((sum, count) => sum + count);
  assert(lines <= 2000, `${lines} lines`);

  const named = (text: string) => [...text.matchAll(/^- (.*?):/gm)].flatMap(([, names = ""]) => pathsIn(names)).sort();
  const rooms = new Set(files.map(roomOf));
  const isElsewhere = (file: string) => !rooms.has(roomOf(file)) && !file.startsWith("lib/text/");
  const imports = files.map(importsOf);
  const unique = (paths: string[]) => [...new Set(paths)].sort();
  assertEquals(unique(imports.flatMap(({ always }) => always).filter(isElsewhere)), named(always));
  const loaded = [...imports, importsOf("lib/on_demand.ts")].flatMap(({ onDemand }) => onDemand);
  assertEquals(unique(loaded), named(onDemand));
});

Deno.test("docs: a walk comes to no file twice", () => {
  const walks = section(MAP, "## Walks").split(/\n(?=1\. )/).slice(1);
  assertEquals(walks.length, 4);
  for (const walk of walks) {
    const files = walk.split("\n").flatMap((line) => /^\d+\. `([^`]+)`/.exec(line)?.[1] ?? []);
    assert(files.length > 5);
    assertEquals(files.filter((file, n) => files.indexOf(file) !== n), []);
  }
});

Deno.test("docs: each test is found by the name of what it tests, or on the map", () => {
  const listed = linesOf("## Where the tests are").flatMap(([tests = ""]) => pathsIn(tests));
  const isMirror = (test: string) => {
    const name = test.slice("tests/".length).replace(/_test\.ts$/, ".ts");
    return [`lib/${name}`, name, `tools/${name}`].some(exists);
  };
  const isListed = (test: string) => listed.some((path) => path.endsWith("/") ? test.startsWith(path) : test === path);
  const tests = filesIn("tests").filter((file) => file.endsWith("_test.ts"));
  assertEquals(tests.filter((test) => !isMirror(test) && !isListed(test)), []);
});

Deno.test("docs: each file of lib/ has a test of its name, or its room has one, or the map says which", () => {
  const listed = linesOf("## Where the tests are").flatMap(([, tested = ""]) => pathsIn(tested));
  for (const file of filesIn("lib").filter((file) => file.endsWith(".ts"))) {
    const folder = file.replace(/^lib/, "tests").replace(/\/[^/]+$/, "");
    const test = file.replace(/^lib/, "tests").replace(/\.ts$/, "_test.ts");
    const hasRoomTest = folder !== "tests" && filesIn(folder).some((name) => name.endsWith("_test.ts"));
    assert(exists(test) || hasRoomTest || listed.includes(file), file);
  }
});

Deno.test("docs: no word is in the glossary twice", () => {
  const words = linesOf("## Glossary").flatMap(([words = ""]) => words.replaceAll("*", "").split(", "));
  assert(words.length > 30);
  assertEquals(words.length, new Set(words).size);
});
