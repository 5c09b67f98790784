/**
 * Closes → signals: the rolling sum and the comparison, exact.
 *
 * A signal is 1 where close > rolling mean, that is where window × close > sum of the window's closes. Everything here is
 * an integer, so a running sum has no drift, and any order of batches gives the same signals.
 *
 * Almost all closes are mantissas of one scale below 2^53, which doubles hold exactly. There are three ways to add them
 * up, each exact where it is used:
 *
 * 1. In one double, where window × largest mantissa < 2^53: no sum of a window's closes is larger, nor is window × close.
 *    The difference of two closes, which is added to the sum, may be twice the largest: so that counts as a window of 2.
 *    The kernel adds up four such differences, which counts as a window of 8.
 * 2. In two limbs of 27 bits and more, by the rule x = high × 2^27 + low with 0 ≤ low < 2^27. With |x| < 2^53 and a window
 *    of at most 10^7 < 2^24 closes:
 *
 *        |high| ≤ 2^26, so |window × high| and |sum of highs| ≤ 2^50, and their difference is at most 2^51
 *        low < 2^27, so window × low and the sum of lows < 2^51, and so is their difference
 *
 *    Every intermediate is an integer below 2^53, hence exact; so is the last product, an integer times a power of two.
 * 3. In big integers, while an odd close is in the window: one that is no such mantissa. It is kept beside the ring as it is.
 *
 * No rounding can happen, for any window that a config may ask for.
 *
 * @module
 */
import { type Decimal, mantissaAt, powerOfTen } from "../numbers/decimal.ts";
import type { ScaledCloses } from "../numbers/scaled_closes.ts";
import { canRoll, LEAST_WINDOW_FACTOR, rolledSum, rollUp } from "../kernel/roll.ts";
import { nearestDouble } from "../numbers/nearest_double.ts";
import { WindowMemory } from "./memory.ts";
import { mantissaWith, OddCloses, trimmedTo } from "./odd_closes.ts";
import { type CloseRun, runsOf } from "./run.ts";

const LIMB = 2 ** 27;

/** Closes that a ring has room for at first. */
const FIRST_ROOM = 16;

/** How many of the `rows` of a series have a rolling mean, all rows being known: in either order, all but `window − 1`. */
export function rowsWithMeanOf(rows: number, window: number): number {
  return Math.max(0, rows - window + 1);
}

/**
 * The rolling sum over the last `window` closes, and the signal of each close that goes in.
 *
 * In a series whose first close is its newest, the window of a row is that row and those after it. So the same sums are
 * compared with the close at the other end: each close that goes in gives the signal of the one `window − 1` before it.
 */
export class RollingSignal {
  readonly #window: number;
  readonly #isDescending: boolean;

  readonly #memory: WindowMemory;

  /**
   * The last closes as mantissas of one scale; the oldest is at `#slot`. Odd closes and missing ones are 0 here. It grows
   * as closes come, for most symbols may have far fewer than a window.
   */
  #ring: Float64Array;
  #slot = 0;
  #decimals = 0;
  /** No mantissa in the ring is larger, its sign left out. */
  #largest = 0;
  /** Sums over the ring of the limbs. */
  #high = 0;
  #low = 0;

  /** The odd closes in the window, by their slot. */
  readonly #odd: OddCloses;

  #rows = 0;
  #ones = 0;
  /** Of a descending series: the mean of its first window, which is the latest. */
  #firstMean: number | undefined;

  /**
   * @param window 1 to 10,000,000: the proof above needs the bound.
   * @param isDescending Whether the first close is the newest.
   * @param memory What this and other windows take.
   */
  constructor(window: number, isDescending = false, memory = new WindowMemory()) {
    this.#window = window;
    this.#isDescending = isDescending;
    this.#memory = memory;
    this.#odd = new OddCloses(memory);
    this.#ring = memory.closes(Math.min(window, FIRST_ROOM));
  }

  /** Closes so far. */
  get rows(): number {
    return this.#rows;
  }

  /** Closes so far whose signal is 1. */
  get ones(): number {
    return this.#ones;
  }

  /** The latest rolling mean, rounded once to the nearest double; undefined before there is one. */
  get lastMean(): number | undefined {
    return this.#isDescending ? this.#firstMean : this.mean;
  }

