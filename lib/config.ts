/**
 * YAML text → frozen {@linkcode Config}.
 *
 * YAML reads more into a value than is written there: `010` becomes 8, `1_000` becomes 1000, `1.10` becomes 1.1, a date
 * becomes a Date, a big integer is rounded, a value on a tab-indented line becomes null. So a config is read line by
 * line: each line is one YAML pair, parsed twice, once as it is spelled (the failsafe schema, where every scalar is a
 * string) and once as YAML understands it. Where that is not the kind of value that the key takes, or not how such a
 * value is plainly written, the error shows what to write.
 *
 * @module
 */
import { parse } from "@std/yaml/parse";
import {
  configNotFlat,
  configNotUtf8,
  configTooLarge,
  invalidValue,
  type JobError,
  missingKeys,
  type Place,
  repeatedKey,
  severalDocuments,
  unknownKey,
} from "./errors.ts";
import { quote } from "./escape.ts";
import { nearest } from "./nearest.ts";
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

/** A line of the mapping, as it is written. */
interface Line {
  readonly place: Place;
  readonly key: string;
  /** What stands after the colon, without the blanks around it. */
  readonly rest: string;
  /** The whole line without its indentation: `key: value`, for YAML. */
  readonly pair: string;
}

/** A value as it is spelled, and as YAML understands it. */
interface Value {
  readonly spelling: string;
  readonly understood: unknown;
}

/**
 * Reads a config.
 *
 * @param bytes The whole file.
 * @param file Its name, for errors.
 * @throws {JobError} of kind config, with the line and the key where there is one.
 */
export async function readConfig(bytes: Uint8Array, file: string): Promise<Config> {
  const lines = new Map<Key, Line>();
  for (const line of readLines(decode(bytes, file), file)) {
    const key = knownKey(line.key);
    if (key === undefined) throw unknownKey(line.place, line.key, await nearest(line.key, KEYS));
    const first = lines.get(key)?.place.line;
    if (first !== undefined) throw repeatedKey(line.place, key, first);
    lines.set(key, line);
  }
  const [seed, window, version] = KEYS.map((key) => lines.get(key));
  if (seed === undefined || window === undefined || version === undefined) {
    const missing = KEYS.filter((key) => !lines.has(key));
    throw missingKeys(file, missing, missing.map((key) => EXAMPLES[key]));
  }
  // In the order of the file, so that the first wrong line is the one that is named.
  const values = new Map([...lines].map(([key, line]) => [key, key === "version" ? text(line) : integer(line, key)]));
  return Object.freeze({
    seed: Number(values.get("seed")),
    window: Number(values.get("window")),
    version: String(values.get("version")),
  });
}

