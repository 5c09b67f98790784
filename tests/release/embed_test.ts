import { assert, assertEquals, assertThrows } from "@std/assert";
import { findEmbedded, workerEntries } from "../../tools/release/embed.ts";
import { copyTree } from "../copy.ts";

const ROOT = new URL("../../", import.meta.url);

/** Files of the project that are no part of the binary. */
const OUTSIDE = /^(?:tests|bench|tools|deploy|dist)\//;
/** What the WebAssembly modules are built from: it is not TypeScript, and only what is built of it runs. */
const SOURCES_OF_WASM = /^lib\/(?:kernel|outputs\/signals\/writer)\/assembly\//;

Deno.test("embed: all of lib and main.ts, nothing of tests, benchmarks and build tools", async () => {
  const { project, npm } = await findEmbedded(ROOT);
  const lib = filesIn(new URL("lib/", ROOT), "lib/").filter((name) =>
    /\.(?:ts|json|wasm)$/.test(name) && !SOURCES_OF_WASM.test(name)
  );
  // What is left out holds types alone.
  const leftOut = lib.filter((name) => !project.includes(name));
  for (const name of leftOut) assertEquals(Object.keys(await import(new URL(name, ROOT).href)), [], name);
  assertEquals([...project, ...leftOut].sort(), [...lib, "deno.json", "main.ts"].sort());
  assertEquals(project.filter((name) => OUTSIDE.test(name)), []);
  const packages = new Set(npm.map((name) => /^[^/]+\/((?:@[^/]+\/)?[^/]+)\//.exec(name)?.[1]));
  assert(packages.has("@logtape/logtape"));
  assertEquals([...packages].filter((name) => name === undefined || /^(?:fast-check|pure-rand)$/.test(name)), []);
  assertEquals(npm.filter((name) => !/\.js$|\/package\.json$/.test(name)), []);
});

Deno.test("embed: every worker that lib starts is among what is embedded", async () => {
  const { project, workers } = await findEmbedded(ROOT);
  for (const name of project.filter((file) => file.endsWith(".ts"))) {
    const url = new URL(name, ROOT);
    for (const entry of workerEntries(await Deno.readTextFile(url), name)) {
      const worker = new URL(entry, url).href.slice(ROOT.href.length);
      assert(workers.includes(worker) && project.includes(worker), `${name} starts ${worker}, which is not embedded`);
    }
  }
});

Deno.test("embed: a worker, what it imports, and the workers that it starts", async () => {
  const folder = Deno.makeTempDirSync({ prefix: "batch-signal-test-" });
  try {
    for (const name of ["main.ts", "lib", "deno.json"]) copyTree(new URL(name, ROOT), `${folder}/${name}`);
    // A copy of the project with other std modules has no lock file.
    const hasLock = [...Deno.readDirSync(ROOT)].some(({ name }) => name === "deno.lock");
    if (hasLock) copyTree(new URL("deno.lock", ROOT), `${folder}/deno.lock`);
    const append = (name: string, text: string) => Deno.writeTextFileSync(`${folder}/${name}`, text, { append: true });
    append("lib/job.ts", start("./first.ts"));
    append("lib/first.ts", `import "./imported.ts";\n${start("./signal/second.ts")}`);
    append("lib/imported.ts", "export {};\n");
    append("lib/signal/second.ts", "export {};\n");
    const { project, workers } = await findEmbedded(new URL(`file://${folder}/`));
    const own = (await findEmbedded(ROOT)).workers;
    assertEquals(workers, [...own, "lib/first.ts", "lib/signal/second.ts"].sort());
    const added = ["lib/first.ts", "lib/imported.ts", "lib/signal/second.ts"];
    assertEquals(added.filter((name) => !project.includes(name)), []);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test({ name: "embed: a worker is found in all the ways it may be written", permissions: "none" }, () => {
  assertEquals(workerEntries(start("./a.ts") + start("./b/c.ts"), "x.ts"), ["./a.ts", "./b/c.ts"]);
  const long = 'new Worker(\n  new URL(\n    "./a.ts",\n    import.meta.url,\n  ),\n  { type: "module" },\n)';
  assertEquals(workerEntries(long, "x.ts"), ["./a.ts"]);
  assertEquals(workerEntries("// new Worker(url)\n/* new Worker() */\n", "x.ts"), []);
});

for (const code of ["new Worker(url)", 'new Worker("./a.ts")', 'new Worker(new URL("./a.ts", base))']) {
  Deno.test({ name: `embed: a worker that would be missing: ${code}`, permissions: "none" }, () => {
    assertThrows(
      () => workerEntries(start("./a.ts") + code, "lib/x.ts"),
      Error,
      "lib/x.ts: a worker's entry can't be found, expected new Worker(new URL(\"…\", import.meta.url)",
    );
  });
}

function start(entry: string): string {
  return `export const w${entry.length} = () => new Worker(new URL("${entry}", import.meta.url), { type: "module" });\n`;
}

function filesIn(folder: URL, name: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap((entry) =>
    entry.isDirectory ? filesIn(new URL(`${entry.name}/`, folder), `${name}${entry.name}/`) : [`${name}${entry.name}`]
  );
}
