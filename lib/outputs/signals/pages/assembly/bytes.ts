/**
 * Bytes: copied, compared, and numbers of as many bytes as they need.
 */

/** Copies in blocks of 16. */
// @ts-ignore: decorator
@inline
export function copy(to: usize, from: usize, length: usize): void {
  for (let n: usize = 0; n < length; n += 16) v128.store(to + n, v128.load(from + n));
}

/** How many bytes two texts have in common at their beginning, at most `most`. */
// @ts-ignore: decorator
@inline
export function commonBytes(a: usize, b: usize, most: u32): u32 {
  for (let n: u32 = 0; n < most; n += 8) {
    const other = load<u64>(a + n) ^ load<u64>(b + n);
    if (other !== 0) return min(most, n + (u32(ctz(other)) >> 3));
  }
  return most;
}

/** Whether a text comes before another, by unsigned bytes. */
export function isBefore(a: usize, aBytes: u32, b: usize, bBytes: u32): bool {
  const most = min(aBytes, bBytes);
  const common = commonBytes(a, b, most);
  return common === most ? aBytes < bBytes : load<u8>(a + common) < load<u8>(b + common);
}

/** Writes a number in pieces of seven bits, the lowest first. Returns where it ends. */
export function writeVarint(out: usize, value: u64): usize {
  for (; value >= 0x80; value >>= 7) store<u8>(out++, u8(value | 0x80));
  store<u8>(out, u8(value));
  return out + 1;
}

/** The same for a number with a sign, which is its lowest bit then. */
export function writeZigZag(out: usize, value: i64): usize {
  return writeVarint(out, u64(value << 1 ^ value >> 63));
}
