/**
 * `batch-signal merge`: metrics of many runs → those of all of them together.
 *
 * The files are read one by one, and only their sums and symbols are kept. Small files are read faster on this thread than
 * on others.
 *
 * @module
 */
import type { MergeCommand } from "../commands/merge_command_line.ts";
import { fileTwice, sameFile } from "../errors.ts";
import { filesNamedBy } from "../inputs/glob.ts";
import { discardOutput, writeOutput, writeStandardOutput } from "../outputs/atomic_file.ts";
import type { StopRequest } from "../stop.ts";
import { identityOf, infoOf, readSmallFile } from "./files.ts";
import { readMetricsFile } from "./metrics_file.ts";
import { Sums } from "./sums.ts";

/**
 * Merges metrics files into one, and writes the same text to standard output.
 *
 * @throws {JobError} of kind usage, if the output is an input: nothing is touched then. Of kind data, for the first file that
 * can't be added; of kind io; or interrupted. There is no output then.
 */
export async function merge({ output, files, allowed }: MergeCommand, stop: StopRequest): Promise<void> {
  const { paths, failure } = await filesNamedBy(files, stop, async (path) => {
    await stop.breathe();
    return infoOf(path)?.isDirectory !== true;
  });
  const own = identityOf(output);
  const identities = new Set<string>();
  let repeated: string | undefined;
  for (const path of paths) {
    await stop.breathe();
    const identity = identityOf(path);
    if (identity === own) throw sameFile("--output", "an input", path);
    if (identities.has(identity)) repeated ??= path;
    identities.add(identity);
  }
  // As a job does, so that no merge of last night is mistaken for one that was refused.
  discardOutput(output);
  if (failure !== undefined) throw failure;
  if (repeated !== undefined) throw fileTwice(repeated, firstOf(repeated, paths));

  const sums = new Sums(allowed);
  for (const path of paths) {
    await stop.breathe();
    sums.add(path, readMetricsFile(path, readSmallFile(path)));
  }
  const text = sums.text({ first: paths[0] ?? "", count: paths.length });
  writeOutput(output, text);
  writeStandardOutput(text);
}

/** The first path of the file that `path` names. */
function firstOf(path: string, paths: readonly string[]): string {
  const identity = identityOf(path);
  return paths.find((other) => identityOf(other) === identity) ?? path;
}
