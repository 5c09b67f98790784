/**
 * argv in, exit code out. The only place that listens to signals and the only one that ends the process.
 *
 * @module
 */
import { readCommand, USAGE } from "./lib/commands/command_line.ts";
import { asJobError, type JobError, type StopSignal } from "./lib/errors.ts";
import { runJob } from "./lib/job.ts";
import { writeAll, writeStandardOutput } from "./lib/outputs/atomic_file.ts";
import { StopRequest } from "./lib/stop.ts";

/** Runs the command. Returns the failures; none means success. */
async function run(argv: readonly string[], stop: StopRequest): Promise<readonly JobError[]> {
  try {
    const command = await readCommand(argv);
    switch (command.name) {
      case "help":
        writeStandardOutput(USAGE);
        return [];
      case "version":
        writeStandardOutput(`batch-signal ${await version()}\n`);
        return [];
      case "inspect": {
        const { inspect } = await import("./lib/inspect/inspect.ts");
        const { text, failure } = await inspect(command.file, command.json, stop);
        writeStandardOutput(text);
        return failure === undefined ? [] : [failure];
      }
      case "inspect-help": {
        const { INSPECT_USAGE } = await import("./lib/commands/inspect_command_line.ts");
        writeStandardOutput(INSPECT_USAGE);
        return [];
      }
      case "run":
        return await runJob(command.options, stop);
    }
  } catch (error) {
    return [asJobError(error)];
  }
}

/** For example `0.1.0 (commit 0123456789ab, deno 2.9.6)`. The commit is known only in a compiled binary. */
async function version(): Promise<string> {
  // Loaded on demand: a plain run needs neither.
  const [{ default: manifest }, { default: build }] = await Promise.all([
    import("./deno.json", { with: { type: "json" } }),
    import("./lib/build.json", { with: { type: "json" } }),
  ]);
  return `${manifest.version} (commit ${build.commit}, deno ${Deno.version.deno})`;
}

/** Asks the job to stop at the first signal. Process 1 needs the listener: without one it ignores these signals. */
function listen(): StopRequest {
  const stop = new StopRequest();
  const signals: StopSignal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
  for (const signal of signals) Deno.addSignalListener(signal, () => stop.ask(signal));
  return stop;
}

/** One line for each failure. */
function tell(failures: readonly JobError[]): void {
  const text = failures.map((failure) => `batch-signal: ${failure.message}\n`).join("");
  try {
    writeAll(Deno.stderr, new TextEncoder().encode(text));
  } catch {
    // Standard error is closed. The exit code still says that the run failed.
  }
}

if (import.meta.main) {
  const failures = await run(Deno.args, listen());
  tell(failures);
  Deno.exit(failures[0]?.exitCode ?? 0);
}
