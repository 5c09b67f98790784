/**
 * For each layout a small file with the quirks that the real ones have, and the same candles in plain form.
 *
 * @module
 */

/** A candle file in a layout, and what a job should make of it. */
export interface Fixture {
  /** The layout, and what is particular about this file. */
  readonly name: string;
  readonly layout: string;
  readonly text: string;
  /** The same candles as `timestamp,open,high,low,close,volume`, ascending, one text for each symbol; without symbols its key is "". */
  readonly plain: Readonly<Record<string, string>>;
  /** What the config needs besides the layout. */
  readonly keys: readonly string[];
}

/** Prices are texts, for it is them that must come out the same. */
interface Candle {
  readonly timeMs: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A walk of consistent candles from fixed numbers: closes that go up, down and stay. */
function walk(start: string, stepMs: number, count: number, decimals = 2, seed = 1): Candle[] {
  let state = seed;
  const draw = (most: number) => {
    state = (state * 48271) % 2147483647;
    return state % most;
  };
  const text = (mantissa: number) =>
    `${Math.floor(mantissa / 10 ** decimals)}.${String(mantissa % 10 ** decimals).padStart(decimals, "0")}`;
  let close = 42_00 * 10 ** (decimals - 2) + 17;
  return Array.from({ length: count }, (_, n) => {
    const open = close;
    close += draw(9) - 4;
    return {
      timeMs: Date.parse(start) + n * stepMs,
      open: text(open),
      high: text(Math.max(open, close) + draw(3)),
      low: text(Math.min(open, close) - draw(3)),
      close: text(close),
      volume: `${draw(100)}.${draw(90) + 10}`,
    };
  });
}

function plainText(candles: readonly Candle[]): string {
  const rows = candles.map(({ timeMs, open, high, low, close, volume }) =>
    [new Date(timeMs).toISOString(), open, high, low, close, volume].join(",")
  );
  return lines(["timestamp,open,high,low,close,volume", ...rows]);
}

function lines(rows: readonly string[], lineEnd = "\n"): string {
  return rows.map((row) => row + lineEnd).join("");
}

/** `2024-01-02 00:05:00` */
function dateTime({ timeMs }: Candle): string {
  return new Date(timeMs).toISOString().slice(0, 19).replace("T", " ");
}

/** `2024-01-02` */
function date(candle: Candle): string {
  return dateTime(candle).slice(0, 10);
}

/** `20240102` */
function compactDate(candle: Candle): string {
  return date(candle).replaceAll("-", "");
}

/** `000500` */
function compactTime(candle: Candle): string {
  return dateTime(candle).slice(11).replaceAll(":", "");
}

function comma(number: string): string {
  return number.replace(".", ",");
}

interface Options {
  readonly header?: readonly string[];
  readonly lineEnd?: string;
  readonly newestFirst?: boolean;
  /** Rows without a candle, and before which row of the file they stand. */
  readonly missing?: readonly { readonly at: number; readonly row: string }[];
  readonly keys?: readonly string[];
}

/** A file of one series. */
function single(
  name: string,
  layout: string,
  candles: readonly Candle[],
  row: (candle: Candle, index: number) => string,
  { header = [], lineEnd = "\n", newestFirst = false, missing = [], keys = [] }: Options = {},
): Fixture {
  const ordered = newestFirst ? candles.toReversed() : candles;
  const rows = ordered.map(row);
  for (const { at, row } of missing) rows.splice(at, 0, row);
  return { name, layout, text: lines([...header, ...rows], lineEnd), plain: { "": plainText(candles) }, keys };
}

/** Minutes in which nothing was traded are not there. */
function withGaps(candles: readonly Candle[]): Candle[] {
  return candles.filter((_, n) => n % 7 !== 5 && (n < 11 || n > 14));
}

/** Only Mondays to Fridays. */
function workdays(candles: readonly Candle[]): Candle[] {
  return candles.filter(({ timeMs }) => ![0, 6].includes(new Date(timeMs).getUTCDay()));
}

const KLINE_HEADER =
  "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore";

function kline(candle: Candle, time: string, closeTime: string, price: (text: string) => string): string {
  const prices = [candle.open, candle.high, candle.low, candle.close].map(price);
  return [time, ...prices, candle.volume, closeTime, "1234.5", "12", "0.5", "21.1", "0"].join(",");
}

function binance(): Fixture[] {
  const eight = (text: string) => text.padEnd(text.indexOf(".") + 9, "0");
  const same = (text: string) => text;
  const padded = (candle: Candle): Candle => ({
    ...candle,
    open: eight(candle.open),
    high: eight(candle.high),
    low: eight(candle.low),
    close: eight(candle.close),
  });
  const spot = walk("2024-03-01T00:00:00Z", MINUTE, 30).map(padded);
  const newYear = walk("2024-12-31T23:50:00Z", MINUTE, 20).map(padded);
  const futures = walk("2024-01-01T00:00:00Z", HOUR, 30).map((candle, n) => {
    const { open } = candle;
    return n === 7 ? { ...candle, high: open, low: open, close: open, volume: "0" } : candle;
  });
  const ms = (candle: Candle, stepMs: number) => [String(candle.timeMs), String(candle.timeMs + stepMs - 1)] as const;
  const spotRow = (candle: Candle) => kline(candle, ...ms(candle, MINUTE), same);
  const microsecondRow = (candle: Candle) => {
    const isNew = candle.timeMs >= Date.parse("2025-01-01T00:00:00Z");
    return isNew ? kline(candle, `${candle.timeMs}000`, `${candle.timeMs + MINUTE - 1}999`, same) : spotRow(candle);
  };
  const futuresRow = (candle: Candle) => kline(candle, ...ms(candle, HOUR), same);
  return [
    single("binance-spot", "binance-spot", spot, spotRow),
    single("binance-spot, from milliseconds to microseconds", "binance-spot", newYear, microsecondRow),
    single("binance-spot, microseconds", "binance-spot", newYear.slice(10), microsecondRow),
    single("binance-futures with a header", "binance-futures", futures, futuresRow, { header: [KLINE_HEADER] }),
    single("binance-futures without a header", "binance-futures", futures, futuresRow),
  ];
}

function exchanges(): Fixture[] {
  const kraken = withGaps(walk("2023-06-30T22:00:00Z", MINUTE, 40, 1));
  const coinbase = walk("2024-02-01T00:00:00Z", HOUR, 25).map((candle, n) =>
    // The first of the newest-first file must tell the order of its columns.
    n > 20 ? { ...candle, high: `${parseInt(candle.high) + 1}.99`, low: `${parseInt(candle.low) - 1}.01` } : candle
  );
  const krakenRow = ({ timeMs, open, high, low, close, volume }: Candle) =>
    [timeMs / 1000, open, high, low, close, volume, 3].join(",");
  const coinbaseRow = ({ timeMs, open, high, low, close, volume }: Candle) =>
    [timeMs / 1000, low, high, open, close, volume].join(",");
  const header = ["time,low,high,open,close,volume"];
  return [
    single("kraken", "kraken", kraken, krakenRow),
    single("coinbase, newest first", "coinbase", coinbase, coinbaseRow, { header, newestFirst: true }),
    single("coinbase, oldest first", "coinbase", coinbase, coinbaseRow, { header }),
    single("coinbase without a header", "coinbase", coinbase, coinbaseRow, { newestFirst: true }),
  ];
}

function archives(): Fixture[] {
  const hours = walk("2024-05-01T00:00:00Z", HOUR, 30);
  const unixRow = (candle: Candle, n: number) => {
    const { timeMs, open, high, low, close, volume } = candle;
    // Seconds in the older rows, milliseconds in the newer ones.
    const unix = n < 12 ? timeMs : timeMs / 1000;
    return [unix, dateTime(candle), n < 12 ? "BTCUSDT" : "BTC/USDT", open, high, low, close, volume, "100.1"].join(",");
  };
  const url = "https://www.CryptoDataDownload.com";
  const minutes = walk("2021-03-31T00:00:00Z", MINUTE, 30);
  const kaggleRow = ({ timeMs, open, high, low, close, volume }: Candle) =>
    [timeMs / 1000, open, high, low, close, volume, "99.5", close].join(",");
  const isTraded = (n: number) => n % 9 !== 4 && n !== 5;
  const nanRow = ({ timeMs }: Candle) => `${timeMs / 1000},NaN,NaN,NaN,NaN,NaN,NaN,NaN`;
  const newKaggleRow = ({ timeMs, open, high, low, close, volume }: Candle) =>
    [`${timeMs / 1000}.0`, open, high, low, close, volume].join(",");
  return [
    single("cryptodatadownload", "cryptodatadownload", hours, unixRow, {
      header: [url, "unix,date,symbol,open,high,low,close,Volume BTC,Volume USDT"],
      newestFirst: true,
    }),
    single("cryptodatadownload without a URL", "cryptodatadownload", hours, unixRow, {
      header: ["Unix Timestamp,Date,Symbol,Open,High,Low,Close,Volume BTC,Volume USDT"],
      newestFirst: true,
    }),
    {
      ...single("kaggle-btc", "kaggle-btc", minutes, (candle, n) => isTraded(n) ? kaggleRow(candle) : nanRow(candle), {
        header: ["Timestamp,Open,High,Low,Close,Volume_(BTC),Volume_(Currency),Weighted_Price"],
        keys: ["invalid_rows: skip"],
      }),
      plain: { "": plainText(minutes.filter((_, n) => isTraded(n))) },
    },
    single("kaggle-btc of today", "kaggle-btc", minutes, newKaggleRow, {
      header: ["Timestamp,Open,High,Low,Close,Volume"],
    }),
  ];
}

function stocks(): Fixture[] {
  const days = workdays(walk("2024-01-01T00:00:00Z", DAY, 40));
  const yahooRow = (candle: Candle) =>
    [date(candle), candle.open, candle.high, candle.low, candle.close, candle.close, 1000].join(",");
  const yfinanceRow = (candle: Candle) =>
    [date(candle), candle.close, candle.high, candle.low, candle.open, 1000].join(",");
  const hours = walk("2024-01-02T14:30:00Z", HOUR, 12);
  const hourRow = (candle: Candle) =>
    [`${dateTime(candle)}+00:00`, candle.close, candle.close, candle.high, candle.low, candle.open, 1000].join(",");
  const stooqRow = (candle: Candle) =>
    [date(candle), candle.open, candle.high, candle.low, candle.close, 1000].join(",");
  const skip = ["invalid_rows: skip"];
  return [
    single("yahoo", "yahoo", days, yahooRow, {
      header: ["Date,Open,High,Low,Close,Adj Close,Volume"],
      missing: [{ at: 5, row: "2024-01-06,null,null,null,null,null,null" }],
      keys: skip,
    }),
    single("yfinance", "yfinance", days, yfinanceRow, {
      header: ["Price,Close,High,Low,Open,Volume", "Ticker,AAPL,AAPL,AAPL,AAPL,AAPL", "Date,,,,,"],
      missing: [{ at: 5, row: "2024-01-06,NaN,NaN,NaN,NaN,NaN" }, { at: 11, row: "2024-01-13,,,,," }],
      keys: skip,
    }),
    single("yfinance, hours", "yfinance", hours, hourRow, {
      header: ["Price,Adj Close,Close,High,Low,Open,Volume", "Ticker,SPY,SPY,SPY,SPY,SPY,SPY", "Datetime,,,,,,"],
    }),
    single("yfinance by ticker", "yfinance", days, yfinanceRow, {
      header: ["Ticker,AAPL,AAPL,AAPL,AAPL,AAPL", "Price,Close,High,Low,Open,Volume", "Date,,,,,"],
    }),
    single("stooq", "stooq", days, stooqRow, { header: ["Date,Open,High,Low,Close,Volume"], lineEnd: "\r\n" }),
    single("stooq in Polish", "stooq", days, stooqRow, {
      header: ["Data,Otwarcie,Najwyzszy,Najnizszy,Zamkniecie,Wolumen"],
    }),
  ];
}

/** Rows of several series, in an order of their own. */
function many(
  name: string,
  layout: string,
  series: Readonly<Record<string, readonly Candle[]>>,
  row: (symbol: string, candle: Candle) => string,
  header: string,
  isInterleaved: boolean,
): Fixture {
  const rows = Object.entries(series).flatMap(([symbol, candles]) =>
    candles.map((candle) => ({ timeMs: candle.timeMs, text: row(symbol, candle) }))
  );
  const ordered = isInterleaved ? rows.toSorted((a, b) => a.timeMs - b.timeMs) : rows;
  const plain = Object.fromEntries(Object.entries(series).map(([symbol, candles]) => [symbol, plainText(candles)]));
  return { name, layout, text: lines([header, ...ordered.map(({ text }) => text)]), plain, keys: [] };
}

function markets(): Fixture[] {
  const series = {
    AAPL: walk("2025-04-15T13:30:00Z", MINUTE, 12, 2, 3),
    MSFT: withGaps(walk("2025-04-15T13:30:00Z", MINUTE, 20, 2, 5)),
    "BRK.B": walk("2025-04-15T13:33:00Z", MINUTE, 9, 2, 7),
  };
  const days = { "AAA.US": workdays(walk("2026-09-01T00:00:00Z", DAY, 30, 2, 3)) };
  return [
    many(
      "polygon",
      "polygon",
      series,
      (symbol, { timeMs, open, high, low, close }) =>
        [symbol, 4930, open, close, high, low, `${timeMs}000000`, 129].join(","),
      "ticker,volume,open,close,high,low,window_start,transactions",
      false,
    ),
    many(
      "alpaca",
      "alpaca",
      series,
      (symbol, candle) =>
        [symbol, `${dateTime(candle)}+00:00`, candle.open, candle.high, candle.low, candle.close, 10, 3, "1.5"].join(
          ",",
        ),
      "symbol,timestamp,open,high,low,close,volume,trade_count,vwap",
      true,
    ),
    many(
      "stooq in bulk",
      "stooq",
      days,
      (symbol, candle) =>
        [
          symbol,
          "D",
          compactDate(candle),
          compactTime(candle),
          candle.open,
          candle.high,
          candle.low,
          candle.close,
          9,
          0,
        ]
          .join(","),
      "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>",
      false,
    ),
  ];
}

function terminals(): Fixture[] {
  const minutes = withGaps(walk("2024-01-02T00:00:00Z", 5 * MINUTE, 30, 5));
  const days = workdays(walk("2024-01-01T00:00:00Z", DAY, 30, 5));
  const dotted = (candle: Candle) => date(candle).replaceAll("-", ".");
  const mt5Row = (times: (candle: Candle) => string) => (candle: Candle) =>
    [times(candle), candle.open, candle.high, candle.low, candle.close, 40, 0, 15].join("\t");
  const histRow = (candle: Candle) =>
    [`${compactDate(candle)} ${compactTime(candle)}`, candle.open, candle.high, candle.low, candle.close, 0].join(";");
  const histMtRow = (candle: Candle) =>
    [dotted(candle), dateTime(candle).slice(11, 16), candle.open, candle.high, candle.low, candle.close, 0].join(",");
  const brackets = (names: string) => names.split(" ").map((name) => `<${name}>`).join("\t");
  return [
    single("metatrader5", "metatrader5", minutes, mt5Row((one) => `${dotted(one)}\t${dateTime(one).slice(11)}`), {
      header: [brackets("DATE TIME OPEN HIGH LOW CLOSE TICKVOL VOL SPREAD")],
      lineEnd: "\r\n",
    }),
    single("metatrader5, daily", "metatrader5", days, mt5Row(dotted), {
      header: [brackets("DATE OPEN HIGH LOW CLOSE TICKVOL VOL SPREAD")],
      lineEnd: "\r\n",
    }),
    single("histdata", "histdata", minutes, histRow),
    single("histdata for MetaTrader", "histdata", minutes, histMtRow),
  ];
}

function europeans(): Fixture[] {
  const days = workdays(walk("2024-01-01T00:00:00Z", DAY, 30, 4));
  const row = (time: (candle: Candle) => string) => (candle: Candle) =>
    [time(candle), ...[candle.open, candle.high, candle.low, candle.close].map(comma), "1.234"].join(";");
  const dayFirst = (candle: Candle) => date(candle).split("-").reverse().join(".");
  return [
    single("european", "european", days, row(date), {
      header: ["Date;Open;High;Low;Close;Volume"],
      missing: [{ at: 5, row: "2024-01-06;;;;;" }],
      keys: ["invalid_rows: skip"],
    }),
    single("european, DD.MM.YYYY", "european", days, row(dayFirst), {
      header: ["Datum;Erster;Hoch;Tief;Schlusskurs;Stuecke"],
    }),
  ];
}

function generics(): Fixture[] {
  const minutes = walk("2024-01-01T00:00:00Z", MINUTE, 20);
  const row = ({ timeMs, open, high, low, close, volume }: Candle) =>
    [timeMs, open, high, low, close, volume].join(",");
  return [
    single("generic", "generic", minutes, row, {
      header: ["timestamp,open,high,low,close,volume"],
      keys: ["timestamp_column: timestamp"],
    }),
    single("generic, newest first, with remarks and bars", "generic", minutes, (one) => row(one).replaceAll(",", "|"), {
      header: ["# from a friend", "", "ts|o|h|l|c|v"],
      newestFirst: true,
      keys: [
        "close_column: c",
        "timestamp_column: ts",
        "skip_lines: 2",
        'delimiter: "|"',
        "order: descending",
      ],
    }),
    // The rows have to prove what is in which column.
    single("generic without a header", "generic", walk("2024-01-01T00:00:00Z", MINUTE, 60), row, {
      keys: ["close_column: 5", "timestamp_column: 1", "has_header: false"],
    }),
  ];
}

/** All fixtures, at least one of each layout. */
export const FIXTURES: readonly Fixture[] = [
  ...binance(),
  ...exchanges(),
  ...archives(),
  ...stocks(),
  ...markets(),
  ...terminals(),
  ...europeans(),
  ...generics(),
];
