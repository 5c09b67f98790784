/**
 * Files as sources beyond the table of layouts write them, with their quirks: `layout: auto` reads them, or says what to write.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { JobError } from "../../lib/errors.ts";
import { Folder } from "../command.ts";
import { factsOfText } from "../inspect/inspect_file.ts";
import { configOf, optionsIn, runInProcess } from "../run_in_process.ts";

const ROWS = 40;
const WINDOW = 3;
const START = Date.parse("2024-01-02T00:00:00Z");
const MINUTE = 60_000;
const DAY = 86_400_000;
const MONTHS = "January February March April May June July August September October November December".split(" ");

interface Candle {
  readonly timeMs: number;
  /** Prices with two decimals. */
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: number;
}

/** A walk from fixed numbers, in which each candle opens near the close before it. */
function walk(stepMs: number, start = 10_000): readonly Candle[] {
  const text = (cents: number) => (cents / 100).toFixed(2);
  let close = start;
  return Array.from({ length: ROWS }, (_, n) => {
    const open = close + (n % 3 === 0 ? 1 : 0);
    close += ((n * 7919) % 101) - 50;
    return {
      timeMs: START + n * stepMs,
      open: text(open),
      high: text(Math.max(open, close) + (n % 5)),
      low: text(Math.min(open, close) - (n % 4)),
      close: text(close),
      volume: 1000 + ((n * 6151) % 997),
    };
  });
}

/** Rows whose signal is 1, in cents. */
function onesOf(candles: readonly Candle[]): number {
  const closes = candles.map(({ close }) => Math.round(Number(close) * 100));
  return closes.filter((close, n) =>
    n >= WINDOW - 1 && close * WINDOW > closes.slice(n - WINDOW + 1, n + 1).reduce((a, b) => a + b)
  ).length;
}

const iso = ({ timeMs }: Candle) => new Date(timeMs).toISOString();
const day = (candle: Candle) => iso(candle).slice(0, 10);
const mdy = (candle: Candle) => `${iso(candle).slice(5, 7)}/${iso(candle).slice(8, 10)}/${iso(candle).slice(0, 4)}`;
const dmy = (candle: Candle) => `${iso(candle).slice(8, 10)}/${iso(candle).slice(5, 7)}/${iso(candle).slice(0, 4)}`;
const clock = (candle: Candle) => iso(candle).slice(11, 19);
const grouped = (price: string) => price.replace(/^(\d+)(\d{3})/, "$1,$2");

/** How a source writes. */
interface Source {
  readonly name: string;
  readonly header: readonly string[];
  readonly row: (candle: Candle) => string;
  readonly stepMs: number;
  readonly isNewestFirst?: boolean;
  readonly footer?: string;
  /** In cents. */
  readonly start?: number;
}

const ohlc = ({ open, high, low, close }: Candle, mark = ",") => [open, high, low, close].join(mark);

