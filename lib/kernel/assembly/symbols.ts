/**
 * The table of symbols: names → entries, which are numbered in the order in which the names appear.
 *
 * Entries stay where they are. What grows with them is the index, an open hash table: each place of it holds the number of
 * an entry and some bits of the name's hash, so that hardly any other entry has to be looked at.
 *
 * Nobody can make names that collide. The hash is NH, of which Black et al. prove in "UMAC: Fast and Secure Message
 * Authentication" (1999) that any two names have the same one with a probability of 2^-32, the keys being random; a random
 * odd factor, and a mix of the bits, then spread it.
 */
import {
  ENTRIES,
  ENTRY_BYTES,
  HASH_KEYS,
  INDEX,
  LAST_BYTES,
  LONG_NAMES,
  MOST_NAME_BYTES,
  MOST_SYMBOLS,
  NAME_HASH,
  NAME_LENGTH,
  NOWHERE,
  NUMBER_BITS,
  QUOTES,
  STAGING,
  STAGING_BYTES,
  TIME_LENGTH,
} from "./slots";

/** Is like no symbol's: it has no name. */
export const NO_ENTRY: usize = ENTRIES - ENTRY_BYTES;

/** Places of the index at first, as a power of two. */
const LEAST_INDEX_BITS: u32 = 13;
const NUMBER_MASK: u32 = (1 << NUMBER_BITS) - 1;

let count: u32 = 0;
let indexBits: u32 = 0;
let areNamed: bool = false;

/**
 * Forgets all symbols.
 *
 * @param named Whether symbols have names; otherwise all rows are those of one symbol.
 */
export function clearSymbols(named: bool): void {
  count = 0;
  areNamed = named;
  if (named) clearIndex(LEAST_INDEX_BITS);
}

function clearIndex(bits: u32): void {
  indexBits = bits;
  memory.fill(INDEX, 0, <usize> 4 << bits);
}

/** The entry of the only symbol, which has no name. */
export function singleEntry(): usize {
  if (count == 0) addEntry(i8x16.splat(0), 1, 0);
  return ENTRIES;
}

// @ts-ignore: decorator
@inline
export function entryAt(id: u32): usize {
  return ENTRIES + <usize> id * ENTRY_BYTES;
}

/** The number of an entry, from 0 in the order in which the symbols appear. */
// @ts-ignore: decorator
@inline
export function idOf(entry: usize): u32 {
  return <u32> ((entry - ENTRIES) / ENTRY_BYTES);
}

/** The last `bytes` of the 16 bytes before `end`, and zeros before them. */
// @ts-ignore: decorator
@inline
export function lastBytes(end: usize, bytes: u32): v128 {
  return v128.and(v128.load(end - 16), v128.load(LAST_BYTES + bytes));
}

/**
 * Whether an entry is that of the symbol that the `bytes` bytes before `end` spell.
 *
 * @param name The last 16 of them.
 */
// @ts-ignore: decorator
@inline
export function isEntryOf(entry: usize, end: usize, bytes: u32, name: v128): bool {
  if (load<u32>(entry, NAME_LENGTH) != bytes || v128.any_true(v128.xor(name, v128.load(entry)))) return false;
  return bytes <= 16 || !v128.any_true(v128.xor(lastBytes(end - 16, bytes - 16), v128.load(longNameOf(entry))));
}

// @ts-ignore: decorator
@inline
function longNameOf(entry: usize): usize {
  return LONG_NAMES + ((entry - ENTRIES) >> 2);
}

/**
 * The entry of a symbol, which is new to the table if it is not there. NO_ENTRY for one that has to be looked at more
 * closely, or that the table has no room for.
 *
 * @param before That of the row before: symbols that take turns mostly do so in the order of their entries.
 */
export function entryOf(end: usize, bytes: u32, before: usize): usize {
  const name = lastBytes(end, min(bytes, 16));
  const next = before + ENTRY_BYTES;
  if (idOf(next) < count && isEntryOf(next, end, bytes, name)) return next;
  const hash = hashOf(end, bytes, name);
  const known = knownEntry(end, bytes, name, hash);
  return known == NO_ENTRY && isPlain(name, bytes, end) ? newEntry(end, bytes, name, hash) : known;
}

