/**
 * The layouts of candle files that people download, as their sources really write them.
 *
 * A layout has one form or several: with a header and without, of one year and of the next. A form fits a file or does not,
 * by its header's names or, where it has none, by the looks of the first row's fields; so a file with other columns is
 * refused, and not read in the wrong ones.
 *
 * @module
 */
import type { HeadRecord } from "./head.ts";
import { GENERIC, type Layout } from "./layout.ts";

/** One way in which a layout's files are written. */
export interface Form {
  readonly layout: Layout;
  /** Names of the columns, in order; those of a file without a header are ours. Absent where they differ from file to file. */
  readonly columns?: readonly string[];
  /** Whether a file that starts with these records, the header if it has one and rows, is written in this way. */
  readonly fits: (records: readonly HeadRecord[]) => boolean;
  /** Only taken where the config names the layout, for it fits the files of others too. */
  readonly byNameOnly?: boolean;
}

/** A layout of the table. */
export interface KnownLayout {
  readonly name: string;
  /** What its files hold, for errors: `7 fields without a header: time, open, …`. */
  readonly expected: string;
  readonly forms: readonly Form[];
}

const SECONDS = /^[0-9]{9,10}$/;
const MILLISECONDS = /^[0-9]{12,13}$/;
const MICROSECONDS = /^[0-9]{15,16}$/;
const PRICE = /^[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
const PRICE_OF_8_DECIMALS = /^[0-9]+\.[0-9]{8}$/;
const COUNT = /^[0-9]+(?:\.0)?$/;
const ANYTHING = /^/;

/** A header that is `names`, without regard to case; with `more`, one that starts with them. */
function header(names: string, more: "more" | "no more" = "no more"): Form["fits"] {
  const wanted = names.split(",");
  return ([first]) => {
    if (first === undefined || (more === "no more" && first.fieldCount !== wanted.length)) return false;
    return wanted.every((name, index) => first.fields[index]?.trim().toLowerCase() === name);
  };
}

/** No header, and a first row whose fields look like this. */
function row(...fields: readonly RegExp[]): Form["fits"] {
  return ([first]) => {
    if (first?.fieldCount !== fields.length) return false;
    return fields.every((pattern, index) => pattern.test(first.fields[index]?.trim() ?? ""));
  };
}

/** A first row below the header in which the field at `index` looks like `pattern`; true where there is no row. */
function firstRow(index: number, pattern: RegExp): Form["fits"] {
  return ([, first]) => first === undefined || pattern.test(first.fields[index]?.trim() ?? "");
}

function all(...conditions: readonly Form["fits"][]): Form["fits"] {
  return (records) => conditions.every((holds) => holds(records));
}

type Columns = Partial<Layout> & Pick<Layout, "closeColumn" | "timestampColumn">;

/** A layout that is the generic one but for what is said here. */
function layout(name: string, columns: Columns): Layout {
  return { ...GENERIC, name, ...columns };
}

/** What the forms of one layout have in common, but for what is said here. */
function withoutHeader(columns: Columns): Columns {
  return { ...columns, hasHeader: false };
}

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

/** The row of a kline: 12 fields, of which the last means nothing. */
function kline(time: RegExp, price: RegExp): Form["fits"] {
  return row(time, price, price, price, price, PRICE, time, PRICE, COUNT, PRICE, PRICE, ANYTHING);
}

/**
 * Spot klines of Binance's public data: no header, 12 columns, ascending. Times are milliseconds, and microseconds in the
 * files from 2025-01-01 on, so that a series over that day has both: the digits decide, row by row. Every price has exactly 8
 * decimals, which tells these files from those of the futures.
 */
const BINANCE_SPOT: KnownLayout = (() => {
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
 * told from spot; it is read the same. A minute without trades is there as a flat candle with volume 0.
 */
const BINANCE_FUTURES: KnownLayout = (() => {
  // With a header the unit is left to the digits: people put this header above spot files too.
  const headed = layout("binance-futures", { closeColumn: "close", timestampColumn: "open_time" });
  const bare = layout("binance-futures", withoutHeader({ closeColumn: 5, timestampColumn: 1, timeUnit: "ms" }));
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
 * Kraken's OHLCVT downloads: no header, seconds, ascending. An interval without trades is not there at all, so gaps are
 * usual.
 */
const KRAKEN: KnownLayout = {
  name: "kraken",
  expected: "7 fields without a header: time in seconds, open, high, low, close, volume and trades",
  forms: [{
    layout: layout("kraken", withoutHeader({ closeColumn: 5, timestampColumn: 1, timeUnit: "s" })),
    columns: ["time", "open", "high", "low", "close", "volume", "trades"],
    fits: row(SECONDS, PRICE, PRICE, PRICE, PRICE, PRICE, COUNT),
  }],
};

/** Whether the first rows can only be low, high, open, close: as open, high, low, close, some open would be below the low. */
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
 * What Coinbase's candles call returns, as a file: `time,low,high,open,close,volume` in this order, in seconds. The call gives
 * the newest first, 300 at most; programs that collect more often turn them round. So the first rows decide.
 */
const COINBASE: KnownLayout = (() => {
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
 * in both within one file, so the digits decide, row by row. Capitals differ from file to file, older files say
 * `Unix Timestamp`. A file holds one pair, whose spelling may change on the way (`BTCUSDT`, `BTC/USDT`), so its symbol column
 * is not read. Files of 2020 and before that have no unix column write `2020-04-01 11-PM`, which is no timestamp here.
 */
const CRYPTODATADOWNLOAD: KnownLayout = {
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
 * Yahoo's download: ISO dates, ascending, with rows of `null` for days without trades. The close is adjusted for splits,
 * `Adj Close` for dividends too; the signal is on the close.
 */
const YAHOO: KnownLayout = {
  name: "yahoo",
  expected: "the columns Date, Open, High, Low, Close, Adj Close and Volume",
  forms: [{
    layout: layout("yahoo", { closeColumn: "Close", timestampColumn: "Date" }),
    fits: header("date,open,high,low,close,adj close,volume"),
  }],
};

/**
 * What `yfinance.download(…).to_csv(…)` writes: three header rows, `Price,Close,High,Low,Open,Volume`, `Ticker,AAPL,AAPL,…` and
 * `Date,,,…` (`Datetime` for minutes and hours), so the column named Price holds the time. `Adj Close` is there too with
 * `auto_adjust=False`. Days without trades are empty or `NaN`. A file of several tickers has a column Close for each, and is
 * refused for that.
 */
const YFINANCE: KnownLayout = (() => {
  const startsWith = (...patterns: readonly RegExp[]): Form["fits"] => (records) =>
    patterns.every((pattern, index) => pattern.test(records[index]?.fields[0]?.trim() ?? ""));
  const times = { closeColumn: "Close", timestampColumn: 1 };
  return {
    name: "yfinance",
    expected: "three header rows, Price,Close,High,…, then Ticker,…, then Date,…",
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
 * Kaggle's Bitcoin Historical Data, one candle a minute, in seconds. The files up to 2021 have rows of `NaN` where nothing was
 * traded and the columns `Volume_(BTC),Volume_(Currency),Weighted_Price`; those since have `Volume` alone, the last price
 * again where nothing was traded, and times such as `1325412060.0`.
 */
const KAGGLE_BTC: KnownLayout = (() => {
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

/**
 * Stooq, three ways: the download of one symbol, `Date,Open,High,Low,Close,Volume` with ISO dates (in Polish from stooq.pl, and
 * without a volume for an index); the same of less than a day, with a column `Time`; and the bulk files,
 * `<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,…` with `20240102,000000`, of one symbol each or of all on one day. Finam's files are as
 * these but for `<OPENINT>`.
 */
const STOOQ: KnownLayout = (() => {
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
const POLYGON: KnownLayout = (() => {
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

/** Bars of Alpaca as its Python package's data frames write them: many symbols one below the other, times in ISO 8601. */
const ALPACA: KnownLayout = {
  name: "alpaca",
  expected: "the columns symbol, timestamp, open, high, low, close, volume, trade_count and vwap",
  forms: [{
    layout: layout("alpaca", { closeColumn: "close", timestampColumn: "timestamp", symbolColumn: "symbol" }),
    fits: header("symbol,timestamp,open,high,low,close,volume,trade_count", "more"),
  }],
};

/**
 * What MetaTrader 5 exports: tabs, names in angle brackets, `2024.01.02` and `00:05:00` in two columns, CRLF. Daily and longer
 * candles have no `<TIME>`. Times are those of the broker's server, which jump with its summer time: once a year an hour is
 * there twice.
 */
const METATRADER5: KnownLayout = (() => {
  const daily = layout("metatrader5", { closeColumn: "<CLOSE>", timestampColumn: "<DATE>", delimiter: "\t" });
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
 * HistData's one-minute bars: `20120201 000000;1.3066;…`, no header, in Eastern Standard Time all the year, ascending, without
 * minutes that had no ticks. Its files for MetaTrader are the same with commas, and date and time in two columns.
 */
const HISTDATA: KnownLayout = {
  name: "histdata",
  expected: "6 fields without a header and with semicolons between them: 20120201 000000;open;high;low;close;volume",
  forms: [
    {
      layout: layout("histdata", withoutHeader({ closeColumn: 5, timestampColumn: 1, delimiter: ";" })),
      columns: ["time", "open", "high", "low", "close", "volume"],
      fits: row(/^[0-9]{8} [0-9]{6}$/, PRICE, PRICE, PRICE, PRICE, COUNT),
    },
    {
      layout: layout("histdata", withoutHeader({ closeColumn: 6, timestampColumn: 1, timestampFields: 2 })),
      columns: ["date", "time", "open", "high", "low", "close", "volume"],
      fits: row(/^[0-9]{4}\.[0-9]{2}\.[0-9]{2}$/, /^[0-9]{2}:[0-9]{2}$/, PRICE, PRICE, PRICE, PRICE, COUNT),
    },
  ],
};

/**
 * The known layouts, in the order in which they are tried. `european`, semicolons and a decimal comma, is not among them: its
 * columns are found by their names in many languages, as those of a generic file.
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
