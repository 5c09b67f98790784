/**
 * Where everything is in the writer's memory, and each number that its TypeScript face has to know too: all of them are
 * exports of the module. They are constants, so that no table costs a pointer.
 *
 *     1,024      powers of ten, in 128 bits each
 *     2,048      digits of a long mean, right-aligned behind zeros
 *     2,176      powers of ten as integers, then their inverses
 *     2,560      what stands before each column, each with its length
 *     2,816      how timestamps become texts
 *     4,096      starts and lengths of texts, sums and signals
 *     71,680     means as text, 64 bytes each
 *     202,752    the texts
 *     466,944    the lines
 *     729,344    timestamps as texts, 32 bytes each
 *     794,880    what the compiler itself puts into memory
 *
 * Copies go in blocks of 16 bytes: behind the texts and the lines there is room for what they take too much. The build fails
 * where one area reaches into the next.
 */

// How a call stops.
export const DONE: u32 = 0;
/** There is no room for one more line. */
export const FULL: u32 = 1;
/** The next row has a text that this can't write. */
export const REFUSED: u32 = 2;

/** 10^0 to 10^39, each times a power of two so that its highest bit is the highest of 128: first the high half. */
export const POWERS: usize = 1024;
export const POWER_COUNT: i32 = 40;

/** The end of 64 bytes whose last 18 are digits; those before them are always zeros. */
export const DIGITS_END: usize = 2112;
/** 10^0 to 10^16. */
export const INTEGER_POWERS: usize = 2176;
/** 10^0 to 10^−16, as near as doubles come. */
export const INVERSE_POWERS: usize = 2320;

/** What stands before each column, at the end of a line, and in place of a mean: at most so many bytes, then their number. */
export const MOST_PIECE_BYTES: usize = 16;
const PIECE_BYTES: usize = MOST_PIECE_BYTES + 16;
export const ROW_PIECE: usize = 2560;
export const TIMESTAMP_PIECE: usize = ROW_PIECE + PIECE_BYTES;
export const SYMBOL_PIECE: usize = TIMESTAMP_PIECE + PIECE_BYTES;
export const CLOSE_PIECE: usize = SYMBOL_PIECE + PIECE_BYTES;
export const MEAN_PIECE: usize = CLOSE_PIECE + PIECE_BYTES;
export const SIGNAL_PIECE: usize = MEAN_PIECE + PIECE_BYTES;
export const END_PIECE: usize = SIGNAL_PIECE + PIECE_BYTES;
export const NO_MEAN_PIECE: usize = END_PIECE + PIECE_BYTES;
export const PIECES: usize = 8;

/** Bytes of a timestamp that are looked at, and that its text has room for. */
export const TIME_BYTES: usize = 32;
/** By place in a timestamp: the lowest byte that may be there, and how much more it may be. */
export const TIME_LOWEST: usize = NO_MEAN_PIECE + PIECE_BYTES;
export const TIME_RANGES: usize = TIME_LOWEST + TIME_BYTES;
/** By place in its text, 16 at a time: which of the first 16 bytes goes there, then which of the others; 128 for none. */
export const TIME_PICKS: usize = TIME_RANGES + TIME_BYTES;
/** By place in its text: the byte that is always there, or 0. */
export const TIME_FIXED: usize = TIME_PICKS + 2 * TIME_BYTES;
/** The digits of an epoch. */
export const TIME_DIGITS: usize = TIME_FIXED + TIME_BYTES;

/** Rows of one call: few enough that all that a call touches stays in a processor's second cache. */
export const MOST_ROWS: usize = 2048;

export const CLOSE_STARTS: usize = 4096;
export const CLOSE_LENGTHS: usize = CLOSE_STARTS + 4 * MOST_ROWS;
export const TIMESTAMP_STARTS: usize = CLOSE_LENGTHS + 4 * MOST_ROWS;
export const TIMESTAMP_LENGTHS: usize = TIMESTAMP_STARTS + 4 * MOST_ROWS;
export const SYMBOL_STARTS: usize = TIMESTAMP_LENGTHS + 4 * MOST_ROWS;
export const SYMBOL_LENGTHS: usize = SYMBOL_STARTS + 4 * MOST_ROWS;
export const SUMS: usize = SYMBOL_LENGTHS + 4 * MOST_ROWS;
export const SIGNALS: usize = SUMS + 8 * MOST_ROWS;

/** Means as text; the last byte of each says how long it is. */
export const MEANS: usize = 71680;
export const MEAN_BYTES: usize = 64;

export const TEXTS: usize = 202752;
export const TEXT_BYTES: usize = 1 << 18;

export const LINES: usize = 466944;
export const LINE_BYTES: usize = 1 << 18;

export const TIMES: usize = 729344;

const COMPILER_DATA: usize = 794880;

/** All of the memory: `tools/kernel.ts` tells the compiler, as it does where its own data go. */
export const MEMORY_BYTES: usize = 13 << 16;

// Nothing of this is left in the module.
if (POWERS + 16 * POWER_COUNT > DIGITS_END - 64) ERROR("the powers reach into the digits");
if (DIGITS_END > INTEGER_POWERS || INTEGER_POWERS + 8 * 17 > INVERSE_POWERS) ERROR("the tables of powers overlap");
if (INVERSE_POWERS + 8 * 17 > ROW_PIECE) ERROR("the powers reach into the pieces");
if (NO_MEAN_PIECE != ROW_PIECE + (PIECES - 1) * PIECE_BYTES) ERROR("there is another number of pieces");
if (TIME_DIGITS + 16 > CLOSE_STARTS) ERROR("the pieces and what is said of timestamps reach into the columns");
if (SIGNALS + MOST_ROWS > MEANS) ERROR("the columns reach into the means");
if (MEANS + MOST_ROWS * MEAN_BYTES > TEXTS) ERROR("the means reach into the texts");
if (TEXTS + TEXT_BYTES + 16 > LINES) ERROR("the texts reach into the lines");
if (LINES + LINE_BYTES + 16 > TIMES) ERROR("the lines reach into the timestamps");
if (TIMES + MOST_ROWS * TIME_BYTES > COMPILER_DATA) ERROR("the timestamps reach into what the compiler puts there");
if (COMPILER_DATA != ASC_MEMORY_BASE || COMPILER_DATA > MEMORY_BYTES) ERROR("the compiler puts its data elsewhere");
