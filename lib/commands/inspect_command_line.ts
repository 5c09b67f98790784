/**
 * The command line of `batch-signal inspect`.
 *
 * @module
 */
import { bothFlags, missingInspectFile } from "../errors.ts";
import { readVerb } from "./verb.ts";
import type { HelpCommand } from "./usage.ts";

/** What `inspect` prints. */
export type InspectForm = "text" | "json" | "config";

/** A command line of `inspect`. */
export type InspectCommand =
  | { readonly name: "inspect"; readonly files: readonly string[]; readonly form: InspectForm }
  | HelpCommand;

export const INSPECT_USAGE = `batch-signal inspect: what candle files are, and the config that fits

usage:
  batch-signal inspect FILE... [--json | --config-only]

  FILE               candles, compressed or not; - reads standard input
      --json         one JSON object with the same facts; of several files, a list of them
      --config-only  the config alone, ready for a file; of several files, the one that fits all
  -h, --help         print this page

exit codes: 0 a config fits; 4 none fits, and the problems say why; 2 bad flags; 5 a file can't be read

examples:
  batch-signal inspect BTCUSDT-1m-2025-01.csv
  batch-signal inspect --config-only BTCUSDT-1m-2025-01.csv > config.yaml
`;

const FLAGS = {
  values: {},
  switches: ["json", "config-only"],
  aliases: {},
  help: "batch-signal inspect --help",
} as const;

/**
 * Reads the words after `inspect`.
 *
 * @throws {JobError} of kind usage: an unknown or repeated flag, no file.
 */
export async function readInspectCommand(argv: readonly string[]): Promise<InspectCommand> {
  const words = await readVerb(argv, FLAGS);
  if (words === undefined) return { name: "help", text: INSPECT_USAGE };
  const [json, config] = [words.has("json"), words.has("config-only")];
  if (json && config) throw bothFlags("--json", "--config-only");
  const { files } = words;
  if (files.length === 0 || files.includes("")) throw missingInspectFile();
  return { name: "inspect", files, form: json ? "json" : config ? "config" : "text" };
}
