/**
 * Builds the image and runs it: with a Docker daemon on the real bases, else with buildah and runc on stand-ins for them
 * made of Debian packages. Where denort can't be had, a binary with an older runtime takes the place of the image's, if
 * there is a way to make one. Says what it could not show.
 *
 *     deno task prove:container
 *     DENORT_BIN=/path/to/denort deno task prove:container
 *
 * @module
 */
import manifest from "../../deno.json" with { type: "json" };
import { currentCommit } from "../../tools/release/bundle.ts";
import { olderBinary } from "../release/older_binary.ts";
import { unpack } from "../release/unpacked.ts";
import { Buildah } from "./buildah.ts";
import { type Check, CHECKS, type Subject } from "./checks.ts";
import { Docker } from "./docker.ts";
import type { Engine } from "./engine.ts";
import { run } from "./process.ts";
import { buildStandIns } from "./standins.ts";

const ROOT = new URL("../../", import.meta.url);
const IMAGE = "localhost/mlops-task";
const UNPACKED = "/unpacked";
/** Each output format, compression, verb, log and number of threads, compared with a run from the sources. */
const TABLE = "tests/release/same_test.ts";

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
  const { engine, older } = prepared;
  const commit = await currentCommit();
  const buildArgs = { VERSION: manifest.version, COMMIT: commit };
  const digests = [await engine.build(IMAGE, buildArgs), await engine.build(IMAGE, buildArgs)];
  const image = older === undefined ? IMAGE : await withBinary(engine, older);
  const binary = `${folder}/batch-signal`;
  await engine.copy(image, "/usr/local/bin/batch-signal", binary);
  const subject: Subject = { engine, image, folder, binary, digests, commit, standIn: undefined };
  if (prepared.runs) return await runChecks(CHECKS, subject);

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

/** The image with another binary. */
async function withBinary(engine: Buildah, binary: string): Promise<string> {
  const context = `${folder}/older`;
  const image = `${IMAGE}-for-tests`;
  await Deno.mkdir(context);
  await Deno.copyFile(binary, `${context}/batch-signal`);
  const file = `FROM ${IMAGE}\nCOPY --chmod=555 batch-signal /usr/local/bin/batch-signal\n`;
  await Deno.writeTextFile(`${context}/Dockerfile`, file);
  await engine.buildFile(`${context}/Dockerfile`, context, image);
  return image;
}

/** What builds and runs here. */
type Prepared =
  /** The image's binary runs. */
  | { readonly engine: Engine; readonly runs: true; readonly older?: undefined }
  /** It does not, unless there is another to take its place. */
  | { readonly engine: Buildah; readonly runs: boolean; readonly older: string | undefined };

/** Undefined where nothing does. */
async function prepare(): Promise<Prepared | undefined> {
  const root = decodeURIComponent(ROOT.pathname);
  const noDocker = await Docker.obstacle();
  if (noDocker === undefined) {
    console.log("container: building with docker on the real bases");
    return { engine: new Docker(root), runs: true };
  }
  const noBuildah = await Buildah.obstacle();
  if (noBuildah !== undefined) {
    console.log(`container: skipped: ${noDocker}, and without it ${noBuildah}`);
    return undefined;
  }
  console.log(`container: ${noDocker}: building with buildah on stand-ins for both bases, made of Debian packages`);
  const engine = await Buildah.create(root, folder);
  const denort = Deno.env.get("DENORT_BIN");
  await Deno.mkdir(`${folder}/bases`);
  engine.bases = await buildStandIns(engine, `${folder}/bases`, denort ?? Deno.execPath());
  if (denort !== undefined) return { engine, runs: true };
  const older = await olderBinary();
  console.log(
    older === undefined
      ? "container: skipped: running the compiled binary, since there is no denort (DENORT_BIN=/path/to/denort supplies it). " +
        "deno takes its place in the image and runs the files that are embedded in the binary"
      : "container: there is no denort (DENORT_BIN=/path/to/denort supplies it): in the image, a binary with an older " +
        "runtime takes the place of the compiled one",
  );
  return { engine, runs: older !== undefined, older };
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
  for (const isOk of await runSuites(subject)) isOk ? passed++ : failed++;
  console.log(`${failed === 0 ? "ok" : "FAILED"} | ${passed} passed | ${failed} failed | ${skipped} ignored`);
  return failed;
}

/** The end-to-end tests, and the table of what the binary must do as the sources do, with the container as the command. */
async function runSuites({ engine, image, standIn }: Subject): Promise<boolean[]> {
  const program = `${folder}/in-container`;
  const done = await engine.program(image, program, { ...standIn, flags: [] });
  const filter = `/^main: (?:${IN_A_CONTAINER.join("|")})/`;
  try {
    return [
      await runSuite("the end-to-end tests of the command", ["--filter", filter, "tests/main_test.ts"], program),
      // Without its runtime each of its many runs would take a second.
      ...standIn === undefined ? [await runSuite("the table of outputs and inputs", [TABLE], program)] : [],
    ];
  } finally {
    await done();
  }
}

/** Returns whether the tests passed. */
async function runSuite(name: string, args: readonly string[], program: string): Promise<boolean> {
  const permissions = ["--allow-read", "--allow-write", "--allow-run", "--allow-env"];
  const { code, stdout, stderr } = await run(
    [Deno.execPath(), "test", "--quiet", "--no-check", ...permissions, ...args],
    { BATCH_SIGNAL: program, NO_COLOR: "1" },
    decodeURIComponent(ROOT.pathname),
  );
  const [summary = ""] = stdout.match(/^(?:ok|FAILED) \|.*$/m) ?? [];
  console.log(`container: ${name}, with the container as the command ... ${summary}`);
  const isOk = code === 0 && /\b[1-9]\d* passed/.test(summary);
  if (!isOk) console.log(stdout + stderr);
  return isOk;
}
