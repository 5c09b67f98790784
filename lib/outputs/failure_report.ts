/**
 * A failure → its lines in the log, and its metrics.
 *
 * @module
 */
import { asJobError, type JobError } from "../errors.ts";
import { discardOutput, writeOutput, writeStandardOutput } from "./atomic_file.ts";
import type { RunLog } from "./log.ts";
import type { LogFields } from "./logger.ts";
import type { PrometheusFile } from "./prometheus.ts";
import { errorMetrics, type JudgedRun, metricsJson } from "./metrics.ts";

export type { JudgedRun } from "./metrics.ts";

/** What a report needs to know of the run that has failed. */
export interface FailedRun {
  /** The path of the metrics. */
  readonly output: string;
  /** On the clock of `performance.now()`. */
  readonly startMs: number;
  /** Undefined if the log could not be started. */
  readonly log: RunLog | undefined;
  readonly version: string;
  /** What the gates were judged by; undefined before that. */
  readonly judged: JudgedRun | undefined;
  /** Undefined if it was not asked for. */
  readonly prometheus: PrometheusFile | undefined;
}

/**
 * Writes the same failure to the log, to the output file and to standard output.
 *
 * @param others Failures that followed, while the outputs were cleaned up.
 * @returns `error`, `others`, and the failures of the report itself, each once.
 */
export function reportFailure(
  error: JobError,
  others: readonly JobError[],
  { output, startMs, log, version, judged, prometheus }: FailedRun,
): JobError[] {
  const failures = [error];
  const add = (failure: JobError) => {
    // If the job ended because a file can't be written, later attempts fail for the same reason.
    if (failures.every(({ message }) => message !== failure.message)) failures.push(failure);
  };
  const attempt = (report: () => void) => {
    try {
      report();
    } catch (cause) {
      add(asJobError(cause));
    }
  };
  others.forEach(add);
  attempt(() => {
    for (const { kind, message } of failures.slice(1)) {
      log?.error("cleaning up failed", { kind, error_message: message });
    }
    log?.error("job failed", failureFields(error, performance.now() - startMs));
    log?.sync();
  });
  const logged = failures.length;
  const text = metricsJson(errorMetrics(version, error.message, error.kind === "check" ? judged : undefined));
  attempt(() => {
    try {
      writeOutput(output, text);
    } catch (failure) {
      // No file is better than a success that this run could not report.
      discardOutput(output);
      throw failure;
    }
  });
  attempt(() => writeStandardOutput(text));
  // Last, for it tells of the run as a whole.
  attempt(() => prometheus?.write(error.exitCode, version));
  // Nobody else will tell of these.
  if (log?.isStandardError === true) {
    attempt(() =>
      failures.slice(logged).forEach(({ kind, message }) =>
        log.error("report failed", { kind, error_message: message })
      )
    );
  }
  return failures;
}

function failureFields(error: JobError, elapsedMs: number): LogFields {
  const cause = error.kind === "internal" && error.cause instanceof Error ? error.cause.stack : undefined;
  return {
    status: "error",
    kind: error.kind,
    exit_code: error.exitCode,
    error_message: error.message,
    stack: cause,
    elapsed_ms: Math.round(elapsedMs),
  };
}