const READ: readonly Source[] = [
  {
    name: "Bitfinex, newest first",
    header: [],
    row: (c) => `${c.timeMs},${c.open},${c.close},${c.high},${c.low},${c.volume}`,
    stepMs: MINUTE,
    isNewestFirst: true,
  },
  {
    name: "KuCoin",
    header: [],
    row: (c) => `${c.timeMs / 1000},${c.open},${c.close},${c.high},${c.low},${c.volume}.5,${c.volume * 100}.25`,
    stepMs: MINUTE,
  },
  {
    name: "Gate",
    header: [],
    row: (c) => `${c.timeMs / 1000},${c.volume}.5,${c.close},${c.high},${c.low},${c.open}`,
    stepMs: MINUTE,
  },
  {
    name: "OKX",
    header: ["ts,o,h,l,c,vol,volCcy,volCcyQuote,confirm"],
    row: (c) => `${c.timeMs},${ohlc(c)},${c.volume},${c.volume},${c.volume},1`,
    stepMs: MINUTE,
    isNewestFirst: true,
  },
  {
    name: "Bybit",
    header: ["startTime,openPrice,highPrice,lowPrice,closePrice,volume,turnover"],
    row: (c) => `${c.timeMs},${ohlc(c)},${c.volume},${c.volume}00.5`,
    stepMs: MINUTE,
    isNewestFirst: true,
  },
  {
    name: "Bybit's archive",
    header: ["start_at,symbol,period,open,high,low,close,volume,turnover"],
    row: (c) => `${c.timeMs / 1000},BTCUSDT,1,${ohlc(c)},${c.volume},${c.volume}00.5`,
    stepMs: MINUTE,
  },
  {
    name: "Dukascopy",
    header: ["Gmt time,Open,High,Low,Close,Volume"],
    row: (c) => `${dmy(c).replaceAll("/", ".")} ${clock(c)}.000,${ohlc(c)},${c.volume}`,
    stepMs: MINUTE,
  },
  {
    name: "Dukascopy in local time",
    header: ["Local time,Open,High,Low,Close,Volume"],
    row: (c) => `${dmy(c).replaceAll("/", ".")} ${clock(c)}.000 GMT+0100,${ohlc(c)},${c.volume}`,
    stepMs: MINUTE,
  },
  {
    name: "BSE",
    header: ["Date,Open Price,High Price,Low Price,Close Price,WAP,No.of Shares,No. of Trades"],
    row: (c) =>
      `${Number(day(c).slice(8))}-${MONTHS[Number(day(c).slice(5, 7)) - 1]}-${day(c).slice(0, 4)},${ohlc(c)},` +
      `${c.close},${c.volume},9`,
    stepMs: DAY,
    isNewestFirst: true,
  },
  {
    name: "Euronext",
    header: [
      '"Historical Data"',
      '"From 2024-01-02 to 2024-03-01"',
      "NL0010273215",
      'Date;Open;High;Low;Last;Close;"Number of Shares";Turnover',
    ],
    row: (c) => `${dmy(c)};${ohlc(c, ";")};${c.close};${c.volume};${c.volume}00`,
    stepMs: DAY,
    isNewestFirst: true,
  },
  {
    name: "Finam",
    header: ["<TICKER>;<PER>;<DATE>;<TIME>;<OPEN>;<HIGH>;<LOW>;<CLOSE>;<VOL>"],
    row: (c) => `SBER;1;${day(c).replaceAll("-", "")};${clock(c).replaceAll(":", "")};${ohlc(c, ";")};${c.volume}`,
    stepMs: MINUTE,
  },
  {
    name: "MOEX",
    header: ["open;close;high;low;value;volume;begin;end"],
    row: (c) =>
      `${c.open};${c.close};${c.high};${c.low};${c.volume};9;${day(c)} ${clock(c)};${day(c)} ${clock(c).slice(0, 6)}59`,
    stepMs: MINUTE,
  },
  {
    name: "Alpha Vantage",
    header: ["timestamp,open,high,low,close,volume"],
    row: (c) => `${day(c)},${ohlc(c)},${c.volume}`,
    stepMs: DAY,
    isNewestFirst: true,
  },
  {
    name: "TradingView",
    header: ["time,open,high,low,close,Volume,Volume MA"],
    row: (c) => `${c.timeMs / 1000},${ohlc(c)},${c.volume},NaN`,
    stepMs: MINUTE,
  },
  {
    name: "NinjaTrader",
    header: [],
    row: (c) => `${day(c).replaceAll("-", "")} ${clock(c).replaceAll(":", "")};${ohlc(c, ";")};${c.volume}`,
    stepMs: MINUTE,
  },
  {
    name: "QuantConnect: milliseconds of a day, ten-thousandths of a dollar",
    header: [],
    row: (c) =>
      [
        34_200_000 + c.timeMs - START,
        ...[c.open, c.high, c.low, c.close].map((price) => Math.round(Number(price) * 10_000)),
        c.volume,
      ].join(),
    stepMs: MINUTE,
  },
  {
    name: "IBKR by ib_insync, with the numbers of rows",
    header: [",date,open,high,low,close,volume,average,barCount"],
    row: (c) => `${(c.timeMs - START) / DAY},${day(c)},${ohlc(c)},${c.volume},${c.close},9`,
    stepMs: DAY,
  },
  {
    name: "Kraken by ccxt, with a mean price behind the close",
    header: [],
    row: (c) =>
      `${c.timeMs / 1000},${ohlc(c)},${((Number(c.high) + Number(c.low)) / 2).toFixed(3)},${c.volume}.5,${
        c.volume % 9
      }`,
    stepMs: MINUTE,
  },
  {
    name: "an export with the time of day in a column of its own name",
    header: ["TradingDay,Clock (UTC),Open,High,Low,Close"],
    row: (c) => `${day(c)},${clock(c).slice(0, 5)},${ohlc(c)}`,
    stepMs: MINUTE,
  },
  {
    name: "XAUUSD as it goes round, with a time of day that is called a timestamp",
    header: ["Date,Timestamp,Open,High,Low,Close,Volume"],
    row: (c) => `${day(c).replaceAll("-", "")},${clock(c)},${ohlc(c)},${c.volume}`,
    stepMs: MINUTE,
  },
  {
    name: "MultiCharts, with four digits for the time",
    header: ["Date,Time,Open,High,Low,Close"],
    row: (c) => `${day(c).replaceAll("-", "")},${clock(c).slice(0, 5).replace(":", "")},${ohlc(c)}`,
    stepMs: MINUTE,
  },
  {
    name: "volumes of six digits beside the date",
    header: [],
    row: (c) => `${day(c)},${c.volume + 130_000},${ohlc(c)}`,
    stepMs: DAY,
  },
  {
    name: "AkShare",
    header: ["日期,开盘,收盘,最高,最低,成交量,成交额"],
    row: (c) => `${day(c)},${c.open},${c.close},${c.high},${c.low},${c.volume},${c.volume}00.5`,
    stepMs: DAY,
  },
  {
    name: "Upbit",
    header: ["market,candle_date_time_utc,opening_price,high_price,low_price,trade_price,unit"],
    row: (c) => `KRW-BTC,${iso(c).slice(0, 19)},${ohlc(c)},1`,
    stepMs: MINUTE,
    isNewestFirst: true,
  },
  {
    name: "CoinMarketCap, with footnotes",
    header: ["Date,Open*,High,Low,Close**,Volume"],
    row: (c) => `${day(c)},${ohlc(c)},${c.volume}`,
    stepMs: DAY,
    isNewestFirst: true,
  },
  {
    name: "days of a contract, whose month comes first",
    header: ["contract,quoted,close"],
    row: (c) => `2024-06,${day(c)},${c.close}`,
    stepMs: DAY,
  },
  {
    name: "The Wall Street Journal, with blanks",
    header: ["Date, Open, High, Low, Close, Volume"],
    row: (c) => `${mdy(c).slice(0, 6)}${mdy(c).slice(8)}, ${ohlc(c, ", ")}, ${c.volume}`,
    stepMs: DAY,
    isNewestFirst: true,
  },
];

