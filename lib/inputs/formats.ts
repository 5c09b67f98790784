/**
 * The first bytes of a file → what it is, where it is no plain text.
 *
 * @module
 */
import { type CompressionFormat, type ForeignFormat, looksUtf16, looksUtf32, type Place, zeroByte } from "../errors.ts";
import { CR, LF, SPACE, TAB } from "../records/ascii.ts";

/** What a file is that is not read as it is: compressed candles, or something else altogether. */
export type Format =
  | { readonly kind: "compressed"; readonly format: CompressionFormat }
  | { readonly kind: "foreign"; readonly format: ForeignFormat };

const ascii = (text: string) => [...text].map((character) => character.charCodeAt(0));

/** How compressed data starts. No text does. Skippable frames of zstd are 16 kinds. */
const COMPRESSED: readonly (readonly [CompressionFormat, readonly number[]])[] = [
  ["gzip", [0x1f, 0x8b]],
  ["zip", [0x50, 0x4b, 3, 4]],
  ["zip", [0x50, 0x4b, 5, 6]],
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd]],
  ...Array.from({ length: 16 }, (_, kind) => ["zstd", [0x50 + kind, 0x2a, 0x4d, 0x18]] as const),
];

/** How files start that people take for candles, and that are none. Each is so long that no table starts with it. */
const FOREIGN: readonly (readonly [ForeignFormat, readonly number[]])[] = [
  ["xls", [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
  // What follows the magic is the first field of a structure of Thrift's compact protocol.
  ["parquet", [...ascii("PAR1"), 0x15]],
  ["arrow", ascii("ARROW1")],
  ["pdf", ascii("%PDF-")],
  ["elf", [0x7f, ...ascii("ELF")]],
  ["xz", [0xfd, ...ascii("7zXZ"), 0]],
  ["bzip2", [...ascii("BZh9"), 0x31, 0x41, 0x59, 0x26, 0x53, 0x59]],
  ["7z", [...ascii("7z"), 0xbc, 0xaf, 0x27, 0x1c]],
];

const MAGICS: readonly (readonly [Format, readonly number[]])[] = [
  ...COMPRESSED.map(([format, magic]) => [{ kind: "compressed", format }, magic] as const),
  ...FOREIGN.map(([format, magic]) => [{ kind: "foreign", format }, magic] as const),
];

/** Bytes that are enough to tell. */
export const MOST_MAGIC_BYTES = Math.max(...MAGICS.map(([, magic]) => magic.length));

/** What a file is that starts with `bytes`: "more" where they are too few to tell, undefined for what is read as it is. */
export function formatOf(bytes: Uint8Array): Format | "more" | undefined {
  const fits = MAGICS.find(([, magic]) => magic.every((byte, n) => n >= bytes.length || byte === bytes[n]));
  if (fits === undefined) return undefined;
  const [format, magic] = fits;
  return bytes.length < magic.length ? "more" : format;
}

/** Whether the character with this code, of which there are 256, stands in text. */
function isLatinText(code: number | undefined): boolean {
  return code !== undefined &&
    (code >= SPACE && code < 0x7f || code > 0x9f || code === TAB || code === CR || code === LF);
}

/**
 * Refuses what is no text of bytes: UTF-16 and UTF-32, with a mark or without, and binary data, which shows by a zero.
 *
 * @param bytes The file's first record, or what it starts with.
 * @param offset Offset in the file of `bytes[0]`.
 * @throws {JobError} of kind data.
 */
export function refuseNoText(bytes: Uint8Array, place: Place, offset: number): void {
  // A mark is one only where the file starts.
  const [a, b, c, d] = offset === 0 ? bytes : [];
  const littleMark = a === 0xff && b === 0xfe;
  if (littleMark && c === 0 && d === 0 || a === 0 && b === 0 && c === 0xfe && d === 0xff) {
    throw looksUtf32(place, offset);
  }
  if (littleMark || a === 0xfe && b === 0xff) throw looksUtf16(place, offset, "UTF-16");
  const zero = bytes.indexOf(0);
  if (zero < 0) return;
  const order = byteOrderOf(bytes, offset % 2);
  throw order === undefined ? zeroByte(place, offset + zero) : looksUtf16(place, offset + zero, order);
}

/**
 * Of text in UTF-16 without a mark. Half of its characters at least are Latin ones, and each of these has one zero byte.
 *
 * @param start Where in `bytes` a character starts: 0 or 1.
 */
function byteOrderOf(bytes: Uint8Array, start: number): "UTF-16LE" | "UTF-16BE" | undefined {
  for (const [high, order] of [[1, "UTF-16LE"], [0, "UTF-16BE"]] as const) {
    let texts = 0;
    let isText = true;
    for (let unit = start; unit + 1 < bytes.length && isText; unit += 2) {
      if (bytes[unit + 1 - high] === 0) isText = false;
      else if (bytes[unit + high] === 0) isText = isLatinText(bytes[unit + 1 - high]) && ++texts > 0;
    }
    if (isText && 4 * texts >= bytes.length - 1) return order;
  }
  return undefined;
}
