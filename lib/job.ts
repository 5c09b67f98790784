/**
 * The story of one run, top to bottom.
 *
 * @module
 */
import type { Header } from "./candles/header.ts";
import { CandleSource, nameOfInput } from "./candles/source.ts";
import type { Options } from "./cli.ts";
import { type Config, MOST_CONFIG_BYTES, readConfig } from "./config.ts";
import { requireDistinctFiles } from "./distinct.ts";
import { asJobError, cannotRead, fewerRowsThanWindow, fewerRowsThanWindowInAll, JobError, noRows } from "./errors.ts";
import type { NamedFiles } from "./inputs/glob.ts";
import { type LogFields, RunLog } from "./log.ts";
import { errorMetrics, metricsJson, successMetrics } from "./metrics.ts";
import { discardOutput, writeOutput, writeStandardOutput } from "./output.ts";
import { ProgressBar } from "./progress.ts";
import { type CandleInput, type Reading, readingOf } from "./reading.ts";
import type { StopRequest } from "./stop.ts";

/** `version` in the metrics of a run that failed before its config was read. */
const UNKNOWN_VERSION = "unknown";

/** Names of inputs that the log shows. */
const SHOWN_INPUTS = 10;

/** What a run has come by, for the report of its failure. */
interface RunState {
  readonly startMs: number;
  /** What is wrong with the names of the inputs. */
  readonly failure: JobError | undefined;
  log: RunLog | undefined;
  version: string;
}

/**
 * Runs a job: reads config and candles, writes metrics, log and standard output.
 *
 * @returns What went wrong: nothing for a success. The first failure is the one that ended the job; what follows are
 * failures to report it.
 * @throws {JobError} of kind usage, before anything is written.
 */
export async function runJob(typed: Options, stop: StopRequest): Promise<readonly JobError[]> {
  const { paths: inputs, failure } = await filesOf(typed.inputs);
  const options = { ...typed, inputs };
  requireDistinctFiles(options);
  const state: RunState = { startMs: performance.now(), failure, log: undefined, version: UNKNOWN_VERSION };
  try {
    await work(options, stop, state);
    return [];
  } catch (error) {
    return reportFailure(asJobError(error), options, state);
  } finally {
    state.log?.close();
  }
}

async function work(options: Options, stop: StopRequest, state: RunState): Promise<void> {
  const elapsedMs = () => performance.now() - state.startMs;

  const log = await startLog(options, state);
  log.info("job started", {
    ...inputFields(options.inputs),
    config: options.config,
    output: options.output,
    log_file: options.logFile,
  });

  const config = await readConfig(await readConfigFile(options.config, stop), options.config);
  state.version = config.version;
  log.info("configuration read", { ...config, random_numbers_drawn: 0, elapsed_ms: whole(elapsedMs()) });

  const { summary: { rows }, ones, lastMean } = await readCandles(options, config, stop, log, state);
  log.info("rolling mean computed", {
    window: config.window,
    warm_up_rows: config.window - 1,
    rows_with_mean: rows - config.window + 1,
    // Closes may be larger than any double; JSON has no word for an infinity.
    last_rolling_mean: Number.isFinite(lastMean) ? lastMean : String(lastMean),
    elapsed_ms: whole(elapsedMs()),
  });
  log.info("signals generated", {
    signals_1: ones,
    signals_0: rows - ones,
    elapsed_ms: whole(elapsedMs()),
  });

  const metrics = successMetrics(config, rows, ones, elapsedMs());
  log.info("metrics computed", { metric: metrics.metric, value: metrics.value, latency_ms: metrics.latency_ms });

  stop.check();
  // Whatever keeps the log from the disk shows before the metrics appear; what follows takes no more than its last line.
  log.sync();
  const text = metricsJson(metrics);
  writeOutput(options.output, text);
  log.info("job completed", { status: metrics.status, exit_code: 0, elapsed_ms: whole(elapsedMs()) });
  // Last, for it can't be taken back: were anything to fail after it, there would be two texts on standard output.
  writeStandardOutput(text);
}

/** Takes the metrics of an earlier run out of the way and starts the log, also where the first fails. */
async function startLog(options: Options, state: RunState): Promise<RunLog> {
  let failure: unknown;
  try {
    discardOutput(options.output);
  } catch (error) {
    failure = error;
  }
  try {
    state.log = await RunLog.start(options.logFile, options.logFormat);
  } catch (error) {
    failure ??= error;
  }
  if (state.log === undefined || failure !== undefined) throw failure;
  return state.log;
}

/** The bytes of the config; one more than is allowed is enough to see that there are too many. */
async function readConfigFile(path: string, stop: StopRequest): Promise<Uint8Array> {
  const buffer = new Uint8Array(MOST_CONFIG_BYTES + 1);
  let length = 0;
  try {
    // Not synchronously: a FIFO may keep its reader waiting, and signals must be heard meanwhile.
    const file = await stop.unlessAsked(Deno.open(path));
    try {
      while (length < buffer.length) {
        const read = await stop.unlessAsked(file.read(buffer.subarray(length)));
        if (read === null) break;
        length += read;
      }
    } finally {
      file.close();
    }
  } catch (error) {
    throw cannotRead(path, error);
  }
  return buffer.subarray(0, length);
}

