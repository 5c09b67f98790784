/**
 * The facts → the config with which a job reads the file.
 *
 * @module
 */
import { timeKeyOf } from "../times/forms.ts";
import { quoteWhole } from "../text/escape.ts";
import { columnInYaml } from "../text/yaml.ts";
import { areTooManyImpossible } from "../layouts/candles.ts";
import { GENERIC, type Layout } from "../layouts/layout.ts";
import { type JobError, underLayout } from "../errors.ts";
import type { Facts, KnownFacts } from "./facts.ts";
import type { Refused, Survey } from "./survey.ts";
import { MOST_SYMBOLS } from "./times.ts";

/** The window of a config, if there are as many rows. */
const USUAL_WINDOW = 5;

/** The share of the rows, in percent, that a config may leave out without a word. */
const MOST_REFUSED_PERCENT = 1;

/** What a job makes of a file. */
export interface Trial {
  /** Undefined where no close was found. */
  readonly layout: Layout | undefined;
  /** Whether it looks at the symbols. */
  readonly withSymbols: boolean;
  /** Why it reads nothing at all; undefined where it does. */
  readonly fault: JobError | undefined;
  readonly refused: Refused;
  /** Rows that count of the symbol that has the most. */
  readonly longest: number;
  /** Whether there are symbols whose rows were not looked at. */
  readonly isCountLeast: boolean;
}

/** Whether a job with the config that fits looks at the symbols: not for one that all rows have, if it need not. */
export function usesSymbols(layout: Layout, { isOneSeries }: Pick<Survey, "isOneSeries">): boolean {
  return layout.symbolColumn !== undefined && (nameOf(layout) !== undefined || !isOneSeries);
}

/** The config that fits, and what no config can mend: then there is none. */
export function configThatFits(facts: KnownFacts, trial: Trial): Pick<Facts, "problems" | "config"> {
  const problems = problemsOf(facts, trial);
  const { layout, longest } = trial;
  if (layout === undefined || problems.length > 0) return { problems, config: null };
  const keys = [
    "seed: 42",
    `window: ${Math.min(USUAL_WINDOW, longest)}`,
    'version: "v1"',
    ...layoutKeys(layout, trial.withSymbols),
    ...orderKeys(facts, layout),
    ...rowKeys(facts),
  ];
  return { problems, config: keys.map((line) => `${line}\n`).join("") };
}

function problemsOf(facts: KnownFacts, { fault, refused, isCountLeast, withSymbols }: Trial): string[] {
  const { closes, time, rows } = facts;
  const problems: string[] = [];
  if (facts.rows === 0) problems.push("there are no rows");
  if (closes === null) {
    problems.push(
      "no single column has the name or the looks of a close: write close_column: and its name or position",
    );
  }
  if (fault !== undefined) problems.push(placed(fault));
  const { lost } = refused;
  if ((refused.count - lost.count) * 100 > MOST_REFUSED_PERCENT * rows) problems.push(refusedText(refused, rows));
  // Few or many, such a row is not left out.
  if (lost.first !== undefined) {
    const some = lost.count === 1 ? "1 close looks like a number" : `${lost.count} closes look like numbers`;
    problems.push(`${some} and can't be read; ${placed(underLayout(lost.first.fault))}`);
  }
  const { candles } = facts;
  if (fault === undefined && candles !== null) {
    const { checked, inconsistent: { count, lines: [line] } } = candles;
    if (areTooManyImpossible({ rows: checked, impossible: count })) {
      problems.push(
        `${count} of ${checked} candles are impossible, the first in line ${line}: do the columns have another order there?`,
      );
    }
  }
  if (time !== null) problems.push(...timeProblems(time, rows));
  if (isCountLeast && withSymbols) {
    problems.push(`there are too many symbols to look at: the rows of those after the first ${MOST_SYMBOLS} were not`);
  }
  if (facts.ends_within_quotes) {
    problems.push("the file ends within quotes: what follows the last sound record was not read");
  }
  return problems;
}

