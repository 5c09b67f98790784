/**
 * YAML text → frozen {@linkcode Config}.
 *
 * A config is read line by line, because YAML reads more into a value than is written there. Each line is one YAML pair,
 * and its value is kept both as it is spelled and as YAML understands it. If that is not the kind of value that the key
 * takes, or not the plain spelling of it, the error shows what to write.
 *
 * @module
 */
import { type Config, type ConfigValues, isKey, type Key, KEY_NAMES, type KeyRow, KEYS } from "./keys.ts";
import { describe } from "./describe.ts";
import { exampleOf, meantLine } from "./example_line.ts";
import { type Line, readLines } from "./lines.ts";
import { valueOf } from "./value.ts";
import { configNotUtf8, configTooLarge, invalidValue, missingKeys, repeatedKey, unknownKey } from "../errors.ts";
import { meantKey } from "./meant_key.ts";
import { firstInvalidByte } from "../text/utf8.ts";

export type { Config } from "./keys.ts";

/** The most bytes that a config may have: 1 MiB. */
export const MOST_CONFIG_BYTES = 1 << 20;

/** A config that is being read. */
type Values = { -readonly [K in Key]?: ConfigValues[K] };

/**
 * Reads a config.
 *
 * @param bytes The whole file.
 * @param file Its name, for errors.
 * @throws {JobError} of kind config, with line and key if there are any.
 */
export async function readConfig(bytes: Uint8Array, file: string): Promise<Config> {
  const lines = new Map<Key, Line>();
  for (const line of readLines(decode(bytes, file), file)) {
    const { key, place } = line;
    if (!isKey(key)) throw unknownKey(place, key, await meantKey(key), KEY_NAMES);
    const first = lines.get(key)?.place.line;
    if (first !== undefined) throw repeatedKey(place, key, first);
    lines.set(key, line);
  }
  const missing = KEY_NAMES.filter((key) => KEYS[key].absent === undefined && !lines.has(key));
  if (missing.length > 0) throw missingKeys(file, missing, missing.map(exampleOf));

  const values: Values = {};
  // In the order of the file, so that the error names the first wrong line.
  for (const [key, line] of lines) take(key, line, values);
  for (const key of KEY_NAMES.filter((key) => !lines.has(key))) put(key, KEYS[key].absent, values);
  if (!isComplete(values)) throw new Error("a config without all keys");
  return Object.freeze({ ...values, given: new Set(lines.keys()) });
}

/** Reads the value of a line. */
function take<K extends Key>(key: K, line: Line, values: Values): void {
  const { kind }: KeyRow<ConfigValues[K]> = KEYS[key];
  const value = valueOf(line);
  const read = value && kind.read(value);
  if (read === undefined) {
    const found = describe(line, value, kind.tellsMeaning ?? false);
    throw invalidValue(line.place, key, found, kind.expected(value), meantLine(key, line.rest));
  }
  put(key, read, values);
}

function put<K extends Key>(key: K, value: Values[K], values: Values): void {
  values[key] = value;
}

function isComplete(values: Values): values is ConfigValues {
  return KEY_NAMES.every((key) => values[key] !== undefined);
}

function decode(bytes: Uint8Array, file: string): string {
  if (bytes.length > MOST_CONFIG_BYTES) throw configTooLarge(file, MOST_CONFIG_BYTES);
  const invalid = firstInvalidByte(bytes);
  if (invalid !== undefined) {
    const line = bytes.subarray(0, invalid).reduce((lines, byte) => byte === 10 ? lines + 1 : lines, 1);
    throw configNotUtf8(file, line, invalid);
  }
  return new TextDecoder().decode(bytes);
}
