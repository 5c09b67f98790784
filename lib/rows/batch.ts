/**
 * Closes on their way out: scaled integers where they fit, and the scale they share.
 *
 * @module
 */
import type { Place } from "../errors.ts";
import { type Decimal, mantissaAt } from "../numbers/decimal.ts";
import type { ScaledCloses } from "../numbers/scaled_closes.ts";
import type { Header } from "./header.ts";
import { collectedCloses } from "../kernel/memory.ts";
import type { Row } from "./row.ts";
import { newScanState, type PlainScan, SCAN_DIGITS, type ScanState } from "../kernel/scanner.ts";

/** Closes that are handed on at a time. */
export const BATCH_CLOSES: number = collectedCloses.length;

/**
 * After this many closes in a row that did not fit the scale, a new scale is chosen; next time after twice as many. A new
 * scale costs the sink time in proportion to its window, so there must not be many, whatever the closes are.
 */
const MISFITS_BEFORE_NEW_SCALE = 1024;

/**
 * Arrays of batches that have ended, for those that begin: a file is read in many segments, each with a batch of its own,
 * and the system takes longer to clear new memory than the kernel to fill it. The first one is in the kernel's own memory,
 * so that as long as there is one batch at a time, no close is ever copied.
 */
const spareArrays: Float64Array[] = [collectedCloses];

/** Where closes go, in the order of their rows. */
export interface CloseSink {
  /** The next closes, at most {@linkcode BATCH_CLOSES}, below 10^15. After the call the object and its array are used again. */
  scaled(closes: ScaledCloses): void;
  /** The next close, which does not fit among scaled ones. */
  exact(close: Decimal): void;
}

/** Rows that were read, and where reading them stopped. */
export interface ScannedRows {
  readonly rows: number;
  readonly position: number;
  /** Of these rows, those whose close is 0, and those where it is below 0; none where they are not given. */
  readonly zeros?: number;
  readonly negatives?: number;
}

/** What becomes of the rows of a file: of many at a time where they are plain, of one where it is not. */
export interface RowStage {
  /**
   * Reads rows from `bytes[from … to)`, as many as it can prove: one line each.
   *
   * @param line The physical line where the first one starts, from 1.
   */
  scan(header: Header, bytes: Uint8Array, from: number, to: number, line: number): ScannedRows;
  /**
   * Takes one row that took the careful path.
   *
   * @throws {JobError} of kind data, where the row can't follow those before it.
   */
  add(row: Row, place: Required<Place>): void;
  /** Hands on what is left. No row may be added any more. */
  end(): void;
}

/** Looks at the rows of files on their way into a stage. */
export interface RowsWatcher {
  /** What takes the rows of `file` instead of `stage`, and hands all of them on to that. */
  watch(file: string, stage: RowStage): RowStage;
}

/**
 * Collects closes and hands them on in batches.
 *
 * All closes of a batch are integers of one scale, the number of decimals, with at most {@linkcode SCAN_DIGITS} digits.
 * The scale grows with the decimals met, while the widest close would still fit. A close that does not fit is odd, and goes
 * on alone, as it is; only if many in a row do not fit was the scale a bad choice. So one odd close costs one close, and no
 * order of closes makes the scale change often.
 */
export class CloseBatch implements RowStage {
  readonly #sink: CloseSink;
  readonly #scan: PlainScan;
  readonly #state: ScanState & { mantissas: Float64Array; decimals: number };
  #misfits = 0;
  #misfitsBeforeNewScale = MISFITS_BEFORE_NEW_SCALE;

  /**
   * @param scan Reads the plain rows; one that stops at every record leaves them all to the careful path.
   * @param decimals The scale to begin with.
   */
  constructor(sink: CloseSink, scan: PlainScan, decimals = 0) {
    this.#sink = sink;
    this.#scan = scan;
    const mantissas = spareArrays.pop() ?? new Float64Array(BATCH_CLOSES);
    this.#state = newScanState(mantissas, decimals);
  }

  /** The scale: decimals of the closes that fit it. */
  get decimals(): number {
    return this.#state.decimals;
  }

  /** Closes that are collected and not handed on yet. */
  get pending(): number {
    return this.#state.count;
  }

  scan(header: Header, bytes: Uint8Array, from: number, to: number): ScannedRows {
    const state = this.#state;
    state.position = from;
    state.zeros = state.negatives = 0;
    let rows = 0;
    for (;;) {
      const before = state.count;
      const stop = this.#scan(state, header, bytes, to);
      rows += state.count - before;
      if (stop !== "full") break;
      this.flush();
    }
    if (rows > 0) this.#misfits = 0;
    const { position, zeros, negatives } = state;
    return { rows, position, zeros, negatives };
  }

  add({ close }: Pick<Row, "close">): void {
    const state = this.#state;
    const decimals = Math.max(0, close.decimals);
    const integerDigits = Math.max(0, digitsOf(close.mantissa) - close.decimals);

    const widest = Math.max(integerDigitsOf(state.largest, state.decimals), integerDigits);
    if (decimals > state.decimals && decimals + widest <= SCAN_DIGITS) this.#setScale(decimals);
    if (decimals > state.decimals || integerDigits + state.decimals > SCAN_DIGITS) {
      this.#misfits++;
      if (this.#misfits < this.#misfitsBeforeNewScale || decimals + integerDigits > SCAN_DIGITS) {
        this.flush();
        this.#sink.exact(close);
        return;
      }
      this.#setScale(decimals);
      state.largest = 0;
      this.#misfitsBeforeNewScale *= 2;
    }
    this.#misfits = 0;
    if (state.count === BATCH_CLOSES) this.flush();
    const mantissa = Number(mantissaAt(close, state.decimals));
    state.mantissas[state.count++] = mantissa;
    state.largest = Math.max(state.largest, Math.abs(mantissa));
  }

  /** Hands on what is collected. */
  flush(): void {
    if (this.#state.count > 0) this.#sink.scaled(this.#state);
    this.#state.count = 0;
  }

  end(): void {
    this.flush();
    if (this.#state.mantissas.length > 0) spareArrays.push(this.#state.mantissas);
    this.#state.mantissas = new Float64Array(0);
  }

  #setScale(decimals: number): void {
    this.flush();
    this.#state.largest *= 10 ** (decimals - this.#state.decimals);
    this.#state.decimals = decimals;
  }
}

function digitsOf(mantissa: bigint): number {
  return String(mantissa < 0n ? -mantissa : mantissa).length;
}

/** Digits left of the point, 0 for a number below 1. */
function integerDigitsOf(mantissa: number, decimals: number): number {
  return Math.max(0, digitsOf(BigInt(mantissa)) - decimals);
}
