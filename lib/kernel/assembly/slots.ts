/**
 * Where everything is in the kernel's memory, and each number that its TypeScript face has to know too: all of them are
 * exports of the module. They are constants, so that no table costs a pointer.
 *
 * A constant whose encoding has a byte 11 in it, as 1,442 has, makes Deno 2.9 take all types of exports for unknown: the
 * check of types fails then.
 *
 *     1,024      masks that keep the last bytes of 16, and vectors of constants
 *     16,380     start of the first record of a batch, then the positions of its delimiters
 *     65,536     closes that were read for someone who wants them elsewhere
 *     200,704    text that was somewhere else and had to be copied
 *     335,872    closes that someone collects
 *     471,040    the signals of closes that were added up
 *     528,384    text that the system has put here
 *     1,581,056  what the compiler itself puts into memory
 *     1,638,400  the format of timestamps
 *     1,654,784  how the digits of closes are put in order, at the current scale
 *     1,703,936  where the fields of rows are, and the symbol of each row
 *     2,162,688  rows that make no candle, or that are at another step than those before them
 *     2,621,440  the table of symbols
 *     94,961,664 the windows of symbols, which take up what is left; or text that is read ahead, and the texts of closes
 *
 * The table of symbols has room for a million of them. The system gives memory to a page when something is first written
 * there, so room that no symbol has needed is only an address. The build fails where one area reaches into the next.
 *
 * Below the text there is room that may be read but means nothing: a load of the 16 bytes that end with a field may
 * begin before the text does. Behind it there is room for one whole block.
 */

/** Bytes that one step of the first pass looks at: as many as a 64-bit mask has bits. */
export const BLOCK_BYTES: usize = 64;

/**
 * Bytes of a batch. Newlines are counted in 16 lanes of 8 bits, to each of which a block adds at most 4:
 * 60 × 4 = 240 ≤ 255.
 */
export const BATCH_BYTES: usize = 60 * BLOCK_BYTES;

// How a call stops.
/** All records were read; what is left is the beginning of one. */
export const END: i32 = 0;
/** There is no room for the closes of the next batch. */
export const FULL: i32 = 1;
/** The next batch holds something that is not proven. */
export const REFUSED: i32 = 2;
/** The next record has a timestamp or a symbol that is not proven. */
export const UNPROVEN: i32 = 3;

// What a call looks at beside the closes.
export const NOTHING: i32 = 0;
/** The columns that `setColumns` has named, whose timestamps have to follow each other. */
export const COLUMNS: i32 = 1;
/** Where these columns are is noted, but for the close, and nothing is asked of them. */
export const TEXTS: i32 = 2;
/** The same, and the prices that `setPrices` has named. */
export const CANDLES: i32 = 3;

// How a call takes quotes.
/** There are none. */
export const UNQUOTED: i32 = 0;
/** Fields may be quoted. */
export const QUOTED: i32 = 1;
/** Each record is one quoted field. */
export const WRAPPED: i32 = 2;
/** Each field is quoted, as batches are taken of which `flattenAllQuoted` has proven it. */
export const ALL_QUOTED: i32 = 3;

/** Digits that a close may have at its scale. Such integers are exact in a double: 10^15 < 2^53. */
export const MOST_DIGITS: i32 = 15;

/**
 * No number of a rolling sum here is larger than this many times the largest close, or than `window` times that, if it is
 * more: see `roll.ts`.
 */
export const LEAST_WINDOW_FACTOR: u32 = 8;

/** 16 bytes of zeros, then 16 of ones: the 16 bytes from here + n on are a mask of the last n bytes. */
export const LAST_BYTES: usize = 1024;

// V8 builds a constant vector anew at each use, and reads one from memory in a single step.
/** The delimiter; in most files it is a comma. */
export const COMMAS: usize = LAST_BYTES + 64;
export const NEWLINES: usize = COMMAS + 16;
export const QUOTES: usize = NEWLINES + 16;
export const CARRIAGE_RETURNS: usize = QUOTES + 16;
export const ZEROS: usize = CARRIAGE_RETURNS + 16;
/** What the decimal mark, mostly a point, becomes when the digit "0" is taken off it by xor. */
export const POINTS: usize = ZEROS + 16;
export const NINES: usize = POINTS + 16;
/** Weights 10 and 1 of the two digits of a pair, 100 and 1 of two pairs, 10,000 and 1 of two quads. */
export const PAIR_WEIGHTS: usize = NINES + 16;
export const QUAD_WEIGHTS: usize = PAIR_WEIGHTS + 16;
export const OCTET_WEIGHTS: usize = QUAD_WEIGHTS + 16;
export const HUNDRED_MILLIONS: usize = OCTET_WEIGHTS + 16;

