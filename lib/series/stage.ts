/**
 * Rows that are more than a close: with timestamps whose order is checked, with symbols that each have a window of their
 * own, with signals that someone wants to see.
 *
 * @module
 */
import type { ScaledCloses } from "../numbers/scaled_closes.ts";
import type { Scan } from "../plan.ts";
import { BATCH_CLOSES, CloseBatch, type RowStage, type ScannedRows } from "../rows/batch.ts";
import type { Header } from "../rows/header.ts";
import { ColumnScan, type Places } from "../kernel/columns.ts";
import { KernelSymbols } from "../kernel/symbols.ts";
import type { Row } from "../rows/row.ts";
import { SeriesFigures, type Totals } from "./figures.ts";
import type { NumberedRow, SeriesRules } from "./rules.ts";
import { type Place, tooManySymbols } from "../errors.ts";
import { WindowMemory } from "../signal/memory.ts";
import { RollingSignal } from "../signal/rolling.ts";
import type { SavedSeries } from "../signal/saved.ts";
import { OneSeries, type SeriesSignals } from "../signal/series.ts";
import { SignalTable } from "../signal/table.ts";
import { type UnsignalledRow, WaitingRows } from "./waiting_rows.ts";

/** A row on its way to the signals file whose close comes out of the batch. */
interface NumberedClose {
  readonly id: number;
  readonly row: UnsignalledRow;
}

const decoder = new TextDecoder();

/** Takes rows as they come, many at a time where the kernel can prove them, and keeps a series for each symbol. */
export class SeriesStage implements RowStage {
  readonly #rules: SeriesRules;
  readonly #batch: CloseBatch;
  readonly #scan: Scan;
  readonly #memory = new WindowMemory();
  readonly #symbols: KernelSymbols;
  readonly #signals: SeriesSignals;
  /** The figures of each series. */
  readonly figures: SeriesFigures;
  readonly #only: OneSeries | undefined;
  /** Of descending series whose rows someone wants. */
  readonly #waiting = new Map<number, WaitingRows>();
  /** The number of the last row of each symbol. */
  readonly #numbers = new Map<number, number>();
  #numbered = 0;
  /** Undefined where rows have come since they were asked for. */
  #totals: Totals | undefined;
  /** The row whose close is next to come out of the batch; undefined while many come out. */
  #current: NumberedClose | undefined;
  readonly #id = new Uint32Array(1);
  readonly #signal = new Uint8Array(1);

  readonly #columns: ColumnScan;
  /** Of the file at hand, once the kernel was asked. */
  #header: Header | undefined;
  /** Signals and sums of a batch; made when someone wants them. */
  #buffers: ReturnType<typeof newBuffers> | undefined;

  constructor(rules: SeriesRules, scan: Scan) {
    this.#rules = rules;
    const { window, isDescending, hasSymbols, order, signals } = rules;
    this.#scan = scan;
    this.#only = hasSymbols ? undefined : new OneSeries(
      rules.signal?.(isDescending, this.#memory) ?? new RollingSignal(window, isDescending, this.#memory),
    );
    this.#signals = this.#only ?? this.#table();
    this.#symbols = new KernelSymbols(hasSymbols);
    this.figures = new SeriesFigures(this.#symbols, this.#signals, window);
    this.#columns = new ColumnScan(this.#symbols, {
      hasTimestamps: order !== undefined,
      hasSymbols,
      isAscending: !isDescending,
      areTextsWanted: signals !== undefined,
      steps: hasSymbols ? undefined : order?.stepSink,
    });
    this.#batch = new CloseBatch({
      scaled: (closes) => {
        this.#totals = undefined;
        rules.first?.addScaled(closes);
        if (this.#current === undefined) return this.#pushMany(closes);
        this.#pushOne(this.#current, closes);
      },
      exact: (close) => {
        if (this.#current === undefined) throw new Error("a close that no row has given");
        this.#totals = undefined;
        const { id, row } = this.#current;
        rules.first?.addExact(close);
        this.#tell(id, row, this.#signals.pushExact(id, this.#symbols.count, close));
      },
    }, (state, _shape, bytes, end) => this.#columns.scan(state, bytes, end));
  }

  #table(): SeriesSignals {
    const { window, isDescending, watchSymbols } = this.#rules;
    const table = new SignalTable(window, isDescending, this.#memory);
    return watchSymbols?.(table, isDescending) ?? table;
  }

