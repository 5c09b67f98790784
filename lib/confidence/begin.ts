/**
 * `confidence`: how far the signal rate can be trusted.
 *
 * @module
 */
import { confidenceWithSymbols } from "../errors.ts";
import type { Config } from "../config/config.ts";
import type { Layout } from "../layouts/layout.ts";
import type { RunLog } from "../outputs/log.ts";
import { rateOf, type Share } from "../numbers/share.ts";
import { signalRate } from "../numbers/signal_rate.ts";
import type { SignalWatcher } from "../signal/watched.ts";
import { boundsOf } from "./bootstrap.ts";
import { Units } from "./units.ts";

/** Windows of rows without which there is no interval: with fewer, simulated ones missed the true rate too often. */
const LEAST_WINDOWS = 100;
/** Blocks that a series has to hold: with fewer, all replicates are much alike. */
const LEAST_BLOCKS = 10;

/** An interval for the rate of the rows with a mean; the keys in the order of the file. */
export type ConfidenceInterval =
  | {
    /** 0.5 to 0.999. */
    readonly level: number;
    /** Rounded half to even to 4 decimals, as the signal rate is. */
    readonly low: number;
    readonly high: number;
    readonly method: "circular block bootstrap";
    readonly block_rows: number;
    readonly replicates: number;
    readonly generator: "xoroshiro128plus";
  }
  | { readonly level: number; readonly low: null; readonly high: null; readonly reason: string };

type Keys = Pick<Config, "seed" | "window" | "bootstrap" | "block"> & { readonly confidence: Share };

/** Counts the signals of a run, and finds the interval at its end. */
export class Confidence {
  readonly #keys: Keys;
  readonly #units = new Units();
  #drawn = 0;

  constructor(keys: Keys) {
    this.#keys = keys;
  }

  /**
   * Refuses rows of several series: one interval would be none of theirs.
   *
   * @param file The config's name.
   * @throws {JobError} of kind config.
   */
  requireOneSeries({ symbolColumn }: Layout, file: string): void {
    if (symbolColumn !== undefined) throw confidenceWithSymbols(file);
  }

  /** Counts the signals of the series. */
  watch(): SignalWatcher {
    return { take: ({ signals }) => this.#units.add(signals, 0, signals.length) };
  }

  /**
   * The interval, once all rows are in. The log says it, too.
   *
   * @param elapsedMs Milliseconds since the run began.
   */
  logged(log: RunLog, elapsedMs: () => number): ConfidenceInterval {
    const interval = this.interval();
    const { low, high } = interval;
    log.info("confidence interval computed", {
      ...interval,
      low: low ?? undefined,
      high: high ?? undefined,
      random_numbers_drawn: this.#drawn,
      elapsed_ms: Math.round(elapsedMs()),
    });
    return interval;
  }

  /** The interval, once all rows are in. */
  interval(): ConfidenceInterval {
    const { confidence, window, block, bootstrap: replicates, seed } = this.#keys;
    const { counts, rows, unitRows } = this.#units;
    const level = rateOf(confidence);
    const blockRows = block === "auto" ? Math.max(2 * window, cubeRootOf(rows)) : block;
    const blockUnits = Math.ceil(blockRows / unitRows);
    if (rows < LEAST_WINDOWS * window) {
      return none(
        level,
        `fewer than ${LEAST_WINDOWS} windows of rows with a mean: ${rows} of ${LEAST_WINDOWS * window}`,
      );
    }
    if (counts.length < LEAST_BLOCKS * blockUnits) {
      return none(
        level,
        `fewer than ${LEAST_BLOCKS} blocks of rows with a mean: ${rows} of ${LEAST_BLOCKS * blockRows}`,
      );
    }
    const { low, high, drawn } = boundsOf({ counts, blockUnits, replicates, seed }, confidence.percentMillionths);
    this.#drawn = drawn;
    const counted = counts.length * unitRows;
    return {
      level,
      low: signalRate(low, counted),
      high: signalRate(high, counted),
      method: "circular block bootstrap",
      block_rows: blockUnits * unitRows,
      replicates,
      generator: "xoroshiro128plus",
    };
  }
}

function none(level: number, reason: string): ConfidenceInterval {
  return { level, low: null, high: null, reason };
}

/** The smallest integer whose cube is at least `rows`: a float's cube root may be next to it. */
export function cubeRootOf(rows: number): number {
  let root = Math.floor(Math.cbrt(rows));
  while (root ** 3 < rows) root++;
  return root;
}