/** Fields of a record that the kernel can do. A batch may end within a record, whose delimiters are kept for the next. */
export const MOST_FIELDS: u32 = 4096;

/** Positions of delimiters, 4 bytes each: those of an unfinished record, of a batch, and of one block too many. */
export const DELIMITERS: usize = 16384;
const DELIMITERS_BYTES: usize = 4 * (<usize> MOST_FIELDS + BATCH_BYTES + BLOCK_BYTES);

/** Closes that one call may read. Behind them there must be room for one more: the last of an odd number is read twice. */
export const MOST_CLOSES: u32 = 16384;
const CLOSES_BYTES: usize = 8 * (<usize> MOST_CLOSES + 1);
export const CLOSES: usize = 65536;

export const STAGING: usize = 200704;
export const STAGING_BYTES: usize = 1 << 17;

/** Closes are read to here without a copy, and added up from here. */
export const COLLECTED: usize = 335872;
/** A byte each, 0 or 1. */
export const SIGNALS: usize = 471040;

/** From a page of memory on: the system copies three times faster to there than into the middle of one. */
export const INPUT: usize = 528384;
export const INPUT_BYTES: usize = 1 << 20;

/** What the compiler itself puts into memory: `tools/kernel.ts` tells it. */
const COMPILER_DATA: usize = 1581056;

// Columns: what rows say beside their close.

/** Room for a timestamp, which ends where the room ends. */
export const TIME_BYTES: usize = 32;

/** The format of timestamps, in tables whose last byte stands for the last byte of a timestamp. */
export const SEPARATORS: usize = 1638400;
/** All ones where the format has a separator. */
export const SEPARATOR_PLACES: usize = SEPARATORS + TIME_BYTES;
/** The most that the digit in each place may be; 255 where there is a separator, or nothing. */
export const MOST_DIGITS_HERE: usize = SEPARATOR_PLACES + TIME_BYTES;
/** All ones where the format has a digit of the date. */
export const DATE_PLACES: usize = MOST_DIGITS_HERE + TIME_BYTES;
/** All ones where a byte changes seldom: in separators, dates and hours. */
export const SLOW_PLACES: usize = DATE_PLACES + TIME_BYTES;

/** Bytes of a name that an entry can hold; and how many of them, the last ones, are in the entry itself. */
export const MOST_NAME_BYTES: u32 = 32;
export const SHORT_NAME_BYTES: u32 = 16;
/** Room for a name that TypeScript looks up; 32 bytes before it may be read. */
export const NAME: usize = SLOW_PLACES + 2 * TIME_BYTES;
/** Random numbers for the hash of names: two keys of 16 bytes, and a factor of 8. */
export const HASH_KEYS: usize = NAME + 2 * MOST_NAME_BYTES;
export const HASH_KEYS_BYTES: usize = 40;
/** The earliest timestamp and the latest. */
export const EARLIEST_TIME: usize = HASH_KEYS + 64;
export const LATEST_TIME: usize = EARLIEST_TIME + TIME_BYTES;

/** The form of timestamps at one step, in tables whose last byte stands for the last byte: the bytes that are the same in all. */
export const REGULAR_BYTES: usize = LATEST_TIME + TIME_BYTES;
/** All ones where a byte is the same in all. */
export const REGULAR_PLACES: usize = REGULAR_BYTES + TIME_BYTES;
/** The most that the digit in each place may be; 255 where there is none that counts. */
export const MOST_REGULAR_DIGITS: usize = REGULAR_PLACES + TIME_BYTES;
/** Of each digit that counts: how many bytes before the end it is, 4 bytes each, and what it counts. */
export const DIGIT_BACKS: usize = MOST_REGULAR_DIGITS + TIME_BYTES;
export const DIGIT_WEIGHTS: usize = DIGIT_BACKS + 4 * TIME_BYTES;
/** Of the last 16 bytes: the digits of a step, and for each place the one that is carried from to there; 255 for none. */
export const REGULAR_STEP: usize = DIGIT_WEIGHTS + 8 * TIME_BYTES;
export const CARRY_PLACES: usize = REGULAR_STEP + 16;

