/**
 * The rolling sums of many series at once: closes of all of them in the order of the file → signals.
 *
 * A series here is a few numbers in an array, and its window right behind them: a row costs what it takes to find them in
 * memory, however many series take turns. All closes are integers of one scale, and small enough for a double to hold each
 * sum: see `rolling.ts`. A series whose closes are not is kept apart, as a {@linkcode RollingSignal}, for as long.
 *
 * @module
 */
import { canRollTurns, FIRST_MEAN, ONES, RING, rollTurns, ROWS, SLOT, SUM } from "../kernel/turns.ts";
import type { Decimal } from "../numbers/decimal.ts";
import type { ScaledCloses } from "../numbers/scaled_closes.ts";
import { meanFrom } from "../outputs/signals/means.ts";
import { WindowMemory } from "./memory.ts";
import { RollingSignal } from "./rolling.ts";
import type { CloseRun } from "./run.ts";
import type { SavedSeries } from "./saved.ts";
import type { SeriesSignals } from "./series.ts";
import { SeriesBlocks } from "./series_blocks.ts";

/** In place of the oldest close's place in the window: the series is kept elsewhere. */
const APART = -1;

/** Closes that all windows have room for at first, and at most: a series that holds more is kept apart. */
const [FIRST_ROOM, MOST_ROOM] = [16, 4096];

/** What a series takes on the heap at most, measured: its symbol and last timestamp, where a row took the careful path. */
const SERIES_BYTES = 400;
/** What it takes there when it is kept apart. */
const APART_BYTES = 1024;

/** Signals of series that are numbered from 0. */
export class SignalTable implements SeriesSignals {
  readonly #window: number;
  readonly #isDescending: boolean;
  /** No close may be larger, its sign left out: so each sum, and window × close, is below 2^53. */
  readonly #limit: number;
  readonly #memory: WindowMemory;
  /** Closes that each window has room for. It grows with the rows, for most symbols may have far fewer than a window. */
  #room: number;
  readonly #blocks: SeriesBlocks;
  readonly #apart = new Map<number, RollingSignal>();
  #count = 0;
  #decimals = 0;
  #meanOf: (sum: number) => number | undefined;

  /**
   * @param window 1 to 10,000,000.
   * @param isDescending Whether the first close of a series is its newest.
   * @param memory What this and other windows take.
   */
  constructor(window: number, isDescending: boolean, memory = new WindowMemory()) {
    this.#window = window;
    this.#isDescending = isDescending;
    this.#memory = memory;
    this.#limit = Math.floor(Number.MAX_SAFE_INTEGER / Math.max(window, 2));
    this.#meanOf = meanFrom(window, 0);
    this.#room = Math.min(window, FIRST_ROOM);
    this.#blocks = new SeriesBlocks(memory, isDescending);
    this.#blocks.layOut(this.#room);
  }

  rowsOf(id: number): number {
    return this.#blocks.get(id, ROWS) + (this.#apart.get(id)?.rows ?? 0);
  }

  onesOf(id: number): number {
    return this.#blocks.get(id, ONES) + (this.#apart.get(id)?.ones ?? 0);
  }

  countsOf(first: number, many: number, rows: Float64Array, ones: Float64Array): void {
    this.#blocks.copyCounts(first, many, rows, ones);
    for (const [id, apart] of this.#apart) {
      const n = id - first;
      if (n < 0 || n >= many) continue;
      rows[n] = (rows[n] ?? 0) + apart.rows;
      ones[n] = (ones[n] ?? 0) + apart.ones;
    }
  }

  meanOf(id: number): number | undefined {
    const apart = this.#apart.get(id);
    if (apart !== undefined) return apart.mean;
    return this.#blocks.get(id, ROWS) < this.#window ? undefined : this.#meanOf(this.#blocks.get(id, SUM));
  }

