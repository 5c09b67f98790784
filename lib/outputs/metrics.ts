/**
 * Counts → metrics, and their JSON.
 *
 * @module
 */
import type { ConfidenceInterval } from "../confidence/begin.ts";
import type { Config } from "../config/config.ts";
import type { Verdict } from "../gates/gates.ts";
import type { Increment } from "../resume/begin.ts";
import { signalRate } from "../numbers/signal_rate.ts";
import { escapedJson } from "../text/escape.ts";

/** What a successful run reports; the keys in the order of the file. */
export interface Metrics {
  readonly version: string;
  readonly rows_processed: number;
  readonly metric: "signal_rate";
  /** The share of rows whose signal is 1, rounded half to even to 4 decimals. */
  readonly value: number;
  /** Milliseconds from the job's start to its metrics, on a monotonic clock; a whole number. */
  readonly latency_ms: number;
  readonly seed: number;
  readonly status: "success";
  /** Only if the config has gates. */
  readonly gates?: readonly Verdict[];
  /** Only with `--resume`. */
  readonly increment?: Increment;
  /** Only with `confidence`. */
  readonly confidence_interval?: ConfidenceInterval;
}

/** What a run that a gate has stopped reports besides, in the order of the file. */
export interface JudgedRun extends Pick<Metrics, "rows_processed" | "metric" | "value"> {
  readonly gates: readonly Verdict[];
}

/** What a failed run reports; the keys in the order of the file. */
export interface ErrorMetrics extends Partial<JudgedRun> {
  /** The config's version, or "unknown" while the config has not been read. */
  readonly version: string;
  readonly status: "error";
  readonly error_message: string;
}

/** Which rows count: as numbers, or what stands for them. */
export interface CountedRows<Rows = number> {
  /** As `rows_processed`. */
  readonly processed: Rows;
  /** Those that the signal rate is a share of. */
  readonly rated: Rows;
}

/** Which rows count: those before the first rolling mean as the config says. */
export function countedRows<Rows>(
  { warmup }: Pick<Config, "warmup">,
  { rows, rowsWithMean }: { readonly rows: Rows; readonly rowsWithMean: Rows },
): CountedRows<Rows> {
  return {
    processed: warmup === "exclude" ? rowsWithMean : rows,
    rated: warmup === "zero" ? rows : rowsWithMean,
  };
}

/**
 * The metrics of a run, of which at least one row is rated.
 *
 * @param ones Rows whose signal is 1.
 */
export function successMetrics(
  config: Pick<Config, "seed" | "version">,
  { processed, rated }: CountedRows,
  ones: number,
  latencyMs: number,
): Metrics {
  return {
    version: config.version,
    rows_processed: processed,
    metric: "signal_rate",
    value: signalRate(ones, rated),
    latency_ms: Math.round(latencyMs),
    seed: config.seed,
    status: "success",
  };
}

/** @param judged What the gates were judged by, where one has stopped the run. */
export function errorMetrics(version: string, message: string, judged?: JudgedRun): ErrorMetrics {
  return { version, status: "error", error_message: message, ...judged };
}

/** JSON with two-space indents and a newline at the end. Control characters in values are escaped. */
export function metricsJson(metrics: Metrics | ErrorMetrics): string {
  return `${escapedJson(metrics, 2)}\n`;
}
