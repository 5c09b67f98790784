/**
 * argv → a command, in two steps: what was typed, then what was validated.
 *
 * @module
 */
import { parseArgs } from "@std/cli/parse-args";
import { STANDARD_INPUT } from "../inputs/source.ts";
import {
  dashForFile,
  flagIsKey,
  invalidNow,
  invalidThreads,
  type JobError,
  missingFlag,
  missingFlagValue,
  noFlags,
  notPrometheusName,
  repeatedFlag,
  unexpectedArgument,
  unknownFlag,
  unknownLogFormat,
  unwantedFlagValue,
} from "../errors.ts";
import type { CompletionsCommand } from "./completions_command_line.ts";
import type { CompareCommand } from "./compare_command_line.ts";
import type { InspectCommand } from "./inspect_command_line.ts";
import type { MergeCommand } from "./merge_command_line.ts";
import type { SchemaCommand } from "./schema_command_line.ts";
import type { VerifyCommand } from "./verify_command_line.ts";
import { joinValues } from "./join_values.ts";
import { type HelpCommand, USAGE } from "./usage.ts";
import { nearest } from "../text/nearest.ts";
import { MOST_THREADS } from "../threads/count.ts";

/** What `--log-file` calls standard error. */
export const STANDARD_ERROR = "-";

/** How `run.log` is written: lines for people, or JSON Lines. */
export type LogFormat = "text" | "json";

/** The options of one run. All paths are as typed. */
export interface Options {
  /** One or more, read in this order as one series. One may be `-` for standard input; some may be patterns. */
  readonly inputs: readonly string[];
  readonly config: string;
  readonly output: string;
  readonly logFile: string;
  /** The file of the signals, a line for each row; undefined if they are not written. */
  readonly signals: string | undefined;
  /** The file of the skipped rows. */
  readonly rejects: string | undefined;
  /** The file that says what was read and written, with digests; undefined if it is not written. */
  readonly manifest?: string | undefined;
  /** The page that shows the run; undefined if it is not written. */
  readonly report?: string | undefined;
  readonly logFormat: LogFormat;
  /** How many threads read the candles; undefined for a number that suits the file and the machine. */
  readonly threads: number | undefined;
  /** The state to go on from, and the one to leave to a later run. */
  readonly resume?: string | undefined;
  readonly checkpoint?: string | undefined;
  /** The file that tells Prometheus of the run; undefined if it is not written. */
  readonly prometheus?: string | undefined;
  /** The metrics of an earlier run, for the gate `max_rate_change`. */
  readonly previous?: string | undefined;
  /** When it is, for the gate `max_age`, in nanoseconds since 1970; undefined for the clock's time. */
  readonly now?: bigint | undefined;
  /** The bytes of a segment; undefined for a number that suits the file. Only tests set it. */
  readonly segmentBytes?: number | undefined;
  /** No progress bar, and no warnings on standard error. */
  readonly quiet: boolean;
}

/** What a command line asks for. */
export type Command =
  | InspectCommand
  | MergeCommand
  | CompareCommand
  | VerifyCommand
  | HelpCommand
  | CompletionsCommand
  | SchemaCommand
  | { readonly name: "version" }
  | { readonly name: "run"; readonly options: Options };

/** The flags that every run needs. */
const FILE_FLAGS = ["input", "config", "output", "log-file"] as const;
const VALUE_FLAGS = [
  ...FILE_FLAGS,
  "signals",
  "rejects",
  "manifest",
  "resume",
  "checkpoint",
  "report",
  "log-format",
  "threads",
  "prometheus",
  "previous",
  "now",
] as const;
const SWITCHES = ["quiet", "help", "version"] as const;
const ALIASES = { input: "i", config: "c", output: "o", "log-file": "l", quiet: "q", help: "h", version: "V" } as const;

type ValueFlag = typeof VALUE_FLAGS[number];
type Switch = typeof SWITCHES[number];

/** What was typed: each flag's values, in order. A flag without a value has the value "". */
interface Typed {
  readonly values: (flag: ValueFlag) => readonly string[];
  readonly switches: Readonly<Record<Switch, boolean>>;
  readonly unknown: readonly { argument: string; isFlag: boolean }[];
}

function synopsis(flag: ValueFlag): string {
  switch (flag) {
    case "log-format":
      return "--log-format text or json";
    case "threads":
      return "--threads N";
    case "now":
      return "--now TIME";
    default:
      return `--${flag} FILE`;
  }
}

