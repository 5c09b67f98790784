/**
 * A column that tells the symbols of rows apart which have the same time, where no name says that it does.
 *
 * @module
 */
import type { HeadRecord } from "./head.ts";

/** Such a column, by its position from 0, and where two of its values were met first. */
export interface LikelySymbols {
  readonly index: number;
  readonly line: number;
  readonly values: readonly [string, string];
}

/** A ticker or a code: `AAPL`, `sh600000`, `000001`, `BTC/USD`; no price, for it has no fraction. */
const CODE = /^[\p{L}0-9][\p{L}0-9._:/^=@-]{0,39}$/u;
/** A time of day beside its date. */
const CLOCK = /^[0-9]{1,2}:[0-9]{2}/;
/** Digits of a code: `600519`, `14593`. */
const LEAST_DIGITS = 4;
const FRACTION = /^[+-]?[0-9]*[.,][0-9]+$/;

/**
 * Finds it: its values are codes that come again and again, and most rows one after the other that have the same time differ
 * in them.
 *
 * @param timestamp Position from 0 of the times, in `fields` columns.
 * @param known Columns whose role is known.
 */
export function likelySymbols(
  rows: readonly HeadRecord[],
  timestamp: number,
  fields: 1 | 2,
  known: readonly number[],
): LikelySymbols | undefined {
  const timeOf = (row: HeadRecord) => row.fields.slice(timestamp, timestamp + fields).join(" ").trim();
  const pairs = rows.slice(1).flatMap((row, n) => {
    const before = rows[n];
    // A row that was written twice says nothing.
    const isTwice = before?.fields.every((text, index) => text === row.fields[index]) ?? true;
    return before !== undefined && !isTwice && timeOf(before) !== "" && timeOf(row) === timeOf(before)
      ? [{ before, row }]
      : [];
  });
  const [first] = pairs;
  if (first === undefined) return undefined;
  const count = first.row.fields.length;
  for (let index = 0; index < count; index++) {
    if (known.includes(index) || (index >= timestamp && index < timestamp + fields)) continue;
    const valueOf = ({ fields: all }: HeadRecord) => (all[index] ?? "").trim();
    // A row of the same symbol may have been corrected.
    const different = pairs.filter(({ before, row }) => valueOf(before) !== valueOf(row));
    const [pair] = different;
    if (pair === undefined || 2 * different.length <= pairs.length) continue;
    const values = rows.map(valueOf);
    if (!values.every((value) => CODE.test(value) && !FRACTION.test(value) && !CLOCK.test(value))) continue;
    // A volume differs too, has any number of digits, and hardly ever comes again.
    const areNumbers = values.every((value) => /^[0-9]+$/.test(value));
    const isLikeVolume = areNumbers &&
      (values.some((value) => value.length < LEAST_DIGITS || value.length !== values[0]?.length) ||
        2 * new Set(values).size > values.length);
    if (!isLikeVolume) {
      return { index, line: pair.row.line, values: [valueOf(pair.before), valueOf(pair.row)] };
    }
  }
  return undefined;
}
