/**
 * Where everything is in the memory of the pages, and each number that their TypeScript face has to know too: all of them
 * are exports of the module.
 *
 * A group's rows are kept as they come, column by column, until their pages are made. Where texts and pages are hangs on the
 * longest text: see `room.ts`.
 */

/** Rows of a row group. */
export const GROUP_ROWS: u32 = 1 << 17;
/** The texts of a column that a group may have, in bytes, unless it has one row only. */
export const GROUP_TEXT_BYTES: u32 = 1 << 22;

// How a call stops.
export const DONE: u32 = 0;
/** The group has no room for one more row. */
export const FULL: u32 = 1;
/** A text is not where it should be. */
export const REFUSED: u32 = 2;

/** In place of a length: the row has no such text. */
export const NO_TEXT: u32 = 0xffffffff;

// What timestamps are in the file.
export const DATES: u32 = 0;
export const MICROSECONDS: u32 = 1;
export const NANOSECONDS: u32 = 2;

// What is known of the page made last: the bytes of its levels and of all of it, its values that are not null, and the least
// and the greatest of them, 64 bits each, or for texts where each is and its length.
export const LEVEL_BYTES: usize = 1024;
export const PAGE_BYTES: usize = LEVEL_BYTES + 4;
export const VALUES: usize = LEVEL_BYTES + 8;
export const LEAST: usize = LEVEL_BYTES + 16;
export const GREATEST: usize = LEAST + 8;

/** The keys of the hash of symbols: random, see `symbols.ts`. */
export const HASH_KEYS: usize = GREATEST + 8;
export const HASH_KEYS_BYTES: usize = 16;

/** The dictionary of signals: 0 and 1. */
export const SIGNALS_DICTIONARY: usize = HASH_KEYS + HASH_KEYS_BYTES;
export const SIGNALS_DICTIONARY_BYTES: usize = 8;

/** Bytes of a timestamp that are looked at. */
export const TIME_BYTES: usize = 32;
/** By place in a timestamp: the lowest byte that may be there, and how much more it may be. */
export const TIME_LOWEST: usize = SIGNALS_DICTIONARY + SIGNALS_DICTIONARY_BYTES;
export const TIME_RANGES: usize = TIME_LOWEST + TIME_BYTES;
/** By place of a digit, 16 at a time: which of the first 16 bytes goes there, then which of the others; 128 for none. */
export const TIME_PICKS: usize = TIME_RANGES + TIME_BYTES;
/** The digits of a timestamp, each at its place. */
export const TIME_DIGITS: usize = TIME_PICKS + 2 * TIME_BYTES;

/** The differences of a block. */
export const BLOCK_VALUES: u32 = 128;
export const DIFFERENCES: usize = 2048;

// The rows of one call.
export const MOST_ROWS: usize = 2048;
export const CLOSE_STARTS: usize = 4096;
export const CLOSE_LENGTHS: usize = CLOSE_STARTS + 4 * MOST_ROWS;
export const SYMBOL_STARTS: usize = CLOSE_LENGTHS + 4 * MOST_ROWS;
export const SYMBOL_LENGTHS: usize = SYMBOL_STARTS + 4 * MOST_ROWS;
export const TIMESTAMP_STARTS: usize = SYMBOL_LENGTHS + 4 * MOST_ROWS;
export const TIMESTAMP_LENGTHS: usize = TIMESTAMP_STARTS + 4 * MOST_ROWS;
export const SUMS: usize = TIMESTAMP_LENGTHS + 4 * MOST_ROWS;
export const SIGNALS: usize = SUMS + 8 * MOST_ROWS;

// The rows of the group. Of the timestamps, first as seconds since 1970, NaN for none, and nanoseconds of the second.
export const ROWS: usize = 80 << 10;
export const TIME_SECONDS: usize = ROWS + 8 * GROUP_ROWS;
export const TIME_NANOSECONDS: usize = TIME_SECONDS + 8 * GROUP_ROWS;
export const MEANS: usize = TIME_NANOSECONDS + 4 * GROUP_ROWS;
export const SIGNAL_VALUES: usize = MEANS + 8 * GROUP_ROWS;
export const SYMBOL_IDS: usize = SIGNAL_VALUES + 4 * GROUP_ROWS;
export const TEXT_LENGTHS: usize = SYMBOL_IDS + 4 * GROUP_ROWS;

// Where the pages are made: levels of definition, and lengths of texts as integers of 64 bits.
export const LEVELS: usize = TEXT_LENGTHS + 4 * GROUP_ROWS;
export const LENGTHS: usize = LEVELS + 4 * GROUP_ROWS;

/** Symbols: where each is in the dictionary, and an open hash table of their numbers, from 1, with twice as many places. */
export const SYMBOL_PLACES: usize = LENGTHS + 8 * GROUP_ROWS;
export const INDEX: usize = SYMBOL_PLACES + 4 * GROUP_ROWS;
export const INDEX_BITS: u32 = 18;

/** Of what is compressed: places of bytes, 16 bits each, by a hash of them. */
export const MATCHES: usize = INDEX + (4 << INDEX_BITS);
export const MATCH_BITS: u32 = 14;

/** The texts of a call of many rows: at most so many bytes. */
export const TEXT_BYTES: usize = 1 << 18;

const COMPILER_DATA: usize = MATCHES + (2 << MATCH_BITS);

/** What the compiler puts into memory, which is nothing, would take less than this; then come the texts. */
export const TEXTS: usize = COMPILER_DATA + 4096;

/** All of the memory at first: `tools/kernel.ts` tells the compiler, as it does where its own data go. */
export const MEMORY_BYTES: usize = 611 << 16;

// Nothing of this is left in the module.
if (TIME_DIGITS + TIME_BYTES > DIFFERENCES) ERROR("the results reach into the differences");
if (DIFFERENCES + 8 * BLOCK_VALUES > CLOSE_STARTS) ERROR("the differences reach into the rows of a call");
if (SIGNALS + MOST_ROWS > ROWS) ERROR("the rows of a call reach into those of the group");
if (2 * GROUP_ROWS != 1 << INDEX_BITS) ERROR("the index is of another size");
if (COMPILER_DATA != ASC_MEMORY_BASE) ERROR("the compiler puts its data elsewhere");
