/**
 * The plain scanner: the hot loop over records without quotes whose close is an ordinary decimal.
 *
 * It knows no files, no errors and no logs. It takes bytes and a {@linkcode ScanState}, fills an array of closes, and
 * stops at the first record that it can't prove plain. What that record is, the careful path decides.
 *
 * @module
 */
import type { ScaledCloses } from "../numbers/scaled_closes.ts";

// Not imported from ascii.ts: that made the loop 8 % slower, measured on 10 million rows. A test holds them equal.
const LF = 10;
const CR = 13;
const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;

/**
 * Digits that a scaled close may have. 10^15 − 1 < 2^53, so every such integer is exact in a double, and so is each
 * intermediate value of the digit loop.
 */
export const SCAN_DIGITS = 15;

/** 10^0 … 10^15, each exact in a double. */
const POWERS_OF_TEN = Float64Array.from({ length: SCAN_DIGITS + 1 }, (_, n) => 10 ** n);

/** Why a scan stopped. */
export type ScanStop =
  /** Every record up to the given end was read. */
  | "end"
  /** The array of closes is full; the next record starts at `position`. */
  | "full"
  /** The record at `position` is not plain, or its close does not fit the scale: leave it to the careful path. */
  | "record";

/** What all records have in common. */
export interface RecordShape {
  /** Fields of every record. */
  readonly fieldCount: number;
  /** Position of the close among them, from 0. */
  readonly closeIndex: number;
  /** Whether the records to come are most likely one quoted field each, which holds the whole record. */
  readonly wholeRecordQuoted: boolean;
  /** The byte between two fields. */
  readonly delimiter: number;
  /** The byte between the whole and the fraction of a close: a point or a comma. */
  readonly decimalMark: number;
  /** Position of the timestamp among the fields, from 0; −1 where none is looked at. */
  readonly timestampIndex: number;
  /** Fields that make up the timestamp, side by side. */
  readonly timestampFields: 1 | 2;
  /** Position of the symbol, from 0; −1 where none is looked at. */
  readonly symbolIndex: number;
}

/**
 * What a scan is given and what it leaves behind. One object serves for a whole file.
 *
 * The scan appends closes of at most {@linkcode SCAN_DIGITS} digits, each of which is one record and one line, and raises
 * `count`, `largest`, and the numbers of closes that are 0 and below.
 */
export interface ScanState extends ScaledCloses {
  /** In: where to start. Out: the first byte that was not consumed, always the start of a record. */
  position: number;
  count: number;
  largest: number;
  zeros: number;
  negatives: number;
  /** Whether there were quoted fields, so that there may be more; a scan may set it for itself. */
  quoted: boolean;
  /** Whether the record before was left to the careful path; for a scan that reads ahead. */
  wasCareful: boolean;
}

/**
 * What a scan is given for the beginning of a file.
 *
 * @param mantissas Where the closes go.
 * @param decimals The scale to begin with.
 */
export function newScanState(
  mantissas: Float64Array,
  decimals: number,
): ScanState & { mantissas: Float64Array; decimals: number } {
  return {
    position: 0,
    mantissas,
    count: 0,
    decimals,
    largest: 0,
    zeros: 0,
    negatives: 0,
    quoted: false,
    wasCareful: false,
  };
}

/**
 * Reads plain records from `bytes[state.position]` up to `end`.
 *
 * @param bytes The text; `bytes[end - 1]` must be a newline.
 */
export type PlainScan = (state: ScanState, shape: RecordShape, bytes: Uint8Array, end: number) => ScanStop;

/**
 * {@linkcode PlainScan} in plain TypeScript, one byte at a time. A byte read past the array counts as a newline.
 *
 * It knows commas and points only: its loops are made for what almost all files have.
 */
export const scanPlain: PlainScan = (state, shape, bytes, end) => {
  const { fieldCount, closeIndex } = shape;
  if (shape.wholeRecordQuoted || shape.delimiter !== COMMA || shape.decimalMark !== DOT) return "record";
  const { decimals, mantissas } = state;
  const capacity = mantissas.length;
  let { count, position: start, largest, zeros, negatives } = state;
  let stop: ScanStop = "end";

  while (start < end) {
    if (count === capacity) {
      stop = "full";
      break;
    }
    let i = start;
    let byte = LF;

    let field = 0;
    while (field < closeIndex) {
      // Of the bytes that matter here the comma is the largest, and most bytes of a candle file are larger still.
      do byte = bytes[i++] ?? LF; while (byte > COMMA);
      if (byte === COMMA) field++;
      else if (byte === LF || byte === QUOTE) break;
    }
    if (field < closeIndex) {
      stop = "record";
      break;
    }

    byte = bytes[i] ?? LF;
    const negative = byte === MINUS;
    if (negative) byte = bytes[++i] ?? LF;
    const firstDigit = i;
    let mantissa = 0;
    let digit = byte - ZERO;
    while (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digit = (bytes[++i] ?? LF) - ZERO;
    }
    const integerDigits = i - firstDigit;
    let fraction = 0;
    if (digit === DOT - ZERO) {
      const firstDecimal = ++i;
      digit = (bytes[i] ?? LF) - ZERO;
      while (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
        digit = (bytes[++i] ?? LF) - ZERO;
      }
      fraction = i - firstDecimal;
    }
    const missing = decimals - fraction;
    if (integerDigits + fraction === 0 || missing < 0 || integerDigits + decimals > SCAN_DIGITS) {
      stop = "record";
      break;
    }

    byte = bytes[i++] ?? LF;
    if (byte === CR && bytes[i] === LF) byte = bytes[i++] ?? LF;
    if (byte === COMMA) {
      field++;
      do {
        do byte = bytes[i++] ?? LF; while (byte > COMMA);
        if (byte === COMMA) field++;
      } while (byte !== LF && byte !== QUOTE);
    }
    if (byte !== LF || field !== fieldCount - 1) {
      stop = "record";
      break;
    }
    if (missing > 0) mantissa *= POWERS_OF_TEN[missing] ?? NaN;
    // 0 − 0 is 0, while −0 is not the integer that the text spells.
    mantissas[count++] = negative ? 0 - mantissa : mantissa;
    if (mantissa > largest) largest = mantissa;
    if (mantissa === 0) zeros++;
    else if (negative) negatives++;
    start = i;
  }
  state.position = start;
  state.count = count;
  state.largest = largest;
  state.zeros = zeros;
  state.negatives = negatives;
  return stop;
};
