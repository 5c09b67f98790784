/**
 * A mean → its digits, shortest first.
 *
 * A mean is sum / (window × 10^decimals). Where its decimals end, and it has at most 15 digits, integers give them: no two
 * decimals of 15 digits have the same double, so there is no shorter one. Otherwise one division gives the double, rounded
 * once, for both its operands are exact; and Schubfach gives the double's digits.
 */
import { DIGITS_END, INTEGER_POWERS, INVERSE_POWERS, POWER_COUNT, POWERS } from "./slots";

const ZERO: u8 = 0x30;
const ASCII_ZEROS: u64 = 0x3030303030303030;

/** The window's part that has no factor 2 or 5: only sums that it divides have a mean whose decimals end. */
let coprime: f64 = 1;
/** mean = sum / coprime × multiplier / 10^decimals. */
let multiplier: f64 = 1;
let decimals: i32 = 0;
/** The largest sum / coprime whose mean has at most 15 digits. */
let most: f64 = 0;
/** window × 10^decimals, exactly. */
let denominator: f64 = 1;
/** 10^decimals, and its inverse, as near as doubles come. */
let power: f64 = 1;
let inverse: f64 = 1;
/** What makes a fraction eight digits long; 0 where it is longer. */
let eighths: f64 = 0;
/** The digits of a mean with at most eight on either side of the point are below that. */
let shortEnd: f64 = 0;

export function setMeans(
  newCoprime: f64,
  newMultiplier: f64,
  newDecimals: i32,
  newMost: f64,
  newDenominator: f64,
): void {
  coprime = newCoprime;
  multiplier = newMultiplier;
  decimals = newDecimals;
  most = newMost;
  denominator = newDenominator;
  shortEnd = 0;
  if (decimals > 8) return;
  power = f64(load<u64>(INTEGER_POWERS + 8 * decimals));
  inverse = load<f64>(INVERSE_POWERS + 8 * decimals);
  eighths = f64(load<u64>(INTEGER_POWERS + 8 * (8 - decimals)));
  shortEnd = min(1e15, 1e8 * power);
}

/** Fills the tables of powers. Those of 128 bits: each is the one before times 5/4, one bit shorter when it gets too long. */
export function fillPowers(): void {
  memory.fill(DIGITS_END - 64, ZERO, 64);
  let power: u64 = 1;
  for (let n = 0; n <= 16; n++) {
    store<u64>(INTEGER_POWERS + 8 * n, power);
    store<f64>(INVERSE_POWERS + 8 * n, 1 / f64(power));
    power *= 10;
  }
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
  let value = sum;
  if (value < 0) {
    store<u8>(out++, 0x2d);
    value = -value;
  }
  // Whole numbers below 2^53: only where the quotient is right its product is the value again.
  const quotient = coprime === 1 ? value : Math.floor(value / coprime);
  if (quotient > most || quotient * coprime !== value) return writeDouble(out, value / denominator);
  const digits = quotient * multiplier;
  return digits < shortEnd ? writeShort(out, digits) : writeDecimal(out, <u64> i64(digits), decimals);
}

/**
 * {@linkcode writeDecimal} for digits below {@linkcode shortEnd} and the decimals of the means.
 *
 * The whole part is right: what is rounded up is (digits + 1/2) / power, which is at least 1 / (2 × power) away from a whole
 * number, and the product is off by less than 2^−51 of itself, with digits below 2^50.
 */
// @ts-ignore: decorator
@inline
function writeShort(out: usize, digits: f64): usize {
  const whole = Math.floor((digits + 0.5) * inverse);
  const fraction = digits - whole * power;
  const digitValues = sixteenDigits(
    i32x4.trunc_sat_f64x2_s_zero(f64x2.replace_lane(f64x2.splat(whole), 1, fraction * eighths)),
  );
  const zeros = i8x16.bitmask(i8x16.eq(digitValues, i8x16.splat(0)));
  const ascii = v128.or(digitValues, i8x16.splat(ZERO));
  out = writeWhole(out, ascii, zeros);
  if (fraction === 0) return out;
  store<u8>(out, 0x2e);
  store<u64>(out, i64x2.extract_lane(ascii, 1), 1);
  return out + 9 - clz(~(zeros << 16));
}

/**
 * Writes digits / 10^decimals without zeros at the end of its fraction. `digits` < 10^18, 0 ≤ `decimals`.
 *
 * Ordinary numbers stay in registers: a byte that was just stored is slow to load with its neighbours.
 */
function writeDecimal(out: usize, digits: u64, decimals: i32): usize {
  if (decimals > 16) return writeLongDecimal(out, digits, decimals);
  const power = load<u64>(INTEGER_POWERS + 8 * decimals);
  // A product instead of a quotient, which takes longer: it may be off by one.
  let whole = <u64> i64(f64(<i64> digits) * load<f64>(INVERSE_POWERS + 8 * decimals));
  let fraction = digits - whole * power;
  if (i64(fraction) < 0) {
    whole--;
    fraction += power;
  } else if (fraction >= power) {
    whole++;
    fraction -= power;
  }
  if (whole >= 100000000) return writeLongDecimal(out, digits, decimals);

  // Aligned to the left in 16 digits, of which the first eight go along with those of the whole part.
  fraction *= load<u64>(INTEGER_POWERS + 8 * (16 - decimals));
  const upper = upperEight(fraction);
  const digitValues = sixteenDigits(i64x2.replace_lane(i64x2.splat(whole | upper << 32), 1, 0));
  const zeros = i8x16.bitmask(i8x16.eq(digitValues, i8x16.splat(0)));
  const ascii = v128.or(digitValues, i8x16.splat(ZERO));

  out = writeWhole(out, ascii, zeros);
  if (fraction === 0) return out;
  store<u8>(out++, 0x2e);
  store<u64>(out, i64x2.extract_lane(ascii, 1));
  const lower = fraction - upper * 100000000;
  if (lower === 0) return out + 8 - clz(~(zeros << 16));
  const lowerDigits = eightDigits(lower);
  store<u64>(out, lowerDigits, 8);
  return out + 16 - (usize(clz(lowerDigits ^ ASCII_ZEROS)) >> 3);
}

