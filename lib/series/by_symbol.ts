/**
 * Closes of several symbols, one row after the other → the closes of each symbol together.
 *
 * @module
 */
import { BATCH_CLOSES } from "../candles/batch.ts";
import { Group, group } from "../candles/kernel/group.ts";

/** Fewer rows in a row than this are not worth a call: the closes of a symbol are put together first. */
const LONG_RUN = 64;

const rowsInOrder = Uint32Array.from({ length: BATCH_CLOSES }, (_, n) => n);

/** All of `count` closes, as they are. */
export function inOrder(closes: Float64Array, count: number): Group {
  return new Group(closes, rowsInOrder, 0, count);
}

/**
 * Calls `visit` for each symbol, in the order in which they appear first, with its closes in the order of their rows. A
 * symbol whose rows come in long runs may be visited several times, in order.
 *
 * @param closes As many as a batch has, or fewer.
 * @param ids The symbol of each close, as the kernel has written it down.
 */
export function bySymbol(
  closes: Float64Array,
  ids: Uint32Array,
  count: number,
  visit: (id: number, group: Group) => void,
): void {
  let from = 0;
  while (from < count) {
    const id = ids[from] ?? 0;
    let to = from + 1;
    while (to < count && ids[to] === id) to++;
    if (to - from < LONG_RUN && to < count) {
      // Up to where the next long run begins.
      to = endOfShortRuns(ids, to, count);
      group(closes, from, to, visit);
    } else {
      visit(id, new Group(closes, rowsInOrder, from, to));
    }
    from = to;
  }
}

function endOfShortRuns(ids: Uint32Array, from: number, count: number): number {
  let runStart = from;
  for (let i = from; i < count; i++) {
    if (ids[i] !== ids[runStart]) runStart = i;
    else if (i - runStart === LONG_RUN) return runStart;
  }
  return count;
}
