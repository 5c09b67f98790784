/**
 * Whether the times of a column that the config names are what they would be read as.
 *
 * @module
 */
import { unreadableTimestamp } from "../errors.ts";
import { LF } from "../records/ascii.ts";
import { areUnclearDigits } from "../times/forms.ts";
import { headRecords } from "./head.ts";
import { indexOf } from "./keys.ts";
import type { Layout } from "./layout.ts";

/** Rows that are looked at. */
const ROWS = 1000;

/**
 * Refuses numbers that count from 1970 only if nothing else is said: as days and times of digits alone they are far away.
 *
 * @param head The first bytes of the file, decompressed.
 * @param layout Its times are in one column.
 * @param input The file's name, for errors.
 * @throws {JobError} of kind data.
 */
export function requireClearTimes(head: Uint8Array, layout: Layout, input: string): void {
  const { delimiter, skipLines, hasHeader, linesAfterHeader } = layout;
  // A line that the head cuts off is left out, unless it is the only one.
  const records = headRecords(head.subarray(0, head.lastIndexOf(LF) + 1 || head.length), delimiter, skipLines, ROWS);
  const index = indexOf(layout.timestampColumn, hasHeader ? records[0]?.fields ?? [] : []);
  if (index === undefined) return;
  const times = records.slice(hasHeader ? 1 + linesAfterHeader : 0).flatMap(({ line, fields }) => {
    const text = (fields[index] ?? "").trim();
    return /^[0-9]+$/.test(text) ? { line, text } : [];
  });
  const [first] = times;
  if (first === undefined || !areUnclearDigits(times.map(({ text }) => text))) return;
  throw unreadableTimestamp({ file: input, line: first.line }, first.text, layout.timeUnit);
}
