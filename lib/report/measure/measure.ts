/**
 * What a report wants to know of many rows, in WebAssembly: four closes or sixteen signals at a time.
 *
 * @module
 */
import { type Parts, partsIn } from "../buckets.ts";
import * as wasm from "./measure.wasm";

/** The most rows of one call. */
export const MOST_ROWS: number = wasm.MOST_ROWS;

// The memory never grows, so these stay valid.
const memory = wasm.memory.buffer;
const ownCloses = new Float64Array(memory, wasm.CLOSES, MOST_ROWS);
/** The first is the one before the others. */
const ownSignals = new Uint8Array(memory, wasm.SIGNALS - 1, MOST_ROWS + 1);
const ownChanges = new Uint32Array(memory, wasm.CHANGES, MOST_ROWS);

const runsOf = (signal: 0 | 1) => new Uint32Array(memory, wasm.RUNS + signal * 4 * wasm.RUN_CLASSES, wasm.RUN_CLASSES);
const [zeroRuns, oneRuns] = [runsOf(0), runsOf(1)];
const lows = new Float64Array(memory, wasm.LOWS, wasm.MOST_PARTS);
const highs = new Float64Array(memory, wasm.HIGHS, wasm.MOST_PARTS);

/** What is known of closes. */
export interface Surveyed {
  /** The lowest and the highest of each part. Used again in the next call. */
  readonly lows: Float64Array;
  readonly highs: Float64Array;
  /** The position of the second of the two in a row that differ most; 0 where no more than was asked for. */
  readonly stepAt: number;
  /** The longest stretch of equal ones that has ended, and the position behind it; 0 where none is longer than was asked. */
  readonly stretch: number;
  readonly stretchEnd: number;
  /** How many closes at the end are equal. */
  readonly open: number;
}

/** What was found in the rows before. */
export interface Before {
  /** How many closes up to the first one are equal. */
  readonly open: number;
  /** The largest step so far: only a larger one is looked for. */
  readonly step: number;
  /** The longest stretch so far. */
  readonly stretch: number;
}

/**
 * Looks at closes.
 *
 * @param closes Integers of at most 15 digits; 1 to {@linkcode MOST_ROWS}.
 * @param cut How they are cut.
 */
export function survey(closes: Float64Array, cut: Parts, before: Before): Surveyed {
  const { open, step: leastStep, stretch: leastStretch } = before;
  const count = closes.length;
  const parts = partsIn(count, cut);
  ownCloses.set(closes);
  // No part is longer than all.
  wasm.survey(count, Math.min(cut.first, count), Math.min(cut.others, count), open, leastStretch);
  const step = wasm.largestStep();
  return {
    lows: lows.subarray(0, parts),
    highs: highs.subarray(0, parts),
    stepAt: step > leastStep ? wasm.findStep(count, step) : 0,
    stretch: wasm.longest(),
    stretchEnd: wasm.endOfLongest(),
    open: wasm.open(),
  };
}

/** Runs of equal signals. */
export interface Runs {
  /** Those of signal 0, and of signal 1, with 2^n to 2^(n+1) − 1 rows. Used again in the next call. */
  readonly counts: readonly [zeros: Uint32Array, ones: Uint32Array];
  /** The rows of the longest ones; 0 where there is none. */
  readonly longest: readonly [zeros: number, ones: number];
}

/**
 * The runs from each change to the next one.
 *
 * @param changes How many {@linkcode changesOf} has found; 1 at least.
 * @param signal That of the first run.
 */
export function runsBetween(changes: number, signal: number): Runs {
  wasm.countRuns(changes, signal);
  return { counts: [zeroRuns, oneRuns], longest: [wasm.longestRun(0), wasm.longestRun(1)] };
}

/**
 * Where signals are not as the one before them. Valid until the next call.
 *
 * @param signals 0 or 1 each; at most {@linkcode MOST_ROWS}.
 * @param before The one before the first.
 */
export function changesOf(signals: Uint8Array, before: number): Uint32Array {
  ownSignals[0] = before;
  ownSignals.set(signals, 1);
  return ownChanges.subarray(0, wasm.findChanges(signals.length));
}
