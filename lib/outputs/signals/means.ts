/**
 * Sums of windows → means.
 *
 * @module
 */
import { powerOfTen } from "../../numbers/decimal.ts";
import { nearestDouble } from "../../numbers/nearest_double.ts";

/** window × 10^decimals if a double holds it exactly, so that one division gives a mean that is rounded once. */
export function exactDenominator(window: number, decimals: number): number | undefined {
  if (decimals < 0 || decimals > 22) return undefined;
  const denominator = window * 10 ** decimals;
  return BigInt(denominator) === BigInt(window) * powerOfTen(decimals) ? denominator : undefined;
}

/**
 * A function from the sum of a window to its mean, rounded once to the nearest double. NaN becomes undefined. Zero has no
 * sign.
 */
export function meanFrom(window: number, decimals: number): (sum: number) => number | undefined {
  const denominator = exactDenominator(window, decimals);
  if (denominator !== undefined) return (sum) => Number.isNaN(sum) ? undefined : sum / denominator + 0;
  const large = BigInt(window) * powerOfTen(decimals);
  return (sum) => Number.isNaN(sum) ? undefined : nearestDouble(BigInt(sum), large);
}
