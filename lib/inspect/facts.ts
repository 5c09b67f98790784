/**
 * All that is known about a file, as `inspect --json` prints it.
 *
 * @module
 */
import type { Recognised } from "../layouts/recognised.ts";
import type { Utf8Check } from "./encoding.ts";
import { type Found, foundOf } from "./lines.ts";
import type { CandleFacts, CloseFacts } from "./prices.ts";
import { CR, LF } from "../records/ascii.ts";
import type { RecordCutter } from "../records/cutter.ts";
import type { Refused, Survey } from "./survey.ts";
import type { Gap } from "./times.ts";
import { isoTime, lengthText, type TimeKind } from "./units.ts";

/** Columns that are listed. */
const MOST_COLUMNS = 100;

/** Characters of an example that are kept. */
const EXAMPLE_CHARACTERS = 60;

export interface ColumnFacts {
  /** From 1. */
  readonly position: number;
  /** Null where the file has no header and is of no known layout. */
  readonly name: string | null;
  /** From the first rows; null where all of these are blank. */
  readonly example: string | null;
  /** What the column is taken for. */
  readonly role: string | null;
}

export interface GapFacts {
  readonly line: number;
  readonly from: string;
  readonly to: string;
  readonly length: string;
  /** Absent where no column of symbols is known. */
  readonly symbol?: string;
}

/** The facts. Lines are physical lines from 1, the first few of them; times are in ISO 8601 and UTC, as the file has them. */
export interface Facts {
  readonly file: string;
  /** Plain bytes: those of a compressed file after it has been decompressed. */
  readonly bytes: number;
  readonly compression: string | null;
  readonly byte_order_mark: boolean;
  /** Offset of the first byte that is not UTF-8, in the plain bytes. */
  readonly first_invalid_utf8: number | null;
  readonly line_ends: { readonly lf: number; readonly crlf: number };
  /** Whether the last line ends in a line end. If it does not, it may be cut off. */
  readonly has_last_line_end: boolean;
  readonly blank_lines: number;
  readonly ends_within_quotes: boolean;
  readonly lines_are_quoted_records: boolean;
  readonly delimiter: string;
  readonly decimal_mark: string;
  readonly header: boolean;
  readonly skip_lines: number;
  readonly lines_after_header: number;
  readonly layout: string;
  readonly column_count: number;
  readonly columns: readonly ColumnFacts[];
  readonly rows: number;
  /** Rows that a job does not take, and what it says of the first of them. */
  readonly refused_rows: { readonly count: number; readonly line: number | null; readonly reason: string | null };
  readonly wrong_field_counts: Found;
  readonly stray_quotes: Found;
  readonly time: {
    readonly units: readonly TimeKind[];
    readonly earliest: string;
    readonly latest: string;
    readonly order: "ascending" | "descending" | "neither" | "unknown";
    readonly steps_forward: Found;
    readonly steps_back: Found;
    readonly duplicates: Found;
    readonly interval: string | null;
    readonly interval_steps: number;
    readonly gaps: number | null;
    readonly gaps_at_least: boolean;
    readonly largest_gaps: readonly GapFacts[];
  } | null;
  readonly unreadable_times: Found & { readonly example: string | null };
  readonly closes:
    | (Omit<CloseFacts, "missingLines" | "grouped" | "invalid"> & {
      readonly missing_lines: readonly number[];
      readonly grouped: Found & { readonly example: string | null };
      readonly invalid: Found & { readonly example: string | null };
    })
    | null;
  readonly candles: CandleFacts | null;
  readonly symbols: {
    readonly count: number;
    readonly count_at_least: boolean;
    readonly first: readonly { readonly symbol: string; readonly rows: number }[];
    readonly blank: Found;
  } | null;
  /** What keeps a job from reading the file as it is. */
  readonly problems: readonly string[];
  /** What a job would warn of, of gaps in time. */
  readonly warnings: readonly string[];
  /** A config with which a job reads the file; null where there are problems. */
  readonly config: string | null;
}

/** What was found out on the way through a file. */
export interface Findings {
  readonly file: string;
  readonly bytes: number;
  readonly compression: string | undefined;
  readonly hasByteOrderMark: boolean;
  readonly recognised: Recognised;
  /** Rows that a job does not take. */
  readonly refused: Refused;
  readonly utf8: Utf8Check;
  readonly records: RecordCutter;
  /** Whether the file ends within quotes. */
  readonly isUnterminated: boolean;
  readonly survey: Survey;
}

