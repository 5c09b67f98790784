/**
 * `--report FILE.html`: a run on one page, with charts.
 *
 * @module
 */
import type { Options } from "../commands/command_line.ts";
import { type Config } from "../config/config.ts";
import { configFields } from "../config/fields.ts";
import { nameOfInput } from "../inputs/source.ts";
import type { CountedRows, Metrics } from "../outputs/metrics.ts";
import { countedRows } from "../outputs/metrics.ts";
import type { RunOutputs } from "../outputs/run_outputs.ts";
import { PlainSink } from "../outputs/signals/sink.ts";
import type { Reading } from "../rows/consumer.ts";
import type { SeriesSignals } from "../signal/series.ts";
import type { SignalWatcher } from "../signal/watched.ts";
import { formatTimestamp } from "../times/timestamp.ts";
import { lineage } from "../version.ts";
import { chartsOf } from "./charts.ts";
import { dataFacts } from "./data.ts";
import { History } from "./history.ts";
import { pageOf } from "./page.ts";
import { ranksOf } from "./ranks.ts";
import type { RowPlaces } from "./row_places.ts";
import { WatchedSymbols } from "./watched_symbols.ts";

/** Symbols that are listed, of the highest rates and of the lowest. */
const LISTED_SYMBOLS = 20;
/** Inputs that are listed. */
const LISTED_INPUTS = 20;

/** What a run has found when its report is written. */
export interface Found {
  readonly reading: Pick<Reading, "results" | "summary">;
  readonly counted: CountedRows;
  readonly metrics: Metrics;
  readonly warnings: readonly string[];
}

/** Looks at the rows of a run, and tells of them at its end. */
export class Report {
  readonly #path: string;
  readonly #options: Options;
  readonly #config: Config;
  readonly #history: History;
  #symbols: WatchedSymbols | undefined;
  #areSymbolsDescending = false;

  constructor(path: string, options: Options, config: Config) {
    this.#path = path;
    this.#options = options;
    this.#config = config;
    this.#history = new History(config);
  }

  /** Is told where rows start. */
  get places(): RowPlaces {
    return this.#history.places;
  }

  /** Looks at the rows of a series, all of which come after those of the series before. */
  watch(isDescending: boolean): SignalWatcher {
    this.#history.begin(isDescending);
    return this.#history;
  }

  /** Looks at the rows of symbols that take turns. */
  watchSymbols(signals: SeriesSignals, isDescending: boolean): SeriesSignals {
    this.#areSymbolsDescending = isDescending;
    return this.#symbols = new WatchedSymbols(signals, this.#config.window, this.#history);
  }

  /**
   * Makes the page, and adds it to the outputs.
   *
   * @throws {JobError} of kind io.
   */
  write(outputs: RunOutputs, found: Found): void {
    const bytes = new TextEncoder().encode(this.page(found));
    outputs.add("report", this.#path, new PlainSink(outputs.begin("report", this.#path))).write(bytes);
  }

  /** The page; all rows have to be in. */
  page({ reading: { results, summary }, counted, metrics, warnings }: Found): string {
    const [options, config, history] = [this.#options, this.#config, this.#history];
    history.end();
    this.#symbols?.end();
    const isOneSeries = this.#symbols === undefined && history.series === 1;
    const isDescending = isOneSeries && history.isDescending;
    const { earliest, latest } = results.times ?? {};
    const { symbols } = results;
    const charts = chartsOf({
      history,
      isOneSeries,
      isDescending,
      areSignalsInPlace: !this.#areSymbolsDescending,
      window: config.window,
      rate: metrics.value,
      times: !isOneSeries || earliest === undefined || latest === undefined
        ? undefined
        : [formatTimestamp(earliest), formatTimestamp(latest)],
    });
    const findings = {
      inputs: options.inputs.map(nameOfInput),
      version: config.version,
      window: config.window,
      rows: counted.processed,
      ones: results.ones,
      rated: counted.rated,
      rate: metrics.value,
      interval: metrics.confidence_interval,
      verdicts: metrics.gates ?? [],
      warnings,
      data: dataFacts({
        summary,
        times: results.times,
        steps: isOneSeries ? history.steps : undefined,
        isDescending,
        config,
      }),
      symbols: symbols &&
        { count: symbols.count, ranks: ranksOf(ratedSymbols(symbols.series, config), LISTED_SYMBOLS) },
      config: Object.entries(configFields(config)).map(([key, value]) => [key, String(value)] as const),
      files: filesOf(options),
      program: `batch-signal ${lineage().batch_signal}`,
    };
    return pageOf(findings, charts);
  }
}

/** Symbols that have a rate. */
function* ratedSymbols(
  series: Iterable<{ symbol: string; rows: number; rowsWithMean: number; ones: number }>,
  config: Config,
) {
  for (const figures of series) {
    const { rated } = countedRows(config, figures);
    if (rated > 0) yield { symbol: figures.symbol, ones: figures.ones, rated };
  }
}

/** The files of a run, as they were typed. */
function filesOf(options: Options): (readonly [flag: string, name: string])[] {
  const { inputs, config, output, logFile, signals, rejects, report, manifest, prometheus, previous } = options;
  const more = inputs.length - LISTED_INPUTS;
  const files: (readonly [string, string | undefined])[] = [
    ...inputs.slice(0, LISTED_INPUTS).map((input) => ["Input", nameOfInput(input)] as const),
    ["Input", more > 0 ? `and ${more} more` : undefined],
    ["Config", config],
    ["Metrics", output],
    ["Log", logFile === "-" ? "standard error" : logFile],
    ["Signals", signals],
    ["Rejects", rejects],
    ["Report", report],
    ["Manifest", manifest],
    ["Prometheus", prometheus],
    ["Earlier metrics", previous],
  ];
  return files.flatMap(([flag, name]) => name === undefined ? [] : [[flag, name] as const]);
}
