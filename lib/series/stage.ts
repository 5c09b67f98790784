/**
 * Rows that are more than a close: with time stamps whose order is checked, with symbols that each have a window of their
 * own, with signals that someone wants to see.
 *
 * @module
 */
import { BATCH_CLOSES, CloseBatch, type RowStage } from "../candles/batch.ts";
import type { Header } from "../candles/header.ts";
import { ColumnScan, type Places } from "../candles/kernel/columns.ts";
import type { Group } from "../candles/kernel/group.ts";
import type { Row } from "../candles/row.ts";
import type { Place } from "../errors.ts";
import { WindowMemory } from "../signal/memory.ts";
import type { FirstCloses } from "../signal/run.ts";
import { type KeepLast, type OrderCheck } from "../times/order.ts";
import { bySymbol, inOrder } from "./by_symbol.ts";
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
  /** Keeps the first closes of a series without symbols, if someone wants them. */
  readonly first?: FirstCloses;
}

/** A row with its number among the rows that count, from 1 in the order of the file. */
export interface NumberedRow {
  readonly number: number;
  readonly row: Row;
}

/** Rows that the kernel has proven, in a row. */
interface Batch {
  readonly columns: ColumnScan;
  readonly mantissas: Float64Array;
  readonly count: number;
  readonly decimals: number;
  readonly largest: number;
  /** The number of the first of them. */
  readonly firstRow: number;
}

/** Signals and sums of a batch, and of one series in it. */
type Buffers = ReturnType<typeof newBuffers>;

function newBuffers() {
  return {
    signals: new Uint8Array(BATCH_CLOSES),
    sums: new Float64Array(BATCH_CLOSES),
    own: new Uint8Array(BATCH_CLOSES),
    ownSums: new Float64Array(BATCH_CLOSES),
  };
}

const decoder = new TextDecoder();

/** Takes rows as they come, many at a time where the kernel can prove them, and keeps a series for each symbol. */
export class SeriesStage implements RowStage {
  readonly #rules: SeriesRules;
  readonly #batch: CloseBatch;
  /** Whether rows may be taken many at a time. Where someone looks at each of them, they are not. */
  readonly #isBulk: boolean;
  readonly #memory = new WindowMemory();
  /** By symbol, in the order in which they appear; without symbols all rows are those of "". */
  readonly #series = new Map<string, Series>();
  /** The number of the last row of each symbol. */
  readonly #numbers = new Map<string, number>();
  #numbered = 0;
  /** The row whose close is next to come out of the batch; undefined while many come out. */
  #current: { readonly series: Series; readonly row: UnsignalledRow } | undefined;
  readonly #signal = new Uint8Array(1);

  #header: Header | undefined;
  #columns: ColumnScan | undefined;
  /** By the kernel's id of their symbol. */
  #seriesById: Series[] = [];
  /** Made when someone wants the signals. */
  #buffers: Buffers | undefined;

