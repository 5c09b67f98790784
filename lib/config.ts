/**
 * YAML text → frozen {@linkcode Config}.
 *
 * YAML reads more into a value than is written there: `010` becomes 8, `1_000` becomes 1000, `1.10` becomes 1.1, a date
 * becomes a Date, a big integer is rounded, a value on a tab-indented line becomes null. So a config is read line by
 * line: each line is one YAML pair, parsed twice, once as it is spelled (the failsafe schema, where every scalar is a
 * string) and once as YAML understands it. Where the two disagree about the kind of a value, that is an error which
 * shows what to write.
 *
 * @module
 */
import { parse } from "@std/yaml/parse";
import {
  configNotFlat,
  configNotUtf8,
  configNotYaml,
  configTooLarge,
  invalidValue,
  missingKeys,
  type Place,
  repeatedKey,
  severalDocuments,
  unknownKey,
} from "./errors.ts";
import { quote } from "./escape.ts";
import { firstInvalidByte } from "./utf8.ts";

/** The parameters of a job. */
export interface Config {
  /** 0 to 4294967295. Recorded in the metrics; the job draws no random numbers. */
  readonly seed: number;
  /** Closes that a rolling mean covers, 1 to 10,000,000. */
  readonly window: number;
  /** The user's name for this configuration, as written into the metrics; not empty. */
  readonly version: string;
}

/** The most bytes that a config may have: 1 MiB. */
export const MOST_CONFIG_BYTES = 1 << 20;

const KEYS = ["seed", "window", "version"] as const;
type Key = typeof KEYS[number];

/** Bounds of the integer keys, both included. */
const BOUNDS = { seed: [0, 4_294_967_295], window: [1, 10_000_000] } as const;
/** A line that would be right, for messages. */
const EXAMPLES: Readonly<Record<Key, string>> = { seed: "seed: 42", window: "window: 5", version: 'version: "v1"' };

/** One pair of the mapping: its value as YAML understands it, and as it is spelled. */
interface Pair {
  readonly key: string;
  readonly place: Place;
  readonly value: unknown;
  readonly spelling: string;
}

/**
 * Reads a config.
 *
 * @param bytes The whole file.
 * @param file Its name, for errors.
 * @throws {JobError} of kind config, with the line and the key where there is one.
 */
export async function readConfig(bytes: Uint8Array, file: string): Promise<Config> {
  const pairs = new Map<Key, Pair>();
  for (const pair of readPairs(decode(bytes, file), file)) {
    const key = KEYS.find((known) => known === pair.key);
    if (key === undefined) throw unknownKey(pair.place, pair.key, await nearestKey(pair.key));
    const first = pairs.get(key)?.place.line;
    if (first !== undefined) throw repeatedKey(pair.place, key, first);
    pairs.set(key, pair);
  }
  const [seed, window, version] = KEYS.map((key) => pairs.get(key));
  if (seed === undefined || window === undefined || version === undefined) {
    const missing = KEYS.filter((key) => !pairs.has(key));
    throw missingKeys(file, missing, missing.map((key) => EXAMPLES[key]));
  }
  return Object.freeze({ seed: integer(seed, "seed"), window: integer(window, "window"), version: text(version) });
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

async function nearestKey(key: string): Promise<string> {
  // Loaded only to explain a mistake: a plain run needs none of it.
  const { closestString } = await import("@std/text/closest-string");
  return closestString(key, [...KEYS]);
}

/** The pairs of one flat mapping, line by line. */
function* readPairs(text: string, file: string): Generator<Pair> {
  let indentation: string | undefined;
  let ended = false;
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    const place = { file, line: index + 1 };
    if (/^[ \t]*(#|$)/.test(line)) continue;
    const marker = /^(---|\.\.\.)([ \t]+#.*|[ \t]*)$/.exec(line)?.[1];
    if (marker === "...") {
      ended = true;
      continue;
    }
    // A "---" before the first pair opens the document; a later one opens a second.
    if (marker === "---" && indentation === undefined && !ended) continue;
    if (marker === "---" || ended) throw severalDocuments(place);

    const [own = ""] = /^[ \t]*/.exec(line) ?? [];
    if (own.includes("\t")) throw configNotFlat(place, "the line is indented with a tab");
    indentation ??= own;
    if (own !== indentation) throw configNotFlat(place, "the line is indented as a nested or continued value");
    yield readPair(line.slice(own.length), place);
  }
}

/** The one pair on a line that has been freed of its indentation. */
function readPair(line: string, place: Place): Pair {
  if (line.startsWith("{")) throw configNotFlat(place, "the mapping is written in braces");
  const understood = soleEntry(parseYaml(line, place, "default"));
  const spelled = soleEntry(parseYaml(line, place, "failsafe"));
  if (understood === undefined || spelled === undefined) {
    throw configNotFlat(place, `the line is ${quote(line)}`);
  }
  const [key, value] = understood;
  if (value === null && spelled[1] === null) throw configNotFlat(place, `${quote(key)} has no value on its line`);
  if (typeof value === "object" && value !== null && !(value instanceof Date)) {
    throw configNotFlat(place, `${quote(key)} has a nested value`);
  }
  return { key, place, value, spelling: String(spelled[1]) };
}

function parseYaml(line: string, place: Place, schema: "default" | "failsafe"): unknown {
  try {
    return parse(line, { schema });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // The parser's own place counts from this line, so only what it says is kept.
    const [reason = ""] = error.message.split(/ at line \d+/);
    throw configNotYaml(place, reason.charAt(0).toLowerCase() + reason.slice(1));
  }
}

function soleEntry(value: unknown): [string, unknown] | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const entries: [string, unknown][] = Object.entries(value);
  return entries.length === 1 ? entries[0] : undefined;
}

/** What a value is, for a message: as it is spelled, and that it is quoted where that is what is wrong. */
function describe({ value, spelling }: Pair): string {
  return typeof value === "string" ? `the text ${quote(spelling)}` : quote(spelling);
}

function integer(pair: Pair, key: "seed" | "window"): number {
  const [least, most] = BOUNDS[key];
  const number = Number(pair.spelling);
  const plain = typeof pair.value === "number" && /^(0|-?[1-9][0-9]*)$/.test(pair.spelling);
  if (plain && number >= least && number <= most) return number;
  throw invalidValue(
    pair.place,
    key,
    describe(pair),
    `an integer from ${least} to ${most}`,
    integerExample(pair, key, least, most),
  );
}

/** The line that the user most likely meant: 1_000, 1e3, "1000" and 01000 all mean 1000. */
function integerExample({ spelling }: Pair, key: "seed" | "window", least: number, most: number): string {
  const meant = Number(spelling.replaceAll("_", "").replaceAll(",", "").trim());
  const usable = spelling.trim() !== "" && Number.isInteger(meant) && meant >= least && meant <= most;
  return usable ? `${key}: ${meant}` : EXAMPLES[key];
}

function text(pair: Pair): string {
  if (typeof pair.value === "string" && pair.value !== "") return pair.value;
  const found = pair.value === ""
    ? "empty"
    : `${quote(pair.spelling)} without quotes, which YAML reads as ${kindOf(pair.value)}`;
  const write = pair.spelling === "" ? EXAMPLES.version : `version: ${JSON.stringify(pair.spelling)}`;
  throw invalidValue(pair.place, "version", found, "a non-empty text", write);
}

function kindOf(value: unknown): string {
  if (value === null) return "nothing";
  if (value instanceof Date) return "a date";
  return `a ${typeof value}`;
}
