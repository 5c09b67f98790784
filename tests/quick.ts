/**
 * Runs the quick tests, those of pure code: they start no program, write no file, and may only read.
 *
 *     deno task quick
 *     deno task quick --thorough      with examples that no run has drawn before
 *
 * A test file is among them unless it, or a module outside `lib/` that it imports, names what a pure test has no use
 * for. (What `lib/` does to files is for the test to ask of it, or not.)
 *
 * @module
 */

const TESTS = new URL("./", import.meta.url);
const LIB = new URL("../lib/", TESTS);

/** What starts programs, writes files, or says which command is tested. */
const IMPURE = /\bDeno\.(?:Command|makeTempDir|write|env)/;
const IMPORT = /\b(?:from|import\()\s*"(\.[^"]+\.ts)"/g;

/** Pure, but not quick. */
const SLOW = ["series/many_symbols_test.ts"];

function filesIn(folder: URL): URL[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesIn(new URL(`${name}/`, folder)) : [new URL(name, folder)]
  );
}

/** Whether a module and those outside `lib/` that it imports are pure. */
function isPure(module: URL): boolean {
  const modules = new Set([module.href]);
  for (const href of modules) {
    const text = Deno.readTextFileSync(new URL(href));
    if (IMPURE.test(text)) return false;
    for (const [, path = ""] of text.matchAll(IMPORT)) {
      const imported = new URL(path, href).href;
      if (!imported.startsWith(LIB.href)) modules.add(imported);
    }
  }
  return true;
}

const files = filesIn(TESTS).filter(({ href }) =>
  href.endsWith("_test.ts") && !SLOW.some((name) => href.endsWith(`/${name}`))
).filter(isPure).map(({ href }) => href).sort();
const { code } = await new Deno.Command("deno", {
  args: [
    "test",
    `--preload=${new URL("examples.ts", TESTS).href}`,
    "--parallel",
    "--no-check",
    "--reporter=dot",
    "--allow-read",
    ...files,
    "--",
    ...Deno.args,
  ],
}).spawn().status;
Deno.exit(code);
