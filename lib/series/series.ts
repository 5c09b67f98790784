/**
 * One series of closes: that of a file, or of one symbol in it.
 *
 * @module
 */
import type { WindowMemory } from "../signal/memory.ts";
import { RollingSignal } from "../signal/rolling.ts";
import type { SignalBatch, SignalRow } from "../signals_file/row.ts";

/** A row on its way to the signals file, without what its window says. */
export type UnsignalledRow = Omit<SignalRow, "rollingMean" | "signal">;

/** Where rows with their signals go. */
export interface SignalRows {
  write(row: SignalRow): void;
  /** The same for many rows; absent where nobody can take them so. */
  writeBatch?(batch: SignalBatch): void;
}

/** What a series takes on the heap beside its closes, and what a row that waits takes beside its text; measured. */
const [SERIES_BYTES, ROW_BYTES] = [1024, 160];

function heapBytesOf({ close, timestamp = "", symbol = "" }: UnsignalledRow): number {
  return ROW_BYTES + close.length + timestamp.length + symbol.length;
}

/** A series, and the rows of it that wait for their signal. */
export class Series {
  readonly signal: RollingSignal;
  readonly #window: number;
  readonly #isDescending: boolean;
  readonly #rows: SignalRows | undefined;
  readonly #memory: WindowMemory;
  /** Of a descending series: rows whose window is not complete, the first at `#oldest`. At most `window − 1`. */
  readonly #waiting: UnsignalledRow[] = [];
  #oldest = 0;

  /**
   * @param isDescending Whether the first row is the newest.
   * @param rows Where rows go with their signals, if someone wants them.
   * @param memory What all series take.
   */
  constructor(window: number, isDescending: boolean, rows: SignalRows | undefined, memory: WindowMemory) {
    memory.addSeries(window, SERIES_BYTES);
    this.#memory = memory;
    this.#window = window;
    this.#isDescending = isDescending;
    this.#rows = rows;
    this.signal = new RollingSignal(window, isDescending, memory);
  }

  /** Rows that have a rolling mean, all rows being known. */
  get rowsWithMean(): number {
    return Math.max(0, this.signal.rows - this.#window + 1);
  }

  /**
   * Says which row the close belongs to that has just gone into {@linkcode signal}.
   *
   * @param signal What the close has given: the row's own signal, or in a descending series that of the row whose window it
   * has completed.
   */
  told(row: UnsignalledRow, signal: number): void {
    if (this.#rows === undefined) return;
    const rollingMean = this.signal.mean;
    if (!this.#isDescending) {
      this.#rows.write({ ...row, rollingMean, signal: signal === 1 ? 1 : 0 });
      return;
    }
    this.#memory.takeHeap(heapBytesOf(row));
    this.#waiting.push(row);
    if (rollingMean === undefined) return;
    const complete = this.#waiting[this.#oldest++];
    if (complete !== undefined) this.#rows.write({ ...complete, rollingMean, signal: signal === 1 ? 1 : 0 });
    this.#forgetWritten();
  }

  /** Writes the rows whose window the file does not hold: in a descending series the last ones are its warm-up. */
  end(): void {
    for (const row of this.#waiting.splice(this.#oldest)) {
      this.#rows?.write({ ...row, rollingMean: undefined, signal: 0 });
    }
  }

  #forgetWritten(): void {
    // Not one by one: taking the first of many away moves all the others.
    if (this.#oldest < this.#window) return;
    for (const row of this.#waiting.splice(0, this.#oldest)) this.#memory.giveHeap(heapBytesOf(row));
    this.#oldest = 0;
  }
}
