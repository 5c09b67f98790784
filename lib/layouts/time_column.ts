/**
 * Which column of a table holds the times: by what is in it, with its name as a hint.
 *
 * @module
 */
import { areMostlyLikeTimes, areMostlyTimes, type TimeEvidence, timeEvidence } from "../times/evidence.ts";
import { looksLikeTimeOfDay } from "./cells.ts";
import type { HeadRecord } from "./head.ts";
import type { TimeUnit } from "./layout.ts";
import { isTimeOfDayName, namesOf } from "./usual.ts";

/** Times of day whose name says nothing: what has other digits may be the code of a symbol, as 000001. */
const MARKED = /:/;
const WHOLE_MINUTE = /:|00$/;
/** Where the name says it, four digits are one too. */
const HOUR_AND_MINUTE = /^(?:[01][0-9]|2[0-3])[0-5][0-9]$/;

/** The column of the times. */
export interface TimeColumn {
  /** Position from 0. */
  readonly index: number;
  /** 2 if the column after it holds the times of day. */
  readonly fields: 1 | 2;
  readonly unit: TimeUnit;
}

/** A column that is made to hold times, and can't be read. */
export interface UnreadableTimes {
  readonly index: number;
  readonly line: number;
  readonly text: string;
}

/** A month, a quarter or a week: beside a day it is most likely that of a contract. */
const PERIOD = /^(?:[0-9]{4}(?:[-/M][0-9]{2}|-?[QW][0-9-]+)|Q[1-4][ -][0-9]{4}|\p{L}{3,9}\.?[-. /]+[0-9]{4})$/u;

/** Fewer numbers alone prove nothing, unless the column's name says that they are times. */
const LEAST_NUMBERS = 2;

/**
 * Finds it among the columns of some rows.
 *
 * @param names Undefined without a header.
 * @param given What the config says of the form of times.
 * @param wanted The column that the config names; undefined to look for it.
 * @param taken Columns whose names say that they are something else.
 * @returns The column; or, where there is none, the column that looks like it and can't be read.
 */
export function timeColumnOf(
  rows: readonly HeadRecord[],
  names: readonly string[] | undefined,
  delimiter: string,
  given: TimeUnit,
  wanted: number | undefined,
  taken: readonly number[],
): { readonly found: TimeColumn | undefined; readonly unreadable: UnreadableTimes | undefined } {
  const count = Math.max(0, ...rows.map(({ fields }) => fields.length));
  const hints = names === undefined ? [] : namesOf("timestamp", names);
  // A table without rows is refused for that, and not for its names.
  const [hinted] = hints;
  if (rows.length === 0 && hinted !== undefined) {
    return { found: { index: hinted, fields: 1, unit: given }, unreadable: undefined };
  }
  let best: { column: TimeColumn; rank: number } | undefined;
  let worst: { column: UnreadableTimes; rank: number } | undefined;
  for (let index = 0; index < count; index++) {
    if (wanted === undefined ? taken.includes(index) : index !== wanted) continue;
    const fields = timeFieldsOf(rows, names, index);
    const textOf = ({ fields: all }: HeadRecord) => all.slice(index, index + fields).join(delimiter);
    const evidence = timeEvidence(rows.filter(({ fields: all }) => index < all.length).map(textOf), given);
    if (evidence.texts === 0) continue;
    const hint = wanted === index ? 0 : hints.indexOf(index);
    const isDoubtful = evidence.isNumeric || rows.some((row) => PERIOD.test(textOf(row).trim()));
    const rank = hint < 0 ? hints.length + (isDoubtful ? count : 0) + index : hint;
    if (isTime(evidence, hint >= 0)) {
      if (best === undefined || rank < best.rank) best = { column: { index, fields, unit: evidence.unit }, rank };
      // What is the time of day here is no time by itself, whatever its name.
      index += fields - 1;
    } else if (isLikeTime(evidence, hint >= 0) && (worst === undefined || rank < worst.rank)) {
      const row = rows.find((row) => textOf(row).trim() !== "") ?? rows[0];
      if (row !== undefined) worst = { column: { index, line: row.line, text: textOf(row).trim() }, rank };
    }
  }
  // A column whose name promises the times, and which can't be read, is not passed over for another one.
  if (worst !== undefined && (best === undefined || worst.rank < Math.min(best.rank, hints.length))) {
    return { found: undefined, unreadable: worst.column };
  }
  return { found: best?.column, unreadable: undefined };
}

function isTime(evidence: TimeEvidence, isNamed: boolean): boolean {
  const { texts, readable, isNumeric, isInOrder, areWhole, isAmbiguous } = evidence;
  if (isAmbiguous || !areMostlyTimes(evidence)) return false;
  // A volume that is added up, or a number of a trade, may rise through what would be times.
  return isNamed || !isNumeric || (isInOrder && areWhole && texts >= LEAST_NUMBERS && readable === texts);
}

/** Whether someone meant the column to be times, by its name or by how it looks. */
function isLikeTime(evidence: TimeEvidence, isNamed: boolean): boolean {
  return evidence.isAmbiguous || isNamed || (!evidence.isNumeric && areMostlyLikeTimes(evidence));
}

/** 2 if the column after the dates holds the times of day. */
function timeFieldsOf(rows: readonly HeadRecord[], names: readonly string[] | undefined, index: number): 1 | 2 {
  const first = rows.find(({ fields }) => (fields[index] ?? "").trim() !== "");
  if (first === undefined || /[:T]/.test(first.fields[index] ?? "")) return 1;
  const isNamed = isTimeOfDayName(names?.[index + 1] ?? "");
  const isDate = /^[ \t]*[0-9]{1,4}[-./]|^[ \t]*(?:19|20)[0-9]{6}[ \t]*$|[\p{L}]/u.test(first.fields[index] ?? "");
  if (!isDate || !(isNamed || names === undefined || haveRepeats(rows, index))) return 1;
  const clock = names === undefined ? WHOLE_MINUTE : MARKED;
  const isClock = (text: string) =>
    isNamed ? looksLikeTimeOfDay(text) || HOUR_AND_MINUTE.test(text) : looksLikeTimeOfDay(text) && clock.test(text);
  return areMostly(rows, index + 1, isClock) ? 2 : 1;
}

/** Whether most rows have the same text as the row before: of dates, the time of day is elsewhere. */
function haveRepeats(rows: readonly HeadRecord[], index: number): boolean {
  const repeats = rows.slice(1).filter(({ fields }, n) => fields[index]?.trim() === rows[n]?.fields[index]?.trim());
  return 2 * repeats.length > rows.length;
}

/** Whether this holds for more than half of a column: a volume of six digits looks like a time of day now and then. */
function areMostly(rows: readonly HeadRecord[], index: number, isSo: (text: string) => boolean): boolean {
  const texts = rows.map(({ fields }) => (fields[index] ?? "").trim()).filter((text) => text !== "");
  return 2 * texts.filter(isSo).length > texts.length;
}
