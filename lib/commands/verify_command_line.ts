/**
 * The command line of `batch-signal verify`.
 *
 * @module
 */
import { missingManifest, secondManifest } from "../errors.ts";
import { readVerb } from "./verb.ts";
import type { HelpCommand } from "./usage.ts";

/** A command line of `verify`. */
export interface VerifyCommand {
  readonly name: "verify";
  readonly manifest: string;
  /** The folder that the run was started in. */
  readonly dir: string;
  readonly isRerun: boolean;
  readonly isQuiet: boolean;
}

export const VERIFY_USAGE = `batch-signal verify: whether the files of a run are what its manifest says

usage:
  batch-signal verify MANIFEST [--dir DIR] [--rerun]

  MANIFEST       what a run wrote with --manifest
      --dir DIR  the folder that the run was started in; by default the current one. No name leaves it
      --rerun    also compute again from inputs and config, and compare counts and signals
  -q, --quiet    no progress bar
  -h, --help     print this page

One line is printed for each file: ok, differs or missing.

exit codes: 0 all is as it was; 6 a file differs or is missing; 4 no manifest; 2 bad flags; 5 a file can't be read

example:
  batch-signal verify manifest.json --rerun
`;

const FLAGS = {
  values: { dir: "--dir DIR" },
  switches: ["rerun", "quiet"],
  aliases: { quiet: "q" },
  help: "batch-signal verify --help",
} as const;

/**
 * Reads the words after `verify`.
 *
 * @throws {JobError} of kind usage: bad flags, not one file.
 */
export async function readVerifyCommand(
  argv: readonly string[],
): Promise<VerifyCommand | HelpCommand> {
  const words = await readVerb(argv, FLAGS);
  if (words === undefined) return { name: "help", text: VERIFY_USAGE };
  const [manifest = "", second] = words.files;
  if (manifest === "") throw missingManifest("batch-signal verify manifest.json");
  if (second !== undefined) throw secondManifest(second);
  const dir = words.value("dir") ?? ".";
  return { name: "verify", manifest, dir, isRerun: words.has("rerun"), isQuiet: words.has("quiet") };
}
