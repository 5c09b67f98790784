/**
 * The symbols of a group: names → numbers, in the order in which the names appear, and the dictionary of the names.
 *
 * Nobody can make names that collide: the keys of the hash are random. They have no say in the numbers.
 */
import {
  GREATEST,
  GROUP_TEXT_BYTES,
  HASH_KEYS,
  INDEX,
  INDEX_BITS,
  LEAST,
  SYMBOL_PLACES,
} from "./slots";
import { commonBytes, copy, isBefore } from "./bytes";
import { dictionaryAt } from "./room";
import { noteText } from "./texts";

/** There is no room for the symbol. */
export const NO_ROOM: u32 = 0xffffffff;

let count: u32 = 0;
let dictionaryBytes: u32 = 0;

/** Forgets all symbols. */
export function clearSymbols(): void {
  count = 0;
  dictionaryBytes = 0;
  memory.fill(INDEX, 0, 4 << INDEX_BITS);
}

export function symbolCount(): u32 {
  return count;
}

export function dictionaryLength(): u32 {
  return dictionaryBytes;
}

// @ts-ignore: decorator
@inline
function isSymbol(id: u32, name: usize, bytes: u32): bool {
  const place = load<u32>(SYMBOL_PLACES + (usize(id) << 2));
  return load<u32>(place) === bytes && commonBytes(place + 4, name, bytes) === bytes;
}

/**
 * The number of a symbol, which is new if it is not there.
 *
 * @param before That of the row before. Symbols mostly stay the same, or take turns in the order of their numbers.
 * @param isFirst Whether it is that of a group's first row, for which there always is room.
 */
export function idOfSymbol(name: usize, bytes: u32, before: u32, isFirst: bool): u32 {
  if (before < count && isSymbol(before, name, bytes)) return before;
  if (before + 1 < count && isSymbol(before + 1, name, bytes)) return before + 1;
  let place = hashOf(name, bytes) >> (64 - INDEX_BITS);
  for (;;) {
    const found = load<u32>(INDEX + (usize(place) << 2));
    if (found === 0) break;
    if (isSymbol(found - 1, name, bytes)) return found - 1;
    place = place + 1 & (1 << INDEX_BITS) - 1;
  }
  if (!isFirst && u64(dictionaryBytes) + bytes + 4 > GROUP_TEXT_BYTES) return NO_ROOM;
  const entry = dictionaryAt() + dictionaryBytes;
  store<u32>(entry, bytes);
  copy(entry + 4, name, bytes);
  dictionaryBytes += bytes + 4;
  store<u32>(SYMBOL_PLACES + (usize(count) << 2), u32(entry));
  store<u32>(INDEX + (usize(place) << 2), ++count);
  return count - 1;
}

/** Each word is added, multiplied by an odd key, and its upper half mixed into the lower one. */
function hashOf(name: usize, bytes: u32): u64 {
  const factor = load<u64>(HASH_KEYS) | 1;
  let hash = load<u64>(HASH_KEYS, 8) + bytes;
  for (let n: u32 = 0; n < bytes; n += 8) {
    const rest = bytes - n;
    const word = load<u64>(name + n);
    hash = (hash + (rest >= 8 ? word : word & (u64(1) << (u64(rest) << 3)) - 1)) * factor;
    hash ^= hash >> 32;
  }
  return hash * factor;
}

/** Finds the least and the greatest symbol: where each is, and its length. */
export function findSymbolRange(): void {
  let least: usize = 0;
  let greatest: usize = 0;
  for (let id: u32 = 0; id < count; id++) {
    const place = usize(load<u32>(SYMBOL_PLACES + (usize(id) << 2)));
    const bytes = load<u32>(place);
    if (id === 0 || isBefore(place + 4, bytes, least + 4, load<u32>(least))) least = place;
    if (id === 0 || isBefore(greatest + 4, load<u32>(greatest), place + 4, bytes)) greatest = place;
  }
  noteText(LEAST, least + 4, load<u32>(least));
  noteText(GREATEST, greatest + 4, load<u32>(greatest));
}
