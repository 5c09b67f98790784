/**
 * The kernel's way to read time stamps and symbols beside the closes: many rows at a time, as far as they can be proven.
 *
 * Loaded only where someone looks at such columns.
 *
 * @module
 */
import type { RecordShape, ScanState, ScanStop } from "../scanner.ts";
import * as kernel from "./kernel.wasm";
import { memory } from "./memory.ts";
import {
  CALL_BYTES,
  callKernel,
  FULL,
  MOST_FIELDS,
  prepareKernel,
  REFUSED,
  SMALL_BATCH_BYTES,
  UNPROVEN,
} from "./scan.ts";
import { type TimeFormat, timeFormatOf } from "./time_format.ts";

const MOST_ROWS = kernel.mostCloses();
const COLUMN_BYTES = 4 * MOST_ROWS;
const column = (n: number) => new Uint32Array(memory, kernel.columnsAddress() + n * COLUMN_BYTES, MOST_ROWS);
const [closeStarts, closeLengths] = [column(0), column(1)];
const [timeStarts, timeLengths] = [column(2), column(3)];
const [symbolStarts, symbolLengths] = [column(4), column(5)];
const symbolIds = column(6);

const bytesOfKernel = new Uint8Array(memory);
const NAME = kernel.nameAddress();
const MOST_NAME_BYTES = 32;
const LONG_NAMES = kernel.longNamesAddress();
const FORMAT = kernel.formatAddress();
const FORMAT_BYTES = 32;
const HASH_KEY_BYTES = 40;

// An entry in the kernel's table of symbols.
const ENTRIES = kernel.entriesAddress();
const ENTRY_BYTES = 64;
const NAME_LENGTH = 16;
const TIME_LENGTH = 20;
const TIME_END = 64;
/** In place of a length: a time stamp that the next one must not be compared with. */
const NO_COMPARISON = 99;

/** Formats after which a file is read row by row: each costs a step for each symbol. */
const MOST_FORMATS = 16;
/** After rows that were not proven, at most so many are not even tried. */
const MOST_PASSED_OVER = 1024;

crypto.getRandomValues(bytesOfKernel.subarray(kernel.hashKeysAddress(), kernel.hashKeysAddress() + HASH_KEY_BYTES));

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Where texts are in the bytes that were scanned, by row. */
export interface Places {
  readonly starts: Uint32Array;
  readonly lengths: Uint32Array;
}

function places(): Places {
  return { starts: new Uint32Array(MOST_ROWS), lengths: new Uint32Array(MOST_ROWS) };
}

/** Reads rows of one file. There is one at a time in a thread: the kernel has one table of symbols. */
export class ColumnScan {
  /** The id of each row's symbol, for the closes in the array that {@linkcode scan} fills. */
  readonly symbolIds = symbolIds;
  /** Where the texts of each row are in the bytes that were scanned last; undefined where nobody wants to know. */
  readonly closes: Places | undefined;
  readonly timestamps: Places | undefined;
  readonly symbols: Places | undefined;
  /** The bytes that were scanned last. */
  bytes: Uint8Array = new Uint8Array(0);
  readonly #shape: RecordShape;
  readonly #isPossible: boolean;
  readonly #entries = new Map<string, number>();
  readonly #names: string[] = [];
  #format: TimeFormat | undefined;
  #formats = 0;
  #passOver = 0;
  #lastPassOver = 0;

  /**
   * @param isAscending Whether time stamps go up.
   * @param areTextsWanted Whether someone wants to know where the texts are.
   */
  constructor(shape: RecordShape, isAscending: boolean, areTextsWanted = false) {
    this.closes = areTextsWanted ? places() : undefined;
    this.timestamps = areTextsWanted && shape.timestampIndex >= 0 ? places() : undefined;
    this.symbols = areTextsWanted && shape.symbolIndex >= 0 ? places() : undefined;
    this.#shape = shape;
    this.#isPossible = shape.fieldCount <= MOST_FIELDS;
    kernel.setColumns(
      shape.timestampIndex,
      shape.timestampFields,
      shape.symbolIndex,
      Number(isAscending),
      Number(areTextsWanted),
    );
  }

