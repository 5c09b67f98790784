/** The standard modules do their work in each run: put something else in the place of one, and its work is not done. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import manifest from "../deno.json" with { type: "json" };
import { INSPECT_USAGE } from "../lib/commands/inspect_command_line.ts";
import { USAGE } from "../lib/commands/usage.ts";
import { commandOf, errorsIn, type Finished, Folder, JOB_FLAGS } from "./command.ts";
import { copyTree } from "./copy.ts";

const ROOT = new URL("../", import.meta.url);

/** Runs a copy of the program in which `source` stands for a module. */
async function runWith(
  module: keyof typeof manifest.imports,
  source: string,
  flags: readonly string[],
  look: (finished: Finished, folder: Folder) => void,
): Promise<void> {
  using folder = new Folder({ "in.csv": "t,close\n1,1\n2,x\n3,2\n4,1\n" });
  for (const name of ["main.ts", "lib"]) copyTree(new URL(name, ROOT), folder.of(name));
  folder.write("other.js", source);
  const imports = Object.entries(manifest.imports).filter(([name]) => !/^(esbuild|@babel|csv-|yaml-test)/.test(name));
  const map = Object.fromEntries(imports.map(([name, target]) => [name, name === module ? "./other.js" : target]));
  folder.write("deno.json", JSON.stringify({ ...manifest, imports: map, lock: false }));
  folder.write("config.yaml", "seed: 42\nwindow: 2\nversion: v1\ninvalid_rows: skip\n");
  look(await folder.run(flags, undefined, commandOf(folder.of("main.ts"))), folder);
}

Deno.test("modules: @std/yaml reads each value of a config, however plain", async () => {
  await runWith("@std/yaml/parse", "export const parse = () => undefined;", JOB_FLAGS, ({ code, stderr }) => {
    assertEquals(code, 3);
    assertStringIncludes(stderr, "config.yaml:1: seed is");
  });
});

Deno.test("modules: @std/csv writes each reject", async () => {
  const flags = [...JOB_FLAGS, "--rejects", "rejects.csv"];
  await runWith(
    "@std/csv/stringify",
    'export const stringify = () => "other\\r\\n";',
    flags,
    ({ code, stderr }, folder) => {
      assertEquals([code, errorsIn(stderr)], [0, ""]);
      assertEquals(folder.read("rejects.csv"), "other\nother\n");
    },
  );
});

const SILENT = `
const silent = () => {};
export const configureSync = silent, resetSync = silent, getTextFormatter = silent, getJsonLinesFormatter = silent;
export const getLogger = () => ({ info: silent, warn: silent, error: silent });
`;
for (const format of ["text", "json"]) {
  Deno.test(`modules: LogTape makes each line of the log, in ${format}`, async () => {
    await runWith("@logtape/logtape", SILENT, [...JOB_FLAGS, "--log-format", format], ({ code, stderr }, folder) => {
      assertEquals([code, errorsIn(stderr)], [0, ""]);
      assertEquals(folder.read("run.log"), "");
    });
  });
}

for (
  const [verb, flags, usage] of [["run", JOB_FLAGS, USAGE], ["inspect", ["inspect", "in.csv"], INSPECT_USAGE]] as const
) {
  Deno.test(`modules: @std/cli parses the flags of ${verb}`, async () => {
    await runWith(
      "@std/cli/parse-args",
      "export const parseArgs = () => ({ help: true });",
      flags,
      ({ code, stdout }) => {
        assertEquals([code, stdout], [0, usage]);
      },
    );
  });
}
