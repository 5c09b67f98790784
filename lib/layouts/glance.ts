/**
 * A glance at the first bytes of a file that is read as it stands: whether its times may run backwards. Most files are in
 * order, and looking closer needs code that they need not load.
 *
 * @module
 */
import { LF } from "../records/ascii.ts";
import type { Layout } from "./layout.ts";

/** Digits of a count of seconds, or of a date, at least. */
const LEAST_DIGITS = 8;
/** Lines that are needed: a header, or a row in its place, and the two rows that are looked at. */
const LINES = 3;
const MOST_BYTES = 4096;

/** A price or a volume, as most columns are: no time, whatever is looked for in it. */
const FRACTION = /^[0-9]+\.[0-9]+$/;

const latin1 = new TextDecoder("latin1");

/** Whether some column of two rows may hold times of which the second is the earlier one. */
export function mayRunBackwards(
  head: Uint8Array,
  { skipLines, delimiter }: Pick<Layout, "skipLines" | "delimiter">,
): boolean {
  const bytes = head.subarray(0, MOST_BYTES);
  let end = -1;
  const ends: number[] = [];
  while (ends.length < skipLines + LINES && (end = bytes.indexOf(LF, end + 1)) >= 0) ends.push(end);
  const [first, second, third] = ends.slice(skipLines);
  if (first === undefined || second === undefined || third === undefined) return false;
  const [above = "", below = ""] = latin1.decode(bytes.subarray(first + 1, third)).split("\n");
  const texts = below.split(delimiter);
  return above.split(delimiter).some((text, index) => isPerhapsLater(text, texts[index] ?? ""));
}

/** Whether two texts may be times of which the first is the later one. */
function isPerhapsLater(above: string, below: string): boolean {
  if (above === below || FRACTION.test(above)) return false;
  if (/^["\s]*[0-9]+["\s]*$/.test(above)) {
    return above.length >= LEAST_DIGITS && above.length === below.length && above > below;
  }
  // Only times that begin with the year stand in the order of their bytes. With one point a number is a price or a volume.
  if (/^["\s]*[0-9]{4}(?:[-/]|\.[0-9]+\.)/.test(above)) return above > below;
  return /[0-9][-/. :][0-9]{1,2}[-/. :][0-9]|[A-Za-z]{3}.*[0-9]|[0-9].*[A-Za-z]{3}/.test(above);
}
