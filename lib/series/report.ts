/**
 * What a run has found that asked for more than a plain one, as figures for the log.
 *
 * @module
 */
import type { LogFields } from "../outputs/logger.ts";
import { formatDuration } from "../times/interval.ts";
import type { OrderSummary } from "../times/order.ts";
import { formatTimestamp } from "../times/timestamp.ts";

/** Time stamps in the log. */
export interface TimesReport {
  readonly fields: LogFields;
  /** Undefined where there are no gaps, or nobody looks for them. */
  readonly gapFields: LogFields | undefined;
}

export function timesReport({ earliest, latest, duplicates, gaps, irregular, largestGaps }: OrderSummary): TimesReport {
  const time = (nanoseconds: bigint | undefined) =>
    nanoseconds === undefined ? undefined : formatTimestamp(nanoseconds);
  const largest = largestGaps.map(({ line, from, nanoseconds }) =>
    `${formatDuration(nanoseconds)} from ${from.trim()} to line ${line}`
  );
  return {
    fields: { earliest: time(earliest), latest: time(latest), duplicates },
    gapFields: gaps + irregular === 0 ? undefined : { gaps, irregular, largest: largest.join("; ") || undefined },
  };
}