  /** Decimals that the closes have. */
  get decimals(): number {
    return this.#batch.decimals;
  }

  /** The signals of the only series; undefined where there are symbols. */
  get only(): RollingSignal | undefined {
    return this.#only?.signal;
  }

  /** How many series there are. */
  get count(): number {
    return this.#symbols.count;
  }

  get totals(): Totals {
    return this.#totals ??= this.figures.totals();
  }

  /** The latest rolling mean, rounded once to the nearest double. Of several symbols none is the latest. */
  get lastMean(): number | undefined {
    return this.count === 1 ? this.#signals.lastMeanOf(0) : undefined;
  }

  /** Goes on with a series before its first row. Returns false without room for it. */
  goOnFrom(saved: SavedSeries): boolean {
    const id = this.#symbols.add(saved.symbol);
    if (id === undefined) return false;
    this.#signals.goOnFrom(id, this.count, saved);
    this.#numbered += saved.rows;
    // The kernel compares with none of these: the first row of a run takes the careful path, and tells it its format.
    if (saved.last !== undefined) this.#rules.order?.goOnFrom(saved.symbol, saved.last);
    return true;
  }

  /** What a later run needs to go on, in the order in which the symbols appeared. */
  *saved(): Generator<SavedSeries> {
    this.#catchUpAll();
    let id = 0;
    for (const figures of this.figures.series) {
      const last = this.#rules.order?.lastTimeOf(figures.symbol);
      yield { ...figures, held: this.#signals.heldOf(id++), last };
    }
  }

  /**
   * Makes ready for the rows of another file: what the header of the one before has said is forgotten.
   *
   * @param isSameUnit Whether a bare number is the same time there.
   */
  beginFile(isSameUnit: boolean): void {
    if (this.#only !== undefined && this.count > 0) {
      this.#catchUp(0);
      this.#rules.order?.nextFile(this.#signals.rowsOf(0));
    }
    if (!isSameUnit) {
      this.#catchUpAll();
      this.#columns.forgetTimes();
    }
    this.#header = undefined;
  }

  scan(header: Header, bytes: Uint8Array, from: number, to: number): ScannedRows {
    // The kernel finds no columns in records that are quoted as a whole.
    const isForKernel = this.#scan !== "single rows" && !header.wholeRecordQuoted;
    if (!isForKernel || this.#rules.order?.isFileAwaited) return { rows: 0, position: from };
    if (header !== this.#header) {
      this.#header = header;
      this.#columns.begin(header);
    }
    const read = this.#batch.scan(header, bytes, from, to);
    this.#batch.flush();
    return read;
  }

  add(row: Row, place: Place): void {
    const { order, keepLast } = this.#rules;
    const name = row.symbol ?? "";
    const known = this.#symbols.find(name);
    if (known !== undefined) this.#catchUp(known);
    const compared = row.timestamp === undefined ? undefined : order?.comparedText(row.timestamp);
    // In another format the kernel starts anew, and forgets where each symbol is.
    if (compared !== undefined && this.#columns.isOtherFormat(compared)) this.#catchUpAll();
    const step = order?.take(row.timestamp ?? "", place, row.symbol) ?? "next";
    const id = known ?? this.#symbols.add(name);
    if (id === undefined) throw tooManySymbols(place, this.count);
    if (compared !== undefined) this.#columns.note(id, compared, order?.lastTimeOf("")?.nanoseconds);
    const timeUnit = order?.timeUnit;
    if (keepLast === undefined) {
      this.#push({ number: ++this.#numbered, row, id, timeUnit });
      return;
    }
    // A row that takes the place of another takes its number too.
    const number = step === "duplicate" ? this.#numbers.get(id) ?? 0 : ++this.#numbered;
    this.#numbers.set(id, number);
    for (const ready of keepLast.push(step, { number, row, id, timeUnit }, name)) this.#push(ready);
  }

  end(): void {
    this.#rules.order?.end();
    // Of many symbols nobody wants to know where each has stopped.
    if (this.#only === undefined) this.#widen();
    else this.#catchUpAll();
    for (const ready of this.#rules.keepLast?.flush() ?? []) {
      this.#push(ready);
      // What is left of a symbol is written together.
      this.#waiting.get(ready.id)?.end();
    }
    const { count } = this;
    for (let id = 0; this.#waiting.size > 0 && id < count; id++) this.#waiting.get(id)?.end();
    this.#batch.end();
  }

  /** Tells the check of the order how far the kernel has come. */
  #catchUp(id: number): void {
    const { order } = this.#rules;
    const last = order && this.#symbols.lastTimeOf(id);
    if (last === undefined) return;
    order?.passed(last, this.#only === undefined ? this.#symbols.nameOf(id) : undefined, this.#signals.rowsOf(id));
  }

  #catchUpAll(): void {
    for (let id = 0; id < this.count; id++) this.#catchUp(id);
    this.#widen();
  }

  /** Tells it how early and how late the rows are that the kernel has read. */
  #widen(): void {
    for (const timestamp of this.#columns.extremeTimes) this.#rules.order?.widen(timestamp);
  }

  #push({ number, row, id, timeUnit }: NumberedRow): void {
    const { closeText, timestamp, symbol } = row;
    this.#current = { id, row: { row: number, timestamp, timeUnit, symbol, close: closeText } };
    this.#batch.add(row);
    this.#batch.flush();
    this.#current = undefined;
  }

  /** @param close The close of one row. */
  #pushOne({ id, row }: NumberedClose, close: ScaledCloses): void {
    this.#id[0] = id;
    this.#signals.push(this.#id, this.count, close, this.#signal);
    this.#tell(id, row, this.#signal[0] ?? 0);
  }

  /**
   * Says which row the close belongs to that a series has just taken.
   *
   * @param signal What the close has given: the row's own signal, or in a descending series that of the row whose window it
   * has completed.
   */
  #tell(id: number, row: UnsignalledRow, signal: number): void {
    const { window, isDescending, signals } = this.#rules;
    if (signals === undefined) return;
    const rollingMean = this.#signals.meanOf(id);
    const own = signal === 1 ? 1 : 0;
    if (!isDescending) return signals.write({ ...row, rollingMean, signal: own });
    const waiting = this.#waiting.get(id) ?? new WaitingRows(window, signals, this.#memory);
    this.#waiting.set(id, waiting);
    waiting.push(row, rollingMean, own);
  }

  /** Closes of many rows in a row. */
  #pushMany(scaled: ScaledCloses): void {
    const { count, decimals } = scaled;
    const firstRow = this.#numbered + 1;
    this.#numbered += count;
    const { signals: rows, window, order } = this.#rules;
    const { symbolIds, bytes, closes, timestamps, symbols } = this.#columns;
    if (rows === undefined) {
      this.#signals.push(symbolIds, this.count, scaled);
    } else if (!this.#signals.canSum(scaled)) {
      this.#pushOneByOne(scaled, firstRow);
    } else {
      const { signals, sums } = this.#buffers ??= newBuffers();
      this.#signals.push(symbolIds, this.count, scaled, signals, sums);
      if (closes === undefined) throw new Error("closes whose places are not known");
      const texts = { bytes, closes, timestamps, timeUnit: order?.timeUnit, symbols };
      rows.writeBatch({ firstRow, count, ...texts, sums, window, decimals, signals });
    }
  }

  /** For sums that no double holds. */
  #pushOneByOne(scaled: ScaledCloses, firstRow: number): void {
    const one = { ...scaled, mantissas: new Float64Array(1), count: 1 };
    const { symbolIds, bytes, closes, timestamps, symbols } = this.#columns;
    const textOf = (places: Places | undefined, n: number) => {
      const start = places?.starts[n] ?? 0;
      return places && decoder.decode(bytes.slice(start, start + (places.lengths[n] ?? 0)));
    };
    for (let n = 0; n < scaled.count; n++) {
      const [timestamp, symbol] = [textOf(timestamps, n), textOf(symbols, n)];
      const timeUnit = this.#rules.order?.timeUnit;
      const row = { row: firstRow + n, timestamp, timeUnit, symbol, close: textOf(closes, n) ?? "" };
      const id = this.#only === undefined ? symbolIds[n] ?? 0 : 0;
      one.mantissas[0] = scaled.mantissas[n] ?? 0;
      this.#pushOne({ id, row }, one);
    }
  }
}

function newBuffers() {
  return { signals: new Uint8Array(BATCH_CLOSES), sums: new Float64Array(BATCH_CLOSES) };
}
