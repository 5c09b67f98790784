/**
 * The gaps in time that a job would warn of, in a file and between files of one series.
 *
 * @module
 */
import { evidentGaps } from "../times/evident_gaps.ts";
import { FileSeams } from "../times/file_seams.ts";
import { formatDuration } from "../times/interval.ts";
import { readTimestamp } from "../times/timestamp.ts";
import { evidentGapsInTime, filesMissing } from "../warnings.ts";
import type { Layout } from "../layouts/layout.ts";
import type { Facts } from "./facts.ts";
import type { TimeSurvey } from "./times.ts";

/** What a job would say of gaps inside a file of one series. */
export function gapWarnings(file: string, times: TimeSurvey, { isSparse }: Pick<Layout, "isSparse">): string[] {
  const gaps = evidentGaps(times.steps.facts, [], isSparse);
  return gaps === undefined ? [] : [evidentGapsInTime({ ...gaps, longest: { ...gaps.longest, file } })];
}

/** The files as they are, and behind which of them a job over all would say that as much is missing as a file covers. */
export function withSeams(all: readonly Facts[]): readonly Facts[] {
  const spans = all.map(spanOf);
  const [first] = spans;
  if (first === undefined || spans.length < 2) return all;
  const seams = new FileSeams(first.begin.nanoseconds);
  let rows = 0;
  for (const [n, span] of spans.entries()) {
    if (span === undefined || span.order !== first.order) return all;
    if (n > 0) seams.begin(all[n]?.file ?? "", span.begin);
    rows += span.rows;
    if (n < spans.length - 1) seams.end(span.end, rows);
  }
  const missing = seams.missing(spans.at(-1)?.end.nanoseconds ?? 0n);
  const [one] = missing;
  if (one === undefined) return all;
  const told = filesMissing(one.file, missing.length, one.from, one.to, formatDuration(one.nanoseconds));
  const index = all.findIndex(({ file }, n) => n > 0 && file === one.file);
  return all.map((facts, n) => n === index ? { ...facts, warnings: [...facts.warnings, told] } : facts);
}

interface Moment {
  readonly text: string;
  readonly nanoseconds: bigint;
}

interface Span {
  readonly begin: Moment;
  readonly end: Moment;
  readonly rows: number;
  readonly order: "ascending" | "descending";
}

/** When a file begins and ends; undefined where a job would not look at that. */
function spanOf({ time, symbols, rows, config }: Facts): Span | undefined {
  const isOneSeries = symbols === null || (symbols.count === 1 && !symbols.count_at_least);
  if (time === null || time.order === "neither" || config === null || !isOneSeries) return undefined;
  const [earliest, latest] = [momentOf(time.earliest), momentOf(time.latest)];
  if (earliest === undefined || latest === undefined) return undefined;
  const [begin, end] = time.order === "descending" ? [latest, earliest] : [earliest, latest];
  return { begin, end, rows, order: time.order === "descending" ? "descending" : "ascending" };
}

function momentOf(text: string): Moment | undefined {
  const nanoseconds = readTimestamp(text, "auto");
  return nanoseconds === undefined ? undefined : { text, nanoseconds };
}
