/**
 * What rows say beside their close: timestamps, whose order is checked without reading them, and symbols.
 *
 * Timestamps of one format with fixed places, the largest unit first, are in the order of their bytes. So a timestamp is
 * looked at as the 32 bytes that end where it ends, with zeros before it: it has to have the separators of the format in
 * the format's places, digits in all others, each of at most what its place may have, and to be greater than the last one
 * of its symbol, or less in a descending file. What is not like that is for someone else to look at.
 */
import {
  CARRIAGE_RETURN,
  CLOSE_LENGTHS,
  CLOSE_STARTS,
  DATE_PLACES,
  DELIMITERS,
  EARLIEST_TIME,
  ENTRY_BYTES,
  HIGH_TIME,
  LAST_BYTES,
  LATEST_TIME,
  LOW_TIME,
  MOST_DIGITS_HERE,
  MOST_NAME_BYTES,
  NAME_LENGTH,
  PACKED,
  PACKED_LENGTHS,
  PACKED_STARTS,
  SEPARATOR_PLACES,
  SEPARATORS,
  SHORT_NAME_BYTES,
  SLOW_PLACES,
  SYMBOL_IDS,
  SYMBOL_STARTS,
  TIME_BYTES,
  TIME_LENGTH,
  TIME_STARTS,
  ZEROS,
} from "./slots";
import { areRegular, areStepsWatched, followStep, prepareSteps, timeEnd } from "./steps";
import { entryAt, entryOf, forgetFrom, idOf, isEntryOf, lastBytes, NO_ENTRY, singleEntry, symbols } from "./symbols";

// Where the columns are among the fields; the second of a timestamp is the first again where it is one field.
let hasTimes: bool = false;
let hasSymbols: bool = false;
let isAscending: bool = true;
let areTextsNoted: bool = false;
let timeIndex: u32 = 0;
let timeLastIndex: u32 = 0;
let symbolIndex: u32 = 0;

// The format of the timestamps: bytes, and how far before its end the hour and the date begin; 0 where there is none.
let timeBytes: u32 = 0;
let hourBack: usize = 0;
let yearBack: usize = 0;
let monthBack: usize = 0;
let dayBack: usize = 0;

/** Whether any was taken since the format was set. */
let hasExtremes: bool = false;

/**
 * Says which fields to look at; −1 for none.
 *
 * @param texts Whether to note where all of these and the closes are.
 */
export function setColumns(timestamp: i32, timestampFields: i32, symbol: i32, ascending: bool, texts: bool): void {
  areTextsNoted = texts;
  hasTimes = timestamp >= 0;
  hasSymbols = symbol >= 0;
  isAscending = ascending;
  timeIndex = <u32> timestamp;
  timeLastIndex = <u32> (timestamp + timestampFields - 1);
  symbolIndex = <u32> symbol;
}

/**
 * Says what timestamps look like, beside the tables `SEPARATORS`, `SEPARATOR_PLACES`, `MOST_DIGITS_HERE` and `DATE_PLACES`.
 *
 * @param bytes Length, at most 32; 0 for a format that is not known.
 * @param hour How many bytes before the end the hour begins, and so on; 0 where there is none.
 */
export function setTimeFormat(bytes: u32, hour: usize, year: usize, month: usize, day: usize): void {
  timeBytes = bytes;
  hasExtremes = false;
  hourBack = hour;
  yearBack = year;
  monthBack = month;
  dayBack = day;
}

/** Whether {@linkcode noteFields} is to be called. */
export function areTextsWanted(): bool {
  return areTextsNoted;
}

/**
 * Writes down where the timestamps and symbols of `records` records are, the first of them as row `row`.
 *
 * @param closeIndex Position of the close, where it is to be written down too; −1 for none.
 */
export function noteFields(records: u32, fieldCount: u32, closeIndex: i32, row: u32): void {
  const stride = <usize> fieldCount << 2;
  let record = DELIMITERS;
  for (let n = row; n < row + records; n++, record += stride) {
    if (closeIndex >= 0) noteField(record, <u32> closeIndex, <u32> closeIndex, fieldCount, CLOSE_STARTS, n);
    if (hasTimes) noteField(record, timeIndex, timeLastIndex, fieldCount, TIME_STARTS, n);
    if (hasSymbols) noteField(record, symbolIndex, symbolIndex, fieldCount, SYMBOL_STARTS, n);
  }
}

