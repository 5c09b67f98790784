/**
 * Running a job on several files within the test's own process, many times in a second, to look at its signals.
 *
 * @module
 */
import { parse } from "@std/csv/parse";
import { JobError } from "../../lib/errors.ts";
import type { Folder } from "../command.ts";
import { configOf, optionsIn, runInProcess } from "../run_in_process.ts";

/** A line of the signals file, by the names in its header. */
export type SignalFields = Readonly<Record<string, string>>;

/** What a job has found: its signals, and the symbols as the metrics name them; or the message of its error. */
export type JobRows = { readonly rows: readonly SignalFields[]; readonly symbols: readonly string[] } | string;

/** The end of a message where no symbol has as many rows as the window. */
export const TOO_SHORT = /expected at least \d+, the window$/;

/** How many rows the symbol has that has the most. */
export function mostRows(rows: Iterable<{ readonly symbol: string }>): number {
  const counts = new Map<string, number>();
  for (const { symbol } of rows) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}

/** Runs a job on files of a folder. A message has names of files without the folder. */
export async function jobRows(folder: Folder, files: readonly string[], configText: string): Promise<JobRows> {
  const options = optionsIn(folder, files, { signals: folder.of("signals.csv") });
  const read = await runInProcess(options, await configOf(configText));
  if (read instanceof JobError) return read.message.replaceAll(`${folder.path}/`, "");
  const [names = [], ...rows]: string[][] = parse(folder.read("signals.csv") ?? "");
  return {
    rows: rows.map((fields) => Object.fromEntries(names.map((name, n) => [name, fields[n] ?? ""]))),
    symbols: Array.from(read.results.symbols?.series ?? [], ({ symbol }) => symbol),
  };
}
