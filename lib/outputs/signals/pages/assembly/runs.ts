/**
 * Small integers → Parquet's hybrid of runs of one value and of values of a few bits each.
 */
import { LEVELS } from "./slots";
import { writeVarint } from "./bytes";

/** Values that are packed go in groups of so many, and a run has as many at least. */
const GROUP: u32 = 8;

/** Writes `count` integers of 32 bits, each in its `width` lowest bits, of which there are 1 to 24. Returns where they end. */
export function writeRuns(out: usize, values: usize, count: u32, width: u32): usize {
  /** Where packed groups begin that are not written yet. */
  let packedFrom: u32 = 0;
  let n: u32 = 0;
  while (n < count) {
    const value = load<u32>(values + (usize(n) << 2));
    let end = n + 1;
    while (end < count && load<u32>(values + (usize(end) << 2)) === value) end++;
    if (end - n < GROUP) {
      n += GROUP;
      continue;
    }
    out = writePacked(out, values, packedFrom, n, count, width);
    out = writeVarint(out, u64(end - n) << 1);
    for (let bits: u32 = 0; bits < width; bits += 8) store<u8>(out++, u8(value >> bits));
    n = end;
    packedFrom = end;
  }
  return writePacked(out, values, packedFrom, n, count, width);
}

/** Writes the groups from `from` to `to`. What would be behind the last value is zeros. */
function writePacked(out: usize, values: usize, from: u32, to: u32, count: u32, width: u32): usize {
  if (from === to) return out;
  out = writeVarint(out, (u64(to - from) / GROUP) << 1 | 1);
  let word: u64 = 0;
  let used: u32 = 0;
  for (let n = from; n < to; n++) {
    if (n < count) word |= u64(load<u32>(values + (usize(n) << 2))) << used;
    used += width;
    if (used < 32) continue;
    store<u32>(out, u32(word));
    out += 4;
    word >>= 32;
    used -= 32;
  }
  for (; used > 0; used -= 8) {
    store<u8>(out++, u8(word));
    word >>= 8;
  }
  return out;
}

/** Writes levels of definition: 1 for a value, 0 for none. */
export function writeLevels(out: usize, count: u32): usize {
  return writeRuns(out, LEVELS, count, 1);
}
