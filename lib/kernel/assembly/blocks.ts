/**
 * A block of text as masks: bit n is about byte n.
 */

/** Four masks of 16 bits each as one of 64, the first in the lowest bits. */
// @ts-ignore: decorator
@inline
export function joined(a: i32, b: i32, c: i32, d: i32): u64 {
  return (<u64> a | (<u64> b << 16)) | ((<u64> c << 32) | (<u64> d << 48));
}

/**
 * Writes the positions of the two lowest bits of `mask`, and returns the mask without them. Bits that are not there leave
 * numbers that the caller writes over. Two at a time, for V8 checks the bounds of each store.
 *
 * @param blocks Address of the block's first byte, in both halves.
 */
// @ts-ignore: decorator
@inline
function writeTwo(to: usize, blocks: u64, mask: u64): u64 {
  const rest = mask & (mask - 1);
  store<u64>(to, blocks + (ctz(mask) | (ctz(rest) << 32)));
  return rest & (rest - 1);
}

// @ts-ignore: decorator
@inline
function writeEight(to: usize, blocks: u64, mask: u64): u64 {
  let rest = writeTwo(to, blocks, mask);
  rest = writeTwo(to + 8, blocks, rest);
  rest = writeTwo(to + 16, blocks, rest);
  return writeTwo(to + 24, blocks, rest);
}

/**
 * Writes the positions of all bits of a block's mask. Eight at a time whether they are there or not, since a branch for
 * each would be guessed wrong too often; few blocks have more than eight.
 *
 * @param block Address of the block's first byte.
 * @returns Where the next block's positions go.
 */
// @ts-ignore: decorator
@inline
export function writePositions(to: usize, block: u32, mask: u64): usize {
  const count = <usize> popcnt(mask);
  const blocks = <u64> block | (<u64> block << 32);
  let rest = writeEight(to, blocks, mask);
  if (count > 8) {
    rest = writeEight(to + 32, blocks, rest);
    let next = to + 64;
    while (rest != 0) {
      rest = writeEight(next, blocks, rest);
      next += 32;
    }
  }
  return to + (count << 2);
}

/** The sum of 16 unsigned bytes. */
// @ts-ignore: decorator
@inline
export function sumOfBytes(bytes: v128): u32 {
  const sums = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes));
  return <u32> (i32x4.extract_lane(sums, 0) + i32x4.extract_lane(sums, 1) +
    i32x4.extract_lane(sums, 2) + i32x4.extract_lane(sums, 3));
}
