/**
 * Whether the columns of a table are what they are taken for, as far as its first rows show.
 *
 * @module
 */
import {
  impossibleCandles,
  markUnknown,
  onePriceInEach,
  severalMarkets,
  severalSymbols,
  severalSymbolsInFile,
  severalTimes,
  timesShared,
  timesUnknown,
  unreadableTimes,
} from "../errors.ts";
import { areMostlyTimes, timeEvidence } from "../times/evidence.ts";
import { readTimestamp } from "../times/timestamp.ts";
import { areTooManyImpossible, countCandles, pricesIn } from "./candles.ts";
import type { HeadRecord } from "./head.ts";
import type { LayoutKeys } from "./keys.ts";
import type { Layout } from "./layout.ts";
import type { Recognised } from "./recognised.ts";
import { likelySymbols, sharedTimes } from "./symbol_column.ts";
import { columnOf } from "./usual.ts";

/** Seconds, milliseconds, microseconds and nanoseconds since 1970, and YYYYMMDD. */
const DIGITS_OF_TIMES = /^(?:[0-9]{10}|[0-9]{13}|[0-9]{16}|[0-9]{19}|[12][0-9]{7})$/;
const NANOSECONDS_OF_A_MILLISECOND = 1_000_000n;
/** The year 2000. */
const OUR_DAYS = 946_684_800_000n * NANOSECONDS_OF_A_MILLISECOND;
/** Columns in which times are looked for. */
const MOST_FIELDS = 100;

/**
 * Refuses a table whose columns may not be what they are taken for.
 *
 * @param layout That of `found`.
 * @param keys What the config says.
 * @throws {JobError} of kind data.
 */
export function requireSense(found: Recognised, layout: Layout, keys: LayoutKeys, input: string): void {
  requireTimes(found, layout, keys, input);
  requireOneSymbol(found, keys, input);
  requireOneSeries(found, keys, input);
  const { openNumber: open, rows, columns, names } = found;
  const isAsked = keys.decimalMark === undefined;
  // Where all prices are written so, both readings give the same signals.
  if (open?.isBesideWhole && isAsked) {
    throw markUnknown({ file: input, line: open.line }, open.text);
  }
  const prices = keys.closeColumn === undefined ? pricesIn(columns) : undefined;
  if (prices === undefined) return;
  const { rows: count, impossible } = countCandles(rows, prices);
  if (areTooManyImpossible({ rows: count, impossible })) {
    const shown = Object.entries(prices).map(([role, index]) => `${role} ${names?.[index] ?? index + 1}`);
    throw impossibleCandles(input, impossible, count, shown);
  }
}

/**
 * Refuses rows of several symbols in a file that the config says is one.
 *
 * @throws {JobError} of kind data.
 */
export function requireOneSymbol(found: Recognised, keys: LayoutKeys, input: string): void {
  const { symbol } = found.columns;
  if (!keys.isOneSymbol || symbol === undefined) return;
  const symbolOf = ({ fields }: HeadRecord) => (fields[symbol] ?? "").trim();
  const rows = found.rows.filter((row) => symbolOf(row) !== "");
  const first = rows[0] === undefined ? "" : symbolOf(rows[0]);
  const other = rows.find((row) => symbolOf(row) !== first);
  if (other === undefined) return;
  throw severalSymbolsInFile({ file: input, line: other.line }, found.names?.[symbol] || symbol + 1, [
    first,
    symbolOf(other),
  ]);
}

/**
 * Refuses rows of several symbols that would be read as one series. What the config says of symbols is not questioned.
 *
 * @throws {JobError} of kind data.
 */
export function requireOneSeries(found: Recognised, keys: LayoutKeys, input: string): void {
  const { rows, names, columns, timestampFields, delimiter, timeUnit } = found;
  const { timestamp, symbol, ...others } = columns;
  if (keys.hasNoSymbols || keys.symbolColumn !== undefined || timestamp === undefined) return;
  const timesEnd = timestamp + timestampFields;
  const table = {
    rows,
    names,
    timeOf: ({ fields }: HeadRecord) => readTimestamp(fields.slice(timestamp, timesEnd).join(delimiter), timeUnit),
    symbol,
    known: new Set([...Object.values(others), timestamp, timesEnd - 1]),
  };
  const nameAt = (index: number) => names?.[index] || index + 1;
  const likely = likelySymbols(table);
  if (likely !== undefined) {
    const place = { file: input, line: likely.line };
    const column = nameAt(likely.index);
    const texts = rows.map(({ fields }) => fields[likely.index] ?? "");
    if (areMostlyTimes(timeEvidence(texts, "auto"))) throw severalTimes(place, nameAt(timestamp), column);
    if (likely.values.every(isPriceName)) throw onePriceInEach(place, column, likely.values);
    if (keys.isOneSymbol) throw severalSymbolsInFile(place, column, likely.values);
    if (symbol !== undefined) throw severalMarkets(place, column, likely.values, nameAt(symbol));
    throw severalSymbols(place, column, likely.values, likely.isSameTime);
  }
  const shared = keys.areDuplicatesKept ? undefined : sharedTimes(table);
  if (shared !== undefined) throw timesShared({ file: input, line: shared.line }, shared.count, rows.length);
}

/** Whether a value is what a price is called: its row has that price alone. */
function isPriceName(value: string): boolean {
  return (["open", "high", "low", "close"] as const).some((role) => columnOf(role, [value]) !== undefined);
}

/**
 * Refuses a table whose times are not found: then nobody looks whether its rows are in order. Only the config may say that
 * they are.
 */
function requireTimes(found: Recognised, layout: Layout, keys: LayoutKeys, input: string): void {
  if (keys.hasNoTimes) return;
  const { unreadableTimes: unreadable, names } = found;
  if (unreadable !== undefined && (keys.order === undefined || keys.order === "auto")) {
    const place = { file: input, line: unreadable.line };
    throw unreadableTimes(place, names?.[unreadable.index] ?? `column ${unreadable.index + 1}`, unreadable.text);
  }
  if (layout.timestampColumn === undefined && keys.order === undefined) {
    const likely = likelyTimes(found);
    throw timesUnknown(
      input,
      names,
      found.fieldCount,
      likely === undefined ? undefined : names?.[likely] || likely + 1,
    );
  }
}

/** A column of numbers that would all be times of our days; nobody has taken it for that, for they are in no order. */
function likelyTimes({ rows, columns }: Recognised): number | undefined {
  const known = new Set(Object.values(columns));
  const isTime = (text: string) => {
    const time = DIGITS_OF_TIMES.test(text) ? readTimestamp(text, "auto") : undefined;
    return time !== undefined && time > OUR_DAYS && time < BigInt(Date.now()) * NANOSECONDS_OF_A_MILLISECOND;
  };
  const index = rows[0]?.fields.slice(0, MOST_FIELDS).findIndex((_, index) =>
    !known.has(index) && rows.every(({ fields }) => isTime((fields[index] ?? "").trim()))
  );
  return index === undefined || index < 0 ? undefined : index;
}
