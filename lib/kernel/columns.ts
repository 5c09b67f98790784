/**
 * The kernel's way to read timestamps and symbols beside the closes: many rows at a time, as far as they can be proven.
 *
 * Loaded only where someone looks at such columns.
 *
 * @module
 */
import type { RecordShape, ScanState, ScanStop } from "./scanner.ts";
import * as kernel from "./kernel.wasm";
import {
  BATCH_BYTES,
  COLUMNS,
  EARLIEST_TIME,
  FULL,
  LATEST_TIME,
  MOST_CLOSES,
  MOST_FIELDS,
  REFUSED,
  TIME_BYTES,
  UNPROVEN,
  UNQUOTED,
} from "./kernel.wasm";
import { memory } from "./memory.ts";
import { CALL_BYTES, callKernel, prepareKernel, SMALL_BATCH_BYTES } from "./scan.ts";
import { KernelSteps, type StepSink } from "./steps.ts";
import { type KernelSymbols, timeBefore } from "./symbols.ts";
import { type TimeFormat, timeFormatOf } from "./time_format.ts";

const column = (address: number) => new Uint32Array(memory, address, MOST_CLOSES);
const closeColumn: Places = { starts: column(kernel.CLOSE_STARTS), lengths: column(kernel.CLOSE_LENGTHS) };
const timeColumn: Places = { starts: column(kernel.TIME_STARTS), lengths: column(kernel.TIME_LENGTHS) };
const symbolColumn: Places = { starts: column(kernel.SYMBOL_STARTS), lengths: column(kernel.SYMBOL_LENGTHS) };
/** The closes alone, in bytes of their own. */
const packed = {
  bytes: new Uint8Array(memory, kernel.PACKED, kernel.PACKED_BYTES),
  closes: { starts: column(kernel.PACKED_STARTS), lengths: column(kernel.PACKED_LENGTHS) },
};
const symbolIds = column(kernel.SYMBOL_IDS);

const bytesOfKernel = new Uint8Array(memory);

/** Formats after which a file is read row by row: each costs a step for each symbol. */
const MOST_FORMATS = 16;
/** After rows that were not proven, at most so many are not even tried. */
const MOST_PASSED_OVER = 1024;

/** Where texts are in the bytes that were scanned, by row. */
export interface Places {
  readonly starts: Uint32Array;
  readonly lengths: Uint32Array;
}

/** What is looked at in the rows of all files. */
export interface Columns {
  readonly hasTimestamps: boolean;
  readonly hasSymbols: boolean;
  /** Whether timestamps go up. */
  readonly isAscending: boolean;
  /** Whether someone wants to know where the texts are. */
  readonly areTextsWanted: boolean;
  /** Looks at the time between rows without symbols, if someone does. */
  readonly steps?: StepSink | undefined;
}

function places(): Places {
  return { starts: new Uint32Array(MOST_CLOSES), lengths: new Uint32Array(MOST_CLOSES) };
}

/** Reads rows, file by file. There is one at a time in a thread: the kernel has one table of symbols. */
export class ColumnScan {
  /** The id of each row's symbol, for the closes in the array that {@linkcode scan} fills. */
  readonly symbolIds = symbolIds;
  /** Where the texts of each row are in {@linkcode bytes}; undefined where nobody wants to know. */
  readonly closes: Places | undefined;
  readonly timestamps: Places | undefined;
  readonly symbols: Places | undefined;
  /** The bytes that were scanned last; or copies of the closes in them, where no other texts are wanted. */
  bytes: Uint8Array;
  readonly #areClosesPacked: boolean;
  readonly #table: KernelSymbols;
  readonly #columns: Columns;
  #shape: RecordShape | undefined;
  #format: TimeFormat | undefined;
  #formats = 0;
  #passOver = 0;
  #lastPassOver = 0;
  readonly #steps: KernelSteps | undefined;

  constructor(table: KernelSymbols, columns: Columns) {
    const { areTextsWanted, hasTimestamps, hasSymbols, steps } = columns;
    this.#steps = steps && new KernelSteps(steps);
    this.#areClosesPacked = areTextsWanted && !hasTimestamps && !hasSymbols;
    this.bytes = packed.bytes;
    this.closes = this.#areClosesPacked ? packed.closes : areTextsWanted ? places() : undefined;
    this.timestamps = areTextsWanted && hasTimestamps ? places() : undefined;
    this.symbols = areTextsWanted && hasSymbols ? places() : undefined;
    this.#table = table;
    this.#columns = columns;
    kernel.setTimeFormat(0, 0, 0, 0, 0);
    kernel.watchNoSteps();
  }

  /** Makes ready for a file whose records have this shape. */
  begin(shape: RecordShape): void {
    this.#shape = shape;
    this.#formats = this.#passOver = this.#lastPassOver = 0;
    const { isAscending, areTextsWanted } = this.#columns;
    kernel.setColumns(
      shape.timestampIndex,
      shape.timestampFields,
      shape.symbolIndex,
      Number(isAscending),
      Number(areTextsWanted),
    );
  }

