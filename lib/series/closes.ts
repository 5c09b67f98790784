/**
 * Rows of which only the close counts: what a plain run reads.
 *
 * @module
 */
import { scanKernel } from "../kernel/scan.ts";
import type { Direction } from "../layouts/layout.ts";
import { CloseBatch } from "../rows/batch.ts";
import type { RowConsumer } from "../rows/consumer.ts";
import { type RollingSignal, rowsWithMeanOf } from "../signal/rolling.ts";
import type { NewSignal } from "../signal/series.ts";

/** Closes → signals, on one thread. */
export class Closes implements RowConsumer {
  readonly stage: CloseBatch;
  readonly order: Direction;
  readonly times = undefined;
  readonly symbols = undefined;
  readonly #window: number;
  readonly #signal: RollingSignal;

  constructor(window: number, order: Direction, signal: NewSignal) {
    this.order = order;
    this.#window = window;
    this.#signal = signal(order === "descending");
    this.stage = new CloseBatch({
      scaled: (closes) => this.#signal.push(closes),
      exact: (close) => this.#signal.pushExact(close),
    }, scanKernel);
  }

  get rows(): number {
    return this.#signal.rows + this.stage.pending;
  }

  get rowsWithMean(): number {
    return rowsWithMeanOf(this.rows, this.#window);
  }

  get ones(): number {
    return this.#signal.ones;
  }

  get lastMean(): number | undefined {
    return this.#signal.lastMean;
  }

  beginFile(): void {}
}