/** Lengths are as far behind the starts in each of the three pairs of arrays. */
// @ts-ignore: decorator
@inline
function noteField(record: usize, first: u32, last: u32, fieldCount: u32, starts: usize, row: u32): void {
  const start = startOf(record, first);
  const at = starts + (<usize> row << 2);
  store<u32>(at, start);
  store<u32>(at, endOf(record, last, fieldCount, start) - start, CLOSE_LENGTHS - CLOSE_STARTS);
}

/** Where the next text goes that is packed. */
let packedEnd: usize = PACKED;

/**
 * Packs the texts of the closes of the last call: what takes them copies all from the first to the last, and they are a tenth
 * of their rows. A close that was read has no more than 31 bytes.
 *
 * @param row Which one the first is among those that are packed: at 0 they begin anew.
 */
export function packCloses(row: u32, count: u32): void {
  let out = row == 0 ? PACKED : packedEnd;
  for (let n: usize = 0; n < count; n++) {
    const start = <usize> load<u32>(CLOSE_STARTS + (n << 2));
    const length = load<u32>(CLOSE_LENGTHS + (n << 2));
    v128.store(out, v128.load(start));
    if (length > 16) v128.store(out, v128.load(start, 16), 16);
    const at = (<usize> row + n) << 2;
    store<u32>(PACKED_STARTS + at, u32(out - PACKED));
    store<u32>(PACKED_LENGTHS + at, length);
    out += length;
  }
  packedEnd = out;
}

/** Where a field of a record begins, whose delimiters' positions are at `record`. */
// @ts-ignore: decorator
@inline
function startOf(record: usize, index: u32): u32 {
  return load<u32>(record + (<usize> index << 2) - 4) + 1;
}

/** Where it ends. */
// @ts-ignore: decorator
@inline
function endOf(record: usize, index: u32, fieldCount: u32, start: u32): u32 {
  const end = load<u32>(record + (<usize> index << 2));
  if (index != fieldCount - 1) return end;
  return end - u32(load<u8>(<usize> end - 1) == CARRIAGE_RETURN && end > start);
}

/**
 * Looks at the timestamps and symbols of `records` records, and writes down the ids of the symbols.
 *
 * @param row Number of the first of them, for the ids.
 * @returns How many of them, from the first on, are as they should be.
 */
export function provenRecords(records: u32, fieldCount: u32, row: u32): u32 {
  if (hasSymbols) return provenOfSymbols(records, fieldCount, row);
  const entry = singleEntry();
  if (!hasTimes) return records;
  const areWatched = areStepsWatched();
  if (areWatched) prepareSteps(entry, timeBytes);
  const proven = timesOfOne(entry, records, fieldCount);
  if (areWatched) followSteps(entry, proven, fieldCount);
  return proven;
}

// The entry of the last row, and how far behind that of the row before it was: where the next one is looked for first.
let lastEntry: usize = NO_ENTRY;
let lastStep: usize = 0;

function provenOfSymbols(records: u32, fieldCount: u32, row: u32): u32 {
  const stride = <usize> fieldCount << 2;
  const ids = SYMBOL_IDS + (<usize> row << 2);
  for (let n: u32 = 0; n < records; n++) {
    n += sameSteps(DELIMITERS + <usize> n * stride, records - n, fieldCount, ids + (<usize> n << 2));
    if (n == records) break;
    const record = DELIMITERS + <usize> n * stride;
    const known = symbols();
    const start = startOf(record, symbolIndex);
    const end = endOf(record, symbolIndex, fieldCount, start);
    const bytes = end - start;
    if (bytes - 1 >= MOST_NAME_BYTES) return n;
    const name = lastBytes(end, min(bytes, 16));
    const isSame = lastEntry < entryAt(known) && isEntryOf(lastEntry, end, bytes, name);
    const entry = isSame ? lastEntry : entryOf(end, bytes, lastEntry);
    if (entry == NO_ENTRY) return n;
    if (hasTimes && !takeField(entry, record, fieldCount)) {
      // Perhaps the row is none, and then its symbol has not appeared yet.
      forgetFrom(known);
      return n;
    }
    store<u32>(ids + (<usize> n << 2), idOf(entry));
    lastStep = isSame ? 0 : ENTRY_BYTES;
    lastEntry = entry;
  }
  return records;
}

