/**
 * Integers → Parquet's DELTA_BINARY_PACKED: their differences, and of these what is above the least of a block of 128, in as
 * many bits as the largest of 32 takes. And the least and the greatest of them.
 */
import { BLOCK_VALUES, DIFFERENCES, GREATEST, LEAST } from "./slots";
import { writeVarint, writeZigZag } from "./bytes";

const MINIBLOCKS: u32 = 4;
const MINIBLOCK_VALUES: u32 = BLOCK_VALUES / MINIBLOCKS;

/** Writes `count` integers of 64 bits. Returns where they end. Differences that overflow wrap, as they do when they are added. */
export function writeDeltas(out: usize, values: usize, count: u32): usize {
  out = writeVarint(out, BLOCK_VALUES);
  out = writeVarint(out, MINIBLOCKS);
  out = writeVarint(out, count);
  out = writeZigZag(out, count === 0 ? 0 : load<i64>(values));
  for (let from: u32 = 1; from < count; from += BLOCK_VALUES) {
    out = writeBlock(out, values + (usize(from) << 3), min(BLOCK_VALUES, count - from));
  }
  return out;
}

function writeBlock(out: usize, values: usize, count: u32): usize {
  let least = i64.MAX_VALUE;
  let greatest = i64.MIN_VALUE;
  let before = load<i64>(values - 8);
  for (let n: usize = 0; n < count; n++) {
    const value = load<i64>(values + (n << 3));
    const difference = value - before;
    before = value;
    store<i64>(DIFFERENCES + (n << 3), difference);
    if (difference < least) least = difference;
    if (difference > greatest) greatest = difference;
  }
  out = writeZigZag(out, least);
  const widths = out;
  store<u32>(widths, 0);
  out += MINIBLOCKS;
  if (least === greatest) return out;
  // A block is filled up: what is behind its last value is as good as the least difference.
  for (let n: usize = count; n < BLOCK_VALUES; n++) store<i64>(DIFFERENCES + (n << 3), least);
  for (let miniblock: u32 = 0; miniblock < MINIBLOCKS && miniblock * MINIBLOCK_VALUES < count; miniblock++) {
    const from = DIFFERENCES + (usize(miniblock * MINIBLOCK_VALUES) << 3);
    let bits: u64 = 0;
    for (let n: usize = 0; n < MINIBLOCK_VALUES; n++) {
      const above = load<u64>(from + (n << 3)) - u64(least);
      store<u64>(from + (n << 3), above);
      bits |= above;
    }
    const width = 64 - u32(clz(bits));
    store<u8>(widths + miniblock, u8(width));
    out = pack(out, from, width);
  }
  return out;
}

/** Packs the values of a miniblock, each into its `width` lowest bits. They fill whole words of 32 bits. */
function pack(out: usize, from: usize, width: u32): usize {
  let word: u64 = 0;
  let used: u32 = 0;
  for (let n: usize = 0; n < MINIBLOCK_VALUES; n++) {
    const value = load<u64>(from + (n << 3));
    word |= value << used;
    if (used + width < 64) {
      used += width;
      continue;
    }
    store<u64>(out, word);
    out += 8;
    // A shift by 64 is one by 0 here.
    word = used === 0 ? 0 : value >> (64 - used);
    used = used + width - 64;
  }
  if (used === 0) return out;
  store<u32>(out, u32(word));
  return out + 4;
}

/** Finds the least and the greatest of integers. */
export function findRange(values: usize, count: u32): void {
  let least = i64.MAX_VALUE;
  let greatest = i64.MIN_VALUE;
  for (let n: usize = 0; n < count; n++) {
    const value = load<i64>(values + (n << 3));
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  store<i64>(LEAST, least);
  store<i64>(GREATEST, greatest);
}
