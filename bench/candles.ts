/**
 * What does it cost to ask for more than the closes: timestamps in order, symbols, the signals themselves?
 *
 * Runs the job on one file in each of these ways, the answers checked first, and prints how many times as long each takes as
 * a plain run. The page is kept in `--output`.
 *
 *     deno task bench:candles
 *     deno task bench:candles --rows 10000000 --runs 9
 *
 * Runs in the project's root. The files are made in `--dir`.
 *
 * @module
 */
import { expectedOf, provideFile } from "./candle_file.ts";
import { readFlags, wholeNumber } from "../tools/flags.ts";
import { machineLine, thisMachine } from "./machine.ts";
import { runProcess } from "./process.ts";
import { count, ms } from "./quantities.ts";
import { LEAST_ROUNDS } from "./session.ts";
import { median, pairedRatio } from "./statistics.ts";
import { table } from "./table.ts";

const SEED = 42;
const WINDOW = 5;
/** Rows of a symbol, one after the other. */
const ROWS_OF_SYMBOL = 1000;
/** In other files: how many symbols take turns. */
const TURNS = [500, 30_000, 100_000] as const;

const DEFAULTS = { rows: "1000000", runs: String(LEAST_ROUNDS), dir: "bench/data", output: "bench/runs" };

interface Way {
  readonly name: string;
  readonly file: "ordinary" | "symbols" | `turns-${number}`;
  readonly keys: readonly string[];
  readonly flags: readonly string[];
}

const TIME = "timestamp_column: timestamp";
const SYMBOL = "symbol_column: symbol";

const WAYS: readonly Way[] = [
  { name: "plain", file: "ordinary", keys: [], flags: [] },
  { name: "timestamps", file: "ordinary", keys: [TIME], flags: [] },
  { name: "symbols, one after the other", file: "symbols", keys: [SYMBOL], flags: [] },
  { name: "symbols and timestamps", file: "symbols", keys: [SYMBOL, TIME], flags: [] },
  ...TURNS.map((symbols): Way => ({
    name: `${count(symbols)} symbols that take turns, and timestamps`,
    file: `turns-${symbols}`,
    keys: [SYMBOL, TIME],
    flags: [],
  })),
  { name: "signals as CSV", file: "ordinary", keys: [], flags: ["--signals", "signals.csv"] },
  { name: "signals as CSV, timestamps", file: "ordinary", keys: [TIME], flags: ["--signals", "signals.csv"] },
  { name: "signals as gzipped CSV", file: "ordinary", keys: [], flags: ["--signals", "signals.csv.gz"] },
  { name: "signals as JSON lines", file: "ordinary", keys: [], flags: ["--signals", "signals.jsonl"] },
  { name: "signals as Parquet", file: "ordinary", keys: [], flags: ["--signals", "signals.parquet"] },
];

/** Writes the same candles with a symbol before each row, and the timestamp of another row in place of its own. */
function addSymbols(
  from: string,
  to: string,
  symbolOf: (row: number) => string,
  timeOf: (row: number) => number = (row) => row,
): void {
  const [header = "", ...rows] = Deno.readTextFileSync(from).trimEnd().split("\n");
  const timestamp = (row: string) => row.slice(0, row.indexOf(","));
  const lines = rows.map((row, n) =>
    `${symbolOf(n)},${timestamp(rows[timeOf(n)] ?? "")}${row.slice(row.indexOf(","))}`
  );
  Deno.writeTextFileSync(to, `symbol,${header}\n${lines.join("\n")}\n`);
}

function commandOf({ file, keys, flags }: Way, rows: number, dir: string): string[] {
  const config = `${dir}/${["window", String(WINDOW), ...keys].join("-").replace(/[^a-z0-9]+/g, "-")}.yaml`;
  Deno.writeTextFileSync(config, ["seed: 42", `window: ${WINDOW}`, 'version: "v1"', ...keys, ""].join("\n"));
  const own = "deno run --no-prompt --allow-read --allow-write main.ts".split(" ");
  const files = ["-i", `${dir}/${file}-${rows}.csv`, "-c", config, "-o", `${dir}/metrics.json`, "-l", `${dir}/run.log`];
  return [...own, ...files, ...flags.map((word) => word.startsWith("--") ? word : `${dir}/${word}`)];
}

async function main(argv: readonly string[]): Promise<void> {
  const flags = readFlags(argv, DEFAULTS);
  const rows = wholeNumber("rows", flags.rows, WINDOW * Math.max(...TURNS));
  const rounds = wholeNumber("runs", flags.runs, 1);
  const { dir } = flags;
  Deno.mkdirSync(dir, { recursive: true });
  provideFile(`${dir}/ordinary-${rows}.csv`, "ordinary", rows, SEED);
  const symbolOf = (n: number) => `SYM${Math.floor(n / ROWS_OF_SYMBOL)}`;
  addSymbols(`${dir}/ordinary-${rows}.csv`, `${dir}/symbols-${rows}.csv`, symbolOf);
  for (const symbols of TURNS) {
    // Each minute has a row of each symbol.
    addSymbols(
      `${dir}/ordinary-${rows}.csv`,
      `${dir}/turns-${symbols}-${rows}.csv`,
      (n) => `SYM${n % symbols}`,
      (n) => Math.floor(n / symbols),
    );
  }
  const [expected] = expectedOf(rows, SEED, [WINDOW]);

  const commands = WAYS.map((way) => commandOf(way, rows, dir));
  for (const [n, way] of WAYS.entries()) {
    const { stdout } = await runProcess(commands[n] ?? [], "piped", false);
    const metrics = JSON.parse(stdout);
    const signals = /\bsignals_1=([0-9]+)/.exec(Deno.readTextFileSync(`${dir}/run.log`))?.[1];
    const isRight = metrics.rows_processed === rows &&
      (way.file !== "ordinary" || Number(signals) === expected?.signals);
    if (!isRight) throw new Error(`${way.name}: ${signals} signals in ${metrics.rows_processed} rows`);
  }
  const seconds: number[][] = WAYS.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [n, command] of commands.entries()) {
      seconds[n]?.push((await runProcess(command, "null", false)).seconds);
    }
  }
  const [plain = []] = seconds;
  const lines = WAYS.map(({ name }, n) => {
    const own = seconds[n] ?? [];
    return [name, ms(median(own)), pairedRatio(own, plain).toFixed(2)];
  });
  const date = new Date().toISOString().slice(0, 10);
  const page = [
    "# What it costs to ask for more than the closes",
    "",
    "<!-- candles -->",
    "",
    `${machineLine(thisMachine())}; ${date}. ${
      count(rows)
    } rows, window ${WINDOW}; milliseconds of the whole process, ` +
    `medians of ${rounds} rounds in which all run in turn; ratios are medians of the ratios within a round.`,
    "",
    ...table(["what is asked for", "ms", "÷ plain"], lines, 1),
    "",
    "<!-- /candles -->",
    "",
  ].join("\n");
  Deno.mkdirSync(flags.output, { recursive: true });
  Deno.writeTextFileSync(`${flags.output}/candles-${date}.md`, page);
  Deno.writeTextFileSync(
    `${flags.output}/candles-${date}.json`,
    JSON.stringify({ date, rows, rounds, ways: WAYS.map((way, n) => ({ ...way, seconds: seconds[n] })) }) + "\n",
  );
  console.log(page);
}

if (import.meta.main) await main(Deno.args);
