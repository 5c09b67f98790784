/**
 * Makes the binary: one file that needs no Deno, no network and no cache.
 *
 *     deno task compile                        dist/batch-signal, for this machine
 *     deno task compile --target TRIPLE        dist/batch-signal-TRIPLE, for another one
 *     deno task compile:all                    one for each target
 *     deno task compile --output FILE --commit HASH
 *
 * The same commit gives the same bytes anywhere. The runtime in the binary, denort, is fetched by Deno when it is first
 * needed; where it can't be, `DENORT_BIN` names a file that holds it.
 *
 * @module
 */
import { readFlags } from "../flags.ts";
import { findEmbedded } from "./embed.ts";
import { readSection } from "./section.ts";
import { ignoreMissing, layOut, type Stage } from "./stage.ts";

/** Where people run it. */
export const TARGETS = [
  "x86_64-unknown-linux-gnu",
  "aarch64-unknown-linux-gnu",
  "x86_64-apple-darwin",
  "aarch64-apple-darwin",
  "x86_64-pc-windows-msvc",
] as const;

/** All that a run may do, and how the binary is made: the one place that says it. */
export const COMPILE_FLAGS = [
  "--no-prompt",
  "--allow-read",
  "--allow-write",
  // Else code may be imported from a list of hosts.
  "--deny-import",
  // Else the binary writes a cache of its code to the system's folder for temporary files.
  "--no-code-cache",
  "--exclude-unused-npm",
  // Else the output's name stands in the binary, and its bytes hang on it.
  "--app-name",
  "batch-signal",
  // Types are checked before, with all files; the copy that is compiled has no type declarations.
  "--no-check",
  // The copy's import map has less in it than the lock file. It can't resolve to anything else: it has nothing else.
  "--frozen=false",
] as const;

const ROOT = new URL("../../", import.meta.url);

if (import.meta.main) {
  try {
    await main(Deno.args);
  } catch (error) {
    console.error(`compile: ${error instanceof Error ? error.message : error}`);
    Deno.exit(1);
  }
}

async function main(argv: readonly string[]): Promise<void> {
  const flags = readFlags(argv, { target: "", output: "", commit: "" });
  const targets = flags.target === "all" ? TARGETS : [flags.target || Deno.build.target];
  if (targets.length > 1 && flags.output !== "") throw new Error("--output names one file, expected one --target");
  if (targets.length > 1 && Deno.env.get("DENORT_BIN") !== undefined) {
    throw new Error("DENORT_BIN is the runtime of one target, expected one --target with it");
  }
  const commit = flags.commit || await currentCommit();
  const embedded = await findEmbedded(ROOT);
  await checkTypes(["main.ts", ...embedded.workers]);
  for (const target of targets) {
    const output = flags.output || `dist/batch-signal${flags.target === "" ? "" : `-${target}`}`;
    const folder = output.includes("/") ? output.slice(0, output.lastIndexOf("/")) : ".";
    await Deno.mkdir(folder, { recursive: true });
    const copy = `${await Deno.realPath(folder)}/.compile-${target}`;
    await removeTree(copy);
    try {
      const stage = await layOut(ROOT, embedded, commit, copy);
      await compile(stage, embedded.workers, target, await absolute(output), `${folder}/denort`);
    } finally {
      await removeTree(copy);
    }
    await report(target.includes("windows") && !output.endsWith(".exe") ? `${output}.exe` : output, commit);
  }
}

/** The commit that is checked out, with `-dirty` where files differ from it; `unknown` without git. */
async function currentCommit(): Promise<string> {
  try {
    const { success, stdout } = await new Deno.Command("git", {
      args: ["describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"],
      cwd: ROOT,
      stderr: "null",
    }).output();
    return success ? new TextDecoder().decode(stdout).trim() : "unknown";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "unknown";
    throw error;
  }
}

/** Workers too: `deno compile` checks only what it follows from the entry. */
async function checkTypes(entries: readonly string[]): Promise<void> {
  const { success } = await new Deno.Command("deno", { args: ["check", "--quiet", ...entries], cwd: ROOT }).spawn()
    .status;
  if (!success) throw new Error("types do not match");
}

/** @param denort A folder that keeps the fetched runtimes for later. */
async function compile(
  { project, denoDir }: Stage,
  workers: readonly string[],
  target: string,
  output: string,
  denort: string,
): Promise<void> {
  await move(denort, `${denoDir}/dl`);
  const { success, stderr } = await new Deno.Command("deno", {
    args: [
      "compile",
      ...COMPILE_FLAGS,
      ...workers.flatMap((worker) => ["--include", worker]),
      "--target",
      target,
      "--output",
      output,
      "main.ts",
    ],
    cwd: project,
    env: { DENO_DIR: denoDir, NO_COLOR: "1" },
    stdout: "null",
    stderr: "piped",
  }).output();
  await move(`${denoDir}/dl`, denort);
  if (success) return;
  const [said = ""] = /^error: .*/ms.exec(new TextDecoder().decode(stderr)) ?? [];
  if (!/\bdenort\b/.test(said)) throw new Error(said.replace(/\n\nStack backtrace.*/s, ""));
  throw new Error(
    `denort ${Deno.version.deno} for ${target}, the runtime in the binary, can't be fetched or read; ` +
      "DENORT_BIN=/path/to/denort supplies it as a file",
  );
}

/** Says how large the binary is, how much of it is ours, and what its checksum is. */
async function report(output: string, commit: string): Promise<void> {
  const binary = await Deno.readFile(output);
  const { sizeBytes, files } = readSection(binary);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", binary));
  const kilobytes = (bytes: number) => `${Math.ceil(bytes / 1000)} kB`;
  console.log(`${output}: ${kilobytes(binary.length)}, ours ${kilobytes(sizeBytes)} in ${files.length} files`);
  console.log(`commit ${commit}, sha256 ${digest.toHex()}`);
}

async function absolute(path: string): Promise<string> {
  const at = path.lastIndexOf("/");
  return at < 0 ? `${await Deno.realPath(".")}/${path}` : `${await Deno.realPath(path.slice(0, at))}${path.slice(at)}`;
}

async function move(from: string, to: string): Promise<void> {
  await Deno.rename(from, to).catch(ignoreMissing);
}

async function removeTree(folder: string): Promise<void> {
  await Deno.remove(folder, { recursive: true }).catch(ignoreMissing);
}
