/**
 * The layouts of files of stocks, indices and currencies.
 *
 * @module
 */
import {
  all,
  COUNT,
  firstRow,
  type Form,
  header,
  type KnownLayout,
  layout,
  PRICE,
  row,
  withoutHeader,
} from "./form.ts";

/**
 * Yahoo's download: ISO dates, ascending, with rows of `null` for days without trades. The close is adjusted for splits,
 * `Adj Close` for dividends too; the signal is on the close.
 */
export const YAHOO: KnownLayout = {
  name: "yahoo",
  expected: "the columns Date, Open, High, Low, Close, Adj Close and Volume",
  forms: [{
    layout: layout("yahoo", { closeColumn: "Close", timestampColumn: "Date" }),
    fits: header("date,open,high,low,close,adj close,volume"),
  }],
};

/**
 * What `yfinance.download(…).to_csv(…)` writes: three header rows, `Price,Close,High,Low,Open,Volume`, `Ticker,AAPL,AAPL,…` and
 * `Date,,,…` (`Datetime` for minutes and hours), so the column named Price holds the time. With
 * `auto_adjust=False` there is also `Adj Close`. Days without trades are empty or `NaN`. A file of several tickers has a
 * column Close for each of them, and is refused.
 */
export const YFINANCE: KnownLayout = (() => {
  const startsWith = (...patterns: readonly RegExp[]): Form["fits"] => (records) =>
    patterns.every((pattern, index) => pattern.test(records[index]?.fields[0]?.trim() ?? ""));
  const times = { closeColumn: "Close", timestampColumn: 1 };
  return {
    name: "yfinance",
    expected: "three header rows of one ticker: Price,Close,High,…, then Ticker,…, then Date,…",
    forms: [
      {
        layout: layout("yfinance", { ...times, linesAfterHeader: 2 }),
        fits: startsWith(/^price$/i, /^ticker$/i, /^date(time)?$/i),
      },
      {
        // As group_by="ticker" writes them.
        layout: layout("yfinance", { ...times, skipLines: 1, linesAfterHeader: 1 }),
        fits: startsWith(/^price$/i, /^date(time)?$/i),
      },
    ],
  };
})();

/**
 * Stooq, three ways: the download of one symbol, `Date,Open,High,Low,Close,Volume` with ISO dates (in Polish from stooq.pl, and
 * without a volume for an index); the same for intraday data, with a column `Time`; and the bulk files,
 * `<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,…` with `20240102,000000`, of one symbol each or of all on one day. Finam's files are
 * like these, except for `<OPENINT>`.
 */
export const STOOQ: KnownLayout = (() => {
  const isoDate = firstRow(0, /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/);
  const download = layout("stooq", { closeColumn: "Close", timestampColumn: "Date" });
  return {
    name: "stooq",
    expected: "the columns Date, Open, High, Low, Close and Volume, or <TICKER>, <PER>, <DATE>, <TIME>, <OPEN>, …",
    forms: [
      { layout: download, fits: all(header("date,open,high,low,close"), isoDate) },
      { layout: download, fits: all(header("date,open,high,low,close,volume"), isoDate) },
      { layout: download, fits: all(header("date,open,high,low,close,volume,openint"), isoDate) },
      {
        layout: { ...download, timestampFields: 2 },
        fits: all(header("date,time,open,high,low,close", "more"), isoDate),
      },
      {
        layout: layout("stooq", { closeColumn: "Zamkniecie", timestampColumn: "Data" }),
        fits: header("data,otwarcie,najwyzszy,najnizszy,zamkniecie", "more"),
      },
      {
        layout: layout("stooq", {
          closeColumn: "<CLOSE>",
          timestampColumn: "<DATE>",
          timestampFields: 2,
          symbolColumn: "<TICKER>",
          timeUnit: "date",
        }),
        fits: header("<ticker>,<per>,<date>,<time>,<open>,<high>,<low>,<close>", "more"),
      },
    ],
  };
})();

/**
 * Polygon's flat files of minute and day aggregates: all tickers of a day, with the close before the high and the low, and times
 * in nanoseconds, which no double holds. The files of indices have no volume and no transactions.
 */
export const POLYGON: KnownLayout = (() => {
  const polygon = layout("polygon", {
    closeColumn: "close",
    timestampColumn: "window_start",
    symbolColumn: "ticker",
    timeUnit: "ns",
  });
  return {
    name: "polygon",
    expected: "the columns ticker, volume, open, close, high, low, window_start and transactions",
    forms: [
      { layout: polygon, fits: header("ticker,volume,open,close,high,low,window_start", "more") },
      { layout: polygon, fits: header("ticker,open,close,high,low,window_start", "more") },
    ],
  };
})();

/** Bars of Alpaca as the data frames of its Python package write them: many symbols in one file, times in ISO 8601. */
export const ALPACA: KnownLayout = {
  name: "alpaca",
  expected: "the columns symbol, timestamp, open, high, low, close, volume, trade_count and vwap",
  forms: [{
    layout: layout("alpaca", { closeColumn: "close", timestampColumn: "timestamp", symbolColumn: "symbol" }),
    fits: header("symbol,timestamp,open,high,low,close,volume,trade_count", "more"),
  }],
};

/**
 * What MetaTrader 5 exports: tabs, names in angle brackets, `2024.01.02` and `00:05:00` in two columns, CRLF. Daily and longer
 * candles have no `<TIME>`. Times are those of the broker's server, which change with its daylight saving time: once a year
 * an hour is repeated.
 */
export const METATRADER5: KnownLayout = (() => {
  const daily = layout("metatrader5", {
    closeColumn: "<CLOSE>",
    timestampColumn: "<DATE>",
    delimiter: "\t",
    isSparse: true,
  });
  return {
    name: "metatrader5",
    expected: "the columns <DATE>, <TIME>, <OPEN>, <HIGH>, <LOW>, <CLOSE>, … with tabs between them",
    forms: [
      {
        layout: { ...daily, timestampFields: 2 },
        fits: header("<date>,<time>,<open>,<high>,<low>,<close>", "more"),
      },
      { layout: daily, fits: header("<date>,<open>,<high>,<low>,<close>", "more") },
    ],
  };
})();

/**
 * HistData's one-minute bars: `20120201 000000;1.3066;…`, no header, in Eastern Standard Time all year, ascending, without
 * minutes that had no ticks. Its files for MetaTrader have commas, and date and time in two columns.
 */
export const HISTDATA: KnownLayout = {
  name: "histdata",
  expected: "6 fields without a header and with semicolons between them: 20120201 000000;open;high;low;close;volume",
  forms: [
    {
      layout: layout("histdata", withoutHeader({ closeColumn: 5, timestampColumn: 1, delimiter: ";", isSparse: true })),
      columns: ["time", "open", "high", "low", "close", "volume"],
      fits: row(/^[0-9]{8} [0-9]{6}$/, PRICE, PRICE, PRICE, PRICE, COUNT),
    },
    {
      layout: layout(
        "histdata",
        withoutHeader({ closeColumn: 6, timestampColumn: 1, timestampFields: 2, isSparse: true }),
      ),
      columns: ["date", "time", "open", "high", "low", "close", "volume"],
      fits: row(/^[0-9]{4}\.[0-9]{2}\.[0-9]{2}$/, /^[0-9]{2}:[0-9]{2}$/, PRICE, PRICE, PRICE, PRICE, COUNT),
    },
  ],
};
