/**
 * Finding the byte where text stops being UTF-8.
 *
 * @module
 */

/**
 * Offset of the first byte that is not part of well-formed UTF-8, or undefined if all is well.
 *
 * Works by the rule that a decoder replaces each ill-formed part by U+FFFD: what it decodes before the first
 * replacement that the bytes do not spell out themselves tells how many bytes were well-formed.
 */
export function firstInvalidByte(bytes: Uint8Array): number | undefined {
  try {
    new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return undefined;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  let offset = 0;
  for (const character of text) {
    const width = widthOf(character.codePointAt(0) ?? 0);
    const replaced = character === "\ufffd" &&
      !(bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd);
    if (replaced) return offset;
    offset += width;
  }
  return offset;
}

/** Bytes that UTF-8 takes for a code point. */
function widthOf(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
