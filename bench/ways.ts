/**
 * What a run may be asked for besides the closes of one file, and the files for that, all with the same candles.
 *
 * @module
 */
import { gzipSync, zstdCompressSync } from "node:zlib";
import { provideFile } from "./candle_file.ts";
import { runOrSkip } from "./contender.ts";

/** Rows of a symbol, one after the other. */
const ROWS_OF_SYMBOL = 1000;
/** In other files: how many symbols take turns. */
const TURNS = [500, 1000, 30_000, 100_000] as const;
/** Fewer rows leave a symbol without a mean. */
export const mostSymbols = Math.max(...TURNS);
const MANY = 5000;
/** One of so many rows can't be read. */
const JUNK_EVERY = 100;

/** One way to run the job. */
export interface Way {
  readonly name: string;
  /** A file in the folder, or a pattern of several. */
  readonly input: string;
  readonly keys?: readonly string[];
  /** Words without dashes are files in the folder. */
  readonly flags?: readonly string[];
  /** What its time is divided by: the name of another way, or a command in which {@linkcode FILE} stands for the input. */
  readonly than: string | readonly string[];
  /** What its rows are counted to be, of all. */
  readonly rows?: (all: number) => number;
  /** Whether the closes are in their order, in one series, so that the signals are known. */
  readonly isOneSeries: boolean;
}

/** In a command: the input. */
export const FILE = "FILE";
const TIME = "timestamp_column: timestamp";
const SYMBOL = "symbol_column: symbol";

const PLAIN = "plain";
const turns = (symbols: number) => `${symbols} symbols that take turns, and timestamps`;

const plain = { input: "ordinary.csv", than: PLAIN, isOneSeries: true } as const;
const signals = (name: string, file: string, ...keys: string[]): Way => ({
  ...plain,
  name,
  keys,
  flags: ["--signals", file],
});
const unpacked = (name: string, input: string, ...command: string[]): Way => ({
  ...plain,
  name,
  input,
  than: ["sh", "-c", `${command.join(" ")} ${FILE} | wc -c`],
});

/** All ways; the first one is the plain run. */
export const WAYS: readonly Way[] = [
  { ...plain, name: PLAIN },
  { ...plain, name: "timestamps", keys: [TIME] },
  { ...plain, name: "symbols, one after the other", input: "symbols.csv", keys: [SYMBOL], isOneSeries: false },
  { ...plain, name: "symbols and timestamps", input: "symbols.csv", keys: [SYMBOL, TIME], isOneSeries: false },
  ...TURNS.map((symbols): Way => ({
    name: turns(symbols),
    input: `turns-${symbols}.csv`,
    keys: [SYMBOL, TIME],
    than: symbols > 1000 ? turns(1000) : PLAIN,
    isOneSeries: false,
  })),
  signals("signals as CSV", "signals.csv"),
  signals("signals as CSV, timestamps", "signals.csv", TIME),
  signals("signals as gzipped CSV", "signals.csv.gz"),
  signals("signals as JSON lines", "signals.jsonl"),
  signals("signals as Parquet", "signals.parquet"),
  { ...plain, name: "a manifest", flags: ["--manifest", "manifest.json"] },
  { ...plain, name: "a report", flags: ["--report", "report.html"] },
  { ...plain, name: "a state for tomorrow", flags: ["--checkpoint", "state.json"] },
  { ...plain, name: "an interval for the rate", keys: ["confidence: 95%"] },
  {
    ...plain,
    name: `one row in ${JUNK_EVERY} invalid, and skipped`,
    input: "junk.csv",
    keys: ["invalid_rows: skip"],
    isOneSeries: false,
    rows: (all) => all - Math.floor(all / JUNK_EVERY),
  },
  { ...plain, name: "four files", input: "parts-4/*.csv" },
  { ...plain, name: `${MANY} files`, input: `parts-${MANY}/*.csv` },
  unpacked("a file of gzip", "ordinary.csv.gz", "gzip", "-dc"),
  unpacked("a file of zstd", "ordinary.csv.zst", "zstd", "-dc"),
  unpacked("a file in a zip", "ordinary.csv.zip", "unzip", "-p"),
];

/** What a way's time is divided by, in words. */
export function yardstickName({ than }: Way): string {
  return typeof than === "string" ? than : (than.at(-1) ?? "").replace(/ FILE .*/, "");
}

/**
 * Makes the files of all ways.
 *
 * @returns Why some can't be made; {@linkcode Way.input} → reason.
 */
export async function provideInputs(dir: string, rows: number, seed: number): Promise<ReadonlyMap<string, string>> {
  const ordinary = `${dir}/ordinary.csv`;
  provideFile(ordinary, "ordinary", rows, seed);
  const [header = "", ...lines] = Deno.readTextFileSync(ordinary).trimEnd().split("\n");
  const write = (name: string, header: string, lines: readonly string[]) =>
    Deno.writeTextFileSync(`${dir}/${name}`, `${header}\n${lines.join("\n")}\n`);

  const symbol = `symbol,${header}`;
  write("symbols.csv", symbol, lines.map((line, n) => `SYM${Math.floor(n / ROWS_OF_SYMBOL)},${line}`));
  for (const symbols of TURNS) {
    // Each minute has a row of each symbol.
    const minute = (n: number) => lines[Math.floor(n / symbols)]?.split(",", 1)[0];
    const turn = (line: string, n: number) => `SYM${n % symbols},${minute(n)}${line.slice(line.indexOf(","))}`;
    write(`turns-${symbols}.csv`, symbol, lines.map(turn));
  }
  write("junk.csv", header, lines.map((line, n) => (n + 1) % JUNK_EVERY === 0 ? "#N/A" : line));
  for (const parts of [4, MANY]) {
    Deno.mkdirSync(`${dir}/parts-${parts}`, { recursive: true });
    for (let part = 0; part < parts; part++) {
      const [from, to] = [part, part + 1].map((n) => Math.floor(n * lines.length / parts));
      write(`parts-${parts}/${String(part).padStart(4, "0")}.csv`, header, lines.slice(from, to));
    }
  }
  const bytes = Deno.readFileSync(ordinary);
  Deno.writeFileSync(`${ordinary}.gz`, gzipSync(bytes));
  Deno.writeFileSync(`${ordinary}.zst`, zstdCompressSync(bytes));
  const zipped = await runOrSkip(["zip", "-jq", `${ordinary}.zip`, ordinary]);
  return new Map("skipped" in zipped ? [["ordinary.csv.zip", zipped.skipped]] : []);
}
