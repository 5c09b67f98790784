/**
 * What bytes a text has, 64 at a time.
 */
import { BLOCK_BYTES, CARRIAGE_RETURN, CARRIAGE_RETURNS } from "./slots";

/** Whether all bytes from `start` to `end` are ASCII. */
export function isAscii(start: usize, end: usize): bool {
  const whole = start + ((end - start) & ~(BLOCK_BYTES - 1));
  let met = i8x16.splat(0);
  for (let block = start; block < whole; block += BLOCK_BYTES) {
    const low = v128.or(v128.load(block), v128.load(block, 16));
    met = v128.or(met, v128.or(low, v128.or(v128.load(block, 32), v128.load(block, 48))));
  }
  if (i8x16.bitmask(met) != 0) return false;
  for (let byte = whole; byte < end; byte++) if (load<u8>(byte) > 127) return false;
  return true;
}

/** Whether there is a carriage return from `start` to `end`. */
export function hasReturn(start: usize, end: usize): bool {
  const whole = start + ((end - start) & ~(BLOCK_BYTES - 1));
  const returns = v128.load(CARRIAGE_RETURNS);
  let met = i8x16.splat(0);
  for (let block = start; block < whole; block += BLOCK_BYTES) {
    const low = v128.or(i8x16.eq(v128.load(block), returns), i8x16.eq(v128.load(block, 16), returns));
    const high = v128.or(i8x16.eq(v128.load(block, 32), returns), i8x16.eq(v128.load(block, 48), returns));
    met = v128.or(met, v128.or(low, high));
  }
  if (v128.any_true(met)) return true;
  for (let byte = whole; byte < end; byte++) if (load<u8>(byte) == CARRIAGE_RETURN) return true;
  return false;
}
