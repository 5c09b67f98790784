/**
 * What the text of one field looks like.
 *
 * @module
 */
import { readTimestamp } from "../times/timestamp.ts";

/** The character before the fraction of a number. */
export type DecimalMark = "." | ",";

const NUMBERS: Readonly<Record<DecimalMark, RegExp>> = {
  ".": /^[ \t]*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[ \t]*$/,
  ",": /^[ \t]*[+-]?(?:[0-9]+,?[0-9]*|,[0-9]+)(?:[eE][+-]?[0-9]+)?[ \t]*$/,
};

/** Digits in groups of three, as people read them: `1,234.56`, `1.234,56`, `1'234`, `1 234`. */
const GROUPED = /^[+-]?[0-9]{1,3}(?:[,.' \u00a0\u202f][0-9]{3})+(?:[.,][0-9]+)?$/;

/** What other programs write for a missing number, in lower case. */
const NO_NUMBERS = ["null", "nan", "none", "nil", "na", "n/a", "#n/a", "-", "--", ".", "inf", "-inf", "+inf"];
/** Characters of the longest of them. A field may have millions. */
const MOST_CHARACTERS = Math.max(...NO_NUMBERS.map(({ length }) => length));

/** Whether `text` spells a number, blanks around it allowed. */
export function isNumber(text: string, mark: DecimalMark): boolean {
  return NUMBERS[mark].test(text);
}

/** Whether `text` is a number with its digits in groups, which a job refuses: `1,234` may also mean 1.234. */
export function isGrouped(text: string): boolean {
  return GROUPED.test(text.trim());
}

/** How a field says that it has no number: `blank`, or the word that it holds, in lower case. Undefined if it has one. */
export function missingAs(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return "blank";
  if (trimmed.length > MOST_CHARACTERS) return undefined;
  const word = trimmed.toLowerCase();
  return NO_NUMBERS.includes(word) ? word : undefined;
}

/**
 * Whether `text` is a point in time by its looks. Every integer could be one: taken for one are those with the digits of a
 * date since 1900, or of seconds since 1973 and the smaller units.
 */
export function looksLikeTime(text: string): boolean {
  const trimmed = text.trim();
  if (/^[+-]?[0-9.,]*$/.test(trimmed) && !/^[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{2,4}$/.test(trimmed)) {
    return /^(?:(?:19|20)[0-9]{6}|[0-9]{9,19})(?:\.0*)?$/.test(trimmed);
  }
  return readTimestamp(trimmed, "auto") !== undefined;
}

/** Whether `text` is a time of day alone: the second column of those that hold date and time apart. */
export function looksLikeTimeOfDay(text: string): boolean {
  return /^[ \t]*(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[AaPp]\.?[Mm]\.?)?|(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9])[ \t]*$/
    .test(text);
}
