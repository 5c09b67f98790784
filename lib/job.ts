/**
 * The story of one run, top to bottom.
 *
 * @module
 */
import { nameOfInput } from "./inputs/source.ts";
import type { Options } from "./commands/command_line.ts";
import { readConfig } from "./config/config.ts";
import { configFields } from "./config/fields.ts";
import { readConfigFile } from "./config/config_file.ts";
import { requireMatchingKeys } from "./config/matching.ts";
import { requireDistinctFiles } from "./outputs/distinct.ts";
import { asJobError, type JobError } from "./errors.ts";
import { filesOf } from "./inputs/open.ts";
import type { RunLog } from "./outputs/log.ts";
import { type JudgedRun, reportFailure } from "./outputs/failure_report.ts";
import { countedRows, successMetrics } from "./outputs/metrics.ts";
import { writeOutput, writeStandardOutput } from "./outputs/atomic_file.ts";
import type { PrometheusFile } from "./outputs/prometheus.ts";
import { skippedRows } from "./outputs/rejects.ts";
import { untilRemoved } from "./outputs/standing.ts";
import { startLog } from "./outputs/start_log.ts";
import {
  gatesOf,
  includedCounts,
  prometheusOf,
  textOf,
  versionIn,
  type Watched,
  watchedOf,
  watchersOf,
} from "./on_demand.ts";
import { readCandles } from "./read_candles.ts";
import type { SkippedRows } from "./rows/invalid_rows.ts";
import type { StopRequest } from "./stop.ts";

/** `version` in the metrics of a run that failed before it was read. */
const UNKNOWN_VERSION = "unknown";

/** What a run has so far, for the report of a failure. */
interface RunState extends Watched {
  readonly startMs: number;
  /** The error of a pattern that names no file; it is thrown once the config has been read. */
  readonly failure: JobError | undefined;
  log: RunLog | undefined;
  version: string;
  /** The rows that were skipped; undefined if the config does not allow that. */
  skipped: SkippedRows | undefined;
  /** What the gates were judged by; undefined before that, and without gates. */
  judged: JudgedRun | undefined;
  readonly prometheus: PrometheusFile | undefined;
}

/** How a run ended. */
export interface Ending {
  /** None means success. The first one ended the job, the others occurred while it was reported. */
  readonly failures: readonly JobError[];
  /** What the user is told of a success: nothing with `--quiet`. */
  readonly warnings: readonly string[];
  /** Whether standard error has the failures already: the log goes there. */
  readonly isTold?: boolean | undefined;
}

/**
 * Runs a job: reads config and candles, writes metrics, log and standard output.
 *
 * @throws {JobError} of kind usage, before anything is written.
 */
export async function runJob(typed: Options, stop: StopRequest): Promise<Ending> {
  const { paths: inputs, failure } = await filesOf(typed.inputs, stop);
  const options = { ...typed, inputs };
  requireDistinctFiles(options);
  const startMs = performance.now();
  const state: RunState = {
    startMs,
    failure,
    log: undefined,
    version: UNKNOWN_VERSION,
    ...await watchedOf(options, stop),
    skipped: undefined,
    judged: undefined,
    prometheus: await prometheusOf(options, startMs),
  };
  try {
    await work(options, stop, state);
    const isTold = options.quiet || state.log?.isStandardError;
    return { failures: [], warnings: isTold ? [] : state.log?.warnings ?? [] };
  } catch (cause) {
    const error = asJobError(cause);
    // Rejects show why a run failed. An interrupted run failed for another reason.
    const areRejectsKept = error.kind !== "interrupted" && (state.skipped?.count ?? 0) > 0;
    // Before the report, so that metrics of a failure never stand beside a complete signals file.
    const others = await state.outputs.abandon(areRejectsKept ? ["rejects"] : []);
    const failures = reportFailure(error, others, { output: options.output, ...state });
    return { failures, warnings: [], isTold: state.log?.isStandardError };
  } finally {
    state.log?.close();
    await untilRemoved();
  }
}

