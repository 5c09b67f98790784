/**
 * Changes in the bytes of a file, of the kinds that break real ones.
 *
 * @module
 */
import type { Choice } from "./generator.ts";

/** Bytes with a meaning, to a CSV reader, a number reader or a decoder. */
const SPECIAL = [34, 44, 10, 13, 0, 32, 9, 45, 43, 46, 48, 57, 101, 69, 47, 58, 255, 254, 0xef, 0xbb, 0xbf, 0xc3, 0x80]
  .map((byte) => [byte]);
const SEQUENCES = ['""', '"\n', '"\r\n', ',"', '",', "\r\n", "\n\n", "\r\r", "\ufeff", "\ufffd", '","', "e-", "close"]
  .map((text) => [...new TextEncoder().encode(text)]);
const INSERTED: readonly [readonly number[], ...(readonly number[])[]] = [[34], ...SPECIAL, ...SEQUENCES];

type Bytes = Uint8Array<ArrayBuffer>;
type Change = (bytes: Bytes, choice: Choice) => Bytes;

/** A file with one to four changes. */
export function mutate(bytes: Bytes, choice: Choice): Bytes {
  let result = bytes;
  for (let changes = choice.oneIn(2) ? 1 : choice.integer(1, 4); changes > 0; changes--) {
    result = choice.of(CHANGES)(result, choice);
  }
  return result;
}

const CHANGES: readonly [Change, ...Change[]] = [
  // Twice as often as the others: an inserted byte, or one that is replaced.
  (bytes, choice) => replaced(bytes, ...empty(bytes, choice), choice.of(INSERTED)),
  (bytes, choice) => replaced(bytes, ...empty(bytes, choice), choice.of(INSERTED)),
  (bytes, choice) => {
    const at = position(bytes, choice);
    return replaced(bytes, at, at + 1, choice.of(INSERTED));
  },
  (bytes, choice) => replaced(bytes, ...range(bytes, choice), []),
  (bytes, choice) => {
    // A part of the file stands twice, the second time anywhere.
    const [from, to] = range(bytes, choice);
    return replaced(bytes, ...empty(bytes, choice), [...bytes.subarray(from, to)]);
  },
  (bytes, choice) => bytes.slice(0, position(bytes, choice)),
  (bytes, choice) => bytes.slice(position(bytes, choice)),
  (bytes, choice) => {
    const flipped = bytes.slice();
    const at = position(bytes, choice);
    if (at < flipped.length) flipped[at] = (flipped[at] ?? 0) ^ (1 << choice.integer(0, 7));
    return flipped;
  },
  // All line ends, or all quotes.
  (bytes, choice) => {
    const [from, to] = choice.of<[number, number]>([[10, 13], [13, 32], [34, 39], [44, 59], [46, 44]]);
    return bytes.map((byte) => byte === from ? to : byte);
  },
];

function position(bytes: Bytes, choice: Choice): number {
  return choice.integer(0, bytes.length);
}

function empty(bytes: Bytes, choice: Choice): [number, number] {
  const at = position(bytes, choice);
  return [at, at];
}

function range(bytes: Bytes, choice: Choice): [number, number] {
  const from = position(bytes, choice);
  return [from, Math.min(bytes.length, from + choice.integer(1, choice.of([1, 4, 60])))];
}

function replaced(bytes: Bytes, from: number, to: number, by: readonly number[]): Bytes {
  return Uint8Array.from([...bytes.subarray(0, from), ...by, ...bytes.subarray(to)]);
}
