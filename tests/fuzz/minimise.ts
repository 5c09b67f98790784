/**
 * A file that shows a fault → a small one that shows it too.
 *
 * @module
 */

type Bytes = Uint8Array<ArrayBuffer>;

/** Leaves out what can be left out: halves, quarters and so on, down to single bytes, until nothing more can go. */
export async function minimise(bytes: Bytes, isFault: (bytes: Bytes) => Promise<boolean>): Promise<Bytes> {
  let smallest = bytes;
  for (let length = bytes.length; length >= 1;) {
    let isSmaller = false;
    for (let from = 0; from < smallest.length;) {
      const without = Uint8Array.from([...smallest.subarray(0, from), ...smallest.subarray(from + length)]);
      if (await isFault(without)) {
        smallest = without;
        isSmaller = true;
      } else {
        from += length;
      }
    }
    // Once more with single bytes as long as that helps.
    if (length > 1 || !isSmaller) length = Math.floor(length / 2);
  }
  return smallest;
}
