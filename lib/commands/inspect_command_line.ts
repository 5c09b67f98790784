/**
 * The command line of `batch-signal inspect`.
 *
 * @module
 */
import { parseArgs } from "@std/cli/parse-args";
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
  const unknown: string[] = [];
  const files: string[] = [];
  const parsed: Record<string, unknown> = parseArgs([...argv], {
    boolean: ["json", "help"],
    alias: { help: "h" },
    "--": true,
    unknown: (word: string, key?: string) => {
      (key === undefined ? files : unknown).push(word);
      return false;
    },
  });
  if (parsed["help"] === true) return { name: "inspect-help" };
  const end = argv.indexOf("--");
  const words = end < 0 ? argv : argv.slice(0, end);
  // `parseArgs` keeps the last of several switches, and reads what follows `=` or is `true` or `false` as a value.
  const isValue = (word: string, n: number) =>
    word.startsWith("--json=") || (words[n - 1] === "--json" && (word === "true" || word === "false"));
  if (words.some(isValue)) throw unwantedFlagValue("--json");
  const [stranger] = unknown;
  if (stranger !== undefined) {
    throw unknownFlag(stranger, await nearest(stranger, FLAGS), "batch-signal inspect --help");
  }
  const times = words.filter((word) => word === "--json").length;
  if (times > 1) throw repeatedFlag("--json", times);
  const after = Array.isArray(parsed["--"]) ? parsed["--"].map(String) : [];
  const [file, second] = [...files, ...after];
  if (file === undefined || file === "") throw missingInspectFile();
  if (second !== undefined) throw severalInspectFiles(second);
  return { name: "inspect", file, json: parsed["json"] === true };
}
