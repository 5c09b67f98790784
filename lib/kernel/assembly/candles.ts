/**
 * The second pass where `inspect` looks at all four prices: positions of delimiters → closes, and the rows whose prices
 * make no candle. A price is read as the job reads a close.
 */
import { areAllNumbers, bytesBefore, mantissaDigits, mantissas, shuffleOf } from "./digits";
import { endOf, lengthOf, placeOf } from "./fields";
import { CARRIAGE_RETURN, IMPOSSIBLE_ROWS, NEWLINE } from "./slots";

// Where the other prices are among the fields.
let openIndex: u32 = 0;
let highIndex: u32 = 0;
let lowIndex: u32 = 0;

/** Behind the last row that was written down. */
let impossibleEnd: usize = IMPOSSIBLE_ROWS;

/** The largest close of the last call that read all its records. */
export let largestInCandles: f64 = 0;
/** The smallest of them; infinite where there are none. */
export let smallestInCandles: f64 = Infinity;

/** Says which fields the other prices are. */
export function setPrices(open: u32, high: u32, low: u32): void {
  openIndex = open;
  highIndex = high;
  lowIndex = low;
}

/** How many rows of the last scan make no candle. Their numbers are written down, each with 4 bytes. */
export function impossibleRows(): u32 {
  return <u32> ((impossibleEnd - IMPOSSIBLE_ROWS) >> 2);
}

/** To be called before a scan. */
export function forgetImpossibleRows(): void {
  impossibleEnd = IMPOSSIBLE_ROWS;
}

/**
 * Reads the prices of `records` records without quotes.
 *
 * @param delimiters Where the positions of the delimiters are: those of each record, in order, and before the first
 * the position of the byte before the first record.
 * @param closes Where the closes go, with room for one more.
 * @param row Number of the first record.
 * @returns Whether all is as it should be. If not, what was written means nothing.
 */
export function readCandles(
  delimiters: usize,
  records: u32,
  fieldCount: u32,
  closeIndex: u32,
  closes: usize,
  row: u32,
): bool {
  const stride = <usize> fieldCount << 2;
  const lastOffset = stride - 4;
  const open = <usize> openIndex << 2;
  const high = <usize> highIndex << 2;
  const low = <usize> lowIndex << 2;
  const close = <usize> closeIndex << 2;
  // As for closes alone: the first record tells how all of them end.
  const isLast = (open == lastOffset || high == lastOffset || low == lastOffset || close == lastOffset) && records > 0;
  const returnLength = isLast ? usize(load<u8>(<usize> load<u32>(delimiters + lastOffset) - 1) == CARRIAGE_RETURN) : 0;
  const openReturn = open == lastOffset ? returnLength : 0;
  const highReturn = high == lastOffset ? returnLength : 0;
  const lowReturn = low == lastOffset ? returnLength : 0;
  const closeReturn = close == lastOffset ? returnLength : 0;
  let faults: u32 = 0;
  let lengths: u32 = 0;
  let shuffles = i8x16.splat(-1);
  let highest = i8x16.splat(0);
  let largest = f64x2.splat(0);
  let smallest = f64x2.splat(Infinity);
  let impossible = impossibleEnd;
  let to = closes;
  let number = row;
  const end = delimiters + <usize> records * stride;
  for (let record = delimiters; record < end; record += stride) {
    const newline = <usize> load<u32>(record + lastOffset);
    faults |= <u32> load<u8>(newline) ^ NEWLINE;
    if (returnLength != 0) faults |= <u32> load<u8>(newline - 1) ^ CARRIAGE_RETURN;

    const openPlace = placeOf(record, open);
    const openBytes = bytesBefore(endOf(openPlace) - openReturn);
    const openLength = lengthOf(openPlace) - <u32> openReturn;
    const openShuffle = shuffleOf(openBytes, openLength);
    const openDigits = mantissaDigits(openBytes, openShuffle);
    const highPlace = placeOf(record, high);
    const highBytes = bytesBefore(endOf(highPlace) - highReturn);
    const highLength = lengthOf(highPlace) - <u32> highReturn;
    const highShuffle = shuffleOf(highBytes, highLength);
    const highDigits = mantissaDigits(highBytes, highShuffle);
    const openHigh = mantissas(openDigits, highDigits);

    const lowPlace = placeOf(record, low);
    const lowBytes = bytesBefore(endOf(lowPlace) - lowReturn);
    const lowLength = lengthOf(lowPlace) - <u32> lowReturn;
    const lowShuffle = shuffleOf(lowBytes, lowLength);
    const lowDigits = mantissaDigits(lowBytes, lowShuffle);
    const closePlace = placeOf(record, close);
    const closeBytes = bytesBefore(endOf(closePlace) - closeReturn);
    const closeLength = lengthOf(closePlace) - <u32> closeReturn;
    const closeShuffle = shuffleOf(closeBytes, closeLength);
    const closeDigits = mantissaDigits(closeBytes, closeShuffle);
    const lowClose = mantissas(lowDigits, closeDigits);

    lengths |= openLength | highLength | lowLength | closeLength;
    shuffles = v128.and(shuffles, v128.and(openShuffle, highShuffle));
    shuffles = v128.and(shuffles, v128.and(lowShuffle, closeShuffle));
    highest = i8x16.max_u(highest, i8x16.max_u(i8x16.max_u(openDigits, highDigits), i8x16.max_u(lowDigits, closeDigits)));
    largest = f64x2.pmax(largest, lowClose);
    smallest = f64x2.pmin(smallest, lowClose);
    v128.store64_lane(to, lowClose, 1);
    to += 8;

    // The low is at most the open, and the close at most the high; the low is at most the close, and the open at most the high.
    const across = f64x2.le(lowClose, openHigh);
    const lowOpen = v128.shuffle<f64>(lowClose, openHigh, 0, 2);
    const closeHigh = v128.shuffle<f64>(lowClose, openHigh, 1, 3);
    const isCandle = i64x2.all_true(v128.and(across, f64x2.le(lowOpen, closeHigh)));
    store<u32>(impossible, number++);
    impossible += usize(!isCandle) << 2;
  }
  const isProven = faults == 0 && areAllNumbers(lengths, shuffles, highest);
  if (isProven) {
    impossibleEnd = impossible;
    largestInCandles = f64x2.extract_lane(largest, 1);
    smallestInCandles = f64x2.extract_lane(smallest, 1);
  }
  return isProven;
}
