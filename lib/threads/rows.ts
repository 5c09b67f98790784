/**
 * What becomes of the rows of a segment.
 *
 * @module
 */
import type { RowStage } from "../rows/batch.ts";
import type { RollingSignal } from "../signal/rolling.ts";
import type { FirstCloses } from "../signal/run.ts";
import type { OrderCheck, OrderRules } from "../times/order.ts";
import type { StepFacts } from "../times/steps.ts";

/** The rows of one segment, as they come. */
export interface SegmentRows {
  readonly stage: RowStage;
  /** Their signals; undefined before the first row. */
  readonly signal: RollingSignal | undefined;
  /** The first closes, for putting segments together. */
  readonly first: FirstCloses;
  /** Decimals that the closes have. */
  readonly decimals: number;
  /** Their timestamps, as the file spells them; undefined where nobody looks at them, or there are no rows. */
  readonly times: SegmentTimes | undefined;
}

/** The timestamps of a segment, all in order. */
export interface SegmentTimes {
  /** That of the first row. */
  readonly first: string;
  /** That of the last one. */
  readonly last: string;
  /** The time between them; undefined where nobody wants to know. */
  readonly steps: StepFacts | undefined;
}

/** What is asked of the rows of all segments. */
export interface RowRules {
  readonly window: number;
  /** Whether the first row of the file is its newest. */
  readonly isDescending: boolean;
  /** What is asked of the timestamps; undefined where nobody looks at them. */
  readonly order: OrderRules | undefined;
}

/**
 * Makes ready for the rows of a segment.
 *
 * @param decimals Decimals that closes have had so far. It makes no difference to the result.
 * @param order Knows the timestamps before the segment; by default, nobody does.
 */
export type BeginRows = (rules: RowRules, decimals: number, order?: OrderCheck) => SegmentRows;
