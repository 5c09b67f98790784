/**
 * The TypeScript face of the pages: rows → the columns of a row group → pages of a Parquet file, in WebAssembly.
 *
 * There is one row group at a time in a thread.
 *
 * @module
 */
import { exactDenominator, meanFrom } from "../means.ts";
import { copySpellings, type Piece, pieceFrom } from "../pieces.ts";
import type { KnownColumns, SignalBatch, SignalRow, Spellings } from "../row.ts";
import * as wasm from "./pages.wasm";
import type { TimeFormat } from "./time_format.ts";

const { FULL, GROUP_TEXT_BYTES, MOST_ROWS, NO_TEXT, REFUSED, TEXT_BYTES } = wasm;
const MOST = { rows: MOST_ROWS, bytes: TEXT_BYTES };

/** What of the memory is written and read from here. When the memory grows all of it is new. */
interface Views {
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
  readonly integers: BigInt64Array;
  readonly doubles: Float64Array;
  readonly closes: Spellings;
  readonly symbols: Spellings;
  readonly timestamps: Spellings;
  /** The texts of a call. */
  readonly texts: Uint8Array;
  readonly sums: Float64Array;
  readonly signals: Uint8Array;
  /** The timestamps of the group: seconds since 1970, NaN where there is none, and nanoseconds of these seconds. */
  readonly timeSeconds: Float64Array;
  readonly timeNanoseconds: Uint32Array;
}

let textBytes = GROUP_TEXT_BYTES;
let views = viewsWithRoom();

/** Makes room for texts of so many bytes. */
function viewsWithRoom(): Views {
  wasm.makeRoom(textBytes);
  const { buffer } = wasm.memory;
  const spellings = (starts: number, lengths: number): Spellings => ({
    starts: new Uint32Array(buffer, starts, MOST_ROWS),
    lengths: new Uint32Array(buffer, lengths, MOST_ROWS),
  });
  return {
    bytes: new Uint8Array(buffer),
    words: new Uint32Array(buffer),
    integers: new BigInt64Array(buffer),
    doubles: new Float64Array(buffer),
    closes: spellings(wasm.CLOSE_STARTS, wasm.CLOSE_LENGTHS),
    symbols: spellings(wasm.SYMBOL_STARTS, wasm.SYMBOL_LENGTHS),
    timestamps: spellings(wasm.TIMESTAMP_STARTS, wasm.TIMESTAMP_LENGTHS),
    texts: new Uint8Array(buffer, wasm.TEXTS, 2 * textBytes),
    sums: new Float64Array(buffer, wasm.SUMS, MOST_ROWS),
    signals: new Uint8Array(buffer, wasm.SIGNALS, MOST_ROWS),
    timeSeconds: new Float64Array(buffer, wasm.TIME_SECONDS, wasm.GROUP_ROWS),
    timeNanoseconds: new Uint32Array(buffer, wasm.TIME_NANOSECONDS, wasm.GROUP_ROWS),
  };
}

crypto.getRandomValues(views.bytes.subarray(wasm.HASH_KEYS, wasm.HASH_KEYS + wasm.HASH_KEYS_BYTES));

const encoder = new TextEncoder();

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
  return Number(integerAt(wasm.ROWS + 8 * n));
}

/** The timestamps of the group, as long as no row is added: seconds since 1970, NaN for none, and nanoseconds of the second. */
export function groupTimes(): Pick<Views, "timeSeconds" | "timeNanoseconds"> {
  return views;
}

/**
 * Adds a row to the group, without its timestamp. The group is as large whatever the batches in which its rows come: it
 * hangs on their number and their texts alone.
 *
 * @returns Whether there was room for it, which there always is for the first one.
 */
export function addRow({ row, symbol, close, rollingMean, signal }: SignalRow): boolean {
  let closeBytes = placeText(close, 0);
  let symbolBytes = symbol === undefined ? 0 : placeText(symbol, closeBytes ?? 0);
  if (closeBytes === undefined || symbolBytes === undefined) {
    // A text that is as long as this is alone in its group.
    if (groupRows() > 0) return false;
    textBytes = Math.max(...[close, symbol ?? ""].map((text) => encoder.encode(text).length));
    views = viewsWithRoom();
    closeBytes = placeText(close, 0) ?? 0;
    symbolBytes = symbol === undefined ? 0 : placeText(symbol, closeBytes) ?? 0;
  }
  const { closes, symbols, sums, signals } = views;
  closes.starts[0] = 0;
  closes.lengths[0] = closeBytes;
  symbols.starts[0] = closeBytes;
  symbols.lengths[0] = symbol === undefined ? NO_TEXT : symbolBytes;
  sums[0] = rollingMean ?? NaN;
  signals[0] = signal;
  return wasm.add(0, 1, row, 0, closeBytes + symbolBytes, 1) === 1;
}

