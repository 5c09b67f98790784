/**
 * Files of the layouts that batch-signal knows: how each is written, and so how it has to be read. Columns are given by their
 * positions, whatever the product goes by.
 *
 * @module
 */
import { type FileForm, PLAIN_FORM } from "../../reference/rows.ts";
import type { DrawnColumn } from "./file.ts";
import {
  BLANK_TIME,
  ISO_DAY,
  ISO_TIME,
  MICROSECONDS,
  MILLISECONDS,
  NANOSECONDS,
  SECONDS,
  type TimeStyle,
} from "./times.ts";
import type { KnownForm } from "./case.ts";

/** So many columns tell by themselves whose they are. */
const MANY_COLUMNS = 10;

/** A way in which files of a layout are written. */
export interface LayoutFiles {
  readonly layout: string;
  /** Whether `auto` recognises it; some are taken only where the config names the layout. */
  readonly isForAuto: boolean;
  readonly columns: readonly DrawnColumn[];
  readonly time: TimeStyle;
  readonly before: readonly string[];
  readonly below: readonly string[];
  /** How many decimals a close has; undefined for any number. */
  readonly decimals?: number;
  readonly known: KnownForm;
}

/** Columns: a name for each, and what it holds; `date+time` is two. */
function columnsOf(text: string, delimiter: string): DrawnColumn[] {
  return text.split(delimiter).map((part) => {
    const [name = "", kind = "count"] = part.split("=");
    switch (kind) {
      case "close":
      case "timestamp":
      case "symbol":
      case "open":
      case "high":
      case "low":
      case "other":
      case "count":
        return { name, kind };
      case "date":
        return { name, kind: dayOf };
      case "dots":
        return {
          name,
          kind: { write: (seconds, choice) => dayOf.write(seconds, choice).replaceAll("-", "."), units: [undefined] },
        };
      case "compact":
        return {
          name,
          kind: { write: (seconds, choice) => dayOf.write(seconds, choice).replaceAll("-", ""), units: [undefined] },
        };
      case "time":
        return { name, kind: timeOf(8) };
      case "minute":
        return { name, kind: timeOf(5) };
      case "hms":
        return {
          name,
          kind: {
            write: (seconds, choice) => timeOf(8).write(seconds, choice).replaceAll(":", ""),
            units: [undefined],
          },
        };
      default:
        return { name, kind: [kind] };
    }
  });
}

const dayOf: TimeStyle = { write: (seconds, choice) => ISO_DAY.write(seconds, choice), units: [undefined] };

function timeOf(length: number): TimeStyle {
  return { write: (seconds, choice) => BLANK_TIME.write(seconds, choice).slice(11, 11 + length), units: [undefined] };
}

interface Extra {
  readonly form?: Partial<FileForm>;
  readonly order?: KnownForm["order"];
  readonly before?: readonly string[];
  readonly below?: readonly string[];
  readonly decimals?: number;
  readonly isForAuto?: boolean;
}

function files(layout: string, time: TimeStyle, text: string, extra: Extra = {}): LayoutFiles {
  const delimiter = extra.form?.delimiter ?? ",";
  const columns = columnsOf(text, delimiter);
  const positionOf = (...kinds: DrawnColumn["kind"][]) => columns.findIndex(({ kind }) => kinds.includes(kind)) + 1;
  const timestamp = positionOf("timestamp") ||
    columns.findIndex(({ kind }) => typeof kind === "object" && "write" in kind) + 1;
  const symbol = positionOf("symbol");
  return {
    layout,
    // Few columns without a header have to be proven by more rows than are drawn.
    isForAuto: extra.isForAuto ?? (extra.form?.hasHeader !== false || columns.length >= MANY_COLUMNS),
    columns,
    time,
    before: extra.before ?? [],
    below: extra.below ?? [],
    ...(extra.decimals === undefined ? {} : { decimals: extra.decimals }),
    known: {
      form: {
        ...PLAIN_FORM,
        close: positionOf("close"),
        timestamp: timestamp === 0 ? undefined : timestamp,
        symbol: symbol === 0 ? undefined : symbol,
        skipLines: extra.before?.length ?? 0,
        linesAfterHeader: extra.below?.length ?? 0,
        ...extra.form,
      },
      order: extra.order ?? "ascending",
    },
  };
}

const KLINE = "open_time=timestamp,open=open,high=high,low=low,close=close,volume,close_time=1700000000000," +
  "quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore=0";
const BARE = { hasHeader: false } as const;

