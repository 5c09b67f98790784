/**
 * Rows of several symbols that nobody has called so: a column that tells them apart, or times that most rows share.
 *
 * @module
 */
import { type HeadRecord } from "./head.ts";
import { isTimeOfDayName, plainName } from "./usual.ts";

/** The rows of a head, and what is known of them. */
export interface KnownRows {
  readonly rows: readonly HeadRecord[];
  /** Undefined where there is no header. */
  readonly names: readonly string[] | undefined;
  /** The time of a row; undefined where it can't be read. */
  readonly timeOf: (row: HeadRecord) => bigint | undefined;
  /** Position from 0 of the column of symbols; undefined where there is none that is known. */
  readonly symbol: number | undefined;
  /** Positions from 0 of the columns that are something else. */
  readonly known: ReadonlySet<number>;
}

/** A column that tells symbols apart, by its position from 0, and where two of its values were met first. */
export interface LikelySymbols {
  readonly index: number;
  readonly line: number;
  readonly values: readonly [string, string];
  /** Whether the two rows have the same time. */
  readonly isSameTime: boolean;
}

/** Rows that share their times with others and are not the same. */
export interface SharedTimes {
  readonly line: number;
  readonly count: number;
}

/** Two rows of a symbol, one after the other, and how much later the second is. */
interface Pair {
  readonly before: HeadRecord;
  readonly row: HeadRecord;
  readonly step: bigint;
}

