/**
 * An exact fraction → the nearest double.
 *
 * @module
 */

/** Bits of a double's significand. */
const PRECISION = 53;
/** The smallest positive double is 2^−1074. */
const LOWEST_BIT = 1074;

/**
 * The double nearest to numerator / denominator, ties to even: rounded once, from the exact value. Beyond the range of
 * doubles it is an infinity.
 *
 * The quotient is scaled by a power of two so that its integer part has the 53 bits of a significand (fewer where the
 * result is subnormal); the remainder decides the rounding, and scaling back is exact.
 *
 * @param denominator Greater than 0.
 */
export function nearestDouble(numerator: bigint, denominator: bigint): number {
  if (numerator === 0n) return 0;
  const magnitude = numerator < 0n ? -numerator : numerator;

  let shift = PRECISION - (bitLength(magnitude) - bitLength(denominator));
  if (quotient(magnitude, denominator, shift) >= 1n << BigInt(PRECISION)) shift--;
  shift = Math.min(shift, LOWEST_BIT);

  let significand = quotient(magnitude, denominator, shift);
  const [scaledNumerator, scaledDenominator] = scaled(magnitude, denominator, shift);
  const twiceRemainder = 2n * (scaledNumerator - significand * scaledDenominator);
  const isOdd = (significand & 1n) === 1n;
  if (twiceRemainder > scaledDenominator || (twiceRemainder === scaledDenominator && isOdd)) significand++;

  const result = timesPowerOfTwo(Number(significand), -shift);
  return numerator < 0n ? -result : result;
}

/** Both sides of the fraction times 2^shift, without fractions of bits. */
function scaled(numerator: bigint, denominator: bigint, shift: number): [bigint, bigint] {
  return shift >= 0 ? [numerator << BigInt(shift), denominator] : [numerator, denominator << BigInt(-shift)];
}

function quotient(numerator: bigint, denominator: bigint, shift: number): bigint {
  const [scaledNumerator, scaledDenominator] = scaled(numerator, denominator, shift);
  return scaledNumerator / scaledDenominator;
}

function bitLength(value: bigint): number {
  const hexadecimal = value.toString(16);
  return 4 * hexadecimal.length - Math.clz32(parseInt(hexadecimal.charAt(0), 16)) + 28;
}

/** `value` × 2^exponent in steps that stay within the range of doubles wherever the result does. */
function timesPowerOfTwo(value: number, exponent: number): number {
  let result = value;
  let left = exponent;
  while (left !== 0 && result !== Infinity) {
    const step = Math.max(-1000, Math.min(900, left));
    result *= 2 ** step;
    left -= step;
  }
  return result;
}
