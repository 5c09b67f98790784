/**
 * A walk of closes, for tests.
 *
 * @module
 */

/** Rows `timestamp,close`, a minute apart. */
export function candleRows(rows: number, seed: number): string[] {
  let [state, price] = [seed + 1, 5000];
  return Array.from({ length: rows }, (_, n) => {
    state = state * 48_271 % 2_147_483_647;
    price = Math.max(1, price + state % 101 - 50);
    return `${1_700_000_000 + 60 * n},${price / 100}\n`;
  });
}
