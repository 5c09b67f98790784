/**
 * Rows → columns → pages of Parquet.
 */
import {
  CLOSE_LENGTHS,
  CLOSE_STARTS,
  DONE,
  FULL,
  GREATEST,
  GROUP_ROWS,
  GROUP_TEXT_BYTES,
  LEAST,
  LEVEL_BYTES,
  LEVELS,
  MEANS,
  NO_TEXT,
  PAGE_BYTES,
  REFUSED,
  ROWS,
  SIGNAL_VALUES,
  SIGNALS,
  SIGNALS_DICTIONARY,
  SUMS,
  SYMBOL_IDS,
  SYMBOL_LENGTHS,
  SYMBOL_STARTS,
  TEXT_LENGTHS,
  TEXTS,
  TIME_SECONDS,
  VALUES,
} from "./slots";
import { copy } from "./bytes";
import { findRange, writeDeltas } from "./integers";
import { closesAt, pageAt } from "./room";
import { writeLevels, writeRuns } from "./runs";
import { clearSymbols, findSymbolRange, idOfSymbol, NO_ROOM, symbolCount } from "./symbols";
import { writeTexts } from "./texts";

export * from "./slots";
export { dictionaryLength, symbolCount } from "./symbols";
export { readTimes, setTimeFormat } from "./moments";
export { compressedAt, dictionaryAt, makeRoom, pageAt } from "./room";
export { compress } from "./snappy";
export { convertTimes } from "./times";

store<u32>(SIGNALS_DICTIONARY, 1, 4);

let hasSymbol: bool = false;
let rows: u32 = 0;
let closeBytes: u32 = 0;
let lastId: u32 = 0;
let stop: u32 = DONE;

/** Begins a group. */
export function begin(symbol: bool): void {
  hasSymbol = symbol;
  rows = 0;
  closeBytes = 0;
  lastId = 0;
  if (symbol) clearSymbols();
}

/** How many rows the group has. */
export function rowCount(): u32 {
  return rows;
}

/** Why the last call of `add` has stopped. */
export function stoppedBy(): u32 {
  return stop;
}

/**
 * Adds rows `from` to `to`, not included, to the group.
 *
 * @param row The number of the first.
 * @param base What the starts are to be lessened by.
 * @param textLength Bytes of the texts.
 * @param denominator What a sum is divided by to give the mean. Both are exact, so it is rounded once.
 * @returns The row at which it has stopped.
 */
export function add(from: u32, to: u32, row: f64, base: u32, textLength: u32, denominator: f64): u32 {
  const first = rows;
  stop = DONE;
  let n = from;
  for (; n < to; n++) {
    const offset = usize(n) << 2;
    const closeFrom = load<u32>(CLOSE_STARTS + offset) - base;
    const bytes = load<u32>(CLOSE_LENGTHS + offset);
    if (u64(closeFrom) + bytes > textLength) {
      stop = REFUSED;
      break;
    }
    if (rows === GROUP_ROWS || (rows > 0 && closeBytes + bytes > GROUP_TEXT_BYTES)) {
      stop = FULL;
      break;
    }
    if (hasSymbol) {
      const symbolFrom = load<u32>(SYMBOL_STARTS + offset) - base;
      const symbolBytes = load<u32>(SYMBOL_LENGTHS + offset);
      let id = NO_ROOM;
      if (symbolBytes !== NO_TEXT) {
        if (u64(symbolFrom) + symbolBytes > textLength) {
          stop = REFUSED;
          break;
        }
        id = idOfSymbol(TEXTS + symbolFrom, symbolBytes, lastId, rows === 0);
        if (id === NO_ROOM) {
          stop = FULL;
          break;
        }
        lastId = id;
      }
      store<u32>(SYMBOL_IDS + (usize(rows) << 2), id);
    }
    copy(closesAt() + closeBytes, TEXTS + closeFrom, bytes);
    store<u32>(TEXT_LENGTHS + (usize(rows) << 2), bytes);
    closeBytes += bytes;
    rows++;
  }
  addNumbers(first, from, n, i64(row), denominator);
  return n;
}

