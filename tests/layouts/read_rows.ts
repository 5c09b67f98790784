/**
 * Reading the rows of a file by a layout, row by row, for tests.
 *
 * @module
 */
import { canonical, decimalOf } from "../rows/read_closes.ts";
import type { RowStage } from "../../lib/rows/batch.ts";
import { CandleReader } from "../../lib/rows/reader.ts";
import type { Layout } from "../../lib/layouts/layout.ts";
import { readTimestamp } from "../../lib/times/timestamp.ts";

/** A row as time and close, `2024-01-02… 42.5`, so that equal rows are equal texts. */
export type RowText = string;

/** The rows of each symbol, oldest first. Invalid rows are left out; without symbols the key is "". */
export function rowsOf(text: string, layout: Layout): Readonly<Record<string, readonly RowText[]>> {
  const rows: Record<string, RowText[]> = {};
  const stage: RowStage = {
    scan: (_header, _bytes, from) => ({ rows: 0, position: from }),
    add: ({ close, timestamp, symbol = "" }) => {
      const time = readTimestamp(timestamp ?? "", layout.timeUnit);
      if (time === undefined) throw new Error(`no time: ${timestamp}`);
      (rows[symbol] ??= []).push(`${time} ${canonical(close.mantissa, close.decimals)}`);
    },
    end: () => {},
  };
  const reader = new CandleReader("in.csv", stage, { layout, invalid: { take: () => {} } });
  reader.push(new TextEncoder().encode(text));
  reader.end();
  if (layout.order === "descending") Object.values(rows).forEach((series) => series.reverse());
  return rows;
}

/** The rows that the plain form spells. */
export function plainRows(plain: string): readonly RowText[] {
  return plain.trimEnd().split("\n").slice(1).map((line) => {
    const [time = "", , , , close = ""] = line.split(",");
    const { mantissa, decimals } = decimalOf(close);
    return `${BigInt(Date.parse(time)) * 1_000_000n} ${canonical(mantissa, decimals)}`;
  });
}
