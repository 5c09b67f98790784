/**
 * The TypeScript face of the pages: rows → the columns of a row group → pages of a Parquet file, in WebAssembly.
 *
 * There is one row group at a time in a thread.
 *
 * @module
 */
import { exactDenominator, meanFrom } from "../means.ts";
import { copySpellings, pieceFrom } from "../pieces.ts";
import type { KnownColumns, SignalBatch, SignalRow, Spellings } from "../row.ts";
import * as wasm from "./pages.wasm";

const { FULL, MOST_ROWS, MOST_TEXT_BYTES, NO_TEXT, PAGE, REFUSED, TEXT_BYTES } = wasm;
const MOST = { rows: MOST_ROWS, bytes: TEXT_BYTES };

// Its memory never grows, so these stay valid.
const memory = wasm.memory.buffer;
const bytesOfPages = new Uint8Array(memory);
const words = new Uint32Array(memory);
const closes = spellingsAt(wasm.CLOSE_STARTS, wasm.CLOSE_LENGTHS);
const symbols = spellingsAt(wasm.SYMBOL_STARTS, wasm.SYMBOL_LENGTHS);
const sums = new Float64Array(memory, wasm.SUMS, MOST_ROWS);
const signals = new Uint8Array(memory, wasm.SIGNALS, MOST_ROWS);
const texts = new Uint8Array(memory, wasm.TEXTS, MOST_TEXT_BYTES);
const rowNumbers = new BigInt64Array(memory, wasm.ROWS, wasm.GROUP_ROWS);

/** The timestamps of the group: seconds since 1970, NaN where there is none, and nanoseconds of these seconds. */
export const timeSeconds: Float64Array = new Float64Array(memory, wasm.TIME_SECONDS, wasm.GROUP_ROWS);
export const timeNanoseconds: Uint32Array = new Uint32Array(memory, wasm.TIME_NANOSECONDS, wasm.GROUP_ROWS);

crypto.getRandomValues(bytesOfPages.subarray(wasm.HASH_KEYS, wasm.HASH_KEYS + wasm.HASH_KEYS_BYTES));

const encoder = new TextEncoder();

function spellingsAt(starts: number, lengths: number): Spellings {
  return { starts: new Uint32Array(memory, starts, MOST_ROWS), lengths: new Uint32Array(memory, lengths, MOST_ROWS) };
}

/** Begins a row group without rows. */
export function beginGroup({ symbol }: KnownColumns): void {
  wasm.begin(Number(symbol));
}

/** How many rows the group has. */
export function groupRows(): number {
  return wasm.rowCount();
}

/** The number of the row in the place `n` of the group. */
export function rowNumberAt(n: number): number {
  return Number(rowNumbers[n] ?? 0n);
}

/**
 * Adds a row to the group, without its timestamp. The group is as large whatever the batches in which its rows come: it
 * hangs on their number and their texts alone.
 *
 * @returns Whether there was room for it, which there always is for the first one.
 */
export function addRow({ row, symbol, close, rollingMean, signal }: SignalRow): boolean {
  const closeBytes = placeText(close, 0);
  closes.starts[0] = 0;
  closes.lengths[0] = closeBytes;
  symbols.starts[0] = closeBytes;
  const symbolBytes = symbol === undefined ? 0 : placeText(symbol, closeBytes);
  symbols.lengths[0] = symbol === undefined ? NO_TEXT : symbolBytes;
  sums[0] = rollingMean ?? NaN;
  signals[0] = signal;
  return wasm.add(0, 1, row, 0, closeBytes + symbolBytes, 1) === 1;
}

/** Puts a text among those of the call. Returns its bytes. */
function placeText(text: string, at: number): number {
  const { read, written } = encoder.encodeInto(text, texts.subarray(at));
  if (read < text.length) throw new Error("a text that is longer than a record may be");
  return written;
}

/** Why rows of a batch were not added. */
export type Stop = "full" | "refused" | undefined;

/** How the sums of a batch become means: they are divided. */
interface Division {
  readonly dividends: Float64Array;
  readonly denominator: number;
}

/** Adds rows of one batch to groups, without their timestamps. */
export class BatchRows {
  readonly #batch: SignalBatch;
  readonly #symbols: Spellings | undefined;
  readonly #columns: readonly Spellings[];
  readonly #division: Division;