const AUTO = `seed: 1\nwindow: ${WINDOW}\nversion: v\nlayout: auto\norder: auto\n`;

function fileOf({ header, row, stepMs, isNewestFirst, footer, start }: Source): { text: string; ones: number } {
  const candles = walk(stepMs, start);
  const rows = (isNewestFirst ? candles.toReversed() : candles).map(row);
  const lines = [...header, ...rows, ...(footer === undefined ? [] : [footer])];
  return { text: lines.map((line) => `${line}\n`).join(""), ones: onesOf(candles) };
}

async function run(text: string, config: string): Promise<readonly [rows: number, ones: number] | string> {
  using folder = new Folder({ "in.csv": text });
  const read = await runInProcess(optionsIn(folder, ["in.csv"]), await configOf(config));
  return read instanceof JobError ? read.message.slice(folder.path.length + 1) : [read.results.rows, read.results.ones];
}

for (const source of READ) {
  Deno.test(`sources: ${source.name}: auto reads it, and so does the config that inspect prints`, async () => {
    const { text, ones } = fileOf(source);
    assertEquals(await run(text, AUTO), [ROWS, ones]);
    const { config } = await factsOfText(text);
    assertEquals(await run(text, (config ?? "").replace(/^window: .*$/m, `window: ${WINDOW}`)), [ROWS, ones]);
  });
}