function knownEntry(end: usize, bytes: u32, name: v128, hash: u32): usize {
  const mask = (<u32> 1 << indexBits) - 1;
  const tag = hash << NUMBER_BITS;
  let place = hash >> (32 - indexBits);
  let found = load<u32>(INDEX + (<usize> place << 2));
  while (found != 0) {
    if ((found & ~NUMBER_MASK) == tag) {
      const entry = NO_ENTRY + <usize> (found & NUMBER_MASK) * ENTRY_BYTES;
      if (isEntryOf(entry, end, bytes, name)) return entry;
    }
    place = (place + 1) & mask;
    found = load<u32>(INDEX + (<usize> place << 2));
  }
  return NO_ENTRY;
}

/**
 * NH: sums of four bytes each and a key's, multiplied in pairs and added up. Names that are alike give sums that lie in a
 * lattice, and with some keys the places of a lattice crowd together: so the bits are mixed as MurmurHash3 does at its end.
 */
function hashOf(end: usize, bytes: u32, name: v128): u32 {
  let sum = nh(name, v128.load(HASH_KEYS));
  if (bytes > 16) sum += nh(lastBytes(end - 16, bytes - 16), v128.load(HASH_KEYS, 16));
  let mixed = sum * (load<u64>(HASH_KEYS, 32) | 1);
  mixed ^= mixed >> 33;
  mixed *= 0xff51afd7ed558ccd;
  return <u32> ((mixed ^ (mixed >> 33)) >> 32);
}

// @ts-ignore: decorator
@inline
function nh(name: v128, keys: v128): u64 {
  const sums = i32x4.add(name, keys);
  const products = i64x2.extmul_low_i32x4_u(sums, v128.shuffle<i32>(sums, sums, 2, 3, 2, 3));
  return <u64> i64x2.extract_lane(products, 0) + <u64> i64x2.extract_lane(products, 1);
}

/** Printable ASCII only, and no blank at its ends: whether what else there is means something is not seen from here. */
function isPlain(name: v128, bytes: u32, end: usize): bool {
  // Bytes from 128 on are negative here.
  let controls = controlBytes(name, min(bytes, 16));
  if (bytes > 16) controls |= controlBytes(lastBytes(end - 16, bytes - 16), bytes - 16);
  return controls == 0 && load<u8>(end - 1) != BLANK && load<u8>(end - bytes) != BLANK;
}

const BLANK: u8 = 32;

/** Which of the last `bytes` bytes of 16 are neither printable nor blank ASCII. */
// @ts-ignore: decorator
@inline
function controlBytes(text: v128, bytes: u32): i32 {
  const controls = i8x16.bitmask(i8x16.lt_s(text, i8x16.splat(BLANK))) | i8x16.bitmask(i8x16.eq(text, i8x16.splat(127)));
  return controls >> (16 - <i32> bytes);
}

function newEntry(end: usize, bytes: u32, name: v128, hash: u32): usize {
  if (count == MOST_SYMBOLS) return NO_ENTRY;
  // At most half of the index is taken, so that a name is found in a step or two. Symbols without a name here count as well,
  // and may have brought more than that.
  if (count >= <u32> 1 << (indexBits - 1)) growIndex();
  const entry = addEntry(name, bytes, hash);
  if (bytes > 16) v128.store(longNameOf(entry), lastBytes(end - 16, bytes - 16));
  addToIndex(hash, count);
  return entry;
}

function addEntry(name: v128, bytes: u32, hash: u32): usize {
  const entry = entryAt(count);
  v128.store(entry, name);
  store<u32>(entry, bytes, NAME_LENGTH);
  store<u32>(entry, 0, TIME_LENGTH);
  store<u32>(entry, hash, NAME_HASH);
  count++;
  return entry;
}

function growIndex(): void {
  let bits = indexBits + 1;
  while (count >= <u32> 1 << (bits - 1)) bits++;
  clearIndex(bits);
  for (let number: u32 = 1; number <= count; number++) {
    const entry = NO_ENTRY + <usize> number * ENTRY_BYTES;
    if (load<u32>(entry, NAME_LENGTH) != 0) addToIndex(load<u32>(entry, NAME_HASH), number);
  }
}

