/**
 * Reading and writing as a job does it, within the test's own process: many times in a second.
 *
 * @module
 */
import type { Options } from "../lib/commands/command_line.ts";
import { type Config, readConfig } from "../lib/config/config.ts";
import { requireMatchingKeys } from "../lib/config/matching.ts";
import { asJobError, JobError } from "../lib/errors.ts";
import { nameOfInput } from "../lib/inputs/source.ts";
import { RunLog } from "../lib/outputs/log.ts";
import { skippedRows } from "../lib/outputs/rejects.ts";
import { RunOutputs } from "../lib/outputs/run_outputs.ts";
import { watchersOf } from "../lib/on_demand.ts";
import { readCandles } from "../lib/read_candles.ts";
import type { Reading } from "../lib/rows/consumer.ts";
import type { SkippedRows } from "../lib/rows/invalid_rows.ts";
import { StopRequest } from "../lib/stop.ts";
import type { Folder } from "./command.ts";

/** The options of a job on files of a folder; signals and rejects only where asked for. */
export function optionsIn(folder: Folder, inputs: readonly string[], more: Partial<Options> = {}): Options {
  return {
    inputs: inputs.map((name) => folder.of(name)),
    config: "config.yaml",
    output: folder.of("metrics.json"),
    logFile: folder.of("run.log"),
    signals: undefined,
    rejects: undefined,
    logFormat: "text",
    threads: undefined,
    quiet: true,
    ...more,
  };
}

export async function configOf(text: string): Promise<Config> {
  return await readConfig(new TextEncoder().encode(text), "config.yaml");
}

/**
 * Reads the candles, and puts signals and rejects in place.
 *
 * @returns What was read, or the error that ended it; an internal one is thrown.
 */
export async function runInProcess(options: Options, config: Config): Promise<Reading | JobError> {
  const [outputs, stop] = [new RunOutputs(), new StopRequest()];
  const log = new RunLog(options.logFile, options.logFormat);
  let skipped: SkippedRows | undefined;
  try {
    requireMatchingKeys(config, options.config, options);
    skipped = await skippedRows(options, config, outputs);
    const { confidence, report } = await watchersOf(options, config);
    const startMs = performance.now();
    const reading = await readCandles({ options, config, outputs, skipped, confidence, report, stop, log, startMs });
    skipped?.requireFew(nameOfInput(options.inputs[0] ?? ""), reading.summary.rows);
    await outputs.commit();
    return reading;
  } catch (cause) {
    const error = asJobError(cause);
    if (error.kind === "internal") throw cause;
    const [failure] = await outputs.abandon((skipped?.count ?? 0) > 0 ? ["rejects"] : []);
    if (failure !== undefined) throw failure;
    return error;
  } finally {
    log.close();
  }
}
