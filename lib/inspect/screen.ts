/**
 * The facts → a screen of text for people.
 *
 * @module
 */
import { escapeUnsafe, quote } from "../text/escape.ts";
import type { ColumnFacts, Facts, GapFacts } from "./facts.ts";
import type { Found } from "./lines.ts";
import type { TimeKind } from "./units.ts";

/** The most columns that are listed. */
const SHOWN_COLUMNS = 20;

/** The width of the labels. */
const LABEL_WIDTH = 15;

/** A line break that stays in the second column. */
const NEXT_LINE = `\n${" ".repeat(LABEL_WIDTH + 2)}`;

const DELIMITERS: Readonly<Record<string, string>> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" };

const KINDS: Readonly<Record<TimeKind, string>> = {
  s: "seconds",
  ms: "milliseconds",
  us: "microseconds",
  ns: "nanoseconds",
  date: "YYYYMMDD",
  text: "text",
};

/** The screen, with the config that fits at its end. */
export function screenOf(facts: Facts): string {
  const entries: readonly (readonly [label: string, text: string])[] = [
    ["bytes", `${facts.bytes}${facts.compression === null ? "" : ` (decompressed from ${facts.compression})`}`],
    ["encoding", encodingText(facts)],
    ["line ends", lineEndText(facts)],
    ["delimiter", DELIMITERS[facts.delimiter] ?? quote(facts.delimiter)],
    ["decimal mark", facts.decimal_mark],
    ["header", headerText(facts)],
    ["layout", facts.layout],
    ["rows", rowText(facts)],
    ...timeEntries(facts),
    ["closes", closeText(facts)],
    ["candles", candleText(facts)],
    ...symbolEntries(facts),
  ];
  const lines = [
    escapeUnsafe(facts.file),
    ...entries.map(([label, text]) => `  ${label.padEnd(LABEL_WIDTH)}${text}`),
    "",
    ...columnLines(facts),
  ];
  if (facts.problems.length > 0) lines.push("", "problems", ...facts.problems.map((problem) => `  ${problem}`));
  if (facts.warnings.length > 0) lines.push("", "warnings", ...facts.warnings.map((warning) => `  ${warning}`));
  return [...lines, "", ...configLines(facts), ""].join("\n");
}

function configLines({ config }: Facts): string[] {
  return config === null ? ["config that fits: none"] : ["config that fits", "", config.trimEnd()];
}

function encodingText({ first_invalid_utf8: invalid, byte_order_mark: isMarked }: Facts): string {
  const mark = isMarked ? " with a byte-order mark" : "";
  return invalid === null ? `UTF-8${mark}` : `not UTF-8: first at byte offset ${invalid}`;
}

function lineEndText(
  { line_ends: { lf, crlf }, has_last_line_end: isEnded, blank_lines: blank, lines_are_quoted_records: isQuoted }:
    Facts,
): string {
  const parts = [
    ...(lf > 0 ? [`${lf} LF`] : []),
    ...(crlf > 0 ? [`${crlf} CRLF`] : []),
    ...(isEnded || lf + crlf === 0 ? [] : ["none after the last line"]),
    ...(blank > 0 ? [`${blank} blank ${blank === 1 ? "line" : "lines"}`] : []),
    ...(isQuoted ? ["every line is one quoted field"] : []),
  ];
  return parts.length === 0 ? "none" : parts.join(", ");
}

function headerText({ header, skip_lines: skipped, lines_after_header: after }: Facts): string {
  const parts = [
    header ? "yes" : "none",
    ...(skipped > 0 ? [`after ${skipped} other ${skipped === 1 ? "line" : "lines"}`] : []),
    ...(after > 0 ? [`of ${after + 1} lines`] : []),
  ];
  return parts.join(", ");
}

function rowText({ rows, wrong_field_counts: wrong, stray_quotes: quotes, column_count: count }: Facts): string {
  return [
    `${rows}`,
    ...problemText(wrong, `without ${count} ${count === 1 ? "field" : "fields"}`),
    ...problemText(quotes, "with a stray quote"),
  ].join(", ");
}

/** `3 with a stray quote (line 4, 7, 9)`; nothing if there are none. */
function problemText(found: Found, what: string): string[] {
  return found.count === 0 ? [] : [`${found.count} ${what} (${linesText(found)})`];
}

function linesText({ count, lines }: Found): string {
  return `line ${lines.join(", ")}${count > lines.length ? ", …" : ""}`;
}

function timeEntries(facts: Facts): [label: string, text: string][] {
  const { time, unreadable_times: unreadable } = facts;
  const column = facts.columns.find(({ role }) => role === "timestamp")?.position;
  if (time === null) {
    const reason = column === undefined ? "no such column was found" : "none can be read";
    return [["timestamps", reason]];
  }
  const kinds = time.units.map((unit) => KINDS[unit]).join(" and ");
  const wrong = problemText(unreadable, `unreadable, as ${quote(unreadable.example ?? "")}`);
  return [
    ["timestamps", [`column ${column}, ${kinds}`, ...wrong].join(", ")],
    ["time span", `${time.earliest} to ${time.latest}`],
    ["order", orderText(time)],
    ["duplicates", duplicateText(time.duplicates)],
    ...intervalEntries(time),
  ];
}

