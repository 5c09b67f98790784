/**
 * How long does a large file take, from the start of the process to its end?
 *
 * Runs `cat`, batch-signal and pandas in turn on the same generated candles. Every answer is checked before the clock
 * starts. Prints a Markdown page and keeps it in `--output`, with all single runs as JSON beside it.
 *
 *     deno task speed
 *     deno task speed --rows 1000000 --runs 9 --python /usr/bin/python3
 *
 * Runs in the project's root. The file of `--rows` candles is made in `--dir` and stays there for the next time.
 *
 * @module
 */
import { cpus } from "node:os";
import manifest from "../deno.json" with { type: "json" };
import { type Expected, expectedOf, provideFile } from "./candle_file.ts";
import { runOrSkip, type Skipped } from "./contender.ts";
import { readFlags, wholeNumber } from "./flags.ts";
import { hasMeter, type Run, runProcess } from "./process.ts";
import { BASE, markdown, type Measured, type Session } from "./speed_report.ts";

const SEED = 42;
const WINDOW = 5;
const LEAST_RUNS = 7;

/** pandas may be off where a close equals its mean. If it is off by more, it did something else. */
const PANDAS_TOLERANCE = 0.01;

interface Answer {
  readonly rows: number;
  readonly signals: number;
}

interface Contender {
  readonly name: string;
  readonly version: string;
  readonly command: readonly string[];
  /** Reads the answer from what a run has left; absent for what only reads. */
  readonly answer?: (stdout: string) => Promise<Answer>;
  /** Share of the rows that the count of signals may be off. */
  readonly tolerance: number;
}

function cat(file: string): Contender {
  return { name: "cat", version: "> /dev/null", command: ["cat", file], tolerance: 0 };
}

async function batchSignal(file: string, folder: string): Promise<Contender> {
  const config = `${folder}/speed.yaml`;
  const log = `${folder}/speed.log`;
  await Deno.writeTextFile(config, `seed: ${SEED}\nwindow: ${WINDOW}\nversion: "v1"\n`);
  return {
    name: BASE,
    version: manifest.version,
    command: [
      ..."deno run --no-prompt --allow-read --allow-write main.ts".split(" "),
      ...["--input", file, "--config", config, "--output", `${folder}/speed.json`],
      ...["--log-file", log, "--log-format", "json"],
    ],
    // The metrics round the rate; only the log has the count.
    answer: async () => {
      const lines = await Deno.readTextFile(log);
      return { rows: figure(lines, "rows_processed"), signals: figure(lines, "signals_1") };
    },
    tolerance: 0,
  };
}

async function pandas(file: string, python: string): Promise<Contender | Skipped> {
  const output = await runOrSkip([python, "-c", "import pandas; print(pandas.__version__)"]);
  if ("skipped" in output) return output;
  return {
    name: "pandas",
    version: output.stdout.trim(),
    command: [python, "bench/contenders/pandas_rate.py", file, String(WINDOW)],
    answer: (stdout) => Promise.resolve({ rows: figure(stdout, "rows"), signals: figure(stdout, "signals") }),
    tolerance: PANDAS_TOLERANCE,
  };
}

/** The whole number that follows `"name":` in JSON, or in lines of it. */
function figure(json: string, name: string): number {
  const match = new RegExp(`"${name}": ?([0-9]+)`).exec(json);
  if (match === null) throw new Error(`no figure ${name} in ${json}`);
  return Number(match[1]);
}

/** Runs once, which also warms the caches, and returns the number of signals. */
async function checkedSignals(contender: Contender, expected: Expected): Promise<number | undefined> {
  const { stdout } = await runProcess(contender.command, contender.answer ? "piped" : "null", false);
  if (contender.answer === undefined) return undefined;
  const { rows, signals } = await contender.answer(stdout);
  const isRight = rows === expected.rows &&
    Math.abs(signals - expected.signals) <= contender.tolerance * expected.rows;
  if (!isRight) {
    throw new Error(
      `${contender.name}: ${signals} signals in ${rows} rows, expected ${expected.signals} in ${expected.rows}`,
    );
  }
  return signals;
}

/** The command as others would type it: no folder of this machine is named. */
function shown(command: readonly string[], folder: string): string {
  const isInside = !folder.startsWith("/") && !folder.startsWith("..");
  return command
    .map((word, n) => n === 0 ? word.replace(/^.*\//, "") : isInside ? word : word.replace(`${folder}/`, "DIR/"))
    .join(" ") + (command[0] === "cat" ? " > /dev/null" : "");
}

async function measure(contenders: readonly Contender[], rounds: number, metered: boolean): Promise<Run[][]> {
  const runs: Run[][] = contenders.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [n, { command, answer }] of contenders.entries()) {
      const { run } = await runProcess(command, answer ? "piped" : "null", metered);
      runs[n]?.push(run);
    }
  }
  return runs;
}

/** Average number of processes that ran or wanted to in the last minute. */
function load(): number {
  return Deno.loadavg()[0] ?? NaN;
}

function machine(): Omit<Session["machine"], "load"> {
  return {
    system: `Deno ${Deno.version.deno}, ${Deno.build.os} ${Deno.build.arch}`,
    cpu: cpus()[0]?.model ?? "unknown CPU",
    cores: navigator.hardwareConcurrency,
  };
}

/** Prints the page, and writes it and the raw runs. */
async function keep(session: Session, folder: string): Promise<void> {
  const page = markdown(session);
  const name = `${folder}/speed-${session.date}`;
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(`${name}.json`, JSON.stringify(session, undefined, 2) + "\n");
  await Deno.writeTextFile(`${name}.md`, page);
  console.log(page);
}

async function main(argv: readonly string[]): Promise<void> {
  const flags = readFlags(argv, {
    rows: "12200000",
    dir: "bench/data",
    output: "bench/runs",
    python: "python3",
    runs: String(LEAST_RUNS),
  });
  const rows = wholeNumber("rows", flags.rows, WINDOW);
  const rounds = wholeNumber("runs", flags.runs, LEAST_RUNS);
  const file = `${flags.dir}/candles-${rows}.csv`;
  const loadBefore = load();

  console.error(`working out the answer for ${rows} candles, and making ${file} if it is not there`);
  await Deno.mkdir(flags.dir, { recursive: true });
  const expected = expectedOf(rows, SEED, WINDOW);
  await provideFile(file, rows, SEED, expected);

  const contenders = [cat(file), await batchSignal(file, flags.dir)];
  const skipped: string[] = [];
  const other = await pandas(file, flags.python);
  if ("skipped" in other) skipped.push(`pandas, ${other.skipped}`);
  else contenders.push(other);

  console.error("checking the answers");
  const signals: (number | undefined)[] = [];
  for (const contender of contenders) signals.push(await checkedSignals(contender, expected));

  console.error(`measuring ${rounds} rounds`);
  const runs = await measure(contenders, rounds, await hasMeter());
  const measured = contenders.map(({ name, version, command }, n): Measured => {
    const found = signals[n];
    const counted = found === undefined ? {} : { signals: found };
    return { name, version, command: shown(command, flags.dir), ...counted, runs: runs[n] ?? [] };
  });
  await keep({
    date: new Date().toISOString().slice(0, 10),
    machine: { ...machine(), load: { before: loadBefore, after: load() } },
    file: { ...expected, seed: SEED },
    window: WINDOW,
    contenders: measured,
    skipped,
  }, flags.output);
}

if (import.meta.main) await main(Deno.args);
