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
import type { Figures, RowConsumer, SymbolFigures, Symbols } from "../rows/consumer.ts";
import { NO_TIMES, type OrderSummary, withTimes } from "../times/order.ts";

/** Endings that say how a file is written, and nothing of what is in it. */
const COMPRESSION = /\.(?:gz|zst|zip)$/i;
const TEXT = /\.(?:csv|tsv|txt|tab|dat|asc)$/i;

/**
 * The symbols of inputs: `data/AAPL.csv.gz` is AAPL.
 *
 * @throws {JobError} of kind data: two inputs have the same symbol, or one has none.
 */
export function symbolsOf(inputs: readonly string[]): readonly string[] {
  const files = new Map<string, string>();
  for (const input of inputs) {
    const base = /[^/\\]*$/.exec(input)?.[0] ?? "";
    const symbol = base.replace(COMPRESSION, "").replace(TEXT, "");
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
export class SymbolFiles implements RowConsumer {
  readonly #names: readonly string[];
  readonly #consumerOf: ConsumerOf;
  readonly #signals: SignalRows | undefined;
  /** The figures of the files that have been read. */
  readonly #done: SymbolFigures[] = [];
  #rows = 0;
  #times: OrderSummary = NO_TIMES;
  #current: RowConsumer;

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
    return this.#rows + this.#current.rows;
  }

  get rowsWithMean(): number {
    return this.#sumOf("rowsWithMean");
  }

  get ones(): number {
    return this.#sumOf("ones");
  }

  /** Of several symbols none is the latest. */
  get lastMean(): number | undefined {
    return this.#names.length === 1 ? this.#current.lastMean : undefined;
  }

  get times(): OrderSummary | undefined {
    const { times } = this.#current;
    return times === undefined ? undefined : withTimes(this.#times, times);
  }

  get symbols(): Symbols {
    const series = [...this.#done, this.#figures()];
    return { count: series.length, series };
  }

  beginFile(layout: Layout): void {
    this.#current.stage.end();
    const figures = this.#figures();
    const { times } = this;
    this.#done.push(figures);
    this.#rows += figures.rows;
    if (times !== undefined) this.#times = times;
    this.#current = this.#begin(layout);
  }

  #begin(layout: Layout): RowConsumer {
    const signals = this.#signals && new NamedRows(this.#signals, this.#names[this.#done.length] ?? "", this.#rows);
    return this.#consumerOf(layout, signals);
  }

  #figures(): SymbolFigures {
    const { rows, rowsWithMean, ones } = this.#current;
    return { symbol: this.#names[this.#done.length] ?? "", rows, rowsWithMean, ones };
  }

  #sumOf(figure: keyof Omit<Figures, "lastMean">): number {
    return this.#done.reduce((sum, one) => sum + one[figure], this.#current[figure]);
  }
}

/** Rows of one file on their way to the signals of all. */
class NamedRows implements SignalRows {
  readonly #signals: SignalRows;
  readonly #symbol: string;
  readonly #rowsBefore: number;

  constructor(signals: SignalRows, symbol: string, rowsBefore: number) {
    this.#signals = signals;
    this.#symbol = symbol;
    this.#rowsBefore = rowsBefore;
  }

  write(row: SignalRow): void {
    this.#signals.write({ ...row, row: row.row + this.#rowsBefore, symbol: this.#symbol });
  }

  /** One by one: a batch takes the texts of its rows from the bytes of the file, where the symbol is not. */
  writeBatch(batch: SignalBatch): void {
    for (const row of rowsOf(batch, 0, batch.count)) this.write(row);
  }
}
