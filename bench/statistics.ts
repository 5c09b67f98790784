/**
 * Medians, and ratios of runs that were made side by side.
 *
 * @module
 */

/** The middle value, or the mean of the two in the middle; NaN where there is none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? NaN;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? NaN) + upper) / 2 : upper;
}

/**
 * How many times as long `a` took as `b`: the median of the ratios of the rounds. What slows a round down slows both.
 *
 * @param a One value for each round.
 * @param b The same rounds.
 */
export function pairedRatio(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) throw new Error(`${a.length} rounds and ${b.length} can't be paired`);
  return median(a.map((value, round) => value / (b[round] ?? NaN)));
}
