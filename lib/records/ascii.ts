/**
 * The bytes that mean something in a CSV.
 *
 * @module
 */

export const TAB = 9;
export const LF = 10;
export const CR = 13;
export const SPACE = 32;
export const QUOTE = 34;
export const COMMA = 44;
export const DOT = 46;
