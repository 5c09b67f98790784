/**
 * Signal rates as fractions of two integers, and how far they are apart.
 *
 * @module
 */
import type { Share } from "../numbers/share.ts";
import { ratedRows, type SuccessfulMetrics } from "./metrics_file.ts";

/** A rate as a fraction of two integers. */
export interface Rate {
  readonly ones: bigint;
  readonly rows: bigint;
  /** Whether these are the counts, and not the printed value. */
  readonly isExact: boolean;
}

/** Values have four decimals. */
export const PER_VALUE = 10_000;
/** Units of a share in a whole. */
const PER_WHOLE = 100_000_000n;

/** A rate as metrics print it. */
export function printedRate(value: number): Rate {
  return { ones: BigInt(Math.round(value * PER_VALUE)), rows: BigInt(PER_VALUE), isExact: false };
}

/** The rate of metrics by their counts; as it is printed where they have none. */
export function rateOf({ counts, rowsProcessed, value }: SuccessfulMetrics): Rate {
  if (counts === undefined) return printedRate(value);
  const rows = ratedRows(rowsProcessed, counts.rowsWithMean, counts.warmup);
  return { ones: counts.ones, rows, isExact: true };
}

/** How far two rates are apart, as a fraction: size ÷ whole. */
export function distance(before: Rate, after: Rate): { readonly size: bigint; readonly whole: bigint } {
  const change = after.ones * before.rows - before.ones * after.rows;
  return { size: change < 0n ? -change : change, whole: before.rows * after.rows };
}

/** Whether two rates differ by more than a share of 1. A difference of just that much does not. */
export function isFurtherThan(before: Rate, after: Rate, { percentMillionths }: Share): boolean {
  const { size, whole } = distance(before, after);
  return size * PER_WHOLE > BigInt(percentMillionths) * whole;
}
