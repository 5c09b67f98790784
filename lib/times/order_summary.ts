/**
 * What is known of the timestamps of rows, and how that of several series is put together.
 *
 * @module
 */
import type { EvidentGaps } from "./evident_gaps.ts";
import type { MissingStretch } from "./file_seams.ts";

/** A place where rows are missing. */
export interface Gap {
  readonly file: string;
  readonly line: number | undefined;
  /** As the file spells them. */
  readonly from: string;
  readonly to: string;
  readonly nanoseconds: bigint;
}

/** What the timestamps were so far. */
export interface OrderSummary {
  /** The earliest and the latest, in nanoseconds since 1970; undefined before the first. */
  readonly earliest: bigint | undefined;
  readonly latest: bigint | undefined;
  /** Rows whose timestamp is that of the row above them. */
  readonly duplicates: number;
  /** Steps that are longer than the interval; 0 if gaps are ignored. */
  readonly gaps: number;
  /** Steps that are shorter than the interval, or not a multiple of it; 0 if gaps are ignored. */
  readonly irregular: number;
  /** The longest first. */
  readonly largestGaps: readonly Gap[];
  /** Between files of one series, where as much is missing as a file covers; none where the config has said what gaps mean. */
  readonly missing: readonly MissingStretch[];
  /** Other gaps by the usual step; not given where there are none, where rows have symbols, or where the config has said so. */
  readonly evident?: EvidentGaps;
  /** Whether there are times without a zone, which are read as UTC; not given where nobody wants to know. */
  readonly areLocal?: boolean;
}

/** Gaps that are kept for messages. */
export const KEPT_GAPS = 3;

/** What a later run needs of it. */
export type SavedTimes = Pick<OrderSummary, "earliest" | "latest" | "duplicates" | "gaps" | "irregular">;

/** Before anything is read. */
export const NO_TIMES: OrderSummary = {
  earliest: undefined,
  latest: undefined,
  duplicates: 0,
  gaps: 0,
  irregular: 0,
  largestGaps: [],
  missing: [],
};

/** What the timestamps of two series are together. */
export function withTimes(a: OrderSummary, b: OrderSummary): OrderSummary {
  const isEarlier = a.earliest !== undefined && (b.earliest === undefined || a.earliest < b.earliest);
  const isLater = a.latest !== undefined && (b.latest === undefined || a.latest > b.latest);
  const byLength = (one: Gap, other: Gap) =>
    one.nanoseconds < other.nanoseconds ? 1 : one.nanoseconds > other.nanoseconds ? -1 : 0;
  return {
    earliest: isEarlier ? a.earliest : b.earliest,
    latest: isLater ? a.latest : b.latest,
    duplicates: a.duplicates + b.duplicates,
    gaps: a.gaps + b.gaps,
    irregular: a.irregular + b.irregular,
    // Of several gaps of the same length the first one is kept.
    largestGaps: [...a.largestGaps, ...b.largestGaps].sort(byLength).slice(0, KEPT_GAPS),
    missing: [...a.missing, ...b.missing],
    ...evidentOf(withEvident(a.evident, b.evident)),
    ...(a.areLocal || b.areLocal ? { areLocal: true } : {}),
  };
}

/** The field of a summary. */
export function evidentOf(evident: EvidentGaps | undefined): Pick<OrderSummary, "evident"> {
  return evident === undefined ? {} : { evident };
}

function withEvident(a: EvidentGaps | undefined, b: EvidentGaps | undefined): EvidentGaps | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const longer = b.longest.to - b.longest.from > a.longest.to - a.longest.from ? b : a;
  return { ...longer, count: a.count + b.count, areMore: a.areMore || b.areMore };
}
