/**
 * The layouts of candle files that people download, as their sources actually write them.
 *
 * @module
 */
import { BINANCE_FUTURES, BINANCE_SPOT, COINBASE, CRYPTODATADOWNLOAD, KAGGLE_BTC, KRAKEN } from "./crypto.ts";
import type { KnownLayout } from "./form.ts";
import { ALPACA, HISTDATA, METATRADER5, POLYGON, STOOQ, YAHOO, YFINANCE } from "./markets.ts";

/**
 * The known layouts, in the order in which they are tried. `european` (semicolons and a decimal comma) is not among them:
 * its columns are found by their names in many languages, like those of a generic file.
 */
export const KNOWN_LAYOUTS: readonly KnownLayout[] = [
  BINANCE_SPOT,
  BINANCE_FUTURES,
  KRAKEN,
  COINBASE,
  CRYPTODATADOWNLOAD,
  YAHOO,
  YFINANCE,
  KAGGLE_BTC,
  STOOQ,
  POLYGON,
  ALPACA,
  METATRADER5,
  HISTDATA,
];
