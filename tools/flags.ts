/**
 * The flags of tools and benchmarks: each takes a value and has a default.
 *
 * @module
 */
import { parseArgs } from "@std/cli/parse-args";

/**
 * Reads `--name value` flags.
 *
 * @param defaults Every flag there is, with the value it has when it is not given.
 * @throws {Error} An argument that is none of these flags, or a flag that is repeated or has no value.
 */
export function readFlags<Name extends string>(
  argv: readonly string[],
  defaults: Readonly<Record<Name, string>>,
): Record<Name, string> {
  const parsed: Record<string, unknown> = parseArgs([...argv], {
    string: Object.keys(defaults),
    unknown: (argument: string) => {
      throw new Error(`unknown argument ${argument}, expected --${Object.keys(defaults).join(", --")}`);
    },
  });
  const flags: Record<Name, string> = { ...defaults };
  for (const name in defaults) {
    const value = parsed[name];
    if (value === undefined) continue;
    if (typeof value !== "string" || value === "") throw new Error(`--${name}: expected one value`);
    flags[name] = value;
  }
  return flags;
}

/** @throws {Error} A flag's value that is no whole number from `least` up. */
export function wholeNumber(name: string, value: string, least: number): number {
  const number = Number(value);
  if (!/^[0-9]+$/.test(value) || !Number.isSafeInteger(number) || number < least) {
    throw new Error(`--${name}: ${value}, expected a whole number from ${least} up`);
  }
  return number;
}

/** The words of a list: "a,b" → ["a", "b"]. */
export function listOf(value: string): string[] {
  return value.split(",").map((word) => word.trim()).filter((word) => word !== "");
}
