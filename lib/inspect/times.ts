/**
 * Timestamps, row by row → order, duplicates, the usual interval and gaps, of each symbol by itself.
 *
 * @module
 */
import { Steps } from "../times/steps.ts";
import { type Found, foundOf, Tally } from "./lines.ts";

/** Different intervals that are counted each by itself. */
const MOST_INTERVALS = 4096;

/** Symbols that are told apart; the rows of others are only counted. */
export const MOST_SYMBOLS = 100_000;

/** Gaps that are shown. */
const SHOWN_GAPS = 5;

/** Symbols that are shown. */
const SHOWN_SYMBOLS = 5;

/** Two neighbouring rows of a symbol whose times are further apart than usual. Times are nanoseconds since 1970. */
export interface Gap {
  /** The physical line of the second of the two. */
  readonly line: number;
  readonly from: bigint;
  readonly to: bigint;
  readonly symbol: string;
}

/** What the timestamps of a file say. */
export interface TimeFacts {
  readonly earliest: bigint;
  readonly latest: bigint;
  /** `unknown` where no two rows of a symbol have different times. */
  readonly order: "ascending" | "descending" | "neither" | "unknown";
  readonly stepsForward: Found;
  readonly stepsBack: Found;
  /** Rows with the same time as the one before of their symbol. */
  readonly duplicates: Found;
  /** The interval between most neighbours, in nanoseconds; undefined where no interval has half of them. */
  readonly usualInterval: { readonly length: bigint; readonly count: number; readonly of: number } | undefined;
  /** How many intervals are longer than the usual one; undefined where there is no usual one. */
  readonly gaps: number | undefined;
  /** Whether there may be more gaps than counted, for there were too many different intervals. */
  readonly isGapCountLeast: boolean;
  /** The longest intervals that are longer than the usual one, the longest first. */
  readonly largestGaps: readonly Gap[];
}

/** What the symbols of a file are. */
export interface SymbolFacts {
  readonly count: number;
  /** Whether there are more, which were not told apart. */
  readonly isCountLeast: boolean;
  readonly first: readonly { readonly symbol: string; readonly rows: number }[];
  /** The most rows that one of them has, of rows with the same time only the last. */
  readonly longest: number;
}

interface Series {
  readonly symbol: string;
  rows: number;
  duplicates: number;
  last: bigint | undefined;
}

/** Collects the timestamps and the symbols of a file. */
export class TimeSurvey {
  /** The steps of all rows, as a job notes them that knows no symbols. */
  readonly steps = new Steps();
  readonly #series = new Map<string, Series>();
  #areSymbolsMore = false;
  #earliest: bigint | undefined;
  #latest: bigint | undefined;
  readonly #forward = new Tally();
  readonly #back = new Tally();
  readonly #duplicates = new Tally();
  readonly #intervals = new Map<bigint, { count: number }>();
  #interval: { readonly length: bigint; readonly tally: { count: number } } | undefined;
  #otherIntervals = 0;
  #shortestOther: bigint | undefined;
  /** The longest intervals, the longest first. They are gaps where they are longer than the usual one. */
  #longest: (Gap & { readonly length: bigint })[] = [];

