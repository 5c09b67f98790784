/**
 * The second pass: positions of delimiters → closes.
 */
import { fieldBytes, isLengthWrong, mantissaDigits, mantissas, pointOf } from "./digits";
import { CARRIAGE_RETURN, NEWLINE, NINES, QUOTE } from "./layout";

/** No quotes. */
export const UNQUOTED: i32 = 0;
/** Fields that may be quoted. */
export const QUOTED: i32 = 1;
/** Records that are one quoted field each. */
export const WRAPPED: i32 = 2;

/** The largest close of the last call that read all its records. */
export let largestClose: f64 = 0;

// The field of a close as it was cut out last.
let fieldEnd: usize = 0;
let fieldLength: u32 = 0;

/**
 * Cuts out the close of the record whose first delimiter's position is at `delimiters`. Returns a number other than 0 if
 * the record does not end where its last delimiter is, or has not the quotes that it should.
 */
// @ts-ignore: decorator
@inline
function cutField(delimiters: usize, lastOffset: usize, closeOffset: usize, quoting: i32): u32 {
  const newline = <usize> load<u32>(delimiters + lastOffset);
  let faults: u32 = <u32> load<u8>(newline) ^ NEWLINE;
  const isLast = closeOffset == lastOffset;
  // Behind the delimiter before it, which for a first field is the newline of the record before.
  let start = <usize> load<u32>(delimiters + closeOffset - 4) + 1;
  let end = <usize> load<u32>(delimiters + closeOffset);
  if (isLast) end -= usize(load<u8>(end - 1) == CARRIAGE_RETURN);
  if (quoting == QUOTED) {
    // Where a quote opens, the first pass has seen it closed at the field's end.
    const isQuoted = usize(load<u8>(start) == QUOTE);
    start += isQuoted;
    end -= isQuoted;
  } else if (quoting == WRAPPED) {
    const first = <usize> load<u32>(delimiters - 4) + 1;
    const last = newline - 1 - usize(load<u8>(newline - 1) == CARRIAGE_RETURN);
    faults |= (<u32> load<u8>(first) ^ QUOTE) | (<u32> load<u8>(last) ^ QUOTE) | u32(first >= last);
    start += usize(closeOffset == 0);
    end -= usize(isLast);
  }
  fieldEnd = end;
  // What is left of a field without its quotes may be less than nothing. A length of 0 is refused as wrong.
  fieldLength = end > start ? <u32> (end - start) : 0;
  return faults;
}

/**
 * Reads the closes of `records` records, two at a time; an odd last one is read twice.
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
  let faults: u32 = 0;
  let highest = i8x16.splat(0);
  let largest = f64x2.splat(0);
  let to = closes;
  let record = delimiters;
  const end = delimiters + <usize> records * stride;
  while (record < end) {
    const second = record + stride < end ? record + stride : record;
    faults |= cutField(record, lastOffset, closeOffset, quoting);
    const firstBytes = fieldBytes(fieldEnd, fieldLength);
    const firstPoint = pointOf(firstBytes);
    faults |= isLengthWrong(fieldLength, firstPoint);
    faults |= cutField(second, lastOffset, closeOffset, quoting);
    const secondBytes = fieldBytes(fieldEnd, fieldLength);
    const secondPoint = pointOf(secondBytes);
    faults |= isLengthWrong(fieldLength, secondPoint);

    const firstDigits = mantissaDigits(firstBytes, firstPoint);
    const secondDigits = mantissaDigits(secondBytes, secondPoint);
    highest = i8x16.max_u(highest, i8x16.max_u(firstDigits, secondDigits));
    const values = mantissas(firstDigits, secondDigits);
    largest = f64x2.pmax(largest, values);
    v128.store(to, values);
    to += 16;
    record = second + stride;
  }
  largestClose = max(f64x2.extract_lane(largest, 0), f64x2.extract_lane(largest, 1));
  return faults == 0 && !v128.any_true(i8x16.gt_u(highest, v128.load(NINES)));
}

export function readUnquoted(delimiters: usize, records: u32, fieldCount: u32, closeIndex: u32, closes: usize): bool {
  return readCloses(delimiters, records, fieldCount, closeIndex, closes, UNQUOTED);
}

export function readQuoted(delimiters: usize, records: u32, fieldCount: u32, closeIndex: u32, closes: usize): bool {
  return readCloses(delimiters, records, fieldCount, closeIndex, closes, QUOTED);
}

export function readWrapped(delimiters: usize, records: u32, fieldCount: u32, closeIndex: u32, closes: usize): bool {
  return readCloses(delimiters, records, fieldCount, closeIndex, closes, WRAPPED);
}