function timeProblems(time: NonNullable<KnownFacts["time"]>, rows: number): string[] {
  if (time.order === "neither") {
    const isMostlyForward = time.steps_forward.count >= time.steps_back.count;
    const [line] = (isMostlyForward ? time.steps_back : time.steps_forward).lines;
    return [`the rows are in no order of time: line ${line} steps ${isMostlyForward ? "back" : "forward"}; sort them`];
  }
  const { count, lines: [line] } = time.duplicates;
  // A config keeps the last row of a time. Where there are more than a few, the others are no copies of it.
  if (count <= Math.max(1, (MOST_REFUSED_PERCENT * rows) / 100)) return [];
  return [
    `${count} of ${rows} rows have the time of the row above them, the first in line ${line}: write symbol_column: and its ` +
    "name, join the date and the time of day if they are two columns, or write duplicates: keep or duplicates: keep-last if " +
    "they are one series",
  ];
}

function refusedText({ count, first }: Refused, rows: number): string {
  const some = count === rows
    ? "no row can be read"
    : `${count} of ${rows} rows can't be read, more than ${MOST_REFUSED_PERCENT} %`;
  return first === undefined ? some : `${some}; ${placed(first.fault)}`;
}

/** A fault with its line, and with what to do about it. */
function placed({ place, reason, remedy }: JobError): string {
  return (place?.line === undefined ? reason : `line ${place.line}: ${reason}`) +
    (remedy === undefined ? "" : `; ${remedy}`);
}

/** What `layout:` says in the config that fits, so that nothing else of the layout has to be said; undefined where it can't. */
export function nameOf({ name, timestampFields, unnamedColumn }: Layout): string | undefined {
  if (name !== GENERIC.name) return name;
  // Two columns for one time have no key of their own, nor has a column without a name.
  return timestampFields === 2 || unnamedColumn !== undefined ? "auto" : undefined;
}

/** `layout:`, or the keys of a generic layout that differ from what goes without saying. */
function layoutKeys(layout: Layout, withSymbols: boolean): string[] {
  const name = nameOf(layout);
  if (name !== undefined) return [`layout: ${name}`];
  const keys: string[] = [];
  if (String(layout.closeColumn).toLowerCase() !== GENERIC.closeColumn) {
    keys.push(`close_column: ${columnInYaml(layout.closeColumn)}`);
  }
  if (layout.timestampColumn !== undefined) keys.push(`timestamp_column: ${columnInYaml(layout.timestampColumn)}`);
  if (layout.symbolColumn !== undefined && withSymbols) {
    keys.push(`symbol_column: ${columnInYaml(layout.symbolColumn)}`);
  }
  if (!layout.hasHeader) keys.push("has_header: false");
  if (layout.skipLines > 0) keys.push(`skip_lines: ${layout.skipLines}`);
  if (layout.delimiter === "\t") keys.push("delimiter: tab");
  else if (layout.delimiter !== GENERIC.delimiter) keys.push(`delimiter: ${quoteWhole(layout.delimiter)}`);
  if (layout.decimalMark !== GENERIC.decimalMark) keys.push(`decimal_mark: ${quoteWhole(layout.decimalMark)}`);
  const { timeUnit } = layout;
  if (timeUnit !== GENERIC.timeUnit) keys.push(`${timeKeyOf(timeUnit)}: ${timeUnit}`);
  return keys;
}

function orderKeys({ time }: KnownFacts, layout: Layout): string[] {
  if (time === null) return [];
  const keys: string[] = [];
  const isOrdered = time.order === "ascending" || time.order === "descending";
  if (isOrdered && layout.order !== "auto" && time.order !== layout.order) keys.push(`order: ${time.order}`);
  if (time.duplicates.count > 0) keys.push("duplicates: keep-last");
  return keys;
}

function rowKeys({ refused_rows }: KnownFacts): string[] {
  return refused_rows.count === 0 ? [] : ["invalid_rows: skip", `max_invalid_rows: ${MOST_REFUSED_PERCENT}%`];
}
