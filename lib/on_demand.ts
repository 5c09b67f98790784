/**
 * What a run does only if a flag or the config asks for it: the code of each is loaded then, and not before.
 *
 * @module
 */
import type { Options } from "./commands/command_line.ts";
import type { Confidence } from "./confidence/begin.ts";
import type { Config } from "./config/config.ts";
import { GATES } from "./config/keys.ts";
import type { Gates } from "./gates/begin.ts";
import type { Text } from "./outputs/atomic_file.ts";
import type { Counts } from "./outputs/counts.ts";
import type { InputWatch } from "./inputs/watch.ts";
import type { Manifest } from "./manifest/begin.ts";
import type { RunLog } from "./outputs/log.ts";
import { type Metrics, metricsJson } from "./outputs/metrics.ts";
import type { PrometheusFile } from "./outputs/prometheus.ts";
import { RunOutputs } from "./outputs/run_outputs.ts";
import type { Report } from "./report/begin.ts";
import type { Figures, Symbols } from "./rows/consumer.ts";
import type { Continuation } from "./resume/begin.ts";
import type { SkippedRows } from "./rows/invalid_rows.ts";
import { RollingSignal } from "./signal/rolling.ts";
import type { NewSignal, WatchSymbols } from "./signal/series.ts";
import type { StopRequest } from "./stop.ts";

/** The outputs of a run, and what looks at its bytes. */
export interface Watched {
  readonly outputs: RunOutputs;
  readonly watch?: InputWatch;
  readonly manifest?: Manifest;
  readonly continuation?: Continuation;
}

/**
 * The outputs of a run, and what looks at all that is read and written where a manifest or a state is wanted.
 *
 * @throws {JobError} of kind usage, if the manifest can't name a file of the run.
 */
export async function watchedOf(options: Options, stop: StopRequest): Promise<Watched> {
  const { manifest: path, resume, checkpoint } = options;
  if (path === undefined && resume === undefined && checkpoint === undefined) return { outputs: new RunOutputs() };
  const { InputDigests } = await import("./digests/input_digests.ts");
  const digests = new InputDigests(stop);
  let continuation: Continuation | undefined;
  if (resume !== undefined || checkpoint !== undefined) {
    const { Continuation } = await import("./resume/begin.ts");
    continuation = new Continuation(options, digests, stop);
  }
  const watched = { watch: continuation ?? digests, ...(continuation === undefined ? {} : { continuation }) };
  let manifest: Manifest | undefined;
  if (path !== undefined) {
    const { Manifest } = await import("./manifest/begin.ts");
    manifest = new Manifest(path, options, digests);
  }
  const outputs = new RunOutputs(manifest?.begin);
  if (path !== undefined && manifest !== undefined) outputs.add("manifest", path, manifest);
  if (checkpoint !== undefined && continuation !== undefined) outputs.add("checkpoint", checkpoint, continuation);
  return { outputs, ...watched, ...(manifest === undefined ? {} : { manifest }) };
}

/** The file that tells Prometheus of the run. */
export async function prometheusOf({ prometheus }: Options, startMs: number): Promise<PrometheusFile | undefined> {
  if (prometheus === undefined) return undefined;
  const { PrometheusFile } = await import("./outputs/prometheus.ts");
  return new PrometheusFile(prometheus, startMs);
}

/** The gates that the config has. */
export async function gatesOf(options: Options, config: Config, log: RunLog): Promise<Gates | undefined> {
  if (GATES.every((gate) => config[gate] === null)) return undefined;
  const { Gates } = await import("./gates/begin.ts");
  return Gates.begin(options, config, log);
}

/** What looks at the rows: it counts their signals for `confidence`, or shows the run on a page. */
export async function watchersOf(
  options: Options,
  config: Config,
): Promise<{ readonly confidence: Confidence | undefined; readonly report: Report | undefined }> {
  return { confidence: await confidenceOf(config), report: await reportOf(options, config) };
}

async function confidenceOf({ confidence, ...keys }: Config): Promise<Confidence | undefined> {
  if (confidence === null) return undefined;
  const { Confidence } = await import("./confidence/begin.ts");
  return new Confidence({ ...keys, confidence });
}

async function reportOf(options: Options, config: Config): Promise<Report | undefined> {
  if (options.report === undefined) return undefined;
  const { Report } = await import("./report/begin.ts");
  return new Report(options.report, options, config);
}

/** What makes the signals of series, with all that looks at them. */
export async function seriesSignalsOf(
  { window }: Pick<Config, "window">,
  confidence: Confidence | undefined,
  report: Report | undefined,
): Promise<{ readonly signal: NewSignal; readonly watchSymbols: WatchSymbols | undefined }> {
  const watching = [confidence, report].filter((one) => one !== undefined);
  const watchSymbols: WatchSymbols | undefined = report && ((signals, order) => report.watchSymbols(signals, order));
  if (watching.length === 0) {
    return { signal: (isDescending, memory) => new RollingSignal(window, isDescending, memory), watchSymbols };
  }
  const { WatchedSignal } = await import("./signal/watched.ts");
  const signal: NewSignal = (isDescending, memory) =>
    new WatchedSignal(watching.map((one) => one.watch(isDescending)), window, isDescending, memory);
  return { signal, watchSymbols };
}

/** What `counts: include` adds to the metrics. */
export async function includedCounts(
  config: Config,
  figures: Figures,
  skipped: SkippedRows | undefined,
  { warnings }: RunLog,
): Promise<Partial<Counts>> {
  if (config.counts === null) return {};
  const { countsOf } = await import("./outputs/counts.ts");
  return countsOf(config, figures, skipped?.count ?? 0, warnings.length);
}

/** The text of the metrics. */
export async function textOf(metrics: Metrics, symbols: Symbols | undefined, config: Config): Promise<Text> {
  if (symbols === undefined) return metricsJson(metrics);
  const { metricsJsonWithSymbols } = await import("./outputs/symbol_metrics.ts");
  return metricsJsonWithSymbols(metrics, symbols, config);
}

/** The version that a config says which can't be used. */
export async function versionIn(config: Uint8Array): Promise<string | undefined> {
  const { versionIn } = await import("./config/version_in.ts");
  return versionIn(config);
}
