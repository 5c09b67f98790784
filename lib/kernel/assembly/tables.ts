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
 * Fills the tables for closes with `decimals` decimals: for each length of a field, and each number of bytes behind its last
 * point, the one way to put its digits in order.
 *
 * A field is looked at as the 16 bytes that end where it ends, so its last digit is always byte 15. With a point it has as
 * many decimals as there are bytes behind that, and the mantissa has zeros more on the right, up to the decimals of the
 * scale. So digit k of the mantissa, counted from the right, is digit k − zeros of the field. That is a byte further left
 * where the digit is left of the point.
 *
 * The digits left of the point and the decimals of the scale must not be more than MOST_DIGITS together. So the first of the
 * 16 digits is never one of the field: its index says that there is a way. Where there is none all is 0, as it is for
 * lengths that no number can have.
 */
export function setScale(decimals: i32): void {
  for (let length = 1; length <= 16; length++) {
    for (let behind = 0; behind <= 16; behind++) {
      // What is before the field is none of it.
      const hasPoint = behind < length;
      const fieldDecimals = hasPoint ? behind : 0;
      const fieldDigits = hasPoint ? length - 1 : length;
      const zeros = decimals - fieldDecimals;
      const isPossible = zeros >= 0 && fieldDigits + zeros <= MOST_DIGITS && !(hasPoint && behind == 0);
      const shuffle = SHUFFLES + (<usize> ((length << 5) + behind) << 4);
      for (let k = 0; k < 16; k++) {
        const digit = k - zeros;
        const byte = 15 - digit - i32(hasPoint && digit >= fieldDecimals);
        const isOfField = digit >= 0 && digit < fieldDigits;
        store<u8>(shuffle + (15 - k), isPossible ? (isOfField ? <u8> byte : NOTHING) : 0);
      }
    }
  }
}
