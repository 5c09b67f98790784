/**
 * The command line of `batch-signal inspect`.
 *
 * @module
 */
import { missingInspectFile, repeatedFlag, severalInspectFiles, unknownFlag, unwantedFlagValue } from "../errors.ts";
import { nearest } from "../text/nearest.ts";

/** A command line of `inspect`. */
export type InspectCommand =
  | { readonly name: "inspect"; readonly file: string; readonly json: boolean }
  | { readonly name: "inspect-help" };

export const INSPECT_USAGE = `batch-signal inspect: what a candle file is, and the config that fits

usage:
  batch-signal inspect FILE [--json]

  FILE        candles, compressed or not; - reads standard input
      --json  one JSON object with the same facts
  -h, --help  print this page

exit codes: 0 a config fits; 4 none fits, and the problems say why; 2 bad flags; 5 the file can't be read

example:
  batch-signal inspect BTCUSDT-1m-2025-01.csv
`;

const FLAGS = ["--json", "--help"];

/**
 * Reads the words after `inspect`.
 *
 * @throws {JobError} of kind usage: an unknown or repeated flag, no file or several.
 */
export async function readInspectCommand(argv: readonly string[]): Promise<InspectCommand> {
  const end = argv.indexOf("--");
  const words = end < 0 ? argv : argv.slice(0, end);
  const isFlag = (word: string) => word.startsWith("-") && word !== "-";
  if (words.some((word) => word === "--help" || word === "-h")) return { name: "inspect-help" };
  for (const word of words.filter(isFlag)) {
    if (word.startsWith("--json=")) throw unwantedFlagValue("--json");
    if (word !== "--json") throw unknownFlag(word, await nearest(word, FLAGS));
  }
  const times = words.filter((word) => word === "--json").length;
  if (times > 1) throw repeatedFlag("--json", times);
  const [file, second] = [...words.filter((word) => !isFlag(word)), ...(end < 0 ? [] : argv.slice(end + 1))];
  if (file === undefined || file === "") throw missingInspectFile();
  if (second !== undefined) throw severalInspectFiles(second);
  return { name: "inspect", file, json: times === 1 };
}
