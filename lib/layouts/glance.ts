/**
 * A glance at the first bytes of a file that is read as it stands: whether its times may run backwards, or be something else
 * than they are read as. Most files are in order, and looking closer needs code that they need not load.
 *
 * @module
 */
import { LF } from "../records/ascii.ts";
import { mayBeUnclear } from "../times/forms.ts";
import type { Layout } from "./layout.ts";

/** Digits of a count of seconds, or of a date, at least. */
const LEAST_DIGITS = 8;
/** Lines that are needed: a header, or a row in its place, and the two rows that are looked at. */
const LINES = 3;
const MOST_BYTES = 4096;

const latin1 = new TextDecoder("latin1");

/** Whether some column of two rows may hold times of which the second is the earlier one. */
export function mayRunBackwards(
  head: Uint8Array,
  { skipLines, delimiter }: Pick<Layout, "skipLines" | "delimiter">,
): boolean {
  const [, above, below] = firstLines(head, skipLines);
  if (above === undefined || below === undefined) return false;
  const [uppers, lowers] = [above.split(delimiter), below.split(delimiter)];
  return uppers.some((text, n) => {
    const lower = lowers[n] ?? "";
    const isOfSameDay = n > 0 && uppers[n - 1] === lowers[n - 1] && DATE.test(uppers[n - 1] ?? "");
    return isPerhapsLater(text, lower) || (isOfSameDay && CLOCK.test(text) && text > lower);
  });
}

/** Whether a field of a row may be a day and a time of digits alone, or a number that begins with zeros. */
export function hasUnclearDigits(head: Uint8Array, skipLines: number): boolean {
  return firstLines(head, skipLines).some((line) => line.split(/[^0-9]+/).some(mayBeUnclear));
}

/** The first lines that are not skipped and are complete. */
function firstLines(head: Uint8Array, skipLines: number): readonly string[] {
  const bytes = head.subarray(0, MOST_BYTES);
  let end = -1;
  const ends: number[] = [];
  while (ends.length < skipLines + LINES && (end = bytes.indexOf(LF, end + 1)) >= 0) ends.push(end);
  if (ends.length <= skipLines) return [];
  const start = skipLines === 0 ? 0 : (ends[skipLines - 1] ?? 0) + 1;
  return latin1.decode(bytes.subarray(start, ends.at(-1))).split("\n");
}

/** A date, and the time of day beside it. */
const DATE = /^["\s]*(?:[0-9]{8}|[0-9]{1,4}[-/.][0-9A-Za-z]+[-/.][0-9]+|.*[A-Za-z]{3}.*)["\s]*$/;
const CLOCK = /^["\s]*(?:[0-9]{2}:[0-9]{2}|[0-9]{4}(?:[0-9]{2})?["\s]*$)/;

/** Times that begin with the year, whose bytes stand in their order. With one point a number is a price or a volume. */
const YEAR_FIRST = /^["\s]*[0-9]{4}(?:[-/]|\.[0-9]+\.|[QWM]|[0-9]{4}[ T][0-9])/;
/** Times of which nothing can be told so soon, but that they are some. */
const OTHER =
  /[0-9][-/. :][0-9]{1,2}[-/. :][0-9]|[A-Za-z]{3}.*[0-9]|[0-9].*[A-Za-z]{3}|^["\s]*(?:[0-9]{4}[\x80-\xff]|Q[1-4] )/;
/** A count of seconds, perhaps with a fraction or an exponent, or digits of a date. */
const COUNT = /^["\s]*[0-9]+(?:\.[0-9]*)?["\s]*$/;
const EXPONENT = /^["\s]*[0-9]\.[0-9]{7,}[eE]/;

/** Whether two texts may be times of which the first is the later one. */
function isPerhapsLater(above: string, below: string): boolean {
  if (above === below) return false;
  if (COUNT.test(above)) {
    const isLong = above.replace(/\..*/, "").length >= LEAST_DIGITS;
    return isLong && above.length === below.length && above > below;
  }
  // Parts of one digit leave their order open.
  if (YEAR_FIRST.test(above)) return above > below || above.length !== below.length;
  if (EXPONENT.test(above)) return above > below;
  return OTHER.test(above);
}
