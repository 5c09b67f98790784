/**
 * Files that are inspected together: what a job would say that reads them as one series, in the order given.
 *
 * @module
 */
import { type JobError, notOneOrder, notOneSymbol } from "../errors.ts";
import { differentSymbols, type NamedSymbol } from "../series/other_symbol.ts";
import { FileSeams } from "../times/file_seams.ts";
import { formatDuration } from "../times/interval.ts";
import { readTimestamp } from "../times/timestamp.ts";
import { filesMissing, otherSymbol } from "../warnings.ts";
import type { Facts } from "./facts.ts";

/** Why a job does not read the files as one series, or should not; undefined where it may. */
export function seriesFault(all: readonly Facts[]): JobError | undefined {
  const [first, other] = otherSymbols(all);
  return first !== undefined && other !== undefined ? notOneSymbol(other, first) : orderFault(all);
}

/** The facts with what a job over all files would warn of, or refuse, at the first file that it is about. */
export function withSeams(all: readonly Facts[]): readonly Facts[] {
  const told = new Map<string, string[]>();
  const tell = (file: string, text: string) => told.set(file, [...(told.get(file) ?? []), text]);
  const [first, other] = otherSymbols(all);
  if (first !== undefined && other !== undefined) tell(other.file, otherSymbol(other, first));
  const fault = orderFault(all);
  if (fault?.place !== undefined) tell(fault.place.file, fault.message);
  else {
    const missing = stretchesMissing(all);
    const [one] = missing;
    if (one !== undefined) {
      tell(one.file, filesMissing(one.file, missing.length, one.from, one.to, formatDuration(one.nanoseconds)));
    }
  }
  return all.map((facts, n) => {
    const warnings = n === 0 ? [] : told.get(facts.file) ?? [];
    return warnings.length === 0 ? facts : { ...facts, warnings: [...facts.warnings, ...warnings] };
  });
}

/** Two files whose names tell of different symbols, where no column does; none where there are no such. */
function otherSymbols(all: readonly Facts[]): readonly NamedSymbol[] {
  if (all.some(({ symbols, config }) => symbols !== null || config === null)) return [];
  return differentSymbols(all.map(({ file }) => file)) ?? [];
}

/** The first file that does not begin behind the one before it. */
function orderFault(all: readonly Facts[]): JobError | undefined {
  for (const [n, facts] of all.entries()) {
    const before = all[n - 1];
    const [span, last] = [spanOf(facts), before && spanOf(before)];
    if (before === undefined || span === undefined || last === undefined || span.order !== last.order) continue;
    const step = span.begin.nanoseconds - last.end.nanoseconds;
    const isKept = step === 0n && facts.config?.includes("\nduplicates: ");
    if (isKept || (span.order === "ascending" ? step > 0n : step < 0n)) continue;
    return notOneOrder(facts.file, span.begin.text, before.file, last.end.text, span.order);
  }
  return undefined;
}

function stretchesMissing(all: readonly Facts[]): ReturnType<FileSeams["missing"]> {
  const spans = all.map(spanOf);
  const [first] = spans;
  if (first === undefined || spans.length < 2) return [];
  const seams = new FileSeams(first.begin.nanoseconds);
  let rows = 0;
  for (const [n, span] of spans.entries()) {
    if (span === undefined || span.order !== first.order) return [];
    if (n > 0) seams.begin(all[n]?.file ?? "", span.begin);
    rows += span.rows;
    if (n < spans.length - 1) seams.end(span.end, rows);
  }
  return seams.missing(spans.at(-1)?.end.nanoseconds ?? 0n);
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