function addNumbers(first: u32, from: u32, to: u32, row: i64, denominator: f64): void {
  for (let n = usize(from), at = usize(first); n < to; n++, at++) {
    store<i64>(ROWS + (at << 3), row++);
    // Zero has no sign.
    store<f64>(MEANS + (at << 3), load<f64>(SUMS + (n << 3)) / denominator + 0);
    store<u32>(SIGNAL_VALUES + (at << 2), load<u8>(SIGNALS + n));
  }
}

/** Says what was made: levels from the beginning of the page to `levelsEnd`, then values to `end`. */
function noteMade(levelsEnd: usize, end: usize, values: u32): void {
  store<u32>(LEVEL_BYTES, u32(levelsEnd - pageAt()));
  store<u32>(PAGE_BYTES, u32(end - pageAt()));
  store<u32>(VALUES, values);
}

/** Makes the page of row numbers: DELTA_BINARY_PACKED. */
export function makeRows(): void {
  findRange(ROWS, rows);
  noteMade(pageAt(), writeDeltas(pageAt(), ROWS, rows), rows);
}

/** The same of timestamps that are integers already; without any the page has no values. */
export function makeTimes(): void {
  const levelsEnd = writeLevels(pageAt(), rows);
  const values = known();
  if (values === 0) return noteMade(levelsEnd, levelsEnd, 0);
  findRange(TIME_SECONDS, values);
  noteMade(levelsEnd, writeDeltas(levelsEnd, TIME_SECONDS, values), values);
}

/** Makes the page of symbols, as numbers in the dictionary: RLE_DICTIONARY. Without any it has no values. */
export function makeSymbols(): void {
  for (let n: usize = 0; n < rows; n++) {
    store<u32>(LEVELS + (n << 2), u32(load<u32>(SYMBOL_IDS + (n << 2)) !== NO_ROOM));
  }
  const levelsEnd = writeLevels(pageAt(), rows);
  let values: u32 = 0;
  for (let n: usize = 0; n < rows; n++) {
    const id = load<u32>(SYMBOL_IDS + (n << 2));
    if (id === NO_ROOM) continue;
    store<u32>(SYMBOL_IDS + (usize(values) << 2), id);
    values++;
  }
  if (values === 0) return noteMade(levelsEnd, levelsEnd, 0);
  findSymbolRange();
  const width = max(1, 32 - u32(clz(symbolCount() - 1)));
  store<u8>(levelsEnd, u8(width));
  noteMade(levelsEnd, writeRuns(levelsEnd + 1, SYMBOL_IDS, values, width), values);
}

/** Makes the page of closes: DELTA_LENGTH_BYTE_ARRAY. */
export function makeCloses(): void {
  noteMade(pageAt(), writeTexts(pageAt(), closesAt(), TEXT_LENGTHS, rows), rows);
}

/** Makes the page of means: PLAIN. */
export function makeMeans(): void {
  for (let n: usize = 0; n < rows; n++) {
    const mean = load<f64>(MEANS + (n << 3));
    store<u32>(LEVELS + (n << 2), u32(mean === mean));
  }
  const levelsEnd = writeLevels(pageAt(), rows);
  let end = levelsEnd;
  let least = Infinity;
  let greatest = -Infinity;
  for (let n: usize = 0; n < rows; n++) {
    const mean = load<f64>(MEANS + (n << 3));
    if (mean !== mean) continue;
    store<f64>(end, mean);
    end += 8;
    if (mean < least) least = mean;
    if (mean > greatest) greatest = mean;
  }
  store<f64>(LEAST, least);
  store<f64>(GREATEST, greatest);
  noteMade(levelsEnd, end, u32(end - levelsEnd) >> 3);
}

/** Makes the page of signals, each its own number in a dictionary of 0 and 1: RLE_DICTIONARY. */
export function makeSignals(): void {
  let ones: u32 = 0;
  for (let n: usize = 0; n < rows; n++) ones += load<u32>(SIGNAL_VALUES + (n << 2));
  store<i64>(LEAST, i64(ones === rows));
  store<i64>(GREATEST, i64(ones > 0));
  store<u8>(pageAt(), 1);
  noteMade(pageAt(), writeRuns(pageAt() + 1, SIGNAL_VALUES, rows, 1), rows);
}

/** How many rows have a value, by their levels. */
function known(): u32 {
  let count: u32 = 0;
  for (let n: usize = 0; n < rows; n++) count += load<u32>(LEVELS + (n << 2));
  return count;
}
