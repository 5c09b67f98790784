/**
 * The figures of series, each and all together.
 *
 * @module
 */
import { type FigureColumns, type SymbolForm, symbolTexts } from "../kernel/symbol_texts.ts";
import type { KernelSymbols } from "../kernel/symbols.ts";
import type { SymbolFigures, Symbols } from "../rows/consumer.ts";
import { rowsWithMeanOf } from "../signal/rolling.ts";
import type { SeriesSignals } from "../signal/series.ts";

/** Figures of one series, or of all together. */
export type Totals = Omit<SymbolFigures, "symbol">;

/** As many series as are looked at together. */
const MANY = 4096;

/** What the signals of series and their names say together. */
export class SeriesFigures implements Symbols {
  readonly #symbols: KernelSymbols;
  readonly #signals: SeriesSignals;
  readonly #window: number;

  constructor(symbols: KernelSymbols, signals: SeriesSignals, window: number) {
    this.#symbols = symbols;
    this.#signals = signals;
    this.#window = window;
  }

  get count(): number {
    return this.#symbols.count;
  }

  /** The figures of each series, in the order in which the symbols appear in the file. */
  get series(): Iterable<SymbolFigures> {
    return this.#eachSeries();
  }

  *#eachSeries(): Generator<SymbolFigures> {
    let id = 0;
    for (const symbol of this.#symbols.names()) {
      yield { symbol, ...this.#figuresOf(id) };
      id++;
    }
  }

  #figuresOf(id: number): Totals {
    const rows = this.#signals.rowsOf(id);
    return { rows, rowsWithMean: this.#withMean(rows), ones: this.#signals.onesOf(id) };
  }

  texts(form: SymbolForm, textOf: (figures: SymbolFigures) => string): Iterable<Uint8Array> {
    const fill = ({ rows, rowsWithMean, ones }: FigureColumns, first: number, many: number) => {
      this.#signals.countsOf(first, many, rows, ones);
      for (let n = 0; n < many; n++) rowsWithMean[n] = this.#withMean(rows[n] ?? 0);
    };
    const ofOne = (id: number) => textOf({ symbol: this.#symbols.nameOf(id), ...this.#figuresOf(id) });
    return symbolTexts(this.count, form, fill, ofOne);
  }

  totals(): Totals {
    const [rows, ones] = [new Float64Array(MANY), new Float64Array(MANY)];
    const totals = { rows: 0, rowsWithMean: 0, ones: 0 };
    const { count } = this;
    for (let first = 0; first < count; first += MANY) {
      const many = Math.min(MANY, count - first);
      this.#signals.countsOf(first, many, rows, ones);
      for (let n = 0; n < many; n++) {
        const own = rows[n] ?? 0;
        totals.rows += own;
        totals.rowsWithMean += this.#withMean(own);
        totals.ones += ones[n] ?? 0;
      }
    }
    return totals;
  }

  #withMean(rows: number): number {
    return rowsWithMeanOf(rows, this.#window);
  }
}
