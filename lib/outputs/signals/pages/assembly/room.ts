/**
 * Where texts and pages are: as far from each other as the longest text needs.
 */
import { GROUP_ROWS, TEXTS } from "./slots";

/** Copies go in blocks of 16 bytes: behind everything there is room for what they take too much. */
const MARGIN: usize = 64;
/** Besides texts, a page has lengths or integers of 8 bytes, or means and their levels; with less than this for a row. */
const ROW_BYTES: u32 = 20;

let closes: usize = 0;
let dictionary: usize = 0;
let page: usize = 0;
let compressed: usize = 0;

/**
 * Makes room for texts of so many bytes: two of the call's row, the group's closes and the group's symbols. The group must have
 * no rows. The memory may grow, which leaves its views behind.
 */
export function makeRoom(textBytes: u32): void {
  const pageBytes = usize(textBytes + ROW_BYTES * GROUP_ROWS) + MARGIN;
  closes = TEXTS + 2 * usize(textBytes) + MARGIN;
  dictionary = closes + textBytes + MARGIN;
  page = dictionary + textBytes + MARGIN;
  compressed = page + pageBytes;
  // What can't be compressed gets longer, by a sixth at the most.
  const end = compressed + pageBytes + pageBytes / 6 + MARGIN;
  const pages = i32((end + 0xffff) >> 16);
  if (pages > memory.size() && memory.grow(pages - memory.size()) < 0) unreachable();
}

/** The closes of the group, one behind the other. */
// @ts-ignore: decorator
@inline
export function closesAt(): usize {
  return closes;
}

/** The symbols of the group, each behind its length: the page of the dictionary. */
// @ts-ignore: decorator
@inline
export function dictionaryAt(): usize {
  return dictionary;
}

/** The page that was made last. */
// @ts-ignore: decorator
@inline
export function pageAt(): usize {
  return page;
}

/** The page or dictionary that was compressed last. */
// @ts-ignore: decorator
@inline
export function compressedAt(): usize {
  return compressed;
}
