/**
 * Whether a file that is read as it stands has its newest row first: nobody has said where its times are.
 *
 * @module
 */
import type { Config } from "../config/config.ts";
import { LF } from "../records/ascii.ts";
import { timeEvidence } from "../times/evidence.ts";
import { readTimestamp } from "../times/timestamp.ts";
import { type HeadRecord, headRecords } from "./head.ts";
import { guess } from "./guess.ts";
import { layoutKeys } from "./keys.ts";

/** Rows that are looked at. */
const ROWS = 100;
/** So many different times at least show an order. */
const LEAST_TIMES = 3;

/** The column of times that run backwards, by its name or its position from 1, and the line of the first row. */
export interface NewestFirst {
  readonly column: string | number;
  readonly line: number;
}

/** @param head The first bytes of the file, decompressed. A line that they cut off is left out. */
export function newestFirstIn(head: Uint8Array, config: Config): NewestFirst | undefined {
  const whole = head.subarray(0, head.lastIndexOf(LF) + 1);
  const found = guess(whole, { hasHeader: true, skipLines: 0, delimiter: ",", ...layoutKeys(config) });
  const index = found?.columns.timestamp;
  if (found === undefined || index === undefined) return undefined;
  const { delimiter, timestampFields, timeUnit, names } = found;
  const rows = headRecords(whole, delimiter, found.skipLines, 1 + ROWS).slice(found.hasHeader ? 1 : 0);
  const textOf = ({ fields }: HeadRecord) => fields.slice(index, index + timestampFields).join(delimiter);
  const texts = rows.map(textOf);
  const { unit, readable } = timeEvidence(texts, timeUnit);
  const times = texts.flatMap((text) => readTimestamp(text, unit) ?? []);
  const isBackwards = times.every((time, n) => n === 0 || time <= (times[n - 1] ?? time));
  const [first] = rows;
  if (first === undefined || readable < texts.length || !isBackwards || new Set(times).size < LEAST_TIMES) {
    return undefined;
  }
  return { column: names?.[index] || index + 1, line: first.line };
}
