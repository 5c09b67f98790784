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
import { BUNDLE, currentCommit, ENTRIES, makeBundle } from "./bundle.ts";
import { readSection } from "./section.ts";

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
  // Else the output's name stands in the binary, and its bytes hang on it.
  "--app-name",
  "batch-signal",
  // The bundle needs nothing but itself.
  "--no-config",
  "--no-lock",
  "--no-npm",
  // Types are checked before; there are none in the bundle.
  "--no-check",
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
  await checkTypes();
  const commit = flags.commit || await currentCommit();
  const { files } = await makeBundle(commit);
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "batch-signal-compile-" }));
  try {
    const names = await layOut(files, folder);
    for (const target of targets) {
      const output = flags.output || `dist/batch-signal${flags.target === "" ? "" : `-${target}`}`;
      const parent = output.includes("/") ? output.slice(0, output.lastIndexOf("/")) : ".";
      await Deno.mkdir(parent, { recursive: true });
      await compile(
        names,
        folder,
        target,
        `${await Deno.realPath(parent)}/${output.slice(output.lastIndexOf("/") + 1)}`,
      );
      await report(target.includes("windows") && !output.endsWith(".exe") ? `${output}.exe` : output, commit);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/**
 * Writes the bundle's modules to a folder, with fixed times: `deno compile` writes those into its output, so the same
 * commit would give other bytes each time. Returns their names.
 */
async function layOut(files: ReadonlyMap<string, Uint8Array>, folder: string): Promise<string[]> {
  for (const [name, bytes] of files) {
    await Deno.writeFile(`${folder}/${name}`, bytes);
    await Deno.utime(`${folder}/${name}`, 0, 0);
  }
  return [...files.keys()];
}

async function checkTypes(): Promise<void> {
  const { success } = await new Deno.Command("deno", { args: ["check", "--quiet", ...ENTRIES], cwd: ROOT }).spawn()
    .status;
  if (!success) throw new Error("types do not match");
}

/** Not all files are named in the entry, from where `deno compile` follows what is. */
async function compile(names: readonly string[], folder: string, target: string, output: string): Promise<void> {
  const included = names.filter((name) => name !== BUNDLE).flatMap((name) => ["--include", name]);
  const { success, stderr } = await new Deno.Command("deno", {
    args: ["compile", ...COMPILE_FLAGS, ...included, "--target", target, "--output", output, BUNDLE],
    cwd: folder,
    env: { NO_COLOR: "1" },
    stdout: "null",
    stderr: "piped",
  }).output();
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
