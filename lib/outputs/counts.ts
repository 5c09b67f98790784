/**
 * What `counts: include` adds to the metrics: integers of which the value is made, so that metrics can be merged.
 *
 * @module
 */
import type { Config } from "../config/config.ts";
import type { Figures } from "../rows/consumer.ts";

/** The keys in the order of the file. They stand after `status`. */
export interface Counts {
  /** Rows whose signal is 1. */
  readonly signals_1: number;
  readonly rows_with_mean: number;
  /**
   * Which rows the value is a share of: `exclude-from-rate` for those with a mean, otherwise all that are processed. Absent
   * for `zero`, the default. Counts of two conventions do not add up, and other counts do not tell them apart.
   */
  readonly warmup?: Exclude<Config["warmup"], "zero">;
  /** Rows that were skipped. */
  readonly invalid_rows: number;
  /** What the run warned of, whether standard error was told or not. */
  readonly warnings: number;
}

export function countsOf(
  { warmup }: Pick<Config, "warmup">,
  { ones, rowsWithMean }: Pick<Figures, "ones" | "rowsWithMean">,
  invalidRows: number,
  warnings: number,
): Counts {
  return {
    signals_1: ones,
    rows_with_mean: rowsWithMean,
    ...(warmup === "zero" ? {} : { warmup }),
    invalid_rows: invalidRows,
    warnings,
  };
}