/** Every spelling of a flag: `--input`, `-i`. */
function spellings(flag: string): string[] {
  const alias = Object.entries(ALIASES).find(([name]) => name === flag)?.[1];
  return alias === undefined ? [`--${flag}`] : [`--${flag}`, `-${alias}`];
}

function isStringList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function readTyped(argv: readonly string[]): Typed {
  const unknown: { argument: string; isFlag: boolean }[] = [];
  const words = joinValues(argv, VALUE_FLAGS.flatMap(spellings), spellings("input"));
  const parsed: Record<string, unknown> = parseArgs(words, {
    string: [...VALUE_FLAGS],
    boolean: [...SWITCHES],
    collect: [...VALUE_FLAGS],
    alias: ALIASES,
    unknown: (argument: string, key?: string) => {
      unknown.push({ argument, isFlag: key !== undefined });
      return false;
    },
  });
  // Words after a bare `--` are put into `_` without a call of `unknown`.
  const rest = parsed["_"];
  if (Array.isArray(rest)) rest.forEach((argument) => unknown.push({ argument: String(argument), isFlag: false }));

  const values = (flag: ValueFlag) => {
    const list = parsed[flag];
    return isStringList(list) ? list : [];
  };
  const on = (flag: Switch) => parsed[flag] === true;
  return {
    values,
    switches: { quiet: on("quiet"), help: on("help"), version: on("version") },
    unknown,
  };
}

/** What shows all flags. */
const HELP = "batch-signal --help";

/** The error of a flag that is none: it may be spelled wrong, or a key of the config. */
async function unknownFlagError(argument: string): Promise<JobError> {
  const [name = argument] = argument.split("=", 1);
  const near = await nearest(name, [...VALUE_FLAGS, ...SWITCHES].map((flag) => `--${flag}`));
  if (near !== undefined) return unknownFlag(argument, near, HELP);
  const { isKey } = await import("../config/keys.ts");
  const key = name.replace(/^--/, "").replaceAll("-", "_");
  return isKey(key) ? flagIsKey(argument, key) : unknownFlag(argument, undefined, HELP);
}

/** The collector reads no other names. */
function prometheusOf(path: string | undefined): string | undefined {
  if (path !== undefined && !/[^/\\]\.prom$/.test(path)) throw notPrometheusName(path);
  return path;
}

/** When it is; a date or a time, as rows may have them. */
async function nowOf(text: string | undefined): Promise<bigint | undefined> {
  if (text === undefined) return undefined;
  const { readTimestamp } = await import("../times/timestamp.ts");
  const now = readTimestamp(text, "auto");
  if (now === undefined) throw invalidNow(text);
  return now;
}

/** The one value of a flag, or undefined if the flag is absent. */
function onlyValue(typed: Typed, flag: ValueFlag): string | undefined {
  const [value, ...more] = typed.values(flag);
  if (more.length > 0) throw repeatedFlag(`--${flag}`, more.length + 1);
  if (value === "") throw missingFlagValue(`--${flag}`, synopsis(flag));
  return value;
}

/** All inputs, in the order in which they were typed. */
function inputsOf(typed: Typed): readonly string[] {
  const paths = typed.values("input");
  if (paths.length === 0) throw missingFlag("--input", synopsis("input"));
  if (paths.includes("")) throw missingFlagValue("--input", synopsis("input"));
  const dashes = paths.filter((path) => path === STANDARD_INPUT).length;
  if (dashes > 1) throw repeatedFlag("--input -", dashes);
  return paths;
}

function requiredFile(typed: Typed, flag: Exclude<typeof FILE_FLAGS[number], "input">): string {
  const path = onlyFile(typed, flag);
  if (path === undefined) throw missingFlag(`--${flag}`, synopsis(flag));
  return path;
}

/** The file of the log, or `-` for standard error. */
function logFileOf(typed: Typed): string {
  return onlyValue(typed, "log-file") === STANDARD_ERROR ? STANDARD_ERROR : requiredFile(typed, "log-file");
}

/** The file that a flag names, or undefined if the flag is absent. */
function onlyFile(typed: Typed, flag: ValueFlag): string | undefined {
  const path = onlyValue(typed, flag);
  if (path === STANDARD_INPUT) throw dashForFile(`--${flag}`);
  return path;
}

