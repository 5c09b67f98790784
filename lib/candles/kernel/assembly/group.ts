/**
 * Closes of several symbols, one row after the other → the closes of each symbol together: a counting sort by the symbols'
 * ids, which `provenRows` has written down.
 */
import { GROUP_ENDS, GROUP_IDS, GROUP_PLACES, GROUPED, GROUPED_ROWS, SYMBOL_IDS } from "./layout";

/**
 * Puts the closes of the rows `from` to `to` together by symbol: to `GROUPED`, those of a symbol in the order of their rows,
 * with the number of each one's row in `GROUPED_ROWS`.
 *
 * @param closes Address of the close of row 0.
 * @returns How many symbols there are: their ids are in `GROUP_IDS`, in the order in which they appear, and where each one's
 * closes end in `GROUP_ENDS`.
 */
export function group(closes: usize, from: u32, to: u32): u32 {
  let symbols: u32 = 0;
  // By symbol: how many closes, and then where the next one goes.
  for (let row = from; row < to; row++) {
    const id = load<u32>(SYMBOL_IDS + (<usize> row << 2));
    const place = GROUP_PLACES + (<usize> id << 2);
    const before = load<u32>(place);
    if (before == 0) {
      store<u32>(GROUP_IDS + (<usize> symbols << 2), id);
      symbols++;
    }
    store<u32>(place, before + 1);
  }
  let next: u32 = 0;
  for (let n: usize = 0; n < <usize> symbols; n++) {
    const place = placeOf(n);
    const count = load<u32>(place);
    store<u32>(place, next);
    next += count;
    store<u32>(GROUP_ENDS + (n << 2), next);
  }
  for (let row = from; row < to; row++) {
    const place = GROUP_PLACES + (<usize> load<u32>(SYMBOL_IDS + (<usize> row << 2)) << 2);
    const at = load<u32>(place);
    store<f64>(GROUPED + (<usize> at << 3), load<f64>(closes + (<usize> row << 3)));
    store<u32>(GROUPED_ROWS + (<usize> at << 2), row);
    store<u32>(place, at + 1);
  }
  for (let n: usize = 0; n < <usize> symbols; n++) store<u32>(placeOf(n), 0);
  return symbols;
}

/** Where the place of the `n`-th symbol is that has appeared. */
// @ts-ignore: decorator
@inline
function placeOf(n: usize): usize {
  return GROUP_PLACES + (<usize> load<u32>(GROUP_IDS + (n << 2)) << 2);
}