Deno.test("sources: FinRL: the column tic tells two tickers apart", async () => {
  const candles = walk(DAY);
  const rows = candles.flatMap((c) => ["AAPL", "MSFT"].map((tic) => `${day(c)},${ohlc(c)},${c.volume},${tic},1\n`));
  const text = `date,open,high,low,close,volume,tic,day\n${rows.join("")}`;
  assertEquals(await run(text, AUTO), [2 * ROWS, 2 * onesOf(candles)]);
});

/** Files in which something else looks like times or a close, or times like something else. */
const UNPROVEN: readonly [source: Source, message: string][] = [
  [
    {
      name: "a mean price before the close, without a header",
      header: [],
      row: (c) =>
        `${day(c)},${c.open},${c.high},${c.low},${(Number(c.high) + Number(c.low)) / 2},${c.close},${c.volume}`,
      stepMs: DAY,
    },
    "in.csv: no layout fits: the rows have 7 fields and no header, expected a known layout, or a column close",
  ],
  [
    {
      name: "a last price beside a settlement",
      header: ["Date,Open,High,Low,Last,Settle"],
      row: (c) => `${day(c)},${ohlc(c)},${c.open}`,
      stepMs: DAY,
    },
    'in.csv: no layout fits: the header names "Date", "Open", "High", "Low", "Last", "Settle", expected a known layout, or a ' +
    "column close",
  ],
  [
    {
      name: "a volume that is added up",
      header: ["close,cum_volume"],
      row: (c) => `${c.close},${1_500_000_000 + ((c.timeMs - START) / MINUTE) * 10_007}`,
      stepMs: MINUTE,
    },
    'in.csv: no column of times is found among "close", "cum_volume", so nothing shows the order of the rows',
  ],
  [
    {
      name: "days and times of digits alone",
      header: ["time,close"],
      row: (c) => `${iso(c).replaceAll(/[-T:]/g, "").slice(2, 12)},${c.close}`,
      stepMs: MINUTE,
    },
    'in.csv:2: "time" holds times that can\'t be read, such as "2401020000"; write date_format: dmy or date_format: ymd if its ' +
    "digits are a day and a time, or time_unit: s if it counts from 1970",
  ],
  [
    {
      name: "numbers of rows with zeros in front",
      header: ["time,close"],
      row: (c) => `${String((c.timeMs - START) / MINUTE).padStart(9, "0")},${c.close}`,
      stepMs: MINUTE,
    },
    'in.csv:2: "time" holds times that can\'t be read, such as "000000000"; write time_unit: s, ms, us or ns if it counts from ' +
    "1970, or timestamp_column: none if it is no time",
  ],
  [
    {
      name: "the expiry before the day",
      header: ["Expiry,Quoted,Close"],
      row: (c) => `${c.timeMs < START + 20 * DAY ? "2024-01-25" : "2024-02-29"},${day(c)},${c.close}`,
      stepMs: DAY,
    },
    'in.csv:3: rows with the same time in "Expiry" have different ones in "Quoted", expected one column of times; write ' +
    "timestamp_column: Quoted, or timestamp_column: Expiry with symbol_column: Quoted",
  ],
  [
    {
      name: "codes of six digits beside the date, that take turns",
      header: ["date,code,close"],
      row: (c) => ["000001", "000002", "000004"].map((code) => `${day(c)},${code},${c.close}`).join("\n"),
      stepMs: DAY,
    },
    'in.csv:3: rows with the same time are of "000001" and "000002" in "code", expected one series, or a column of symbols',
  ],
];

