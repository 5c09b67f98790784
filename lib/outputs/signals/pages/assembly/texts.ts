/**
 * Texts → Parquet's DELTA_BYTE_ARRAY: of each, how many bytes it begins with that the one before begins with too, and what
 * follows them. Closes are near each other, so half of their digits need not be written.
 */
import { GREATEST, LEAST, PREFIXES, SUFFIXES } from "./slots";
import { commonBytes, copy, isBefore } from "./bytes";
import { writeDeltas } from "./integers";

/** Writes texts that lie one behind the other. Returns where they end. Finds the least and the greatest: where each is, and its length. */
export function writeTexts(out: usize, texts: usize, lengths: usize, count: u32): usize {
  let before = texts;
  let beforeBytes: u32 = 0;
  let text = texts;
  let least = texts;
  let leastBytes = load<u32>(lengths);
  let greatest = texts;
  let greatestBytes = leastBytes;
  for (let n: usize = 0; n < count; n++) {
    const bytes = load<u32>(lengths + (n << 2));
    const common = commonBytes(before, text, min(beforeBytes, bytes));
    store<u64>(PREFIXES + (n << 3), common);
    store<u64>(SUFFIXES + (n << 3), bytes - common);
    if (isBefore(text, bytes, least, leastBytes)) {
      least = text;
      leastBytes = bytes;
    } else if (isBefore(greatest, greatestBytes, text, bytes)) {
      greatest = text;
      greatestBytes = bytes;
    }
    before = text;
    beforeBytes = bytes;
    text += bytes;
  }
  store<u32>(LEAST, u32(least));
  store<u32>(LEAST, leastBytes, 4);
  store<u32>(GREATEST, u32(greatest));
  store<u32>(GREATEST, greatestBytes, 4);

  out = writeDeltas(out, PREFIXES, count);
  out = writeDeltas(out, SUFFIXES, count);
  text = texts;
  for (let n: usize = 0; n < count; n++) {
    const common = usize(load<u64>(PREFIXES + (n << 3)));
    const rest = usize(load<u64>(SUFFIXES + (n << 3)));
    copy(out, text + common, rest);
    out += rest;
    text += common + rest;
  }
  return out;
}
