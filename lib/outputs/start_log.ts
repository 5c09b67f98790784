/**
 * The start of a run on the disk: the outputs of earlier runs are removed, and the log begins.
 *
 * @module
 */
import type { Options } from "../commands/command_line.ts";
import { writtenInPlace } from "../warnings.ts";
import { lineage } from "../version.ts";
import { discardOutput } from "./atomic_file.ts";
import { RunLog } from "./log.ts";
import type { LogFields } from "./logger.ts";

/** The most names of inputs that the log shows. */
const SHOWN_INPUTS = 10;

/**
 * Removes the outputs of earlier runs, starts the log and says in it what was typed. The log starts even if a file can't be
 * removed.
 *
 * @param take Gets the log as soon as it has started, for the report of a failure.
 * @throws {JobError} of kind io.
 */
export function startLog(options: Options, take: (log: RunLog) => void): RunLog {
  let failure: unknown;
  const inPlace: string[] = [];
  const { output, signals, rejects, report, manifest, checkpoint } = options;
  for (const path of [output, signals, rejects, report, manifest, checkpoint]) {
    try {
      if (path !== undefined && discardOutput(path, true) === "in place") inPlace.push(path);
    } catch (error) {
      failure ??= error;
    }
  }
  let log: RunLog | undefined;
  try {
    log = new RunLog(options.logFile, options.logFormat);
    take(log);
  } catch (error) {
    failure ??= error;
  }
  if (log === undefined || failure !== undefined) throw failure;
  log.info("job started", {
    ...inputFields(options.inputs),
    config: options.config,
    output: options.output,
    log_file: options.logFile,
    signals: options.signals,
    rejects: options.rejects,
    report: options.report,
    manifest: options.manifest,
    resume: options.resume,
    checkpoint: options.checkpoint,
    previous: options.previous,
    prometheus: options.prometheus,
    ...lineage(),
  });
  if (log.isInPlace) inPlace.push(options.logFile);
  for (const path of inPlace) log.warn("file written in place", { path }, writtenInPlace(path));
  return log;
}

/** The inputs: at most {@linkcode SHOWN_INPUTS} names. */
function inputFields(inputs: readonly string[]): LogFields {
  const shown = inputs.slice(0, SHOWN_INPUTS).join(", ");
  if (inputs.length === 1) return { input: shown };
  const more = inputs.length - SHOWN_INPUTS;
  return { inputs: inputs.length, input: more > 0 ? `${shown} and ${more} more` : shown };
}
