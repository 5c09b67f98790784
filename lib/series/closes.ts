/**
 * Rows of which only the close counts: what a plain run reads.
 *
 * @module
 */
import { CloseBatch } from "../rows/batch.ts";
import { scanKernel } from "../kernel/scan.ts";
import type { Layout } from "../layouts/layout.ts";
import type { RowsConsumer } from "../reading.ts";
import { RollingSignal } from "../signal/rolling.ts";

/** Closes → signals, on one thread. */
export class Closes implements RowsConsumer {
  readonly stage: CloseBatch;
  readonly invalid = undefined;
  readonly #window: number;
  readonly #signal: RollingSignal;
  readonly #layout: Layout;

  /** @param isDescending Whether the first row is the newest. */
  constructor(window: number, isDescending: boolean, layout: Layout) {
    this.#window = window;
    this.#layout = layout;
    this.#signal = new RollingSignal(window, isDescending);
    this.stage = new CloseBatch({
      scaled: (mantissas, count, decimals, largest) => this.#signal.push(mantissas, count, decimals, largest),
      exact: (close) => this.#signal.pushExact(close),
    }, scanKernel);
  }

  get rows(): number {
    return this.#signal.rows;
  }

  get rowsWithMean(): number {
    return Math.max(0, this.rows - this.#window + 1);
  }

  get ones(): number {
    return this.#signal.ones;
  }

  get lastMean(): number | undefined {
    return this.#signal.lastMean;
  }

  begin(): Promise<Layout> {
    return Promise.resolve(this.#layout);
  }

  drain(): Promise<void> {
    return Promise.resolve();
  }
}
