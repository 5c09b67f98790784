/**
 * A config that can't be used → the version that it says, for the report of the failure.
 *
 * @module
 */
import { JobError } from "../errors.ts";
import { MOST_CONFIG_BYTES } from "./config.ts";
import { KEYS } from "./keys.ts";
import { readLines } from "./lines.ts";
import { valueOf } from "./value.ts";

/** @returns undefined if no line is a valid `version`, or more than one names it. */
export function versionIn(bytes: Uint8Array): string | undefined {
  if (bytes.length > MOST_CONFIG_BYTES) return undefined;
  const lines = new TextDecoder().decode(bytes).split(/\r\n|\n|\r/).filter((line) => /^[ \t]*[^ \t#]/.test(line));
  const indentationOf = (line: string) => line.slice(0, line.search(/[^ \t]/));
  const first = lines.filter((line) => !line.startsWith("---")).map(indentationOf)[0];
  const pairs = lines.filter((line) => line.includes("version") && indentationOf(line) === first).flatMap(pairsIn)
    .filter(({ key }) => key === "version");
  const [pair, ...more] = pairs;
  const value = pair && more.length === 0 ? valueOf(pair) : undefined;
  return value && KEYS.version.kind.read(value);
}

function pairsIn(line: string) {
  try {
    return [...readLines(line, "")];
  } catch (error) {
    if (error instanceof JobError) return [];
    throw error;
  }
}
