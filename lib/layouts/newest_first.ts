/**
 * Whether a file that is read as it stands has its newest row first: nobody has said where its times are.
 *
 * @module
 */
import { LF } from "../records/ascii.ts";
import { timeEvidence } from "../times/evidence.ts";
import { orderOf } from "../times/order_of.ts";
import { readTimestamp } from "../times/timestamp.ts";
import { guess } from "./guess.ts";
import type { Layout } from "./layout.ts";

/** Rows that are looked at. */
const ROWS = 100;
/** So many different times at least show an order. */
const LEAST_TIMES = 3;

/** The column of times that run backwards, by its name or its position from 1, and the line of the first row. */
export interface NewestFirst {
  readonly column: string | number;
  readonly line: number;
}

/**
 * @param head The first bytes of the file, decompressed. A line that they cut off is left out.
 * @param layout The generic one, with what the config says.
 */
export function newestFirstIn(
  head: Uint8Array,
  { hasHeader, skipLines, delimiter }: Pick<Layout, "hasHeader" | "skipLines" | "delimiter">,
): NewestFirst | undefined {
  const found = guess(head.subarray(0, head.lastIndexOf(LF) + 1), { hasHeader, skipLines, delimiter });
  const index = found?.columns.timestamp;
  if (found === undefined || index === undefined) return undefined;
  const { timestampFields, timeUnit, names } = found;
  const rows = found.rows.slice(0, ROWS);
  const texts = rows.map(({ fields }) => fields.slice(index, index + timestampFields).join(delimiter));
  const times = texts.flatMap((text) => readTimestamp(text, timeUnit) ?? []);
  const { readable, isInOrder } = timeEvidence(texts, timeUnit);
  const [first] = rows;
  const isBackwards = isInOrder && orderOf(times) === "descending" && new Set(times).size >= LEAST_TIMES;
  if (first === undefined || readable < texts.length || !isBackwards) return undefined;
  return { column: names?.[index] || index + 1, line: first.line };
}
