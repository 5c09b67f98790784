/**
 * Closes → rolling means and signals: every window is added up anew.
 *
 * @module
 */
import { type Fraction, isGreater, plus } from "./fraction.ts";

export interface Signal {
  /** The mean of the row's window; undefined in the warm-up. */
  readonly mean: Fraction | undefined;
  /** 1 where the close is greater than the mean, else 0. */
  readonly signal: 0 | 1;
}

/**
 * The signal of each close.
 *
 * @param isDescending Whether the first close is the newest: then a row's window is the row and those below it.
 */
export function signalsAndMeans(closes: readonly Fraction[], window: number, isDescending = false): Signal[] {
  if (isDescending) return signalsAndMeans(closes.toReversed(), window).reverse();
  return closes.map((close, row) => {
    if (row < window - 1) return { mean: undefined, signal: 0 };
    const sum = closes.slice(row - window + 1, row + 1).reduce(plus);
    const mean = { numerator: sum.numerator, denominator: sum.denominator * BigInt(window) };
    return { mean, signal: isGreater(close, mean) ? 1 : 0 };
  });
}
