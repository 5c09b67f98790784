/**
 * Builds the image and runs it: with a Docker daemon on the real bases, else with buildah and runc on stand-ins for them
 * made of Debian packages. Says what it could not show.
 *
 *     deno task prove:container
 *     DENORT_BIN=/path/to/denort deno task prove:container
 *
 * @module
 */
import manifest from "../../deno.json" with { type: "json" };
import { unpack } from "../release/unpacked.ts";
import { Buildah } from "./buildah.ts";
import { type Check, CHECKS, type Subject } from "./checks.ts";
import { Docker } from "./docker.ts";
import type { Engine } from "./engine.ts";
import { run } from "./process.ts";
import { buildStandIns } from "./standins.ts";

const ROOT = new URL("../../", import.meta.url);
const IMAGE = "localhost/mlops-task";
const COMMIT = "0123456789ab";
const UNPACKED = "/unpacked";

/** Tests of the command that send no signals, and use no files and pipes but those of their folder. */
const IN_A_CONTAINER = [
  "a job",
  "the log as",
  "two runs",
  "help",
  "whole-record",
  "usage",
  "the same file",
  "config:",
  "data: (?:an|control|no|fewer|the)",
  "io: no (?:input|config|folder)",
  "io: the (?:input|output) is",
  "io: a symbolic link",
];

const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "batch-signal-container-" }));
let failures = 0;
try {
  failures = await main();
} catch (error) {
  console.error(`container: ${error instanceof Error ? error.message : error}`);
  failures = 1;
} finally {
  await Deno.remove(folder, { recursive: true });
}
Deno.exit(failures === 0 ? 0 : 1);

async function main(): Promise<number> {
  const prepared = await prepare();
  if (prepared === undefined) return 0;
  const { engine, denort } = prepared;
  const buildArgs = { VERSION: manifest.version, COMMIT };
  const digests = [await engine.build(IMAGE, buildArgs), await engine.build(IMAGE, buildArgs)];
  const binary = `${folder}/batch-signal`;
  await engine.copy(IMAGE, "/usr/local/bin/batch-signal", binary);
  const subject: Subject = { engine, image: IMAGE, folder, binary, digests, commit: COMMIT, standIn: undefined };
  if (denort) return await runChecks(CHECKS, subject);

  await Deno.chmod(folder, 0o755);
  await Deno.mkdir(`${folder}/unpacked`);
  const command = await unpack(binary, `${folder}/unpacked`);
  return await runChecks(CHECKS, {
    ...subject,
    standIn: {
      entry: ["/usr/local/bin/batch-signal", ...command.map((word) => word.replace(`${folder}/unpacked`, UNPACKED))],
      mounts: [{ from: `${folder}/unpacked`, to: UNPACKED, writable: false }],
      env: { DENO_DIR: `${UNPACKED}/deno` },
    },
  });
}

/** What builds and runs here; undefined where nothing does. */
async function prepare(): Promise<{ engine: Engine; denort: boolean } | undefined> {
  const root = decodeURIComponent(ROOT.pathname);
  const noDocker = await Docker.obstacle();
  if (noDocker === undefined) {
    console.log("container: building with docker on the real bases");
    return { engine: new Docker(root), denort: true };
  }
  const noBuildah = await Buildah.obstacle();
  if (noBuildah !== undefined) {
    console.log(`container: skipped: ${noDocker}, and without it ${noBuildah}`);
    return undefined;
  }
  console.log(`container: ${noDocker}: building with buildah on stand-ins for both bases, made of Debian packages`);
  const engine = await Buildah.create(root, folder);
  const denort = Deno.env.get("DENORT_BIN");
  if (denort === undefined) {
    console.log(
      "container: skipped: running the compiled binary, since there is no denort (DENORT_BIN=/path/to/denort supplies it). " +
        "deno takes its place in the image and runs the files that are embedded in the binary",
    );
  }
  await Deno.mkdir(`${folder}/bases`);
  engine.bases = await buildStandIns(engine, `${folder}/bases`, denort ?? Deno.execPath());
  return { engine, denort: denort !== undefined };
}

async function runChecks(checks: readonly Check[], subject: Subject): Promise<number> {
  let [passed, failed, skipped] = [0, 0, 0];
  for (const { name, needsDenort = false, run: check } of checks) {
    if (needsDenort && subject.standIn !== undefined) {
      console.log(`container: ${name} ... skipped: it needs denort`);
      skipped++;
      continue;
    }
    try {
      await check(subject);
      passed++;
      console.log(`container: ${name} ... ok`);
    } catch (error) {
      failed++;
      console.log(`container: ${name} ... FAILED\n${error instanceof Error ? error.message : error}`);
    }
  }
  if (await runSuite(subject)) passed++;
  else failed++;
  console.log(`${failed === 0 ? "ok" : "FAILED"} | ${passed} passed | ${failed} failed | ${skipped} ignored`);
  return failed;
}

/** The end-to-end tests, with the container as the command. Returns whether they passed. */
async function runSuite({ engine, image, standIn }: Subject): Promise<boolean> {
  const program = `${folder}/in-container`;
  const done = await engine.program(image, program, { ...standIn, flags: [] });
  try {
    const filter = `/^main: (?:${IN_A_CONTAINER.join("|")})/`;
    const permissions = ["--allow-read", "--allow-write", "--allow-run", "--allow-env"];
    const test = [Deno.execPath(), "test", "--quiet", ...permissions, "--filter", filter];
    const { code, stdout, stderr } = await run([...test, `${ROOT.pathname}tests/main_test.ts`], {
      BATCH_SIGNAL: program,
      NO_COLOR: "1",
    });
    const [summary = ""] = stdout.match(/^(?:ok|FAILED) \|.*$/m) ?? [];
    console.log(`container: the end-to-end tests of the command, with the container as the command ... ${summary}`);
    const isOk = code === 0 && /\b[1-9]\d* passed/.test(summary);
    if (!isOk) console.log(stdout + stderr);
    return isOk;
  } finally {
    await done();
  }
}
