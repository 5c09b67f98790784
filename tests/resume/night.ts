/**
 * Whole jobs within the test's own process: hundreds of nights in a few seconds.
 *
 * @module
 */
import { readCommand } from "../../lib/commands/command_line.ts";
import { runJob } from "../../lib/job.ts";
import { StopRequest } from "../../lib/stop.ts";
import type { Folder } from "../command.ts";

/** What a job left. */
export interface Night {
  /** The metrics without what no two runs have in common; undefined where it failed. */
  readonly metrics: Record<string, unknown> | undefined;
  readonly increment: unknown;
  /** The message of the failure; undefined for a success. */
  readonly failure: string | undefined;
  readonly code: number;
}

/** Runs a job on files of a folder, with `config.yaml`. Its outputs have the name at their start. */
export async function night(folder: Folder, name: string, inputs: readonly string[], more: readonly string[]) {
  const flags = ["-c", "config.yaml", "-o", `${name}.json`, "-l", `${name}.log`, "-q", ...more];
  const words = [...inputs.flatMap((input) => ["-i", input]), ...flags];
  const argv = words.map((word, n) =>
    words[n - 1]?.startsWith("-") === true && !word.startsWith("-") ? folder.of(word) : word
  );
  const command = await readCommand(argv);
  if (command.name !== "run") throw new Error("no run");
  const { failures } = await withoutOutput(() => runJob(command.options, new StopRequest()));
  const [failure] = failures;
  if (failure?.kind === "internal") throw failure.cause;
  const { latency_ms: _, increment, ...metrics } = JSON.parse(folder.read(`${name}.json`) ?? "{}");
  const ended: Night = {
    metrics: failure === undefined ? metrics : undefined,
    increment,
    failure: failure?.message.replaceAll(`${folder.path}/`, ""),
    code: failure?.exitCode ?? 0,
  };
  return ended;
}

/** What a job prints is in its file too. */
async function withoutOutput<T>(work: () => Promise<T>): Promise<T> {
  const { writeSync } = Deno.stdout;
  Deno.stdout.writeSync = (bytes) => bytes.length;
  try {
    return await work();
  } finally {
    Deno.stdout.writeSync = writeSync;
  }
}