  constructor(batch: SignalBatch, { symbol }: KnownColumns) {
    this.#batch = batch;
    this.#symbols = symbol ? batch.symbols : undefined;
    this.#columns = [batch.closes, ...this.#symbols === undefined ? [] : [this.#symbols]];
    this.#division = divisionOf(batch);
    if (this.#symbols === undefined) symbols.lengths.fill(NO_TEXT);
  }

  /**
   * Adds rows from `from` on, as many as fit into a call.
   *
   * @returns The row before which it has stopped, and why it was not added: the group is full, or its texts can't be taken
   * from where they are, so that it has to go alone.
   */
  add(from: number): { readonly next: number; readonly stop: Stop } {
    const { bytes, firstRow, count, signals: ofRows } = this.#batch;
    const { rows, base, end } = pieceFrom(this.#columns, bytes, from, count, MOST);
    if (rows === 0) return { next: from, stop: "refused" };
    texts.set(bytes.subarray(base, end));
    copySpellings(closes, this.#batch.closes, from, rows);
    if (this.#symbols !== undefined) copySpellings(symbols, this.#symbols, from, rows);
    sums.set(this.#division.dividends.subarray(from, from + rows));
    signals.set(ofRows.subarray(from, from + rows));
    const added = wasm.add(0, rows, firstRow + from, base, end - base, this.#division.denominator);
    const stop = wasm.stoppedBy();
    return { next: from + added, stop: stop === FULL ? "full" : stop === REFUSED ? "refused" : undefined };
  }
}

function divisionOf({ sums, count, window, decimals }: SignalBatch): Division {
  const denominator = exactDenominator(window, decimals);
  if (denominator !== undefined) return { dividends: sums, denominator };
  const meanOf = meanFrom(window, decimals);
  return { dividends: Float64Array.from(sums.subarray(0, count), (sum) => meanOf(sum) ?? NaN), denominator: 1 };
}

/** What timestamps are in the file: `date` is DATE, the others are TIMESTAMP in UTC. */
export type TimeType = "date" | "microseconds" | "nanoseconds";

const TIME_TYPES: Readonly<Record<TimeType, number>> = {
  date: wasm.DATES,
  microseconds: wasm.MICROSECONDS,
  nanoseconds: wasm.NANOSECONDS,
};

/**
 * Makes integers of the timestamps of the group, for its page.
 *
 * @returns The place of the first one that the type can't hold, which is still there; undefined if it holds all.
 */
export function convertTimes(type: TimeType): number | undefined {
  const rows = groupRows();
  const converted = wasm.convertTimes(rows, TIME_TYPES[type]);
  return converted === rows ? undefined : converted;
}

/** A page that was made of a column of the group. Its bytes are valid until the next one is made. */
export interface Page {
  readonly encoding: "PLAIN" | "DELTA_BINARY_PACKED" | "DELTA_LENGTH_BYTE_ARRAY" | "RLE_DICTIONARY";
  /** The levels of definition: none in a column that has no nulls. */
  readonly levels: Uint8Array;
  /** The values that are not null. */
  readonly bytes: Uint8Array;
  readonly values: number;
  readonly dictionary?: { readonly bytes: Uint8Array; readonly values: number };
  /** The least and the greatest value; undefined if there is none. */
  readonly range?: { readonly least: Value; readonly greatest: Value };
}

/** A value as Parquet keeps it; a text in UTF-8. */
type Value = bigint | number | Uint8Array;

/** How each column of the group becomes a page. */
export const makePage = {
  row(): Page {
    wasm.makeRows();
    return pageOf("DELTA_BINARY_PACKED", integerAt);
  },

  /** Timestamps that were converted. */
  timestamp(type: TimeType): Page {
    wasm.makeTimes();
    return pageOf("DELTA_BINARY_PACKED", (at) => type === "date" ? Number(integerAt(at)) : integerAt(at));
  },

  symbol(): Page {
    wasm.makeSymbols();
    const bytes = bytesAt(wasm.DICTIONARY, wasm.dictionaryLength());
    return pageOf("RLE_DICTIONARY", textAt, { bytes, values: wasm.symbolCount() });
  },

  close(): Page {
    wasm.makeCloses();
    return pageOf("DELTA_LENGTH_BYTE_ARRAY", textAt);
  },

  mean(): Page {
    wasm.makeMeans();
    return pageOf("PLAIN", doubleAt);
  },

  signal(): Page {
    wasm.makeSignals();
    return pageOf("RLE_DICTIONARY", (at) => Number(integerAt(at)), {
      bytes: bytesAt(wasm.SIGNALS_DICTIONARY, wasm.SIGNALS_DICTIONARY_BYTES),
      values: 2,
    });
  },
};

/** The page made last. */
function pageOf(encoding: Page["encoding"], valueAt: (at: number) => Value, dictionary?: Page["dictionary"]): Page {
  const values = wordAt(wasm.VALUES);
  const levelBytes = wordAt(wasm.LEVEL_BYTES);
  const levels = bytesAt(PAGE, levelBytes);
  const page = { levels, bytes: bytesAt(PAGE + levelBytes, wordAt(wasm.PAGE_BYTES) - levelBytes), values };
  // Without a value there is nothing to encode, and no dictionary.
  if (values === 0) return { ...page, encoding: "PLAIN" };
  const range = { least: valueAt(wasm.LEAST), greatest: valueAt(wasm.GREATEST) };
  return { ...page, encoding, range, ...dictionary === undefined ? {} : { dictionary } };
}

/**
 * Compresses bytes of a page with Snappy.
 *
 * @param bytes In the memory of the pages, as those of a {@linkcode Page} are. The result is valid until the next call.
 */
export function snappy(bytes: Uint8Array): Uint8Array {
  const end = wasm.compress(wasm.COMPRESSED, bytes.byteOffset, bytes.length);
  return bytesAt(wasm.COMPRESSED, end - wasm.COMPRESSED);
}

function bytesAt(address: number, length: number): Uint8Array {
  return bytesOfPages.subarray(address, address + length);
}

function wordAt(address: number): number {
  return words[address / 4] ?? 0;
}

function integerAt(address: number): bigint {
  return new BigInt64Array(memory, address, 1)[0] ?? 0n;
}

function doubleAt(address: number): number {
  return new Float64Array(memory, address, 1)[0] ?? 0;
}

/** A text by where it is and its length. */
function textAt(address: number): Uint8Array {
  const start = wordAt(address);
  return bytesOfPages.slice(start, start + wordAt(address + 4));
}
