/**
 * Rows of one series on their way to the signals file.
 *
 * @module
 */
import type { WindowMemory } from "../signal/memory.ts";
import type { SignalRow, SignalRows } from "../outputs/signals/row.ts";

/** A row on its way to the signals file, without what its window says. */
export type UnsignalledRow = Omit<SignalRow, "rollingMean" | "signal">;

/** What a row that waits takes on the heap beside its text; measured. */
const ROW_BYTES = 160;

function heapBytesOf({ close, timestamp = "", symbol = "" }: UnsignalledRow): number {
  return ROW_BYTES + close.length + timestamp.length + symbol.length;
}

/** Rows of one descending series that wait for their signal: it comes with the close that completes their window. */
export class WaitingRows {
  readonly #window: number;
  readonly #rows: SignalRows;
  readonly #memory: WindowMemory;
  /** Rows whose window is not complete, the first at `#oldest`. At most `window − 1`. */
  readonly #waiting: UnsignalledRow[] = [];
  #oldest = 0;

  /** @param memory What all series take. */
  constructor(window: number, rows: SignalRows, memory: WindowMemory) {
    this.#memory = memory;
    this.#window = window;
    this.#rows = rows;
  }

  /**
   * Takes the next row.
   *
   * @param rollingMean Of the row whose window it completes; undefined where there is none.
   */
  push(row: UnsignalledRow, rollingMean: number | undefined, signal: 0 | 1): void {
    this.#memory.takeHeap(heapBytesOf(row));
    this.#waiting.push(row);
    if (rollingMean === undefined) return;
    const complete = this.#waiting[this.#oldest++];
    if (complete !== undefined) this.#rows.write({ ...complete, rollingMean, signal });
    this.#forgetWritten();
  }

  /** Writes the rows whose window the file does not hold: in a descending series the last ones are its warm-up. */
  end(): void {
    for (const row of this.#waiting.splice(this.#oldest)) {
      this.#rows.write({ ...row, rollingMean: undefined, signal: 0 });
    }
  }

  #forgetWritten(): void {
    // Not one by one: taking the first of many away moves all the others.
    if (this.#oldest < this.#window) return;
    for (const row of this.#waiting.splice(0, this.#oldest)) this.#memory.giveHeap(heapBytesOf(row));
    this.#oldest = 0;
  }
}
