/**
 * Running a job on several files within the test's own process, many times in a second, to look at its signals.
 *
 * @module
 */
import { parse } from "@std/csv/parse";
import type { Options } from "../../lib/commands/command_line.ts";
import { readConfig } from "../../lib/config/config.ts";
import { asJobError } from "../../lib/errors.ts";
import { CandleSeries } from "../../lib/inputs/series.ts";
import { askedRows, Stream } from "../../lib/reading.ts";
import { StopRequest } from "../../lib/stop.ts";
import type { Folder } from "../command.ts";

/** A line of the signals file, by the names in its header. */
export type SignalFields = Readonly<Record<string, string>>;

/** What a job has found: its signals, and the symbols as the metrics name them; or the message of its error. */
export type JobRows = { readonly rows: readonly SignalFields[]; readonly symbols: readonly string[] } | string;

/** Runs a job on files of a folder. A message has names of files without the folder. */
export async function jobRows(folder: Folder, files: readonly string[], configText: string): Promise<JobRows> {
  const options: Options = {
    inputs: files.map((name) => folder.of(name)),
    config: "config.yaml",
    output: folder.of("metrics.json"),
    logFile: folder.of("run.log"),
    signals: folder.of("signals.csv"),
    rejects: undefined,
    logFormat: "text",
    threads: undefined,
    quiet: true,
  };
  const config = await readConfig(new TextEncoder().encode(configText), options.config);
  const stop = new StopRequest();
  const series = await CandleSeries.of(options.inputs, stop);
  const asked = await askedRows(options, config);
  if (asked === undefined) throw new Error("a run with signals is no plain one");
  try {
    await new Stream(series, asked, asked).read(() => {});
    await asked.commit(files[0] ?? "", asked.rows);
  } catch (error) {
    const failure = asJobError(error);
    await asked.abandon(failure);
    if (failure.kind === "internal") throw error;
    return failure.message.replaceAll(`${folder.path}/`, "");
  } finally {
    series.close();
  }
  const [names = [], ...rows]: string[][] = parse(folder.read("signals.csv") ?? "");
  return {
    rows: rows.map((fields) => Object.fromEntries(names.map((name, n) => [name, fields[n] ?? ""]))),
    symbols: Array.from(asked.report.symbols?.series ?? [], ({ symbol }) => symbol),
  };
}
