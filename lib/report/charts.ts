/**
 * What was kept of the rows → the charts of the page, and their numbers.
 *
 * @module
 */
import { signalRate } from "../numbers/signal_rate.ts";
import { type Axis, counted, grouped, linearAxis, numberText, priceAxis, ratio } from "./axis.ts";
import type { History, Signals } from "./history.ts";
import { type Content, html, type Markup, table } from "./html.ts";
import { band, bar, chart, COLORS, level, line, type Span, steps, swatch } from "./plot.ts";

/** What is drawn. */
export interface Drawing {
  readonly history: Pick<History, "prices" | "signals" | "runs">;
  /** Whether the first row is the newest. */
  readonly isDescending: boolean;
  /** Whether the closes are those of one series: otherwise they are not drawn. */
  readonly isOneSeries: boolean;
  /** Whether the signals of rows are those of their places: of descending symbols they are not. */
  readonly areSignalsInPlace: boolean;
  readonly window: number;
  /** The signal rate of all rows. */
  readonly rate: number;
  /** The earliest and the latest time; undefined where that is not known. */
  readonly times: readonly [string, string] | undefined;
}

/** A chart of rates shows a difference that is this large at least. */
const LEAST_RATES = 0.01;
/** The most parts of a chart of rates, and lines of a table: with more, each would have too few rows to tell of. */
const MOST_PARTS = 64;

/** All charts, each with its heading. */
export function chartsOf(drawing: Drawing): Markup {
  const { history, isOneSeries, areSignalsInPlace } = drawing;
  return html`${isOneSeries ? closesOf(drawing) : ""}${areSignalsInPlace ? ratesOf(drawing) : ""}${runsOf(history)}`;
}

/** Closes, their rolling mean, and the signal below. */
function closesOf(drawing: Drawing): Markup {
  const { history, window } = drawing;
  const partRows = history.prices.bucketRows;
  const prices = inTime(history.prices.buckets, drawing).map(({ figures }) => figures);
  const signals = inTime(history.signals.buckets, drawing).map(({ figures }) => figures);
  const axis = priceAxis(
    Math.min(...prices.map(({ low }) => low)),
    Math.max(...prices.map(({ high }) => high)),
  );
  const means = history.signals.mergedTo(MOST_PARTS).map(({ figures }) => figures.mean);
  const rows = counted(partRows, "row");
  const drawn = partRows === 1
    ? "Each row is drawn."
    : `Each point covers ${rows}: the band spans their lowest and highest close, the line is the mean at the last of them, and the strip is the stronger, the more of their signals are 1.`;
  return html`
    <h2>Closes</h2>
    <p>${swatch(COLORS.close, 3)} close&emsp;${swatch(COLORS.mean, 2)} rolling mean of ${counted(
      window,
      "close",
    )}&emsp;${swatch(
      COLORS.signal,
      12,
    )} signal is 1: the close is above the mean</p>
    ${chart({
      title: "Closes, their rolling mean, and the signal",
      description: "The numbers are in the table below.",
      axis,
      places: history.prices.rows / partRows,
      layers: [band(axis, prices), line(axis, signals.map(({ mean }) => mean), COLORS.mean)],
      strip: signals.map(({ ones, rated }) => rated === 0 ? 0 : ones / rated),
      span: spanOf(drawing),
    })}<p>${drawn}${axis.isLogarithmic ? " The axis is logarithmic." : ""}</p>
    ${numbersOf(
      history.prices.mergedTo(MOST_PARTS),
      ["Lowest close", "Highest close", "Mean at this row"],
      (part, n) => [
        plain(part.figures.low),
        plain(part.figures.high),
        plain(means[n] ?? NaN),
      ],
    )}
  `;
}

