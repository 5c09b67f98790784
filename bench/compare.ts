/**
 * Where do pandas and DuckDB differ from batch-signal, and who is right?
 *
 * On real and generated files: the number of rows, each close, and each signal for several windows. Exact rationals decide.
 * A close of a program that reads doubles is right if it is the double nearest to what the file spells. Prints a Markdown
 * page.
 *
 *     deno task prove:compare
 *     deno task prove:compare --python /usr/bin/python3 --record yes
 *
 * Runs in the project's root. DuckDB comes from npm at the first run, past the project's lock file.
 *
 * @module
 */
import { writeEvidence } from "../tests/evidence.ts";
import { canonicalFraction, readChunks } from "../tests/rows/read_closes.ts";
import { type Fraction, readCloses } from "../tests/reference.ts";
import { runOrSkip } from "./contender.ts";
import { comparedFiles } from "./compare_files.ts";
import { readFlags } from "../tools/flags.ts";
import { count } from "./quantities.ts";
import { table } from "./table.ts";
import { batchSignals } from "./signals.ts";

const SEED = 42;
const WINDOWS = [2, 3, 5, 10, 60];
const FOLDER = "bench/data";
const FILE = `${FOLDER}/compare.csv`;

/** A package with native code: it loads a library, and looks at the system and its environment to choose which. */
const DENO = "deno run --quiet --no-lock --no-config --node-modules-dir=none --no-prompt " +
  "--allow-read --allow-env --allow-sys --allow-ffi";

/** What a program makes of a file. */
interface Found {
  readonly closes: readonly string[];
  /** For each window, one "0" or "1" for each row. */
  readonly signals: readonly string[];
}

/** How a program did on a file. */
interface Score {
  readonly rows: number;
  readonly wrongCloses: number;
  readonly wrongSignals: number;
}

function isFound(value: unknown): value is Found & { readonly title: string } {
  const isTexts = (texts: unknown) => Array.isArray(texts) && texts.every((text) => typeof text === "string");
  return typeof value === "object" && value !== null && "title" in value && "closes" in value && "signals" in value &&
    isTexts(value.closes) && isTexts(value.signals);
}

/** Signals in integers of one scale. It shares no line with batch-signal. */
function exactSignals(closes: readonly Fraction[], window: number): string {
  const scale = closes.reduce((most, { denominator }) => denominator > most ? denominator : most, 1n);
  const mantissas = closes.map(({ numerator, denominator }) => numerator * (scale / denominator));
  let sum = 0n;
  return mantissas.map((mantissa, row) => {
    sum += mantissa - (mantissas[row - window] ?? 0n);
    return row >= window - 1 && BigInt(window) * mantissa > sum ? "1" : "0";
  }).join("");
}

/** Positions at which two series differ, or where one has nothing. */
function differences<T>(found: ArrayLike<T>, right: ArrayLike<T>, isSame: (a: T, b: T) => boolean): number {
  let count = Math.abs(found.length - right.length);
  for (let n = 0; n < Math.min(found.length, right.length); n++) {
    const [a, b] = [found[n], right[n]];
    if (a === undefined || b === undefined || !isSame(a, b)) count++;
  }
  return count;
}

/** Whether a double, or an integer, is what a program that holds doubles may best make of an exact close. */
function isNearest(found: string, exact: string): boolean {
  // The engine rounds decimal text to the nearest double, ties to even; so both sides are rounded once.
  return Number(found) === Number(exact);
}

function scoreOf(found: Found, exact: Found, isSame: (a: string, b: string) => boolean): Score {
  return {
    rows: found.closes.length,
    wrongCloses: differences(found.closes, exact.closes, isSame),
    wrongSignals: found.signals.reduce((sum, signals, n) => {
      return sum + differences(signals, exact.signals[n] ?? "", (a, b) => a === b);
    }, 0),
  };
}

function cells(score: Score | string): string {
  if (typeof score === "string") return `${score} | |`;
  const { rows, wrongCloses, wrongSignals } = score;
  return `${rows.toLocaleString("en")} | ${wrongCloses.toLocaleString("en")} | ${wrongSignals.toLocaleString("en")}`;
}

/** What a program on this machine makes of the file, or why it makes nothing of it. */
async function ask(command: readonly string[]): Promise<{ title: string; found: Found } | { skipped: string }> {
  const output = await runOrSkip([...command, FILE, ...WINDOWS.map(String)]);
  if ("skipped" in output) return output;
  const found: unknown = JSON.parse(output.stdout);
  if (!isFound(found)) throw new Error(`${command[0]}: expected a title, closes and signals`);
  return { title: found.title, found };
}