/**
 * Takes as many of `records` records as there are whose symbols are one entry, or one entry after the other, and whose
 * timestamps are as {@linkcode takeSameHour} takes them: which almost all are. What they are compared with stays at hand.
 */
function sameSteps(record: usize, records: u32, fieldCount: u32, ids: usize): u32 {
  if (hasTimes && timeBytes == 0) return 0;
  const stride = <usize> fieldCount << 2;
  const entries = entryAt(symbols());
  const step = lastStep;
  const areTimed = hasTimes;
  const bytes = timeBytes;
  const lowBytes = v128.load(LAST_BYTES + <usize> min<u32>(bytes, 16));
  const highBytes = v128.load(LAST_BYTES + <usize> (max<u32>(bytes, 16) - 16));
  const slow = v128.load(SLOW_PLACES, 16);
  const most = v128.load(MOST_DIGITS_HERE, 16);
  const zeros = v128.load(ZEROS);
  // The length of a name and that of a timestamp are side by side.
  const timeLength = areTimed ? <u64> bytes << 32 : 0;
  const lengths: u64 = areTimed ? -1 : 0xffff_ffff;
  let entry = lastEntry;
  let n: u32 = 0;
  for (; n < records; n++, record += stride) {
    const next = entry + step;
    const start = startOf(record, symbolIndex);
    const end = <usize> endOf(record, symbolIndex, fieldCount, start);
    const length = <u32> end - start;
    if (next >= entries || length - 1 >= SHORT_NAME_BYTES) break;
    if ((load<u64>(next, NAME_LENGTH) & lengths) != (timeLength | <u64> length)) break;
    let faults = v128.xor(lastBytes(end, length), v128.load(next));
    if (areTimed) {
      const timeStart = startOf(record, timeIndex);
      const timeEnd = <usize> endOf(record, timeLastIndex, fieldCount, timeStart);
      if (<u32> timeEnd - timeStart != bytes) break;
      const low = v128.and(v128.load(timeEnd - 16), lowBytes);
      const last = v128.load(next, LOW_TIME);
      faults = v128.or(faults, v128.and(v128.xor(v128.load(timeEnd - 32), v128.load(next, HIGH_TIME)), highBytes));
      faults = v128.or(faults, v128.and(v128.xor(low, last), slow));
      faults = v128.or(faults, v128.and(i8x16.gt_u(v128.xor(low, zeros), most), lowBytes));
      if (v128.any_true(faults)) break;
      // As in sameHours.
      const above = ctz<i32>(i8x16.bitmask(i8x16.gt_s(low, last)));
      const below = ctz<i32>(i8x16.bitmask(i8x16.gt_s(last, low)));
      if (isAscending ? above >= below : below >= above) break;
      v128.store(next, low, LOW_TIME);
    } else if (v128.any_true(faults)) break;
    store<u32>(ids + (<usize> n << 2), idOf(next));
    entry = next;
  }
  lastEntry = entry;
  return n;
}

/** Takes the timestamp of a record. Returns whether it is one that may follow. */
// @ts-ignore: decorator
@inline
function takeField(entry: usize, record: usize, fieldCount: u32): bool {
  const start = startOf(record, timeIndex);
  const end = endOf(record, timeLastIndex, fieldCount, start);
  const isTime = end - start == timeBytes && timeBytes != 0;
  return isTime && (takeSameHour(entry, end) || takeTime(entry, end));
}

/** Takes the timestamps of `records` records of the only symbol. Returns how many of them, from the first on, may follow. */
function timesOfOne(entry: usize, records: u32, fieldCount: u32): u32 {
  const stride = <usize> fieldCount << 2;
  for (let n: u32 = 0; n < records; n++) {
    n += sameHours(entry, DELIMITERS + <usize> n * stride, records - n, fieldCount);
    if (n < records && !takeField(entry, DELIMITERS + <usize> n * stride, fieldCount)) return n;
  }
  return records;
}

/**
 * As {@linkcode takeSameHour}, for as many of `records` records as there are such timestamps. What they are compared with
 * stays at hand meanwhile.
 */
