/**
 * Whether columns can be the prices of candles: no low is above the open and the close, and no high below them.
 *
 * @module
 */
import type { HeadRecord } from "./head.ts";

/** The four prices of a candle, by the positions from 0 of their columns. */
export interface PriceColumns {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** What rows say about four columns. */
export interface CandleCount {
  /** Rows whose four fields are numbers. */
  readonly rows: number;
  /** Those that no candle can be. */
  readonly impossible: number;
  /** Those that would be impossible in another order: the prices are not all the same. */
  readonly telling: number;
  /** Those whose high is more than twice the low: hardly any candle is, but a row whose volume is taken for a price. */
  readonly wide: number;
}

const PRICES = ["open", "high", "low", "close"] as const;

/** So many rows at least could have shown that the columns stand in another order. */
const LEAST_TELLING = 20;

/** So many times nearer have the opens to be to the closes before them than the other way round. */
const TIMES_NEARER = 2;

/** Of the candles, these many may be impossible: a feed has bad ticks. */
export const MOST_IMPOSSIBLE = 0.05;

/** Of the candles, these many may be wide. */
const MOST_WIDE = 0.05;

/**
 * The orders in which sources write prices without a header, as positions among the numbers of a row. Where one fits, so does
 * another that differs only in which column is the open and which the close.
 */
const ORDERS: readonly PriceColumns[] = [
  { open: 0, high: 1, low: 2, close: 3 },
  { low: 0, high: 1, open: 2, close: 3 },
  { open: 0, close: 1, low: 2, high: 3 },
  // Bitfinex and KuCoin; Investing.com.
  { open: 0, close: 1, high: 2, low: 3 },
  { close: 0, open: 1, high: 2, low: 3 },
  // Nasdaq: the volume is the second.
  { close: 0, open: 2, high: 3, low: 4 },
  // The volume is the first; Gate.
  { open: 1, high: 2, low: 3, close: 4 },
  { close: 1, high: 2, low: 3, open: 4 },
];

/** Columns that an order of prices reaches over. */
const MOST_COLUMNS = 1 + Math.max(...ORDERS.flatMap((order) => Object.values(order)));

/** Reads the number in a field of a row; NaN where there is none. */
function numberAt({ fields }: HeadRecord, index: number): number {
  const text = (fields[index] ?? "").trim().replace(",", ".");
  return text === "" ? NaN : Number(text);
}

/** Whether more of the candles are impossible than a feed has bad ticks. */
export function areTooManyImpossible({ rows, impossible }: Pick<CandleCount, "rows" | "impossible">): boolean {
  return impossible > Math.max(1, MOST_IMPOSSIBLE * rows);
}

/** Counts the candles that can't be. Fields that are no numbers are left out. */
export function countCandles(rows: readonly HeadRecord[], { open, high, low, close }: PriceColumns): CandleCount {
  let count = 0;
  let impossible = 0;
  let telling = 0;
  let wide = 0;
  for (const row of rows) {
    const [o, h, l, c] = [numberAt(row, open), numberAt(row, high), numberAt(row, low), numberAt(row, close)];
    if (![o, h, l, c].every(Number.isFinite)) continue;
    count++;
    if (l > Math.min(o, c) || h < Math.max(o, c)) impossible++;
    if (h > l) telling++;
    if (h > 2 * l) wide++;
  }
  return { rows: count, impossible, telling, wide };
}

/** The orders that some source writes and the rows fit, among columns of numbers by their positions. */
function fittingOrders(rows: readonly HeadRecord[], numeric: readonly number[]): readonly PriceColumns[] {
  return ORDERS.flatMap((order) => {
    const [open, high, low, close] = PRICES.map((role) => numeric[order[role]]);
    const columns = pricesIn({ open, high, low, close });
    if (columns === undefined) return [];
    const { rows: count, impossible, wide } = countCandles(rows, columns);
    return count > 0 && impossible === 0 && wide <= MOST_WIDE * count ? [columns] : [];
  });
}

/** Whether rows fit an order of columns side by side, and no other that some source writes. */
export function isOnlyOrder(rows: readonly HeadRecord[], prices: PriceColumns): boolean {
  const start = Math.min(...Object.values(prices));
  const sideBySide = Array.from({ length: MOST_COLUMNS }, (_, n) => start + n);
  const others = fittingOrders(rows, sideBySide).filter((order) => PRICES.some((role) => order[role] !== prices[role]));
  return others.length === 0 && countCandles(rows, prices).impossible === 0;
}

/** The four prices where they are all known. */
export function pricesIn(
  { open, high, low, close }: { readonly [role in keyof PriceColumns]?: number | undefined },
): PriceColumns | undefined {
  if (open === undefined || high === undefined || low === undefined || close === undefined) return undefined;
  return { open, high, low, close };
}

/** How far the opens of candles are from the closes before them, and how far they would be with these two exchanged. */
interface Steps {
  readonly own: number;
  readonly exchanged: number;
}

/** @param series The rows of each symbol, the oldest first. */
function stepsOf(series: Iterable<readonly HeadRecord[]>, { open, close }: PriceColumns): Steps {
  let own = 0;
  let exchanged = 0;
  for (const rows of series) {
    for (const [n, row] of rows.entries()) {
      const before = rows[n - 1];
      if (before === undefined) continue;
      own += Math.abs(numberAt(row, open) - numberAt(before, close)) || 0;
      exchanged += Math.abs(numberAt(row, close) - numberAt(before, open)) || 0;
    }
  }
  return { own, exchanged };
}

/**
 * The prices among columns of numbers, if enough rows could contradict their order, and they fit that one alone. Of two orders
 * that differ only in which column is the open, it is that in which candles open where those before them closed: nothing else
 * tells the open from the close.
 *
 * @param series The rows of each symbol, the oldest first.
 */
export function provenPrices(
  series: readonly (readonly HeadRecord[])[],
  numeric: readonly number[],
): Partial<PriceColumns> {
  const rows = series.flat();
  const fitting = fittingOrders(rows, numeric);
  const [first, second, third] = fitting;
  if (first === undefined || third !== undefined || countCandles(rows, first).telling < LEAST_TELLING) return {};
  const { own, exchanged } = stepsOf(series, first);
  if (second === undefined) {
    const areAlike = rows.every((row) => numberAt(row, first.open) === numberAt(row, first.close));
    return areAlike || own < exchanged ? unlessRivalled(first, series, numeric) : {};
  }
  const isExchange = first.open === second.close && first.close === second.open && first.high === second.high &&
    first.low === second.low;
  if (!isExchange) return {};
  if (TIMES_NEARER * own < exchanged) return unlessRivalled(first, series, numeric);
  return TIMES_NEARER * exchanged < own ? unlessRivalled(second, series, numeric) : {};
}

/**
 * Whether candles, the oldest first, clearly close where those before them opened: then the open and the close are exchanged. A few
 * candles do so by chance.
 */
export function areExchanged(series: readonly (readonly HeadRecord[])[], prices: PriceColumns): boolean {
  const { own, exchanged } = stepsOf(series, prices);
  return TIMES_NEARER * exchanged < own && countCandles(series.flat(), prices).telling >= LEAST_TELLING;
}

/**
 * The prices, unless another column could be the close as well: a mean price beside it, or one that is adjusted. It is none
 * where candles open nearer to the closes before them.
 */
function unlessRivalled(
  prices: PriceColumns,
  series: readonly (readonly HeadRecord[])[],
  numeric: readonly number[],
): Partial<PriceColumns> {
  const rows = series.flat();
  const { own } = stepsOf(series, prices);
  const others = numeric.filter((index) => !Object.values(prices).includes(index));
  const isRivalled = others.some((close) => {
    const count = countCandles(rows, { ...prices, close });
    if (count.impossible > 0 || count.rows === 0) return false;
    if (rows.every((row) => numberAt(row, close) === numberAt(row, prices.close))) return false;
    return TIMES_NEARER * own >= stepsOf(series, { ...prices, close }).own;
  });
  return isRivalled ? {} : prices;
}
