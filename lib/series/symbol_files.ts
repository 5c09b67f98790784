/**
 * Inputs that are a symbol each, named by their files: one after the other, every one with a window of its own.
 *
 * @module
 */
import { inputWithoutSymbol, repeatedSymbol } from "../errors.ts";
import { nameOfInput, STANDARD_INPUT } from "../inputs/source.ts";
import type { Layout, Order } from "../layouts/layout.ts";
import { rowsOf, type SignalBatch, type SignalRow, type SignalRows } from "../outputs/signals/row.ts";
import type { RowStage } from "../rows/batch.ts";
import {
  type Figures,
  isKept,
  type KeptRows,
  type RowConsumer,
  type SymbolFigures,
  type Symbols,
} from "../rows/consumer.ts";
import type { SavedSeries } from "../signal/saved.ts";
import { NO_TIMES, type OrderSummary, type SavedTimes, withTimes } from "../times/order_summary.ts";
import { nameIn } from "./other_symbol.ts";

/** Endings that say how a file is written, and nothing of what is in it. */
const COMPRESSION = /\.(?:gz|zst|zip)$/i;
const TEXT = /\.(?:csv|tsv|txt|tab|dat|asc)$/i;

/** The symbol of an input: "" for one that has none. */
export function symbolOf(input: string): string {
  return nameIn(input).replace(COMPRESSION, "").replace(TEXT, "");
}

/**
 * The symbols of inputs: `data/AAPL.csv.gz` is AAPL.
 *
 * @throws {JobError} of kind data: two inputs have the same symbol, or one has none.
 */
export function symbolsOf(inputs: readonly string[]): readonly string[] {
  const files = new Map<string, string>();
  for (const input of inputs) {
    const symbol = symbolOf(input);
    if (input === STANDARD_INPUT || symbol === "") throw inputWithoutSymbol(nameOfInput(input));
    const other = files.get(symbol);
    if (other !== undefined) throw repeatedSymbol(input, other, symbol);
    files.set(symbol, input);
  }
  return [...files.keys()];
}

/** Makes what takes the rows of one file. */
export type ConsumerOf = (layout: Layout, signals: SignalRows | undefined) => RowConsumer;

/** Takes the rows of all files, and hands those of each to a consumer of its own. */
export class SymbolFiles implements KeptRows {
  readonly #names: readonly string[];
  readonly #consumerOf: ConsumerOf;
  readonly #signals: SignalRows | undefined;
  /** The figures of the symbols whose files have been read, those of earlier runs first. */
  readonly #done = new Map<string, SymbolFigures>();
  /** Rows of all these. */
  #rows = 0;
  /** What earlier runs have left of each symbol, and this one so far; undefined where nobody goes on with it. */
  #saved: Map<string, SavedSeries> | undefined;
  /** How many files have been read. */
  #files = 0;
  #times: OrderSummary = NO_TIMES;
  #current: RowConsumer;
  #named: NamedRows | undefined;

  /**
   * @param names The symbols, in the order of the files.
   * @param first The layout of the first file.
   */
  constructor(names: readonly string[], first: Layout, consumerOf: ConsumerOf, signals: SignalRows | undefined) {
    this.#names = names;
    this.#consumerOf = consumerOf;
    this.#signals = signals;
    this.#current = this.#begin(first);
  }

  get stage(): RowStage {
    return this.#current.stage;
  }

  get order(): Order {
    return this.#current.order;
  }

  get rows(): number {
    return this.#rowsOfOthers + this.#current.rows;
  }

  get rowsWithMean(): number {
    return this.#sumOf("rowsWithMean");
  }

  get ones(): number {
    return this.#sumOf("ones");
  }

  /** Of several symbols none is the latest. */
  get lastMean(): number | undefined {
    return this.symbols.count === 1 ? this.#current.lastMean : undefined;
  }

  get times(): OrderSummary | undefined {
    const { times } = this.#current;
    return times === undefined ? undefined : withTimes(this.#times, times);
  }

  get symbols(): Symbols {
    const series = new Map(this.#done).set(this.#name, this.#figures());
    return { count: series.size, series: series.values() };
  }

  keep(series: readonly SavedSeries[], times: SavedTimes | undefined): void {
    this.#saved = new Map(series.map((one) => [one.symbol, one]));
    for (const { symbol, rows, rowsWithMean, ones } of series) this.#end({ symbol, rows, rowsWithMean, ones });
    this.#times = { ...NO_TIMES, ...times };
    if (this.#named !== undefined) this.#named.rowsBefore = this.#rowsOfOthers;
    this.#keepCurrent();
  }

  saved(): Iterable<SavedSeries> {
    this.#save();
    return this.#saved?.values() ?? [];
  }

  beginFile(layout: Layout): void {
    this.#current.stage.end();
    const { times } = this;
    this.#save();
    this.#end(this.#figures());
    if (times !== undefined) this.#times = times;
    this.#files++;
    this.#current = this.#begin(layout);
    if (this.#saved !== undefined) this.#keepCurrent();
  }

  /** The symbol of the file at hand. */
  get #name(): string {
    return this.#names[this.#files] ?? "";
  }

  #begin(layout: Layout): RowConsumer {
    this.#named = this.#signals && new NamedRows(this.#signals, this.#name, this.#rowsOfOthers);
    return this.#consumerOf(layout, this.#named);
  }

  /** Goes on with the symbol of the file at hand, if it is not new. */
  #keepCurrent(): void {
    const saved = this.#saved?.get(this.#name);
    if (!isKept(this.#current)) throw new Error("rows with which nobody can go on");
    this.#current.keep(saved === undefined ? [] : [{ ...saved, symbol: "" }], undefined);
  }

  #save(): void {
    if (this.#saved === undefined || !isKept(this.#current)) return;
    const [saved] = this.#current.saved();
    if (saved !== undefined) this.#saved.set(this.#name, { ...saved, symbol: this.#name });
  }

  #figures(): SymbolFigures {
    const { rows, rowsWithMean, ones } = this.#current;
    return { symbol: this.#name, rows, rowsWithMean, ones };
  }

  /** Notes the figures of a symbol in the place of those that were known of it. */
  #end(figures: SymbolFigures): void {
    this.#rows += figures.rows - (this.#done.get(figures.symbol)?.rows ?? 0);
    this.#done.set(figures.symbol, figures);
  }

  get #rowsOfOthers(): number {
    return this.#rows - (this.#done.get(this.#name)?.rows ?? 0);
  }

  #sumOf(figure: keyof Omit<Figures, "lastMean">): number {
    let sum = this.#current[figure];
    for (const one of this.#done.values()) if (one.symbol !== this.#name) sum += one[figure];
    return sum;
  }
}

/** Rows of one file on their way to the signals of all. */
class NamedRows implements SignalRows {
  readonly #signals: SignalRows;
  readonly #symbol: string;
  /** Rows of the other symbols so far. */
  rowsBefore: number;

  constructor(signals: SignalRows, symbol: string, rowsBefore: number) {
    this.#signals = signals;
    this.#symbol = symbol;
    this.rowsBefore = rowsBefore;
  }

  write(row: SignalRow): void {
    this.#signals.write({ ...row, row: row.row + this.rowsBefore, symbol: this.#symbol });
  }

  /** One by one: a batch takes the texts of its rows from the bytes of the file, where the symbol is not. */
  writeBatch(batch: SignalBatch): void {
    for (const row of rowsOf(batch, 0, batch.count)) this.write(row);
  }
}