function sameHours(entry: usize, record: usize, records: u32, fieldCount: u32): u32 {
  if (load<u32>(entry, TIME_LENGTH) != timeBytes) return 0;
  const stride = <usize> fieldCount << 2;
  const bytes = timeBytes;
  const lowBytes = v128.load(LAST_BYTES + <usize> min<u32>(bytes, 16));
  const highBytes = v128.load(LAST_BYTES + <usize> (max<u32>(bytes, 16) - 16));
  const slow = v128.load(SLOW_PLACES, 16);
  const most = v128.load(MOST_DIGITS_HERE, 16);
  const zeros = v128.load(ZEROS);
  const high = v128.load(entry, HIGH_TIME);
  let last = v128.load(entry, LOW_TIME);
  let n: u32 = 0;
  for (; n < records; n++, record += stride) {
    const start = startOf(record, timeIndex);
    const end = <usize> endOf(record, timeLastIndex, fieldCount, start);
    if (<u32> end - start != bytes) break;
    const low = v128.and(v128.load(end - 16), lowBytes);
    const others = v128.and(v128.xor(v128.load(end - 32), high), highBytes);
    const slowChanges = v128.and(v128.xor(low, last), slow);
    const tooLarge = v128.and(i8x16.gt_u(v128.xor(low, zeros), most), lowBytes);
    if (v128.any_true(v128.or(v128.or(others, slowChanges), tooLarge))) break;
    // The first byte that differs tells. All are digits, or the same in both.
    const above = ctz<i32>(i8x16.bitmask(i8x16.gt_s(low, last)));
    const below = ctz<i32>(i8x16.bitmask(i8x16.gt_s(last, low)));
    if (isAscending ? above >= below : below >= above) break;
    last = low;
  }
  v128.store(entry, last, LOW_TIME);
  return n;
}

/** Looks at the steps between `records` rows of the only symbol, which were taken. */
function followSteps(entry: usize, records: u32, fieldCount: u32): void {
  if (records == 0 || areRegular(timeEnd(entry), records)) return;
  followHalves(0, records, fieldCount);
}

/** So few rows are looked at one by one: the fewer there are, the sooner their steps make up for each other. */
const FEW_ROWS: u32 = 16;

/** The same for rows that are not all at the usual step: by halves, for mostly only one of them is not. */
function followHalves(from: u32, to: u32, fieldCount: u32): void {
  if (to - from <= FEW_ROWS) {
    const stride = <usize> fieldCount << 2;
    for (let n = from, record = DELIMITERS + <usize> from * stride; n < to; n++, record += stride) {
      const start = startOf(record, timeIndex);
      followStep(start, endOf(record, timeLastIndex, fieldCount, start));
    }
    return;
  }
  const middle = (from + to) >> 1;
  if (!isRegularUpTo(middle, middle - from, fieldCount)) followHalves(from, middle, fieldCount);
  if (!isRegularUpTo(to, to - middle, fieldCount)) followHalves(middle, to, fieldCount);
}

/** Whether `records` rows up to the one before `to` are each a step behind the one before. */
function isRegularUpTo(to: u32, records: u32, fieldCount: u32): bool {
  const record = DELIMITERS + <usize> ((to - 1) * fieldCount << 2);
  return areRegular(endOf(record, timeLastIndex, fieldCount, startOf(record, timeIndex)), records);
}

/**
 * Takes a timestamp that is after the last one of its symbol (before it, in a descending file) and of the same hour: which
 * almost all are, so the rest need not be quick.
 *
 * @returns Whether it is one.
 */
// @ts-ignore: decorator
@inline
function takeSameHour(entry: usize, end: usize): bool {
  if (load<u32>(entry, TIME_LENGTH) != timeBytes) return false;
  const low = lastBytes(end, min(timeBytes, 16));
  const changed = v128.xor(low, v128.load(entry, LOW_TIME));
  if (v128.any_true(v128.and(changed, v128.load(SLOW_PLACES, 16)))) return false;
  if (timeBytes > 16) {
    const high = lastBytes(end - 16, timeBytes - 16);
    if (v128.any_true(v128.xor(high, v128.load(entry, HIGH_TIME)))) return false;
  }
  const tooLarge = i8x16.gt_u(v128.xor(low, v128.load(ZEROS)), v128.load(MOST_DIGITS_HERE, 16));
  if (v128.any_true(v128.and(tooLarge, v128.load(LAST_BYTES + min(timeBytes, 16))))) return false;
  const differing = i8x16.bitmask(i8x16.ne(changed, i8x16.splat(0)));
  if (differing == 0) return false;
  const byte = <usize> ctz(differing);
  const isLater = load<u8>(end - 16 + byte) > load<u8>(entry + byte, LOW_TIME);
  if (isLater != isAscending) return false;
  v128.store(entry, low, LOW_TIME);
  return true;
}