/** How often each program was wrong, for README. */
function comparisonPage(date: string): string {
  const rows = [...totals].map(([program, { files, closes, signals, refused }]) => [
    titles.get(program) ?? program,
    String(files),
    files > 0 ? count(closes) : "",
    files > 0 ? count(signals) : "",
    String(refused),
  ]);
  return [
    "# Where other programs differ",
    "",
    "<!-- compare -->",
    "",
    ...table(["", "files", "wrong closes", "wrong signals", "no answer"], [
      ["batch-signal", String(lines.length), String(ownCloses), String(ownSignals), "0"],
      ...rows,
    ], 1),
    "",
    `${count(compared / (1 + WINDOWS.length))} rows in ${lines.length} real and generated files, windows ` +
    `${WINDOWS.join(", ")}; ${date}. Closes and signals are compared with exact rationals; a close of a program that ` +
    "holds doubles is right if it is the nearest one.",
    "",
    "<!-- /compare -->",
    "",
  ].join("\n");
}

const flags = readFlags(Deno.args, { python: "python3", record: "no" });
const programs: Readonly<Record<string, readonly string[]>> = {
  pandas: [flags.python, "bench/contenders/pandas_compare.py"],
  DuckDB: [...DENO.split(" "), "bench/contenders/duckdb_compare.ts"],
};
const titles = new Map<string, string>();
const totals = new Map<string, { files: number; closes: number; signals: number; refused: number }>();
const reasons = new Map<string, string>();
const lines: string[] = [];
let compared = 0;
let ownCloses = 0;
let ownSignals = 0;
await Deno.mkdir(FOLDER, { recursive: true });
for (const { name, text } of comparedFiles(SEED)) {
  await Deno.writeTextFile(FILE, text);
  const fractions = readCloses(text);
  const exact = {
    closes: fractions.map(canonicalFraction),
    signals: WINDOWS.map((window) => exactSignals(fractions, window)),
  };
  const own = {
    closes: readChunks([new TextEncoder().encode(text)]).closes,
    signals: WINDOWS.map((window) => batchSignals(text, window)),
  };
  const ownScore = scoreOf(own, exact, (a, b) => a === b);
  ownCloses += ownScore.wrongCloses;
  ownSignals += ownScore.wrongSignals;
  compared += exact.closes.length * (1 + WINDOWS.length);

  const row = [cells(ownScore)];
  for (const [program, command] of Object.entries(programs)) {
    const answer = await ask(command);
    const total = totals.get(program) ?? { files: 0, closes: 0, signals: 0, refused: 0 };
    totals.set(program, total);
    if ("skipped" in answer) {
      total.refused++;
      reasons.set(program, answer.skipped);
      row.push(cells("no answer"));
      continue;
    }
    titles.set(program, answer.title);
    const score = scoreOf(answer.found, exact, isNearest);
    total.files++;
    total.closes += score.wrongCloses;
    total.signals += score.wrongSignals;
    row.push(cells(score));
  }
  lines.push(`| ${name} | ${row.join(" | ")} |`);
}
await Deno.remove(FILE);

const names = ["batch-signal", ...Object.keys(programs).map((program) => titles.get(program) ?? program)];
console.log(
  `Rows, closes that are wrong, and signals that are wrong for the windows ${WINDOWS.join(", ")}, by exact ` +
    `rationals (seed ${SEED}):\n`,
);
console.log(`| file | ${names.map((name) => `${name}: rows | closes | signals`).join(" | ")} |`);
console.log(`|---|${"---:|".repeat(3 * names.length)}`);
console.log(`${lines.join("\n")}\n`);
for (const [program, { files, closes, signals, refused }] of totals) {
  const title = titles.get(program) ?? program;
  if (files > 0) {
    console.log(`${title}: ${closes} closes and ${signals} signals differ, and exact rationals say it is wrong.\n`);
  }
  if (refused > 0) console.log(`${title}: no answer for ${refused} files; the last reason: ${reasons.get(program)}\n`);
}
const ownWrong = ownCloses + ownSignals;
console.log(`batch-signal: ${ownWrong} of ${compared.toLocaleString("en")} closes and signals are wrong.`);

if (flags.record === "yes") {
  const date = new Date().toISOString().slice(0, 10);
  await Deno.writeTextFile(`bench/runs/compare-${date}.md`, comparisonPage(date));
  const absent = Object.keys(programs).filter((program) => !titles.has(program)).map((program) =>
    `${program}: ${reasons.get(program)}`
  );
  writeEvidence("compare", {
    part: "Comparison with pandas and DuckDB",
    command: "deno task prove:compare --record yes",
    date: new Date().toISOString().slice(0, 10),
    rows: [{
      promise: "Every row, close and signal is exact, also where pandas and DuckDB differ.",
      tested: `Real and generated files, windows ${WINDOWS.join(", ")}; where programs differ, exact rationals decide.`,
      cases: compared,
      sought: "wrong closes and signals",
      found: ownWrong,
      ...(absent.length === 0 ? {} : { skipped: absent.join("; ") }),
    }],
  });
}
if (ownWrong > 0) Deno.exit(1);