function duplicateText(found: Found): string {
  return found.count === 0 ? "none" : `${found.count} with the time of the row before (${linesText(found)})`;
}

type TimeFacts = NonNullable<Facts["time"]>;

function orderText({ order, steps_forward: forward, steps_back: back }: TimeFacts): string {
  switch (order) {
    case "ascending":
      return "ascending, oldest first";
    case "descending":
      return "descending, newest first";
    case "unknown":
      return "unknown: no two rows have different times";
    case "neither":
      return `neither: ${forward.count} steps forward (${linesText(forward)}), ${back.count} back (${linesText(back)})`;
  }
}

function intervalEntries(time: TimeFacts): [label: string, text: string][] {
  const steps = time.steps_forward.count + time.steps_back.count;
  if (steps === 0) return [];
  const count = `${time.gaps_at_least ? "at least " : ""}${time.gaps}`;
  const largest = time.largest_gaps.map(gapText).join(NEXT_LINE);
  if (time.interval === null) return [["interval", "no usual one; the longest:"], ["", largest]];
  return [
    ["interval", `${time.interval}, ${time.interval_steps} of ${steps} steps`],
    ["gaps", time.gaps === 0 && !time.gaps_at_least ? "none" : `${count}; the longest:`],
    ...(largest === "" ? [] : [["", largest] as [string, string]]),
  ];
}

function gapText({ line, from, to, length, symbol }: GapFacts): string {
  return `${length} before line ${line}, ${from} to ${to}${symbol === undefined ? "" : ` of ${quote(symbol)}`}`;
}

function closeText({ closes, columns }: Facts): string {
  if (closes === null) return "no such column was found";
  const column = columns.find(({ role }) => role === "close")?.position;
  const missing = Object.entries(closes.missing).map(([word, count]) => `${count} ${word}`);
  const lines = closes.missing_lines;
  const total = Object.values(closes.missing).reduce((sum, count) => sum + count, 0);
  return [
    `column ${column}, ${closes.numbers} ${closes.numbers === 1 ? "number" : "numbers"}${
      closes.zeros === 0 ? "" : `, ${closes.zeros} of them 0`
    }`,
    ...(total === 0 ? [] : [`${missing.join(", ")} (${linesText({ count: total, lines })})`]),
    ...problemText(closes.grouped, `with groups of digits, as ${quote(closes.grouped.example ?? "")}`),
    ...problemText(closes.invalid, `not a number, as ${quote(closes.invalid.example ?? "")}`),
  ].join(NEXT_LINE);
}

function candleText({ candles }: Facts): string {
  if (candles === null) return "not checked: open, high, low and close are not all known";
  const { checked, inconsistent } = candles;
  if (inconsistent.count === 0) return `${checked} with low ≤ open, close ≤ high`;
  return `${checked}, of these ${problemText(inconsistent, "not within low ≤ open, close ≤ high").join("")}`;
}

function symbolEntries({ symbols }: Facts): [label: string, text: string][] {
  if (symbols === null) return [];
  const named = symbols.first.filter(({ symbol }) => symbol !== "");
  const shown = named.map(({ symbol, rows }) => `${escapeUnsafe(symbol)} ${rows}`);
  const more = symbols.count > shown.length || symbols.count_at_least ? ", …" : "";
  const count = `${symbols.count_at_least ? "more than " : ""}${symbols.count}`;
  const blank = problemText(symbols.blank, "blank");
  return [["symbols", [`${count}, rows of each: ${shown.join(", ")}${more}`, ...blank].join(", ")]];
}

/** A table of the columns. */
function columnLines({ columns, column_count: count }: Facts): string[] {
  const shown = columns.filter(({ position, role }) => position <= SHOWN_COLUMNS || role !== null);
  const nameOf = ({ name }: ColumnFacts) => escapeUnsafe(name ?? "");
  const width = Math.max(0, ...shown.map((column) => nameOf(column).length));
  const roleOf = ({ role, name }: ColumnFacts) => role === null || role === name?.toLowerCase() ? "" : `  (${role})`;
  const lines = shown.map((column) => {
    const position = String(column.position).padStart(4);
    const example = escapeUnsafe(column.example ?? "");
    return `${position}  ${nameOf(column).padEnd(width)}${width > 0 ? "  " : ""}${example}${roleOf(column)}`.trimEnd();
  });
  const rest = count - shown.length;
  return ["columns, each with an example", ...lines, ...(rest > 0 ? [`  and ${rest} more`] : [])];
}
