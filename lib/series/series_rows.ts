/**
 * Rows that have timestamps or symbols, or whose signals are written: file by file, in an order that the config gives or the
 * rows tell.
 *
 * @module
 */
import type { Config } from "../config/config.ts";
import type { Direction, Layout, Order, TimeUnit } from "../layouts/layout.ts";
import type { SignalRows } from "../outputs/signals/row.ts";
import type { Scan } from "../plan.ts";
import type { SavedSeries } from "../signal/saved.ts";
import type { NewSignal, WatchSymbols } from "../signal/series.ts";
import type { RowStage } from "../rows/batch.ts";
import type { KeptRows, Symbols } from "../rows/consumer.ts";
import { KeepLast } from "../times/keep_last.ts";
import { type OrderCheck, orderCheckOf } from "../times/order.ts";
import type { OrderSummary, SavedTimes } from "../times/order_summary.ts";
import { SeriesStage } from "./stage.ts";
import { UndecidedRows } from "./undecided.ts";

/** What is asked of the rows. */
export interface SeriesRowRules {
  readonly config: Pick<Config, "window" | "duplicates" | "gaps" | "interval"> & Partial<Pick<Config, "given">>;
  /** Where rows go with their signals, if they are written. */
  readonly signals: SignalRows | undefined;
  /** Makes the signal of a series without symbols. */
  readonly signal: NewSignal;
  readonly watchSymbols?: WatchSymbols | undefined;
  /** How the rows are scanned once their order is known. */
  readonly scanOf: (order: Direction) => Scan;
}

/** Rows whose order is known. */
interface Ordered {
  readonly direction: Direction;
  readonly order: OrderCheck | undefined;
  readonly stage: SeriesStage;
}

/** Takes the rows of all files. */
export class SeriesRows implements KeptRows {
  readonly #rules: SeriesRowRules;
  readonly #first: Layout;
  /** What a bare number is in the timestamps of the file at hand. */
  #timeUnit: TimeUnit;
  #rows: Ordered | UndecidedRows;

  /** @param first The layout of the first file. */
  constructor(rules: SeriesRowRules, first: Layout) {
    this.#rules = rules;
    this.#first = first;
    this.#timeUnit = first.timeUnit;
    const areDuplicatesFaults = rules.config.duplicates === "fail";
    this.#rows = first.order === "auto"
      ? new UndecidedRows(first.timeUnit, areDuplicatesFaults, (direction) => this.#settle(direction))
      : this.#ordered(first.order);
  }

  get stage(): RowStage {
    return this.#rows instanceof UndecidedRows ? this.#rows : this.#rows.stage;
  }

  get order(): Order {
    return this.#rows instanceof UndecidedRows ? "auto" : this.#rows.direction;
  }

  get rows(): number {
    return this.#series?.totals.rows ?? 0;
  }

  get rowsWithMean(): number {
    return this.#series?.totals.rowsWithMean ?? 0;
  }

  get ones(): number {
    return this.#series?.totals.ones ?? 0;
  }

  get lastMean(): number | undefined {
    return this.#series?.lastMean;
  }

  get times(): OrderSummary | undefined {
    return this.orderCheck?.summary;
  }

  get symbols(): Symbols | undefined {
    return this.#first.symbolColumn === undefined ? undefined : this.#series?.figures ?? { count: 0, series: [] };
  }

  /** Checks the timestamps; undefined where there are none, or as long as their order is not known. */
  get orderCheck(): OrderCheck | undefined {
    return this.#rows instanceof UndecidedRows ? undefined : this.#rows.order;
  }

  keep(series: readonly SavedSeries[], times: SavedTimes | undefined): void {
    if (series.length === 0) return;
    // No other order can be gone on with.
    if (this.#rows instanceof UndecidedRows) this.#settle("ascending");
    for (const one of series) {
      if (this.#series?.goOnFrom(one) !== true) throw new Error("more symbols than an earlier run can have had");
    }
    if (times !== undefined) this.orderCheck?.goOnAfter(times);
  }

  saved(): Iterable<SavedSeries> {
    return this.#series?.saved() ?? [];
  }

  beginFile(layout: Layout): void {
    const isSameUnit = layout.timeUnit === this.#timeUnit;
    this.#timeUnit = layout.timeUnit;
    if (this.#rows instanceof UndecidedRows) {
      this.#rows.beginFile(layout.timeUnit);
      // All files are one series: the first that can tell decides on the order, and the others have to keep it.
      if (layout.order !== "auto") this.#settle(layout.order);
    } else {
      this.#rows.stage.beginFile(isSameUnit);
      this.#rows.order?.beginFile(layout.timeUnit);
    }
  }

  get #series(): SeriesStage | undefined {
    return this.#rows instanceof UndecidedRows ? undefined : this.#rows.stage;
  }

  #ordered(direction: Direction): Ordered {
    const { config, signals, signal, watchSymbols, scanOf } = this.#rules;
    const order = orderCheckOf(this.#first, direction, config, signals !== undefined);
    const stage = new SeriesStage({
      window: config.window,
      isDescending: direction === "descending",
      hasSymbols: this.#first.symbolColumn !== undefined,
      order,
      keepLast: config.duplicates === "keep-last" ? new KeepLast() : undefined,
      signals,
      signal,
      watchSymbols,
    }, scanOf(direction));
    return { direction, order, stage };
  }

  /**
   * Decides on the order of all rows, and takes those that have waited for that.
   *
   * @returns What takes the rows to come.
   * @throws {JobError} of kind data, for one of those that have waited.
   */
  #settle(direction: Direction): RowStage {
    const waited = this.#rows instanceof UndecidedRows ? this.#rows.leave() : [];
    const { order, stage } = this.#rows = this.#ordered(direction);
    for (const { row, place, timeUnit } of waited) {
      order?.beginFile(timeUnit);
      stage.add(row, place);
    }
    order?.beginFile(this.#timeUnit);
    return stage;
  }
}
