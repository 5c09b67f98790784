/**
 * A run again, from what its manifest names: only its counts and the digest of its signals are kept.
 *
 * @module
 */
import type { Options } from "../commands/command_line.ts";
import { readConfig } from "../config/config.ts";
import { readConfigFile } from "../config/config_file.ts";
import { InputDigests } from "../digests/input_digests.ts";
import { DigestedFile } from "../digests/output_digest.ts";
import { STANDARD_INPUT } from "../inputs/source.ts";
import { RunLog } from "../outputs/log.ts";
import { skippedRows } from "../outputs/rejects.ts";
import { RunOutputs } from "../outputs/run_outputs.ts";
import { readCandles } from "../read_candles.ts";
import { Continuation } from "../resume/begin.ts";
import type { StopRequest } from "../stop.ts";
import type { Statement } from "./read.ts";
import { type RunCounts, runCounts } from "./statement.ts";

/** What a run gives again. */
export interface Rerun {
  readonly counts: RunCounts;
  /** The digest of the signals; undefined if the run wrote none. */
  readonly signals: string | undefined;
}

/** A log that keeps nothing. */
class NoLog extends RunLog {
  constructor() {
    // Nothing is opened for it.
    super("-", "text");
  }
  override get isStandardError(): boolean {
    return false;
  }
  override info(): void {}
  override warn(): void {}
}

/**
 * Reads config and inputs, and computes. Nothing is written.
 *
 * @param folder Where the names of the manifest are.
 * @throws {JobError} of kind config, data or io, or interrupted.
 */
export async function rerun(
  { parameters }: Statement,
  folder: string,
  isQuiet: boolean,
  stop: StopRequest,
): Promise<Rerun> {
  // The name alone of such a file would be standard input.
  const pathOf = (name: string) => folder === "." && name !== STANDARD_INPUT ? name : `${folder}/${name}`;
  const options: Options = {
    inputs: parameters.inputs.map(pathOf),
    config: pathOf(parameters.config),
    output: "",
    logFile: "-",
    // Its ending tells the format.
    signals: parameters.signals,
    resume: parameters.resume && pathOf(parameters.resume),
    rejects: undefined,
    logFormat: "text",
    threads: undefined,
    quiet: isQuiet,
  };
  const config = await readConfig(await readConfigFile(options.config, stop), options.config);
  const signals = new DigestedFile();
  const outputs = new RunOutputs(() => signals);
  const continuation = options.resume === undefined
    ? undefined
    : new Continuation(options, new InputDigests(stop), stop, folder);
  const log = new NoLog();
  continuation?.read(config, log);
  const skipped = await skippedRows(options, config, outputs);
  const startMs = performance.now();
  const context = {
    options,
    config,
    outputs,
    skipped,
    confidence: undefined,
    watch: continuation,
    continuation,
    stop,
    log,
    startMs,
  };
  const { results } = await readCandles(context);
  await outputs.commit();
  return {
    counts: runCounts(config, results, skipped?.count ?? 0),
    signals: signals.sha256,
  };
}