/** Takes a timestamp that may follow the last one that the symbol's slot knows of. Returns whether it may. */
function takeTime(entry: usize, end: usize): bool {
  const bytes = timeBytes;
  // The high half has what is before the last 16 bytes.
  const isLong = bytes > 16;
  const low = lastBytes(end, isLong ? 16 : bytes);
  const high = isLong ? lastBytes(end - 16, bytes - 16) : i8x16.splat(0);
  const zeros = v128.load(ZEROS);
  let faults = v128.and(v128.xor(low, v128.load(SEPARATORS, 16)), v128.load(SEPARATOR_PLACES, 16));
  faults = v128.or(faults, i8x16.gt_u(v128.xor(low, zeros), v128.load(MOST_DIGITS_HERE, 16)));
  if (isLong) {
    faults = v128.or(faults, v128.and(v128.xor(high, v128.load(SEPARATORS)), v128.load(SEPARATOR_PLACES)));
    faults = v128.or(faults, i8x16.gt_u(v128.xor(high, zeros), v128.load(MOST_DIGITS_HERE)));
  }
  if (v128.any_true(faults)) return false;
  if (hourBack != 0 && number(end - hourBack, 2) > 23) return false;

  const hasLast = load<u32>(entry, TIME_LENGTH) == bytes;
  const lastLow = v128.load(entry, LOW_TIME);
  const lastHigh = v128.load(entry, HIGH_TIME);
  if (hasLast) {
    // The first byte that differs tells.
    let differing = i8x16.bitmask(i8x16.ne(high, lastHigh));
    let now = end - 32;
    let last = entry + HIGH_TIME;
    if (differing == 0) {
      differing = i8x16.bitmask(i8x16.ne(low, lastLow));
      now = end - 16;
      last = entry + LOW_TIME;
    }
    if (differing == 0) return false;
    const byte = <usize> ctz(differing);
    const isLater = load<u8>(now + byte) > load<u8>(last + byte);
    if (isLater != isAscending) return false;
  } else if (load<u32>(entry, TIME_LENGTH) != 0) {
    // A timestamp of another length came before.
    return false;
  }
  if (yearBack != 0) {
    const dateChanges = v128.or(
      v128.and(v128.xor(low, lastLow), v128.load(DATE_PLACES, 16)),
      v128.and(v128.xor(high, lastHigh), v128.load(DATE_PLACES)),
    );
    if ((!hasLast || v128.any_true(dateChanges)) && !isDate(end)) return false;
  }
  v128.store(entry, low, LOW_TIME);
  v128.store(entry, high, HIGH_TIME);
  store<u32>(entry, bytes, TIME_LENGTH);
  if (!hasLast) widen(entry + HIGH_TIME);
  return true;
}

/** Takes a timestamp into the earliest and the latest. */
function widen(time: usize): void {
  if (!hasExtremes || memory.compare(time, EARLIEST_TIME, TIME_BYTES) < 0) memory.copy(EARLIEST_TIME, time, TIME_BYTES);
  if (!hasExtremes || memory.compare(time, LATEST_TIME, TIME_BYTES) > 0) memory.copy(LATEST_TIME, time, TIME_BYTES);
  hasExtremes = true;
}

/**
 * Finds the earliest and the latest timestamp of the rows that were read here since the format was set. A symbol's are
 * between its first one, which was taken note of, and its last.
 *
 * @returns Whether there are any.
 */
export function findExtremeTimes(): bool {
  for (let id: u32 = 0; id < symbols(); id++) {
    const entry = entryAt(id);
    if (timeBytes != 0 && load<u32>(entry, TIME_LENGTH) == timeBytes) widen(entry + HIGH_TIME);
  }
  return hasExtremes;
}

function isDate(end: usize): bool {
  const year = number(end - yearBack, 4);
  const month = number(end - monthBack, 2);
  const day = number(end - dayBack, 2);
  if (year == 0 || month - 1 > 11 || day == 0) return false;
  if (month == 2) {
    const isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return day <= (isLeap ? 29 : 28);
  }
  const isShort = month == 4 || month == 6 || month == 9 || month == 11;
  return day <= (isShort ? 30 : 31);
}

function number(from: usize, digits: i32): u32 {
  let value: u32 = 0;
  for (let n = 0; n < digits; n++) value = value * 10 + <u32> load<u8>(from + n) - 48;
  return value;
}
