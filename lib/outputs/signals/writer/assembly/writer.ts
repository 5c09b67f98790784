/**
 * Rows → lines of CSV or JSON, straight into memory.
 */
import {
  CLOSE_LENGTHS,
  CLOSE_PIECE,
  CLOSE_STARTS,
  DONE,
  END_PIECE,
  FULL,
  LINE_BYTES,
  LINES,
  MEAN_BYTES,
  MEAN_PIECE,
  MEANS,
  MOST_PIECE_BYTES,
  NO_MEAN_PIECE,
  PIECES,
  REFUSED,
  ROW_PIECE,
  SIGNAL_PIECE,
  SIGNALS,
  SUMS,
  SYMBOL_LENGTHS,
  SYMBOL_PIECE,
  SYMBOL_STARTS,
  TEXTS,
  TIME_BYTES,
  TIMES,
  TIMESTAMP_LENGTHS,
  TIMESTAMP_PIECE,
  TIMESTAMP_STARTS,
} from "./slots";
import { copy, eightDigits, fillPowers, writeMean } from "./means";
import { timeBytes } from "./times";

export * from "./slots";
export { setMeans } from "./means";
export { setTimes, writeTimes } from "./times";

fillPowers();

/** Bytes that a line may have beside its texts: pieces, row number, timestamp, mean, signal, quotes, and a block too many. */
const LINE_MARGIN: usize = PIECES * MOST_PIECE_BYTES + 16 + TIME_BYTES + 64 + 1 + 6 + 16;

let hasTimestamp: bool = false;
let hasSymbol: bool = false;
let isJson: bool = false;

let nextOut: usize = LINES;
let nextRow: u32 = 0;

/** Says what lines are made of, beside the pieces. */
export function setFormat(timestamp: bool, symbol: bool, json: bool): void {
  hasTimestamp = timestamp;
  hasSymbol = symbol;
  isJson = json;
}

/**
 * Makes texts of the means of the first `count` rows, before their lines are written. A loop by itself: its rounds do not
 * depend on each other, so that the processor works on several at a time, while each line begins where the last one ends.
 */
export function writeMeans(count: u32): void {
  for (let n: usize = 0; n < count; n++) {
    const sum = load<f64>(SUMS + (n << 3));
    const start = MEANS + n * MEAN_BYTES;
    const end = sum === sum ? writeMean(start, sum) : piece(start, NO_MEAN_PIECE);
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
 * Writes the lines of rows `from` to `to`, not included, whose means are texts already, and whose timestamps where they do
 * not stay as they are.
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
    at = piece(at, ROW_PIECE);
    if (number >= 100000000) at = upperDigits(at, number / 100000000);
    store<u64>(at, digits >> (skipped << 3));
    at += 8 - usize(skipped);
    if (hasTimestamp) {
      at = piece(at, TIMESTAMP_PIECE);
      at = timeBytes() === 0 ? text(at, TEXTS + timestampFrom, timestampBytes) : time(at, n);
      if (at === 0) {
        stop = REFUSED;
        break;
      }
    }
    if (hasSymbol) {
      at = text(piece(at, SYMBOL_PIECE), TEXTS + symbolFrom, symbolBytes);
      if (at === 0) {
        stop = REFUSED;
        break;
      }
    }
    at = text(piece(at, CLOSE_PIECE), TEXTS + closeFrom, closeBytes);
    if (at === 0) {
      stop = REFUSED;
      break;
    }
    at = piece(at, MEAN_PIECE);
    const mean = MEANS + usize(n) * MEAN_BYTES;
    const length = usize(load<u8>(mean, MEAN_BYTES - 1));
    copy(at, mean, length);
    at += length;
    at = piece(at, SIGNAL_PIECE);
    store<u8>(at++, 0x30 + load<u8>(SIGNALS + n));
    out = piece(at, END_PIECE);
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

/** Copies a piece. Returns where it ends. */
// @ts-ignore: decorator
@inline
function piece(out: usize, piece: usize): usize {
  v128.store(out, v128.load(piece));
  return out + load<u8>(piece, MOST_PIECE_BYTES);
}

/** Writes a timestamp whose text was made. Returns where it ends. */
// @ts-ignore: decorator
@inline
function time(out: usize, row: u32): usize {
  if (isJson) store<u8>(out++, 0x22);
  const from = TIMES + usize(row) * TIME_BYTES;
  v128.store(out, v128.load(from));
  v128.store(out, v128.load(from, 16), 16);
  out += timeBytes();
  if (isJson) store<u8>(out++, 0x22);
  return out;
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
