/**
 * The values of `layout:` in a config. They are kept apart from the table of layouts, which is loaded on demand.
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
