/**
 * The figures of series, each and all together.
 *
 * @module
 */
import { type CountedSymbols, type SymbolForm, symbolTexts, totalsOf } from "../kernel/symbol_texts.ts";
import type { KernelSymbols } from "../kernel/symbols.ts";
import type { SymbolFigures, Symbols } from "../rows/consumer.ts";
import { rowsWithMeanOf } from "../signal/rolling.ts";
import type { SeriesSignals } from "../signal/series.ts";

/** Figures of one series, or of all together. */
export type Totals = Omit<SymbolFigures, "symbol">;

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
    return { rows, rowsWithMean: rowsWithMeanOf(rows, this.#window), ones: this.#signals.onesOf(id) };
  }

  texts(form: SymbolForm, textOf: (figures: SymbolFigures) => string): Iterable<Uint8Array> {
    const ofOne = (id: number) => textOf({ symbol: this.#symbols.nameOf(id), ...this.#figuresOf(id) });
    return symbolTexts(this.#counted, form, ofOne);
  }

  totals(): Totals {
    return totalsOf(this.#counted);
  }

  get #counted(): CountedSymbols {
    const fill: CountedSymbols["fill"] = (...many) => this.#signals.countsOf(...many);
    return { count: this.count, window: this.#window, fill };
  }
}
