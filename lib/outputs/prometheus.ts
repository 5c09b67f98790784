/**
 * `--prometheus FILE.prom`: how the last run went, for the textfile collector of a node exporter.
 *
 * The only output of an earlier run that stays until the end: a run that is killed leaves the file of the night before, and
 * what watches its times notices. There are no timestamps of samples, for one of them makes the collector drop the file; and
 * the help texts are always the same, for two files that differ in one lose a series.
 *
 * The format: https://prometheus.io/docs/instrumenting/exposition_formats/
 *
 * @module
 */
import type { Verdict } from "../gates/gates.ts";
import { version } from "../version.ts";
import { requireWritable, writeOutput } from "./atomic_file.ts";

/** What a run has found; all are whole numbers but the ratio. */
export interface WatchedFigures {
  readonly rows: number;
  readonly ones: number;
  readonly zeros: number;
  /** Ones ÷ (ones + zeros). */
  readonly ratio: number;
  /** As they are in the files. */
  readonly inputBytes: number;
  readonly skippedRows: number;
  /** The last timestamp in nanoseconds since 1970; undefined where there is none. */
  readonly latest: bigint | undefined;
  readonly gates: readonly Verdict[];
}

/** How a run ended. */
export interface WatchedRun {
  readonly exitCode: number;
  /** Now, in milliseconds since 1970. */
  readonly nowMs: number;
  readonly durationMs: number;
  readonly configVersion: string;
  /** Undefined where a run has failed before it had any. */
  readonly figures: WatchedFigures | undefined;
}

/** Names of the gauges without what they begin with, and their help texts. Neither must ever change. */
const GAUGES = {
  last_run_success: "Whether the last run succeeded.",
  last_run_exit_code: "The exit code of the last run.",
  last_run_timestamp_seconds: "When the last run ended, in seconds since 1970.",
  last_success_timestamp_seconds: "When the last run that succeeded ended, in seconds since 1970.",
  last_run_duration_seconds: "How long the last run took.",
  rows: "Rows that the last run counted.",
  signals: "Rows of the last run by their signal.",
  signal_ratio: "The share of rows whose signal is 1.",
  input_bytes: "Bytes that the last run read.",
  skipped_rows: "Invalid rows that the last run skipped.",
  last_candle_timestamp_seconds: "The last timestamp in the input, in seconds since 1970.",
  gate_success: "Whether the last run passed a gate.",
  info: "The program and the config of the last run.",
} as const;

type Gauge = keyof typeof GAUGES;

const PREFIX = "batch_signal_";
const ENDING = ".prom";
const NANOSECONDS_PER_MILLISECOND = 1_000_000n;
const LAST_SUCCESS: Gauge = "last_success_timestamp_seconds";
const OWN_LINE = /^(?:# (?:HELP|TYPE) batch_signal_[a-z_]+ .*|batch_signal_[a-z_]+\{.*\} [-+.0-9eE]+)$/;

/** The file of one run. */
export class PrometheusFile {
  readonly #path: string;
  readonly #startMs: number;
  /** What the run has found, once it has. */
  figures: WatchedFigures | undefined;

  /** @param startMs On the clock of `performance.now()`. */
  constructor(path: string, startMs: number) {
    this.#path = path;
    this.#startMs = startMs;
  }

  /**
   * Makes sure that the file can be written at the end.
   *
   * @throws {JobError} of kind io.
   */
  requireWritable(): void {
    requireWritable(this.#path);
  }

  /**
   * Replaces the file. The time of the last success stays if this run is none, and if the file is one of ours.
   *
   * @throws {JobError} of kind io. The file of the run before stays then.
   */
  write(exitCode: number, configVersion: string): void {
    const name = (/[^/\\]*$/.exec(this.#path)?.[0] ?? "").slice(0, -ENDING.length);
    const run = {
      exitCode,
      nowMs: Date.now(),
      durationMs: performance.now() - this.#startMs,
      configVersion,
      // What another failure leaves is no result.
      figures: exitCode === 0 || this.figures?.gates.some(({ passed }) => passed === false) ? this.figures : undefined,
    };
    const before = exitCode === 0 ? undefined : lastSuccessIn(readTextOf(this.#path), name);
    writeOutput(this.#path, prometheusText(name, run, before));
  }
}

/**
 * The text of the file.
 *
 * @param name What the file is called, without its ending: it tells the series of several jobs apart.
 * @param lastSuccess As the file of the run before has it, if this run is no success; undefined where there is none.
 */
export function prometheusText(name: string, run: WatchedRun, lastSuccess: string | undefined): string {
  const lines: string[] = [];
  const add = (
    gauge: Gauge,
    samples: readonly (readonly [labels: Readonly<Record<string, string>>, value: string])[],
  ) => {
    if (samples.length === 0) return;
    const full = PREFIX + gauge;
    lines.push(`# HELP ${full} ${GAUGES[gauge]}`, `# TYPE ${full} gauge`);
    for (const [labels, value] of samples) lines.push(`${full}{${labelsOf({ name, ...labels })}} ${value}`);
  };
  const one = (gauge: Gauge, value: number | string | undefined) =>
    add(gauge, value === undefined ? [] : [[{}, String(value)]]);
  const { exitCode, nowMs, durationMs, configVersion, figures } = run;
  one("last_run_success", exitCode === 0 ? 1 : 0);
  one("last_run_exit_code", exitCode);
  one("last_run_timestamp_seconds", nowMs / 1000);
  one(LAST_SUCCESS, exitCode === 0 ? nowMs / 1000 : lastSuccess);
  one("last_run_duration_seconds", Math.round(durationMs) / 1000);
  if (figures !== undefined) {
    one("rows", figures.rows);
    add("signals", [[{ signal: "0" }, String(figures.zeros)], [{ signal: "1" }, String(figures.ones)]]);
    one("signal_ratio", figures.ratio);
    one("input_bytes", figures.inputBytes);
    one("skipped_rows", figures.skippedRows);
    one("last_candle_timestamp_seconds", secondsOf(figures.latest));
    const judged = figures.gates.filter(({ passed }) => passed !== null);
    add("gate_success", judged.map(({ gate, passed }) => [{ gate }, passed ? "1" : "0"] as const));
  }
  add("info", [[{ version: version(), config_version: configVersion }, "1"]]);
  return lines.map((line) => `${line}\n`).join("");
}

/** The time of the last success in a file; undefined unless all of it is as this program writes it. */
export function lastSuccessIn(text: string | undefined, name: string): string | undefined {
  const lines = text?.split("\n") ?? [];
  if (lines.pop() !== "" || lines.length === 0 || !lines.every((line) => OWN_LINE.test(line))) return undefined;
  const start = `${PREFIX}${LAST_SUCCESS}{${labelsOf({ name })}} `;
  const value = lines.find((line) => line.startsWith(start))?.slice(start.length);
  return value !== undefined && /^[0-9]{1,12}(?:\.[0-9]{1,3})?$/.test(value) ? value : undefined;
}

function labelsOf(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels).map(([label, value]) => `${label}="${escaped(value)}"`).join(",");
}

function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

/** To the millisecond. */
function secondsOf(nanoseconds: bigint | undefined): number | undefined {
  return nanoseconds === undefined ? undefined : Number(nanoseconds / NANOSECONDS_PER_MILLISECOND) / 1000;
}

/** Undefined where there is no file, or none that can be read. */
function readTextOf(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return undefined;
  }
}
