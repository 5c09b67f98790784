/**
 * Counts of ones → an interval for their rate, by resampling blocks.
 *
 * Politis and Romano, "A circular block-resampling procedure for stationary data" (1992): blocks of neighbouring units are
 * drawn from the series laid in a circle, until there are as many units as it has. Signals of neighbouring rows share most
 * of their window, so they are far from independent, and blocks keep what ties them. The interval lies between two order
 * statistics of the replicates (Efron's percentile method).
 *
 * Whole numbers all the way: the same counts and seed give the same interval on every machine.
 *
 * @module
 */
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** What is resampled, and how often. */
export interface Resampling {
  /** The ones of each unit, in order. */
  readonly counts: Float64Array;
  /** Units of a block: 1 to as many as there are. */
  readonly blockUnits: number;
  readonly replicates: number;
  /** 0 to 4294967295. */
  readonly seed: number;
}

/** Between these the level's share of the replicates lies, in ones of all units. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
  /** Random numbers that were drawn, those that were rejected included. */
  readonly drawn: number;
}

/** Millionths of a percent in the whole. */
const WHOLE = 100_000_000;

/**
 * Draws the replicates.
 *
 * @param level The share of the replicates within the bounds, in millionths of a percent.
 */
export function boundsOf({ counts, blockUnits, replicates, seed }: Resampling, level: number): Bounds {
  const units = counts.length;
  // Of the series twice over, so that a block that goes round the end is one difference too.
  const sums = new Float64Array(2 * units + 1);
  for (let n = 0; n < 2 * units; n++) sums[n + 1] = (sums[n] ?? 0) + (counts[n % units] ?? 0);

  const generator = xoroshiro128plus(seed);
  // The low bits of this generator are its weak ones.
  const shift = Math.clz32(units - 1);
  let drawn = 0;
  const ones = new Float64Array(replicates);
  for (let replicate = 0; replicate < replicates; replicate++) {
    let sum = 0;
    for (let left = units; left > 0; left -= blockUnits) {
      let start;
      do {
        start = units === 1 ? 0 : generator.next() >>> shift;
        drawn++;
      } while (start >= units);
      sum += (sums[start + Math.min(blockUnits, left)] ?? 0) - (sums[start] ?? 0);
    }
    ones[replicate] = sum;
  }
  ones.sort();
  const rank = lowRank(replicates, level);
  return { low: ones[rank - 1] ?? 0, high: ones[replicates - rank] ?? 0, drawn };
}

/** The rank, from 1, of the lower bound among the replicates; the upper one has the same from the other end. */
export function lowRank(replicates: number, level: number): number {
  return Math.max(1, Math.floor((WHOLE - level) * (replicates + 1) / (2 * WHOLE)));
}
