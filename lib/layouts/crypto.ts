/**
 * The layouts of files of cryptocurrencies.
 *
 * @module
 */
import {
  all,
  ANYTHING,
  COUNT,
  firstRow,
  type Form,
  header,
  type KnownLayout,
  layout,
  MICROSECONDS,
  MILLISECONDS,
  PRICE,
  PRICE_OF_8_DECIMALS,
  row,
  SECONDS,
  withoutHeader,
} from "./form.ts";
import type { HeadRecord } from "./head.ts";

const KLINE = [
  "open_time",
  "open",
  "high",
  "low",
  "close",
  "volume",
  "close_time",
  "quote_volume",
  "count",
  "taker_buy_volume",
  "taker_buy_quote_volume",
  "ignore",
];

/** The row of a kline: 12 fields. The last one has no meaning. */
function kline(time: RegExp, price: RegExp): Form["fits"] {
  return row(time, price, price, price, price, PRICE, time, PRICE, COUNT, PRICE, PRICE, ANYTHING);
}

/**
 * Spot klines of Binance's public data: no header, 12 columns, ascending. Times are milliseconds, and from 2025-01-01 on
 * microseconds. A series across that day has both, so the number of digits decides, row by row. Every price has exactly 8
 * decimals, which distinguishes these files from those of the futures.
 */
export const BINANCE_SPOT: KnownLayout = (() => {
  const spot = layout("binance-spot", withoutHeader({ closeColumn: 5, timestampColumn: 1 }));
  return {
    name: "binance-spot",
    expected:
      "12 fields without a header: open time in milliseconds or microseconds, open, high, low, close, volume, …",
    forms: [
      { layout: spot, columns: KLINE, fits: kline(MILLISECONDS, PRICE_OF_8_DECIMALS) },
      { layout: spot, columns: KLINE, fits: kline(MICROSECONDS, PRICE) },
      { layout: spot, columns: KLINE, fits: kline(MILLISECONDS, PRICE), byNameOnly: true },
    ],
  };
})();

/**
 * Futures klines of Binance's public data: the same 12 columns, in milliseconds. Newer files have a header (`open_time,open,…`),
 * older ones none. Prices have the decimals of the contract's tick, so a file without a header whose prices have 8 can't be
 * distinguished from spot; both are read alike. A minute without trades is a flat candle with volume 0.
 */
export const BINANCE_FUTURES: KnownLayout = (() => {
  // The number of digits decides on the unit, row by row: people put this header above spot files too, and those have
  // milliseconds first and microseconds later.
  const headed = layout("binance-futures", { closeColumn: "close", timestampColumn: "open_time" });
  const bare = layout("binance-futures", withoutHeader({ closeColumn: 5, timestampColumn: 1 }));
  return {
    name: "binance-futures",
    expected: "the columns open_time, open, high, low, close, volume, close_time, …, with this header or without",
    forms: [
      { layout: headed, fits: header("open_time,open,high,low,close,volume,close_time", "more") },
      { layout: bare, columns: KLINE, fits: kline(MILLISECONDS, PRICE) },
    ],
  };
})();

/**
 * Kraken's OHLCVT downloads: no header, seconds, ascending. An interval without trades has no row, so gaps are
 * common.
 */
export const KRAKEN: KnownLayout = {
  name: "kraken",
  expected: "7 fields without a header: time in seconds, open, high, low, close, volume and trades",
  forms: [{
    layout: layout("kraken", withoutHeader({ closeColumn: 5, timestampColumn: 1, timeUnit: "s", isSparse: true })),
    columns: ["time", "open", "high", "low", "close", "volume", "trades"],
    fits: row(SECONDS, PRICE, PRICE, PRICE, PRICE, PRICE, COUNT),
  }],
};

/** Whether the first rows can only be low, high, open, close: read as open, high, low, close, an open would be below its low. */
function lowHighOpenClose(records: readonly HeadRecord[]): boolean {
  const rows = records.slice(0, 5).map(({ fields }) => fields.map(Number));
  const holds = (low: number, high: number, open: number) =>
    rows.every((fields) => {
      const [lowest = NaN, highest = NaN, first = NaN, close = NaN] = [
        fields[low],
        fields[high],
        fields[open],
        fields[4],
      ];
      return lowest <= Math.min(first, close) && highest >= Math.max(first, close);
    });
  return holds(1, 2, 3) && !holds(3, 2, 1);
}

/**
 * What Coinbase's candles call returns, as a file: `time,low,high,open,close,volume` in this order, in seconds. The call
 * returns the newest first, at most 300; programs that collect more often reverse them. So the first rows decide.
 */
export const COINBASE: KnownLayout = (() => {
  const bare = layout(
    "coinbase",
    withoutHeader({ closeColumn: 5, timestampColumn: 1, timeUnit: "s", order: "auto" }),
  );
  const columns = ["time", "low", "high", "open", "close", "volume"];
  const candle = row(SECONDS, PRICE, PRICE, PRICE, PRICE, PRICE);
  return {
    name: "coinbase",
    expected: "the columns time, low, high, open, close and volume, with this header or without",
    forms: [
      {
        layout: layout("coinbase", { closeColumn: "close", timestampColumn: "time", timeUnit: "s", order: "auto" }),
        fits: header(columns.join(",")),
      },
      { layout: bare, columns, fits: all(candle, lowHighOpenClose) },
      { layout: bare, columns, fits: candle, byNameOnly: true },
    ],
  };
})();

/**
 * CryptoDataDownload: a line with a URL, then a header, then rows, the newest first. `unix` is in seconds, in milliseconds, or
 * in both within one file, so the number of digits decides, row by row. Capitals differ from file to file, older files say
 * `Unix Timestamp`. A file holds one pair, whose spelling may change within it (`BTCUSDT`, `BTC/USDT`), so its symbol column
 * is not read. Files up to 2020 without a unix column write `2020-04-01 11-PM`, which is not read as a timestamp.
 */
export const CRYPTODATADOWNLOAD: KnownLayout = {
  name: "cryptodatadownload",
  expected: "a line with a URL, then the columns unix, date, symbol, open, high, low, close, …",
  forms: ["unix", "unix timestamp"].flatMap((unix) =>
    [1, 0].map((skipLines) => ({
      layout: layout("cryptodatadownload", {
        closeColumn: "close",
        timestampColumn: unix,
        skipLines,
        order: "descending",
      }),
      fits: header(`${unix},date,symbol,open,high,low,close`, "more"),
    }))
  ),
};

/**
 * Kaggle's Bitcoin Historical Data, one candle a minute, in seconds. The files up to 2021 have rows of `NaN` for minutes without
 * trades, and the columns `Volume_(BTC),Volume_(Currency),Weighted_Price`. Later files have only `Volume`, repeat the last
 * price for minutes without trades, and have times such as `1325412060.0`.
 */
export const KAGGLE_BTC: KnownLayout = (() => {
  const kaggle = layout("kaggle-btc", { closeColumn: "Close", timestampColumn: "Timestamp", timeUnit: "s" });
  return {
    name: "kaggle-btc",
    expected: "the columns Timestamp, Open, High, Low, Close, Volume_(BTC), …",
    forms: [
      { layout: kaggle, fits: header("timestamp,open,high,low,close,volume_(btc)", "more") },
      {
        layout: kaggle,
        fits: all(header("timestamp,open,high,low,close,volume"), firstRow(0, /^[0-9]{9,10}\.0$/)),
      },
      { layout: kaggle, fits: header("timestamp,open,high,low,close,volume"), byNameOnly: true },
    ],
  };
})();
