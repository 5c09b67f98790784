/**
 * From one close to the next: the largest move, and the longest stretch without any. All is exact.
 *
 * @module
 */
import type { Place } from "../errors.ts";
import { type Decimal, mantissaAt, powerOfTen } from "../numbers/decimal.ts";
import { nearestDouble } from "../numbers/nearest_double.ts";
import type { CloseRun } from "../signal/run.ts";
import type { Parts } from "./buckets.ts";
import { survey } from "./measure/measure.ts";

/** Two closes in a row of the file. */
export interface Move {
  readonly first: Decimal;
  readonly second: Decimal;
  /** What lies between them, its sign left out. */
  readonly size: Decimal;
  /** The row of the second, from 1 in the order of the file. */
  readonly row: number;
  /** Where it starts; undefined where that is not known. */
  readonly place: Place | undefined;
}

/** Equal closes in a row. */
export interface Stretch {
  readonly close: Decimal;
  readonly rows: number;
  /** The last row, from 1 in the order of the file. */
  readonly lastRow: number;
  readonly place: Place | undefined;
}

/** Says where a row starts, counted from 1: of the row that is taken, and of the one before it. */
export type PlaceOf = (row: number) => Place | undefined;

const NOTHING: Decimal = { mantissa: 0n, decimals: 0 };

/** Takes the closes of one series. */
export class Steps {
  readonly #placeOf: PlaceOf;
  #rows = 0;
  #last: Decimal | undefined;
  /** The row where the closes that are equal to the last one begin. */
  #equalFrom = 1;
  #move: Move | undefined;
  #stretch: Stretch | undefined;
  readonly #one = new Float64Array(1);

  constructor(placeOf: PlaceOf) {
    this.#placeOf = placeOf;
  }

  /** Of several of the same size the first one; undefined where all closes are equal. */
  get move(): Move | undefined {
    return this.#move;
  }

  /** Of several of the same length the first one; undefined before the first row. */
  get stretch(): Stretch | undefined {
    this.#endStretch(this.#rows + 1);
    return this.#stretch;
  }

  /**
   * Takes the next closes.
   *
   * @param parts How they are cut.
   * @returns The lowest and the highest of each part, as the nearest doubles. Used again in the next call.
   */
  take(closes: CloseRun, parts: Parts): { readonly low: Float64Array; readonly high: Float64Array } {
    if ("mantissa" in closes) {
      this.#takeOne(closes);
      this.#one[0] = nearestTo(closes);
      return { low: this.#one, high: this.#one };
    }
    const { count, decimals } = closes;
    const mantissas = closes.mantissas.subarray(0, count);
    const close = (n: number): Decimal => ({ mantissa: BigInt(mantissas[n] ?? 0), decimals });
    const before = this.#rows + 1;
    this.#takeOne(close(0));
    const found = survey(mantissas, parts, {
      open: before + 1 - this.#equalFrom,
      step: floorAt(this.#move?.size ?? NOTHING, decimals),
      stretch: this.#stretch?.rows ?? 0,
    });
    const { lows, highs, stepAt, stretch, stretchEnd, open } = found;
    if (stretchEnd > 0) this.#setStretch(close(stretchEnd - 1), stretch, before + stretchEnd - 1);
    if (stepAt > 0) this.#setMove(close(stepAt - 1), close(stepAt), before + stepAt);
    this.#rows += count - 1;
    this.#equalFrom = this.#rows + 1 - open;
    this.#last = close(count - 1);
    // Of two integers that doubles hold exactly, a division gives the nearest double.
    const scale = 10 ** decimals;
    return { low: lows.map((low) => low / scale), high: highs.map((high) => high / scale) };
  }

  #takeOne(close: Decimal): void {
    const row = ++this.#rows;
    const last = this.#last;
    if (last !== undefined) {
      const size = distance(last, close);
      if (size.mantissa > 0n) {
        this.#endStretch(row);
        this.#equalFrom = row;
        if (isLonger(size, this.#move?.size ?? NOTHING)) this.#setMove(last, close, row);
      }
    }
    this.#last = close;
  }

  #setMove(first: Decimal, second: Decimal, row: number): void {
    this.#move = { first, second, size: distance(first, second), row, place: this.#placeOf(row) };
  }

  /** @param row The first one behind the closes that are equal to the last one. */
  #endStretch(row: number): void {
    const rows = row - this.#equalFrom;
    if (this.#last !== undefined && rows > (this.#stretch?.rows ?? 0)) this.#setStretch(this.#last, rows, row - 1);
  }

  #setStretch(close: Decimal, rows: number, lastRow: number): void {
    this.#stretch = { close, rows, lastRow, place: this.#placeOf(lastRow) };
  }
}

function distance(a: Decimal, b: Decimal): Decimal {
  const decimals = Math.max(a.decimals, b.decimals);
  const difference = mantissaAt(a, decimals) - mantissaAt(b, decimals);
  return { mantissa: difference < 0n ? -difference : difference, decimals };
}

function isLonger(a: Decimal, b: Decimal): boolean {
  const decimals = Math.max(a.decimals, b.decimals);
  return mantissaAt(a, decimals) > mantissaAt(b, decimals);
}

/** The largest integer that is not above `value` × 10^decimals: so an integer is above that if it is above this one. */
function floorAt(value: Decimal, decimals: number): number {
  const missing = value.decimals - decimals;
  return Number(missing <= 0 ? value.mantissa * powerOfTen(-missing) : value.mantissa / powerOfTen(missing));
}

function nearestTo({ mantissa, decimals }: Decimal): number {
  return nearestDouble(mantissa * powerOfTen(Math.max(0, -decimals)), powerOfTen(Math.max(0, decimals)));
}