/** The file of the signals, whose name has to tell its format. */
async function signalsOf(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const { signalsFormat } = await import("../outputs/signals/format.ts");
  signalsFormat(path);
  return path;
}

function logFormatOf(value: string | undefined): LogFormat {
  if (value === undefined) return "text";
  if (value === "text" || value === "json") return value;
  throw unknownLogFormat(value);
}

function threadsOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const threads = /^[0-9]{1,3}$/.test(value) ? Number(value) : 0;
  if (threads < 1 || threads > MOST_THREADS) throw invalidThreads(value, MOST_THREADS);
  return threads;
}

/**
 * Refuses what `parseArgs` accepts: it keeps the last of several switches, reads `--quiet=no` as on, and reads a word
 * `true` or `false` after a switch as its value.
 */
function requirePlainSwitches(argv: readonly string[]): void {
  for (const flag of SWITCHES) {
    const names = spellings(flag);
    const times = argv.flatMap(splitCluster).filter((argument) => names.includes(argument)).length;
    if (times > 1) throw repeatedFlag(`--${flag}`, times);
    const isValued = argv.some((argument, n) =>
      names.some((name) => argument.startsWith(`${name}=`)) ||
      (names.includes(argv[n - 1] ?? "") && (argument === "true" || argument === "false"))
    );
    if (isValued) throw unwantedFlagValue(`--${flag}`);
  }
}

/** Splits a word of several short flags: `-qi` → `-q`, `-i`. */
function splitCluster(argument: string): string[] {
  return /^-[a-zA-Z]+$/.test(argument) ? [...argument.slice(1)].map((letter) => `-${letter}`) : [argument];
}

/**
 * Reads a command line.
 *
 * @throws {JobError} of kind usage: an unknown, repeated or missing flag, a missing or unknown value, an argument without
 * a flag. A request for help or the version takes precedence over all of these.
 */
export async function readCommand(argv: readonly string[]): Promise<Command> {
  // Of `deno task batch-signal -- --input …`, as npm's users write it.
  if (argv[0] === "--") return await readCommand(argv.slice(1));
  const [verb, ...rest] = argv;
  switch (verb) {
    case "inspect":
      return await (await import("./inspect_command_line.ts")).readInspectCommand(rest);
    case "merge":
      return await (await import("./merge_command_line.ts")).readMergeCommand(rest);
    case "compare":
      return await (await import("./compare_command_line.ts")).readCompareCommand(rest);
    case "verify":
      return await (await import("./verify_command_line.ts")).readVerifyCommand(rest);
    case "completions":
      return (await import("./completions_command_line.ts")).readCompletionsCommand(rest);
    case "schema":
      return (await import("./schema_command_line.ts")).readSchemaCommand(rest);
  }
  if (argv.length === 0) throw noFlags(FILE_FLAGS.map(synopsis));
  const typed = readTyped(argv);
  if (typed.switches.help) return { name: "help", text: USAGE };
  if (typed.switches.version) return { name: "version" };

  requirePlainSwitches(argv);
  // `parseArgs` accepts `--i` for `-i`.
  const shortAsLong = argv.find((argument) => /^--[a-z](=|$)/.test(argument));
  if (shortAsLong !== undefined) throw await unknownFlagError(shortAsLong);
  const [stranger] = typed.unknown;
  if (stranger !== undefined) {
    const { argument, isFlag } = stranger;
    if (isFlag) throw await unknownFlagError(argument);
    throw unexpectedArgument(argument, typed.values("input").length === 0);
  }
  return {
    name: "run",
    options: {
      inputs: inputsOf(typed),
      config: requiredFile(typed, "config"),
      output: requiredFile(typed, "output"),
      logFile: logFileOf(typed),
      signals: await signalsOf(onlyFile(typed, "signals")),
      rejects: onlyFile(typed, "rejects"),
      manifest: onlyFile(typed, "manifest"),
      resume: onlyFile(typed, "resume"),
      checkpoint: onlyFile(typed, "checkpoint"),
      report: onlyFile(typed, "report"),
      logFormat: logFormatOf(onlyValue(typed, "log-format")),
      threads: threadsOf(onlyValue(typed, "threads")),
      prometheus: prometheusOf(onlyFile(typed, "prometheus")),
      previous: onlyFile(typed, "previous"),
      now: await nowOf(onlyValue(typed, "now")),
      quiet: typed.switches.quiet,
    },
  };
}
