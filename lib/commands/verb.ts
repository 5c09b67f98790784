/**
 * The words after a verb such as `merge`: flags and files.
 *
 * @module
 */
import { parseArgs } from "@std/cli/parse-args";
import { missingFlagValue, repeatedFlag, unknownFlag, unwantedFlagValue } from "../errors.ts";
import { nearest } from "../text/nearest.ts";
import { joinValues } from "./join_values.ts";

/** The flags that a verb has, without their dashes. */
export interface VerbFlags<Value extends string, Switch extends string> {
  /** Each with what it takes: `output: "--output FILE"`. */
  readonly values: Readonly<Record<Value, string>>;
  readonly switches: readonly Switch[];
  /** One letter each. */
  readonly aliases: Readonly<Record<string, string>>;
  /** What shows them: `batch-signal merge --help`. */
  readonly help: string;
}

/** What was typed. */
export interface VerbWords<Value extends string, Switch extends string> {
  readonly files: readonly string[];
  value(flag: Value): string | undefined;
  has(flag: Switch): boolean;
}

/**
 * Reads the words after a verb; undefined where they ask for help.
 *
 * @throws {JobError} of kind usage: an unknown or repeated flag, a missing value, or one that is not wanted.
 */
export async function readVerb<Value extends string, Switch extends string>(
  argv: readonly string[],
  { values, switches, aliases, help }: VerbFlags<Value, Switch>,
): Promise<VerbWords<Value, Switch> | undefined> {
  const names = Object.keys(values);
  const spellings = (flag: string) => [`--${flag}`, ...(aliases[flag] === undefined ? [] : [`-${aliases[flag]}`])];
  const words = joinValues(argv, names.flatMap(spellings));
  const unknown: string[] = [];
  const files: string[] = [];
  const parsed: Record<string, unknown> = parseArgs([...words], {
    string: names,
    boolean: [...switches, "help"],
    collect: names,
    alias: { ...aliases, help: "h" },
    "--": true,
    unknown: (word: string, key?: string) => {
      (key === undefined ? files : unknown).push(word);
      return false;
    },
  });
  if (parsed["help"] === true) return undefined;

  const end = words.indexOf("--");
  const before = end < 0 ? words : words.slice(0, end);
  for (const flag of switches) requirePlain(`--${flag}`, before);
  // `parseArgs` takes `--o` for `-o`.
  const stranger = before.find((word) => /^--[a-z](=|$)/.test(word)) ?? unknown[0];
  if (stranger !== undefined) {
    const known = [...names, ...switches, "help"].map((flag) => `--${flag}`);
    const near = await nearest(stranger.split("=", 1)[0] ?? stranger, known);
    throw unknownFlag(stranger, near, help);
  }
  const after = Array.isArray(parsed["--"]) ? parsed["--"].map(String) : [];
  const valuesOf = (flag: string) => {
    const list: unknown = parsed[flag];
    return Array.isArray(list) ? list.map(String) : [];
  };
  for (const flag of names) {
    const given = valuesOf(flag);
    if (given.length > 1) throw repeatedFlag(`--${flag}`, given.length);
  }
  return {
    files: [...files, ...after],
    value(flag) {
      const [value] = valuesOf(flag);
      if (value === "") throw missingFlagValue(`--${flag}`, values[flag]);
      return value;
    },
    has: (flag) => parsed[flag] === true,
  };
}

/** `parseArgs` keeps the last of several switches, and reads what follows `=` or is `true` or `false` as a value. */
function requirePlain(flag: string, words: readonly string[]): void {
  const isValue = (word: string, n: number) =>
    word.startsWith(`${flag}=`) || (words[n - 1] === flag && (word === "true" || word === "false"));
  if (words.some(isValue)) throw unwantedFlagValue(flag);
  const times = words.filter((word) => word === flag).length;
  if (times > 1) throw repeatedFlag(flag, times);
}
