/**
 * Digits in groups of three, as people write them: `1,234.5`.
 *
 * @module
 */

/** What may stand between two groups. `space` is a blank, also one that does not break a line. */
export const THOUSANDS_MARKS = [",", ".", "'", "space"] as const;
export type ThousandsMark = typeof THOUSANDS_MARKS[number];

const CHARACTERS: Readonly<Record<ThousandsMark, string>> = {
  ",": ",",
  ".": "\\.",
  "'": "['’]",
  space: "[ \\u00a0\\u202f]",
};

/** Whole groups: no digit stands among others of another length, and none of the marks behind the fraction's. */
const GROUPED = Object.fromEntries(
  THOUSANDS_MARKS.map((mark) => [
    mark,
    new RegExp(`^([ \\t]*[+-]?[0-9]{1,3}(?:${CHARACTERS[mark]}[0-9]{3})+)([.,][0-9]*)?[ \\t]*$`),
  ]),
);
const NO_DIGITS = /[^0-9+-]/g;

/**
 * A number without the marks between its groups; any other text as it is.
 *
 * @param mark What stands between groups; undefined where nothing may.
 */
export function withoutGroups(text: string, mark: ThousandsMark | undefined): string {
  if (mark === undefined) return text;
  const [, whole, fraction = ""] = GROUPED[mark]?.exec(text) ?? [];
  return whole === undefined || fraction[0] === mark ? text : whole.replace(NO_DIGITS, "") + fraction;
}
