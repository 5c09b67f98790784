/**
 * Runs → a table for people and a record for machines.
 *
 * @module
 */
import type { Expected } from "./candle_file.ts";
import type { Run } from "./process.ts";

/** All runs of one contender. */
export interface Measured {
  readonly name: string;
  readonly version: string;
  /** As run in the project's root. */
  readonly command: string;
  /** How many signals it finds; absent for what reads only. */
  readonly signals?: number;
  /** In the order of the rounds. */
  readonly runs: readonly Run[];
}

/** Everything that a session of measuring found, as it goes into the JSON file. */
export interface Session {
  readonly date: string;
  readonly machine: {
    readonly system: string;
    readonly cpu: string;
    readonly cores: number;
    /** Load average over a minute: when this program started, and after the last run. */
    readonly load: { readonly before: number; readonly after: number };
  };
  readonly file: Expected & { readonly seed: number };
  readonly window: number;
  readonly contenders: readonly Measured[];
  readonly skipped: readonly string[];
}

/** The contender that the others are compared with. */
export const BASE = "batch-signal";

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? NaN;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? NaN) + upper) / 2 : upper;
}

function medianSeconds(contender: Measured): number {
  return median(contender.runs.map((run) => run.seconds));
}

function peakMiB({ runs }: Measured): string {
  const peaks = runs.flatMap((run) => run.peakKiB ?? []);
  return peaks.length === 0 ? "skipped" : (Math.max(...peaks) / 1024).toFixed(0);
}

function tableRow(contender: Measured, base: number): string {
  const seconds = contender.runs.map((run) => run.seconds);
  const cells = [
    `${contender.name} ${contender.version}`,
    medianSeconds(contender).toFixed(3),
    Math.min(...seconds).toFixed(3),
    Math.max(...seconds).toFixed(3),
    (medianSeconds(contender) / base).toFixed(2),
    peakMiB(contender),
    contender.signals?.toLocaleString("en") ?? "",
  ];
  return `| ${cells.join(" | ")} |`;
}

/** The session as a Markdown page. */
export function markdown(session: Session): string {
  const { machine, file, contenders } = session;
  const base = contenders.find(({ name }) => name === BASE);
  const baseSeconds = base === undefined ? NaN : medianSeconds(base);
  const rounds = base?.runs.length ?? 0;
  const isMetered = contenders.some(({ runs }) => runs.some(({ peakKiB }) => peakKiB !== undefined));
  return [
    `${file.rows.toLocaleString("en")} candles, ${(file.bytes / 1e6).toFixed(0)} MB, window ${session.window}; ` +
    `whole processes in turn, ${rounds} rounds after one that is not counted; ${session.date}.`,
    `${machine.system}, ${machine.cores} × ${machine.cpu}; ` +
    `load ${machine.load.before.toFixed(2)} before, ${machine.load.after.toFixed(2)} after.`,
    "",
    `| | median s | min s | max s | ratio to ${BASE} | peak MiB | signals |`,
    "|---|---:|---:|---:|---:|---:|---:|",
    ...contenders.map((contender) => tableRow(contender, baseSeconds)),
    "",
    `By exact arithmetic there are ${file.signals.toLocaleString("en")} signals.`,
    "",
    ...contenders.map(({ command }) => `    ${command}`),
    ...session.skipped.map((line) => `\nSkipped: ${line}`),
    ...(isMetered ? [] : ["\nSkipped: peak memory, there is no GNU time here"]),
    "",
  ].join("\n");
}