/** A ticker or a code: `AAPL`, `sh600000`, `000001`, `BTC/USD`; no price, for it has no fraction. */
const CODE = /^[\p{L}0-9][\p{L}0-9._:/^=@-]{0,39}$/u;
/** The name of a company: `Apple Inc.` */
const NAME = /^\p{L}[\p{L}0-9 .,&'’()/-]{0,59}$/u;
/** A time of day beside its date. */
const CLOCK = /^[0-9]{1,2}:[0-9]{2}/;
/** Digits of a code: `600519`, `14593`. */
const LEAST_DIGITS = 4;
const FRACTION = /^[+-]?[0-9]*[.,][0-9]+$/;
const DIGITS = /^[0-9]+$/;
/** What columns are called that say of which symbol a row is, or of which company or exchange a file is. */
const MAY_BE_SYMBOLS =
  /^(?:name|code|stock|stock[ _]?(?:code|name)|security|company|asset|coin|secid|figi|cusip|ric|代码|股票代码|证券代码|名称|股票名称)$/;

/** Of the rows, these many have a value in a column of symbols: others are bad. */
const LEAST_VALUED = 0.9;

/** Fewer rows that share their times are corrections, or the hour that comes twice in autumn. */
const LEAST_SHARED = 4;

/**
 * Finds a column of symbols among those that no name tells: its values are codes or names that come again and again, and it
 * changes where the time stands still or steps back; or its name may be that of symbols, and its values come one after
 * the other.
 */
export function likelySymbols(table: KnownRows): LikelySymbols | undefined {
  const pairs = pairsOf(table);
  const same = pairs.filter(({ step }) => step === 0n);
  const back = stepsAgainst(pairs);
  const count = table.rows[0]?.fields.length ?? 0;
  for (let index = 0; index < count; index++) {
    if (index === table.symbol || table.known.has(index) || isTimeOfDayName(table.names?.[index] ?? "")) continue;
    const found = changeAt(same, index, table, areInTurn) ?? changeAt(back, index, table, areInBlocks) ??
      namedChange(pairs, index, table);
    if (found !== undefined) {
      const { before, row, step } = found;
      const values = [valueAt(before, index), valueAt(row, index)] as const;
      return { index, line: row.line, values, isSameTime: step === 0n };
    }
  }
  return undefined;
}

/** Rows of which so many share their times with the row above them, and are not the same, that they are hardly one series. */
export function sharedTimes(table: KnownRows): SharedTimes | undefined {
  const pairs = pairsOf(table);
  const same = pairs.filter(({ step }) => step === 0n);
  const [first] = same;
  const areMany = same.length >= LEAST_SHARED && 3 * same.length > pairs.length;
  return first !== undefined && areMany ? { line: first.row.line, count: same.length } : undefined;
}

function pairsOf({ rows, timeOf, symbol }: KnownRows): Pair[] {
  const pairs: Pair[] = [];
  const last = new Map<string, { readonly row: HeadRecord; readonly time: bigint }>();
  for (const row of rows) {
    const time = timeOf(row);
    if (time === undefined) continue;
    const series = symbol === undefined ? "" : valueAt(row, symbol);
    const before = last.get(series);
    last.set(series, { row, time });
    // A row that was written twice says nothing.
    const isTwice = before?.row.fields.every((text, index) => text === row.fields[index]) ?? true;
    if (before !== undefined && !isTwice) pairs.push({ before: before.row, row, step: time - before.time });
  }
  return pairs;
}

/** The steps that go the other way than most. */
function stepsAgainst(pairs: readonly Pair[]): Pair[] {
  const back = pairs.filter(({ step }) => step < 0n);
  const forward = pairs.filter(({ step }) => step > 0n);
  return 2 * back.length <= forward.length ? back : 2 * forward.length <= back.length ? forward : [];
}

/** The first of `pairs` at which a column changes, if it does at most of them and `areSymbols` says that of its values. */
function changeAt(
  pairs: readonly Pair[],
  index: number,
  table: KnownRows,
  areSymbols: (rows: readonly Valued[], pairs: readonly Pair[]) => boolean,
): Pair | undefined {
  // A row of the same symbol may have been corrected.
  const changes = pairs.filter(({ before, row }) => valueAt(before, index) !== valueAt(row, index));
  if (2 * changes.length <= pairs.length) return undefined;
  const rows = codesIn(table, index);
  return rows !== undefined && areSymbols(rows, pairs) ? changes[0] : undefined;
}

/** The time of a row, and its value in a column. */
interface Valued {
  readonly time: bigint;
  readonly value: string;
}

/** The values of a column whose rows hold codes and names, but for bad ones; undefined for any other. */
function codesIn({ rows, timeOf }: KnownRows, index: number): Valued[] | undefined {
  const timed = rows.flatMap((row) => {
    const time = timeOf(row);
    return time === undefined ? [] : [{ time, value: valueAt(row, index) }];
  });
  const valued = timed.filter(({ value }) => value !== "");
  return valued.length >= LEAST_VALUED * timed.length && valued.every(({ value }) => isCode(value))
    ? valued
    : undefined;
}

/** Whether the values are those of symbols that come in turn at each time. */
function areInTurn(rows: readonly Valued[], pairs: readonly Pair[]): boolean {
  const values = rows.map(({ value }) => value);
  if (!values.every((value) => DIGITS.test(value))) return true;
  // Of rows that hardly ever share their times, numbers that come again are prices.
  if (3 * pairs.length < rows.length) return false;
  const kinds = new Set(values).size;
  // A volume differs too, has any number of digits, and hardly ever comes again.
  const areLongCodes = values.every((value) => value.length >= LEAST_DIGITS && value.length === values[0]?.length);
  if (areLongCodes) return 2 * kinds <= rows.length;
  const places = new Set(rows.map(({ time, value }) => `${time} ${value}`));
  return 4 * kinds <= rows.length && places.size >= LEAST_VALUED * rows.length;
}

/** Whether the values are those of symbols that come one after the other. */
function areInBlocks(rows: readonly Valued[], pairs: readonly Pair[]): boolean {
  // A year or the number of a month is in blocks too.
  const areShortNumbers = rows.every(({ value }) => DIGITS.test(value) && value.length <= LEAST_DIGITS);
  return !areShortNumbers && changesOf(rows) <= 2 * pairs.length;
}

/** The first change in a column whose name may be that of symbols and which no time contradicts, if each value is one block. */
function namedChange(pairs: readonly Pair[], index: number, table: KnownRows): Pair | undefined {
  if (table.symbol !== undefined || !MAY_BE_SYMBOLS.test(plainName(table.names?.[index] ?? ""))) return undefined;
  const rows = codesIn(table, index) ?? [];
  if (changesOf(rows) !== new Set(rows.map(({ value }) => value)).size - 1) return undefined;
  return pairs.find(({ before, row }) => valueAt(before, index) !== valueAt(row, index));
}

function changesOf(rows: readonly Valued[]): number {
  return rows.filter(({ value }, n) => n > 0 && value !== rows[n - 1]?.value).length;
}

function isCode(value: string): boolean {
  return (CODE.test(value) || NAME.test(value)) && !FRACTION.test(value) && !CLOCK.test(value);
}

function valueAt({ fields }: HeadRecord, index: number): string {
  return (fields[index] ?? "").trim();
}
