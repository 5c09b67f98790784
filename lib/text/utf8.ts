/**
 * Finding the byte where text stops being UTF-8.
 *
 * @module
 */

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Offset of the first byte that is not part of well-formed UTF-8, or undefined if there is none. */
export function firstInvalidByte(bytes: Uint8Array): number | undefined {
  try {
    // Much faster than the loop below, and nearly all text is sound.
    strict.decode(bytes);
    return undefined;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  let offset = 0;
  for (let width = 1; width > 0 && offset < bytes.length; offset += width) width = widthAt(bytes, offset);
  return offset;
}

/** Bytes of the character at `at`, as table 3-7 of the Unicode standard has them; 0 if there is none. */
function widthAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const width = first < 0xc2 || first > 0xf4 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  for (let n = 1; n < width; n++) {
    const byte = bytes[at + n] ?? 0;
    // The second byte has a smaller range where other values would be overlong, a surrogate or above U+10FFFF.
    const least = n === 1 && first === 0xe0 ? 0xa0 : n === 1 && first === 0xf0 ? 0x90 : 0x80;
    const most = n === 1 && first === 0xed ? 0x9f : n === 1 && first === 0xf4 ? 0x8f : 0xbf;
    if (byte < least || byte > most) return 0;
  }
  return width;
}
