/**
 * Decimal numbers as BigInt fractions: reading, adding, comparing, rounding.
 *
 * @module
 */

/** numerator / denominator, where the denominator is a power of ten, or a power of ten times a window. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const ZERO: Fraction = { numerator: 0n, denominator: 1n };

/** The sum of two numbers whose denominators are powers of ten. */
export function plus(a: Fraction, b: Fraction): Fraction {
  const denominator = a.denominator > b.denominator ? a.denominator : b.denominator;
  return {
    numerator: a.numerator * (denominator / a.denominator) + b.numerator * (denominator / b.denominator),
    denominator,
  };
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return plus(a, { ...b, numerator: -b.numerator });
}

export function isGreater(a: Fraction, b: Fraction): boolean {
  return a.numerator * b.denominator > b.numerator * a.denominator;
}

/** A decimal number, or undefined if the text is none. Where the mark is a comma, a point is no part of a number. */
export function readFraction(text: string, mark: "." | "," = "."): Fraction | undefined {
  const parts = partsOf(text, mark);
  if (parts === undefined) return undefined;
  const { sign, whole, decimals, exponent } = parts;
  const mantissa = BigInt(whole + decimals) * (sign === "-" ? -1n : 1n);
  const power = exponent - decimals.length;
  return power >= 0
    ? { numerator: mantissa * 10n ** BigInt(power), denominator: 1n }
    : { numerator: mantissa, denominator: 10n ** BigInt(-power) };
}

/** Whether a number is longer or larger than a close may be: 1,000 significant digits, an exponent of 1,000. */
export function isBeyondLimits(text: string, mark: "." | "," = "."): boolean {
  const parts = partsOf(text, mark);
  if (parts === undefined) return false;
  const { whole, decimals, exponent } = parts;
  const significant = (whole + decimals).replace(/^0+/, "").replace(/0+$/, "");
  if (significant === "") return false;
  const leadingZeros = /^0*/.exec(whole + decimals)?.[0].length ?? 0;
  // 123.4 is 1.234 × 10^2.
  const scientific = exponent + whole.length - leadingZeros - 1;
  return significant.length > 1000 || Math.abs(scientific) > 1000;
}

function partsOf(text: string, mark: "." | ",") {
  const pattern = mark === "."
    ? /^[ \t]*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?[ \t]*$/
    : /^[ \t]*([+-]?)(\d*)(?:,(\d*))?(?:[eE]([+-]?\d+))?[ \t]*$/;
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, sign = "", whole = "", decimals = "", exponent = "0"] = match;
  return whole + decimals === "" ? undefined : { sign, whole, decimals, exponent: Number(exponent) };
}

/** Significant digits that decide almost every rounding, and the most that one can need. */
const FEW_DIGITS = 30;
const ALL_DIGITS = 1100;

/**
 * The double nearest to a fraction. JavaScript reads a decimal number of any length as the nearest double, so all that is
 * left to do is to write the fraction down: rounded down and up to a few digits, which almost always give the same double,
 * or to more digits than any number halfway between two doubles has.
 */
export function nearestDouble({ numerator, denominator }: Fraction): number {
  const magnitude = numerator < 0n ? -numerator : numerator;
  const sign = numerator < 0n ? -1 : 1;
  if (magnitude === 0n) return 0;
  const written = (digits: number, more: bigint) => {
    const places = digits - (String(magnitude).length - String(denominator).length);
    const scaled = places >= 0
      ? magnitude * 10n ** BigInt(places) / denominator
      : magnitude / denominator / 10n ** BigInt(-places);
    return Number(`${scaled + more}e${-places}`);
  };
  const [down, up] = [written(FEW_DIGITS, 0n), written(FEW_DIGITS, 1n)];
  if (down === up) return sign * down;
  // The fraction may be exactly between two doubles: then a digit too many would round it up.
  const places = ALL_DIGITS;
  const scaled = magnitude * 10n ** BigInt(places);
  const isExact = scaled % denominator === 0n;
  return sign * Number(`${scaled / denominator}${isExact ? "" : "1"}e${isExact ? -places : -places - 1}`);
}
