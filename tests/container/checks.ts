/**
 * What must hold of the image.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import manifest from "../../deno.json" with { type: "json" };
import { readSection } from "../../tools/release/section.ts";
import type { Engine, RunOptions } from "./engine.ts";
import type { Finished } from "./process.ts";

const MOST_IMAGE_BYTES = 130_000_000;
/** Parquet and the layouts have doubled what it was at first; most of it is each module twice, as it is and as JavaScript. */
const MOST_OWN_BYTES = 2_000_000;
const NONROOT = 65532;

/** The image, and what was found out while it was built. */
export interface Subject {
  readonly engine: Engine;
  readonly image: string;
  /** For files that a check makes. */
  readonly folder: string;
  /** A copy of the image's binary. */
  readonly binary: string;
  /** Of two builds. */
  readonly digests: readonly string[];
  readonly commit: string;
  /** How to start the job where the binary's runtime is not denort. */
  readonly standIn: RunOptions | undefined;
}

/** Something that must hold. */
export interface Check {
  readonly name: string;
  /** It is about the binary itself, which needs its runtime. */
  readonly needsDenort?: boolean;
  readonly run: (subject: Subject) => Promise<void>;
}

export const CHECKS: readonly Check[] = [
  { name: "two builds give the same image", run: sameDigest },
  { name: "its configuration: user, folder, entry, flags, labels", run: configuration },
  { name: "the binary belongs to root and can't be written", run: binaryMode },
  { name: "it has under 130 MB, of it under 2 MB ours", run: sizes },
  { name: "the binary needs only glibc and libgcc", run: libraries },
  { name: "no shell in it", run: noShell },
  { name: "it runs its sample at once: metrics on standard output, files in /job, exit code 0", run: sample },
  { name: "--version prints version, commit and Deno version", needsDenort: true, run: version },
  { name: "read-only, without capabilities and network, into a mounted folder", run: hardened },
  { name: "into a mounted folder of your own, as yourself", run: asYourself },
  { name: "read-only without a mounted folder: said on standard error, exit code 5", run: nowhereToWrite },
  { name: "invalid data: exit code 4", run: invalidData },
  { name: "SIGTERM as process 1: stopped within a second, exit code 143", run: stopped },
];

async function finish({ engine, image, standIn }: Subject, options: RunOptions): Promise<Finished> {
  const mounts = [...standIn?.mounts ?? [], ...options.mounts ?? []];
  return await (await engine.start(image, { ...standIn, ...options, mounts })).finished;
}

function assertSuccess(metrics: string): void {
  const { latency_ms, ...rest } = JSON.parse(metrics);
  assert(Number.isInteger(latency_ms));
  assertEquals(rest, {
    version: "v1",
    rows_processed: 10000,
    metric: "signal_rate",
    value: 0.4804,
    seed: 42,
    status: "success",
  });
}

async function sameDigest({ digests }: Subject): Promise<void> {
  assertMatch(digests[0] ?? "", /^sha256:[0-9a-f]{64}$/);
  await Promise.resolve(assertEquals(new Set(digests).size, 1));
}

async function configuration({ engine, image, commit }: Subject): Promise<void> {
  const { User, WorkingDir, Entrypoint, Cmd, Env, Labels } = await engine.config(image);
  assertEquals([User, WorkingDir], [`${NONROOT}:${NONROOT}`, "/job"]);
  assertEquals(Entrypoint, ["/usr/local/bin/batch-signal"]);
  assertEquals(Cmd?.join(" "), "--input data.csv --config config.yaml --output metrics.json --log-file run.log");
  assert(Env?.includes("NO_COLOR=1"));
  const label = (name: string) => Labels?.[`org.opencontainers.image.${name}`];
  assertEquals([label("title"), label("licenses")], ["batch-signal", manifest.license]);
  assertEquals([label("version"), label("revision")], [manifest.version, commit]);
}

async function binaryMode({ binary }: Subject): Promise<void> {
  const { uid, mode } = await Deno.stat(binary);
  assertEquals((mode ?? 0) & 0o7777, 0o555);
  // A copy made by a user belongs to the user.
  if (Deno.uid() === 0) assertEquals(uid, 0);
}

async function sizes({ engine, image, binary }: Subject): Promise<void> {
  const bytes = await engine.sizeBytes(image);
  const { sizeBytes } = readSection(await Deno.readFile(binary));
  console.log(`container: ${(bytes / 1e6).toFixed(1)} MB unpacked, of it ${(sizeBytes / 1e6).toFixed(2)} MB ours`);
  assert(bytes < MOST_IMAGE_BYTES, `the image has ${bytes} bytes`);
  assert(sizeBytes < MOST_OWN_BYTES, `ours is ${sizeBytes} bytes`);
}

async function libraries({ engine, image }: Subject): Promise<void> {
  // The loader then lists what it would load, and ends.
  const { finished } = await engine.start(image, { env: { LD_TRACE_LOADED_OBJECTS: "1" } });
  const { code, stdout } = await finished;
  const names = stdout.trim().split("\n").map((line) => line.trim().split(/[ .]/)[0]?.split("/").at(-1));
  const allowed = [
    "linux-vdso",
    "ld-linux-x86-64",
    "ld-linux-aarch64",
    "libc",
    "libm",
    "librt",
    "libdl",
    "libpthread",
    "libgcc_s",
  ];
  assertEquals(code, 0);
  assert(names.includes("libc"), stdout);
  assertEquals(names.filter((name) => name !== "" && !allowed.includes(name ?? "")), []);
}

