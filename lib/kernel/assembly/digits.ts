/**
 * Digits → numbers, two closes at a time.
 */
import {
  HUNDRED_MILLIONS,
  LAST_BYTES,
  OCTET_WEIGHTS,
  PAIR_WEIGHTS,
  POINTS,
  QUAD_WEIGHTS,
  SHUFFLES,
  ZEROS,
} from "./slots";

/** The 16 bytes that end before `end`, with digits as their values, and zeros in place of what is before the field. */
// @ts-ignore: decorator
@inline
export function fieldBytes(end: usize, length: u32): v128 {
  return v128.and(v128.xor(v128.load(end - 16), v128.load(ZEROS)), v128.load(LAST_BYTES + length));
}

/** Which of the 16 bytes is the point; 16 if none is. */
// @ts-ignore: decorator
@inline
export function pointOf(bytes: v128): usize {
  return ctz<u32>(i8x16.bitmask(i8x16.eq(bytes, v128.load(POINTS))) | 0x10000);
}

/** Whether a field of `length` bytes with this point has too many digits left of it, or is empty. See `lengthLimit`. */
// @ts-ignore: decorator
@inline
export function isLengthWrong(length: u32, point: usize, limit: u32): u32 {
  // 0 − 1 is the largest of all.
  return u32(length - 1 >= limit - <u32> point);
}

/** The digits of the mantissa, 16 of them; a byte that was no digit is above 9 now, and so is one where the point may not be. */
// @ts-ignore: decorator
@inline
export function mantissaDigits(bytes: v128, point: usize): v128 {
  // "Relaxed" is what happens for an index from 16 to 127, and the tables have none.
  return i8x16.relaxed_swizzle(bytes, v128.load(SHUFFLES + (point << 4)));
}

/** The integers that 16 digits each spell, as two doubles: below 10^16, exact below 2^53. */
// @ts-ignore: decorator
@inline
export function mantissas(first: v128, second: v128): v128 {
  // "Relaxed" is what happens for weights above 127 and sums beyond 16 bits: 10 and 1, and at most 99.
  const weights = v128.load(PAIR_WEIGHTS);
  const firstPairs = i16x8.relaxed_dot_i8x16_i7x16_s(first, weights);
  const secondPairs = i16x8.relaxed_dot_i8x16_i7x16_s(second, weights);
  const quadWeights = v128.load(QUAD_WEIGHTS);
  // Four numbers below 10,000 from each, together in one vector of 16-bit numbers.
  const quads = i16x8.narrow_i32x4_u(
    i32x4.dot_i16x8_s(firstPairs, quadWeights),
    i32x4.dot_i16x8_s(secondPairs, quadWeights),
  );
  // High and low eight digits of the first, then of the second.
  const octets = i32x4.dot_i16x8_s(quads, v128.load(OCTET_WEIGHTS));
  const high = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(octets, octets, 0, 2, 0, 2));
  const low = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(octets, octets, 1, 3, 1, 3));
  return f64x2.add(f64x2.mul(high, v128.load(HUNDRED_MILLIONS)), low);
}
