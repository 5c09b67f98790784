/**
 * What many files cost on one machine and on many: the tables in `docs/scale.md`, from what was measured.
 *
 *     deno task bench:scale
 *
 * @module
 */
import { type Costs, type Fleet, simulate, type Work } from "./scale_model.ts";
import { median, pairedRatio } from "./statistics.ts";
import { table } from "./table.ts";
import { withSection } from "./tables.ts";

/** The runs that the costs are from. */
export const MEASURED = { bench: "runs/bench-2026-11-25.json", engines: "runs/scale-2026-11-28.json" } as const;

/** One line of a benchmark, as far as it is used. */
interface BenchCase {
  readonly shape: string;
  readonly rows: number;
  readonly window: number;
  readonly bytes: number;
  readonly contenders: readonly { readonly name: string; readonly seconds: readonly number[] }[];
}

/** Costs without an engine, and those of engines as parts of the start of the program. */
export interface MeasuredCosts {
  readonly bytesPerSecond: number;
  readonly startSeconds: number;
  /** By name: how many times the start of the program it takes. */
  readonly ratios: Readonly<Record<string, number>>;
}

/** Reads what was measured: one thread, ordinary rows, window 5. The start is what a file of 10,000 rows takes. */
export function readMeasured(): MeasuredCosts {
  const read = (name: string) => JSON.parse(Deno.readTextFileSync(new URL(name, import.meta.url)));
  const cases: readonly BenchCase[] = read(MEASURED.bench).cases;
  const of = (rows: number) => {
    const found = cases.find((each) => each.shape === "ordinary" && each.window === 5 && each.rows === rows);
    const seconds = found?.contenders.find(({ name }) => name === "batch-signal, 1 thread")?.seconds ?? [];
    return { bytes: found?.bytes ?? NaN, seconds: median(seconds) };
  };
  const [small, large] = [of(10_000), of(10_000_000)];
  const costs: readonly { name: string; rounds: readonly [number, number][] }[] = read(MEASURED.engines).costs;
  const ratios = costs.map(({ name, rounds }) =>
    [name, pairedRatio(rounds.map(([cost]) => cost), rounds.map(([, start]) => start))] as const
  );
  return {
    bytesPerSecond: (large.bytes - small.bytes) / (large.seconds - small.seconds),
    startSeconds: small.seconds,
    ratios: Object.fromEntries(ratios),
  };
}

/** The costs with one engine. */
export function costsWith(engine: string, { bytesPerSecond, startSeconds, ratios }: MeasuredCosts): Costs {
  const of = (name: string) => {
    const ratio = ratios[name];
    if (ratio === undefined) throw new Error(`${name} was not measured`);
    return ratio * startSeconds;
  };
  return {
    bytesPerSecond,
    startSeconds,
    fileSeconds: of("a file more in the same process"),
    taskSeconds: engine === NONE ? 0 : of(engine),
  };
}

const MONTH = 30 * 24;
const [MB, GB] = [1e6, 1e9];
/** A year of one-minute candles of a stock. */
const YEAR = 7.4 * MB;

/** A network of 10 Gbit/s, machines that come back after two minutes, one in fifty slow, one try in a thousand in vain. */
const SPOT: Fleet = {
  machines: 100,
  cores: 4,
  machineBytesPerSecond: 1.25 * GB,
  lostPerHour: 0,
  replaceSeconds: 120,
  slowShare: 0.02,
  slowFactor: 3,
  failShare: 0.001,
  copies: true,
};
/** One machine with a disk of 3 GB/s: all that is drawn is the sizes. */
const ONE: Fleet = { ...SPOT, machines: 1, cores: 16, machineBytesPerSecond: 3 * GB, slowShare: 0, copies: false };

const each = (files: number, meanBytes: number, filesPerTask = 1, filesPerProcess = filesPerTask): Work => ({
  files,
  meanBytes,
  filesPerTask,
  filesPerProcess,
});

/** A question to the model. */
export interface Case {
  readonly what: string;
  readonly how: string;
  readonly work: Work;
  readonly fleet: Fleet;
  readonly engine: string;
}

/** Without an engine: one process after the other. */
const NONE = "none";
const NIGHT = each(10_000, YEAR);
const LARGE = each(1_000_000, GB);
const TEN = { ...SPOT, machines: 10, cores: 16, copies: false };