  /** As `PlainScan`, for the file's shape; it stops at a row whose timestamp or symbol is not proven, too. */
  scan(state: ScanState, bytes: Uint8Array, end: number): ScanStop {
    if (!this.#areClosesPacked) this.bytes = bytes;
    const shape = this.#shape;
    const isUnknown = this.#columns.hasTimestamps && this.#format === undefined;
    if (shape === undefined || !isPossible(shape) || isUnknown || state.quoted) return "record";
    if (this.#passOver > 0) {
      this.#passOver--;
      return "record";
    }
    prepareKernel(state, shape);
    const before = state.position;
    const stop = this.#scanOn(state, shape, bytes, end);
    if (state.position > before) this.#lastPassOver = 0;
    else if (stop === "record") {
      this.#lastPassOver = Math.min(2 * this.#lastPassOver + 1, MOST_PASSED_OVER);
      this.#passOver = this.#lastPassOver;
    }
    return stop;
  }

  #scanOn(state: ScanState, shape: RecordShape, bytes: Uint8Array, end: number): ScanStop {
    while (state.position < end) {
      if (state.count === state.mantissas.length) return "full";
      const { position, count } = state;
      const to = Math.min(position + CALL_BYTES, end);
      let stop = callKernel(state, shape, bytes, to, BATCH_BYTES, UNQUOTED, COLUMNS);
      if (state.count === count && stop === REFUSED) {
        stop = callKernel(state, shape, bytes, to, SMALL_BATCH_BYTES, UNQUOTED, COLUMNS);
      }
      const read = state.count - count;
      this.#steps?.collect();
      if (this.#areClosesPacked) kernel.packCloses(count, read);
      else if (this.closes !== undefined) this.#keepPlaces(count, read, position - addressOf(bytes, position));
      if (stop === FULL && state.count > 0) return "full";
      // Without a row, there was not one whole record in what was looked at, or the next one is refused.
      if (stop === UNPROVEN || read === 0) return "record";
    }
    return "end";
  }

  /** @param shift From an address of the kernel's to a place in the bytes. */
  #keepPlaces(from: number, count: number, shift: number): void {
    keepPlaces(this.closes, closeColumn, from, count, shift);
    keepPlaces(this.timestamps, timeColumn, from, count, shift);
    keepPlaces(this.symbols, symbolColumn, from, count, shift);
  }

  /**
   * Tells of a row that took the careful path: the next one of its symbol has to follow it.
   *
   * @param time What its timestamp means; needed where someone looks at the time between rows.
   */
  note(id: number, timestamp: string, time?: bigint): void {
    this.#steps?.forgetLast();
    if (this.isOtherFormat(timestamp)) {
      this.#learn(timestamp);
      if (this.#format !== undefined && time !== undefined) this.#steps?.begin(this.#format, timestamp, time);
    }
    this.#table.setLastTime(id, this.#isScanned && this.#format?.fits(timestamp) ? timestamp : undefined);
  }

  /** Whether to {@linkcode note} this timestamp would change what the kernel looks for, and forget all others. */
  isOtherFormat(timestamp: string): boolean {
    return this.#isScanned && this.#formats < MOST_FORMATS && this.#format?.fits(timestamp) !== true;
  }

  /** The earliest and the latest timestamp of rows in the format at hand; none where there are no such rows. */
  get extremeTimes(): readonly string[] {
    if (this.#format === undefined || !kernel.findExtremeTimes()) return [];
    const { bytes } = this.#format;
    return [EARLIEST_TIME, LATEST_TIME].map((time) => timeBefore(time + TIME_BYTES, bytes));
  }

  /** The timestamps to come may mean another time than the same text has meant. */
  forgetTimes(): void {
    this.#setFormat(undefined);
  }

  get #isScanned(): boolean {
    return this.#shape !== undefined && isPossible(this.#shape);
  }

  /** Makes the format of a timestamp that was read the one to look for. */
  #learn(timestamp: string): void {
    this.#setFormat(++this.#formats === MOST_FORMATS ? undefined : timeFormatOf(timestamp));
  }

  #setFormat(format: TimeFormat | undefined): void {
    this.#format = format;
    // Bytes in different formats say nothing about which comes first.
    this.#table.forgetTimes();
    this.#steps?.stop();
    if (format === undefined) return kernel.setTimeFormat(0, 0, 0, 0, 0);
    const { bytes, tables, hour, year, month, day } = format;
    for (const [address, table] of tables) bytesOfKernel.set(table, address);
    kernel.setTimeFormat(bytes, hour, year, month, day);
  }
}

/** Whether the kernel can read records of a shape. */
function isPossible({ wholeRecordQuoted, fieldCount }: RecordShape): boolean {
  return !wholeRecordQuoted && fieldCount <= MOST_FIELDS;
}

function keepPlaces(kept: Places | undefined, { starts, lengths }: Places, from: number, count: number, shift: number) {
  if (kept === undefined) return;
  for (let n = 0; n < count; n++) kept.starts[from + n] = (starts[n] ?? 0) + shift;
  kept.lengths.set(lengths.subarray(0, count), from);
}

/** Where in the kernel's memory `bytes[position]` was read; elsewhere it was copied to be read. */
function addressOf(bytes: Uint8Array, position: number): number {
  return bytes.buffer === memory ? bytes.byteOffset + position : kernel.STAGING;
}
