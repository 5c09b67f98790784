/**
 * What does it cost to ask for more than the closes of one file: timestamps, symbols, signals, many files, compressed ones?
 *
 * Runs the job in each of these ways, the answers checked first, and prints how long each takes beside a plain run, or
 * beside a command that does nothing but unpack the file. The page is kept in `--output`.
 *
 *     deno task bench:candles
 *     deno task bench:candles --rows 10000000 --runs 9
 *
 * Runs in the project's root. The files are made in `--dir`.
 *
 * @module
 */
import { expectedOf } from "./candle_file.ts";
import { readFlags, wholeNumber } from "../tools/flags.ts";
import { runOrSkip } from "./contender.ts";
import { machineLine, thisMachine } from "./machine.ts";
import { bundleOwn, OWN_COMMAND } from "./own.ts";
import { hasMeter, METER_SKIPPED, runProcess } from "./process.ts";
import { count, mib, ms } from "./quantities.ts";
import { json, LEAST_ROUNDS } from "./session.ts";
import { median, pairedRatio } from "./statistics.ts";
import { table } from "./table.ts";
import { FILE, mostSymbols, provideInputs, type Way, WAYS, yardstickName } from "./ways.ts";

const SEED = 42;
const WINDOW = 5;

const DEFAULTS = { rows: "1000000", runs: String(LEAST_ROUNDS), dir: "bench/data", output: "bench/runs" };

/** A way that can be run here, with its commands and what they took. */
interface Measured {
  readonly way: Way;
  readonly command: readonly string[];
  /** What it's compared with where that is no other way. */
  readonly yardstick: readonly string[] | undefined;
  readonly seconds: number[];
  readonly yardstickSeconds: number[];
  readonly peakKiB: number | undefined;
}

function commandOf({ input, keys = [], flags = [] }: Way, dir: string): string[] {
  const config = `${dir}/${["window", String(WINDOW), ...keys].join("-").replace(/[^a-z0-9]+/g, "-")}.yaml`;
  Deno.writeTextFileSync(config, ["seed: 42", `window: ${WINDOW}`, 'version: "v1"', ...keys, ""].join("\n"));
  const files = ["-i", `${dir}/${input}`, "-c", config, "-o", `${dir}/metrics.json`, "-l", `${dir}/run.log`];
  return [...OWN_COMMAND, ...files, ...flags.map((word) => word.startsWith("--") ? word : `${dir}/${word}`)];
}

/** @throws {Error} Other rows, or other signals, than the candles have. */
function requireRight(
  { name, rows, isOneSeries }: Way,
  stdout: string,
  log: string,
  all: number,
  signals: number,
): void {
  const read = Number(/"rows_processed": ([0-9]+)/.exec(stdout)?.[1]);
  const found = Number(/\bsignals_1=([0-9]+)/.exec(log)?.[1]);
  const isRight = read === (rows?.(all) ?? all) && (!isOneSeries || found === signals);
  if (!isRight) throw new Error(`${name}: ${found} signals in ${read} rows`);
}

async function main(argv: readonly string[]): Promise<void> {
  const flags = readFlags(argv, DEFAULTS);
  const rows = wholeNumber("rows", flags.rows, WINDOW * mostSymbols);
  const rounds = wholeNumber("runs", flags.runs, 1);
  const dir = `${flags.dir}/candles-${rows}`;
  Deno.mkdirSync(dir, { recursive: true });
  await bundleOwn();
  const missing = await provideInputs(dir, rows, SEED);
  const metered = await hasMeter();
  const skipped = metered ? [] : [METER_SKIPPED];
  const [expected] = expectedOf(rows, SEED, [WINDOW]);

  const measured: Measured[] = [];
  for (const way of WAYS) {
    const yardstick = typeof way.than === "string"
      ? undefined
      : way.than.map((word) => word.replace(FILE, `${dir}/${way.input}`));
    const tried = yardstick && await runOrSkip(yardstick);
    const reason = missing.get(way.input) ?? (tried && "skipped" in tried ? tried.skipped : undefined);
    if (reason !== undefined) {
      skipped.push(`${way.name}: ${reason}.`);
      continue;
    }
    const command = commandOf(way, dir);
    const { stdout, peakKiB } = await runProcess(command, "piped", metered);
    requireRight(way, stdout, Deno.readTextFileSync(`${dir}/run.log`), rows, expected?.signals ?? NaN);
    measured.push({ way, command, yardstick, seconds: [], yardstickSeconds: [], peakKiB });
  }
  for (let round = 0; round < rounds; round++) {
    for (const { command, yardstick, seconds, yardstickSeconds } of measured) {
      if (yardstick) yardstickSeconds.push((await runProcess(yardstick, "null", false)).seconds);
      seconds.push((await runProcess(command, "null", false)).seconds);
    }
  }

  const lines = measured.map(({ way, seconds, yardstickSeconds, peakKiB }) => {
    const other = measured.find(({ way: { name } }) => name === way.than);
    const than = other?.seconds ?? yardstickSeconds;
    return [way.name, yardstickName(way), ms(median(seconds)), pairedRatio(seconds, than).toFixed(2), mib(peakKiB)];
  });
  const date = new Date().toISOString().slice(0, 10);
  const page = [
    "# What it costs to ask for more than the closes of one file",
    "",
    "<!-- candles -->",
    "",
    `${machineLine(thisMachine())}; ${date}. ${
      count(rows)
    } rows, window ${WINDOW}; milliseconds of the whole process, ` +
    `medians of ${rounds} rounds in which all run in turn; ratios are medians of the ratios within a round.`,
    "",
    ...skipped.flatMap((line) => [`Skipped: ${line}`, ""]),
    ...table(["what is asked for", "beside", "ms", "ratio", "peak MiB"], lines, 2),
    "",
    "<!-- /candles -->",
    "",
  ].join("\n");
  Deno.mkdirSync(flags.output, { recursive: true });
  Deno.writeTextFileSync(`${flags.output}/candles-${date}.md`, page);
  Deno.writeTextFileSync(`${flags.output}/candles-${date}.json`, json({ date, rows, rounds, skipped, measured }));
  console.log(page);
}

if (import.meta.main) await main(Deno.args);
