/**
 * Candles in, signals out: opens the input, makes the plan, reads on the path that the plan names, and logs it.
 *
 * @module
 */
import type { Options } from "./commands/command_line.ts";
import type { Confidence } from "./confidence/begin.ts";
import type { Config } from "./config/config.ts";
import { JobError, underLayout } from "./errors.ts";
import type { CandleInput } from "./inputs/input.ts";
import type { InputWatch } from "./inputs/watch.ts";
import { openInput } from "./inputs/open.ts";
import { type CandleSource, nameOfInput } from "./inputs/source.ts";
import { type Direction, GENERIC, type Layout } from "./layouts/layout.ts";
import { RunLayouts } from "./layouts/run_layouts.ts";
import { InputWarnings } from "./outputs/input_warnings.ts";
import type { RunLog } from "./outputs/log.ts";
import { ProgressBar } from "./outputs/progress.ts";
import { ReadingLog } from "./outputs/reading_log.ts";
import type { RunOutputs } from "./outputs/run_outputs.ts";
import type { SignalRows, SignalsFile } from "./outputs/signals/row.ts";
import { seriesSignalsOf } from "./on_demand.ts";
import { type InputFacts, type Plan, planOf, scanOf } from "./plan.ts";
import type { Report } from "./report/begin.ts";
import type { Reading, RowConsumer } from "./rows/consumer.ts";
import type { Continuation } from "./resume/begin.ts";
import { requireWindow } from "./rows/enough_rows.ts";
import type { SkippedRows } from "./rows/invalid_rows.ts";
import { Stream } from "./rows/stream.ts";
import { Closes } from "./series/closes.ts";
import type { StopRequest } from "./stop.ts";

/** What a run has when it starts to read candles. */
export interface RunContext {
  readonly options: Options;
  readonly config: Config;
  readonly outputs: RunOutputs;
  /** Takes the invalid rows; undefined if the first one ends the run. */
  readonly skipped: SkippedRows | undefined;
  /** Counts the signals in their order; undefined if no interval is asked for. */
  readonly confidence: Confidence | undefined;
  /** Looks at the bytes as they are read. */
  readonly watch?: InputWatch | undefined;
  /** Goes on with an earlier run; undefined if there is none, and none to come. */
  readonly continuation?: Continuation | undefined;
  /** Shows the rows on a page. */
  readonly report?: Report | undefined;
  readonly stop: StopRequest;
  readonly log: RunLog;
  /** When the run began, on the clock of `performance.now()`. */
  readonly startMs: number;
}

/**
 * Reads all candles. The log says how far it got, even if it fails.
 *
 * @throws {JobError} of kind config, data or io, or interrupted.
 */
export async function readCandles(context: RunContext): Promise<Reading> {
  const { options, config, skipped, stop, startMs } = context;
  const input = await openInput(options.inputs, stop, context.watch, options.threads);
  const bar = new ProgressBar(Deno.stderr, options.quiet || context.log.isStandardError, input, startMs);
  try {
    const reading = await readAll(input, bar, context);
    requireWindow(reading.results, options.inputs.map(nameOfInput), config.window, skipped?.count ?? 0);
    return reading;
  } finally {
    bar.clear();
    input.close();
  }
}

async function readAll(input: CandleInput, bar: ProgressBar, context: RunContext): Promise<Reading> {
  const log = new ReadingLog(
    context.log,
    input,
    context.skipped,
    context.startMs,
    nameOfInput(context.options.inputs[0] ?? ""),
  );
  let reading: Reading | undefined;
  try {
    const begun = reading = await begin(input, context);
    await begun.read(() => {
      log.header(begun);
      bar.update(begun.bytesRead, performance.now());
    });
    input.requireUnchanged();
    log.end("data ingested", begun);
    return begun;
  } catch (error) {
    log.tryToEnd(reading);
    if (error instanceof JobError && error.kind === "data") {
      // The file may look wrong only because another program is still writing it.
      input.requireUnchanged();
      await input.requireSound();
      // The plain config says what the rows are; here we do, and then say how to go on as well.
      if (context.config.layout !== GENERIC.name) throw underLayout(error);
    }
    throw error;
  }
}

