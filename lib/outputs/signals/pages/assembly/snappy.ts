/**
 * Bytes → Snappy: what was within the last 64 KiB is copied from there, in the way of Google's own compressor.
 */
import { MATCHES, MATCH_BITS } from "./slots";
import { commonBytes, copy, writeVarint } from "./bytes";
import { compressedAt } from "./room";

/** Matches are looked for within such a part only, so that a place takes 16 bits. */
const PART_BYTES: usize = 1 << 16;
/** Behind the last place at which a match is looked for, so that words can be loaded. */
const TAIL_BYTES: usize = 15;
/** A copy says its length in 6 bits. */
const MOST_COPIED: u32 = 64;

/** Compresses `length` bytes. Returns how many they have become. */
export function compress(from: usize, length: usize): usize {
  let out = writeVarint(compressedAt(), length);
  for (let done: usize = 0; done < length; done += PART_BYTES) {
    out = compressPart(out, from + done, min(PART_BYTES, length - done));
  }
  return out - compressedAt();
}

function compressPart(out: usize, part: usize, length: usize): usize {
  const end = part + length;
  let written = part;
  if (length > TAIL_BYTES + 1) {
    const last = end - TAIL_BYTES;
    memory.fill(MATCHES, 0, 2 << MATCH_BITS);
    let at = part + 1;
    while (at < last) {
      let match = matchOf(at, part);
      // Where nothing matches for long, fewer and fewer places are looked at.
      for (let misses: usize = 32; load<u32>(match) !== load<u32>(at); misses++) {
        at += misses >> 5;
        if (at >= last) return writeLiteral(out, written, end - written);
        match = matchOf(at, part);
      }
      out = writeLiteral(out, written, at - written);
      do {
        const copied = 4 + commonBytes(match + 4, at + 4, u32(end - at - 4));
        out = writeCopies(out, u32(at - match), copied);
        at += copied;
        written = at;
        if (at >= last) return writeLiteral(out, written, end - written);
        matchOf(at - 1, part);
        match = matchOf(at, part);
      } while (load<u32>(match) === load<u32>(at));
      at++;
    }
  }
  return writeLiteral(out, written, end - written);
}

/** The place before this one that is likely to have the same four bytes, or the beginning. Takes note of this one. */
// @ts-ignore: decorator
@inline
function matchOf(at: usize, part: usize): usize {
  const slot = MATCHES + (usize(load<u32>(at) * 0x1e35a7bd >> (32 - MATCH_BITS)) << 1);
  const match = part + load<u16>(slot);
  store<u16>(slot, u16(at - part));
  return match;
}

// @ts-ignore: decorator
@inline
function writeLiteral(out: usize, from: usize, length: usize): usize {
  if (length === 0) return out;
  const least = u32(length - 1);
  if (least < 60) {
    store<u8>(out++, u8(least << 2));
  } else if (least < 256) {
    store<u16>(out, u16(60 << 2 | least << 8));
    out += 2;
  } else {
    store<u8>(out, 61 << 2);
    store<u16>(out, u16(least), 1);
    out += 3;
  }
  copy(out, from, length);
  return out + length;
}

/** Says that `length` bytes, at least 4, are those that are `distance` before. */
// @ts-ignore: decorator
@inline
function writeCopies(out: usize, distance: u32, length: u32): usize {
  // What is left after a long copy has at least 4 bytes too.
  for (; length >= MOST_COPIED + 4; length -= MOST_COPIED) out = writeCopy(out, distance, MOST_COPIED);
  if (length > MOST_COPIED) {
    out = writeCopy(out, distance, MOST_COPIED - 4);
    length -= MOST_COPIED - 4;
  }
  // Two bytes say it if both are small. That can't be foreseen, so there is no branch.
  const isShort = u32(length < 12) & u32(distance < 2048);
  const short = 1 | (length - 4) << 2 | (distance >> 8) << 5 | (distance & 0xff) << 8;
  store<u32>(out, select(short, copyTag(distance, length), isShort));
  return out + 3 - isShort;
}

// @ts-ignore: decorator
@inline
function writeCopy(out: usize, distance: u32, length: u32): usize {
  store<u32>(out, copyTag(distance, length));
  return out + 3;
}

// @ts-ignore: decorator
@inline
function copyTag(distance: u32, length: u32): u32 {
  return 2 | (length - 1) << 2 | distance << 8;
}
