/**
 * Rows that are more than a close: with time stamps whose order is checked, with symbols that each have a window of their
 * own, with signals that someone wants to see.
 *
 * @module
 */
import { CloseBatch, type RowStage } from "../candles/batch.ts";
import type { Header } from "../candles/header.ts";
import type { Row } from "../candles/row.ts";
import type { Place } from "../errors.ts";
import { type KeepLast, type OrderCheck } from "../times/order.ts";
import { Series, type SignalRows, type UnsignalledRow } from "./series.ts";

/** What is asked of the rows. */
export interface SeriesRules {
  readonly window: number;
  /** Whether the first row is the newest. */
  readonly isDescending: boolean;
  /** Checks the time stamps, where there are any. */
  readonly order: OrderCheck | undefined;
  /** Of rows with one time stamp only the last counts; undefined where all count. */
  readonly keepLast: KeepLast<NumberedRow> | undefined;
  /** Where rows go with their signals, if someone wants them. */
  readonly signals: SignalRows | undefined;
}

/** A row with its number among the rows that count, from 1 in the order of the file. */
export interface NumberedRow {
  readonly number: number;
  readonly row: Row;
}

/** Takes rows as they come and keeps a series for each symbol. */
export class SeriesStage implements RowStage {
  readonly #rules: SeriesRules;
  readonly #batch: CloseBatch;
  /** By symbol, in the order in which they appear; without symbols all rows are those of "". */
  readonly #series = new Map<string, Series>();
  /** The number of the last row of each symbol. */
  readonly #numbers = new Map<string, number>();
  #numbered = 0;
  #current: { readonly series: Series; readonly row: UnsignalledRow } | undefined;
  readonly #signal = new Uint8Array(1);

  constructor(rules: SeriesRules) {
    this.#rules = rules;
    this.#rules = rules;
    this.#batch = new CloseBatch({
      scaled: (mantissas, count, decimals, largest) => {
        const { series, row } = this.#expected();
        series.signal.push(mantissas, count, decimals, largest, this.#signal);
        series.told(row, this.#signal[0] ?? 0);
      },
      exact: (close) => {
        const { series, row } = this.#expected();
        series.told(row, series.signal.pushExact(close));
      },
    }, () => "record");
  }

  /** The series by symbol, in the order in which the symbols appear in the file. */
  get series(): ReadonlyMap<string, Series> {
    return this.#series;
  }

  scan(_header: Header, _bytes: Uint8Array, from: number, _to: number): { rows: number; position: number } {
    return { rows: 0, position: from };
  }

  add(row: Row, place: Place): void {
    const { order, keepLast } = this.#rules;
    const symbol = row.symbol ?? "";
    const step = order?.take(row.timestamp ?? "", place, row.symbol) ?? "next";
    if (keepLast === undefined) {
      this.#push({ number: ++this.#numbered, row });
      return;
    }
    // A row that takes the place of another takes its number too.
    const number = step === "duplicate" ? this.#numbers.get(symbol) ?? 0 : ++this.#numbered;
    this.#numbers.set(symbol, number);
    for (const ready of keepLast.push(step, { number, row }, symbol)) this.#push(ready);
  }

  end(): void {
    for (const ready of this.#rules.keepLast?.flush() ?? []) this.#push(ready);
    for (const series of this.#series.values()) series.end();
    this.#batch.end();
  }

  #push({ number, row }: NumberedRow): void {
    const { closeText, timestamp, symbol } = row;
    const series = this.#seriesOf(symbol ?? "");
    this.#current = { series, row: { row: number, timestamp, symbol, close: closeText } };
    this.#batch.add(row);
    this.#batch.flush();
  }

  #seriesOf(symbol: string): Series {
    const { window, isDescending, signals } = this.#rules;
    let series = this.#series.get(symbol);
    if (series === undefined) {
      series = new Series(window, isDescending, signals);
      this.#series.set(symbol, series);
    }
    return series;
  }

  #expected(): { readonly series: Series; readonly row: UnsignalledRow } {
    if (this.#current === undefined) throw new Error("a close that no row has given");
    return this.#current;
  }
}