  lastMeanOf(id: number): number | undefined {
    if (!this.#isDescending) return this.meanOf(id);
    const firstMean = this.#blocks.get(id, FIRST_MEAN);
    return Number.isNaN(firstMean) ? this.#apart.get(id)?.lastMean : firstMean;
  }

  canSum(closes: ScaledCloses): boolean {
    if (this.#isDescending || closes.largest > this.#limit) return false;
    if (closes.decimals !== this.#decimals) this.#rescale(closes.decimals);
    return [...this.#apart.values()].every((signal) => signal.canSum(closes));
  }

  push(
    ids: Uint32Array,
    series: number,
    { mantissas, count, decimals }: ScaledCloses,
    signals?: Uint8Array,
    sums?: Float64Array,
  ): void {
    if (decimals !== this.#decimals) this.#rescale(decimals);
    this.#makeRoom(series);
    let n = 0;
    while ((n = this.#pushOn(ids, mantissas, n, count, signals, sums)) < count) {
      const id = ids[n] ?? 0;
      if (this.#blocks.get(id, SLOT) === this.#room && this.#room < MOST_ROOM) {
        this.#grow();
        continue;
      }
      let to = n + 1;
      while (to < count && ids[to] === id) to++;
      this.#pushApart(id, mantissas.subarray(n, to), signals?.subarray(n, to), sums?.subarray(n, to));
      n = to;
    }
  }

  /** The hot loop. Returns the first row from `from` on that it can't take, or `count`. */
  #pushOn(
    ids: Uint32Array,
    mantissas: Float64Array,
    from: number,
    count: number,
    signals: Uint8Array | undefined,
    sums: Float64Array | undefined,
  ): number {
    const window = this.#window;
    const room = this.#room;
    const limit = this.#limit;
    const isDescending = this.#isDescending;
    const { list: blocks, bits, stride, isInKernel } = this.#blocks;
    const mask = (1 << bits) - 1;
    const isForKernel = signals === undefined && sums === undefined && !isDescending && isInKernel &&
      canRollTurns(ids, mantissas);
    if (isForKernel) return rollTurns(ids, mantissas, from, count, { stride, window, room, limit });
    let n = from;
    while (n < count) {
      const id = ids[n] ?? 0;
      const block = blocks[id >>> bits];
      if (block === undefined) throw new Error("a row of a series that nobody knows");
      const base = (id & mask) * stride;
      const ring = base + RING;
      let slot = block[base + SLOT] ?? 0;
      let sum = block[base + SUM] ?? 0;
      let rows = block[base + ROWS] ?? 0;
      let ones = block[base + ONES] ?? 0;
      const first = n;
      while (n < count && ids[n] === id) {
        const close = mantissas[n] ?? 0;
        if (slot === APART || slot === room || close > limit || close < -limit) break;
        sum += close - (block[ring + slot] ?? 0);
        block[ring + slot] = close;
        slot = slot + 1 === window ? 0 : slot + 1;
        rows++;
        const compared = isDescending ? block[ring + slot] ?? 0 : close;
        // Computed, not branched on: see `rolling.ts`.
        const signal = Number(rows >= window) & Number(window * compared > sum);
        ones += signal;
        if (signals !== undefined) signals[n] = signal;
        if (sums !== undefined) sums[n] = rows < window ? NaN : sum;
        if (isDescending && rows === window) block[base + FIRST_MEAN] = this.#meanOf(sum) ?? NaN;
        n++;
      }
      if (n === first) return n;
      block[base + SLOT] = slot;
      block[base + SUM] = sum;
      block[base + ROWS] = rows;
      block[base + ONES] = ones;
    }
    return n;
  }

  pushExact(id: number, series: number, close: Decimal): number {
    this.#makeRoom(series);
    const signal = this.#setApart(id).pushExact(close);
    this.#takeBack(id);
    return signal;
  }

  heldOf(id: number): readonly CloseRun[] {
    return this.#apart.get(id)?.held ?? [this.#scaled(this.#heldOf(id))];
  }

  goOnFrom(id: number, series: number, { rows, ones, held }: SavedSeries): void {
    for (const run of held) {
      if ("mantissa" in run) this.pushExact(id, series, run);
      else this.push(new Uint32Array(run.count).fill(id), series, run);
    }
    this.#makeRoom(series);
    this.#blocks.set(id, ROWS, this.#blocks.get(id, ROWS) + rows - this.rowsOf(id));
    this.#blocks.set(id, ONES, this.#blocks.get(id, ONES) + ones - this.onesOf(id));
  }

  #pushApart(id: number, mantissas: Float64Array, signals?: Uint8Array, sums?: Float64Array): void {
    const signal = this.#setApart(id);
    signal.push(this.#scaled(mantissas), signals, sums);
    this.#takeBack(id);
  }

  #scaled(mantissas: Float64Array): ScaledCloses {
    const largest = mantissas.reduce((most, close) => Math.max(most, Math.abs(close)), 0);
    return { mantissas, count: mantissas.length, decimals: this.#decimals, largest };
  }

  /** Keeps a series as an object that can do everything. Its rows so far, but for those in the window, are counted here. */
  #setApart(id: number): RollingSignal {
    let signal = this.#apart.get(id);
    if (signal === undefined) {
      this.#memory.takeHeap(APART_BYTES);
      signal = new RollingSignal(this.#window, this.#isDescending, this.#memory);
      signal.push(this.#scaled(this.#heldOf(id)));
      this.#blocks.set(id, ROWS, this.#blocks.get(id, ROWS) - signal.rows);
      this.#blocks.set(id, ONES, this.#blocks.get(id, ONES) - signal.ones);
      this.#blocks.set(id, SLOT, APART);
      this.#apart.set(id, signal);
    }
    return signal;
  }

  /** Ends that, where the series is an ordinary one again. */
  #takeBack(id: number): void {
    const signal = this.#apart.get(id);
    if (signal === undefined || !signal.isNarrow || Math.min(signal.rows, this.#window) > this.#room) return;
    const [run, ...more] = signal.held;
    if (run === undefined || "mantissa" in run || more.length > 0 || run.decimals !== this.#decimals) return;
    this.#memory.giveHeap(APART_BYTES);
    this.#apart.delete(id);
    const { mantissas } = run;
    const { block, base } = this.#blocks.placeOf(id);
    block.fill(0, base + RING, base + this.#blocks.stride);
    block.set(mantissas, base + RING);
    block[base + SUM] = mantissas.reduce((sum, close) => sum + close, 0);
    block[base + SLOT] = mantissas.length % this.#window;
    block[base + ROWS] = signal.rows + (block[base + ROWS] ?? 0);
    block[base + ONES] = signal.ones + (block[base + ONES] ?? 0);
    if (Number.isNaN(block[base + FIRST_MEAN])) block[base + FIRST_MEAN] = signal.lastMean ?? NaN;
  }

  /** The closes in the window of a series, the oldest first. */
  #heldOf(id: number): Float64Array {
    const { block, base } = this.#blocks.placeOf(id);
    const ring = block.subarray(base + RING, base + this.#blocks.stride);
    const [slot, rows] = [block[base + SLOT] ?? 0, block[base + ROWS] ?? 0];
    if (rows < this.#window) return ring.slice(0, rows);
    const held = new Float64Array(this.#window);
    held.set(ring.subarray(slot));
    held.set(ring.subarray(0, slot), this.#window - slot);
    return held;
  }

  /** Writes all closes in another scale. A series with one that does not fit there is kept apart. */
  #rescale(decimals: number): void {
    const factor = 10 ** Math.abs(decimals - this.#decimals);
    const isFiner = decimals > this.#decimals;
    const fits = (close: number) => isFiner ? Math.abs(close) * factor <= this.#limit : close % factor === 0;
    // Exact: products are integers below 2^53, and so are quotients.
    const scaled = (value: number) => isFiner ? value * factor : value / factor;
    for (let id = 0; id < this.#count; id++) {
      if (this.#blocks.get(id, SLOT) === APART) continue;
      const { block, base } = this.#blocks.placeOf(id);
      const closes = block.subarray(base + RING, base + this.#blocks.stride);
      if (!closes.every(fits)) {
        this.#setApart(id);
        continue;
      }
      for (const [n, close] of closes.entries()) closes[n] = scaled(close);
      block[base + SUM] = scaled(block[base + SUM] ?? 0);
    }
    this.#decimals = decimals;
    this.#meanOf = meanFrom(this.#window, decimals);
  }

  #makeRoom(series: number): void {
    if (series > this.#count) this.#memory.addSeries(this.#window, SERIES_BYTES, series - this.#count);
    this.#count = Math.max(this.#count, series);
    this.#blocks.makeRoom(series);
  }

  /** Makes room for more closes in each window. */
  #grow(): void {
    const old = Array.from({ length: this.#count }, (_, id) => {
      const { block, base } = this.#blocks.placeOf(id);
      // What no close has come to stays untouched, and takes no memory.
      return block.slice(base, base + RING + Math.min(block[base + ROWS] ?? 0, this.#room));
    });
    this.#room = Math.min(2 * this.#room, this.#window, MOST_ROOM);
    this.#blocks.layOut(this.#room);
    this.#makeRoom(this.#count);
    for (const [id, numbers] of old.entries()) {
      const { block, base } = this.#blocks.placeOf(id);
      block.set(numbers, base);
    }
  }
}