  /** The symbol with an id. */
  symbolOf(id: number): string {
    while (this.#names.length <= id) {
      const entry = entryAt(this.#names.length);
      const name = nameOf(entry);
      this.#names.push(name);
      this.#entries.set(name, entry);
    }
    return this.#names[id] ?? "";
  }

  /** As `PlainScan`, for the shape that was given; it stops at a row whose time stamp or symbol is not proven, too. */
  scan(state: ScanState, bytes: Uint8Array, end: number, mantissas: Float64Array): ScanStop {
    this.bytes = bytes;
    const isUnknown = this.#shape.timestampIndex >= 0 && this.#format === undefined;
    if (!this.#isPossible || isUnknown || state.quoted) return "record";
    if (this.#passOver > 0) {
      this.#passOver--;
      return "record";
    }
    prepareKernel(state, this.#shape);
    const before = state.position;
    const stop = this.#scanOn(state, bytes, end, mantissas);
    if (state.position > before) this.#lastPassOver = 0;
    else if (stop === "record") {
      this.#lastPassOver = Math.min(2 * this.#lastPassOver + 1, MOST_PASSED_OVER);
      this.#passOver = this.#lastPassOver;
    }
    return stop;
  }

  #scanOn(state: ScanState, bytes: Uint8Array, end: number, mantissas: Float64Array): ScanStop {
    while (state.position < end) {
      if (state.count === mantissas.length) return "full";
      const { position, count } = state;
      const to = Math.min(position + CALL_BYTES, end);
      let stop = callKernel(state, this.#shape, bytes, to, mantissas, kernel.mostBatchBytes(), 0, true);
      if (state.count === count && stop === REFUSED) {
        stop = callKernel(state, this.#shape, bytes, to, mantissas, SMALL_BATCH_BYTES, 0, true);
      }
      const read = state.count - count;
      if (this.closes !== undefined) this.#keepPlaces(count, read, position - addressOf(bytes, position));
      if (stop === FULL && state.count > 0) return "full";
      // Without a row, there was not one whole record in what was looked at, or the next one is refused.
      if (stop === UNPROVEN || read === 0) return "record";
    }
    return "end";
  }

  /** @param shift From an address of the kernel's to a place in the bytes. */
  #keepPlaces(from: number, count: number, shift: number): void {
    keepPlaces(this.closes, closeStarts, closeLengths, from, count, shift);
    keepPlaces(this.timestamps, timeStarts, timeLengths, from, count, shift);
    keepPlaces(this.symbols, symbolStarts, symbolLengths, from, count, shift);
  }

  /** Tells of a row that was read by the book: the next one of its symbol has to follow it. */
  note(symbol: string | undefined, timestamp: string | undefined): void {
    if (!this.#isPossible) return;
    if (timestamp !== undefined) this.#learn(timestamp);
    const entry = this.#entryOf(symbol);
    if (entry === 0 || timestamp === undefined) return;
    const fits = this.#format !== undefined && this.#format.fits(timestamp);
    setUint32(entry + TIME_LENGTH, fits ? timestamp.length : NO_COMPARISON);
    if (!fits) return;
    bytesOfKernel.fill(0, entry + TIME_END - FORMAT_BYTES, entry + TIME_END);
    bytesOfKernel.set(encoder.encode(timestamp), entry + TIME_END - timestamp.length);
  }

  /** Whether to {@linkcode note} this time stamp would change what the kernel looks for, and forget all others. */
  isOtherFormat(timestamp: string): boolean {
    return this.#formats < MOST_FORMATS && this.#format?.fits(timestamp) !== true;
  }

  /** The time stamp of the last row of a symbol that was read here; undefined where the kernel knows of none. */
  lastOf(symbol: string | undefined): string | undefined {
    const entry = this.#entryOf(symbol);
    const length = entry === 0 ? 0 : uint32At(entry + TIME_LENGTH);
    if (length === 0 || length === NO_COMPARISON) return undefined;
    return decoder.decode(bytesOfKernel.slice(entry + TIME_END - length, entry + TIME_END));
  }

  #entryOf(symbol = ""): number {
    const known = this.#entries.get(symbol);
    if (known !== undefined) return known;
    const bytes = encoder.encode(symbol);
    if (bytes.length > MOST_NAME_BYTES) return 0;
    bytesOfKernel.set(bytes, NAME);
    const entry = kernel.entryOfName(NAME + bytes.length, bytes.length);
    if (entry !== 0) this.#entries.set(symbol, entry);
    return entry;
  }

  /** Makes the format of a time stamp that was read the one to look for. */
  #learn(timestamp: string): void {
    if (!this.isOtherFormat(timestamp)) return;
    this.#format = ++this.#formats === MOST_FORMATS ? undefined : timeFormatOf(timestamp);
    // Bytes in different formats say nothing about which comes first.
    for (let id = 0; id < kernel.symbols(); id++) setUint32(entryAt(id) + TIME_LENGTH, NO_COMPARISON);
    if (this.#format === undefined) return kernel.setTimeFormat(0, 0, 0, 0, 0);
    const { bytes, tables, hour, year, month, day } = this.#format;
    tables.forEach((table, n) => bytesOfKernel.set(table, FORMAT + n * FORMAT_BYTES));
    kernel.setTimeFormat(bytes, hour, year, month, day);
  }
}

function keepPlaces(
  kept: Places | undefined,
  starts: Uint32Array,
  lengths: Uint32Array,
  from: number,
  count: number,
  shift: number,
): void {
  if (kept === undefined) return;
  for (let n = 0; n < count; n++) kept.starts[from + n] = (starts[n] ?? 0) + shift;
  kept.lengths.set(lengths.subarray(0, count), from);
}

/** Where in the kernel's memory `bytes[position]` was read; elsewhere it was copied to be read. */
function addressOf(bytes: Uint8Array, position: number): number {
  return bytes.buffer === memory ? bytes.byteOffset + position : kernel.stagingAddress();
}

const words = new Uint32Array(memory);

/** Where the entry of the symbol with an id is. */
function entryAt(id: number): number {
  return ENTRIES + id * ENTRY_BYTES;
}

function nameOf(entry: number): string {
  const length = uint32At(entry + NAME_LENGTH);
  const bytes = new Uint8Array(MOST_NAME_BYTES);
  const long = LONG_NAMES + (entry - ENTRIES) / 4;
  bytes.set(bytesOfKernel.subarray(long, long + 16));
  bytes.set(bytesOfKernel.subarray(entry, entry + 16), 16);
  return decoder.decode(bytes.subarray(MOST_NAME_BYTES - length));
}

function uint32At(address: number): number {
  return words[address / 4] ?? 0;
}

function setUint32(address: number, value: number): void {
  words[address / 4] = value;
}
