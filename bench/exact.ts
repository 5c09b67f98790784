/**
 * How many signals do others get wrong?
 *
 * Counts, on stablecoin-like closes, the signals that differ from exact arithmetic: batch-signal's own, those of a
 * running sum of doubles, and those of pandas, polars and DuckDB where they can be run. Prints a Markdown page.
 *
 *     deno task bench:exact > bench/runs/exact.md
 *     deno task bench:exact --python /usr/bin/python3
 *
 * Runs in the project's root. polars and DuckDB come from npm at the first run, past the project's lock file.
 *
 * @module
 */
import manifest from "../deno.json" with { type: "json" };
import { type Answer, askContender, type Skipped } from "./contender.ts";
import { readFlags } from "../tools/flags.ts";
import { DENO_WITH_NATIVE_PACKAGE } from "./native_package.ts";
import { batchSignals, doubleSignals, exactSignals } from "./signals.ts";
import { stablecoinCloses } from "./stablecoin.ts";

const ROWS = 200_000;
const SEED = 42;
const WINDOWS = [3, 5, 10];

const FOLDER = "bench/data";
const FILE = `${FOLDER}/stablecoin.csv`;

/** The contenders that are programs of their own, by name. */
function commands(python: string): Record<string, string[]> {
  const input = [FILE, ...WINDOWS.map(String)];
  return {
    pandas: [python, "bench/contenders/pandas_signals.py", ...input],
    polars: [...DENO_WITH_NATIVE_PACKAGE, "bench/contenders/polars_signals.ts", ...input],
    DuckDB: [...DENO_WITH_NATIVE_PACKAGE, "bench/contenders/duckdb_signals.ts", ...input],
  };
}

function candleFile(closes: readonly string[]): string {
  return "row,close\n" + closes.map((close, row) => `${row},${close}\n`).join("");
}

/** Rows whose signals are not the same. */
function differing(signals: string, exact: string): number {
  let count = 0;
  for (let row = 0; row < exact.length; row++) if (signals[row] !== exact[row]) count++;
  return count;
}

function rate(signals: string): string {
  return (signals.replaceAll("0", "").length / signals.length).toFixed(4);
}

/** A cell for each window: how many differ, and the rate that they make. */
function tableRow(answer: Answer, exact: Answer): string {
  const cells = answer.signals.map((signals, n) => {
    const count = differing(signals, exact.signals[n] ?? "");
    return `${count.toLocaleString("en")} | ${rate(signals)}`;
  });
  return `| ${answer.title} | ${cells.join(" | ")} |`;
}

function page(exact: Answer, answers: readonly Answer[], skipped: readonly string[]): string {
  const columns = WINDOWS.map((window) => `window ${window}: differ | rate`);
  return [
    `Signals that differ from exact arithmetic, and the signal rate, on ${ROWS.toLocaleString("en")} ` +
    `stablecoin-like closes with four decimals (seed ${SEED}):`,
    "",
    `| | ${columns.join(" | ")} |`,
    `|---|${"---:|---:|".repeat(WINDOWS.length)}`,
    ...[exact, ...answers].map((answer) => tableRow(answer, exact)),
    "",
    ...skipped.map((line) => `Skipped: ${line}\n`),
    `Deno ${Deno.version.deno}, ${Deno.build.os} ${Deno.build.arch}.`,
  ].join("\n");
}

/** Returns whether batch-signal was exact. */
async function main(argv: readonly string[]): Promise<boolean> {
  const { python } = readFlags(argv, { python: "python3" });
  const closes = stablecoinCloses(ROWS, SEED);
  const csv = candleFile(closes);
  await Deno.mkdir(FOLDER, { recursive: true });
  await Deno.writeTextFile(FILE, csv);

  const exact = { title: "exact integers", signals: WINDOWS.map((window) => exactSignals(closes, window)) };
  const own = {
    title: `batch-signal ${manifest.version}`,
    signals: WINDOWS.map((window) => batchSignals(csv, window)),
  };
  const doubles = {
    title: "running sum of doubles",
    signals: WINDOWS.map((window) => doubleSignals(closes, window)),
  };

  const answers: Answer[] = [own, doubles];
  const skipped: string[] = [];
  for (const [name, command] of Object.entries(commands(python))) {
    const answer: Answer | Skipped = await askContender(command, ROWS, WINDOWS.length);
    if ("skipped" in answer) skipped.push(`${name}, ${answer.skipped}`);
    else answers.push(answer);
  }
  console.log(page(exact, answers, skipped));
  return own.signals.every((signals, n) => signals === exact.signals[n]);
}

if (import.meta.main && !await main(Deno.args)) {
  console.error("batch-signal differs from exact arithmetic");
  Deno.exit(1);
}