  /**
   * Adds a row.
   *
   * @param time Nanoseconds since 1970; undefined where it can't be read or is not known.
   */
  add(symbol: string, time: bigint | undefined, line: number): void {
    const series = this.#seriesOf(symbol);
    if (series === undefined) return;
    series.rows++;
    if (time === undefined) return;
    this.steps.take(time);
    if (this.#earliest === undefined || time < this.#earliest) this.#earliest = time;
    if (this.#latest === undefined || time > this.#latest) this.#latest = time;
    const { last } = series;
    series.last = time;
    if (last === undefined) return;
    if (time === last) {
      series.duplicates++;
      this.#duplicates.add(line);
    } else if (time > last) this.#step(this.#forward, time - last, { line, from: last, to: time, symbol });
    else this.#step(this.#back, last - time, { line, from: last, to: time, symbol });
  }

  /** Adds rows without symbol and time. */
  addUntimed(rows: number): void {
    const series = this.#seriesOf("");
    if (series !== undefined) series.rows += rows;
  }

  /**
   * Adds rows, each a step behind the one before, and the first of them behind the last of its symbol.
   *
   * @param step In nanoseconds, not 0.
   * @param line Of the first.
   */
  addRun(symbol: string, rows: number, step: bigint, line: number): void {
    const series = this.#seriesOf(symbol);
    if (series?.last === undefined) return;
    let added = 0;
    // One by one, until they are counted as the ones before, and none is among the longest.
    while (added < rows && !this.#isUsual(step < 0n ? -step : step)) {
      this.add(symbol, series.last + step, line + added++);
    }
    const left = rows - added;
    if (left === 0) return;
    series.rows += left;
    series.last += BigInt(left) * step;
    this.steps.follow(left, step);
    (step > 0n ? this.#forward : this.#back).addRun(left, line + added);
    if (this.#interval !== undefined) this.#interval.tally.count += left;
    if (this.#earliest === undefined || series.last < this.#earliest) this.#earliest = series.last;
    if (this.#latest === undefined || series.last > this.#latest) this.#latest = series.last;
  }

  #isUsual(length: bigint): boolean {
    const shortest = this.#longest[SHOWN_GAPS - 1];
    return this.#interval?.length === length && shortest !== undefined && length <= shortest.length;
  }

  /** Whether no row was added. */
  get isEmpty(): boolean {
    return this.#series.size === 0;
  }

  #seriesOf(symbol: string): Series | undefined {
    let series = this.#series.get(symbol);
    if (series !== undefined) return series;
    if (this.#series.size === MOST_SYMBOLS) {
      this.#areSymbolsMore = true;
      return undefined;
    }
    series = { symbol, rows: 0, duplicates: 0, last: undefined };
    this.#series.set(symbol, series);
    return series;
  }

  #step(direction: Tally, length: bigint, gap: Gap): void {
    direction.add(gap.line);
    this.#count(length);
    const shortest = this.#longest.at(-1);
    const isFull = this.#longest.length === SHOWN_GAPS;
    if (isFull && shortest !== undefined && length <= shortest.length) return;
    this.#longest.push({ ...gap, length });
    this.#longest.sort((a, b) => a.length === b.length ? a.line - b.line : a.length > b.length ? -1 : 1);
    this.#longest.length = Math.min(this.#longest.length, SHOWN_GAPS);
  }

  #count(length: bigint): void {
    // Most intervals are like the one before.
    if (this.#interval?.length === length) {
      this.#interval.tally.count++;
      return;
    }
    let tally = this.#intervals.get(length);
    if (tally === undefined && this.#intervals.size === MOST_INTERVALS) {
      this.#otherIntervals++;
      if (this.#shortestOther === undefined || length < this.#shortestOther) this.#shortestOther = length;
      return;
    }
    if (tally === undefined) {
      tally = { count: 0 };
      this.#intervals.set(length, tally);
    }
    tally.count++;
    this.#interval = { length, tally };
  }

  /** What was found; undefined where no time was read. */
  get facts(): TimeFacts | undefined {
    if (this.#earliest === undefined || this.#latest === undefined) return undefined;
    const [forward, back] = [this.#forward.count, this.#back.count];
    const usual = this.#usualInterval(forward + back);
    let gaps = 0;
    for (const [length, { count }] of this.#intervals) if (usual !== undefined && length > usual.length) gaps += count;
    const areOthersGaps = usual !== undefined && this.#shortestOther !== undefined &&
      this.#shortestOther > usual.length;
    return {
      earliest: this.#earliest,
      latest: this.#latest,
      order: forward > 0 && back > 0 ? "neither" : forward > 0 ? "ascending" : back > 0 ? "descending" : "unknown",
      stepsForward: foundOf(this.#forward),
      stepsBack: foundOf(this.#back),
      duplicates: foundOf(this.#duplicates),
      usualInterval: usual,
      gaps: usual === undefined ? undefined : gaps + (areOthersGaps ? this.#otherIntervals : 0),
      isGapCountLeast: this.#otherIntervals > 0 && !areOthersGaps,
      largestGaps: this.#longest
        .filter(({ length }) => usual === undefined || length > usual.length)
        .map(({ line, from, to, symbol }) => ({ line, from, to, symbol })),
    };
  }

  #usualInterval(steps: number): TimeFacts["usualInterval"] {
    let usual: { length: bigint; count: number } | undefined;
    for (const [length, { count }] of this.#intervals) {
      const isMoreUsual = usual === undefined || count > usual.count ||
        (count === usual.count && length < usual.length);
      if (isMoreUsual) usual = { length, count };
    }
    return usual !== undefined && 2 * usual.count >= steps ? { ...usual, of: steps } : undefined;
  }

  /** The symbols in the order of their first rows. */
  get symbols(): SymbolFacts {
    let longest = 0;
    for (const { rows, duplicates } of this.#series.values()) longest = Math.max(longest, rows - duplicates);
    return {
      longest,
      count: this.#series.size,
      isCountLeast: this.#areSymbolsMore,
      first: [...this.#series.values()].slice(0, SHOWN_SYMBOLS).map(({ symbol, rows }) => ({ symbol, rows })),
    };
  }
}
