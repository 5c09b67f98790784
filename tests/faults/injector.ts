/**
 * Runs of the command in which one system call fails: `inject.c`, compiled and loaded into the process.
 *
 * @module
 */
import { type Finished, Folder, JOB_FLAGS } from "../command.ts";

/** A system call on one of the job's files. */
export interface Call {
  /** `open`, `read`, `write`, `fsync`, `rename`, `unlink`, `truncate`, `close` or `stat`. */
  readonly name: string;
  /** The file: its name in the job's folder, `.` for the folder, `stdin`, `stdout`; `temporary` for a temporary file. */
  readonly file: string;
  /** Whether the fault was injected here. */
  readonly isHit: boolean;
}

/** What happens at a call, as `inject.c` describes it: `errno 5`, `signal 9`, `short`, `run LINE`, `clock N`. */
export type Action = `errno ${number}` | `signal ${number}` | "short" | `run ${string}` | `clock ${number}`;

/** Error numbers of Linux, with what the command says of them. */
export const ERRORS = {
  EINTR: [4, "interrupted system call"],
  EIO: [5, "input/output error"],
  EACCES: [13, "permission denied"],
  ENOSPC: [28, "no space left on device"],
} as const;

/** Signal numbers of Linux. */
export const SIGNAL_NUMBERS = { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 } as const;

/** Compiles `inject.c`. Returns the library, or why there is none. */
async function compile(): Promise<{ library: string } | { missing: string }> {
  if (Deno.build.os !== "linux") return { missing: "Linux only" };
  const source = `${import.meta.dirname}/inject.c`;
  const library = `${Deno.makeTempDirSync({ prefix: "batch-signal-inject-" })}/inject.so`;
  globalThis.addEventListener("unload", () => Deno.removeSync(library.replace(/\/[^/]*$/, ""), { recursive: true }));
  try {
    const args = ["-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o", library, source, "-ldl"];
    const { success, stderr } = await new Deno.Command("cc", { args, stdin: "null" }).output();
    if (!success) throw new Error(`inject.c does not compile: ${new TextDecoder().decode(stderr)}`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { missing: "there is no C compiler cc" };
    throw error;
  }
  // A runtime that is linked statically would load no library, and every test would pass for nothing.
  using folder = new Folder();
  const { calls } = await runInjected(library, folder, { prefix: "" });
  if (calls.length === 0) return { missing: "this runtime loads no library" };
  return { library };
}

/** A run with a fault. */
export interface InjectedRun {
  readonly finished: Finished;
  readonly calls: readonly Call[];
}

interface Injection {
  /** Calls by their number, from 1, and what happens at them. */
  readonly faults?: readonly (readonly [at: number, action: Action])[];
  readonly flags?: readonly string[];
  /** A line of shell that goes before the command, such as `exec <in.csv` or `strace -f`. */
  readonly prefix?: string;
}

async function runInjected(library: string, folder: Folder, injection: Injection): Promise<InjectedRun> {
  const { faults = [], flags = JOB_FLAGS, prefix = "" } = injection;
  const real = Deno.realPathSync(folder.path);
  const trace = `${library}.${crypto.randomUUID()}`;
  const lines = faults.map(([at, action]) => `${at} ${action}`).join("\n");
  const words = [
    `LD_PRELOAD=${library}`,
    `FAULT_FOLDER=${real}`,
    `FAULT_TRACE=${trace}`,
    `FAULTS='${lines.replaceAll("'", `'\\''`)}'`,
  ];
  const finished = await folder.shell(`exec ${prefix} env ${words.join(" ")} $JOB`, flags);
  const calls = Deno.readTextFileSync(trace).trimEnd().split("\n").filter((line) => line !== "").map((line): Call => {
    const [, name = "", file = "", mark] = line.split(" ");
    return { name, file: file.startsWith(".batch-signal-") ? "temporary" : file, isHit: mark === "!" };
  });
  Deno.removeSync(trace);
  return { finished, calls };
}

const compiled = await compile();

/** For the names of tests: why faults can't be injected here, or nothing. */
export const UNLESS_INJECTABLE = "missing" in compiled ? ` (skipped: ${compiled.missing})` : "";
export const IS_INJECTABLE = !("missing" in compiled);

/** Runs the command in `folder` with a fault. */
export function inject(folder: Folder, injection: Injection): Promise<InjectedRun> {
  if ("missing" in compiled) throw new Error(compiled.missing);
  return runInjected(compiled.library, folder, injection);
}

/**
 * Calls `run` for every item, as many at a time as there are processors.
 *
 * @throws {Error} that tells of every item whose call has failed.
 */
export async function inParallel<T>(items: Iterable<T>, run: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const failures: unknown[] = [];
  await Promise.all(Array.from({ length: navigator.hardwareConcurrency }, async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      await run(item).catch((error) => failures.push(error));
    }
  }));
  if (failures.length > 0) {
    throw new Error(
      failures.map((failure) => failure instanceof Error ? failure.message : String(failure)).join("\n\n"),
    );
  }
}