export const LAYOUT_FILES: readonly [LayoutFiles, ...LayoutFiles[]] = [
  files("binance-spot", MILLISECONDS, KLINE, { form: BARE, decimals: 8 }),
  files("binance-spot", MICROSECONDS, KLINE.replace("=1700000000000", "=1700000000000000"), { form: BARE }),
  files("binance-spot", MILLISECONDS, KLINE, { form: BARE, decimals: 2, isForAuto: false }),
  files("binance-futures", MILLISECONDS, KLINE),
  files("binance-futures", MILLISECONDS, KLINE, { form: BARE, decimals: 2 }),
  files("kraken", SECONDS, "time=timestamp,open=open,high=high,low=low,close=close,volume,trades", {
    form: { ...BARE, unit: "s" },
  }),
  files("coinbase", SECONDS, "time=timestamp,low=low,high=high,open=open,close=close,volume", {
    form: { unit: "s" },
    order: "auto",
  }),
  files("coinbase", SECONDS, "time=timestamp,low=low,high=high,open=open,close=close,volume", {
    form: { ...BARE, unit: "s" },
    order: "auto",
    isForAuto: false,
  }),
  files(
    "cryptodatadownload",
    MILLISECONDS,
    "Unix=timestamp,Date=other,Symbol=BTC/USDT,Open=open,High=high,Low=low,Close=close,Volume BTC,Volume USDT",
    { before: ["https://www.CryptoDataDownload.com"], order: "descending" },
  ),
  files(
    "cryptodatadownload",
    SECONDS,
    "unix timestamp=timestamp,date=other,symbol=BTCUSD,open=open,high=high,low=low,close=close,volume",
    { order: "descending" },
  ),
  files("yahoo", ISO_DAY, "Date=timestamp,Open=open,High=high,Low=low,Close=close,Adj Close=low,Volume"),
  files("yfinance", ISO_DAY, "Price=timestamp,Close=close,High=high,Low=low,Open=open,Volume", {
    below: ["Ticker,AAPL,AAPL,AAPL,AAPL,AAPL", "Date,,,,,"],
  }),
  files(
    "kaggle-btc",
    SECONDS,
    "Timestamp=timestamp,Open=open,High=high,Low=low,Close=close,Volume_(BTC),Volume_(Currency),Weighted_Price=low",
    { form: { unit: "s" } },
  ),
  files("stooq", ISO_DAY, "Date=timestamp,Open=open,High=high,Low=low,Close=close,Volume"),
  files("stooq", ISO_DAY, "Data=timestamp,Otwarcie=open,Najwyzszy=high,Najnizszy=low,Zamkniecie=close,Wolumen"),
  files("stooq", ISO_TIME, "Date=date,Time=time,Open=open,High=high,Low=low,Close=close,Volume", {
    form: { timestampFields: 2 },
  }),
  files(
    "stooq",
    ISO_TIME,
    "<TICKER>=symbol,<PER>=5,<DATE>=compact,<TIME>=hms,<OPEN>=open,<HIGH>=high,<LOW>=low,<CLOSE>=close,<VOL>",
    { form: { timestampFields: 2, unit: "date" } },
  ),
  files(
    "polygon",
    NANOSECONDS,
    "ticker=symbol,volume,open=open,close=close,high=high,low=low,window_start=timestamp,transactions",
    { form: { unit: "ns" } },
  ),
  files(
    "alpaca",
    ISO_TIME,
    "symbol=symbol,timestamp=timestamp,open=open,high=high,low=low,close=close,volume,trade_count,vwap=low",
  ),
  files(
    "metatrader5",
    ISO_TIME,
    "<DATE>=dots\t<TIME>=time\t<OPEN>=open\t<HIGH>=high\t<LOW>=low\t<CLOSE>=close\t<TICKVOL>\t<VOL>\t<SPREAD>",
    { form: { delimiter: "\t", timestampFields: 2 } },
  ),
  files(
    "histdata",
    { ...ISO_TIME, write: histdataTime },
    "time=timestamp;open=open;high=high;low=low;close=close;volume",
    {
      form: { ...BARE, delimiter: ";" },
    },
  ),
  files("histdata", ISO_TIME, "date=dots,time=minute,open=open,high=high,low=low,close=close,volume", {
    form: { ...BARE, timestampFields: 2 },
  }),
  files("european", ISO_DAY, "Datum=timestamp;Er\xc3\xb6ffnung=open;Hoch=high;Tief=low;Schlusskurs=close;Volumen", {
    form: { delimiter: ";", mark: "," },
    decimals: 2,
  }),
  files("generic", BLANK_TIME, "timestamp=timestamp,open=open,high=high,low=low,close=close,volume"),
  files("generic", ISO_TIME, "open=open|high=high|low=low|close=close|datetime=timestamp", {
    form: { delimiter: "|" },
  }),
  files("generic", ISO_TIME, "time=timestamp\tticker=symbol\tclose=close", { form: { delimiter: "\t" } }),
  files("generic", ISO_TIME, "open=open,high=high,low=low,close=close,volume"),
];

function histdataTime(...[seconds, choice]: Parameters<TimeStyle["write"]>): string {
  return BLANK_TIME.write(seconds, choice).replace(/[-:]/g, "");
}
