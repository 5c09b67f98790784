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
      case "version": {
        const { version } = await import("./lib/version.ts");
        writeStandardOutput(`batch-signal ${version()}\n`);
        return [];
      }
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
