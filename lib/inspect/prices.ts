/**
 * The prices of a row → whether the close is one, and whether the four make a candle.
 *
 * @module
 */
import { SPACE, TAB } from "../records/ascii.ts";
import { readDecimal } from "../numbers/decimal.ts";
import { type Field, textOf } from "../records/record.ts";
import { type DecimalMark, isGrouped, missingAs } from "../layouts/cells.ts";
import { type Found, foundOf, startOf, Tally } from "./lines.ts";

const ZERO = 48;
const DOT = 46;
const COMMA = 44;
const MINUS = 45;

/** Digits of a mantissa that a double holds exactly. */
const MOST_DIGITS = 15;

/** What the closes of a file are. */
export interface CloseFacts {
  readonly numbers: number;
  /** Of these, the ones that are 0. */
  readonly zeros: number;
  /** How often each way of saying that there is no close was met, the first met first. */
  readonly missing: Readonly<Record<string, number>>;
  readonly missingLines: readonly number[];
  /** Numbers with their digits in groups. */
  readonly grouped: Found & { readonly example: string | undefined };
  /** All else that is no number. */
  readonly invalid: Found & { readonly example: string | undefined };
}

/** What the candles of a file are, where open, high, low and close are all known. */
export interface CandleFacts {
  /** Rows in which all four are numbers. */
  readonly checked: number;
  /** Of these, those with a high below the low, or an open or a close outside the two. */
  readonly inconsistent: Found;
}

/** Positions of the four prices in what {@linkcode PriceSurvey.add} takes. */
export type PriceFields = Readonly<Record<"open" | "high" | "low" | "close", Field | undefined>>;

/** Collects the prices of a file. */
export class PriceSurvey {
  readonly #mark: DecimalMark;
  readonly #markByte: number;
  #numbers = 0;
  #zeros = 0;
  readonly #missing = new Map<string, number>();
  readonly #missingTally = new Tally();
  readonly #grouped = new Tally();
  #groupedExample: string | undefined;
  readonly #invalid = new Tally();
  #invalidExample: string | undefined;
  #checked = 0;
  readonly #inconsistent = new Tally();

  constructor(mark: DecimalMark) {
    this.#mark = mark;
    this.#markByte = mark === "." ? DOT : COMMA;
  }

  /** Adds a row. Returns whether its close is a number. */
  add(bytes: Uint8Array, fields: PriceFields, line: number): boolean {
    const close = fields.close === undefined ? undefined : this.#close(bytes, fields.close, line);
    if (close === undefined) return false;
    const open = this.#number(bytes, fields.open);
    const high = this.#number(bytes, fields.high);
    const low = this.#number(bytes, fields.low);
    if (open === undefined || high === undefined || low === undefined) return true;
    this.#checked++;
    // As doubles: rounding keeps the order, so what is consistent can't become inconsistent by it.
    const isConsistent = low <= open && low <= close && open <= high && close <= high;
    if (!isConsistent) this.#inconsistent.add(line);
    return true;
  }

  /** Adds rows whose close is a number, in some of them 0. */
  addCloses(rows: number, zeros: number): void {
    this.#numbers += rows;
    this.#zeros += zeros;
  }

  /**
   * Adds rows in which all four are numbers.
   *
   * @param inconsistent The lines of those that make no candle.
   */
  addCandles(rows: number, inconsistent: readonly number[]): void {
    this.#checked += rows;
    for (const line of inconsistent) this.#inconsistent.add(line);
  }

  /** The close as a number; counts what it is otherwise. */
  #close(bytes: Uint8Array, field: Field, line: number): number | undefined {
    const plain = plainNumber(bytes, field, this.#markByte);
    // Once, for it may be long.
    const text = plain === undefined ? textOf(bytes, field) : "";
    const number = plain ?? this.#numberOf(text);
    if (number !== undefined) {
      this.#numbers++;
      // What is too small for a double is none.
      if (number === 0 && (plain !== undefined || this.#isZero(text))) this.#zeros++;
      return number;
    }
    const missing = missingAs(text);
    if (missing !== undefined) {
      this.#missing.set(missing, (this.#missing.get(missing) ?? 0) + 1);
      this.#missingTally.add(line);
    } else if (isGrouped(text)) {
      this.#grouped.add(line);
      this.#groupedExample ??= startOf(text);
    } else {
      this.#invalid.add(line);
      this.#invalidExample ??= startOf(text);
    }
    return undefined;
  }

  /** The number that a field spells, to the nearest double or next to it; undefined where it spells none, or is not there. */
  #number(bytes: Uint8Array, field: Field | undefined): number | undefined {
    if (field === undefined) return undefined;
    return plainNumber(bytes, field, this.#markByte) ?? this.#numberOf(textOf(bytes, field));
  }

  #numberOf(text: string): number | undefined {
    return "problem" in readDecimal(text, this.#mark) ? undefined : Number(text.trim().replace(",", "."));
  }

  #isZero(text: string): boolean {
    const read = readDecimal(text, this.#mark);
    return !("problem" in read) && read.mantissa === 0n;
  }

  get closes(): CloseFacts {
    return {
      numbers: this.#numbers,
      zeros: this.#zeros,
      missing: Object.fromEntries(this.#missing),
      missingLines: [...this.#missingTally.lines],
      grouped: { ...foundOf(this.#grouped), example: this.#groupedExample },
      invalid: { ...foundOf(this.#invalid), example: this.#invalidExample },
    };
  }

  get candles(): CandleFacts {
    return { checked: this.#checked, inconsistent: foundOf(this.#inconsistent) };
  }
}

const POWERS_OF_TEN = Array.from({ length: MOST_DIGITS + 1 }, (_, n) => 10 ** n);

/**
 * A number of few digits without an exponent, straight from the bytes. A mantissa below 10^15 and a power of ten up to 10^15 are
 * exact as doubles, so their quotient is the nearest double, as `Number` gives it.
 */
function plainNumber(bytes: Uint8Array, { start, end }: Field, mark: number): number | undefined {
  let from = start;
  let to = end;
  while (from < to && (bytes[from] === SPACE || bytes[from] === TAB)) from++;
  while (to > from && (bytes[to - 1] === SPACE || bytes[to - 1] === TAB)) to--;
  const isNegative = bytes[from] === MINUS;
  if (isNegative) from++;
  let mantissa = 0;
  let digits = 0;
  let decimals = -1;
  for (let i = from; i < to; i++) {
    const digit = (bytes[i] ?? 0) - ZERO;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digits++;
      if (decimals >= 0) decimals++;
    } else if (bytes[i] === mark && decimals < 0) {
      decimals = 0;
    } else return undefined;
  }
  if (digits === 0 || digits > MOST_DIGITS) return undefined;
  const magnitude = mantissa / (POWERS_OF_TEN[Math.max(0, decimals)] ?? 1);
  return isNegative ? -magnitude : magnitude;
}
