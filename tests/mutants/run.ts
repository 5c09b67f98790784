/**
 * Copies of the project to put faults into, and running tests in them.
 *
 * @module
 */
import { copyTree } from "../copy.ts";

/** The project's root. */
export const ROOT = new URL("../../", import.meta.url);

/** What the tests need. */
const COPIED = [
  "bench",
  "docs",
  "lib",
  "tests",
  "tools",
  "main.ts",
  "config.yaml",
  "data.csv",
  "README.md",
  "deno.json",
]
  .concat(["deno.lock", ".ci"]);

const TEST = [
  "test",
  "--preload=tests/examples.ts",
  "--no-check",
  "--quiet",
  "--fail-fast",
  "--allow-read",
  "--allow-write",
  "--allow-run",
  "--allow-env",
];

/** The most that is kept of what a run prints: its end says what failed, and a fault may print for ever. */
const MOST_TEXT = 100_000;

/** How a run ended. */
export interface Ended {
  /** The exit code; undefined if the run had to be ended. */
  readonly code: number | undefined;
  /** The end of what it printed. */
  readonly text: string;
}

/** Folders and groups of processes that there are now. */
const folders = new Set<string>();
const groups = new Set<number>();

function endGroup(pid: number): void {
  try {
    Deno.kill(-pid, "SIGKILL");
  } catch {
    // All of its processes have ended.
  }
}

/** Leaves nothing running and no copies behind, however the program ends. */
export function cleanUp(): void {
  for (const pid of groups) endGroup(pid);
  for (const folder of folders) Deno.removeSync(folder, { recursive: true });
  folders.clear();
}

/** Copies the project into a temporary folder, there until {@linkcode cleanUp}, and returns its path. */
export function copyProject(): string {
  const folder = Deno.makeTempDirSync({ prefix: "batch-signal-mutants-" });
  folders.add(folder);
  for (const name of COPIED) copyTree(new URL(name, ROOT), `${folder}/${name}`);
  Deno.mkdirSync(`${folder}/tmp`);
  return folder;
}

/** Runs Deno in `folder`, at most for `patienceMs`. What it started ends with it, and its temporary files go. */
export async function deno(folder: string, args: readonly string[], patienceMs: number): Promise<Ended> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: folder,
    env: { NO_COLOR: "1", TMPDIR: `${folder}/tmp` },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    detached: true,
  }).spawn();
  let isLate = false;
  // The commands that tests start are in the group of the child: it is the group that is ended.
  groups.add(child.pid);
  const alarm = setTimeout(() => {
    isLate = true;
    endGroup(child.pid);
  }, patienceMs);
  const [{ code }, stdout, stderr] = await Promise.all([child.status, endOf(child.stdout), endOf(child.stderr)]);
  clearTimeout(alarm);
  endGroup(child.pid);
  groups.delete(child.pid);
  Deno.removeSync(`${folder}/tmp`, { recursive: true });
  Deno.mkdirSync(`${folder}/tmp`);
  return { code: isLate ? undefined : code, text: stdout + stderr };
}

/**
 * Runs tests up to the first that fails.
 *
 * @param tests Their paths in `tests/`; after `--`, words for them.
 */
export function runTests(
  folder: string,
  tests: readonly string[],
  patienceMs: number,
  flags: readonly string[] = [],
): Promise<Ended> {
  return deno(
    folder,
    [...TEST, ...flags, ...tests.map((test) => test.startsWith("--") ? test : `tests/${test}`)],
    patienceMs,
  );
}

/** The name of the first test that failed. */
export function failedTest(text: string): string {
  return / FAILURES \n+(.+?) =>/.exec(text)?.[1] ?? "unnamed";
}

async function endOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  for await (const piece of stream.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>)) {
    text = (text + piece).slice(-MOST_TEXT);
  }
  return text;
}
