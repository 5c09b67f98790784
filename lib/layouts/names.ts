/**
 * What `layout:` may say in a config. Kept apart from the table, which a run loads only where it is asked for.
 *
 * @module
 */

/** The names of the layouts, `auto` and `generic` first. */
export const LAYOUT_NAMES = [
  "auto",
  "generic",
  "binance-spot",
  "binance-futures",
  "kraken",
  "coinbase",
  "cryptodatadownload",
  "yahoo",
  "yfinance",
  "kaggle-btc",
  "stooq",
  "polygon",
  "alpaca",
  "metatrader5",
  "histdata",
  "european",
] as const;
