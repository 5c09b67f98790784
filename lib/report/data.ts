/**
 * What is known of the data of a run → the lines that the report has of it.
 *
 * @module
 */
import type { Config } from "../config/config.ts";
import type { Place } from "../errors.ts";
import type { Decimal } from "../numbers/decimal.ts";
import { powerOfTen } from "../numbers/decimal.ts";
import type { ReadSummary } from "../rows/summary.ts";
import { formatDuration } from "../times/interval.ts";
import type { EvidentGaps } from "../times/evident_gaps.ts";
import type { OrderSummary } from "../times/order_summary.ts";
import { formatTimestamp } from "../times/timestamp.ts";
import { counted, grouped } from "./axis.ts";
import { type Content, html, outside, shortened } from "./html.ts";
import type { Move, Steps } from "./steps.ts";

/** What is known. */
export interface Facts {
  readonly summary: ReadSummary;
  /** Undefined where no timestamps are read. */
  readonly times: OrderSummary | undefined;
  /** Undefined where there are several series. */
  readonly steps: Pick<Steps, "move" | "stretch"> | undefined;
  readonly isDescending: boolean;
  readonly config: Pick<Config, "gaps" | "invalid_rows" | "duplicates">;
}

/** Digits of a close that are shown; of one with more, the first six. */
const SHOWN_DIGITS = 24;

/** Of a fact, whose names and numbers are cut by themselves, so that all of them show. */
const MOST_CHARACTERS = 400;
/** Larger changes in percent say nothing. */
const MOST_THOUSANDTHS = 10n ** 12n;
/** Files that may be missing of which the page tells. */
const LISTED_MISSING = 10;

type Fact = readonly [name: string, fact: Content];

/** Each with its name. */
export function dataFacts({ summary, times, steps, isDescending, config }: Facts): Fact[] {
  const { lines, bytes, blankLines, invalidRows, zeroCloses, negativeCloses } = summary;
  const facts: Fact[] = [
    ["Size", `${counted(bytes, "byte")}, ${counted(lines, "line")}`],
    ...(blankLines > 0 ? [["Blank lines", grouped(String(blankLines))] as const] : []),
    [
      "Skipped rows",
      config.invalid_rows === "skip" ? grouped(String(invalidRows)) : "none: an invalid row fails the run",
    ],
    ...(zeroCloses > 0 ? [["Closes of 0", grouped(String(zeroCloses))] as const] : []),
    ...(negativeCloses > 0 ? [["Closes below 0", grouped(String(negativeCloses))] as const] : []),
  ];
  if (steps !== undefined) facts.push(...stepFacts(steps, isDescending));
  if (times === undefined) return [...facts, ["Timestamps", "not read: the key timestamp_column is not given"]];
  return [...facts, ...timeFacts(times, config)];
}

function stepFacts({ move, stretch }: NonNullable<Facts["steps"]>, isDescending: boolean): Fact[] {
  const facts: Fact[] = [];
  if (stretch !== undefined) {
    const { rows, close, lastRow, place } = stretch;
    const text = rows === 1 ? "none" : `${counted(rows, "row")} of ${decimalText(close)}, up to ${at(lastRow, place)}`;
    facts.push(["Equal closes in a row", outside(text, MOST_CHARACTERS)]);
  }
  if (move !== undefined) facts.push(["Largest move", outside(moveText(move, isDescending), MOST_CHARACTERS)]);
  return facts;
}

function moveText({ first, second, size, row, place }: Move, isDescending: boolean): string {
  const [from, to] = isDescending ? [second, first] : [first, second];
  const percent = percentText(from, to);
  return `${decimalText(size)}${percent}, from ${decimalText(from)} to ${decimalText(to)}, ${at(row, place)}`;
}

function timeFacts(
  { earliest, latest, duplicates, gaps, irregular, largestGaps, missing, evident }: OrderSummary,
  config: Facts["config"],
): Fact[] {
  const facts: Fact[] = [];
  if (earliest !== undefined && latest !== undefined) {
    const span = `${formatTimestamp(earliest)} to ${formatTimestamp(latest)}: ${formatDuration(latest - earliest)}`;
    facts.push(["Span", span]);
  }
  facts.push(["Repeated timestamps", grouped(String(duplicates))]);
  if (config.gaps === "ignore") facts.push(["Gaps", evident === undefined ? NO_GAPS : evidentText(evident)]);
  else {facts.push(["Gaps", grouped(String(gaps))], [
      "Irregular steps",
      grouped(String(irregular)),
    ]);}
  for (
    const { file, line, from, to, nanoseconds } of [
      ...largestGaps,
      ...missing.slice(0, LISTED_MISSING).map((gap) => ({ line: undefined, ...gap })),
    ]
  ) {
    const where = line === undefined ? file : `${file}:${line}`;
    facts.push([
      "Gap",
      html`${formatDuration(nanoseconds)} from ${outside(from.trim())} to ${outside(to.trim())}, ${outside(where)}`,
    ]);
  }
  const more = missing.length - LISTED_MISSING;
  if (more > 0) facts.push(["Gaps between files", `${grouped(String(more))} more`]);
  return facts;
}

const NO_GAPS = "none that the rows show; the key gaps is not given";

function evidentText({ count, areMore, interval, longest: { from, to } }: EvidentGaps): string {
  const gaps = `${areMore ? "at least " : ""}${grouped(String(count))} between rows that mostly come every ${
    formatDuration(interval)
  }`;
  return `${gaps}, the longest of ${formatDuration(to - from)} from ${formatTimestamp(from)} to ${formatTimestamp(to)}`;
}

/** Where a row is: `data.csv:17`, or its number where that is not known. */
function at(row: number, place: Place | undefined): string {
  return place === undefined ? `row ${grouped(String(row))}` : `${shortened(place.file)}:${place.line}`;
}

/** The change in percent; nothing where a close is 0, or below. */
function percentText(from: Decimal, to: Decimal): string {
  if (from.mantissa <= 0n || to.mantissa <= 0n) return "";
  const decimals = Math.max(from.decimals, to.decimals, 0);
  const [before, after] = [from, to].map(({ mantissa, decimals: own }) => mantissa * powerOfTen(decimals - own));
  if (before === undefined || after === undefined) return "";
  const change = after < before ? before - after : after - before;
  // Half up: of a change that is shown with three decimals nobody asks which way a half went.
  const size = (change * 200_000n + before) / (2n * before);
  const sign = size === 0n ? "" : after < before ? "−" : "+";
  if (size >= MOST_THOUSANDTHS) return "";
  return ` (${sign}${grouped(`${size / 1000n}.${String(size % 1000n).padStart(3, "0")}`)}%)`;
}

/** `12,345.60`; a number of many digits as `1.5e+300`. */
function decimalText({ mantissa, decimals }: Decimal): string {
  const digits = String(mantissa < 0n ? -mantissa : mantissa);
  const sign = mantissa < 0n ? "-" : "";
  if (Math.max(digits.length, digits.length - decimals, decimals) > SHOWN_DIGITS) {
    const rest = digits.slice(1, 6).replace(/0+$/, "");
    const exponent = digits.length - 1 - decimals;
    return `${sign}${digits[0]}${rest === "" ? "" : `.${rest}`}e${exponent < 0 ? "" : "+"}${exponent}`;
  }
  const whole = decimals <= 0 ? digits + "0".repeat(-decimals) : digits.padStart(decimals + 1, "0");
  if (decimals <= 0) return sign + grouped(whole);
  return `${sign}${grouped(whole.slice(0, -decimals))}.${whole.slice(-decimals)}`;
}