async function noShell({ engine, image }: Subject): Promise<void> {
  for (const shell of ["/bin/sh", "/bin/bash", "/busybox/sh"]) {
    const { code } = await finishOrRefuse(engine, image, { entry: [shell], flags: ["-c", "exit 0"] });
    assert(code !== 0, `${shell} runs`);
  }
}

/** Engines refuse to start what is not there, each in its own way. */
async function finishOrRefuse(engine: Engine, image: string, options: RunOptions): Promise<{ code: number }> {
  try {
    return await (await engine.start(image, options)).finished;
  } catch (error) {
    assertMatch(String(error), /no such file|not found/);
    return { code: 127 };
  }
}

async function sample({ engine, image, standIn }: Subject): Promise<void> {
  const cmd = (await engine.config(image)).Cmd ?? [];
  const { finished, owners } = await engine.filesAfterRun(
    image,
    standIn === undefined ? {} : { ...standIn, flags: cmd },
  );
  assertEquals([finished.stderr, finished.code], ["", 0]);
  assertSuccess(finished.stdout);
  assertEquals(owners, {
    ".": NONROOT,
    "config.yaml": NONROOT,
    "data.csv": NONROOT,
    "metrics.json": NONROOT,
    "run.log": NONROOT,
  });
}

async function version(subject: Subject): Promise<void> {
  const { stdout, code } = await finish(subject, { flags: ["--version"], hardened: true });
  assertEquals(code, 0);
  assertMatch(stdout, new RegExp(`^batch-signal ${manifest.version} \\(commit ${subject.commit}, deno [0-9.]+\\)\\n$`));
}

/** A folder of this machine that the image's user may write into. */
async function outputFolder(folder: string, name: string): Promise<string> {
  const output = `${folder}/${name}`;
  await Deno.mkdir(output);
  // Whoever runs this may not be allowed to give it to the image's user.
  await Deno.chmod(output, 0o777);
  return output;
}

const INTO_OUT = ["-i", "data.csv", "-c", "config.yaml", "-o", "/out/metrics.json", "-l", "/out/run.log"];

async function hardened(subject: Subject): Promise<void> {
  const out = await outputFolder(subject.folder, "hardened");
  const mounts = [{ from: out, to: "/out", writable: true }];
  const { code, stdout, stderr } = await finish(subject, { flags: INTO_OUT, mounts, hardened: true });
  assertEquals([stderr, code], ["", 0]);
  assertSuccess(stdout);
  assertEquals(await Deno.readTextFile(`${out}/metrics.json`), stdout);
  assertEquals([...Deno.readDirSync(out)].map(({ name }) => name).sort(), ["metrics.json", "run.log"]);
  assertEquals((await Deno.stat(`${out}/metrics.json`)).uid, NONROOT);
}

/** A folder as anyone makes it belongs to whoever made it, and to nobody in the image. */
async function asYourself(subject: Subject): Promise<void> {
  const out = `${subject.folder}/own`;
  await Deno.mkdir(out, { mode: 0o755 });
  const mounts = [{ from: out, to: "/out", writable: true }];
  const refused = await finish(subject, { flags: INTO_OUT, mounts, hardened: true });
  assertEquals(refused.code, 5);
  const { uid, gid } = await Deno.stat(out);
  const user = { uid: uid ?? 0, gid: gid ?? 0 };
  const { code, stdout, stderr } = await finish(subject, { flags: INTO_OUT, mounts, hardened: true, user });
  assertEquals([stderr, code], ["", 0]);
  assertSuccess(stdout);
}

async function nowhereToWrite(subject: Subject): Promise<void> {
  const flags = ["-i", "data.csv", "-c", "config.yaml", "-o", "metrics.json", "-l", "run.log"];
  const { code, stdout, stderr } = await finish(subject, { flags, hardened: true });
  assertEquals(code, 5);
  assertEquals(JSON.parse(stdout).status, "error");
  assertMatch(stderr, /^batch-signal: metrics\.json: cannot be written: read-only file system\n/);
}

async function invalidData(subject: Subject): Promise<void> {
  const out = await outputFolder(subject.folder, "invalid");
  await Deno.writeTextFile(`${out}/in.csv`, "t,close\n1,abc\n");
  const mounts = [{ from: out, to: "/out", writable: true }];
  const flags = ["-i", "/out/in.csv", ...INTO_OUT.slice(2)];
  const { code, stderr } = await finish(subject, { flags, mounts, hardened: true });
  assertEquals(stderr, 'batch-signal: /out/in.csv:2: close is "abc", expected a decimal number\n');
  assertEquals(code, 4);
}

async function stopped(subject: Subject): Promise<void> {
  const { engine, image, standIn } = subject;
  const out = await outputFolder(subject.folder, "stopped");
  const mounts = [...standIn?.mounts ?? [], { from: out, to: "/out", writable: true }];
  const running = await engine.start(image, {
    ...standIn,
    flags: ["-i", "-", ...INTO_OUT.slice(2)],
    mounts,
    hardened: true,
  });
  for (let tries = 0; !isReading(`${out}/run.log`); tries++) {
    if (tries === 2000) throw new Error("the job did not start");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await running.stop();
  // 137 would be that of a process that had to be killed.
  const { code, stderr } = await running.finished;
  assertEquals([code, stderr], [143, "batch-signal: interrupted by SIGTERM\n"]);
  assertEquals(JSON.parse(await Deno.readTextFile(`${out}/metrics.json`)).error_message, "interrupted by SIGTERM");
}

function isReading(log: string): boolean {
  try {
    return Deno.readTextFileSync(log).includes("configuration read");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