  /** The mean of the last `window` closes that went in, rounded once to the nearest double; undefined before there are so many. */
  get mean(): number | undefined {
    if (this.#rows < this.#window) return undefined;
    const divisor = this.#window * 10 ** this.#decimals;
    const total = this.#high * LIMB + this.#low;
    // Of two integers that doubles hold exactly, a division gives the nearest double.
    const isExact = this.#odd.size === 0 && divisor <= Number.MAX_SAFE_INTEGER &&
      Math.abs(total) <= Number.MAX_SAFE_INTEGER;
    if (isExact) return total / divisor;
    const sum = this.#sum();
    return nearestDouble(sum.mantissa, BigInt(this.#window) * powerOfTen(sum.decimals));
  }

  /** The closes in the window, the oldest first: as many as there have been, up to `window`. */
  get held(): CloseRun[] {
    const length = Math.min(this.#rows, this.#window);
    const oldest = this.#rows < this.#window ? 0 : this.#slot;
    const closeAt = (n: number) => {
      const slot = (oldest + n) % this.#window;
      return this.#odd.get(slot) ?? this.#ring[slot] ?? 0;
    };
    return runsOf(length, closeAt, this.#decimals, this.#largest);
  }

  /** Takes the closes of a run, as {@linkcode push} and {@linkcode pushExact} do. */
  pushRun(run: CloseRun): void {
    if ("mantissa" in run) this.pushExact(run);
    else this.push(run);
  }

  /**
   * Takes the next closes.
   *
   * @param signals Receives the signal of each: 0 or 1.
   * @param sums Receives the sum of each window in units of 10^−decimals, NaN where there are too few rows: to be given only
   * where {@linkcode canSum} says so.
   */
  push(closes: ScaledCloses, signals?: Uint8Array, sums?: Float64Array): void {
    this.#prepare(closes);
    const { mantissas, count } = closes;
    let next = 0;
    // The rows before the first mean, and those with an odd close in their window, one by one.
    const rowsOneByOne = this.#isDescending ? this.#window : this.#window - 1;
    while (next < count && (this.#odd.size > 0 || this.#rows < rowsOneByOne)) {
      const signal = this.#step(mantissas[next] ?? 0, undefined);
      if (signals !== undefined) signals[next] = signal;
      if (sums !== undefined) sums[next] = this.#rows < this.#window ? NaN : this.#high * LIMB + this.#low;
      next++;
    }
    if (next === count) return;
    this.#makeRoom(this.#window);
    if (this.isNarrow && !this.#isDescending) this.#pushNarrow(mantissas, next, count, signals, sums);
    else this.#pushWide(mantissas, next, count, signals);
  }

  /** Whether the sums of windows that end with such closes are doubles, so that {@linkcode push} can give them. */
  canSum(closes: ScaledCloses): boolean {
    this.#prepare(closes);
    return this.isNarrow && !this.#isDescending;
  }

  /** Makes room for at least `count` closes of the window. */
  #makeRoom(count: number): void {
    if (count <= this.#ring.length) return;
    const ring = this.#memory.closes(Math.min(Math.max(count, 2 * this.#ring.length), this.#window));
    ring.set(this.#ring);
    this.#ring = ring;
  }

  #prepare({ decimals, largest }: ScaledCloses): void {
    if (decimals !== this.#decimals) this.#rescale(decimals);
    this.#largest = Math.max(this.#largest, largest);
  }

  /** Whether one double holds every sum, and the window has no odd close. */
  get isNarrow(): boolean {
    return this.#odd.size === 0 && Math.max(this.#window, 2) * this.#largest <= Number.MAX_SAFE_INTEGER;
  }

  /** Takes the next close, whatever it is. Returns its signal: 0 or 1. */
  pushExact(close: Decimal): number {
    const mantissa = mantissaWith(this.#decimals, close);
    return mantissa === undefined ? this.#step(0, close) : this.#step(mantissa, undefined);
  }

  /** The hot loop: a full window without odd closes, whose sum is below 2^53. */
  #pushNarrow(
    mantissas: Float64Array,
    from: number,
    count: number,
    signals: Uint8Array | undefined,
    sums: Float64Array | undefined,
  ): void {
    const window = this.#window;
    const ring = this.#ring;
    // Exact: a power of two times an integer, and a sum that is known to fit.
    let sum = this.#high * LIMB + this.#low;
    let ones = 0;
    // A signal is as good as random: `Number` of a comparison is computed, while the branch of `?:` is guessed wrong half
    // the time, which costs more than all the rest.
    // The closes that leave the window are in the ring at first, and then in the batch itself.
    const firstInBatch = Math.min(from + window, count);
    let slot = this.#slot;
    for (let i = from; i < firstInBatch; i++) {
      const close = mantissas[i] ?? 0;
      sum += close - (ring[slot] ?? 0);
      slot = slot + 1 === window ? 0 : slot + 1;
      const signal = Number(window * close > sum);
      if (signals !== undefined) signals[i] = signal;
      if (sums !== undefined) sums[i] = sum;
      ones += signal;
    }
    const isForKernel = canRoll(mantissas) && LEAST_WINDOW_FACTOR * this.#largest <= Number.MAX_SAFE_INTEGER;
    if (isForKernel) {
      ones += rollUp(mantissas, firstInBatch, count, window, sum, signals, sums);
      sum = rolledSum();
    } else {
      for (let i = firstInBatch; i < count; i++) {
        const close = mantissas[i] ?? 0;
        sum += close - (mantissas[i - window] ?? 0);
        const signal = Number(window * close > sum);
        if (signals !== undefined) signals[i] = signal;
        if (sums !== undefined) sums[i] = sum;
        ones += signal;
      }
    }
    // Of the batch only the last closes are still in the window.
    const firstHeld = Math.max(from, count - window);
    slot = (this.#slot + firstHeld - from) % window;
    for (let i = firstHeld; i < count; i++) {
      ring[slot] = mantissas[i] ?? 0;
      slot = slot + 1 === window ? 0 : slot + 1;
    }
    this.#slot = slot;
    this.#high = Math.floor(sum / LIMB);
    this.#low = sum - this.#high * LIMB;
    this.#rows += count - from;
    this.#ones += ones;
  }

  /** The same for larger sums, in limbs, and for descending series: there the close that is compared is the oldest in the ring. */
  #pushWide(mantissas: Float64Array, from: number, count: number, signals: Uint8Array | undefined): void {
    const window = this.#window;
    const ring = this.#ring;
    let slot = this.#slot;
    let high = this.#high;
    let low = this.#low;
    let ones = 0;
    for (let i = from; i < count; i++) {
      const close = mantissas[i] ?? 0;
      const left = ring[slot] ?? 0;
      ring[slot] = close;
      slot = slot + 1 === window ? 0 : slot + 1;

      const closeHigh = Math.floor(close / LIMB);
      const closeLow = close - closeHigh * LIMB;
      const leftHigh = Math.floor(left / LIMB);
      high += closeHigh - leftHigh;
      low += closeLow - (left - leftHigh * LIMB);

      const compared = this.#isDescending ? ring[slot] ?? 0 : close;
      const comparedHigh = Math.floor(compared / LIMB);
      const comparedLow = compared - comparedHigh * LIMB;
      const signal = Number((window * comparedHigh - high) * LIMB > low - window * comparedLow);
      if (signals !== undefined) signals[i] = signal;
      ones += signal;
    }
    this.#slot = slot;
    this.#high = high;
    this.#low = low;
    this.#rows += count - from;
    this.#ones += ones;
  }

  /** Takes one close: `mantissa` in the ring's scale, or `odd` with a mantissa of 0. Returns its signal. */
  #step(mantissa: number, odd: Decimal | undefined): number {
    const slot = this.#slot;
    this.#slot = slot + 1 === this.#window ? 0 : slot + 1;
    this.#makeRoom(slot + 1);

    this.#largest = Math.max(this.#largest, Math.abs(mantissa));
    this.#addLimbs(-1, this.#ring[slot] ?? 0);
    this.#addLimbs(1, mantissa);
    this.#ring[slot] = mantissa;

    this.#odd.delete(slot);
    if (odd !== undefined) this.#odd.set(slot, odd);
    this.#rows++;
    if (this.#rows < this.#window) return 0;
    if (this.#isDescending && this.#rows === this.#window) this.#firstMean = this.mean;
    const signal = this.#isAboveMean(this.#compared(slot)) ? 1 : 0;
    this.#ones += signal;
    return signal;
  }

  /** The close whose signal is known, once the one in `slot` is in. */
  #compared(slot: number): Decimal {
    const compared = this.#isDescending ? this.#slot : slot;
    return this.#odd.get(compared) ?? { mantissa: BigInt(this.#ring[compared] ?? 0), decimals: this.#decimals };
  }

  #addLimbs(sign: 1 | -1, mantissa: number): void {
    const high = Math.floor(mantissa / LIMB);
    this.#high += sign * high;
    this.#low += sign * (mantissa - high * LIMB);
  }

  /** The exact sum of the window's closes, with 0 or more decimals. */
  #sum(): Decimal {
    const mantissa = BigInt(this.#high) * BigInt(LIMB) + BigInt(this.#low);
    const odd = this.#odd.sum;
    const decimals = Math.max(this.#decimals, odd.decimals);
    return {
      mantissa: mantissa * powerOfTen(decimals - this.#decimals) + mantissaAt(odd, decimals),
      decimals,
    };
  }

  /** window × close > sum, in big integers of one scale. */
  #isAboveMean(close: Decimal): boolean {
    const sum = this.#sum();
    const decimals = Math.max(sum.decimals, close.decimals);
    return BigInt(this.#window) * mantissaAt(close, decimals) > mantissaAt(sum, decimals);
  }

  /** Writes the ring in another scale. What does not fit there becomes odd, and what was odd stays so. */
  #rescale(decimals: number): void {
    const from = this.#decimals;
    this.#decimals = decimals;
    this.#largest = 0;
    const held = Math.min(this.#rows, this.#window);
    for (let slot = 0; slot < held; slot++) {
      const old = this.#ring[slot] ?? 0;
      if (old === 0) continue;
      const close = { mantissa: BigInt(old), decimals: from };
      const mantissa = mantissaWith(decimals, trimmedTo(decimals, close));
      this.#largest = Math.max(this.#largest, Math.abs(mantissa ?? 0));
      this.#addLimbs(-1, old);
      this.#addLimbs(1, mantissa ?? 0);
      this.#ring[slot] = mantissa ?? 0;
      if (mantissa === undefined) this.#odd.set(slot, close);
    }
  }
}
