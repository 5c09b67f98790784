/**
 * The rows of a file that the job's kernel can prove, many at a time → what there is to say about them.
 *
 * @module
 */
import { hasReturn } from "../kernel/bytes.ts";
import { PriceScan, symbols, text, timestamps } from "../kernel/prices.ts";
import type { Recognised } from "../layouts/recognised.ts";
import { CR, LF } from "../records/ascii.ts";
import { type Field, textOf } from "../records/record.ts";
import type { Header } from "../rows/header.ts";
import type { PriceFields, PriceSurvey } from "./prices.ts";
import type { RowLabels } from "./row_labels.ts";

/** Rows that were taken from some bytes, and where the next one starts. */
export interface TakenRows {
  readonly rows: number;
  readonly position: number;
  /** Of these, the ones that end in CR and LF. */
  readonly crlfRows: number;
}

/** Takes the rows that are plain, and leaves the others. */
export class PlainRows {
  readonly #scan: PriceScan;
  readonly #prices: PriceSurvey;
  readonly #labels: RowLabels;
  readonly #hasTimes: boolean;
  readonly #hasSymbols: boolean;
  readonly #isCandle: boolean;

  /** @returns undefined where the job reads the file otherwise than it was recognised, or the kernel can't. */
  static of(header: Header, recognised: Recognised, prices: PriceSurvey, labels: RowLabels): PlainRows | undefined {
    const { columns, fieldCount, timestampFields } = recognised;
    const isSame = header.closeIndex === columns.close && header.fieldCount === fieldCount &&
      header.timestampIndex === (columns.timestamp ?? -1) && header.symbolIndex === (columns.symbol ?? -1) &&
      header.timestampFields === timestampFields;
    if (!isSame || header.asOneName !== undefined || !PriceScan.isPossible(header)) return undefined;
    return new PlainRows(header, recognised, prices, labels);
  }

  private constructor(header: Header, { columns }: Recognised, prices: PriceSurvey, labels: RowLabels) {
    const { open, high, low } = columns;
    const isCandle = open !== undefined && high !== undefined && low !== undefined;
    this.#isCandle = isCandle;
    this.#scan = new PriceScan(header, isCandle ? { open, high, low } : undefined);
    this.#prices = prices;
    this.#labels = labels;
    this.#hasTimes = header.timestampIndex >= 0;
    this.#hasSymbols = header.symbolIndex >= 0;
  }

  /** Takes note of a row that was read elsewhere: its prices tell the scale of those to come. */
  note(bytes: Uint8Array, fields: PriceFields): void {
    let [integerDigits, decimals] = [0, 0];
    for (const field of this.#isCandle ? Object.values(fields) : [fields.close]) {
      const [before, behind] = digitsOf(bytes, field);
      integerDigits = Math.max(integerDigits, before);
      decimals = Math.max(decimals, behind);
    }
    this.#scan.noteDigits(integerDigits, decimals);
  }

  /** Takes rows from `bytes[from … to)`, as many as it can, of which the first is at `line`. */
  take(bytes: Uint8Array, from: number, to: number, line: number): TakenRows {
    let [position, rows, crlfRows] = [from, 0, 0];
    while (position < to) {
      const count = this.#scan.scan(bytes, position, to);
      if (count === 0) break;
      const taken = this.#takeLabels(count, line + rows);
      this.#prices.addCloses(taken, this.#scan.zerosIn(taken));
      if (this.#isCandle) {
        const inconsistent = this.#scan.impossibleIn(taken).map((row) => line + rows + row);
        this.#prices.addCandles(taken, inconsistent);
      }
      const next = taken < count ? this.#scan.startOf(taken, bytes) : this.#scan.position;
      crlfRows += crlfIn(bytes.subarray(position, next));
      position = next;
      rows += taken;
      if (taken < count) break;
    }
    return { rows, position, crlfRows };
  }

  /** Returns how many of the rows, from the first on, have a timestamp and a symbol if they should. */
  #takeLabels(count: number, line: number): number {
    const labels = this.#labels;
    if (!this.#hasTimes && !this.#hasSymbols) {
      labels.addUnlabelled(count);
      return count;
    }
    /** The first row behind those with the symbol of the row at hand. */
    let symbolEnd = this.#hasSymbols ? 0 : count;
    for (let n = 0; n < count; n++) {
      if (n === symbolEnd) {
        const start = symbols.starts[n] ?? 0;
        labels.readSymbol(text, fieldAt(start, symbols.lengths[n] ?? 0));
        if (!labels.isSymbol) return n;
        symbolEnd = this.#endOfSymbol(n, count);
      }
      if (this.#hasTimes) {
        const regular = labels.addRegular(n, symbolEnd, line + n);
        if (regular > 0) {
          n += regular - 1;
          continue;
        }
        const start = timestamps.starts[n] ?? 0;
        if (!labels.readTime(textOf(text, fieldAt(start, timestamps.lengths[n] ?? 0)))) return n;
      }
      labels.add(line + n);
    }
    return count;
  }

  /** The first row behind row `n` with another symbol. */
  #endOfSymbol(n: number, count: number): number {
    let end = n + 1;
    while (end < count && this.#labels.hasSymbol(text, symbols.starts[end] ?? 0, symbols.lengths[end] ?? 0)) end++;
    return end;
  }
}

/** A field without quotes. */
function fieldAt(start: number, length: number): Field {
  return { start, end: start + length, isQuoted: false };
}

/** Digits of a price before the decimal mark and behind it, blanks and signs not told apart. */
function digitsOf(bytes: Uint8Array, field: Field | undefined): [before: number, behind: number] {
  if (field === undefined) return [0, 0];
  let [before, behind, isBehind] = [0, 0, false];
  for (let i = field.start; i < field.end; i++) {
    const isDigit = (bytes[i] ?? 0) >= 48 && (bytes[i] ?? 0) <= 57;
    if (!isDigit) isBehind = true;
    else if (isBehind) behind++;
    else before++;
  }
  return [before, behind];
}

function crlfIn(bytes: Uint8Array): number {
  if (!hasReturn(bytes)) return 0;
  let count = 0;
  for (let at = bytes.indexOf(CR); at >= 0; at = bytes.indexOf(CR, at + 1)) count += Number(bytes[at + 1] === LF);
  return count;
}
