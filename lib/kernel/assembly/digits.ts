/**
 * Digits → numbers, two closes at a time.
 */
import {
  HUNDRED_MILLIONS,
  NINES,
  OCTET_WEIGHTS,
  PAIR_WEIGHTS,
  POINTS,
  QUAD_WEIGHTS,
  SHUFFLES,
  ZEROS,
} from "./slots";

/** The 16 bytes that end before `end`, with digits as their values. */
// @ts-ignore: decorator
@inline
export function bytesBefore(end: usize): v128 {
  return v128.xor(v128.load(end - 16), v128.load(ZEROS));
}

/**
 * How the digits of a field of `length` bytes, the last of `bytes`, are put in order: see `setScale`. Of a length above 31
 * it means nothing.
 */
// @ts-ignore: decorator
@inline
export function shuffleOf(bytes: v128, length: u32): v128 {
  // Behind the last point there are as many bytes as this is above 16: none, if there is no point.
  const place = clz<u32>(i8x16.bitmask(i8x16.eq(bytes, v128.load(POINTS))));
  return v128.load(SHUFFLES - (16 << 4) + (<usize> (((length & 31) << 5) + place) << 4));
}

/** The digits of the mantissa, 16 of them; a byte that was no digit is above 9 now. */
// @ts-ignore: decorator
@inline
export function mantissaDigits(bytes: v128, shuffle: v128): v128 {
  // "Relaxed" is what happens for an index from 16 to 127, and the tables have none.
  return i8x16.relaxed_swizzle(bytes, shuffle);
}

/**
 * Whether the digits of all fields are digits, and could be put in order.
 *
 * @param lengths All lengths, joined by or.
 * @param shuffles All shuffles, joined by and.
 * @param highest The largest digit of each place.
 */
// @ts-ignore: decorator
@inline
export function areAllNumbers(lengths: u32, shuffles: v128, highest: v128): bool {
  return lengths < 32 && i8x16.extract_lane_s(shuffles, 0) < 0 && !v128.any_true(i8x16.gt_u(highest, v128.load(NINES)));
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
