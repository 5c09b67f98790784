/**
 * The share of ones, rounded once.
 *
 * @module
 */

/** ones / rows rounded half to even to 4 decimals, from the two integers: no quotient is rounded before. */
export function signalRate(ones: number | bigint, rows: number | bigint): number {
  const numerator = BigInt(ones) * 10_000n;
  const denominator = BigInt(rows);
  let tenThousandths = numerator / denominator;
  const twiceRemainder = 2n * (numerator % denominator);
  const isOdd = (tenThousandths & 1n) === 1n;
  if (twiceRemainder > denominator || (twiceRemainder === denominator && isOdd)) tenThousandths++;
  // The quotient of two small integers is the double nearest to the decimal, which JSON prints as that decimal.
  return Number(tenThousandths) / 10_000;
}
