/**
 * Where everything is in the kernel's memory. The addresses are constants, so that no table costs a pointer.
 *
 *     1,024      masks that keep the last bytes of 16, and vectors of constants
 *     2,048      the digit tables of the current scale
 *     16,380     start of the first record of a batch, then the positions of its delimiters
 *     65,536     closes that were read for someone who wants them elsewhere
 *     200,704    text that was somewhere else and had to be copied
 *     335,872    closes that someone collects
 *     528,384    text that the system has put here
 *     1,581,056  what the compiler itself puts into memory
 *     1,638,400  the format of time stamps
 *     1,703,936  where the fields of rows are, and the symbol of each row
 *     2,162,688  the table of symbols, which takes up what is left
 *
 * The table of symbols has room for a million of them. The system gives memory to a page when something is first written
 * there, so room that no symbol has needed is only an address.
 *
 * Below the text there is room that may be read but means nothing: a load of the 16 bytes that end with a field may
 * begin before the text does. Behind it there is room for one whole block.
 */

/** Bytes that one step of the first pass looks at: as many as a 64-bit mask has bits. */
export const BLOCK: usize = 64;

/**
 * Bytes of a batch. Newlines are counted in 16 lanes of 8 bits, to each of which a block adds at most 4:
 * 60 × 4 = 240 ≤ 255.
 */
export const BATCH: usize = 60 * BLOCK;

/** 16 bytes of zeros, then 16 of ones: the 16 bytes from here + n on are a mask of the last n bytes. */
export const LAST_BYTES: usize = 1024;

// V8 builds a constant vector anew at each use, and reads one from memory in a single step.
/** The delimiter; in most files it is a comma. */
export const COMMAS: usize = 1088;
export const NEWLINES: usize = 1104;
export const QUOTES: usize = 1120;
export const CARRIAGE_RETURNS: usize = 1136;
export const ZEROS: usize = 1152;
/** What the decimal mark, mostly a point, becomes when the digit "0" is taken off it by xor. */
export const POINTS: usize = 1168;
export const NINES: usize = 1184;
/** Weights 10 and 1 of the two digits of a pair, 100 and 1 of two pairs, 10,000 and 1 of two quads. */
export const PAIR_WEIGHTS: usize = 1200;
export const QUAD_WEIGHTS: usize = 1216;
export const OCTET_WEIGHTS: usize = 1232;
export const HUNDRED_MILLIONS: usize = 1248;

/** For each place of the point: how the bytes of a field are put in order. 17 × 16 bytes. */
export const SHUFFLES: usize = 2048;

/** Fields of a record that the kernel can do. A batch may end within a record, whose delimiters are kept for the next. */
export const MOST_FIELDS: u32 = 4096;

/** Positions of delimiters, 4 bytes each: those of an unfinished record, of a batch, and of one block too many. */
export const DELIMITERS: usize = 16384;

/** Closes that one call may read. Behind them there must be room for one more: an odd last one is read twice. */
export const MOST_CLOSES: u32 = 16384;
export const CLOSES: usize = 65536;

export const STAGING: usize = 200704;
export const STAGING_BYTES: usize = 1 << 17;

/** Room for `MOST_CLOSES` closes and one. They are read to here without a copy, and added up from here. */
export const COLLECTED: usize = 335872;

/** From a page of memory on: the system copies three times faster to there than into the middle of one. */
export const INPUT: usize = 528384;
export const INPUT_BYTES: usize = 1 << 20;

// Columns: what rows say beside their close. All of it is behind what the compiler itself puts into memory.

/** The format of time stamps: 32 bytes each, of which the last stands for the last byte of a time stamp. */
export const SEPARATORS: usize = 1638400;
/** All ones where the format has a separator. */
export const SEPARATOR_PLACES: usize = SEPARATORS + 32;
/** The most that the digit in each place may be; 255 where there is a separator, or nothing. */
export const MOST_DIGITS_HERE: usize = SEPARATORS + 64;
/** All ones where the format has a digit of the date. */
export const DATE_PLACES: usize = SEPARATORS + 96;
/** All ones where a byte changes seldom: in separators, dates and hours. */
export const SLOW_PLACES: usize = SEPARATORS + 128;
/** Room for a name that TypeScript looks up; 32 bytes before it may be read. */
export const NAME: usize = SEPARATORS + 192;
/** Random numbers for the hash of names: two keys of 16 bytes, and a factor of 8. */
export const HASH_KEYS: usize = SEPARATORS + 256;
/** The earliest timestamp and the latest, 32 bytes each. */
export const EXTREME_TIMES: usize = SEPARATORS + 320;

/** Start and length of fields by row, 4 bytes each: lengths are always as far behind the starts. */
export const CLOSE_STARTS: usize = 1703936;
export const CLOSE_LENGTHS: usize = CLOSE_STARTS + 65536;
export const TIME_STARTS: usize = CLOSE_STARTS + 2 * 65536;
export const TIME_LENGTHS: usize = CLOSE_STARTS + 3 * 65536;
export const SYMBOL_STARTS: usize = CLOSE_STARTS + 4 * 65536;
export const SYMBOL_LENGTHS: usize = CLOSE_STARTS + 5 * 65536;
/** The id of each row's symbol. */
export const SYMBOL_IDS: usize = CLOSE_STARTS + 6 * 65536;

/** Symbols that the table has room for, a power of two. */
export const MOST_SYMBOLS: u32 = 1 << 20;
/** The entry of each symbol, by id. The one before the first stands for no symbol: nothing is written there. */
export const ENTRY_BYTES: usize = 64;
export const ENTRIES: usize = 2162688 + ENTRY_BYTES;
/** By id: what a long name has before its last 16 bytes. */
export const LONG_NAMES: usize = ENTRIES + <usize> MOST_SYMBOLS * ENTRY_BYTES;
/** Where the entries are, by the hash of the name: 4 bytes each, of which half are zeros at least. */
export const INDEX: usize = LONG_NAMES + <usize> MOST_SYMBOLS * 16;

// The bytes that mean something in a CSV.
export const NEWLINE: u32 = 0x0a;
export const CARRIAGE_RETURN: u32 = 0x0d;
export const QUOTE: u32 = 0x22;
