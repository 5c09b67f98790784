import { assert, assertEquals, assertMatch } from "@std/assert";
import manifest from "../deno.json" with { type: "json" };

const ROOT = new URL("../", import.meta.url);
const tasks = Object.entries(manifest.tasks);

/** Where tasks are named: in the texts for people, and in what runs them. */
const NAMING = [
  "README.md",
  "CHANGELOG.md",
  "SECURITY.md",
  "CONTRIBUTING.md",
  "Dockerfile",
  ".ci",
  ".github",
  "docs",
  "bench",
  "lib",
  "tests",
]
  .concat("tools");

function filesIn(path: string): string[] {
  if (Deno.statSync(new URL(path, ROOT)).isFile) return [path];
  return [...Deno.readDirSync(new URL(path, ROOT))].map(({ name }) => name).filter((name) =>
    !/^(?:data|runs)$/.test(name)
  )
    .flatMap((name) => filesIn(`${path}/${name}`));
}

Deno.test("tasks: each one that is named somewhere is there", () => {
  const named = new Set<string>();
  for (const file of NAMING.flatMap(filesIn)) {
    if (/\.(?:wasm|parquet|csv)$/.test(file)) continue;
    const text = Deno.readTextFileSync(new URL(file, ROOT));
    for (const [, name = ""] of text.matchAll(/\bdeno(?:@[0-9.]+)? task ([a-z][a-z:-]*[a-z])/g)) named.add(name);
  }
  assert(named.size > 10);
  assertEquals([...named].filter((name) => !(name in manifest.tasks)), []);
});

Deno.test({ name: "tasks: each is described in a line, and has a place in a group", permissions: "none" }, () => {
  for (const [name, { description }] of tasks) {
    assertMatch(description, /^[A-Z].{10,119}[^.]$/, name);
    assertMatch(
      name,
      /^(?:run|batch-signal|inspect|check(?::[a-z]+)?|quick|test|bundle|(?:prove|bench|compile)(?::[a-z]+)?|(?:build|release):[a-z]+)$/,
    );
  }
});

/** The test files that a command names. */
const filesOf = (command: string) => [...command.matchAll(/\btests\/[\w/]+_test\.ts/g)].map(([file]) => file);

Deno.test("tasks: what test leaves out is what prove:faults and prove:hostile run", () => {
  const left = filesOf(manifest.tasks.test.command);
  const proved = filesOf(manifest.tasks["prove:faults"].command).concat(
    filesOf(manifest.tasks["prove:hostile"].command),
  );
  assert(left.length > 0);
  assertEquals(left.toSorted(), proved.toSorted());
  for (const file of left) assert(Deno.statSync(new URL(file, ROOT)).isFile, file);
});

Deno.test({ name: "tasks: prove runs each part but those that need more or write files", permissions: "none" }, () => {
  const parts = tasks.map(([name]) => name).filter((name) => name.startsWith("prove:"));
  const left = parts.filter((name) => !manifest.tasks.prove.command.split(" ").includes(name));
  assertEquals(left, ["prove:jsr", "prove:coverage", "prove:record"]);
});
