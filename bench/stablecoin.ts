/**
 * Synthetic stablecoin closes, the same digits for the same seed on every machine.
 *
 * A price that moves by a few ten-thousandths often equals its own rolling mean. That is where a mean in binary floating
 * point, off by one last bit, turns a signal over.
 *
 * @module
 */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Prices are whole ten-thousandths: 10000 is 1.0000. The walk starts at 1 and stays within half a percent of it. */
const ONE = 10_000;
const LOWEST = ONE - 50;
const HIGHEST = ONE + 50;

/** A step goes up or down by at most this many ten-thousandths. */
const LARGEST_STEP = 3;

/**
 * Closes with four decimals, such as "0.9987": a random walk around 1.0000 on integers.
 *
 * @param rows Number of closes, 0 or more.
 * @param seed Any 32-bit integer.
 */
export function stablecoinCloses(rows: number, seed: number): string[] {
  const random = xoroshiro128plus(seed);
  let price = ONE;
  return Array.from({ length: rows }, () => {
    price += uniformInt(random, -LARGEST_STEP, LARGEST_STEP);
    price = Math.min(HIGHEST, Math.max(LOWEST, price));
    return fourDecimals(price);
  });
}

/** Whole ten-thousandths as a decimal with four places: 9987 → "0.9987". */
function fourDecimals(tenThousandths: number): string {
  const digits = String(tenThousandths).padStart(5, "0");
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`;
}
