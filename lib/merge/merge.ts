/**
 * `batch-signal merge`: metrics of many runs → those of all of them together.
 *
 * The files are read one by one, which on this thread is faster than on others: they are small. Only their sums and symbols
 * are kept.
 *
 * @module
 */
import type { MergeCommand } from "../commands/merge_command_line.ts";
import { fileTwice, sameFile } from "../errors.ts";
import { discardOutput, writeOutput, writeStandardOutput } from "../outputs/atomic_file.ts";
import type { StopRequest } from "../stop.ts";
import { FILES_PER_BREATH, findFiles, readText, standingOf } from "./files.ts";
import { readMetricsFile } from "./metrics_file.ts";
import { Sums } from "./sums.ts";

/**
 * Merges metrics files into one, and writes the same text to standard output.
 *
 * @throws {JobError} of kind usage, if the output is an input; of kind data, for the first file that can't be added; of kind
 * io; or interrupted. Nothing is touched before it is known that the output is no input, and afterwards an output of an
 * earlier merge is gone.
 */
export async function merge({ output, files, allowed }: MergeCommand, stop: StopRequest): Promise<void> {
  const { paths, identities, failure } = await findFiles(files, stop);
  const own = standingOf(output).identity;
  if (identities.has(own)) throw sameFile("--output", "an input", firstOf(own, paths));
  // As a job does, so that no merge of last night is mistaken for one that was refused.
  discardOutput(output);
  if (failure !== undefined) throw failure;
  if (identities.size < paths.length) requireEachOnce(paths);

  const sums = new Sums(allowed);
  for (const [n, path] of paths.entries()) {
    if (n % FILES_PER_BREATH === 0) await stop.breathe();
    sums.add(path, readMetricsFile(path, readText(path)));
  }
  const text = sums.text({ first: paths[0] ?? "", count: paths.length });
  writeOutput(output, text);
  writeStandardOutput(text);
}

/** Refuses the first path whose file an earlier one names too, which would count twice. */
function requireEachOnce(paths: readonly string[]): void {
  const seen = new Set<string>();
  for (const path of paths) {
    const { identity } = standingOf(path);
    if (seen.has(identity)) throw fileTwice(path, firstOf(identity, paths));
    seen.add(identity);
  }
}

/** The first path of a file. */
function firstOf(identity: string, paths: readonly string[]): string {
  return paths.find((path) => standingOf(path).identity === identity) ?? "";
}
