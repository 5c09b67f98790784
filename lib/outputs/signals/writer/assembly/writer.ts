/**
 * Rows → lines of CSV or JSON, straight into memory.
 */
import {
  CLOSE_LENGTHS,
  CLOSE_STARTS,
  LINE_BYTES,
  LINES,
  MEAN_BYTES,
  MEANS,
  MOST_ROWS,
  PIECE_BYTES,
  PIECES,
  SIGNALS,
  SUMS,
  SYMBOL_LENGTHS,
  SYMBOL_STARTS,
  TEXT_BYTES,
  TEXTS,
  TIMESTAMP_LENGTHS,
  TIMESTAMP_STARTS,
} from "./layout";
import { copy, eightDigits, fillPowers, writeMean } from "./means";

export { setMeans } from "./means";

fillPowers();

export function closeStarts(): usize {
  return CLOSE_STARTS;
}
export function closeLengths(): usize {
  return CLOSE_LENGTHS;
}
export function timestampStarts(): usize {
  return TIMESTAMP_STARTS;
}
export function timestampLengths(): usize {
  return TIMESTAMP_LENGTHS;
}
export function symbolStarts(): usize {
  return SYMBOL_STARTS;
}
export function symbolLengths(): usize {
  return SYMBOL_LENGTHS;
}
export function sums(): usize {
  return SUMS;
}
export function signals(): usize {
  return SIGNALS;
}
export function mostRows(): usize {
  return MOST_ROWS;
}
export function texts(): usize {
  return TEXTS;
}
export function textBytes(): usize {
  return TEXT_BYTES;
}
export function lines(): usize {
  return LINES;
}
export function lineBytes(): usize {
  return LINE_BYTES;
}
export function pieces(): usize {
  return PIECES;
}

/** How a call stops. */
const DONE: u32 = 0;
/** There is no room for one more line. */
const FULL: u32 = 1;
/** The next row has a text that this can't write. */
const REFUSED: u32 = 2;

// The pieces, in their order in memory.
const ROW: usize = 0;
const TIMESTAMP: usize = 1;
const SYMBOL: usize = 2;
const CLOSE: usize = 3;
const MEAN: usize = 4;
const SIGNAL: usize = 5;
const END: usize = 6;
const NO_MEAN: usize = 7;

/** Bytes that a line may have beside its texts: 8 pieces, row number, mean, signal, quotes, and a block too many. */
const LINE_MARGIN: usize = 8 * PIECE_BYTES + 16 + 64 + 1 + 6 + 16;

let hasTimestamp: bool = false;
let hasSymbol: bool = false;
let isJson: bool = false;
let rowLength: usize = 0;
let timestampLength: usize = 0;
let symbolLength: usize = 0;
let closeLength: usize = 0;
let meanLength: usize = 0;
let signalLength: usize = 0;
let endLength: usize = 0;
let noMeanLength: usize = 0;

let nextOut: usize = LINES;
let nextRow: u32 = 0;

/** @param lengths Of the pieces, each at most 16: four bits and more for each, in their order. */
export function setFormat(
  timestamp: bool,
  symbol: bool,
  json: bool,
  row: usize,
  beforeTimestamp: usize,
  beforeSymbol: usize,
  close: usize,
  mean: usize,
  signal: usize,
  end: usize,
  noMean: usize,
): void {
  hasTimestamp = timestamp;
  hasSymbol = symbol;
  isJson = json;
  rowLength = row;
  timestampLength = beforeTimestamp;
  symbolLength = beforeSymbol;
  closeLength = close;
  meanLength = mean;
  signalLength = signal;
  endLength = end;
  noMeanLength = noMean;
}

/**
 * Makes texts of the means of the first `count` rows, before their lines are written. A loop by itself: its rounds do not
 * depend on each other, so that the processor works on several at a time, while each line begins where the last one ends.
 */
export function writeMeans(count: u32): void {
  for (let n: usize = 0; n < count; n++) {
    const sum = load<f64>(SUMS + (n << 3));
    const start = MEANS + n * MEAN_BYTES;
    const end = sum === sum ? writeMean(start, sum) : piece(start, NO_MEAN, noMeanLength);
    store<u8>(start, u8(end - start), MEAN_BYTES - 1);
  }
}

/** Where the lines end, of those that the last call has written or found. */
export function position(): usize {
  return nextOut;
}

/** The row at which the last call has stopped. */
export function stoppedAt(): u32 {
  return nextRow;
}

/**
 * Writes the lines of rows `from` to `to`, not included, whose means are texts already.
 *
 * @param out Where the first line begins.
 * @param row Its number.
 * @param base What the starts are to be lessened by.
 * @param textLength Bytes of the texts.
 */