export const CASES: readonly Case[] = [
  ["10,000 symbols a night", "one process", each(10_000, YEAR, 10_000), { ...ONE, cores: 1, failShare: 0 }, NONE],
  ["", "GNU parallel, 16 cores, a process for each file", NIGHT, ONE, "GNU parallel"],
  ["", "GNU parallel, 16 cores, a process for 100 files", each(10_000, YEAR, 100), ONE, "GNU parallel"],
  ["100,000 files", "one process", each(100_000, YEAR, 100_000), { ...ONE, cores: 1, failShare: 0 }, NONE],
  ["", "GNU parallel, 16 cores, a process for 100 files", each(100_000, YEAR, 100), ONE, "GNU parallel"],
  ["", "Slurm, 10 × 16 cores, a task for each file", each(100_000, YEAR), TEN, "Slurm"],
  ["", "Slurm, 10 × 16 cores, a task for 100 files, a process for each", each(100_000, YEAR, 100, 1), TEN, "Slurm"],
  ["", "Spark, 10 × 16 cores, a task for each file", each(100_000, YEAR), { ...TEN, copies: true }, "Spark"],
  ["1 PB in files of 1 GB", "Spark, 100 × 4 cores, none is taken away", LARGE, SPOT, "Spark"],
  ["", "5 % are taken away in a month", LARGE, { ...SPOT, lostPerHour: 0.05 / MONTH }, "Spark"],
  ["", "20 % in a month", LARGE, { ...SPOT, lostPerHour: 0.2 / MONTH }, "Spark"],
  ["", "20 % in an hour", LARGE, { ...SPOT, lostPerHour: 0.2 }, "Spark"],
  ["", "20 % in an hour, no copies", LARGE, { ...SPOT, lostPerHour: 0.2, copies: false }, "Spark"],
  [
    "1 PB in files of 1 TB",
    "20 % in an hour",
    each(1_000, 1_000 * GB),
    { ...SPOT, lostPerHour: 0.2 },
    "Spark",
  ],
  ["", "20 % in an hour, no copies", each(1_000, 1_000 * GB), { ...SPOT, lostPerHour: 0.2, copies: false }, "Spark"],
].map(([what, how, work, fleet, engine]) => ({ what, how, work, fleet, engine }) as Case);

const SEED = 42;
const percent = (share: number) => `${(100 * share).toFixed(share === 0 ? 0 : 2)} %`;
const count = (number: number) => number.toLocaleString("en-US");

/** Both tables of the page. */
export function pages(measured: MeasuredCosts): { costs: string; nights: string } {
  const { startSeconds, bytesPerSecond, ratios } = measured;
  const more = ratios["a file more in the same process"] ?? NaN;
  const sizes = [["10 kB", 1e4], ["100 kB", 1e5], ["1 MB", MB], ["10 MB", 10 * MB], ["100 MB", 100 * MB], ["1 GB", GB]];
  const costs = table(
    ["size of a file", "reading it ÷ starting the program", "a process for each ÷ one process for all"],
    (sizes as [string, number][]).map(([name, bytes]) => {
      const reading = bytes / bytesPerSecond / startSeconds;
      return [name, reading.toPrecision(2), ((1 + reading) / (more + reading)).toFixed(1)];
    }),
    1,
  );
  const nights = CASES.map(({ what, how, work, fleet, engine }) => {
    const outcome = simulate(work, fleet, costsWith(engine, measured), SEED);
    const { hours, overIdeal, wasted, machinesLost, triesFailed, copiesMade, tasksFailed } = outcome;
    const figures = [hours.toPrecision(2), overIdeal.toFixed(2), percent(wasted)];
    return [what, how, ...figures, ...[machinesLost, triesFailed, copiesMade, tasksFailed].map(count)];
  });
  const heading = [
    "work",
    "machines and tasks",
    "hours",
    "÷ ideal",
    "in vain",
    "lost",
    "tries failed",
    "copies",
    "told of",
  ];
  return { costs: `\n${costs.join("\n")}\n\n`, nights: `\n${table(heading, nights, 2).join("\n")}\n\n` };
}

if (import.meta.main) {
  const page = new URL("../docs/scale.md", import.meta.url);
  const { costs, nights } = pages(readMeasured());
  const text = Deno.readTextFileSync(page);
  Deno.writeTextFileSync(page, withSection(withSection(text, "costs", costs), "nights", nights));
}
