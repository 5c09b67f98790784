/**
 * Who is timed: batch-signal, programs that only read, and other tools that do the job.
 *
 * @module
 */
import manifest from "../deno.json" with { type: "json" };
import { runOrSkip } from "./contender.ts";
import { OWN_COMMAND } from "./own.ts";

export const OWN = "batch-signal";
export const OWN_ONE_THREAD = "batch-signal, 1 thread";
export const CAT = "cat";
export const EMPTY = "empty script";
export const POLARS = "polars";

/** Files of one run, and its window. All as words of a command line. */
export interface Job {
  readonly file: string;
  readonly window: string;
  readonly config: string;
  readonly output: string;
  readonly log: string;
}

/** What a contender found in the file. */
export interface Answer {
  readonly rows: number;
  /** Absent for what only counts lines. */
  readonly signals?: number;
}

/** A program to time. */
export interface Contender {
  readonly name: string;
  /** One line for the page. */
  readonly about: string;
  /** Whether it does the same job, so that it can be faster. */
  readonly isRival?: boolean;
  readonly command: (job: Job) => readonly string[];
  /** Reads the answer from what a run has left; absent for what gives none. */
  readonly answer?: (stdout: string, job: Job) => Answer;
  /** Whether it computes in numbers that round: then it may be off where a close equals the rolling mean. */
  readonly isRounding?: boolean;
  /** It is left out where there are more rows. */
  readonly mostRows?: number;
  /** Its version, from what a run printed; empty where there is none to tell. */
  readonly versionIn: (stdout: string) => string;
  /** How to get it; absent for what can't be missing. */
  readonly install?: string;
}

/** A contender that can be run here. */
export interface Present extends Contender {
  readonly version: string;
}

function ownCommand(job: Job, ...more: string[]): string[] {
  const { file, config, output, log } = job;
  return [...OWN_COMMAND, "--input", file, "--config", config, "--output", output, "--log-file", log, ...more];
}

/** The metrics round the rate; only the log has the count. */
function ownAnswer(stdout: string, { log }: Job): Answer {
  return {
    rows: figure(stdout, /"rows_processed": ([0-9]+)/),
    signals: figure(Deno.readTextFileSync(log), /\bsignals_1=([0-9]+)/),
  };
}

function figure(text: string, pattern: RegExp): number {
  const digits = pattern.exec(text)?.[1];
  if (digits === undefined) throw new Error(`expected ${pattern.source} in ${text}`);
  return Number(digits);
}

/** What the scripts in `contenders/` print. */
function printedAnswer(stdout: string): Answer {
  return { rows: figure(stdout, /"rows": ?([0-9]+)/), signals: figure(stdout, /"signals": ?([0-9]+)/) };
}

function printedVersion(stdout: string): string {
  return /"version": ?"([^"]*)"/.exec(stdout)?.[1] ?? "";
}

const script = (name: string) => `bench/contenders/${name}`;

const installed = (packages: string) => `\`pip install ${packages}\` for the Python that --python names`;

/** All there are, in the order of the tables. */
function contenders(python: string): Contender[] {
  return [
    {
      name: CAT,
      about: "reads the file and does nothing with it: the floor",
      command: ({ file }) => ["cat", file],
      versionIn: () => "",
      install: "it comes with every Unix",
    },
    {
      name: "wc -l",
      about: "counts lines",
      command: ({ file }) => ["wc", "-l", file],
      // The header is no row.
      answer: (stdout) => ({ rows: figure(stdout, /^\s*([0-9]+)/) - 1 }),
      versionIn: () => "",
      install: "it comes with every Unix",
    },
    {
      name: OWN,
      about: "the whole job, with as many threads as it chooses; exact",
      command: (job) => ownCommand(job),
      answer: ownAnswer,
      versionIn: () => manifest.version,
    },
    {
      name: OWN_ONE_THREAD,
      about: "the same on one thread",
      command: (job) => ownCommand(job, "--threads", "1"),
      answer: ownAnswer,
      versionIn: () => manifest.version,
    },
    {
      name: POLARS,
      about:
        "a lazy query by the streaming engine, all threads; rounds. It maps the file, whose pages count as its memory",
      isRival: true,
      command: ({ file, window }) => [python, script("polars_rate.py"), file, window],
      answer: printedAnswer,
      isRounding: true,
      versionIn: printedVersion,
      install: installed("polars"),
    },
    {
      name: "DuckDB",
      about: "all threads, closes as decimals; exact",
      isRival: true,
      command: ({ file, window }) => [python, script("duckdb_rate.py"), file, window],
      answer: printedAnswer,
      versionIn: printedVersion,
      install: installed("duckdb"),
    },
    {
      name: "pandas",
      about: "reads the column by pyarrow, all threads; rounds",
      isRival: true,
      command: ({ file, window }) => [python, script("pandas_rate.py"), file, window],
      answer: printedAnswer,
      isRounding: true,
      versionIn: printedVersion,
      install: installed("pandas pyarrow"),
    },
    {
      name: "@std/csv",
      about:
        "a plain script with a running sum of doubles; rounds. It holds the file as one string, and V8 has none of " +
        "more than half a gigabyte, so it gets 1,000,000 rows at most",
      isRival: true,
      command: ({ file, window }) => ["deno", "run", "--allow-read", script("std_csv_rate.ts"), file, window],
      answer: printedAnswer,
      isRounding: true,
      mostRows: 1_000_000,
      versionIn: () => /@([0-9.]+)/.exec(manifest.imports["@std/csv/parse"].slice(1))?.[1] ?? "",
    },
    {
      name: EMPTY,
      about: "starting and ending Deno; up to 10,000 rows, where that is what counts",
      command: () => ["deno", "run", script("empty.ts")],
      mostRows: 10_000,
      versionIn: () => Deno.version.deno,
    },
  ];
}

/**
 * Who is here, with versions, and who is not, with the reason and what to do about it.
 *
 * @param probe A job to try them on.
 * @param names Only those; without it all.
 */
export async function lineUp(
  probe: Job,
  names?: readonly string[],
  python = "python3",
): Promise<{ readonly present: readonly Present[]; readonly skipped: readonly string[] }> {
  const present: Present[] = [];
  const skipped: string[] = [];
  const wanted = contenders(python).filter(({ name }) => names === undefined || names.includes(name));
  for (const contender of wanted) {
    const output = await runOrSkip(contender.command(probe));
    if (!("skipped" in output)) {
      present.push({ ...contender, version: contender.versionIn(output.stdout) });
    } else if (contender.install === undefined) {
      throw new Error(`${contender.name}: ${output.skipped}`);
    } else {
      skipped.push(`${contender.name}: ${output.skipped}. To measure it: ${contender.install}.`);
    }
  }
  return { present, skipped };
}