/** Finds the layout, makes the plan, and prepares the path that it names. Code that only one path needs is loaded on demand. */
async function begin(input: CandleInput, context: RunContext): Promise<Reading> {
  const { options, config, outputs, skipped, report, log, stop } = context;
  const layouts = new RunLayouts(config, options.config);
  const source = await input.first();
  const layout = await layouts.of(source);
  context.confidence?.requireOneSeries(layout, options.config);
  const plan = planFor(source, source === input, layout, options, config);
  log.info("plan made", {
    rows: plan.rows,
    scan: plan.scan.choice,
    scan_reason: plan.scan.why,
    threads: plan.threads.choice,
    threads_reason: plan.threads.why,
  });
  const warnings = new InputWarnings(options.inputs, config, log);
  await warnings.begin(source, layout);
  if (plan.threads.choice > 1 && source.regular !== undefined) {
    const { beginTeam } = await import("./threads/begin.ts");
    return await beginTeam(source, source.regular, plan, config, layout, stop);
  }
  // Symbols need the room that what is read ahead would have.
  if (layout.symbolColumn === undefined && options.threads !== 1) input.readAhead();
  const consumer = await consumerFor(plan, context, layout);
  const layoutOf = async (source: CandleSource) => {
    const layout = await layouts.of(source);
    await warnings.look(source, layout);
    return layout;
  };
  const history = context.continuation;
  history?.start(consumer, layout, skipped);
  const task = { input, layoutOf, consumer, invalid: skipped, history, watcher: report?.places };
  return new Stream({ ...task, drain: () => outputs.drain() }, layout);
}

function planFor(source: CandleSource, isOnly: boolean, layout: Layout, options: Options, config: Config): Plan {
  const regular = isOnly ? source.regular : undefined;
  const facts: InputFacts = {
    sizeBytes: regular?.info.size,
    isCompressed: false,
    cores: regular === undefined ? 1 : navigator.hardwareConcurrency,
  };
  const plan = planOf(options, config, layout, facts);
  // This reads the file, so it is asked only if the answer matters.
  const isCompressed = plan.threads.choice > 1 && regular !== undefined && !source.isPlain(regular);
  return isCompressed ? planOf(options, config, layout, { ...facts, isCompressed }) : plan;
}

/** What takes the rows of all inputs: one consumer, or one for each where each is a symbol. */
async function consumerFor(plan: Plan, context: RunContext, layout: Layout): Promise<RowConsumer> {
  const { options, config } = context;
  const consumerOf = await consumersFor(plan, context);
  if (config.inputs === "series") return consumerOf(layout, await beginSignals(context, layout));
  const { SymbolFiles, symbolsOf } = await import("./series/symbol_files.ts");
  const names = symbolsOf(options.inputs);
  return new SymbolFiles(names, layout, consumerOf, await beginSignals(context, layout));
}

/** Makes consumers of the rows that the plan names. */
async function consumersFor(
  { rows }: Plan,
  { options, config, confidence, report }: RunContext,
): Promise<(layout: Layout, signals: SignalRows | undefined) => RowConsumer> {
  const { window } = config;
  const series = await seriesSignalsOf(config, confidence, report);
  if (rows === "closes") {
    return ({ order }) => new Closes(window, order === "descending" ? "descending" : "ascending", series.signal);
  }
  const { SeriesRows } = await import("./series/series_rows.ts");
  const scan = (order: Direction) => scanOf(options, config, order).choice;
  return (layout, signals) => new SeriesRows({ config, signals, ...series, scanOf: scan }, layout);
}

/** Begins the signals file if there is one. */
async function beginSignals(
  { options, config, outputs }: RunContext,
  layout: Layout,
): Promise<SignalsFile | undefined> {
  const { signals: path } = options;
  if (path === undefined) return undefined;
  const { createSignalsFile } = await import("./outputs/signals/create.ts");
  const columns = {
    timestamp: layout.timestampColumn !== undefined,
    symbol: layout.symbolColumn !== undefined || config.inputs === "symbols",
  };
  return outputs.add("signals", path, await createSignalsFile(path, columns, () => outputs.begin("signals", path)));
}
