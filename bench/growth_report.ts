/**
 * A session of growing files → a table for people.
 *
 * @module
 */
import type { Measured, Measurement } from "./measure.ts";
import { count, mib, ms } from "./quantities.ts";
import { conditions, type Session, warnings, whoIsWho } from "./session.ts";
import { median } from "./statistics.ts";
import { table } from "./table.ts";

/** One file. */
export interface Step extends Measurement {
  readonly rows: number;
  readonly bytes: number;
}

export interface GrowthSession extends Session {
  readonly shape: string;
  readonly window: number;
  /** From the smallest file to the largest. */
  readonly steps: readonly Step[];
}

/** What one contender's runs on one file come to. */
export interface Point {
  readonly bytes: number;
  readonly seconds: number;
  /** Absent where memory can't be measured. */
  readonly peakKiB: number | undefined;
}

/** A contender's points, from the smallest file to the largest. */
export function pointsOf({ steps }: GrowthSession, name: string): Point[] {
  return steps.flatMap(({ bytes, contenders }) => {
    const runs: Measured | undefined = contenders.find((one) => one.name === name);
    return runs === undefined ? [] : [{ bytes, seconds: median(runs.seconds), peakKiB: runs.peakKiB }];
  });
}

/** Everything that README shows. */
function growthSummary(session: GrowthSession): string {
  const { steps, contenders, rounds, shape, window } = session;
  const names = contenders.map(({ name }) => name);
  const points = new Map(names.map((name) => [name, pointsOf(session, name)]));
  const cells = (step: number, cell: (point: Point) => string) =>
    names.map((name) => {
      const point = points.get(name)?.[step];
      return point === undefined ? "" : cell(point);
    });
  return [
    `${conditions(session)}. Files of the shape ${shape}, window ${window}; medians of ${rounds} rounds.`,
    "",
    ...table(
      ["MB", "rows", ...names.map((name) => `${name}, ms`), ...names.map((name) => `${name}, peak MiB`)],
      steps.map(({ bytes, rows }, step) => [
        (bytes / 1e6).toFixed(0),
        count(rows),
        ...cells(step, ({ seconds }) => ms(seconds)),
        ...cells(step, ({ peakKiB }) => mib(peakKiB)),
      ]),
    ),
    "",
  ].join("\n");
}

/**
 * The session as a Markdown page. What stands between the marks is what README shows.
 *
 * @param chart Name of the chart's file beside the page.
 */
export function growthPage(session: GrowthSession, chart: string): string {
  return [
    "# How the cost grows",
    "",
    ...warnings(session),
    "<!-- growth -->",
    "",
    growthSummary(session),
    "<!-- /growth -->",
    "",
    `![Time and memory over the size of the file](${chart})`,
    "",
    `Seed ${session.seed}; files in the page cache.`,
    "",
    ...whoIsWho(session),
    "",
  ].join("\n");
}
