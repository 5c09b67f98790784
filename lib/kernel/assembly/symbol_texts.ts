/**
 * Figures of symbols → their sums, and what the metrics say of each: its name, whole numbers, and the rate.
 */
import {
  FIGURE_TEXT_BYTES,
  FIGURE_TEXTS,
  MOST_NAME_BYTES,
  SYMBOL_ONES,
  SYMBOL_ROWS,
  SYMBOL_ROWS_WITH_MEAN,
  SYMBOL_TEXTS,
  SYMBOL_TEXTS_BYTES,
} from "./slots";
import { entryAt, isNameInJson, writeName } from "./symbols";

/** Texts where a symbol has two figures: `… name … rows … rate …`. */
const FEW_TEXTS: u32 = 4;
/** No number has more digits. */
const MOST_INTEGER_BYTES: usize = 20;
/** What a symbol may take: all texts, its name, and four numbers. */
const MOST_TEXT_BYTES: usize = 6 * FIGURE_TEXT_BYTES + MOST_NAME_BYTES + 4 * MOST_INTEGER_BYTES;
/** Of more, 10,000 times as many are not below 2^64. */
const MOST_ONES: f64 = 1e15;

let rows: f64 = 0;
let rowsWithMean: f64 = 0;
let ones: f64 = 0;

/**
 * Adds up the figures of `many` symbols, and fills in how many of their rows have a mean: of each symbol all but the first
 * `window − 1`.
 */
export function addFigures(many: u32, window: f64): void {
  rows = rowsWithMean = ones = 0;
  for (let n: u32 = 0; n < many; n++) {
    const own = figure(SYMBOL_ROWS, n);
    const withMean = max<f64>(0, own - window + 1);
    store<f64>(SYMBOL_ROWS_WITH_MEAN + (<usize> n << 3), withMean);
    rows += own;
    rowsWithMean += withMean;
    ones += figure(SYMBOL_ONES, n);
  }
}

export function sumOfRows(): f64 {
  return rows;
}

export function sumOfRowsWithMean(): f64 {
  return rowsWithMean;
}

export function sumOfOnes(): f64 {
  return ones;
}

let written: u32 = 0;

/** How many bytes were written last. */
export function writtenBytes(): u32 {
  return written;
}

/**
 * Writes what is said of symbols, whose figures are at `SYMBOL_ROWS`, …, with the texts at `FIGURE_TEXTS`.
 *
 * @param id The symbol of the first figures.
 * @param from Figures to begin with, and to end before.
 * @param processed Where the rows are that are said; and those that the rate is a share of.
 * @param texts How many texts there are: 4, or 6 where ones and rows with a mean are said too.
 * @param start Where to write, in `SYMBOL_TEXTS`.
 * @returns The first figures that are not written: there is no room for more, or the symbol is one to be written elsewhere.
 */
export function writeSymbols(
  id: u32,
  from: u32,
  end: u32,
  processed: usize,
  rated: usize,
  texts: u32,
  start: usize,
): u32 {
  let to = start;
  let n = from;
  for (; n < end && to + MOST_TEXT_BYTES <= SYMBOL_TEXTS + SYMBOL_TEXTS_BYTES; n++) {
    const entry = entryAt(id + n);
    const ones = figure(SYMBOL_ONES, n);
    if (!isNameInJson(entry) || ones > MOST_ONES) break;
    to = writeName(writeText(to, 0), entry);
    to = writeInteger(writeText(to, 1), <u64> figure(processed, n));
    to = writeRate(writeText(to, 2), <u64> ones, <u64> figure(rated, n));
    to = writeText(to, 3);
    if (texts == FEW_TEXTS) continue;
    to = writeText(writeInteger(to, <u64> ones), 4);
    to = writeText(writeInteger(to, <u64> figure(SYMBOL_ROWS_WITH_MEAN, n)), 5);
  }
  written = <u32> (to - start);
  return n;
}

// @ts-ignore: decorator
@inline
function figure(column: usize, n: u32): f64 {
  return load<f64>(column + (<usize> n << 3));
}

/** Whole vectors are copied, and what comes next is put over what is too much. */
// @ts-ignore: decorator
@inline
function writeText(to: usize, text: usize): usize {
  const from = FIGURE_TEXTS + text * FIGURE_TEXT_BYTES;
  v128.store(to, v128.load(from, 4));
  v128.store(to, v128.load(from, 20), 16);
  v128.store(to, v128.load(from, 36), 32);
  return to + load<u32>(from);
}

function writeInteger(to: usize, value: u64): usize {
  let end = to + 1;
  for (let rest = value; rest > 9; rest /= 10) end++;
  writeDigits(end, value, to);
  return end;
}

/** Writes the last digits of a number, from `start` to `end`. */
// @ts-ignore: decorator
@inline
function writeDigits(end: usize, value: u64, start: usize): void {
  let rest = value;
  for (let at = end; at > start; rest /= 10) store<u8>(--at, 48 + <u8> (rest % 10));
}

/** The share of ones, rounded half to even to 4 decimals, as JavaScript writes that number; `null` of no rows. */
function writeRate(to: usize, ones: u64, rows: u64): usize {
  if (rows == 0) {
    store<u32>(to, 0x6c6c756e);
    return to + 4;
  }
  const numerator = ones * 10_000;
  let tenThousandths = numerator / rows;
  const twiceRemainder = 2 * (numerator % rows);
  if (twiceRemainder > rows || (twiceRemainder == rows && (tenThousandths & 1) == 1)) tenThousandths++;
  let end = writeInteger(to, tenThousandths / 10_000);
  if (tenThousandths % 10_000 == 0) return end;
  store<u8>(end, 0x2e);
  writeDigits(end + 5, tenThousandths, end + 1);
  end += 5;
  while (load<u8>(end - 1) == 48) end--;
  return end;
}
