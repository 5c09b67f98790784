/**
 * The tables that the digits of a close are read with.
 */
import {
  CARRIAGE_RETURNS,
  COMMAS,
  HUNDRED_MILLIONS,
  LAST_BYTES,
  MOST_DIGITS,
  NEWLINES,
  NINES,
  OCTET_WEIGHTS,
  PAIR_WEIGHTS,
  POINTS,
  QUAD_WEIGHTS,
  QUOTES,
  SHUFFLES,
  ZEROS,
} from "./slots";

/** A shuffle with this index gives 0. */
const NOTHING: u8 = 0x80;
/** In place of the point's position, where a field has none. */
const NO_POINT: i32 = 16;

/**
 * The most that the length of a field and the place of its point may be together, for a close of at most MOST_DIGITS
 * digits at the scale.
 */
export let lengthLimit: u32 = 0;

/** Fills what is the same for every file. To be called once, before all else. */
export function fillConstants(): void {
  for (let n: usize = 0; n < 16; n++) {
    store<u8>(LAST_BYTES + n, 0);
    store<u8>(LAST_BYTES + 16 + n, 0xff);
  }
  v128.store(NEWLINES, i8x16.splat(0x0a));
  v128.store(QUOTES, i8x16.splat(0x22));
  v128.store(CARRIAGE_RETURNS, i8x16.splat(0x0d));
  v128.store(ZEROS, i8x16.splat(0x30));
  v128.store(NINES, i8x16.splat(9));
  // In memory the lower half of a number comes first, and so does the digit that weighs more.
  v128.store(PAIR_WEIGHTS, i16x8.splat((1 << 8) | 10));
  v128.store(QUAD_WEIGHTS, i32x4.splat((1 << 16) | 100));
  v128.store(OCTET_WEIGHTS, i32x4.splat((1 << 16) | 10000));
  v128.store(HUNDRED_MILLIONS, f64x2.splat(1e8));
}

/** Says what stands between two fields, and what before the fraction of a close. To be called before the first scan. */
export function setMarks(delimiter: u32, decimalMark: u32): void {
  v128.store(COMMAS, i8x16.splat(<i8> delimiter));
  // A digit becomes its value by this xor; a mark becomes something above 9.
  v128.store(POINTS, i8x16.splat(<i8> (decimalMark ^ 0x30)));
}

/**
 * Fills the tables for closes with `decimals` decimals.
 *
 * A field is looked at as the 16 bytes that end where it ends, so its last digit is always byte 15. With the point in
 * byte c it has 15 − c decimals, and the mantissa has `decimals` − (15 − c) zeros more on the right. So for each c there
 * is one way to put the digits in order, the point left out and the zeros added: digit k of the mantissa, counted from
 * the right, is digit k − zeros of the field. That is a byte further left where the digit is left of the point.
 *
 * A field of n bytes with a point has n − 1 − (15 − c) digits left of it, and these and the decimals of the scale must not
 * be more than 15 together: n + c ≤ 31 − decimals. With 16 for c that is also right for a field without a point. In such
 * a field are at most 16 bytes, or the point is so far left that there are too many decimals.
 *
 * Where the point may not be, the first digit is the point itself, which is none: if there are too many decimals, and at
 * the end, which would need a check that there is a digit at all.
 */
export function setScale(decimals: i32): void {
  lengthLimit = 16 + MOST_DIGITS - decimals;
  for (let point = 0; point <= NO_POINT; point++) {
    const hasPoint = point < NO_POINT;
    const fieldDecimals = hasPoint ? 15 - point : 0;
    const zeros = decimals - fieldDecimals;
    for (let k = 0; k < 16; k++) {
      const digit = k - zeros;
      const byte = 15 - digit - (hasPoint && digit >= fieldDecimals ? 1 : 0);
      store<u8>(SHUFFLES + (point << 4) + (15 - k), digit < 0 || byte < 0 ? NOTHING : <u8> byte);
    }
    const isImpossible = zeros < 0 || point == 15;
    if (isImpossible) store<u8>(SHUFFLES + (point << 4), <u8> point);
  }
}
