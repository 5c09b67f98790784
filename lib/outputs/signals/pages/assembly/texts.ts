/**
 * Texts → Parquet's DELTA_LENGTH_BYTE_ARRAY: their lengths, then their bytes without a gap, which are easy to compress.
 */
import { GREATEST, LEAST, LENGTHS } from "./slots";
import { copy, isBefore } from "./bytes";
import { writeDeltas } from "./integers";

/** Writes texts that lie one behind the other. Returns where they end. Finds the least and the greatest: where each is, and its length. */
export function writeTexts(out: usize, texts: usize, lengths: usize, count: u32): usize {
  let text = texts;
  let least = texts;
  let leastBytes = load<u32>(lengths);
  let greatest = texts;
  let greatestBytes = leastBytes;
  for (let n: usize = 0; n < count; n++) {
    const bytes = load<u32>(lengths + (n << 2));
    store<u64>(LENGTHS + (n << 3), bytes);
    if (isBefore(text, bytes, least, leastBytes)) {
      least = text;
      leastBytes = bytes;
    } else if (isBefore(greatest, greatestBytes, text, bytes)) {
      greatest = text;
      greatestBytes = bytes;
    }
    text += bytes;
  }
  noteText(LEAST, least, leastBytes);
  noteText(GREATEST, greatest, greatestBytes);
  out = writeDeltas(out, LENGTHS, count);
  copy(out, texts, text - texts);
  return out + (text - texts);
}

/** Notes where a text is, and its length. */
export function noteText(slot: usize, text: usize, bytes: u32): void {
  store<u32>(slot, u32(text));
  store<u32>(slot, bytes, 4);
}