/** Of each digit that counts in timestamps whose steps are looked at, beside a date: as DIGIT_BACKS and DIGIT_WEIGHTS. */
export const STEP_WEIGHTS: usize = CARRY_PLACES + 16;
export const STEP_BACKS: usize = STEP_WEIGHTS + 8 * TIME_BYTES;

/** How digits are put in order: 16 bytes for each length up to 31, and in that for each number of bytes behind a point. */
export const SHUFFLES: usize = 1654784;
const SHUFFLES_BYTES: usize = 32 * 32 * 16;

/** Start and length of fields by row, 4 bytes each: lengths are always as far behind the starts. */
export const CLOSE_STARTS: usize = 1703936;
const COLUMN_BYTES: usize = 4 * <usize> MOST_CLOSES;
export const CLOSE_LENGTHS: usize = CLOSE_STARTS + COLUMN_BYTES;
export const TIME_STARTS: usize = CLOSE_LENGTHS + COLUMN_BYTES;
export const TIME_LENGTHS: usize = TIME_STARTS + COLUMN_BYTES;
export const SYMBOL_STARTS: usize = TIME_LENGTHS + COLUMN_BYTES;
export const SYMBOL_LENGTHS: usize = SYMBOL_STARTS + COLUMN_BYTES;
/** The id of each row's symbol. */
export const SYMBOL_IDS: usize = SYMBOL_LENGTHS + COLUMN_BYTES;

/** Figures of symbols, as doubles: here too, for who writes them down has read all rows. */
export const SYMBOL_ROWS: usize = CLOSE_STARTS;
export const SYMBOL_ROWS_WITH_MEAN: usize = SYMBOL_ROWS + COLUMN_BYTES;
export const SYMBOL_ONES: usize = SYMBOL_ROWS_WITH_MEAN + COLUMN_BYTES;
/** Of so many symbols at a time. */
export const MOST_FIGURES: u32 = 8192;
/** What stands before a symbol's name, behind it, and between its figures: here too, so far apart, the length first. */
export const FIGURE_TEXTS: usize = SYMBOL_ONES + COLUMN_BYTES;
export const FIGURE_TEXT_BYTES: usize = 64;
/** Where this is written: here too. */
export const SYMBOL_TEXTS: usize = INPUT;
export const SYMBOL_TEXTS_BYTES: usize = INPUT_BYTES;

/** The numbers of rows that make no candle, with room for one more. */
export const IMPOSSIBLE_ROWS: usize = 2162688;

/** Rows at another step than those before them: here too, for who looks at steps looks at no candles. */
export const STEP_NOTES: usize = IMPOSSIBLE_ROWS;
export const STEP_NOTE_BYTES: usize = 32;
/** As many as one call may write down. */
export const MOST_STEP_NOTES: u32 = 2048;

/** Symbols that the table has room for, a power of two. */
export const MOST_SYMBOLS: u32 = 1 << 20;
/** The entry of each symbol, by id. The one before the first stands for no symbol: nothing is written there. */
export const ENTRY_BYTES: usize = 64;
export const ENTRIES: usize = 2621440 + ENTRY_BYTES;
/** In place of an entry's address, for TypeScript: there is none. */
export const NOWHERE: usize = 0;

// An entry begins with the last bytes of the name.
export const NAME_LENGTH: usize = SHORT_NAME_BYTES;
/** The length of the symbol's last timestamp; 0 where there was none. */
export const TIME_LENGTH: usize = NAME_LENGTH + 4;
/** In place of that length: the next timestamp must not be compared with the last one. */
export const NO_COMPARISON: u32 = 99;
export const NAME_HASH: usize = TIME_LENGTH + 4;
/** That timestamp, in two halves. */
export const HIGH_TIME: usize = NAME_HASH + 8;
export const LOW_TIME: usize = HIGH_TIME + 16;

/** By id: what a long name has before its last 16 bytes. */
export const LONG_NAMES: usize = ENTRIES + <usize> MOST_SYMBOLS * ENTRY_BYTES;
/** Where the entries are, by the hash of the name: 4 bytes each, of which half are zeros at least. */
export const INDEX: usize = LONG_NAMES + <usize> MOST_SYMBOLS * SHORT_NAME_BYTES;
/** Of a place in the index: the number of an entry, from 1. The bits above it are the last ones of the hash. */
export const NUMBER_BITS: u32 = 21;

