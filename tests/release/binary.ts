/**
 * Compiles the binary and runs all end-to-end tests against it, and the table of what it must do as the sources do.
 *
 *     deno task prove:binary
 *     DENORT_BIN=/path/to/denort deno task prove:binary
 *
 * Where denort can't be had, the binary is made with an older runtime, if there is a way to do that beside the project;
 * else the tests run against what is embedded in the binary, started with `deno run`. Either is said.
 *
 * @module
 */
import { END_TO_END } from "./end_to_end.ts";
import { olderBinary } from "./older_binary.ts";
import { unpackProgram } from "./unpacked.ts";

const ROOT = new URL("../../", import.meta.url);
const NO_DENORT = /^compile: denort .* can't be fetched or read; /;
/** Any program will do, to hold the section while it is read. */
const ANY_PROGRAM = "/bin/true";

const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "batch-signal-binary-" }));
let code = 1;
try {
  code = await runTests(await commandUnderTest());
} catch (error) {
  console.error(`prove:binary: ${error instanceof Error ? error.message : error}`);
} finally {
  await Deno.remove(folder, { recursive: true });
}
Deno.exit(code);

async function commandUnderTest(): Promise<string> {
  const binary = `${folder}/compiled${Deno.build.os === "windows" ? ".exe" : ""}`;
  const failure = await compile(binary, {});
  if (failure === undefined) return await started(binary);
  if (!NO_DENORT.test(failure) || Deno.build.os === "windows") throw new Error(failure);
  console.log(failure);
  const older = await olderBinary();
  if (older !== undefined) return await started(older);
  const withoutRuntime = await compile(binary, { DENORT_BIN: ANY_PROGRAM });
  if (withoutRuntime !== undefined) throw new Error(withoutRuntime);
  console.log(
    "prove:binary: skipped: the binary itself can't run here. Testing the files embedded in it instead, started with " +
      "deno run and the binary's permissions",
  );
  return await unpackProgram(binary, folder);
}

async function started(binary: string): Promise<string> {
  const { stdout } = await new Deno.Command(binary, { args: ["--version"] }).output();
  const version = new TextDecoder().decode(stdout);
  if (!version.startsWith("batch-signal ")) throw new Error("the binary is not batch-signal: is DENORT_BIN denort?");
  console.log(`prove:binary: testing the binary: ${version.trim()}`);
  return binary;
}

/** @returns What went wrong: undefined for a success. */
async function compile(output: string, env: Record<string, string>): Promise<string | undefined> {
  const { success, stderr } = await new Deno.Command("deno", {
    args: [
      "run",
      "--no-prompt",
      "--allow-read",
      "--allow-write",
      "--allow-run",
      "--allow-env",
      "tools/release/compile.ts",
      "--output",
      output,
    ],
    cwd: ROOT,
    env: { NO_COLOR: "1", ...env },
  }).output();
  return success ? undefined : new TextDecoder().decode(stderr).trim();
}

async function runTests(command: string): Promise<number> {
  const { code } = await new Deno.Command("deno", {
    args: ["test", "--preload=tests/examples.ts", "--parallel", "--no-check", "--reporter=dot", "-A", ...END_TO_END],
    cwd: ROOT,
    env: { BATCH_SIGNAL: command },
  }).spawn().status;
  return code;
}
