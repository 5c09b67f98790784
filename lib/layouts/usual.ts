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
  ],
  close: [
    "close",
    "c",
    "closing price",
    "close price",
    "close_price",
    "closeprice",
    "price_close",
    "close/last",
    "last",
    "price",
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
  ],
};

/** A header's name as it is looked up: `<CLOSE>` → `close`, ` Close (USD)` → `close`. */
export function plainName(name: string): string {
  return name.trim().toLowerCase().replace(/^<(.*)>$/, "$1").replace(/ *\([^()]*\)$/, "");
}

/** Positions from 0 of the columns whose names say that they may have the role, the most certain first. */
export function namesOf(role: Role, names: readonly string[]): number[] {
  const plain = names.map(plainName);
  return USUAL_NAMES[role].flatMap((usual) => plain.flatMap((name, index) => name === usual ? index : []));
}

/**
 * Position from 0 of the column that most likely has the role; undefined if no name says so, or if two columns have the same
 * name for a close: files of several tickers side by side have a close for each.
 */
export function columnOf(role: Role, names: readonly string[]): number | undefined {
  const plain = names.map(plainName);
  const usual = USUAL_NAMES[role].find((name) => plain.includes(name));
  if (usual === undefined) return undefined;
  const index = plain.indexOf(usual);
  return role === "close" && plain.includes(usual, index + 1) ? undefined : index;
}
