/**
 * How long does the job take, from the start of the process to its end, and how much memory, against other tools?
 *
 * On files of several shapes and lengths: checks each contender's answer, then runs all in turn. Prints a Markdown page
 * and keeps it in `--output`, with all single runs as JSON beside it.
 *
 *     deno task bench
 *     deno task bench --shapes ordinary,wide --rows 1000000 --windows 5 --runs 9 --python /usr/bin/python3
 *
 * Runs in the project's root. The files are made in `--dir`, gigabytes of them, and stay there for the next time.
 *
 * @module
 */
import { benchPage, type Case } from "./bench_report.ts";
import { expectedOf, provideFile } from "./candle_file.ts";
import { listOf, readFlags, wholeNumber } from "../tools/flags.ts";
import { lineUp } from "./line_up.ts";
import { measure } from "./measure.ts";
import { bundleOwn } from "./own.ts";
import { hasMeter, METER_SKIPPED } from "./process.ts";
import { jobFor, keep, LEAST_ROUNDS, startSession } from "./session.ts";
import { isShapeName, type ShapeName, SHAPES } from "./shapes.ts";

const SEED = 42;

const DEFAULTS = {
  shapes: "ordinary,narrow,wide,crlf,quoted",
  rows: "10000,1000000,10000000",
  windows: "5,1000",
  runs: String(LEAST_ROUNDS),
  python: "python3",
  dir: "bench/data",
  output: "bench/runs",
};

function shapeOf(name: string): ShapeName {
  if (!isShapeName(name)) throw new Error(`--shapes: ${name}, expected ${Object.keys(SHAPES).join(", ")}`);
  return name;
}

async function main(argv: readonly string[]): Promise<void> {
  const flags = readFlags(argv, DEFAULTS);
  const shapes = listOf(flags.shapes).map(shapeOf);
  const windows = listOf(flags.windows).map((window) => wholeNumber("windows", window, 1));
  const lengths = listOf(flags.rows).map((rows) => wholeNumber("rows", rows, Math.max(...windows)));
  const rounds = wholeNumber("runs", flags.runs, 1);
  Deno.mkdirSync(flags.dir, { recursive: true });
  await bundleOwn();

  const { present, skipped } = await lineUp(jobFor("data.csv", 5, flags.dir), undefined, flags.python);
  const metered = await hasMeter();
  const session = startSession(SEED, rounds, present, metered ? skipped : [...skipped, METER_SKIPPED]);

  const cases: Case[] = [];
  for (const rows of lengths) {
    const answers = expectedOf(rows, SEED, windows);
    for (const shape of shapes) {
      const file = `${flags.dir}/${shape}-${rows}.csv`;
      const bytes = provideFile(file, shape, rows, SEED);
      for (const expected of answers) {
        const { window, signals, ties } = expected;
        console.error(`${shape}, ${rows} rows, window ${window}: ${rounds} rounds of ${present.length}`);
        const measured = await measure(present, jobFor(file, window, flags.dir), expected, rounds, metered);
        cases.push({ shape, rows, window, bytes, signals, ties, ...measured });
      }
    }
  }
  const rivals = present.filter(({ isRival }) => isRival).map(({ name }) => name);
  const record = { ...session(), rivals, cases };
  keep(flags.output, "bench", record, benchPage(record));
}

if (import.meta.main) await main(Deno.args);
