/**
 * The rows of a signals file, and the interface of every format.
 *
 * @module
 */
import type { TimeUnit } from "../../layouts/layout.ts";
import { meanFrom } from "./means.ts";

/** A row as it goes into a signals file. */
export interface SignalRow {
  /** From 1. */
  readonly row: number;
  /** As the input spells it, until a format gives all of them one form; undefined if it is not known. */
  readonly timestamp: string | undefined;
  /** What a bare number is as a timestamp of its input; undefined where there are no timestamps. */
  readonly timeUnit: TimeUnit | undefined;
  readonly symbol: string | undefined;
  /** As the input spells it. */
  readonly close: string;
  /** The exact mean rounded once to the nearest double, which may be an infinity; undefined in the warm-up. */
  readonly rollingMean: number | undefined;
  readonly signal: 0 | 1;
}

/** Texts of consecutive rows in the bytes of a batch: the text of row n has `lengths[n]` bytes and starts at `starts[n]`. */
export interface Spellings {
  readonly starts: Uint32Array;
  readonly lengths: Uint32Array;
}

/**
 * Consecutive rows as the fast path holds them: texts as positions, means as exact integers. Every array has at least
 * `count` elements.
 */
export interface SignalBatch {
  /** The number of the first row, from 1. */
  readonly firstRow: number;
  readonly count: number;
  /** Holds all texts, in valid UTF-8. It is faster if texts of later rows follow those of earlier rows. */
  readonly bytes: Uint8Array;
  readonly closes: Spellings;
  readonly timestamps?: Spellings | undefined;
  /** As in {@linkcode SignalRow}. */
  readonly timeUnit?: TimeUnit | undefined;
  readonly symbols?: Spellings | undefined;
  /** Sums of the rows' windows: integers below 2^53 in magnitude, mean = sum / (window × 10^decimals); NaN in the warm-up. */
  readonly sums: Float64Array;
  readonly window: number;
  readonly decimals: number;
  /** 0 or 1 each. */
  readonly signals: Uint8Array;
}

/** Which columns there are besides row, close, rolling_mean and signal. */
export interface KnownColumns {
  readonly timestamp: boolean;
  readonly symbol: boolean;
}

/**
 * A signals file that is being written. Nothing of it is at its path before {@linkcode SignalsFile.commit}. Every method
 * except `discard` throws a {@linkcode JobError} of kind io if the file can't be written.
 */
export interface SignalsFile {
  /** Appends a row. */
  write(row: SignalRow): void;
  /** Appends rows: the same bytes as {@linkcode SignalsFile.write} for each row, many times faster for CSV and JSON lines. */
  writeBatch(batch: SignalBatch): void;
  /** Waits until most of it is written. The reader awaits it between chunks of the input, which bounds the memory. */
  drain(): Promise<void>;
  /** Puts the whole file at its path. */
  commit(): Promise<void>;
  /** Deletes the file. Does nothing once it is committed. */
  discard(): void;
}

/** Takes rows with their signals, one by one or many at a time. */
export type SignalRows = Pick<SignalsFile, "write" | "writeBatch">;

// A byte-order mark at the start of a text is part of it.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The text of a row of a batch. */
export function textAt(bytes: Uint8Array, { starts, lengths }: Spellings, row: number): string {
  const start = starts[row] ?? 0;
  return decoder.decode(bytes.subarray(start, start + (lengths[row] ?? 0)));
}

/** The rows of a batch from `from` up to but not including `to`, one by one. */
export function* rowsOf(batch: SignalBatch, from: number, to: number): Generator<SignalRow> {
  const { bytes, firstRow, closes, timestamps, timeUnit, symbols, sums, signals } = batch;
  const meanOf = meanFrom(batch.window, batch.decimals);
  for (let n = from; n < to; n++) {
    yield {
      row: firstRow + n,
      timestamp: timestamps && textAt(bytes, timestamps, n),
      timeUnit,
      symbol: symbols && textAt(bytes, symbols, n),
      close: textAt(bytes, closes, n),
      rollingMean: meanOf(sums[n] ?? NaN),
      signal: signals[n] === 1 ? 1 : 0,
    };
  }
}