function knownKey(name: string): Key | undefined {
  return KEYS.find((key) => key === name);
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

/** The lines of one flat mapping: no blank lines, comments or document marks. */
function* readLines(text: string, file: string): Generator<Line> {
  let indentation: string | undefined;
  let previous: Key | undefined;
  let hasStarted = false;
  let hasEnded = false;
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    const place = { file, line: index + 1 };
    if (/^[ \t]*(#|$)/.test(line)) continue;
    const mark = /^(---|\.\.\.)([ \t]+#.*|[ \t]*)$/.exec(line)?.[1];
    if (mark === "...") {
      hasEnded = true;
      continue;
    }
    // A "---" before the first pair opens the document; any other opens a second.
    if (hasEnded || (mark === "---" && hasStarted)) throw severalDocuments(place);
    hasStarted = true;
    if (mark === "---") continue;

    const [own = ""] = /^[ \t]*/.exec(line) ?? [];
    indentation ??= own;
    if (own !== indentation || own.includes("\t")) throw indented(line.slice(own.length), own, previous, place);
    const read = readLine(line.slice(own.length), place);
    previous = knownKey(read.key);
    yield read;
  }
}

/** The error of a line with an indentation of its own: a key that does not stand below the others, or a nested value. */
function indented(pair: string, own: string, previous: Key | undefined, place: Place): JobError {
  const { key, rest } = splitPair(pair);
  const how = own.includes("\t") ? "with a tab" : "unlike the first line";
  if (key !== undefined) return configNotFlat(place, `${key} is indented ${how}`, `write ${exampleOf(key, rest)}`);
  return previous === undefined
    ? configNotFlat(place, `the line is indented ${how}`)
    : configNotFlat(place, `${previous} goes on in a line that is indented ${how}`, `write ${EXAMPLES[previous]}`);
}

/** Reads a line without its indentation. */
function readLine(pair: string, place: Place): Line {
  if (pair.startsWith("{")) throw configNotFlat(place, "the mapping is written in braces");
  const { name, key, separator, rest } = splitPair(pair);
  if (name !== undefined && separator === ":") return { place, key: name, rest, pair };
  const remedy = key === undefined ? undefined : `write ${exampleOf(key, rest)}`;
  throw configNotFlat(place, `the line is ${quote(pair)}`, remedy);
}

/** What a line looks like: `name: rest`, perhaps with another separator; `key` where the name is a known one. */
function splitPair(pair: string): { name?: string; key?: Key; separator: ":" | "other"; rest: string } {
  const match = /^(["']?)([^"'\s:=]+)\1[ \t]*([:=])(.*)$/s.exec(pair);
  const [, , name, separator, rest = ""] = match ?? [];
  if (name === undefined) return { separator: "other", rest };
  const isProper = separator === ":" && (rest === "" || /^[ \t]/.test(rest));
  const key = knownKey(name);
  return { name, ...(key === undefined ? {} : { key }), separator: isProper ? ":" : "other", rest: rest.trim() };
}

/** The value of a line, or undefined where YAML sees none or none that is a single value. */
function valueOf({ pair, key, rest }: Line): Value | undefined {
  // A list or mapping is wrong however it goes on, and may be nested deeper than the parser can follow.
  if (/^[[{]/.test(rest)) return undefined;
  try {
    const understood = entryOf(parse(pair, { schema: "default" }), key);
    const spelled = entryOf(parse(pair, { schema: "failsafe" }), key);
    return typeof spelled === "string" ? { spelling: spelled, understood } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The value of the only key of a mapping. */
function entryOf(mapping: unknown, key: string): unknown {
  if (typeof mapping !== "object" || mapping === null) return undefined;
  const [entry, ...more] = Object.entries(mapping);
  return entry?.[0] === key && more.length === 0 ? entry[1] : undefined;
}

function integer(line: Line, key: "seed" | "window"): number {
  const [least, most] = BOUNDS[key];
  const value = valueOf(line);
  const isPlain = typeof value?.understood === "number" && /^(0|-?[1-9][0-9]*)$/.test(value.spelling);
  const number = Number(value?.spelling);
  if (isPlain && number >= least && number <= most) return number;
  const found = describe(line, value);
  throw invalidValue(line.place, key, found, `an integer from ${least} to ${most}`, exampleOf(key, line.rest));
}

function text(line: Line): string {
  const value = valueOf(line);
  if (typeof value?.understood === "string" && value.spelling !== "") return value.spelling;
  const found = describe(line, value);
  const expected = value === undefined || value.spelling === "" ? "a non-empty text" : "a text in quotes";
  throw invalidValue(line.place, "version", found, expected, exampleOf("version", line.rest));
}

/** What stands there, and what YAML makes of it where that is the trouble. */
function describe(line: Line, value: Value | undefined): string {
  const rest = withoutComment(line.rest);
  if (rest === "" || value?.spelling === "") return "empty";
  if (value === undefined) return `${quote(rest)}, which is no single value in YAML`;
  if (/^["']/.test(rest)) return `the text ${quote(value.spelling)}`;
  return line.key === "version" ? `${quote(rest)}, which YAML reads as ${kindOf(value.understood)}` : quote(rest);
}

function kindOf(value: unknown): string {
  if (value === null) return "nothing";
  if (value instanceof Date) return "a date";
  return `a ${typeof value}`;
}

/** The line that the user most likely meant: for 1_000, 1e3, "1000" and 01000 that is 1000. */
function exampleOf(key: Key, rest: string): string {
  const bare = withoutComment(rest).replace(/^(["'])(.*)\1$/, "$2");
  if (key === "version") return bare === "" ? EXAMPLES.version : `version: ${quote(bare)}`;
  const [least, most] = BOUNDS[key];
  const number = Number(bare.replaceAll("_", "").replaceAll(",", ""));
  const isMeant = bare !== "" && Number.isInteger(number) && number >= least && number <= most;
  return isMeant ? `${key}: ${number}` : EXAMPLES[key];
}

function withoutComment(rest: string): string {
  return rest.replace(/(^|[ \t])#.*$/, "").trimEnd();
}
