/**
 * Every warning that a user can meet, in one catalogue: what a run met that is no error, and that its numbers hang on.
 *
 * One wording for all, that of errors: `place: found; remedy`.
 *
 * @module
 */
import { type Place, wording } from "./errors.ts";
import type { MissingPart } from "./series/missing_parts.ts";
import type { NamedSymbol } from "./series/other_symbol.ts";
import { escapeUnsafe, quote } from "./text/escape.ts";
import { columnInYaml } from "./text/yaml.ts";
import type { EvidentGaps } from "./times/evident_gaps.ts";
import { formatDuration } from "./times/interval.ts";
import { formatTimestamp } from "./times/timestamp.ts";

/** @param column The column of the times. */
export function newestFirst(place: Place, column: string | number): string {
  const name = typeof column === "number" ? `column ${column}` : quote(column);
  return wording({
    place,
    found: `the times in ${name} run from the newest row to the oldest, and the rows are read as they stand`,
    remedy: `write timestamp_column: ${
      columnInYaml(column)
    } and order: descending, or order: ascending to keep them so`,
  });
}

/** @param other The file whose name tells of another symbol than that of `first`. */
export function otherSymbol(other: NamedSymbol, first: NamedSymbol): string {
  return wording({
    place: { file: other.file },
    found: `the name tells of ${quote(other.symbol)}, that of ${escapeUnsafe(first.file)} of ${
      quote(first.symbol)
    }, and both are read as one series`,
    remedy: "write inputs: symbols if each file is a symbol of its own, or inputs: series if they are one",
  });
}

export function partMissing({ before, file, name }: MissingPart): string {
  return wording({
    place: { file },
    found: `the file before it is ${escapeUnsafe(before)}, and ${escapeUnsafe(name)} is missing between them`,
    remedy: "add it if it belongs to the series",
  });
}

/** @param why What is the matter with the metrics of the earlier run. */
export function nothingToCompare(file: string, why: string): string {
  return wording({ place: { file }, found: `${why}, and max_rate_change is not checked` });
}

/** @param first What is wrong with the first; undefined where earlier runs have skipped them all. */
export function rowsSkipped(file: string, count: number, all: number, first: string | undefined): string {
  const example = first === undefined ? "" : `, such as ${first}`;
  return wording({ place: { file }, found: `${count} of ${all} rows are invalid and were skipped${example}` });
}

/** A file that ends inside the field of its last close. */
export function closeMayBeCut(file: string): string {
  return wording({
    place: { file },
    found: "the file ends in its last close, without a line end, and that close may be cut off",
    remedy: "end the last line with a line end if the file is complete",
  });
}

/** @param count How many files begin so long after the one before them; `file` is the first. */
export function filesMissing(file: string, count: number, from: string, to: string, length: string): string {
  const more = count === 1 ? "" : `, and so before ${count - 1} more ${count === 2 ? "file" : "files"}`;
  return wording({
    place: { file },
    found: `${length} are missing between the file before it and this one, from ${quote(from)} to ${
      quote(to)
    }: as much as a file covers${more}`,
    remedy: "add the file that is missing, or write gaps: ignore",
  });
}

/** @param file The first that has one. */
export function zeroClosesAmong(file: string, count: number, all: number): string {
  const found = `${count} of ${all} closes ${count === 1 ? "is" : "are"} 0 and the others above 0`;
  return wording({ place: { file }, found: `${found}: most often that stands for a price that is missing` });
}

/** @param longest How long the longest is, and where: `2h from 09:00 to line 7`. */
export function gapsInTime(file: string, gaps: number, irregular: number, longest: string | undefined): string {
  const found = [
    ...(gaps > 0
      ? [`${gaps} ${gaps === 1 ? "gap" : "gaps"} in time${longest === undefined ? "" : `, the longest of ${longest}`}`]
      : []),
    ...(irregular > 0
      ? [`${irregular} ${irregular === 1 ? "step that is" : "steps that are"} no multiple of the interval`]
      : []),
  ];
  return wording({ place: { file }, found: found.join(", and ") });
}

/** Gaps that show though nobody has said how far rows are apart. */
export function evidentGapsInTime({ interval, count, areMore, longest: { file, from, to } }: EvidentGaps): string {
  const gaps = `${areMore ? "at least " : ""}${count} ${count === 1 ? "gap" : "gaps"}`;
  const longest = `${formatDuration(to - from)} from ${formatTimestamp(from)} to ${formatTimestamp(to)}`;
  return wording({
    place: { file },
    found: `${gaps} in time between rows that mostly come every ${formatDuration(interval)}, the longest of ${longest}`,
    remedy: "add the rows that are missing, or write gaps: ignore",
  });
}

/** A file that can be written, but neither removed nor renamed onto: it is mounted, or its folder is closed. */
export function writtenInPlace(file: string): string {
  return wording({
    place: { file },
    found: "the file can't be replaced and is written in place, so that a reader may see half of it",
    remedy: "mount its folder, or allow new files there",
  });
}