/** The files that are meant where some inputs are patterns. */
async function filesOf(inputs: readonly string[]): Promise<NamedFiles> {
  if (!inputs.some((input) => /[*?[]/.test(input))) return { paths: inputs, failure: undefined };
  const { filesNamedBy } = await import("./inputs/glob.ts");
  return await filesNamedBy(inputs);
}

/** The inputs in the log: all of a few, the first of many. */
function inputFields(inputs: readonly string[]): LogFields {
  const shown = inputs.slice(0, SHOWN_INPUTS).join(", ");
  if (inputs.length === 1) return { input: shown };
  const more = inputs.length - SHOWN_INPUTS;
  return { inputs: inputs.length, input: more > 0 ? `${shown} and ${more} more` : shown };
}

async function openInput([first = "", ...more]: readonly string[], stop: StopRequest): Promise<CandleInput> {
  if (more.length === 0) return await CandleSource.open(first, stop);
  const { CandleSeries } = await import("./inputs/series.ts");
  return await CandleSeries.of([first, ...more], stop);
}

/** Candles in, signals out. The log tells how far it came, also on failure. */
async function readCandles(
  options: Options,
  config: Config,
  stop: StopRequest,
  log: RunLog,
  { startMs, failure }: RunState,
): Promise<Reading> {
  if (failure !== undefined) throw failure;
  const input = await openInput(options.inputs, stop);
  const bar = new ProgressBar(Deno.stderr, options.quiet, input.sizeBytes, startMs);
  try {
    const reading = await readingOf(input, options, config, stop);
    let logged: Header | undefined;
    const logNewHeader = () => logged = logHeader(log, reading.header, logged);
    try {
      await reading.read(() => {
        logNewHeader();
        bar.update(reading.bytesRead, performance.now());
      });
      await input.requireUnchanged();
      logNewHeader();
      logIngestion(log, "data ingested", reading, input, startMs);
    } catch (error) {
      try {
        logNewHeader();
        logIngestion(log, "data ingestion stopped", reading, input, startMs);
      } catch {
        // The log is broken too. Whoever reports this failure will find that out, and report both.
      }
      if (error instanceof JobError && error.kind === "data") {
        // What is wrong with a file that is being written may only be that it is not finished.
        await input.requireUnchanged();
        await input.requireSound();
      }
      throw error;
    }
    requireWindow(reading, options, config);
    return reading;
  } finally {
    bar.clear();
    input.close();
  }
}

/** A file with fewer rows than the window has no mean at all: most likely it is the beginning of one. */
function requireWindow({ summary: { rows } }: Reading, options: Options, { window }: Config): void {
  const [first = ""] = options.inputs;
  const name = nameOfInput(first);
  if (rows === 0) throw noRows(name);
  if (rows >= window) return;
  const names = options.inputs.map(nameOfInput);
  throw names.length > 1 ? fewerRowsThanWindowInAll(names, rows, window) : fewerRowsThanWindow(name, rows, window);
}

/**
 * Logs what the header says, if it has been read, and says something that the one that was logged before has not said.
 *
 * @returns The header that was logged last.
 */
function logHeader(log: RunLog, header: Header | undefined, logged: Header | undefined): Header | undefined {
  if (header === undefined) return logged;
  const isKnown = logged !== undefined && header.fieldCount === logged.fieldCount &&
    header.closeIndex === logged.closeIndex && header.wholeRecordQuoted === logged.wholeRecordQuoted;
  if (isKnown) return logged;
  log.info("header read", { fields: header.fieldCount, close_column: header.closeIndex + 1 });
  if (header.wholeRecordQuoted) {
    log.warn("every line is one quoted field: reading the records that these fields hold", {});
  }
  return header;
}

function logIngestion(
  log: RunLog,
  message: string,
  { summary, threads }: Reading,
  input: CandleInput,
  startMs: number,
): void {
  log.info(message, {
    bytes: summary.bytes,
    compressed_bytes: input.compressedBytes,
    files: input.files,
    lines: summary.lines,
    blank_lines: summary.blankLines,
    rows_processed: summary.rows,
    careful_rows: summary.carefulRows,
    threads,
    elapsed_ms: whole(performance.now() - startMs),
  });
}

/** Leaves the same failure in the log, in the output file and on standard output. */
function reportFailure(error: JobError, options: Options, { startMs, log, version }: RunState): JobError[] {
  const failures = [error];
  const attempt = (report: () => void) => {
    try {
      report();
    } catch (cause) {
      const failure = asJobError(cause);
      // Where the job ended because something can't be written, reporting there fails for the same reason.
      if (failures.every(({ message }) => message !== failure.message)) failures.push(failure);
    }
  };
  attempt(() => {
    log?.error("job failed", failureFields(error, performance.now() - startMs));
    log?.sync();
  });
  const text = metricsJson(errorMetrics(version, error.message));
  attempt(() => {
    try {
      writeOutput(options.output, text);
    } catch (failure) {
      // Better no file than the success that this run has failed to report.
      discardOutput(options.output);
      throw failure;
    }
  });
  attempt(() => writeStandardOutput(text));
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
    elapsed_ms: whole(elapsedMs),
  };
}

function whole(milliseconds: number): number {
  return Math.round(milliseconds);
}
