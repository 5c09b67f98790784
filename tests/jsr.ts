/**
 * Checks and tests the project with the typed std modules of jsr.io in place of the untyped ones of npm.
 *
 * It works on a copy, so that the commands which the tests start use the same modules.
 *
 *     deno task prove:jsr
 *
 * @module
 */
import manifest from "../deno.json" with { type: "json" };
import map from "../tools/jsr.json" with { type: "json" };
import { copyTree } from "./copy.ts";

const ROOT = new URL("../", import.meta.url);
const REGISTRY = "https://jsr.io/@std/assert/meta.json";
const PATIENCE_MS = 10_000;

/** What the tests need besides the code. */
const COPIED = [
  "bench",
  "deploy",
  "docs",
  "lib",
  "tests",
  "main.ts",
  "config.yaml",
  "data.csv",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "LICENSE",
  "Dockerfile",
  "README.md",
  "SECURITY.md",
  "tools",
  ".ci",
  ".github",
];

/** Why the registry can't be used, or undefined if it can. */
async function obstacle(): Promise<string | undefined> {
  try {
    const response = await fetch(REGISTRY, { signal: AbortSignal.timeout(PATIENCE_MS) });
    await response.body?.cancel();
    return response.ok ? undefined : `it answers ${response.status}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function run(folder: string, args: readonly string[]): Promise<void> {
  const { code } = await new Deno.Command(Deno.execPath(), { args: [...args], cwd: folder }).spawn().status;
  if (code !== 0) Deno.exit(code);
}

const reason = await obstacle();
if (reason !== undefined) {
  console.log(`skipped: jsr.io can't be reached (${reason}); nothing was checked with tools/jsr.json`);
  Deno.exit(0);
}
const folder = Deno.makeTempDirSync({ prefix: "batch-signal-jsr-" });
try {
  for (const name of COPIED) copyTree(new URL(name, ROOT), `${folder}/${name}`);
  Deno.writeTextFileSync(`${folder}/deno.json`, JSON.stringify({ ...manifest, lock: false, imports: map.imports }));
  await run(folder, ["check", "."]);
  await run(folder, ["task", "test"]);
} finally {
  Deno.removeSync(folder, { recursive: true });
}
