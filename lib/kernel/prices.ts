/**
 * The kernel's way to read all four prices of rows, and to note where their timestamps and symbols are: many rows at a time,
 * as far as they can be proven. What these texts say is for someone else to look at.
 *
 * Loaded only by `inspect`.
 *
 * @module
 */
import { LF } from "../records/ascii.ts";
import type { Places } from "./columns.ts";
import * as kernel from "./kernel.wasm";
import { BATCH_BYTES, CANDLES, MOST_CLOSES, MOST_FIELDS, REFUSED, TEXTS, UNQUOTED } from "./kernel.wasm";
import { memory } from "./memory.ts";
import { CALL_BYTES, callKernel, prepareKernel, SMALL_BATCH_BYTES, zerosIn } from "./scan.ts";
import { newScanState, type RecordShape, SCAN_DIGITS, type ScanState } from "./scanner.ts";

const closes = new Float64Array(memory, kernel.CLOSES, MOST_CLOSES);
const column = (address: number) => new Uint32Array(memory, address, MOST_CLOSES);

/** Where it has found the texts of rows, in {@linkcode text}. */
export const timestamps: Places = { starts: column(kernel.TIME_STARTS), lengths: column(kernel.TIME_LENGTHS) };
export const symbols: Places = { starts: column(kernel.SYMBOL_STARTS), lengths: column(kernel.SYMBOL_LENGTHS) };
const impossibleRows = column(kernel.IMPOSSIBLE_ROWS);
export const text: Uint8Array = new Uint8Array(memory);

/** After rows that were not proven, at most so many are not even tried. */
const MOST_PASSED_OVER = 1024;

/** Positions among the fields, from 0. */
export type PriceIndices = Readonly<Record<"open" | "high" | "low", number>>;

/** Reads the rows of a file. There is one at a time in a thread. */
export class PriceScan {
  readonly #shape: RecordShape;
  readonly #state: ScanState & { decimals: number };
  /** What the kernel is to look at beside the closes. */
  readonly #beside: number;
  /** From the place of a text in the kernel's memory to its place in the bytes that were scanned last. */
  #shift = 0;
  #from = 0;
  #passOver = 0;
  #lastPassOver = 0;

  /** @param prices Where the other prices are; undefined where not all of them are known. */
  constructor(shape: RecordShape, prices: PriceIndices | undefined) {
    this.#shape = shape;
    this.#state = newScanState(closes, 0);
    const { timestampIndex, timestampFields, symbolIndex } = shape;
    const hasTexts = timestampIndex >= 0 || symbolIndex >= 0;
    kernel.setColumns(timestampIndex, timestampFields, symbolIndex, 1, Number(hasTexts));
    this.#beside = prices === undefined ? TEXTS : CANDLES;
    if (prices !== undefined) kernel.setPrices(prices.open, prices.high, prices.low);
  }

  /** Whether the kernel can read records of a shape. */
  static isPossible(
    { wholeRecordQuoted, fieldCount, thousandsMark }: RecordShape & { thousandsMark?: unknown },
  ): boolean {
    return !wholeRecordQuoted && fieldCount <= MOST_FIELDS && thousandsMark === undefined;
  }

  /** Says what a price is that was read elsewhere: the scale is chosen by it. */
  noteDigits(integerDigits: number, decimals: number): void {
    const state = this.#state;
    const isWider = decimals > state.decimals && decimals + integerDigits <= SCAN_DIGITS;
    if (isWider || integerDigits + state.decimals > SCAN_DIGITS) state.decimals = decimals;
  }

  /**
   * Reads rows from `bytes[from … to)`, whose last byte is a newline, each of them one line.
   *
   * @returns How many, at most {@linkcode MOST_CLOSES}; 0 where the next one can't be proven.
   */
  scan(bytes: Uint8Array, from: number, to: number): number {
    if (this.#passOver > 0) {
      this.#passOver--;
      return 0;
    }
    const state = this.#state;
    state.position = this.#from = from;
    state.count = state.zeros = 0;
    this.#shift = from - (bytes.buffer === memory ? bytes.byteOffset + from : kernel.STAGING);
    prepareKernel(state, this.#shape);
    const end = Math.min(from + CALL_BYTES, to);
    const stop = callKernel(state, this.#shape, bytes, end, BATCH_BYTES, UNQUOTED, this.#beside);
    if (state.count === 0 && stop === REFUSED) {
      callKernel(state, this.#shape, bytes, end, SMALL_BATCH_BYTES, UNQUOTED, this.#beside);
    }
    this.#lastPassOver = state.count > 0 ? 0 : Math.min(2 * this.#lastPassOver + 1, MOST_PASSED_OVER);
    this.#passOver = this.#lastPassOver;
    return state.count;
  }

  /** Where the last scan stopped: the start of a record in the bytes that were scanned. */
  get position(): number {
    return this.#state.position;
  }

  /** In how many of the first rows of the last scan the close is 0. */
  zerosIn(rows: number): number {
    return this.#state.zeros === 0 ? 0 : zerosIn(closes.subarray(0, rows));
  }

  /** Which of the first rows of the last scan make no candle, in their order. */
  impossibleIn(rows: number): number[] {
    const count = this.#beside === CANDLES ? kernel.impossibleRows() : 0;
    return Array.from(impossibleRows.subarray(0, count)).filter((row) => row < rows);
  }

  /** Where row `row` of the last scan of `bytes` starts, which has a timestamp or a symbol. */
  startOf(row: number, bytes: Uint8Array): number {
    const { starts } = this.#shape.timestampIndex >= 0 ? timestamps : symbols;
    const inRecord = (starts[row] ?? 0) + this.#shift;
    return Math.max(this.#from, bytes.lastIndexOf(LF, inRecord - 1) + 1);
  }
}