async function work(options: Options, stop: StopRequest, state: RunState): Promise<void> {
  const elapsedMs = () => Math.round(performance.now() - state.startMs);

  const log = startLog(options, (log) => state.log = log);
  state.prometheus?.requireWritable();

  const bytes = await readConfigFile(options.config, stop);
  const config = await readConfig(bytes, options.config).catch(async (error) => {
    state.version = await versionIn(bytes) ?? UNKNOWN_VERSION;
    throw error;
  });
  state.version = config.version;
  const { confidence, report } = await watchersOf(options, config);
  const drawn = confidence === undefined ? { random_numbers_drawn: 0 } : {};
  log.info("configuration read", { ...configFields(config), ...drawn, elapsed_ms: elapsedMs() });

  if (state.failure !== undefined) throw state.failure;
  const { outputs, watch, manifest, continuation, startMs, prometheus } = state;
  continuation?.read(config, log);
  requireMatchingKeys(config, options.config, options);
  const skipped = state.skipped = await skippedRows(options, config, outputs);
  const gates = await gatesOf(options, config, log);
  const context = { options, config, outputs, skipped, confidence, report, watch, continuation, stop, log, startMs };
  const reading = await readCandles(context);
  const { results, summary, bytesRead } = reading;
  const { rowsWithMean, ones, lastMean, symbols } = results;
  log.info("rolling mean computed", {
    window: config.window,
    symbols: symbols?.count,
    warm_up_rows: results.rows - rowsWithMean,
    rows_with_mean: rowsWithMean,
    // Closes may be larger than any double, and JSON has no infinity.
    last_rolling_mean: lastMean === undefined || Number.isFinite(lastMean) ? lastMean : String(lastMean),
    elapsed_ms: elapsedMs(),
  });
  const counted = countedRows(config, results);
  const zeros = counted.rated - ones;
  log.info("signals generated", { signals_1: ones, signals_0: zeros, elapsed_ms: elapsedMs() });

  const interval = confidence?.logged(log, elapsedMs);
  const verdicts = gates?.judge({ rows: counted.processed, rated: counted.rated, ones, latest: results.times?.latest });
  const increment = continuation?.incrementOf(results);
  const metrics = {
    ...successMetrics(config, counted, ones, elapsedMs()),
    ...await includedCounts(config, results, skipped, log),
    ...(verdicts === undefined ? {} : { gates: verdicts }),
    ...(interval === undefined ? {} : { confidence_interval: interval }),
    ...(increment === undefined ? {} : { increment }),
  };
  const { rows_processed, metric, value, latency_ms } = metrics;
  log.info("metrics computed", { rows_processed, metric, value, signals_1: ones, latency_ms });

  if (prometheus !== undefined) {
    const ratio = ones / counted.rated;
    prometheus.figures = {
      ...{ rows: counted.processed, ones, zeros, ratio, inputBytes: bytesRead },
      ...{ skippedRows: skipped?.count ?? 0, latest: results.times?.latest, gates: verdicts ?? [] },
    };
  }
  const text = await textOf(metrics, symbols, config);
  stop.check();
  // If the log can't be written, that shows before the metrics appear. Only its last line comes later.
  log.sync();
  skipped?.requireFew(nameOfInput(options.inputs[0] ?? ""), summary.rows);
  if (verdicts !== undefined) {
    state.judged = { rows_processed, metric, value, gates: verdicts };
    gates?.requirePassed(verdicts);
  }
  if (manifest !== undefined) {
    const run = { config, configBytes: bytes, resume: continuation?.source };
    manifest.result = { ...run, metrics: text, figures: results, skippedRows: skipped?.count ?? 0 };
  }
  await continuation?.prepare(summary);
  report?.write(outputs, { reading, counted, metrics, warnings: log.warnings });
  await outputs.commit();
  writeOutput(options.output, text);
  await outputs.commitLast();
  prometheus?.write(0, config.version);
  log.info("job completed", { status: metrics.status, exit_code: 0, elapsed_ms: elapsedMs() });
  // Last, because it can't be undone: if a later step failed, standard output would hold two texts.
  writeStandardOutput(text);
}