/** What the file says of itself, before it is asked which config fits. */
export type KnownFacts = Omit<Facts, "problems" | "warnings" | "config">;

/** The facts that the findings are. */
export function factsOf(findings: Findings): KnownFacts {
  const { file, bytes, compression, hasByteOrderMark, recognised, refused, utf8, records, isUnterminated, survey } =
    findings;
  const { columns, fieldCount } = recognised;
  return {
    file,
    bytes,
    compression: compression ?? null,
    byte_order_mark: hasByteOrderMark,
    first_invalid_utf8: utf8.firstInvalid ?? null,
    line_ends: records.lineEnds,
    has_last_line_end: records.lastByte === LF || records.lastByte === CR,
    blank_lines: records.blankLines,
    ends_within_quotes: isUnterminated,
    lines_are_quoted_records: survey.hasQuotedRecords,
    delimiter: recognised.delimiter,
    decimal_mark: recognised.decimalMark,
    header: recognised.hasHeader,
    skip_lines: recognised.skipLines,
    lines_after_header: recognised.linesAfterHeader,
    layout: recognised.name,
    column_count: fieldCount,
    columns: columnFacts(recognised),
    rows: survey.rows,
    refused_rows: {
      count: refused.count,
      line: refused.first?.line ?? null,
      reason: refused.first?.fault.reason ?? null,
    },
    wrong_field_counts: foundOf(survey.wrongFieldCounts),
    stray_quotes: foundOf(survey.strayQuotes),
    time: timeFacts(survey, columns.symbol !== undefined),
    unreadable_times: { ...foundOf(survey.unreadableTimes), example: cut(survey.unreadableTimes.example) },
    closes: columns.close === undefined ? null : closeFacts(survey.prices.closes),
    candles: [columns.open, columns.high, columns.low, columns.close].includes(undefined)
      ? null
      : survey.prices.candles,
    symbols: columns.symbol === undefined ? null : symbolFacts(survey),
  };
}

/** The first columns, and those further on that are taken for something. */
function columnFacts({ names, fieldCount, rows, columns }: Recognised): ColumnFacts[] {
  const roles = new Map(Object.entries(columns).map(([role, index]) => [index, role]));
  const first = Array.from({ length: Math.min(fieldCount, MOST_COLUMNS) }, (_, index) => index);
  const later = [...roles.keys()].filter((index) => index >= first.length).sort((a, b) => a - b);
  return [...first, ...later].map((index) => {
    const example = rows.map(({ fields }) => fields[index]?.trim() ?? "").find((text) => text !== "");
    return { position: index + 1, name: cut(names?.[index]), example: cut(example), role: roles.get(index) ?? null };
  });
}

function timeFacts(survey: Survey, hasSymbols: boolean): Facts["time"] {
  const { facts } = survey.times;
  if (facts === undefined) return null;
  const gapFacts = ({ line, from, to, symbol }: Gap): GapFacts => ({
    line,
    from: isoTime(from),
    to: isoTime(to),
    length: lengthText(to > from ? to - from : from - to),
    ...(hasSymbols ? { symbol } : {}),
  });
  return {
    units: survey.timeKinds,
    earliest: isoTime(facts.earliest),
    latest: isoTime(facts.latest),
    order: facts.order,
    steps_forward: facts.stepsForward,
    steps_back: facts.stepsBack,
    duplicates: facts.duplicates,
    interval: facts.usualInterval === undefined ? null : lengthText(facts.usualInterval.length),
    interval_steps: facts.usualInterval?.count ?? 0,
    gaps: facts.gaps ?? null,
    gaps_at_least: facts.isGapCountLeast,
    largest_gaps: facts.largestGaps.map(gapFacts),
  };
}

function closeFacts(
  { numbers, zeros, missing, missingLines, grouped, invalid }: CloseFacts,
): NonNullable<Facts["closes"]> {
  return {
    numbers,
    zeros,
    missing,
    missing_lines: missingLines,
    grouped: { ...grouped, example: cut(grouped.example) },
    invalid: { ...invalid, example: cut(invalid.example) },
  };
}

function symbolFacts(survey: Survey): NonNullable<Facts["symbols"]> {
  const { count, isCountLeast, first } = survey.times.symbols;
  return { count, count_at_least: isCountLeast, first, blank: foundOf(survey.blankSymbols) };
}

function cut(text: string | undefined): string | null {
  return text === undefined ? null : [...text.slice(0, 2 * EXAMPLE_CHARACTERS)].slice(0, EXAMPLE_CHARACTERS).join("");
}
