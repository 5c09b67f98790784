/**
 * What a signals file is made of, and what every format of it can do.
 *
 * @module
 */
import { meanFrom } from "./means.ts";

/** A row as it goes into a signals file. */
export interface SignalRow {
  /** From 1. */
  readonly row: number;
  /** As the input spells it; undefined where it is not known. */
  readonly timestamp: string | undefined;
  readonly symbol: string | undefined;
  /** As the input spells it. */
  readonly close: string;
  /** The exact mean rounded once to the nearest double, which may be an infinity; undefined in the warm-up. */
  readonly rollingMean: number | undefined;
  readonly signal: 0 | 1;
}

/** Texts of consecutive rows in a batch's bytes: that of row n has `lengths[n]` bytes from `starts[n]` on. */
export interface Spellings {
  readonly starts: Uint32Array;
  readonly lengths: Uint32Array;
}

/**
 * Consecutive rows as the fast path has them: texts as positions, means as exact integers. Every array has at least `count`
 * elements.
 */
export interface SignalBatch {
  /** The number of the first row, from 1. */
  readonly firstRow: number;
  readonly count: number;
  /** Holds all the texts, in valid UTF-8; those of later rows behind those of earlier ones, or it takes longer. */
  readonly bytes: Uint8Array;
  readonly closes: Spellings;
  readonly timestamps?: Spellings | undefined;
  readonly symbols?: Spellings | undefined;
  /** Sums of the rows' windows: integers below 2^53 in magnitude, mean = sum / (window × 10^decimals); NaN in the warm-up. */
  readonly sums: Float64Array;
  readonly window: number;
  readonly decimals: number;
  /** 0 or 1 each. */
  readonly signals: Uint8Array;
}

/** Which columns there are beside row, close, rolling_mean and signal. */
export interface KnownColumns {
  readonly timestamp: boolean;
  readonly symbol: boolean;
}

/**
 * A signals file that is being written: at its path there is nothing of it before {@linkcode SignalsFile.commit}. Every
 * method but `discard` throws a {@linkcode JobError} of kind io when the file can't be written.
 */
export interface SignalsFile {
  /** Appends a row. */
  write(row: SignalRow): void;
  /** Appends rows: the same bytes as {@linkcode SignalsFile.write} for each, and many times faster for CSV and JSON lines. */
  writeBatch(batch: SignalBatch): void;
  /** Waits until little is left to be written. To be awaited between chunks of the input, for it bounds the memory. */
  drain(): Promise<void>;
  /** Puts the whole file in its place. */
  commit(): Promise<void>;
  /** Gives the file up; does nothing once it is in its place. */
  discard(): void;
}

/** Where rows go with their signals: one by one, or many at a time. */
export type SignalRows = Pick<SignalsFile, "write" | "writeBatch">;

// A mark at the start of a text is a part of it.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Rows `from` to `to`, not included, of a batch one by one. */
export function* rowsOf(batch: SignalBatch, from: number, to: number): Generator<SignalRow> {
  const { bytes, firstRow, closes, timestamps, symbols, sums, signals } = batch;
  const meanOf = meanFrom(batch.window, batch.decimals);
  const textOf = ({ starts, lengths }: Spellings, n: number) => {
    const start = starts[n] ?? 0;
    return decoder.decode(bytes.subarray(start, start + (lengths[n] ?? 0)));
  };
  for (let n = from; n < to; n++) {
    yield {
      row: firstRow + n,
      timestamp: timestamps && textOf(timestamps, n),
      symbol: symbols && textOf(symbols, n),
      close: textOf(closes, n),
      rollingMean: meanOf(sums[n] ?? NaN),
      signal: signals[n] === 1 ? 1 : 0,
    };
  }
}
