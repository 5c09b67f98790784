/**
 * The usual names of the columns of candles.
 *
 * @module
 */

/** The role of a column in a candle file. */
export type Role = "timestamp" | "symbol" | "open" | "high" | "low" | "close";

/**
 * Names in lower case, the most certain first. Angle brackets around a name are left out, and so is what some programs
 * append to the name of a price, as in `close (USD)`.
 */
const USUAL_NAMES: Readonly<Record<Role, readonly string[]>> = {
  timestamp: [
    "timestamp",
    "open_time",
    "opentime",
    "open time",
    "window_start",
    "datetime",
    "date_time",
    "date time",
    "date",
    "time",
    "unix",
    "unix timestamp",
    "unix_timestamp",
    "gmt time",
    "local time",
    "utc",
    "time_period_start",
    "snapped_at",
    "ts",
    "t",
    "day",
    "datum",
    "data",
    "fecha",
    "dtyyyymmdd",
    "trade_date",
    "trade date",
    "tradedate",
    "trading date",
    "begin",
    "start",
    "start_time",
    "starttime",
    "start_at",
    "candle_begin_time",
    "日期",
    "时间",
    "日付",
    "時間",
    "data sessione",
    "tarih",
    "дата",
    "날짜",
  ],
  symbol: ["symbol", "ticker", "instrument", "pair", "market", "isin", "sym", "product_id", "tic", "ts_code", "permno"],
  open: [
    "open",
    "o",
    "openprice",
    "open_price",
    "open price",
    "otwarcie",
    "erster",
    "eröffnung",
    "eroeffnung",
    "ouverture",
    "apertura",
    "opening price",
    "eröffn.",
    "ouv.",
    "abertura",
    "opening_price",
    "开盘",
    "开盘价",
    "始値",
    "시가",
  ],
  high: [
    "high",
    "h",
    "highprice",
    "high_price",
    "high price",
    "najwyzszy",
    "hoch",
    "tageshoch",
    "plus haut",
    "haut",
    "máximo",
    "maximo",
    "massimo",
    "máxima",
    "最高",
    "最高价",
    "高値",
    "고가",
  ],
  low: [
    "low",
    "l",
    "lowprice",
    "low_price",
    "low price",
    "najnizszy",
    "tief",
    "tagestief",
    "plus bas",
    "bas",
    "mínimo",
    "minimo",
    "mínima",
    "最低",
    "最低价",
    "安値",
    "저가",
  ],
  close: [
    "close",
    "c",
    "closing price",
    "close price",
    "close_price",
    "closeprice",
    "price_close",
    "closing_price",
    "close/last",
    "last",
    "price",
    "latest",
    "trade_price",
    "zamkniecie",
    "schlusskurs",
    "schluss",
    "clôture",
    "cloture",
    "cierre",
    "chiusura",
    "slotkoers",
    "zuletzt",
    "dernier",
    "último",
    "ultimo",
    "laatste",
    "fechamento",
    "kapanış",
    "şimdi",
    "цена",
    "收盘",
    "收盘价",
    "終値",
    "종가",
  ],
};

/** Names that a price of the day may have which is no close: where there are two of them, either may be. */
const LOOSE_NAMES = ["last", "price", "latest", "settle", "settlement", "settle price", "settlement price"];

/** A header's name as it is looked up: `<CLOSE>`, ` Close (USD)`, `Close**` and `4. close` → `close`. */
export function plainName(name: string): string {
  const plain = name.trim().toLowerCase().replace(/^<(.*)>$/, "$1").replace(/^[0-9]\. /, "");
  return plain.replace(/\*+$/, "").replace(/ *\([^()]*\)$/, "");
}

/** Whether a column of this name, beside one of dates, holds the times of day. */
export function isTimeOfDayName(name: string): boolean {
  return /^(?:time|uhrzeit|hora|heure|zeit|ora|hour|hhmmss|时间|saat|czas|время)$/.test(plainName(name));
}

/** Positions from 0 of the columns whose names say that they may have the role, the most certain first. */
export function namesOf(role: Role, names: readonly string[]): number[] {
  const plain = names.map(plainName);
  return USUAL_NAMES[role].flatMap((usual) => plain.flatMap((name, index) => name === usual ? index : []));
}

/**
 * Position from 0 of the column that most likely has the role; undefined if no name says so, or if two columns may be the
 * close: files of several tickers side by side have one for each, those of futures a last price and a settlement.
 */
export function columnOf(role: Role, names: readonly string[]): number | undefined {
  const plain = names.map(plainName);
  const usual = USUAL_NAMES[role].find((name) => plain.includes(name));
  if (usual === undefined) return undefined;
  const index = plain.indexOf(usual);
  if (role !== "close") return index;
  const isLoose = LOOSE_NAMES.includes(usual);
  const isOther = (name: string, n: number) =>
    n !== index && (name === usual || (isLoose && LOOSE_NAMES.includes(name)));
  return plain.some(isOther) ? undefined : index;
}
