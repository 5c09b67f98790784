/**
 * The command line of `batch-signal merge`.
 *
 * @module
 */
import { dashForMetrics, missingFlag, missingMetrics } from "../errors.ts";
import { STANDARD_INPUT } from "../inputs/source.ts";
import { readVerb } from "./verb.ts";
import type { HelpCommand } from "./usage.ts";

/** What `merge` is to do. */
export interface MergeCommand {
  readonly name: "merge";
  readonly output: string;
  /** One or more; some may be patterns. */
  readonly files: readonly string[];
  /** Whether runs of several versions and seeds, and runs that failed, may be merged. */
  readonly allowed: { readonly mixed: boolean; readonly failed: boolean };
}

export const MERGE_USAGE = `batch-signal merge: the metrics of many runs together

usage:
  batch-signal merge -o ALL.json FILE|PATTERN...

  FILE                metrics of runs with counts: include in their config, or merged ones
  PATTERN             such as 'day/*.json', in quotes so that the shell leaves it as it is
  -o, --output FILE   the merged metrics as JSON; the same text goes to standard output
      --allow-mixed   merge runs of several versions or seeds; the key that differs is null
      --allow-failed  count runs that failed, under "failed", instead of refusing them
  -h, --help          print this page

The rate is that of all rows together, and latency_ms is the sum. "runs" counts the runs that succeeded. A symbol may be in
one file only. The order of the files changes no byte, and neither does merging them in several steps.

exit codes: 0 merged; 4 a file can't be added; 2 bad flags; 5 a file can't be read or written

example:
  batch-signal merge -o ALL.json 'metrics/*.json'
`;

const FLAGS = {
  values: { output: "--output FILE" },
  switches: ["allow-mixed", "allow-failed"],
  aliases: { output: "o" },
  help: "batch-signal merge --help",
} as const;

/**
 * Reads the words after `merge`.
 *
 * @throws {JobError} of kind usage: bad flags, no output, no file.
 */
export async function readMergeCommand(
  argv: readonly string[],
): Promise<MergeCommand | HelpCommand> {
  const words = await readVerb(argv, FLAGS);
  if (words === undefined) return { name: "help", text: MERGE_USAGE };
  const output = words.value("output");
  if (output === undefined) throw missingFlag("--output", FLAGS.values.output);
  if (output === STANDARD_INPUT) throw dashForMetrics("--output");
  const { files } = words;
  if (files.length === 0 || files.includes("")) throw missingMetrics("merge", "batch-signal merge -o ALL.json FILE...");
  if (files.includes(STANDARD_INPUT)) throw dashForMetrics("FILE");
  return {
    name: "merge",
    output,
    files,
    allowed: { mixed: words.has("allow-mixed"), failed: words.has("allow-failed") },
  };
}
