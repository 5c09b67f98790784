/**
 * The command line of `batch-signal compare`.
 *
 * @module
 */
import { bothFlags, dashForMetrics, invalidMaxChange, missingMetrics, thirdMetrics } from "../errors.ts";
import { STANDARD_INPUT } from "../inputs/source.ts";
import { readRate, type Share } from "../numbers/share.ts";
import { readVerb } from "./verb.ts";
import type { HelpCommand } from "./usage.ts";

/** What `compare` is to do. */
export interface CompareCommand {
  readonly name: "compare";
  readonly a: string;
  readonly b: string;
  readonly form: "text" | "json" | "markdown";
  /** The largest change of the rate that is no failure; undefined where any is none. */
  readonly maxChange: Share | undefined;
}

export const COMPARE_USAGE = `batch-signal compare: what has changed between two runs

usage:
  batch-signal compare A.json B.json [--json | --markdown] [--max-change 5%]

  A.json, B.json          metrics of two runs, or merged ones; those of the earlier run first
      --json              one JSON object, with every symbol
      --markdown          the tables in Markdown
      --max-change SHARE  exit with 6 if the two rates are more than SHARE apart, such as 5% or 0.05: from 40% to 46%
                          is 6%. The counts decide if both files have them, otherwise the printed values
  -h, --help              print this page

Symbols come by the size of their change; --max-change is about the rate of all rows.

exit codes: 0 compared; 6 a change of more than --max-change; 4 no metrics of a run that succeeded; 2 bad flags;
5 a file can't be read

example:
  batch-signal compare monday.json tuesday.json --max-change 5%
`;

const FLAGS = {
  values: { "max-change": "--max-change SHARE" },
  switches: ["json", "markdown"],
  aliases: {},
  help: "batch-signal compare --help",
} as const;

/**
 * Reads the words after `compare`.
 *
 * @throws {JobError} of kind usage: bad flags, not two files.
 */
export async function readCompareCommand(
  argv: readonly string[],
): Promise<CompareCommand | HelpCommand> {
  const words = await readVerb(argv, FLAGS);
  if (words === undefined) return { name: "help", text: COMPARE_USAGE };
  const [json, markdown] = [words.has("json"), words.has("markdown")];
  if (json && markdown) throw bothFlags("--json", "--markdown");
  const typed = words.value("max-change");
  const maxChange = typed === undefined ? undefined : readRate(typed);
  if (typed !== undefined && maxChange === undefined) throw invalidMaxChange(typed);
  const { files } = words;
  const [a = "", b = "", third] = files;
  if (a === "" || b === "") throw missingMetrics("compare", "batch-signal compare A.json B.json");
  if (third !== undefined) throw thirdMetrics(third);
  if (files.includes(STANDARD_INPUT)) throw dashForMetrics("FILE");
  return { name: "compare", a, b, form: json ? "json" : markdown ? "markdown" : "text", maxChange };
}
