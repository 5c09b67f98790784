/**
 * A header that is one name shorter than its rows: which column has no name.
 *
 * @module
 */
import { areMostlyTimes, timeEvidence } from "../times/evidence.ts";
import type { HeadRecord } from "./head.ts";
import type { UnnamedColumn } from "./layout.ts";
import { namesOf } from "./usual.ts";

const PRICES_AND_SYMBOL = ["open", "high", "low", "close", "symbol"] as const;

/** So many rows at least could have shown that they are not numbered. */
const LEAST_ROWS = 3;

/**
 * Tells where it is, if all rows have one field more than the header and prove it: the last of each is empty, or the first
 * is the name of its row.
 *
 * @param names Those of the header.
 * @returns undefined where nothing is proven, or the lengths differ in another way.
 */
export function unnamedColumnOf(names: readonly string[], rows: readonly HeadRecord[]): UnnamedColumn | undefined {
  if (rows.length === 0 || rows.some(({ fieldCount }) => fieldCount !== names.length + 1)) return undefined;
  const textsAt = (index: number) => rows.map(({ fields }) => (fields[index] ?? "").trim());
  if (textsAt(names.length).every((text) => text === "")) return "last";
  const areTimes = (index: number) => areMostlyTimes(timeEvidence(textsAt(index), "auto"));
  const [named] = namesOf("timestamp", names);
  // A name of times over what are none, with times beside it, can only have been pushed away.
  if (named !== undefined) return areTimes(named + 1) && !areTimes(named) ? "first" : undefined;
  // Another first name may be that of the times, and a column at the end have none.
  const isFirstNamed = PRICES_AND_SYMBOL.some((role) => namesOf(role, names).includes(0));
  return isFirstNamed && (areTimes(0) || areNumbered(textsAt(0))) ? "first" : undefined;
}

/** Whether they count the rows: 1, 2, 3, … or from 0. */
export function areNumbered(texts: readonly string[]): boolean {
  const [first] = texts;
  if (texts.length < LEAST_ROWS || (first !== "0" && first !== "1")) return false;
  return texts.every((text, n) => text === String(Number(first) + n));
}