  /** @param isBulk Whether the kernel may be asked; else all rows are read by the book. */
  constructor(rules: SeriesRules, isBulk = true) {
    this.#rules = rules;
    const { order, keepLast, signals } = rules;
    const areRowsWanted = signals !== undefined && (signals.writeBatch === undefined || rules.isDescending);
    const isWatched = areRowsWanted || keepLast !== undefined || (order !== undefined && order.rules.gaps !== "ignore");
    this.#isBulk = isBulk && !isWatched;
    this.#batch = new CloseBatch({
      scaled: (mantissas, count, decimals, largest) => {
        rules.first?.addScaled(mantissas, count, decimals, largest);
        if (this.#current === undefined) return this.#pushMany(mantissas, count, decimals, largest);
        const { series, row } = this.#current;
        series.signal.push(mantissas, count, decimals, largest, this.#signal);
        series.told(row, this.#signal[0] ?? 0);
      },
      exact: (close) => {
        if (this.#current === undefined) throw new Error("a close that no row has given");
        const { series, row } = this.#current;
        rules.first?.addExact(close);
        series.told(row, series.signal.pushExact(close));
      },
    }, (state, _shape, bytes, end, mantissas) => this.#columns?.scan(state, bytes, end, mantissas) ?? "record");
  }

  /** Decimals that the closes have. */
  get decimals(): number {
    return this.#batch.decimals;
  }

  /** The series by symbol, in the order in which the symbols appear in the file. */
  get series(): ReadonlyMap<string, Series> {
    return this.#series;
  }

  /** Makes ready for the rows of another file: what the header of the one before has said is forgotten. */
  beginFile(): void {
    this.#catchUpAll();
    this.#header = undefined;
    this.#columns = undefined;
  }

  scan(header: Header, bytes: Uint8Array, from: number, to: number): { rows: number; position: number } {
    // The kernel finds no columns in records that are quoted as a whole.
    if (!this.#isBulk || header.wholeRecordQuoted) return { rows: 0, position: from };
    if (header !== this.#header) this.#beginScan(header);
    const read = this.#batch.scan(header, bytes, from, to);
    this.#batch.flush();
    return read;
  }

  add(row: Row, place: Place): void {
    const { order, keepLast } = this.#rules;
    const symbol = row.symbol ?? "";
    this.#catchUp(row.symbol);
    // In another format the kernel starts anew, and forgets where each symbol is.
    if (row.timestamp !== undefined && this.#columns?.isOtherFormat(row.timestamp)) this.#catchUpAll();
    const step = order?.take(row.timestamp ?? "", place, row.symbol) ?? "next";
    this.#columns?.note(row.symbol, row.timestamp);
    if (keepLast === undefined) {
      this.#push({ number: ++this.#numbered, row });
      return;
    }
    // The row may wait for long, and other symbols be pushed before it: the order of the symbols is that of the file.
    this.#seriesOf(symbol);
    // A row that takes the place of another takes its number too.
    const number = step === "duplicate" ? this.#numbers.get(symbol) ?? 0 : ++this.#numbered;
    this.#numbers.set(symbol, number);
    for (const ready of keepLast.push(step, { number, row }, symbol)) this.#push(ready);
  }

  end(): void {
    this.#catchUpAll();
    for (const ready of this.#rules.keepLast?.flush() ?? []) this.#push(ready);
    for (const series of this.#series.values()) series.end();
    this.#batch.end();
  }

  /** The kernel forgets about the file before, and is told where each symbol has stopped there. */
  #beginScan(header: Header): void {
    this.#header = header;
    this.#seriesById = [];
    this.#columns = new ColumnScan(header, !this.#rules.isDescending, this.#rules.signals !== undefined);
    const { order } = this.#rules;
    if (order === undefined) return;
    for (const symbol of this.#series.keys()) {
      const name = header.symbolIndex < 0 ? undefined : symbol;
      // Without a text that it could compare with, the kernel leaves the next row of the symbol to the careful path.
      this.#columns.note(name, order.lastOf(name));
    }
  }

  /** Tells the check of the order how far the kernel has come. */
  #catchUp(symbol: string | undefined): void {
    const last = this.#rules.order && this.#columns?.lastOf(symbol);
    const rows = this.#series.get(symbol ?? "")?.signal.rows ?? 0;
    if (last !== undefined) this.#rules.order?.passed(last, symbol, rows);
  }

  #catchUpAll(): void {
    const hasSymbols = (this.#header?.symbolIndex ?? -1) >= 0;
    for (const symbol of this.#series.keys()) this.#catchUp(hasSymbols ? symbol : undefined);
  }

  #push({ number, row }: NumberedRow): void {
    const { closeText, timestamp, symbol } = row;
    const series = this.#seriesOf(symbol ?? "");
    this.#current = { series, row: { row: number, timestamp, symbol, close: closeText } };
    this.#batch.add(row);
    this.#batch.flush();
    this.#current = undefined;
  }

  /** Closes of many rows in a row. */
  #pushMany(mantissas: Float64Array, count: number, decimals: number, largest: number): void {
    const firstRow = this.#numbered + 1;
    this.#numbered += count;
    const columns = this.#columns;
    if (columns === undefined) throw new Error("rows that nobody has scanned");
    const batch = { columns, mantissas, count, decimals, largest, firstRow };
    if (this.#rules.signals === undefined) {
      this.#eachSeries(batch, ({ signal }, { closes }) => signal.push(closes, closes.length, decimals, largest));
    } else {
      this.#pushWithSignals(batch, this.#rules.signals);
    }
  }

  /** The closes of each series in a batch. */
  #eachSeries({ columns, mantissas, count }: Batch, visit: (series: Series, group: Group) => void): void {
    if ((this.#header?.symbolIndex ?? -1) < 0) {
      visit(this.#seriesOf(""), inOrder(mantissas, count));
    } else {
      bySymbol(mantissas, columns.symbolIds, count, (id, group) => {
        visit(this.#seriesById[id] ??= this.#seriesOf(columns.symbolOf(id)), group);
      });
    }
  }

  #pushWithSignals(batch: Batch, rows: SignalRows): void {
    const { columns, count, decimals, largest, firstRow } = batch;
    let canSum = true;
    this.#eachSeries(batch, ({ signal }) => canSum &&= signal.canSum(decimals, largest));
    if (!canSum) return this.#pushOneByOne(batch);
    const { signals, sums, own, ownSums } = this.#buffers ??= newBuffers();
    this.#eachSeries(batch, ({ signal }, { closes, rows }) => {
      signal.push(closes, closes.length, decimals, largest, own, ownSums);
      for (let n = 0; n < rows.length; n++) {
        const row = rows[n] ?? 0;
        signals[row] = own[n] ?? 0;
        sums[row] = ownSums[n] ?? 0;
      }
    });
    if (columns.closes === undefined) throw new Error("closes whose places are not known");
    rows.writeBatch?.({
      firstRow,
      count,
      bytes: columns.bytes,
      closes: columns.closes,
      timestamps: columns.timestamps,
      symbols: columns.symbols,
      sums,
      window: this.#rules.window,
      decimals,
      signals,
    });
  }

  /** For sums that no double holds. */
  #pushOneByOne({ columns, mantissas, count, decimals, firstRow }: Batch): void {
    const textOf = (places: Places | undefined, n: number) => {
      const start = places?.starts[n] ?? 0;
      return places && decoder.decode(columns.bytes.slice(start, start + (places.lengths[n] ?? 0)));
    };
    for (let n = 0; n < count; n++) {
      const symbol = textOf(columns.symbols, n);
      const series = this.#seriesOf(symbol ?? "");
      const row = {
        row: firstRow + n,
        timestamp: textOf(columns.timestamps, n),
        symbol,
        close: textOf(columns.closes, n) ?? "",
      };
      const mantissa = BigInt(mantissas[n] ?? 0);
      series.told(row, series.signal.pushExact({ mantissa, decimals }));
    }
  }

  #seriesOf(symbol: string): Series {
    const { window, isDescending, signals } = this.#rules;
    let series = this.#series.get(symbol);
    if (series === undefined) {
      series = new Series(window, isDescending, signals, this.#memory);
      this.#series.set(symbol, series);
    }
    return series;
  }
}
