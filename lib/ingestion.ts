/**
 * Candles in, signals out, and what the log says of it.
 *
 * @module
 */
import type { Header } from "./rows/header.ts";
import { CandleSource, nameOfInput } from "./inputs/source.ts";
import type { Options } from "./commands/command_line.ts";
import type { Config } from "./config/config.ts";
import {
  fewerRowsThanWindow,
  fewerRowsThanWindowBySymbol,
  fewerRowsThanWindowInAll,
  JobError,
  noRows,
} from "./errors.ts";
import type { RunLog } from "./outputs/log.ts";
import type { LogFields } from "./outputs/logger.ts";
import { ProgressBar } from "./outputs/progress.ts";
import { type CandleInput, type Reading, readingOf } from "./reading.ts";
import type { StopRequest } from "./stop.ts";

/**
 * Reads all candles. The log tells how far it came, also on failure.
 *
 * @param asked What takes the rows, where it is not a plain run.
 * @param startMs When the run began, on the clock of `performance.now()`.
 * @throws {JobError} of kind config, data or io, or interrupted.
 */
export async function readCandles(
  options: Options,
  config: Config,
  asked: Reading["asked"],
  stop: StopRequest,
  log: RunLog,
  startMs: number,
): Promise<Reading> {
  const input = await openInput(options.inputs, stop);
  const bar = new ProgressBar(Deno.stderr, options.quiet, input.sizeBytes, startMs);
  try {
    const reading = await readingOf(input, options, config, asked, stop);
    await readAll(reading, input, bar, log, startMs);
    requireWindow(reading, options, config);
    return reading;
  } finally {
    bar.clear();
    input.close();
  }
}

async function openInput([first = "", ...more]: readonly string[], stop: StopRequest): Promise<CandleInput> {
  if (more.length === 0) return await CandleSource.open(first, stop);
  const { CandleSeries } = await import("./inputs/series.ts");
  return await CandleSeries.of([first, ...more], stop);
}

async function readAll(
  reading: Reading,
  input: CandleInput,
  bar: ProgressBar,
  log: RunLog,
  startMs: number,
): Promise<void> {
  let logged: string | undefined;
  let isWarned = false;
  const logNewHeader = () => {
    logged = logHeader(log, reading, logged);
    if (isWarned || !reading.summary.hasQuotedRecords) return;
    isWarned = true;
    log.warn("every line is one quoted field: reading the records that these fields hold", {});
  };
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
}

/** A file with fewer rows than the window has no mean at all: most likely it is the beginning of one. */
function requireWindow({ rows, rowsWithMean, asked }: Reading, options: Options, { window }: Config): void {
  const [first = ""] = options.inputs;
  const name = nameOfInput(first);
  if (rows === 0) throw noRows(name, asked?.report.skipped?.count ?? 0);
  if (rowsWithMean > 0) return;
  const names = options.inputs.map(nameOfInput);
  const [longest] = [...asked?.report.symbols?.series ?? []].sort((a, b) => b.rows - a.rows);
  if (longest !== undefined) throw fewerRowsThanWindowBySymbol(name, longest.symbol, longest.rows, window);
  throw names.length > 1 ? fewerRowsThanWindowInAll(names, rows, window) : fewerRowsThanWindow(name, rows, window);
}

/**
 * Logs what the header says, if it has been read, and says something that the one that was logged before has not said.
 *
 * @param logged What the log says of the one before, as this function has returned it.
 */
function logHeader(log: RunLog, { header, asked }: Reading, logged: string | undefined): string | undefined {
  if (header === undefined) return logged;
  const fields: LogFields = {
    fields: header.fieldCount,
    close_column: header.closeIndex + 1,
    ...(asked === undefined ? {} : layoutFields(header, asked.report.layout)),
  };
  const said = JSON.stringify(fields);
  if (said !== logged) log.info("header read", fields);
  return said;
}

type AskedReport = NonNullable<Reading["asked"]>["report"];

function layoutFields({ timestampIndex, symbolIndex }: Header, layout: AskedReport["layout"]): LogFields {
  return {
    timestamp_column: timestampIndex < 0 ? undefined : timestampIndex + 1,
    symbol_column: symbolIndex < 0 ? undefined : symbolIndex + 1,
    layout: layout?.name,
    has_header: layout?.hasHeader,
    order: layout?.order,
    order_checked: timestampIndex >= 0,
  };
}

function logIngestion(
  log: RunLog,
  message: string,
  { summary, rows, threads, asked }: Reading,
  input: CandleInput,
  startMs: number,
): void {
  log.info(message, {
    bytes: summary.bytes,
    compressed_bytes: input.compressedBytes,
    files: input.files,
    lines: summary.lines,
    blank_lines: summary.blankLines,
    rows_processed: asked === undefined ? summary.rows : rows,
    careful_rows: summary.carefulRows,
    threads,
    elapsed_ms: Math.round(performance.now() - startMs),
  });
  if (asked !== undefined) logAsked(log, asked.report);
}

/** What was found that a plain run does not look for. */
function logAsked(log: RunLog, { times, skipped }: AskedReport): void {
  if (times !== undefined) log.info("time stamps checked", times.fields);
  if (times?.gapFields !== undefined) log.warn("gaps in time", times.gapFields);
  if (skipped !== undefined && skipped.count > 0) {
    log.warn("invalid rows skipped", { invalid_rows: skipped.count, first: skipped.examples.join("; ") });
  }
}
