/**
 * argv in, exit code out. The only place that listens to signals and the only one that ends the process.
 *
 * @module
 */
import { readCommand } from "./lib/commands/command_line.ts";
import { asJobError, type StopSignal } from "./lib/errors.ts";
import { type Ending, runJob } from "./lib/job.ts";
import { writeStandardOutput } from "./lib/outputs/atomic_file.ts";
import { writeAll } from "./lib/outputs/write_all.ts";
import { StopRequest } from "./lib/stop.ts";
import { version } from "./lib/version.ts";

const SUCCESS: Ending = { failures: [], warnings: [] };

/** Runs the command. Only a job has warnings. */
async function run(argv: readonly string[], stop: StopRequest): Promise<Ending> {
  try {
    const command = await readCommand(argv);
    switch (command.name) {
      case "help":
        writeStandardOutput(command.text);
        return SUCCESS;
      case "completions": {
        const { completions } = await import("./lib/commands/completions.ts");
        writeStandardOutput(completions(command.shell));
        return SUCCESS;
      }
      case "schema": {
        const { schemaText } = await import("./lib/commands/schema.ts");
        writeStandardOutput(schemaText(command.schema));
        return SUCCESS;
      }
      case "version":
        writeStandardOutput(`batch-signal ${version()}\n`);
        return SUCCESS;
      case "inspect": {
        const { inspect } = await import("./lib/inspect/inspect.ts");
        const { text, failures } = await inspect(command.files, command.form, stop);
        writeStandardOutput(text);
        return { ...SUCCESS, failures };
      }
      case "merge": {
        const { merge } = await import("./lib/merge/merge.ts");
        await merge(command, stop);
        return SUCCESS;
      }
      case "compare": {
        const { compare } = await import("./lib/merge/compare.ts");
        const { text, failure } = compare(command);
        writeStandardOutput(text);
        return failure === undefined ? SUCCESS : { ...SUCCESS, failures: [failure] };
      }
      case "verify": {
        const { verify } = await import("./lib/manifest/verify.ts");
        const { text, failure } = await verify(command, stop);
        writeStandardOutput(text);
        return failure === undefined ? SUCCESS : { ...SUCCESS, failures: [failure] };
      }
      case "run":
        return await runJob(command.options, stop);
    }
  } catch (error) {
    return { ...SUCCESS, failures: [asJobError(error)] };
  }
}

/** Asks the job to stop at the first signal. Process 1 needs the listener: without one it ignores these signals. */
function listen(): StopRequest {
  const stop = new StopRequest();
  const signals: StopSignal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
  for (const signal of signals) Deno.addSignalListener(signal, () => stop.ask(signal));
  return stop;
}

/** One line for each warning and each failure. */
function tell({ failures, warnings, isTold }: Ending): void {
  if (isTold) return;
  const lines = [...warnings.map((warning) => `warning: ${warning}`), ...failures.map(({ message }) => message)];
  const text = lines.map((line) => `batch-signal: ${line}\n`).join("");
  try {
    writeAll(Deno.stderr, new TextEncoder().encode(text));
  } catch {
    // Standard error is closed. The exit code still says that the run failed.
  }
}

if (import.meta.main) {
  const ending = await run(Deno.args, listen());
  tell(ending);
  Deno.exit(ending.failures[0]?.exitCode ?? 0);
}
