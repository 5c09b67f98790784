/**
 * The facts → the config with which a job reads the file.
 *
 * @module
 */
import { quote, quoteWhole } from "../escape.ts";
import { type ColumnName, GENERIC, type Layout } from "../layouts/layout.ts";
import type { Facts, KnownFacts } from "./facts.ts";

/** What every config says. */
const EVERY_CONFIG = ["seed: 42", "window: 5", 'version: "v1"'];

/** Words that YAML reads as something else than text. */
const YAML_WORDS = /^(?:true|false|yes|no|on|off|null|y|n|inf|nan)$/i;

/**
 * The config that fits, and what no config can mend.
 *
 * @param layout Undefined where no close was found.
 */
export function configThatFits(facts: KnownFacts, layout: Layout | undefined): Pick<Facts, "problems" | "config"> {
  const problems = problemsOf(facts);
  if (layout === undefined) return { problems, config: null };
  const keys = [...EVERY_CONFIG, ...layoutKeys(facts, layout), ...orderKeys(facts, layout), ...rowKeys(facts)];
  return { problems, config: keys.map((line) => `${line}\n`).join("") };
}

function problemsOf(facts: KnownFacts): string[] {
  const { closes, time } = facts;
  const problems: string[] = [];
  if (facts.rows === 0) problems.push("there are no rows");
  if (closes === null) {
    problems.push(
      "no single column has the name or the looks of a close: write close_column: and its name or position",
    );
  } else if (facts.rows > 0 && closes.numbers === 0) problems.push("no close is a number");
  if (closes !== null && closes.grouped.count > 0) {
    const { count, example } = closes.grouped;
    problems.push(
      `${count} ${count === 1 ? "close has its" : "closes have their"} digits in groups, as ${
        quote(example ?? "")
      }: take the marks between the groups out`,
    );
  }
  if (time?.order === "neither") {
    const isMostlyForward = time.steps_forward.count >= time.steps_back.count;
    const [line] = (isMostlyForward ? time.steps_back : time.steps_forward).lines;
    problems.push(
      `the rows are in no order of time: line ${line} steps ${isMostlyForward ? "back" : "forward"}; sort them`,
    );
  }
  if (facts.ends_within_quotes) {
    problems.push("the file ends within quotes: what follows the last sound record was not read");
  }
  return problems;
}

/** `layout:`, or the keys of a generic layout that differ from what goes without saying. */
function layoutKeys(facts: KnownFacts, layout: Layout): string[] {
  if (layout.name !== GENERIC.name) return [`layout: ${layout.name}`];
  // Two columns for one time have no key of their own.
  if (layout.timestampFields === 2) return ["layout: auto"];
  const keys: string[] = [];
  if (String(layout.closeColumn).toLowerCase() !== GENERIC.closeColumn) {
    keys.push(`close_column: ${column(layout.closeColumn)}`);
  }
  if (layout.timestampColumn !== undefined) keys.push(`timestamp_column: ${column(layout.timestampColumn)}`);
  if (layout.symbolColumn !== undefined && facts.symbols !== null && facts.symbols.count > 1) {
    keys.push(`symbol_column: ${column(layout.symbolColumn)}`);
  }
  if (!layout.hasHeader) keys.push("has_header: false");
  if (layout.skipLines > 0) keys.push(`skip_lines: ${layout.skipLines}`);
  if (layout.delimiter === "\t") keys.push("delimiter: tab");
  else if (layout.delimiter !== GENERIC.delimiter) keys.push(`delimiter: ${quoteWhole(layout.delimiter)}`);
  if (layout.decimalMark !== GENERIC.decimalMark) keys.push(`decimal_mark: ${quoteWhole(layout.decimalMark)}`);
  if (layout.timeUnit !== GENERIC.timeUnit) keys.push(`time_unit: ${layout.timeUnit}`);
  return keys;
}

/** A column as YAML takes it: a position, a name, or a name in quotes. */
function column(name: ColumnName): string {
  if (typeof name === "number") return String(name);
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(name) && !YAML_WORDS.test(name) ? name : quoteWhole(name);
}

function orderKeys({ time }: KnownFacts, layout: Layout): string[] {
  if (time === null) return [];
  const keys: string[] = [];
  const isOrdered = time.order === "ascending" || time.order === "descending";
  if (isOrdered && layout.order !== "auto" && time.order !== layout.order) keys.push(`order: ${time.order}`);
  if (time.duplicates.count > 0) keys.push("duplicates: keep-last");
  return keys;
}

/** Rows that are skipped must be few in kind: closes that are there and merely spelled otherwise are not among them. */
function rowKeys({ closes, symbols, wrong_field_counts, stray_quotes, unreadable_times, time }: KnownFacts): string[] {
  const missing = Object.values(closes?.missing ?? {}).reduce((sum, count) => sum + count, 0);
  const counts = [
    missing,
    closes?.invalid.count ?? 0,
    symbols?.blank.count ?? 0,
    wrong_field_counts.count,
    stray_quotes.count,
    time === null ? 0 : unreadable_times.count,
  ];
  return counts.some((count) => count > 0) ? ["invalid_rows: skip"] : [];
}
