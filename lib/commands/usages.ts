/**
 * The usage of each command → its flags: what completions and the man page are made of.
 *
 * @module
 */
import { USAGE } from "./usage.ts";
import { COMPARE_USAGE } from "./compare_command_line.ts";
import { COMPLETIONS_USAGE } from "./completions_command_line.ts";
import { INSPECT_USAGE } from "./inspect_command_line.ts";
import { MERGE_USAGE } from "./merge_command_line.ts";
import { SCHEMA_USAGE } from "./schema_command_line.ts";
import { VERIFY_USAGE } from "./verify_command_line.ts";

/** A flag as the usage tells of it. */
export interface UsageFlag {
  /** `--input`. */
  readonly name: string;
  /** `-i`. */
  readonly short: string | undefined;
  /** What its value is called; undefined for a switch. */
  readonly value: string | undefined;
  readonly help: string;
}

/** A command and its usage. */
export interface Usage {
  /** "" for the job. */
  readonly verb: string;
  readonly text: string;
  readonly flags: readonly UsageFlag[];
}

const TEXTS: readonly (readonly [verb: string, text: string])[] = [
  ["", USAGE],
  ["inspect", INSPECT_USAGE],
  ["merge", MERGE_USAGE],
  ["compare", COMPARE_USAGE],
  ["verify", VERIFY_USAGE],
  ["completions", COMPLETIONS_USAGE],
  ["schema", SCHEMA_USAGE],
];

/** The commands, the job first. */
export function usages(): Usage[] {
  return TEXTS.map(([verb, text]) => ({ verb, text, flags: flagsIn(text) }));
}

/** The lines that tell of a flag; text that goes on below it is part of the help. */
function flagsIn(text: string): UsageFlag[] {
  const lines = text.split("\n");
  return lines.flatMap((line, index) => {
    const [, column = "", first = ""] = /^ {2}( *-.*?) {2,}(\S.*)$/.exec(line) ?? [];
    if (first === "") return [];
    const indent = " ".repeat(line.length - first.length);
    const rest = lines.slice(index + 1);
    const more = rest.slice(0, rest.findIndex((next) => !next.startsWith(indent) || next.trim() === ""));
    const help = [first, ...more.map((next) => next.trim())].join(" ");
    // Two flags may share a line, and then their help has two parts.
    const names = column.split(";");
    const parts = names.length > 1 ? help.split("; ") : [help];
    return names.map((name, n) => flagOf(name, parts[n] ?? help));
  });
}

function flagOf(column: string, help: string): UsageFlag {
  const [, short, name = "", value] = /^\s*(?:(-\w), )?(--[\w-]+)(?: ([A-Z]+))?\s*$/.exec(column) ?? [];
  if (name === "") throw new Error(`no flag in ${column}`);
  return { name, short, value, help };
}
