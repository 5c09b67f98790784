/**
 * A mean → its digits, shortest first.
 *
 * A mean is sum / (window × 10^decimals). Where its decimals end, and it has at most 15 digits, integers give them: no two
 * decimals of 15 digits have the same double, so there is no shorter one. Otherwise one division gives the double, rounded
 * once, for both its operands are exact; and Schubfach gives the double's digits.
 */
import { DIGITS_END, POWER_COUNT, POWERS } from "./layout";

const ZERO: u8 = 0x30;

/** The window's part that has no factor 2 or 5: only sums that it divides have a mean whose decimals end. */
let coprime: i64 = 1;
/** mean = sum / coprime × multiplier / 10^decimals. */
let multiplier: i64 = 1;
let decimals: i32 = 0;
/** The largest sum / coprime whose mean has at most 15 digits. */
let most: i64 = 0;
/** window × 10^decimals, exactly. */
let denominator: f64 = 1;

export function setMeans(
  newCoprime: f64,
  newMultiplier: f64,
  newDecimals: i32,
  newMost: f64,
  newDenominator: f64,
): void {
  coprime = i64(newCoprime);
  multiplier = i64(newMultiplier);
  decimals = newDecimals;
  most = i64(newMost);
  denominator = newDenominator;
}

/** Fills the table of powers: each is the one before times 5/4, made one bit shorter when it gets too long. */
export function fillPowers(): void {
  let high: u64 = 1 << 63;
  let low: u64 = 0;
  for (let n = 0; n < POWER_COUNT; n++) {
    store<u64>(POWERS + 16 * n, high);
    store<u64>(POWERS + 16 * n, low, 8);
    const newLow = low + (low >> 2 | high << 62);
    const newHigh = high + (high >> 2) + u64(newLow < low);
    const isTooLong = newHigh < high;
    low = isTooLong ? newLow >> 1 | newHigh << 63 : newLow;
    high = isTooLong ? newHigh >> 1 | 1 << 63 : newHigh;
  }
}

/** Writes the mean of the window whose closes add up to `sum`. Returns where it ends. */
export function writeMean(out: usize, sum: f64): usize {
  let value = i64(sum);
  if (value < 0) {
    store<u8>(out++, 0x2d);
    value = -value;
  }
  let quotient = value;
  let isWhole = true;
  if (coprime !== 1) {
    quotient = value / coprime;
    isWhole = quotient * coprime === value;
  }
  return isWhole && quotient <= most
    ? writeDecimal(out, quotient * multiplier, decimals)
    : writeDouble(out, Math.abs(sum) / denominator);
}

/** Writes digits / 10^decimals without zeros at the end of its fraction. `digits` < 10^18, 0 ≤ `decimals`. */
function writeDecimal(out: usize, digits: u64, decimals: i32): usize {
  const upper = digits / 100000000;
  const top = upper / 100000000;
  store<u64>(DIGITS_END - 8, eightDigits(digits - upper * 100000000));
  store<u64>(DIGITS_END - 16, eightDigits(upper - top * 100000000));
  const tens = top / 10;
  store<u16>(DIGITS_END - 18, u16(tens | (top - tens * 10) << 8 | 0x3030));

  let start = DIGITS_END - 18;
  const unit = DIGITS_END - decimals - 1;
  while (start < unit && load<u8>(start) === ZERO) start++;
  if (start > unit) start = unit;
  const whole = unit + 1 - start;
  copy(out, start, whole);
  out += whole;
  let end = DIGITS_END;
  while (end > unit + 1 && load<u8>(end - 1) === ZERO) end--;
  const fraction = end - unit - 1;
  if (fraction === 0) return out;
  store<u8>(out++, 0x2e);
  copy(out, unit + 1, fraction);
  return out + fraction;
}

/** `value` < 10^8 as eight digits of ASCII, the first in the lowest byte. */
// @ts-ignore: decorator
@inline
function eightDigits(value: u64): u64 {
  const upper = value / 10000;
  // Lanes of 32 bits with four digits, of 16 with two, of 8 with one.
  let lanes = upper | (value - upper * 10000) << 32;
  let high = lanes * 10486 >> 20 & 0x0000007f0000007f;
  lanes = high | (lanes - high * 100) << 16;
  high = lanes * 103 >> 10 & 0x000f000f000f000f;
  lanes = high | (lanes - high * 10) << 8;
  return lanes | 0x3030303030303030;
}

/** Copies in blocks of 16. */
// @ts-ignore: decorator
@inline
export function copy(to: usize, from: usize, length: usize): void {
  for (let n: usize = 0; n < length; n += 16) v128.store(to + n, v128.load(from + n));
}

/**
 * Writes the shortest digits that read back as `value`, and of those the nearest: Raffaello Giulietti, "The Schubfach way to
 * render doubles" (2020), in the form of Alexander Bolz's C++. From 10^−22 to 2^53, in which range no power is rounded.
 */
function writeDouble(out: usize, value: f64): usize {
  const bits = reinterpret<u64>(value);
  const fraction = bits & 0xfffffffffffff;
  const significand = fraction | 1 << 52;
  const exponent = i32(bits >> 52) - 1075;
  if (exponent > -53 && exponent <= 0) {
    const whole = significand >> -exponent;
    if (whole << -exponent === significand) return writeDecimal(out, whole, 0);
  }
  const isOdd = significand & 1;
  // Below a power of two doubles are twice as dense.
  const isLowerCloser = u64(fraction === 0);

  const k = exponent * 1262611 - (isLowerCloser ? 524031 : 0) >> 22;
  const shift = exponent + (-k * 1741647 >> 19) + 1;
  const high = load<u64>(POWERS + 16 * -k);
  const low = load<u64>(POWERS + 16 * -k, 8);
  const lower = timesPower(high, low, 4 * significand - 2 + isLowerCloser << shift) + isOdd;
  const middle = timesPower(high, low, 4 * significand << shift);
  const upper = timesPower(high, low, 4 * significand + 2 << shift) - isOdd;

  const digits = middle >> 2;
  if (digits >= 10) {
    const shorter = digits / 10;
    const isInside = lower <= 40 * shorter;
    const isNextInside = 40 * shorter + 40 <= upper;
    if (isInside !== isNextInside) return writeDecimal(out, 10 * (shorter + u64(isNextInside)), -k);
  }
  const isInside = lower <= 4 * digits;
  const isNextInside = 4 * digits + 4 <= upper;
  if (isInside !== isNextInside) return writeDecimal(out, digits + u64(isNextInside), -k);
  const half = 4 * digits + 2;
  return writeDecimal(out, digits + u64(middle > half || (middle === half && (digits & 1) === 1)), -k);
}

/** The upper 64 bits of a product of 192, with the lowest of them set if any below is: more than the last two, strictly. */
function timesPower(high: u64, low: u64, factor: u64): u64 {
  const lowPart = upperHalf(low, factor);
  const sum = high * factor + lowPart;
  const carry = u64(sum < lowPart);
  return upperHalf(high, factor) + carry | u64(sum > 1);
}

/** The upper 64 bits of a product of 128. */
// @ts-ignore: decorator
@inline
function upperHalf(a: u64, b: u64): u64 {
  const aLow = a & 0xffffffff;
  const aHigh = a >> 32;
  const bLow = b & 0xffffffff;
  const bHigh = b >> 32;
  const lowHigh = aLow * bHigh;
  const highLow = aHigh * bLow;
  const middle = (aLow * bLow >> 32) + (lowHigh & 0xffffffff) + (highLow & 0xffffffff);
  return aHigh * bHigh + (lowHigh >> 32) + (highLow >> 32) + (middle >> 32);
}
