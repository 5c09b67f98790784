/**
 * How does the cost grow with the file?
 *
 * Runs the job on ordinary candle files of growing size, the answers checked first, and prints a Markdown page: time should
 * be a line through the origin but for the start, and memory flat. Keeps the page in `--output`, with a chart and all
 * single runs as JSON beside it.
 *
 *     deno task bench:growth
 *     deno task bench:growth --sizes 1,4,16,64,256 --runs 9
 *
 * Runs in the project's root. The files are made in `--dir`; those of all sizes take 5.4 GB.
 *
 * @module
 */
import { expectedOf, provideFile } from "./candle_file.ts";
import { listOf, readFlags, wholeNumber } from "../tools/flags.ts";
import { growthChart } from "./growth_chart.ts";
import { growthPage, type Step } from "./growth_report.ts";
import { CAT, lineUp, OWN, OWN_ONE_THREAD } from "./line_up.ts";
import { measure } from "./measure.ts";
import { bundleOwn } from "./own.ts";
import { hasMeter, METER_SKIPPED } from "./process.ts";
import { jobFor, keep, LEAST_ROUNDS, startSession } from "./session.ts";

const SEED = 42;
const WINDOW = 5;
const SHAPE = "ordinary";

/** Mean length of a row of this shape; files differ from the size that was asked for by less than a percent. */
const ROW_BYTES = 75;
const MB = 1e6;

const DEFAULTS = {
  sizes: "1,4,16,64,256,1000,4000",
  runs: String(LEAST_ROUNDS),
  dir: "bench/data",
  output: "bench/runs",
};

async function main(argv: readonly string[]): Promise<void> {
  const flags = readFlags(argv, DEFAULTS);
  const sizes = listOf(flags.sizes).map((size) => wholeNumber("sizes", size, 1)).sort((a, b) => a - b);
  const rounds = wholeNumber("runs", flags.runs, 1);
  Deno.mkdirSync(flags.dir, { recursive: true });
  await bundleOwn();

  const { present, skipped } = await lineUp(jobFor("data.csv", WINDOW, flags.dir), [CAT, OWN, OWN_ONE_THREAD]);
  const metered = await hasMeter();
  const session = startSession(SEED, rounds, present, metered ? skipped : [...skipped, METER_SKIPPED]);

  const steps: Step[] = [];
  for (const size of sizes) {
    const rows = Math.round(size * MB / ROW_BYTES);
    const file = `${flags.dir}/${SHAPE}-${rows}.csv`;
    const bytes = provideFile(file, SHAPE, rows, SEED);
    for (const expected of expectedOf(rows, SEED, [WINDOW])) {
      console.error(`${size} MB, ${rows} rows: ${rounds} rounds of ${present.length}`);
      const measured = await measure(present, jobFor(file, WINDOW, flags.dir), expected, rounds, metered);
      steps.push({ rows, bytes, ...measured });
    }
  }
  const record = { ...session(), shape: SHAPE, window: WINDOW, steps };
  const chart = `growth-${record.date}.svg`;
  keep(flags.output, "growth", record, growthPage(record, chart));
  Deno.writeTextFileSync(`${flags.output}/${chart}`, growthChart(record));
}

if (import.meta.main) await main(Deno.args);