/** The windows of symbols, one behind the other: for each the numbers below, and then its closes. */
export const WINDOWS: usize = 1449 << 16;
export const WINDOWS_BYTES: usize = 1 << 25;
/** Two places for text that is read ahead: here too, for who reads ahead keeps no windows. From a page of memory on, as INPUT. */
export const AHEAD: usize = WINDOWS;
export const AHEAD_BYTES: usize = 1 << 22;
export const AHEAD_STRIDE: usize = AHEAD_BYTES + (1 << 16);
/** The texts of closes, one behind the other, and where they are in there: behind these places, and also without windows. */
export const PACKED: usize = AHEAD + 2 * AHEAD_STRIDE;
export const PACKED_BYTES: usize = <usize> MOST_CLOSES * 32;
export const PACKED_STARTS: usize = PACKED + PACKED_BYTES + BLOCK_BYTES;
export const PACKED_LENGTHS: usize = PACKED_STARTS + COLUMN_BYTES;
// What is known of a symbol, as doubles.
export const SUM: u32 = 0;
/** Place of the oldest close in the window; below 0 for a symbol that is kept elsewhere. */
export const SLOT: u32 = 1;
export const ROWS: u32 = 2;
export const ONES: u32 = 3;
/** Of a descending series: the mean of its first window. */
export const FIRST_MEAN: u32 = 4;
export const RING: u32 = 5;

/** All of the memory: `tools/kernel.ts` tells the compiler. */
export const MEMORY_BYTES: usize = WINDOWS + WINDOWS_BYTES;

// The bytes that mean something in a CSV.
export const NEWLINE: u32 = 0x0a;
export const CARRIAGE_RETURN: u32 = 0x0d;
export const QUOTE: u32 = 0x22;

// Nothing of this is left in the module. The first is a position that stands before the delimiters.
if (HUNDRED_MILLIONS + 16 > DELIMITERS - 4) ERROR("the constants are too long");
if (DELIMITERS + DELIMITERS_BYTES > CLOSES) ERROR("the delimiters reach into the closes");
if (CLOSES + CLOSES_BYTES > STAGING) ERROR("the closes reach into the staged text");
if (STAGING + STAGING_BYTES + BLOCK_BYTES > COLLECTED) ERROR("the staged text reaches into the collected closes");
if (COLLECTED + CLOSES_BYTES > SIGNALS) ERROR("the collected closes reach into the signals");
if (SIGNALS + <usize> MOST_CLOSES > INPUT) ERROR("the signals reach into the input");
if (INPUT + INPUT_BYTES + BLOCK_BYTES > COMPILER_DATA) ERROR("the input reaches into what the compiler puts there");
if (COMPILER_DATA != ASC_MEMORY_BASE || COMPILER_DATA >= SEPARATORS) ERROR("the compiler puts its data elsewhere");
if (STEP_BACKS + 4 * TIME_BYTES > SHUFFLES) ERROR("the format of timestamps reaches into the digit tables");
if (SHUFFLES + SHUFFLES_BYTES > CLOSE_STARTS) ERROR("the digit tables reach into the columns");
if (SYMBOL_IDS + COLUMN_BYTES > IMPOSSIBLE_ROWS) ERROR("the columns reach into the noted rows");
if (<usize> MOST_FIGURES << 3 > COLUMN_BYTES) ERROR("the figures of symbols are too many");
if (IMPOSSIBLE_ROWS + COLUMN_BYTES + 4 > ENTRIES - ENTRY_BYTES) ERROR("the noted rows reach into the symbols");
if (STEP_NOTES + <usize> MOST_STEP_NOTES * STEP_NOTE_BYTES > ENTRIES - ENTRY_BYTES) ERROR("the steps reach into the symbols");
if (PACKED_LENGTHS + COLUMN_BYTES > MEMORY_BYTES) ERROR("the texts of closes reach out of memory");
if (LOW_TIME + 16 != ENTRY_BYTES) ERROR("an entry has another length");
if (<usize> NO_COMPARISON <= TIME_BYTES) ERROR("a timestamp may have the length that says it has none");
if (<u32> 1 << NUMBER_BITS <= MOST_SYMBOLS) ERROR("an entry's number has too few bits");
if (INDEX + 8 * <usize> MOST_SYMBOLS > WINDOWS) ERROR("the index of symbols reaches into the windows");
