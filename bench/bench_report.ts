/**
 * A session of the benchmark → tables for people.
 *
 * @module
 */
import { CAT, EMPTY, OWN, OWN_ONE_THREAD, POLARS } from "./line_up.ts";
import type { Measured, Measurement } from "./measure.ts";
import { count, mib, ms } from "./quantities.ts";
import { conditions, type Session, warnings, whoIsWho } from "./session.ts";
import { median, pairedRatio } from "./statistics.ts";
import { table } from "./table.ts";

/** One file with one window. */
export interface Case extends Measurement {
  readonly shape: string;
  readonly rows: number;
  readonly window: number;
  readonly bytes: number;
  /** The exact answer, and the rows whose close equals its mean. */
  readonly signals: number;
  readonly ties: number;
}

export interface BenchSession extends Session {
  readonly cases: readonly Case[];
  /** Names of the other programs that do the job. */
  readonly rivals: readonly string[];
}

/** What the tables compare: names, and the heading of the column. */
const RATIOS = [
  { of: OWN, to: CAT, heading: "batch-signal ÷ cat" },
  { of: OWN_ONE_THREAD, to: CAT, heading: "1 thread ÷ cat" },
  { of: POLARS, to: OWN, heading: "polars ÷ batch-signal" },
  { of: OWN, to: EMPTY, heading: "batch-signal ÷ empty script" },
] as const;

const runsOf = (contenders: readonly Measured[], name: string) => contenders.find((one) => one.name === name);

function ratio({ contenders }: Measurement, of: string, to: string): string {
  const [a, b] = [runsOf(contenders, of), runsOf(contenders, to)];
  return a === undefined || b === undefined ? "" : pairedRatio(a.seconds, b.seconds).toFixed(2);
}

/** Every value once, in order of appearance. */
const distinct = <Value>(values: readonly Value[]) => [...new Set(values)];

/** Medians and ratios of all files of one length. */
function timesTable(cases: readonly Case[], names: readonly string[]): string[] {
  const shown = names.filter((name) => cases.some(({ contenders }) => runsOf(contenders, name) !== undefined));
  const ratios = RATIOS.filter(({ of, to }) => shown.includes(of) && shown.includes(to));
  return table(
    ["shape", "window", "MB", ...shown, ...ratios.map(({ heading }) => heading)],
    cases.map((one) => [
      one.shape,
      count(one.window),
      (one.bytes / 1e6).toFixed(one.bytes < 1e7 ? 1 : 0),
      ...shown.map((name) => ms(median(runsOf(one.contenders, name)?.seconds ?? []))),
      ...ratios.map(({ of, to }) => ratio(one, of, to)),
    ]),
    1,
  );
}

/** The highest peaks of all files of one length. */
function memoryTable(cases: readonly Case[], names: readonly string[]): string[] {
  const peak = (rows: number, name: string) => {
    const peaks = cases.filter((one) => one.rows === rows)
      .flatMap(({ contenders }) => runsOf(contenders, name)?.peakKiB ?? []);
    return peaks.length === 0 ? "" : mib(Math.max(...peaks));
  };
  return table(
    ["rows", ...names],
    distinct(cases.map(({ rows }) => rows)).map((rows) => [count(rows), ...names.map((name) => peak(rows, name))]),
  );
}

/** Where another program that does the job took less time, by the median of the ratios within a round. */
export function losses({ cases, rivals }: BenchSession): string {
  const lost = cases.flatMap((one) =>
    rivals.map((name) => ({ name, times: ratio(one, OWN, name) }))
      .filter(({ times }) => Number(times) > 1)
      .map(({ name, times }) =>
        `${name} on ${one.shape}, ${count(one.rows)} rows, window ${count(one.window)} (${times} × as fast)`
      )
  );
  return lost.length === 0 ? "none, nowhere" : lost.join("; ");
}

/** Everything that README shows. */
export function summary(session: BenchSession): string {
  const { cases, contenders, rounds } = session;
  const names = contenders.map(({ name }) => name);
  const isMetered = cases.some((one) => one.contenders.some(({ peakKiB }) => peakKiB !== undefined));
  return [
    `${conditions(session)}. Milliseconds of the whole process, medians of ${rounds} rounds in which ` +
    "all run in turn; ratios are medians of the ratios within a round.",
    "",
    ...distinct(cases.map(({ rows }) => rows)).flatMap((rows) => [
      `${count(rows)} rows:`,
      "",
      ...timesTable(cases.filter((one) => one.rows === rows), names),
      "",
    ]),
    ...(isMetered
      ? ["Peak memory in MiB, the highest of all shapes and windows:", "", ...memoryTable(cases, names), ""]
      : []),
    `Of the programs that do the job, faster than batch-signal: ${losses(session)}.`,
    "",
  ].join("\n");
}

/** Each contender on each file. */
function details(cases: readonly Case[]): string[] {
  const heading = ["shape", "rows", "window", "contender", "median ms", "min", "max", "peak MiB", "signals", "off by"];
  const rows = cases.flatMap((one) =>
    one.contenders.map(({ name, seconds, peakKiB, answer }) => [
      one.shape,
      count(one.rows),
      count(one.window),
      name,
      ms(median(seconds)),
      ms(Math.min(...seconds)),
      ms(Math.max(...seconds)),
      mib(peakKiB),
      answer?.signals === undefined ? "" : count(answer.signals),
      answer?.signals === undefined ? "" : count(answer.signals - one.signals),
    ])
  );
  return table(heading, rows, 4);
}

/** How far `cat` moved, and the exact answers. */
function floors(cases: readonly Case[]): string[] {
  return table(
    ["shape", "rows", "window", "cat before, ms", "cat after, ms", "signals", "close equals mean"],
    cases.map((one) => [
      one.shape,
      count(one.rows),
      count(one.window),
      ms(median(one.catBefore)),
      ms(median(one.catAfter)),
      count(one.signals),
      count(one.ties),
    ]),
  );
}

/** The session as a Markdown page. What stands between the marks is what README shows. */
export function benchPage(session: BenchSession): string {
  return [
    "# As fast as the disk?",
    "",
    ...warnings(session),
    "<!-- bench -->",
    "",
    summary(session),
    "<!-- /bench -->",
    "",
    `Seed ${session.seed}; files in the page cache.`,
    "",
    ...whoIsWho(session),
    "",
    "## Every contender",
    "",
    "A program that rounds may be off by as many signals as there are closes that equal their rolling mean; one that is " +
    "exact, by none. Whoever is off by more is not timed: the benchmark stops.",
    "",
    ...details(session.cases),
    "",
    "## `cat` right before and after the rounds, and the exact answers",
    "",
    ...floors(session.cases),
    "",
  ].join("\n");
}
