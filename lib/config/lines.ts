/**
 * YAML text → the lines of one flat mapping: no blank lines, comments or document marks.
 *
 * @module
 */
import { configNotFlat, type JobError, type Place, severalDocuments } from "../errors.ts";
import { quote } from "../text/escape.ts";
import { exampleOf, knownKey, meantLine } from "./example_line.ts";
import type { Key } from "./keys.ts";
import type { Pair } from "./pair.ts";

/** A line of the mapping, and where it is. */
export interface Line extends Pair {
  readonly place: Place;
}

/**
 * The lines with a key and a value, in order.
 *
 * @throws {JobError} of kind config, at a line that does not belong to a flat mapping.
 */
export function* readLines(text: string, file: string): Generator<Line> {
  let indentation: string | undefined;
  let previous: Key | undefined;
  let hasStarted = false;
  let hasEnded = false;
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    const place = { file, line: index + 1 };
    if (/^[ \t]*(#|$)/.test(line)) continue;
    const mark = /^(---|\.\.\.)([ \t]+#.*|[ \t]*)$/.exec(line)?.[1];
    if (mark === "...") {
      hasEnded = true;
      continue;
    }
    // A "---" before the first pair opens the document; any other opens a second.
    if (hasEnded || (mark === "---" && hasStarted)) throw severalDocuments(place);
    hasStarted = true;
    if (mark === "---") continue;

    const [own = ""] = /^[ \t]*/.exec(line) ?? [];
    indentation ??= own;
    if (own !== indentation || own.includes("\t")) throw indented(line.slice(own.length), own, previous, place);
    const read = readLine(line.slice(own.length), place);
    previous = knownKey(read.key);
    yield read;
  }
}

/** The error of a line that is indented unlike the others: a key out of line, or a nested value. */
function indented(pair: string, own: string, previous: Key | undefined, place: Place): JobError {
  const { key, rest } = splitPair(pair);
  const how = own.includes("\t") ? "with a tab" : "unlike the first line";
  if (key !== undefined) return configNotFlat(place, `${key} is indented ${how}`, wayToWrite(key, rest));
  return previous === undefined
    ? configNotFlat(place, `the line is indented ${how}`)
    : configNotFlat(place, `${previous} goes on in a line that is indented ${how}`, `write ${exampleOf(previous)}`);
}

function wayToWrite(key: Key, rest: string): string {
  return `write ${meantLine(key, rest) ?? exampleOf(key)}`;
}

/** Reads a line without its indentation. */
function readLine(pair: string, place: Place): Line {
  if (pair.startsWith("{")) throw configNotFlat(place, "the mapping is written in braces");
  const { name, key, separator, rest } = splitPair(pair);
  if (name !== undefined && separator === ":") return { place, key: name, rest, pair };
  const remedy = key === undefined ? undefined : wayToWrite(key, rest);
  throw configNotFlat(place, `the line is ${quote(pair)}`, remedy);
}

/** The parts of a line `name: rest`, perhaps with another separator; `key` if the name is known. */
function splitPair(pair: string): { name?: string; key?: Key; separator: ":" | "other"; rest: string } {
  const match = /^(["']?)([^"'\s:=]+)\1[ \t]*([:=])(.*)$/s.exec(pair);
  const [, , name, separator, rest = ""] = match ?? [];
  if (name === undefined) return { separator: "other", rest };
  const isProper = separator === ":" && (rest === "" || /^[ \t]/.test(rest));
  const key = knownKey(name);
  return { name, ...(key === undefined ? {} : { key }), separator: isProper ? ":" : "other", rest: rest.trim() };
}