export function write(out: usize, from: u32, to: u32, row: f64, base: u32, textLength: u32): u32 {
  let number = u64(row);
  // The last eight digits of the row number, in a register from row to row.
  let digits = eightDigits(number % 100000000);
  let skipped = skippedDigits(number);
  const lineEnd = LINES + LINE_BYTES;
  let stop = DONE;
  let n = from;
  for (; n < to; n++) {
    const offset = usize(n) << 2;
    const closeFrom = load<u32>(CLOSE_STARTS + offset) - base;
    const closeBytes = load<u32>(CLOSE_LENGTHS + offset);
    let timestampFrom: u32 = 0;
    let timestampBytes: u32 = 0;
    if (hasTimestamp) {
      timestampFrom = load<u32>(TIMESTAMP_STARTS + offset) - base;
      timestampBytes = load<u32>(TIMESTAMP_LENGTHS + offset);
    }
    let symbolFrom: u32 = 0;
    let symbolBytes: u32 = 0;
    if (hasSymbol) {
      symbolFrom = load<u32>(SYMBOL_STARTS + offset) - base;
      symbolBytes = load<u32>(SYMBOL_LENGTHS + offset);
    }
    const isOutside = u64(closeFrom) + closeBytes > textLength || u64(timestampFrom) + timestampBytes > textLength ||
      u64(symbolFrom) + symbolBytes > textLength;
    if (isOutside) {
      stop = REFUSED;
      break;
    }
    if (out + closeBytes + timestampBytes + symbolBytes + LINE_MARGIN > lineEnd) {
      stop = FULL;
      break;
    }

    let at = out;
    at = piece(at, ROW, rowLength);
    if (number >= 100000000) at = upperDigits(at, number / 100000000);
    store<u64>(at, digits >> (skipped << 3));
    at += 8 - usize(skipped);
    if (hasTimestamp) {
      at = text(piece(at, TIMESTAMP, timestampLength), TEXTS + timestampFrom, timestampBytes);
      if (at === 0) {
        stop = REFUSED;
        break;
      }
    }
    if (hasSymbol) {
      at = text(piece(at, SYMBOL, symbolLength), TEXTS + symbolFrom, symbolBytes);
      if (at === 0) {
        stop = REFUSED;
        break;
      }
    }
    at = text(piece(at, CLOSE, closeLength), TEXTS + closeFrom, closeBytes);
    if (at === 0) {
      stop = REFUSED;
      break;
    }
    at = piece(at, MEAN, meanLength);
    const mean = MEANS + usize(n) * MEAN_BYTES;
    const length = usize(load<u8>(mean, MEAN_BYTES - 1));
    copy(at, mean, length);
    at += length;
    at = piece(at, SIGNAL, signalLength);
    store<u8>(at++, 0x30 + load<u8>(SIGNALS + n));
    out = piece(at, END, endLength);
    number++;
    digits += 1 << 56;
    if (digits >= u64(0x3a) << 56) {
      digits = eightDigits(number % 100000000);
      skipped = skippedDigits(number);
    }
  }
  nextOut = out;
  nextRow = n;
  return stop;
}

// @ts-ignore: decorator
@inline
function piece(out: usize, index: usize, length: usize): usize {
  v128.store(out, v128.load(PIECES + index * PIECE_BYTES));
  return out + length;
}

/** Writes a text, in quotes where it takes them. Returns where it ends, or 0 if something in it must be escaped. */
// @ts-ignore: decorator
@inline
function text(out: usize, from: usize, length: usize): usize {
  return isJson ? jsonText(out, from, length) : csvText(out, from, length);
}

// @ts-ignore: decorator
@inline
function csvText(out: usize, from: usize, length: usize): usize {
  let special: i32 = 0;
  for (let n: usize = 0; n < length; n += 16) {
    const block = v128.load(from + n);
    v128.store(out + n, block);
    const isSpecial = v128.or(
      v128.or(i8x16.eq(block, i8x16.splat(0x2c)), i8x16.eq(block, i8x16.splat(0x22))),
      v128.or(i8x16.eq(block, i8x16.splat(0x0a)), i8x16.eq(block, i8x16.splat(0x0d))),
    );
    special |= i8x16.bitmask(isSpecial) & within(length - n);
  }
  return special === 0 ? out + length : quotedText(out, from, length);
}

function quotedText(out: usize, from: usize, length: usize): usize {
  for (let n: usize = 0; n < length; n++) if (load<u8>(from + n) === 0x22) return 0;
  store<u8>(out, 0x22);
  copy(out + 1, from, length);
  store<u8>(out + 1 + length, 0x22);
  return out + length + 2;
}

// @ts-ignore: decorator
@inline
function jsonText(out: usize, from: usize, length: usize): usize {
  store<u8>(out++, 0x22);
  let special: i32 = 0;
  for (let n: usize = 0; n < length; n += 16) {
    const block = v128.load(from + n);
    v128.store(out + n, block);
    const isSpecial = v128.or(
      v128.or(i8x16.eq(block, i8x16.splat(0x5c)), i8x16.eq(block, i8x16.splat(0x22))),
      i8x16.lt_u(block, i8x16.splat(0x20)),
    );
    special |= i8x16.bitmask(isSpecial) & within(length - n);
  }
  if (special !== 0) return 0;
  store<u8>(out + length, 0x22);
  return out + length + 1;
}

/** A mask of the first `length` of 16. */
// @ts-ignore: decorator
@inline
function within(length: usize): i32 {
  return length >= 16 ? 0xffff : (1 << i32(length)) - 1;
}

/** Zeros before a row number of fewer than eight digits. */
function skippedDigits(number: u64): u64 {
  let skipped: u64 = 0;
  for (let least: u64 = 10000000; number < least && skipped < 7; least /= 10) skipped++;
  return skipped;
}

/** Writes the digits before the last eight of a row number. Returns where they end. */
function upperDigits(out: usize, upper: u64): usize {
  let length: usize = 0;
  for (let rest = upper; rest !== 0; rest /= 10) length++;
  for (let n = length; n > 0; upper /= 10) store<u8>(out + --n, 0x30 + u8(upper % 10));
  return out + length;
}
