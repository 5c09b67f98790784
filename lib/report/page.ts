/**
 * What a run has found → one static page of HTML: no script, nothing from elsewhere, and a style that it can do without.
 *
 * @module
 */
import type { ConfidenceInterval } from "../confidence/begin.ts";
import type { Verdict } from "../gates/gates.ts";
import { counted, grouped, ratio } from "./axis.ts";
import { type Content, facts, html, type Markup, outside, shortened, table } from "./html.ts";
import { type RankedSymbol, type Ranks, rateOfSymbol } from "./ranks.ts";

/** What the page says besides its charts. */
export interface Findings {
  /** Names of the inputs; the first ones, if there are many. */
  readonly inputs: readonly string[];
  readonly version: string;
  readonly window: number;
  /** Rows that count. */
  readonly rows: number;
  readonly ones: number;
  /** Rows that the signal rate is a share of. */
  readonly rated: number;
  /** As metrics have it. */
  readonly rate: number;
  readonly interval: ConfidenceInterval | undefined;
  readonly verdicts: readonly Verdict[];
  /** What the run warned of. */
  readonly warnings: readonly string[];
  /** What is known of the data: each with its name. */
  readonly data: readonly (readonly [name: string, fact: Content])[];
  /** Undefined where rows have no symbols. */
  readonly symbols: { readonly count: number; readonly ranks: Ranks } | undefined;
  readonly config: readonly (readonly [key: string, value: string])[];
  readonly files: readonly (readonly [flag: string, name: string])[];
  /** Of the program. */
  readonly program: string;
}

const STYLE = html`<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 0 auto; padding: 1rem }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 }
h2 { font-size: 1.2rem; margin: 2.5rem 0 0.25rem }
table { border-collapse: collapse; margin: 0.5rem 0 }
caption { text-align: left }
th, td { text-align: left; vertical-align: top; padding: 0.2rem 0.75rem 0.2rem 0; font-variant-numeric: tabular-nums }
th { font-weight: 600 }
thead th { vertical-align: bottom; border-bottom: 1px solid }
details { font-size: 0.875rem }
summary { cursor: pointer }
svg { vertical-align: middle }
</style>`;

/** The most characters of a warning that are shown: it ends in what there is to do, behind names of files. */
const SHOWN_OF_WARNING = 400;

/** The text of the page. */
export function pageOf(findings: Findings, charts: Markup): string {
  const { inputs, version, window, rows, warnings, symbols, program } = findings;
  const [first = ""] = inputs;
  const page = html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Signal report: ${shortened(first)}</title>
    ${STYLE}
      </head>
      <body>
        <main>
    <h1>Signal report</h1>
    <p>${outside(first)}${inputs.length > 1 ? ` and ${inputs.length - 1} more` : ""}: ${counted(
      rows,
      "row",
    )}, window ${grouped(String(window))}, config version ${outside(version)}</p>
    ${resultOf(findings)}${warnings.length === 0 ? "" : html`
      <h2>Warnings</h2>
      <ul>
      ${warnings.map((warning) =>
        html`
          <li>${outside(warning, SHOWN_OF_WARNING)}</li>
        `
      )}</ul>
    `}${charts}<h2>Data</h2>
    ${facts(findings.data)}${symbols === undefined ? "" : symbolsOf(symbols)}<h2>Config</h2>
    ${facts(findings.config.map(([key, value]) => [key, outside(value)]))}<h2>Files</h2>
    ${facts(findings.files.map(([flag, name]) => [flag, outside(name)]))}<p>${program}</p>
        </main>
      </body>
    </html>
  `;
  return `${page.text}\n`;
}

function resultOf({ rate, ones, rated, interval, verdicts }: Findings): Markup {
  const rows: (readonly [string, Content])[] = [
    ["Status", "success"],
    ["Signal rate", html`<strong>${rate}</strong>: ${grouped(String(ones))} of ${counted(rated, "row")}`],
  ];
  if (interval !== undefined) {
    const name = `${Number((100 * interval.level).toFixed(6))}% interval`;
    rows.push([name, interval.low === null ? `none: ${interval.reason}` : `${interval.low} to ${interval.high}`]);
  }
  const judged = verdicts.map(({ gate, limit, actual, passed }) => [
    outside(gate),
    shown(limit),
    actual === null ? "not known" : shown(actual),
    passed === null ? "not compared" : passed ? "passed" : "failed",
  ]);
  return html`${facts(rows)}${
    judged.length === 0 ? "" : table("Gates", ["Gate", "Limit", "Actual", "Result"], judged)
  }`;
}

/** A length of time, rows, or a rate. */
function shown(value: number | string): string {
  return typeof value === "string" ? value : grouped(String(Number(value.toFixed(8))));
}

function symbolsOf({ count, ranks: { highest, lowest } }: NonNullable<Findings["symbols"]>): Markup {
  const columns = ["Symbol", "Signal rate", "Rows"];
  const rowsOf = (symbols: readonly RankedSymbol[]) =>
    symbols.map((symbol) => [outside(symbol.symbol), ratio(rateOfSymbol(symbol)), grouped(String(symbol.rated))]);
  return html`<h2>Symbols</h2>
<p>${counted(count, "symbol")}</p>
${table(`The ${highest.length} highest signal rates`, columns, rowsOf(highest))}${
    table(`The ${lowest.length} lowest signal rates`, columns, rowsOf(lowest))
  }`;
}
