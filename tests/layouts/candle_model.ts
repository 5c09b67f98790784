/**
 * Candle files drawn from what is known of their candles: rows with a time, a symbol and a close, written in any layout,
 * with damage. What a job has to make of them follows from the rows, and not from the text.
 *
 * @module
 */
import fc from "fast-check";

const PRICES = ["open", "high", "low", "close"] as const;
type Price = typeof PRICES[number];

interface Row {
  readonly timeMs: number;
  readonly symbol: string;
  /** In units of the last decimal. */
  readonly prices: Readonly<Record<Price, number>>;
  readonly volume: number;
  /** What stands in the file in the place of a cell. */
  readonly spelled?: Readonly<Record<string, string>>;
  /** Fields at its end that others have not. */
  readonly more?: string;
}

/** A line that is no candle, before which row it stands. */
interface Line {
  readonly at: number;
  readonly text: string;
}

/** How a file is written. */
interface Style {
  readonly delimiter: string;
  readonly mark: "." | ",";
  readonly decimals: number;
  readonly time: string;
  readonly columns: readonly string[];
  readonly names: Readonly<Record<string, string>> | undefined;
  readonly isQuoted: boolean;
  readonly lineEnd: string;
}

/** A file, and what a job is asked of it. */
export interface CandleFile {
  readonly rows: readonly Row[];
  readonly lines: readonly Line[];
  readonly style: Style;
  readonly window: number;
  /** Whether the rows may decide on their order. */
  readonly isOrderOpen: boolean;
  /** Names of what was done to it. */
  readonly damages: readonly string[];
}

const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const iso = (timeMs: number) => new Date(timeMs).toISOString();
const two = (number: number) => String(number).padStart(2, "0");

/** How times are written. Those of days lose the time of day. */
const TIMES: Readonly<Record<string, (timeMs: number) => string>> = {
  iso: (t) => iso(t),
  "iso in seconds": (t) => `${iso(t).slice(0, 19)}Z`,
  "date and time": (t) => iso(t).slice(0, 19).replace("T", " "),
  "date and minutes": (t) => iso(t).slice(0, 16).replace("T", " "),
  date: (t) => iso(t).slice(0, 10),
  slashes: (t) => iso(t).slice(0, 10).replaceAll("-", "/"),
  "date of digits": (t) => iso(t).slice(0, 10).replaceAll("-", ""),
  "time of digits": (t) => iso(t).slice(0, 19).replaceAll(/[-T:]/g, ""),
  s: (t) => String(t / SECOND),
  ms: (t) => String(t),
  us: (t) => `${t}000`,
  ns: (t) => `${t}000000`,
  exponent: (t) => (t / SECOND).toExponential(9).replace("e+", "E+0"),
  mdy: (t) => `${two(new Date(t).getUTCMonth() + 1)}/${two(new Date(t).getUTCDate())}/${new Date(t).getUTCFullYear()}`,
  dmy: (t) => `${new Date(t).getUTCDate()}/${new Date(t).getUTCMonth() + 1}/${new Date(t).getUTCFullYear()}`,
  "short dmy": (t) => `${two(new Date(t).getUTCDate())}-${two(new Date(t).getUTCMonth() + 1)}-${iso(t).slice(2, 4)}`,
  excel: (t) => String(t / DAY + 25569),
  clock: (t) => iso(t).slice(11, 16),
  "year of two digits": (t) => iso(t).slice(2, 10).replaceAll("-", ""),
  "with offset": (t) => `${iso(t + HOUR).slice(0, 19)}+0100`,
  "zone by name": (t) => `${iso(t - 5 * HOUR).slice(0, 19).replace("T", " ")} EST`,
  "fraction of s": (t) => `${t / SECOND}.0`,
  words: (t) => new Date(t).toUTCString().replace(/^(\w+), /, "").replace(" GMT", ""),
  german: (t) => `${two(new Date(t).getUTCDate())}.${two(new Date(t).getUTCMonth() + 1)}.${iso(t).slice(0, 4)}`,
  month: (t) => `${two(new Date(t).getUTCDate())}-${MONTHS[new Date(t).getUTCMonth()]}-${iso(t).slice(2, 4)}`,
  american: (t) => `"${MONTHS[new Date(t).getUTCMonth()]} ${two(new Date(t).getUTCDate())}, ${iso(t).slice(0, 4)}"`,
  "mdy with half days": (t) => {
    const [date, hour] = [TIMES["mdy"]?.(t), new Date(t).getUTCHours()];
    return `${date} ${hour % 12 || 12}:${two(new Date(t).getUTCMinutes())} ${hour < 12 ? "AM" : "PM"}`;
  },
};
const OF_DAYS = [
  "date",
  "slashes",
  "date of digits",
  "mdy",
  "dmy",
  "short dmy",
  "german",
  "month",
  "american",
];