for (const [source, message] of UNPROVEN) {
  Deno.test(`sources: ${source.name}: auto refuses it, and inspect prints no config`, async () => {
    const { text } = fileOf(source);
    const said = await run(text, AUTO.replace("order: auto\n", ""));
    assertEquals([String(said).slice(0, message.length), (await factsOfText(text)).config], [message, null]);
  });
}

/** Times of digits alone in a column that the config names, and what the job says. */
const NAMED: readonly [name: string, texts: readonly string[], remedy: string | undefined, key: string][] = [
  [
    "a year of two digits, to the minute",
    ["2401050930", "2401050931"],
    "write date_format: dmy or date_format: ymd if its digits are a day and a time, or time_unit: s if it counts from 1970",
    "date_format: ymd",
  ],
  [
    "a year of two digits, to the second",
    ["230105093000", "230105093100"],
    "write date_format: dmy or date_format: ymd if its digits are a day and a time, or time_unit: ms if it counts from 1970",
    "date_format: ymd",
  ],
  [
    "the day first",
    ["150120240930", "150120240931"],
    "write date_format: dmy if its digits are a day and a time, or time_unit: ms if it counts from 1970",
    "date_format: dmy",
  ],
  [
    "numbers of rows",
    ["000000001", "000000002"],
    "write time_unit: s, ms, us or ns if it counts from 1970, or timestamp_column: none if it is no time",
    "time_unit: s",
  ],
  ["seconds", ["1504011230", "1504011290"], undefined, "time_unit: s"],
  ["minutes that could be a day and a time", ["1504011240", "1504011540"], undefined, "time_unit: s"],
  ["milliseconds before 2001", ["978307140000", "978307200000"], undefined, "time_unit: ms"],
  ["a year of four digits", ["2024010509", "2024010510"], undefined, "order: ascending"],
];

for (const [name, texts, remedy, key] of NAMED) {
  Deno.test(`sources: a column of times that the config names: ${name}`, async () => {
    const text = `t,close\n${texts.map((time, n) => `${time},${n + 1}\n`).join("")}`;
    const config = "seed: 1\nwindow: 2\nversion: v\ntimestamp_column: t\n";
    const right = [2, 1];
    const expected = `in.csv:2: timestamp is "${texts[0]}", expected a timestamp; ${remedy}`;
    assertEquals(await run(text, config), remedy === undefined ? right : expected);
    assertEquals(await run(text, `${config}${key}\n`), right);
  });
}

Deno.test("sources: two rows without a header are looked at as well", async () => {
  const config = "seed: 1\nwindow: 2\nversion: v\ntimestamp_column: 1\nclose_column: 2\nhas_header: false\n";
  assertEquals(
    await run("2401050930,1\n2401050931,2\n", config),
    'in.csv:1: timestamp is "2401050930", expected a timestamp; write date_format: dmy or date_format: ymd if its digits are a ' +
      "day and a time, or time_unit: s if it counts from 1970",
  );
});

Deno.test("sources: days and times that begin with the day are in the order of time, and not of their digits", async () => {
  const times = ["3101240930", "0102240930", "0202240930", "1002240930"];
  const text = `t,close\n${times.map((time, n) => `${time},${n + 1}\n`).join("")}`;
  const config = "seed: 1\nwindow: 2\nversion: v\ntimestamp_column: t\ndate_format: dmy\n";
  assertEquals(await run(text, config), [4, 3]);
  const back = `t,close\n${["0102240930", "0202240930", "1001240930"].map((time) => `${time},1\n`).join("")}`;
  assertEquals(
    await run(back, config),
    'in.csv:4: timestamp "1001240930" is before "0202240930" of the row above it, expected ascending order; ' +
      "write symbol_column: and its name if rows of another symbol begin here",
  );
});

