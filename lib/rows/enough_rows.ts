/**
 * Whether an input has rows enough for its window.
 *
 * @module
 */
import { fewerRowsThanWindow, fewerRowsThanWindowBySymbol, fewerRowsThanWindowInAll, noRows } from "../errors.ts";
import type { Results } from "./consumer.ts";

/**
 * Refuses an input with fewer rows than the window. It has no mean at all, and most likely it was truncated.
 *
 * @param names Those of the inputs, for errors.
 * @param skipped Rows that were skipped.
 * @throws {JobError} of kind data.
 */
export function requireWindow(
  { rows, rowsWithMean, symbols }: Results,
  names: readonly string[],
  window: number,
  skipped: number,
): void {
  const [name = ""] = names;
  if (rows === 0) throw noRows(name, skipped);
  if (rowsWithMean > 0) return;
  const [longest] = [...symbols?.series ?? []].sort((a, b) => b.rows - a.rows);
  if (longest !== undefined) throw fewerRowsThanWindowBySymbol(name, longest.symbol, longest.rows, window);
  throw names.length > 1 ? fewerRowsThanWindowInAll(names, rows, window) : fewerRowsThanWindow(name, rows, window);
}