/** What the columns are called, by those who name them well. */
const NAMES: readonly Readonly<Record<string, string>>[] = [
  {
    time: "timestamp",
    ...{ open: "open", high: "high", low: "low", close: "close", volume: "volume", symbol: "symbol" },
  },
  { time: "Date", open: "Open", high: "High", low: "Low", close: "Close", volume: "Volume", symbol: "Ticker" },
  { time: "trade_date", open: "open", high: "high", low: "low", close: "close", volume: "vol", symbol: "ts_code" },
  { time: "", open: "o", high: "h", low: "l", close: "c", volume: "v", symbol: "tic" },
  {
    ...{ time: "<DATE>", open: "<OPEN>", high: "<HIGH>", low: "<LOW>", close: "<CLOSE>" },
    ...{ volume: "<VOL>", symbol: "<TICKER>" },
  },
  {
    ...{ time: "Datum", open: "Erster", high: "Hoch", low: "Tief", close: "Schlusskurs" },
    ...{ volume: "Stuecke", symbol: "name" },
  },
  { time: "when", open: "first", high: "max", low: "min", close: "Close", volume: "traded", symbol: "what" },
  {
    ...{ time: "time", open: "Open Price", high: "High Price", low: "Low Price", close: "Close Price" },
    ...{ volume: "No. of Trades", symbol: "Symbol" },
  },
];

function written(value: number, { decimals, mark }: Style): string {
  const digits = String(Math.abs(value)).padStart(decimals + 1, "0");
  const [whole, part] = [digits.slice(0, digits.length - decimals), digits.slice(digits.length - decimals)];
  return `${value < 0 ? "-" : ""}${whole}${decimals > 0 ? mark : ""}${part}`;
}

function cellOf(row: Row, column: string, style: Style): string {
  const spelled = row.spelled?.[column];
  if (spelled !== undefined) return spelled;
  switch (column) {
    case "time":
      return TIMES[style.time]?.(row.timeMs) ?? "";
    case "symbol":
      return row.symbol;
    case "volume":
      return String(row.volume);
    case "adjusted":
      return written(Math.max(1, row.prices.close - 1), style);
    case "number":
    case "text":
      return "";
    default:
      return written(row.prices[PRICES.find((price) => price === column) ?? "close"], style);
  }
}

function quoted(cell: string, { delimiter, isQuoted }: Style): string {
  // A cell that someone has quoted, or that is two.
  if (cell.startsWith('"') || /^[0-9-]{10}\W[0-9:]{8}$|^Date\WTime$/.test(cell)) return cell;
  return isQuoted || cell.includes(delimiter) ? `"${cell}"` : cell;
}

/** The text of the file. */
export function textOf({ rows, lines, style }: CandleFile): string {
  const { columns, names, delimiter, lineEnd } = style;
  const records = rows.map((row, n) =>
    columns.map((column) => quoted(column === "number" ? String(n) : cellOf(row, column, style), style))
      .join(delimiter) + (row.more ?? "")
  );
  const all = rows.length > 0 ? records.flatMap((record, n) => [...textsAt(lines, n), record]) : [];
  const header = names === undefined ? [] : [
    columns.map((column) =>
      quoted(names[column] ?? { adjusted: "Adj Close", number: "no", text: "note" }[column] ?? "", style)
    )
      .join(delimiter),
  ];
  return [...textsAt(lines, -1), ...header, ...all, ...textsAt(lines, rows.length)].map((text) => text + lineEnd).join(
    "",
  );
}

function textsAt(lines: readonly Line[], at: number): string[] {
  return lines.filter((line) => line.at === at).map(({ text }) => text);
}

/** What a job finds. */
export interface Figures {
  readonly rows: number;
  /** Rows whose signal is 1. */
  readonly ones: number;
}