function addToIndex(hash: u32, number: u32): void {
  const mask = (<u32> 1 << indexBits) - 1;
  let place = hash >> (32 - indexBits);
  while (load<u32>(INDEX + (<usize> place << 2)) != 0) place = (place + 1) & mask;
  store<u32>(INDEX + (<usize> place << 2), (hash << NUMBER_BITS) | number);
}

/** Symbols in the table. Their ids are the numbers below. */
export function symbols(): u32 {
  return count;
}

/** The entry of the symbol that the `bytes` bytes before `end` spell, at most MOST_NAME_BYTES; NOWHERE for an unknown one. */
export function findEntry(end: usize, bytes: u32): usize {
  if (!areNamed) return count == 0 ? NOWHERE : ENTRIES;
  const name = lastBytes(end, min(bytes, 16));
  const entry = knownEntry(end, bytes, name, hashOf(end, bytes, name));
  return entry == NO_ENTRY ? NOWHERE : entry;
}

/** The same, and a new one where there is none: for TypeScript, which knows that this is a name. NOWHERE without room. */
export function entryOfName(end: usize, bytes: u32): usize {
  if (!areNamed) return singleEntry();
  const known = findEntry(end, bytes);
  if (known != NOWHERE) return known;
  const name = lastBytes(end, min(bytes, 16));
  const entry = newEntry(end, bytes, name, hashOf(end, bytes, name));
  return entry == NO_ENTRY ? NOWHERE : entry;
}

/** Forgets the symbols from the id `left` on: the last one, or none. */
export function forgetFrom(left: u32): void {
  if (left == count || !areNamed) return;
  const mask = (<u32> 1 << indexBits) - 1;
  let place = load<u32>(entryAt(left), NAME_HASH) >> (32 - indexBits);
  while ((load<u32>(INDEX + (<usize> place << 2)) & NUMBER_MASK) != count) place = (place + 1) & mask;
  // Nothing has come behind it.
  store<u32>(INDEX + (<usize> place << 2), 0);
  count = left;
}

/** An entry for a symbol that has no other, since its name is too long: it has a number only. NOWHERE without room for it. */
export function addNameless(): usize {
  return count == MOST_SYMBOLS ? NOWHERE : addEntry(i8x16.splat(0), 0, 0);
}

let copied: u32 = 0;

/**
 * Copies the names of the symbols from the id `from` on to `STAGING`, one behind the other, as many as have room.
 *
 * @returns The first id whose name has none.
 */
export function copyNames(from: u32): u32 {
  let to = STAGING;
  let id = from;
  // Whole halves are copied, and the next name is put over what is too much.
  for (; id < count && to + 2 * MOST_NAME_BYTES < STAGING + STAGING_BYTES; id++) {
    to = writeName(to, entryAt(id));
  }
  copied = <u32> (to - STAGING);
  return id;
}

/** Writes the name of an entry, in whole halves. Returns where it ends. */
// @ts-ignore: decorator
@inline
export function writeName(to: usize, entry: usize): usize {
  let next = to;
  let bytes = <usize> load<u32>(entry, NAME_LENGTH);
  if (bytes > 16) {
    v128.store(next, v128.load(longNameOf(entry) + 32 - bytes));
    next += bytes - 16;
    bytes = 16;
  }
  v128.store(next, v128.load(entry + 16 - bytes));
  return next + bytes;
}

/** Whether the name of an entry is between quotes in JSON as it is: printable ASCII without quotes and backslashes. */
export function isNameInJson(entry: usize): bool {
  const bytes = load<u32>(entry, NAME_LENGTH);
  if (bytes == 0) return false;
  let others = othersInJson(v128.load(entry), min(bytes, 16));
  if (bytes > 16) others |= othersInJson(v128.load(longNameOf(entry)), bytes - 16);
  return others == 0;
}

const BACKSLASH: u8 = 0x5c;

// @ts-ignore: decorator
@inline
function othersInJson(text: v128, bytes: u32): i32 {
  const escaped = v128.or(i8x16.eq(text, v128.load(QUOTES)), i8x16.eq(text, i8x16.splat(BACKSLASH)));
  return controlBytes(text, bytes) | i8x16.bitmask(escaped);
}

/** Bytes of the names that were copied last. */
export function copiedBytes(): u32 {
  return copied;
}
