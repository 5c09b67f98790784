/**
 * Where everything is in the writer's memory. The addresses are constants, so that no table costs a pointer.
 *
 *     1,024      powers of ten, in 128 bits each
 *     2,048      digits of a long mean, right-aligned behind zeros
 *     2,176      powers of ten as integers, then their inverses
 *     2,560      what stands before each column, 16 bytes each
 *     4,096      starts and lengths of texts, sums and signals
 *     71,680     means as text, 64 bytes each
 *     202,752    the texts
 *     466,944    the lines
 *
 * Copies go in blocks of 16 bytes: behind the texts and the lines there is room for what they take too much.
 */

/** 10^0 to 10^39, each times a power of two so that its highest bit is the highest of 128: first the high half. */
export const POWERS: usize = 1024;
export const POWER_COUNT: i32 = 40;

/** The end of 64 bytes whose last 18 are digits; those before them are always zeros. */
export const DIGITS_END: usize = 2112;
/** 10^0 to 10^16. */
export const INTEGER_POWERS: usize = 2176;
/** 10^0 to 10^−16, as near as doubles come. */
export const INVERSE_POWERS: usize = 2320;

export const PIECES: usize = 2560;
export const PIECE_BYTES: usize = 16;

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