/**
 * What a job has to find: undefined where it can only refuse, because the rows are no series.
 *
 * @param keepsLast Whether the last of rows with the same time counts.
 */
export function rightFigures(file: CandleFile, keepsLast: boolean): Figures | undefined {
  const { style, window } = file;
  // A line of tabs is blank.
  const isBlank = (row: Row) =>
    style.delimiter === "\t" && style.columns.every((name) => cellOf(row, name, style) === "");
  const rows = file.rows.filter((row) => !isBlank(row));
  if (rows.some(({ spelled }) => spelled?.["close"] === "" || spelled?.["time"] === "")) return undefined;
  const series = [...Map.groupBy(rows, ({ symbol }) => symbol).values()].map((own) =>
    keepsLast ? own.filter(({ timeMs }, n) => own[n + 1]?.timeMs !== timeMs) : own
  );
  const steps = new Set(
    series.flatMap((own) => own.slice(1).map(({ timeMs }, n) => Math.sign(timeMs - (own[n]?.timeMs ?? 0)))),
  );
  if (steps.size > 1 || steps.has(0)) return undefined;
  let ones = 0;
  for (const own of series) {
    const closes = own.map(({ prices }) => prices.close);
    if (steps.has(-1)) closes.reverse();
    for (let n = window - 1; n < closes.length; n++) {
      const sum = closes.slice(n - window + 1, n + 1).reduce((a, b) => a + b, 0);
      if ((closes[n] ?? 0) * window > sum) ones++;
    }
  }
  return { rows: series.flat().length, ones };
}

/** Rows of consistent candles. */
const walks = fc.record({
  start: fc.constantFrom(
    ...["2024-01-02", "2023-12-29", "2019-05-05", "1999-12-01", "2024-03-09T09:30", "2017-10-29T01:00"].map((text) =>
      Date.parse(text.length > 10 ? `${text}Z` : text)
    ),
  ),
  steps: fc.array(
    fc.record({
      gap: fc.constantFrom(1, 1, 1, 1, 1, 3),
      move: fc.integer({ min: -9, max: 9 }),
      up: fc.nat(4),
      down: fc.nat(4),
      volume: fc.nat(999),
    }),
    { minLength: 3, maxLength: 48 },
  ),
  first: fc.constantFrom(30, 777, 4_217, 123_456, 9_876_543),
  symbols: fc.constantFrom(1, 1, 1, 2),
  isDescending: fc.boolean(),
});

type Walk = typeof walks extends fc.Arbitrary<infer T> ? T : never;

function rowsOf({ start, steps, first, symbols, isDescending }: Walk, stepMs: number, code: readonly string[]): Row[] {
  let timeMs = start;
  let close: number = first;
  const rows = steps.flatMap(({ gap, move, up, down, volume }) => {
    const open = close;
    close = Math.max(10, close + move);
    timeMs += gap * stepMs;
    const prices = { open, close, high: Math.max(open, close) + up, low: Math.min(open, close) - down };
    return Array.from({ length: symbols }, (_, n): Row => ({
      timeMs,
      symbol: code[n] ?? "",
      prices: n === 0 ? prices : mirrored(prices, 2 * first + 1000),
      volume: 1 + volume,
    }));
  });
  return isDescending ? rows.reverse() : rows;
}

/** Candles that go down where these go up. */
function mirrored({ open, high, low, close }: Row["prices"], sum: number): Row["prices"] {
  return { open: sum - open, high: sum - low, low: sum - high, close: sum - close };
}

/** Something that happens to files. */
interface Damage {
  readonly name: string;
  readonly of: (file: CandleFile, at: number) => CandleFile;
}

const at = (rows: readonly Row[], share: number) => Math.floor(share * rows.length);
const onRow = (change: (row: Row, file: CandleFile) => Row[]): Damage["of"] => (file, share) => ({
  ...file,
  rows: file.rows.flatMap((row, n) => n === at(file.rows, share) ? change(row, file) : [row]),
});
const spelling = (column: string, text: (cell: string) => string): Damage["of"] =>
  onRow((row, { style }) => [{ ...row, spelled: { ...row.spelled, [column]: text(cellOf(row, column, style)) } }]);