/**
 * Writes the first eight of some digits, without the zeros before the first one that is none; the last one stays.
 *
 * @param zeros Which of the digits are zeros.
 * @returns Where they end.
 */
// @ts-ignore: decorator
@inline
function writeWhole(out: usize, ascii: v128, zeros: i32): usize {
  const leading = ctz(~zeros | 0x80);
  store<u64>(out, <u64> i64x2.extract_lane(ascii, 0) >> (u64(leading) << 3));
  return out + 8 - leading;
}

/** Two numbers below 10^8, in lanes of 32 bits, as the values of eight digits each. */
// @ts-ignore: decorator
@inline
function sixteenDigits(pair: v128): v128 {
  // As in `eightDigits`, whose lanes these are. A product of lanes whose upper half is 0 is fastest as that of their halves.
  const upper = i64x2.shr_u(i64x2.extmul_low_i32x4_u(pair, i32x4.splat(109951163)), 40);
  const lower = i64x2.sub(i64x2.extend_low_i32x4_u(pair), i32x4.dot_i16x8_s(upper, i32x4.splat(10000)));
  const quads = v128.or(upper, i64x2.shl(lower, 32));
  const hundreds = i32x4.shr_u(i32x4.dot_i16x8_s(quads, i32x4.splat(10486)), 20);
  const pairs = v128.or(
    hundreds,
    i32x4.shl(i32x4.sub(quads, i32x4.dot_i16x8_s(hundreds, i32x4.splat(100))), 16),
  );
  const tens = i16x8.shr_u(i16x8.mul(pairs, i16x8.splat(103)), 10);
  return v128.or(tens, i16x8.shl(i16x8.sub(pairs, i16x8.mul(tens, i16x8.splat(10))), 8));
}

/** value / 10^8, for `value` < 10^16. */
// @ts-ignore: decorator
@inline
function upperEight(value: u64): u64 {
  // As above: the product may be off by one.
  const upper = <u64> i64(f64(<i64> value) * 1e-8);
  const lower = i64(value - upper * 100000000);
  return upper - u64(lower < 0) + u64(lower >= 100000000);
}

/** The same, for numbers of any length. */
function writeLongDecimal(out: usize, digits: u64, decimals: i32): usize {
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
export function eightDigits(value: u64): u64 {
  // 109951163 / 2^40 is so little more than 1 / 10000 that it makes no difference below 4.9 × 10^8.
  const upper = value * 109951163 >> 40;
  // Lanes of 32 bits with four digits, of 16 with two, of 8 with one.
  let lanes = upper | (value - upper * 10000) << 32;
  let high = lanes * 10486 >> 20 & 0x0000007f0000007f;
  lanes = high | (lanes - high * 100) << 16;
  high = lanes * 103 >> 10 & 0x000f000f000f000f;
  lanes = high | (lanes - high * 10) << 8;
  return lanes | ASCII_ZEROS;
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
  const shift = u64(exponent + (-k * 1741647 >> 19) + 1);
  const high = load<u64>(POWERS + 16 * -k);
  const low = load<u64>(POWERS + 16 * -k, 8);

  // The product of the power and 4 × significand × 2^shift, in 192 bits; and what the boundaries are away from it.
  const factor = 4 * significand << shift;
  const lowest = low * factor;
  const lowPart = upperHalf(low, factor);
  const middlePart = high * factor + lowPart;
  const highPart = upperHalf(high, factor) + u64(middlePart < lowPart);
  const middle = highPart | u64(middlePart > 1);
  const upper = plusPower(highPart, middlePart, lowest, high, low, shift + 1) - isOdd;
  const lower = minusPower(highPart, middlePart, lowest, high, low, shift + 1 - isLowerCloser) + isOdd;

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

/** The upper 64 of 192 bits plus power × 2^shift, with the lowest of them set if more than the last is below. */
// @ts-ignore: decorator
@inline
function plusPower(a: u64, b: u64, c: u64, high: u64, low: u64, shift: u64): u64 {
  const powerLow = low << shift;
  const powerMiddle = high << shift | low >> (64 - shift);
  const lowest = c + powerLow;
  const carry = u64(lowest < c);
  const sum = b + powerMiddle;
  const middle = sum + carry;
  const highest = a + (high >> (64 - shift)) + u64(sum < b) + u64(middle < sum);
  return highest | u64(middle > 1);
}

/** The same with minus. */
// @ts-ignore: decorator
@inline
function minusPower(a: u64, b: u64, c: u64, high: u64, low: u64, shift: u64): u64 {
  const powerLow = low << shift;
  const powerMiddle = high << shift | low >> (64 - shift);
  const borrow = u64(c < powerLow);
  const difference = b - powerMiddle;
  const middle = difference - borrow;
  const highest = a - (high >> (64 - shift)) - u64(b < powerMiddle) - u64(difference < borrow);
  return highest | u64(middle > 1);
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
