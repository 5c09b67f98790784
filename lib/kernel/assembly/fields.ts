/**
 * Where fields are, by the positions of the delimiters around them: read at once, for V8 checks the bounds of each load.
 */

/** The delimiters around the field at `offset`, of a record whose delimiters' positions are at `record`, 4 bytes each. */
// @ts-ignore: decorator
@inline
export function placeOf(record: usize, offset: usize): u64 {
  return load<u64>(record + offset - 4);
}

/** Where the field begins. */
// @ts-ignore: decorator
@inline
export function startOf(place: u64): usize {
  return <usize> <u32> place + 1;
}

/** Where it ends. */
// @ts-ignore: decorator
@inline
export function endOf(place: u64): usize {
  return <usize> (place >> 32);
}

// @ts-ignore: decorator
@inline
export function lengthOf(place: u64): u32 {
  return <u32> (place >> 32) - <u32> place - 1;
}