const allSpelled = (columns: readonly string[], text: (cell: string) => string): Damage["of"] => (file) => ({
  ...file,
  rows: file.rows.map((row) => ({
    ...row,
    spelled: {
      ...row.spelled,
      ...Object.fromEntries(columns.map((column) => [column, text(cellOf(row, column, file.style))])),
    },
  })),
});
const withLine =
  (where: (file: CandleFile, share: number) => number, text: (file: CandleFile) => string): Damage["of"] =>
  (file, share) => ({ ...file, lines: [...file.lines, { at: where(file, share), text: text(file) }] });
const fields = (cells: (column: string) => string) => ({ style }: CandleFile) =>
  style.columns.map(cells).join(style.delimiter);

const DAMAGES: readonly Damage[] = [
  {
    name: "two rows swapped",
    of: (file, share) => {
      const rows = [...file.rows];
      const [moved] = rows.splice(at(rows, share), 1);
      if (moved !== undefined) rows.splice(at(rows, 1 - share), 0, moved);
      return { ...file, rows };
    },
  },
  {
    name: "a part turned round",
    of: (file, share) => {
      const n = at(file.rows, share);
      return { ...file, rows: [...file.rows.slice(0, n), ...file.rows.slice(n).reverse()] };
    },
  },
  {
    name: "one symbol after the other",
    of: (file) => ({
      ...file,
      rows: file.rows.toSorted((a, b) => a.symbol < b.symbol ? -1 : a.symbol > b.symbol ? 1 : 0),
    }),
  },
  {
    name: "the times of day in a column of their own",
    of: (file) =>
      file.style.time !== "date and time" ? file : {
        ...file,
        rows: file.rows.map((row) => ({
          ...row,
          spelled: { ...row.spelled, time: iso(row.timeMs).slice(0, 19).replace("T", file.style.delimiter) },
        })),
        style: {
          ...file.style,
          names: file.style.names && { ...file.style.names, time: `Date${file.style.delimiter}Time` },
        },
      },
  },
  { name: "whole rows quoted", of: (file) => ({ ...file, style: { ...file.style, isQuoted: true } }) },
  {
    name: "no name of the first column",
    of: (file) => ({
      ...file,
      style: { ...file.style, names: file.style.names && { ...file.style.names, [file.style.columns[0] ?? ""]: "" } },
    }),
  },
  { name: "a row twice", of: onRow((row) => [row, row]) },
  { name: "a row lost", of: onRow(() => []) },
  { name: "no close", of: spelling("close", () => "") },
  { name: "no time", of: spelling("time", () => "") },
  {
    name: "no times in most rows",
    of: (file) => ({
      ...file,
      rows: file.rows.map((row, n) => n % 4 === 0 ? row : { ...row, spelled: { ...row.spelled, time: "" } }),
    }),
  },
  { name: "a field more", of: onRow((row, { style }) => [{ ...row, more: style.delimiter }]) },
  {
    name: "a field more in all",
    of: (file) => ({ ...file, rows: file.rows.map((row) => ({ ...row, more: file.style.delimiter })) }),
  },
  {
    name: "another unit",
    of: (file, share) =>
      file.style.time !== "ms" ? file : {
        ...file,
        rows: file.rows.map((row, n) =>
          n < at(file.rows, share) ? row : { ...row, spelled: { ...row.spelled, time: String(row.timeMs / SECOND) } }
        ),
      },
  },
  {
    name: "other times",
    of: (file, share) => ({
      ...file,
      rows: file.rows.map((row, n) =>
        n < at(file.rows, share)
          ? row
          : { ...row, spelled: { ...row.spelled, time: TIMES["date and time"]?.(row.timeMs) ?? "" } }
      ),
    }),
  },
  { name: "a decimal comma", of: spelling("close", (cell) => `"${cell.replace(".", ",")}"`) },
  { name: "decimal commas", of: allSpelled(PRICES, (cell) => `"${cell.replace(".", ",")}"`) },
  { name: "a dollar", of: allSpelled(PRICES, (cell) => `$${cell}`) },
  {
    name: "groups",
    of: allSpelled(PRICES, (cell) => /^\d{4,}/.test(cell) ? `"${cell.replace(/^(\d+)(\d{3})/, "$1,$2")}"` : cell),
  },
  { name: "header lost", of: (file) => ({ ...file, style: { ...file.style, names: undefined } }) },
  { name: "a title", of: withLine(() => -1, () => "Prices of the last year") },
  { name: "a title with a date", of: withLine(() => -1, () => "As of 2024-02-03, all in USD") },
  {
    name: "a footer",
    of: withLine(({ rows }) => rows.length, () => "Downloaded from a site as of 02-03-2024 11:32am CST"),
  },
  {
    name: "a footer of fields",
    of: withLine(({ rows }) => rows.length, fields((column) => column === "time" ? "Total" : "")),
  },
  { name: "a blank line", of: withLine(({ rows }, share) => at(rows, share), () => "") },
  { name: "an empty row", of: withLine(({ rows }, share) => at(rows, share), fields(() => "")) },
  { name: "a second header", of: withLine(({ rows }, share) => at(rows, share), fields((column) => column)) },
  { name: "a row of units", of: withLine(() => 0, fields((column) => column === "time" ? "UTC" : "USD")) },
  { name: "no number", of: spelling("close", () => "n/a") },
  {
    name: "an impossible close",
    of: onRow((row) =>
      row.spelled?.["close"] === undefined
        ? [{ ...row, prices: { ...row.prices, close: 10 * row.prices.close } }]
        : [row]
    ),
  },
];