/** Puts a text among those of the call. Returns its bytes; undefined if it is longer than there is room for. */
function placeText(text: string, at: number): number | undefined {
  const { read, written } = encoder.encodeInto(text, views.texts.subarray(at, at + textBytes));
  return read < text.length ? undefined : written;
}

/** Why rows of a batch were not added. */
export type Stop = "full" | "refused" | undefined;

/** How the sums of a batch become means: they are divided. */
interface Division {
  readonly dividends: Float64Array;
  readonly denominator: number;
}

/** Adds rows of one batch to groups. */
export class BatchRows {
  readonly #batch: SignalBatch;
  readonly #symbols: Spellings | undefined;
  readonly #timestamps: Spellings | undefined;
  readonly #columns: readonly Spellings[];
  readonly #division: Division;
  /** The rows of the last call. */
  #piece: Piece & { readonly from: number } = { from: 0, rows: 0, base: 0, end: 0 };

  constructor(batch: SignalBatch, { timestamp, symbol }: KnownColumns) {
    this.#batch = batch;
    this.#symbols = symbol ? batch.symbols : undefined;
    this.#timestamps = timestamp ? batch.timestamps : undefined;
    this.#columns = [batch.closes, this.#symbols, this.#timestamps].filter((column) => column !== undefined);
    this.#division = divisionOf(batch);
    if (this.#symbols === undefined) views.symbols.lengths.fill(NO_TEXT);
  }

  /**
   * Adds rows from `from` on, as many as fit into a call, without their timestamps.
   *
   * @returns The row before which it has stopped, and why it was not added: the group is full, or its texts can't be taken
   * from where they are, so that it has to go alone.
   */
  add(from: number): { readonly next: number; readonly stop: Stop } {
    const { bytes, firstRow, count, signals: ofRows } = this.#batch;
    const piece = pieceFrom(this.#columns, bytes, from, count, MOST);
    const { rows, base, end } = piece;
    this.#piece = { from, ...piece };
    if (rows === 0) return { next: from, stop: "refused" };
    const { texts, closes, symbols, timestamps, sums, signals } = views;
    texts.set(bytes.subarray(base, end));
    copySpellings(closes, this.#batch.closes, from, rows);
    if (this.#symbols !== undefined) copySpellings(symbols, this.#symbols, from, rows);
    if (this.#timestamps !== undefined) copySpellings(timestamps, this.#timestamps, from, rows);
    sums.set(this.#division.dividends.subarray(from, from + rows));
    signals.set(ofRows.subarray(from, from + rows));
    const added = wasm.add(0, rows, firstRow + from, base, end - base, this.#division.denominator);
    const stop = wasm.stoppedBy();
    return { next: from + added, stop: stop === FULL ? "full" : stop === REFUSED ? "refused" : undefined };
  }

  /**
   * Reads the timestamps of rows that were just added, from `from` up to but not including `to`, as far as they have the format
   * of {@linkcode useTimeFormat}.
   *
   * @param place The place of the first in the group.
   * @returns The row at which it has stopped.
   */
  readTimes(from: number, to: number, place: number): number {
    const { from: first, base, end } = this.#piece;
    return first + wasm.readTimes(from - first, to - first, place, base, end - base);
  }
}

/** Says how the timestamps are made that are read from now on. */
export function useTimeFormat({ bytes, isEpoch, mostSeconds, offset, tables }: TimeFormat): void {
  for (const [address, table] of tables) views.bytes.set(table, address);
  wasm.setTimeFormat(bytes, Number(isEpoch), mostSeconds, offset);
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
    const bytes = bytesAt(wasm.dictionaryAt(), wasm.dictionaryLength());
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
  const start = wasm.pageAt();
  const levels = bytesAt(start, levelBytes);
  const page = { levels, bytes: bytesAt(start + levelBytes, wordAt(wasm.PAGE_BYTES) - levelBytes), values };
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
  const length = wasm.compress(bytes.byteOffset, bytes.length);
  return bytesAt(wasm.compressedAt(), length);
}

function bytesAt(address: number, length: number): Uint8Array {
  return views.bytes.subarray(address, address + length);
}

function wordAt(address: number): number {
  return views.words[address / 4] ?? 0;
}

function integerAt(address: number): bigint {
  return views.integers[address / 8] ?? 0n;
}

function doubleAt(address: number): number {
  return views.doubles[address / 8] ?? 0;
}

/** A text by where it is and its length. */
function textAt(address: number): Uint8Array {
  return bytesAt(wordAt(address), wordAt(address + 4)).slice();
}
