/**
 * Whether columns can be the prices of candles: no low is above the open and the close, and no high below them.
 *
 * @module
 */
import type { HeadRecord } from "./head.ts";
import type { Columns } from "./recognised.ts";

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
}

const PRICES = ["open", "high", "low", "close"] as const;

/** So many rows at least could have shown that the columns stand in another order. */
const LEAST_TELLING = 20;

/**
 * The orders in which sources write prices without a header, as positions among the numbers of a row. Two that differ only
 * in which column is the open and which the close can't be told from each other: where one of them fits, the other does.
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

/** Counts the candles that can't be. Fields that are no numbers are left out. */
export function countCandles(rows: readonly HeadRecord[], { open, high, low, close }: PriceColumns): CandleCount {
  let count = 0;
  let impossible = 0;
  let telling = 0;
  for (const { fields } of rows) {
    const at = (index: number) => {
      const text = (fields[index] ?? "").trim().replace(",", ".");
      return text === "" ? NaN : Number(text);
    };
    const [o, h, l, c] = [at(open), at(high), at(low), at(close)];
    if (![o, h, l, c].every(Number.isFinite)) continue;
    count++;
    if (l > Math.min(o, c) || h < Math.max(o, c)) impossible++;
    if (h > l) telling++;
  }
  return { rows: count, impossible, telling };
}

/** Whether enough rows could have contradicted the order of the columns, and none has. */
function isProven({ impossible, telling }: CandleCount): boolean {
  return impossible === 0 && telling >= LEAST_TELLING;
}

/** Whether rows fit an order of columns side by side, and no other that some source writes. */
export function isOnlyOrder(rows: readonly HeadRecord[], prices: PriceColumns): boolean {
  const start = Math.min(...Object.values(prices));
  const fits = (columns: PriceColumns) => countCandles(rows, columns).impossible === 0;
  const others = ORDERS.map(({ open, high, low, close }) => ({
    open: start + open,
    high: start + high,
    low: start + low,
    close: start + close,
  })).filter((order) => PRICES.some((role) => order[role] !== prices[role]));
  return fits(prices) && !others.some((order) => countCandles(rows, order).rows > 0 && fits(order));
}

/** The four prices where they are all known. */
export function pricesIn({ open, high, low, close }: Columns): PriceColumns | undefined {
  if (open === undefined || high === undefined || low === undefined || close === undefined) return undefined;
  return { open, high, low, close };
}

/** The prices among columns of numbers, if the rows fit one order alone; else none. */
export function provenPrices(rows: readonly HeadRecord[], numeric: readonly number[]): Partial<PriceColumns> {
  const fitting = ORDERS.flatMap((order) => {
    const columns = pricesIn({
      open: numeric[order.open],
      high: numeric[order.high],
      low: numeric[order.low],
      close: numeric[order.close],
    } as Columns);
    if (columns === undefined) return [];
    const count = countCandles(rows, columns);
    return count.impossible === 0 && count.rows > 0 ? [{ columns, count }] : [];
  });
  const [only, other] = fitting;
  return only !== undefined && other === undefined && isProven(only.count) ? only.columns : {};
}
