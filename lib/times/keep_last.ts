/**
 * Of rows with the same timestamp the last.
 *
 * @module
 */
import type { Step } from "./order.ts";

/**
 * Holds each row back until it is known that the next one of its symbol has another timestamp: of rows with the same one
 * the last in the file counts, whatever the order.
 */
export class KeepLast<T> {
  readonly #held = new Map<string, T>();

  /** Takes a row. Returns the rows that are released. */
  push(step: Step, row: T, symbol: string): T[] {
    const held = this.#held.get(symbol);
    this.#held.set(symbol, row);
    return held === undefined || step === "duplicate" ? [] : [held];
  }

  /** The last row of each symbol, in the order in which the symbols appeared. */
  flush(): T[] {
    const rows = [...this.#held.values()];
    this.#held.clear();
    return rows;
  }
}