/** Files that auto can't read, what it says, and the keys with which it can; undefined where the file has to change. */
const REFUSED: readonly [source: Source, message: string, keys: string | undefined][] = [
  [
    {
      name: "Nasdaq",
      header: ["Date,Close/Last,Volume,Open,High,Low"],
      row: (c) => `${mdy(c)},$${c.close},${c.volume},$${c.open},$${c.high},$${c.low}`,
      stepMs: DAY,
      isNewestFirst: true,
    },
    'in.csv:2: close is "$99.83", expected a decimal number; remove the currency sign',
    undefined,
  ],
  [
    {
      name: "Investing.com",
      header: ['"Date","Price","Open","High","Low","Vol.","Change %"'],
      row: (c) =>
        `"${mdy(c)}",${[c.close, c.open, c.high, c.low].map((price) => `"${grouped(price)}"`)},"1.21K","0.5%"`,
      stepMs: DAY,
      isNewestFirst: true,
      start: 4_200_000,
    },
    'in.csv:2: close is "41,999.83", expected a decimal number; write thousands_mark: "," if it stands between groups of digits',
    'thousands_mark: ","\n',
  ],
  [
    {
      name: "Investing.com in German",
      header: ['"Datum","Zuletzt","Eröffn.","Hoch","Tief","Vol.","+/- %"'],
      row: (c) =>
        `"${day(c).slice(8)}.${day(c).slice(5, 7)}.${day(c).slice(0, 4)}",${
          [c.close, c.open, c.high, c.low].map((price) =>
            `"${grouped(price).replaceAll(/[.,]/g, (mark) => mark === "." ? "," : ".")}"`
          )
        },"1,21K","0,5%"`,
      stepMs: DAY,
      isNewestFirst: true,
      start: 4_200_000,
    },
    'in.csv:2: close is "41.999,83", expected a decimal number; write thousands_mark: "." and decimal_mark: "," if it stands between groups of digits',
    'thousands_mark: "."\ndecimal_mark: ","\n',
  ],
  [
    {
      name: "NSE",
      header: ['"Date ","series ","OPEN ","HIGH ","LOW ","PREV. CLOSE ","ltp ","close ","VOLUME "'],
      row: (c) =>
        `"${day(c).slice(8)}-${MONTHS[Number(day(c).slice(5, 7)) - 1]?.slice(0, 3)}-${day(c).slice(0, 4)}","EQ",` +
        `${[c.open, c.high, c.low, c.open, c.close, c.close].map((price) => `"${grouped(price)}"`)},"1,200"`,
      stepMs: DAY,
      isNewestFirst: true,
      start: 154_000,
    },
    'in.csv:2: close is "1,539.83", expected a decimal number; write thousands_mark: "," if it stands between groups of digits',
    'thousands_mark: ","\n',
  ],
  [
    {
      name: "Barchart, with the line at its end",
      header: ["Time,Open,High,Low,Last,Change,%Chg,Volume"],
      row: (c) => `${mdy(c)},${ohlc(c)},0.1,0.1%,${c.volume}`,
      stepMs: DAY,
      isNewestFirst: true,
      footer: '"Downloaded from Barchart.com as of 02-27-2024 11:32am CST"',
    },
    "in.csv:42: the record has 1 field, expected 8 as in the header; write invalid_rows: skip and max_invalid_rows: 1% if " +
    "such rows may be left out",
    "invalid_rows: skip\nmax_invalid_rows: 1\n",
  ],
  [
    {
      name: "Kibot",
      header: [],
      row: (c) => `${mdy(c)},${clock(c).slice(0, 5)},${ohlc(c)},${c.volume}`,
      stepMs: MINUTE,
    },
    'in.csv:1: column 1 holds times that can\'t be read, such as "01/02/2024,00:00"; write date_format: dmy or date_format: ' +
    "mdy, as its day, month and year stand",
    "date_format: mdy\n",
  ],
];

for (const [source, message, keys] of REFUSED) {
  Deno.test(`sources: ${source.name}: auto says what to write`, async () => {
    const { text, ones } = fileOf(source);
    assertEquals(await run(text, AUTO), message);
    if (keys !== undefined) assertEquals(await run(text, AUTO + keys), [ROWS, ones]);
  });
}
