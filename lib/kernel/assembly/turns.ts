/**
 * Closes of symbols that take turns → how many of them are above the mean of their window.
 *
 * The numbers of a symbol and its window are side by side: a row costs what it takes to find them in memory. Whoever calls
 * makes sure that all closes are integers of one scale.
 */
import { ONES, RING, ROWS, SLOT, SUM, WINDOWS } from "./slots";

/**
 * Takes closes, each into the window of its symbol.
 *
 * @param ids Address of the symbol of each, a number from 0.
 * @param stride Bytes from one symbol's numbers to the next one's.
 * @param room Closes that there is room for, of each symbol.
 * @param limit A close may be so large, its sign left out.
 * @returns How many were taken: all before the first that is too large, has no room, or whose symbol is kept elsewhere.
 */
export function rollTurns(
  ids: usize,
  closes: usize,
  count: u32,
  stride: u32,
  window: f64,
  room: f64,
  limit: f64,
): u32 {
  for (let n: u32 = 0; n < count; n++) {
    const symbol = WINDOWS + <usize> (load<u32>(ids + (<usize> n << 2)) * stride);
    const close = load<f64>(closes + (<usize> n << 3));
    const slot = load<f64>(symbol, SLOT << 3);
    if (slot == room || slot < 0 || abs(close) > limit) return n;
    const place = symbol + (<usize> slot << 3);
    const sum = load<f64>(symbol, SUM << 3) + (close - load<f64>(place, RING << 3));
    const rows = load<f64>(symbol, ROWS << 3) + 1;
    // Computed: a branch on a signal would be guessed wrong half the time.
    const signal = u32(rows >= window) & u32(window * close > sum);
    store<f64>(place, close, RING << 3);
    store<f64>(symbol, sum, SUM << 3);
    store<f64>(symbol, slot + 1 == window ? 0 : slot + 1, SLOT << 3);
    store<f64>(symbol, rows, ROWS << 3);
    store<f64>(symbol, load<f64>(symbol, ONES << 3) + <f64> signal, ONES << 3);
  }
  return count;
}

/**
 * Copies how many rows and ones `many` symbols have.
 *
 * @param first The first of them.
 * @param stride As for {@linkcode rollTurns}.
 */
export function copyTurnCounts(first: u32, many: u32, stride: u32, rows: usize, ones: usize): void {
  for (let n: u32 = 0; n < many; n++) {
    const symbol = WINDOWS + <usize> ((first + n) * stride);
    store<f64>(rows + (<usize> n << 3), load<f64>(symbol, ROWS << 3));
    store<f64>(ones + (<usize> n << 3), load<f64>(symbol, ONES << 3));
  }
}