/** Rates and flips of parts of the rows. */
function ratesOf(drawing: Drawing): Markup {
  const { history, rate } = drawing;
  const parts = history.signals.mergedTo(MOST_PARTS);
  const [first] = parts;
  const rates = inTime(parts, drawing).map(rateOf);
  const flips = inTime(parts, drawing).map(flipsOf);
  const known = rates.filter((rate) => !Number.isNaN(rate));
  const rateAxis = linearAxis(Math.min(rate, ...known), Math.max(rate, ...known), LEAST_RATES, 1);
  const allFlips = 1000 * flipsIn(parts) / history.signals.rows;
  const flipAxis = linearAxis(0, Math.max(allFlips, ...flips, 1));
  const stepsOn = (axis: Axis, values: readonly number[], color: string, whole: number) => [
    steps(axis, values, places, color),
    level(axis, whole, places),
  ];
  const partRows = first?.rows ?? 0;
  const places = history.signals.rows / partRows;
  const part = partRows === 1 ? "row" : counted(partRows, "row");
  const common = { description: "The numbers are in the table below.", places, span: spanOf(drawing) };
  return html`
    <h2>Signal rate</h2>
    <p>${swatch(COLORS.signal, 2)} of each ${part}&emsp;${dashes()} of all rows: ${ratio(rate)}</p>
    ${chart({
      title: "The signal rate over the rows",
      axis: rateAxis,
      layers: stepsOn(rateAxis, rates, COLORS.signal, rate),
      ...common,
    })}<h2>Flips</h2>
    <p>Changes of the signal from one row to the next, per 1,000 rows: ${swatch(
      COLORS.mean,
      2,
    )} of each ${part}&emsp;${dashes()} of all rows: ${tenths(allFlips)}</p>
    ${chart({
      title: "Changes of the signal per 1,000 rows",
      axis: flipAxis,
      layers: stepsOn(flipAxis, flips, COLORS.mean, allFlips),
      ...common,
    })}${numbersOf(parts, ["Signal rate", "Flips per 1,000"], (part) => {
      const { ones, rated } = part.figures;
      return [rated === 0 ? "" : ratio(signalRate(ones, rated)), tenths(flipsOf(part))];
    })}
  `;
}

/** A line for each part of the rows, in a table that does not take its room until it is opened. */
function numbersOf<Part extends { readonly rows: number }>(
  parts: readonly Part[],
  columns: readonly string[],
  cellsOf: (part: Part, n: number) => readonly Content[],
): Markup {
  let row = 0;
  const rows = parts.map((part, n) => [grouped(String(row += part.rows)), ...cellsOf(part, n)]);
  return html`
    <details>
    <summary>Numbers</summary>
    ${table("In the order of the file", ["Up to row", ...columns], rows)}</details>
  `;
}

/** How long signals stay as they are. */
function runsOf({ runs, signals }: Drawing["history"]): Markup {
  const counts = runs.counts();
  const shortest = counts.findIndex(([zeros, ones]) => zeros + ones > 0);
  const most = Math.max(...counts.flat());
  const cell = (count: number, color: string) => html`${bar(count / most, color)}&nbsp;${grouped(String(count))}`;
  const rows = counts.map(([zeros, ones], n): Content[] => [
    n === 0 ? "1" : html`${grouped(String(2 ** n))}&nbsp;to&nbsp;${grouped(String(2 ** (n + 1) - 1))}`,
    cell(ones, COLORS.signal),
    cell(zeros, COLORS.close),
  ]);
  const longest = (signal: 0 | 1) => counted(runs.longest(signal), "row");
  return html`<h2>Runs</h2>
<p>Rows in a row with the same signal. It changes ${counted(flipsIn(signals.buckets), "time")}, and stays 1 for ${
    longest(1)
  } and 0 for ${longest(0)} at most.</p>
${table("How many runs there are of each length", ["Rows", "Signal 1", "Signal 0"], rows.slice(shortest))}`;
}

/** The earliest first. */
function inTime<T>(buckets: readonly T[], { isDescending }: Drawing): readonly T[] {
  return isDescending ? buckets.toReversed() : buckets;
}

/** What stands below the charts. */
function spanOf({ history, isDescending, times }: Drawing): Span {
  const { rows } = history.signals;
  const middle = Math.ceil(rows / 2);
  const [first, last] = isDescending ? [rows, 1] : [1, rows];
  const name = (row: number) => grouped(String(row));
  return { ticks: [`row ${name(first)}`, name(middle), name(last)], ends: times };
}

function rateOf({ figures: { ones, rated } }: Signals): number {
  return rated === 0 ? NaN : ones / rated;
}

function flipsIn(parts: readonly Signals[]): number {
  return parts.reduce((sum, { figures }) => sum + figures.flips, 0);
}

function flipsOf({ rows, figures: { flips } }: Signals): number {
  return 1000 * flips / rows;
}

function dashes(): Markup {
  return html`
    <svg width="20" height="12" aria-hidden="true">
      <path d="M0 6h20" stroke="currentColor" stroke-width="1.5" stroke-dasharray="6 4" />
    </svg>
  `;
}

function tenths(value: number): string {
  return numberText(value, 0.1);
}

/** A number with its digits, ten at most. */
function plain(value: number): string {
  if (Number.isNaN(value)) return "";
  const text = String(Number(value.toPrecision(10)));
  return text.includes("e") ? text : grouped(text);
}
