/**
 * Closes → rolling means and signals.
 *
 * @module
 */
import { type Fraction, isGreater, minus, plus, ZERO } from "./fraction.ts";

export interface Signal {
  /** The mean of the row's window; undefined in the warm-up. */
  readonly mean: Fraction | undefined;
  /** 1 where the close is greater than the mean, else 0. */
  readonly signal: 0 | 1;
}

/**
 * The signal of each close. What a window holds is what all closes up to its end hold, less those before its begin: fractions
 * lose nothing by that.
 *
 * @param isDescending Whether the first close is the newest: then a row's window is the row and those below it.
 */
export function signalsAndMeans(closes: readonly Fraction[], window: number, isDescending = false): Signal[] {
  if (isDescending) return signalsAndMeans(closes.toReversed(), window).reverse();
  let sum = ZERO;
  const sums = [sum, ...closes.map((close) => sum = plus(sum, close))];
  return closes.map((close, row) => {
    const before = sums[row + 1 - window];
    if (before === undefined) return { mean: undefined, signal: 0 };
    const held = minus(sums[row + 1] ?? ZERO, before);
    const mean = { numerator: held.numerator, denominator: held.denominator * BigInt(window) };
    return { mean, signal: isGreater(close, mean) ? 1 : 0 };
  });
}
