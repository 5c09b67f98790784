/**
 * `--previous FILE`: the signal rate of an earlier run.
 *
 * @module
 */
import { notMetrics } from "../errors.ts";
import { signalRate } from "../numbers/signal_rate.ts";

/** A signal rate: ones ÷ rated. */
export interface SignalRate {
  readonly ones: bigint;
  /** 1 at least. */
  readonly rated: bigint;
}

/** The rate of an earlier run. */
export interface PrintedRate extends SignalRate {
  /** Whether it is known only as it was printed, rounded to four decimals. */
  readonly isRounded: boolean;
}

/** What the metrics of an earlier run say. */
export interface EarlierRun {
  readonly version: string;
  /** Undefined where that run has failed. */
  readonly rate: PrintedRate | undefined;
}

/** Metrics print their rate with so many decimals. */
const PRINTED_PARTS = 10_000;

/**
 * Reads the metrics of a run. The rate is exact where they have its counts, and otherwise as they print it.
 *
 * @param file Its name, for errors.
 * @throws {JobError} of kind data: the text is no metrics of a run.
 */
export function readEarlierRun(text: string, file: string): EarlierRun {
  const metrics = objectIn(text);
  const version = metrics?.["version"];
  if (metrics === undefined || typeof version !== "string") throw notMetrics(file);
  const { status, error_message, metric, value, rows_processed } = metrics;
  if (status === "error" && typeof error_message === "string") return { version, rate: undefined };
  const isRate = typeof value === "number" && value >= 0 && value <= 1;
  if (status !== "success" || metric !== "signal_rate" || !isRate || !isCount(rows_processed)) throw notMetrics(file);
  const ones = BigInt(Math.round(value * PRINTED_PARTS));
  const printed = { ones, rated: BigInt(PRINTED_PARTS), isRounded: true };
  return { version, rate: countedRate(metrics, value) ?? printed };
}

/** The rate by its counts: of the rows that were processed, or of those with a mean, whichever it prints. */
function countedRate(metrics: Record<string, unknown>, value: number): PrintedRate | undefined {
  const { signals_1: ones, rows_processed, rows_with_mean } = metrics;
  if (!isCount(ones)) return undefined;
  const rated = [rows_processed, rows_with_mean].find((rows) =>
    isCount(rows) && rows > 0 && ones <= rows && signalRate(ones, rows) === value
  );
  return isCount(rated) ? { ones: BigInt(ones), rated: BigInt(rated), isRounded: false } : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
