/**
 * The second pass: positions of delimiters → closes.
 */
import { areAllNumbers, bytesBefore, mantissaDigits, mantissas, shuffleOf } from "./digits";
import { endOf, placeOf, startOf } from "./fields";
import { ALL_QUOTED, CARRIAGE_RETURN, NEWLINE, QUOTE, QUOTED, UNQUOTED, WRAPPED } from "./slots";

/** The largest close of the last call that read all its records. */
export let largestClose: f64 = 0;
/** The smallest of them; infinite where there are none. */
export let smallestClose: f64 = Infinity;

/**
 * A number other than 0 if the record whose first delimiter's position is at `delimiters` does not end where its last
 * delimiter is, or with another line end than the close takes for granted, or is not quoted as a whole where it should be.
 */
// @ts-ignore: decorator
@inline
function recordFaults(delimiters: usize, lastOffset: usize, returnLength: usize, quoting: i32): u32 {
  const newline = <usize> load<u32>(delimiters + lastOffset);
  let faults: u32 = <u32> load<u8>(newline) ^ NEWLINE;
  if (returnLength != 0) faults |= <u32> load<u8>(newline - 1) ^ CARRIAGE_RETURN;
  if (quoting != WRAPPED) return faults;
  const first = <usize> load<u32>(delimiters - 4) + 1;
  const last = newline - 1 - usize(load<u8>(newline - 1) == CARRIAGE_RETURN);
  return faults | (<u32> load<u8>(first) ^ QUOTE) | (<u32> load<u8>(last) ^ QUOTE) | u32(first >= last);
}

/** Where the close of a record begins: behind the delimiter before it, which for a first field is that of another record. */
// @ts-ignore: decorator
@inline
function closeStart(place: u64, closeOffset: usize, quoting: i32): usize {
  const start = startOf(place);
  if (quoting == ALL_QUOTED) return start + 1;
  if (quoting == QUOTED) return start + usize(load<u8>(start) == QUOTE);
  return quoting == WRAPPED ? start + usize(closeOffset == 0) : start;
}

/** Where it ends. Where a quote opens, the first pass has seen it closed at the field's end. */
// @ts-ignore: decorator
@inline
function closeEnd(place: u64, lastOffset: usize, closeOffset: usize, returnLength: usize, quoting: i32): usize {
  if (quoting == ALL_QUOTED) return endOf(place) - 1;
  const end = endOf(place) - returnLength;
  if (quoting == QUOTED) return end - usize(load<u8>(end - 1) == QUOTE);
  return quoting == WRAPPED ? end - usize(closeOffset == lastOffset) : end;
}

/**
 * Reads the closes of `records` records, two at a time; the last of an odd number is read twice.
 *
 * @param delimiters Where the positions of the delimiters are: those of each record, in order, and before the first
 * the position of the byte before the first record.
 * @param closes Where the closes go, with room for one more.
 * @returns Whether all is as it should be. If not, what was written means nothing.
 */
// @ts-ignore: decorator
@inline
function readCloses(
  delimiters: usize,
  records: u32,
  fieldCount: u32,
  closeIndex: u32,
  closes: usize,
  quoting: i32,
): bool {
  const stride = <usize> fieldCount << 2;
  const lastOffset = stride - 4;
  const closeOffset = <usize> closeIndex << 2;
  // A carriage return at the end of a last field is none of it. Records end all alike, as a rule, so the first one tells. To
  // look in each took a tenth of the time of narrow records.
  const isLast = closeOffset == lastOffset && records > 0;
  const returnLength = isLast ? usize(load<u8>(<usize> load<u32>(delimiters + lastOffset) - 1) == CARRIAGE_RETURN) : 0;
  let faults: u32 = 0;
  let lengths: u32 = 0;
  let shuffles = i8x16.splat(-1);
  let highest = i8x16.splat(0);
  let largest = f64x2.splat(0);
  let smallest = f64x2.splat(Infinity);
  let to = closes;
  let record = delimiters;
  const end = delimiters + <usize> records * stride;
  while (record < end) {
    const second = record + stride < end ? record + stride : record;
    faults |= recordFaults(record, lastOffset, returnLength, quoting);
    faults |= recordFaults(second, lastOffset, returnLength, quoting);
    const firstPlace = placeOf(record, closeOffset);
    const firstEnd = closeEnd(firstPlace, lastOffset, closeOffset, returnLength, quoting);
    const firstLength = <u32> (firstEnd - closeStart(firstPlace, closeOffset, quoting));
    const firstBytes = bytesBefore(firstEnd);
    const firstShuffle = shuffleOf(firstBytes, firstLength);
    const secondPlace = placeOf(second, closeOffset);
    const secondEnd = closeEnd(secondPlace, lastOffset, closeOffset, returnLength, quoting);
    const secondLength = <u32> (secondEnd - closeStart(secondPlace, closeOffset, quoting));
    const secondBytes = bytesBefore(secondEnd);
    const secondShuffle = shuffleOf(secondBytes, secondLength);
    lengths |= firstLength | secondLength;
    shuffles = v128.and(shuffles, v128.and(firstShuffle, secondShuffle));

    const firstDigits = mantissaDigits(firstBytes, firstShuffle);
    const secondDigits = mantissaDigits(secondBytes, secondShuffle);
    highest = i8x16.max_u(highest, i8x16.max_u(firstDigits, secondDigits));
    const values = mantissas(firstDigits, secondDigits);
    largest = f64x2.pmax(largest, values);
    smallest = f64x2.pmin(smallest, values);
    v128.store(to, values);
    to += 16;
    record = second + stride;
  }
  largestClose = max(f64x2.extract_lane(largest, 0), f64x2.extract_lane(largest, 1));
  smallestClose = min(f64x2.extract_lane(smallest, 0), f64x2.extract_lane(smallest, 1));
  return faults == 0 && areAllNumbers(lengths, shuffles, highest);
}

export function readUnquoted(delimiters: usize, records: u32, fieldCount: u32, closeIndex: u32, closes: usize): bool {
  return readCloses(delimiters, records, fieldCount, closeIndex, closes, UNQUOTED);
}

export function readQuoted(delimiters: usize, records: u32, fieldCount: u32, closeIndex: u32, closes: usize): bool {
  return readCloses(delimiters, records, fieldCount, closeIndex, closes, QUOTED);
}

export function readAllQuoted(delimiters: usize, records: u32, fieldCount: u32, closeIndex: u32, closes: usize): bool {
  return readCloses(delimiters, records, fieldCount, closeIndex, closes, ALL_QUOTED);
}

export function readWrapped(delimiters: usize, records: u32, fieldCount: u32, closeIndex: u32, closes: usize): bool {
  return readCloses(delimiters, records, fieldCount, closeIndex, closes, WRAPPED);
}