const styles = fc.record({
  shape: fc.constantFrom<readonly [string, "." | ","]>(
    [",", "."],
    [",", "."],
    [",", "."],
    [";", "."],
    [";", ","],
    ["\t", "."],
    ["\t", ","],
    ["|", "."],
    [",", ","],
  ),
  decimals: fc.nat(4),
  time: fc.constantFrom(...Object.keys(TIMES)),
  prices: fc.shuffledSubarray([...PRICES, "volume"], { minLength: 1 }),
  place: fc.constantFrom(0, 0, 0, 1, 9),
  more: fc.subarray(["adjusted", "number", "text"], { maxLength: 1 }),
  moreAt: fc.nat(6),
  names: fc.option(fc.constantFrom(...NAMES), { nil: undefined, freq: 6 }),
  isQuoted: fc.constantFrom(false, false, false, true),
  lineEnd: fc.constantFrom("\n", "\n", "\r\n"),
  symbolAt: fc.constantFrom(undefined, undefined, 0, 1, 9),
  isTimeless: fc.constantFrom(...Array(15).fill(false), true),
  codes: fc.constantFrom(["AAPL", "MSFT"], ["600000", "000001"], ["BTC-USD", "ETH-USD"], [
    "US0378331005",
    "US5949181045",
  ]),
});

/** Files of any layout, with no damage or up to two. */
export const candleFiles: fc.Arbitrary<CandleFile> = fc.record({
  walk: walks,
  style: styles,
  window: fc.integer({ min: 1, max: 4 }),
  isOrderOpen: fc.constantFrom(true, true, false),
  damages: fc.array(fc.tuple(fc.constantFrom(...DAMAGES), fc.double({ min: 0, max: 0.999, noNaN: true })), {
    maxLength: 2,
  }),
  stepMs: fc.constantFrom(MINUTE, 5 * MINUTE, HOUR, 4 * HOUR),
}).map(({ walk, style, window, isOrderOpen, damages, stepMs }) => {
  const { shape: [delimiter, mark], symbolAt, isTimeless, codes, prices, place, more, moreAt } = style;
  const columns: string[] = prices.includes("close") ? [...prices] : [...prices, "close"];
  if (!isTimeless) columns.splice(place, 0, "time");
  const symbols = symbolAt === undefined ? 1 : walk.symbols;
  for (const column of more) columns.splice(moreAt, 0, column);
  if (symbolAt !== undefined) columns.splice(symbolAt, 0, "symbol");
  const rows = rowsOf(
    { ...walk, symbols },
    OF_DAYS.includes(style.time) ? DAY : stepMs,
    symbolAt === undefined ? [""] : codes,
  );
  const { decimals, time, names, isQuoted, lineEnd } = style;
  const file: CandleFile = {
    rows,
    lines: [],
    style: { delimiter, mark, decimals, time, columns, names, isQuoted, lineEnd },
    window,
    isOrderOpen,
    damages: [],
  };
  return damages.reduce(
    (damaged, [{ name, of }, share]) => ({ ...of(damaged, share), damages: [...damaged.damages, name] }),
    file,
  );
});
