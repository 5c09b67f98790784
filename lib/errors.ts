/**
 * Every error that a user can meet, in one catalogue: its kind, its place, what was found and what was expected.
 *
 * One wording for all: `place: found, expected this; remedy`, lower case, no full stop. Lines count from 1, the first
 * line of the file; byte offsets count from 0.
 *
 * @module
 */
import { THOUSANDS_MARKS, withoutGroups } from "./numbers/groups.ts";
import type { NamedSymbol } from "./series/other_symbol.ts";
import { formatsOfDigits, timeKeyOf } from "./times/forms.ts";
import { escapeUnsafe, quote, quoteAll } from "./text/escape.ts";
import { columnInYaml } from "./text/yaml.ts";

/** What kind of failure it is. The exit code follows from it: see {@linkcode JobError.exitCode}. */
export type ErrorKind = "internal" | "usage" | "config" | "data" | "io" | "check" | "interrupted";

const EXIT_CODES: Readonly<Record<Exclude<ErrorKind, "interrupted">, number>> = {
  internal: 1,
  usage: 2,
  config: 3,
  data: 4,
  io: 5,
  // A check said no; a retry does not help.
  check: 6,
};

/** 128 + the signal's number, as shells report it. */
const INTERRUPTED_EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** The signals that stop a job cleanly. */
export type StopSignal = keyof typeof INTERRUPTED_EXIT_CODES;

/** The most names of files that a message shows. */
const SHOWN_FILES = 20;

/** Where in the user's files an error is. */
export interface Place {
  /** The file as the user named it. */
  readonly file: string;
  /** The physical line, from 1; absent when the error is about the file as a whole. */
  readonly line?: number;
}

/** What a message to a user is made of. */
export interface Wording {
  readonly place?: Place | undefined;
  readonly found: string;
  readonly expected?: string | undefined;
  readonly remedy?: string | undefined;
}

type Problem =
  & Wording
  & {
    readonly cause?: unknown;
    readonly isRowFault?: boolean;
    readonly isLostNumber?: boolean;
    readonly isSeriesBroken?: boolean;
    readonly isTimeTwice?: boolean;
  }
  & (
    | { readonly kind: Exclude<ErrorKind, "interrupted"> }
    | { readonly kind: "interrupted"; readonly signal: StopSignal }
  );

/**
 * A failure that is reported to the user in one line. Only the functions of this module make one.
 *
 * It is an `Error` by its prototype alone: the runtime notes the calls that lead to each one that it makes itself, which
 * nobody is shown of these, and that was a third of the time of a run that skips one row in a hundred.
 */
export class JobError implements Error {
  readonly name = "JobError";
  readonly message: string;
  readonly cause: unknown;
  readonly kind: ErrorKind;
  readonly exitCode: number;
  /** Absent for usage errors, interrupts and bugs. */
  readonly place: Place | undefined;
  readonly found: string;
  /** Absent if `found` is enough. */
  readonly expected: string | undefined;
  /** What to do about it, if that is known. */
  readonly remedy: string | undefined;
  /** Whether it is about one row only, so that the rest of the file can be read. */
  readonly isRowFault: boolean;
  /** Whether it is a close that is a number to people, so that a row would be lost which has one. */
  readonly isLostNumber: boolean;
  /** Whether a row steps back in time behind others that have gone forward. */
  readonly isSeriesBroken: boolean;
  /** Whether it has the time of the row above it, and nothing says what that means. */
  readonly isTimeTwice: boolean;

  constructor(problem: Problem) {
    this.message = wording(problem);
    this.cause = problem.cause;
    this.kind = problem.kind;
    this.exitCode = problem.kind === "interrupted" ? INTERRUPTED_EXIT_CODES[problem.signal] : EXIT_CODES[problem.kind];
    this.place = problem.place;
    this.found = problem.found;
    this.expected = problem.expected;
    this.remedy = problem.remedy;
    this.isRowFault = problem.isRowFault ?? false;
    this.isLostNumber = problem.isLostNumber ?? false;
    this.isSeriesBroken = problem.isSeriesBroken ?? false;
    this.isTimeTwice = problem.isTimeTwice ?? false;
  }

  /** What was found and what was expected, without place and remedy. */
  get reason(): string {
    return wording({ found: this.found, expected: this.expected });
  }
}

Object.setPrototypeOf(JobError.prototype, Error.prototype);

/** One line, as each message to a user is worded. */
export function wording({ place, found, expected, remedy }: Wording): string {
  const where = place === undefined
    ? ""
    : `${escapeUnsafe(place.file)}:${place.line === undefined ? "" : `${place.line}:`} `;
  return where + found + (expected === undefined ? "" : `, expected ${expected}`) +
    (remedy === undefined ? "" : `; ${remedy}`);
}

// --- usage: exit 2, nothing is written -------------------------------------------------------------------------------

function usage(found: string, more: Pick<Wording, "expected" | "remedy"> = {}): JobError {
  return new JobError({ kind: "usage", found, ...more });
}

/**
 * @param near The known flag that is spelled nearly like it.
 * @param help What shows all flags.
 */
export function unknownFlag(flag: string, near: string | undefined, help: string): JobError {
  return usage(`unknown flag ${escapeUnsafe(flag)}`, {
    remedy: near === undefined ? `see ${help}` : `did you mean ${near}?`,
  });
}

/** @param key The key of the config that is spelled so. */
export function flagIsKey(flag: string, key: string): JobError {
  return usage(`unknown flag ${escapeUnsafe(flag)}`, { remedy: `write ${key}: and its value in the config` });
}

export function repeatedFlag(flag: string, times: number): JobError {
  return usage(`${flag} is given ${times} times`, { expected: "it once" });
}

/** @param synopsis The flag with its value's name: `--input FILE`. */
export function missingFlag(flag: string, synopsis: string): JobError {
  return usage(`${flag} is missing`, { expected: synopsis });
}

export function missingFlagValue(flag: string, synopsis: string): JobError {
  return usage(`${flag} has no value`, { expected: synopsis });
}

export function unwantedFlagValue(flag: string): JobError {
  return usage(`${flag} has a value`, { expected: `${flag} alone` });
}

/** @param isInput Whether it may be the input: `--input` is missing. */
export function unexpectedArgument(argument: string, isInput: boolean): JobError {
  const found = `unexpected argument ${quote(argument)}`;
  return isInput
    ? usage(found, { remedy: `did you mean --input ${escapeUnsafe(argument)}?` })
    : usage(found, { expected: "flags only" });
}

export function missingInspectFile(): JobError {
  return usage("inspect has no file", { expected: "batch-signal inspect FILE" });
}

export function bothFlags(flag: string, other: string): JobError {
  return usage(`${flag} and ${other} are both given`, { expected: "one of them" });
}

/** @param verb The command that reads metrics. */
export function missingMetrics(verb: "merge" | "compare", synopsis: string): JobError {
  return usage(`${verb} has ${verb === "merge" ? "no file" : "fewer than two files"}`, { expected: synopsis });
}

export function thirdMetrics(file: string): JobError {
  return usage(`compare has a third file ${quote(file)}`, { expected: "two files" });
}

/** @param flag `--output`, or `FILE` for what is read. */
export function dashForMetrics(flag: "--output" | "FILE"): JobError {
  const remedy = flag === "FILE" ? undefined : "the same text goes to standard output";
  return usage(`${flag} is "-"`, { expected: "a file", remedy });
}

export function invalidMaxChange(value: string): JobError {
  return usage(`--max-change is ${quote(value)}`, { expected: "a share such as 5% or 0.05" });
}

/** @param required What is needed at least. */
export function noFlags(required: readonly string[]): JobError {
  return usage("nothing is given", { expected: required.join(" "), remedy: "see batch-signal --help" });
}

/** @param words What was typed after a verb that takes one of some words. */
export function notOneWord(verb: string, words: readonly string[], known: readonly string[]): JobError {
  const found = words.length === 0 ? `${verb} is given alone` : `${quote(words.join(" "))} follows ${verb}`;
  const expected = `${known.slice(0, -1).join(", ")} or ${known.at(-1)}`;
  return usage(found, { expected, remedy: `write batch-signal ${verb} ${known[0]}` });
}

export function unknownLogFormat(value: string): JobError {
  return usage(`--log-format is ${quote(value)}`, { expected: "text or json" });
}

export function notPrometheusName(path: string): JobError {
  return usage(`--prometheus is ${quote(path)}`, { expected: "a name that ends in .prom" });
}

export function invalidNow(text: string): JobError {
  return usage(`--now is ${quote(text)}`, { expected: "a time such as 2024-01-31T22:00:00Z" });
}

export function invalidThreads(value: string, most: number): JobError {
  return usage(`--threads is ${quote(value)}`, { expected: `a whole number from 1 to ${most}` });
}

export function unknownSignalsEnding(path: string): JobError {
  return usage(`--signals is ${quote(path)}`, { expected: "a name that ends in .csv, .csv.gz, .jsonl or .parquet" });
}

export function dashForFile(flag: string): JobError {
  return usage(`${flag} is "-"`, { expected: "a file", remedy: "only --input reads standard input" });
}

export function sameFile(flag: string, otherFlag: string, path: string): JobError {
  return usage(`${flag} and ${otherFlag} are the same file ${quote(path)}`, {
    expected: "different files",
  });
}

/** @param path Another path of the file that `firstPath` names, or the same. */
export function repeatedInput(path: string, firstPath: string): JobError {
  const found = path === firstPath ? `${quote(path)} twice` : `one file as ${quote(firstPath)} and as ${quote(path)}`;
  return usage(`--input names ${found}`, { expected: "each file once" });
}

/** A manifest names no file outside the folder that a run starts in. */
export function nameLeadsOut(flag: string, name: string): JobError {
  return usage(`${flag} ${escapeUnsafe(name)} leads out of the current folder`, {
    expected: "a path below it, for the manifest to name it",
    remedy: "start the run in a folder that holds all its files",
  });
}

/** A run that goes on with another knows nothing of the rows before it. */
export function reportGoesOn(): JobError {
  return usage("--report is given with --resume", { expected: "one of them, as a report shows a whole run" });
}

/** @param used What would name the one file: `batch-signal verify manifest.json`. */
export function missingManifest(used: string): JobError {
  return usage("no manifest is named", { expected: used });
}

export function secondManifest(name: string): JobError {
  return usage(`${quote(name)} is a second file`, { expected: "one manifest" });
}

// --- config: exit 3 --------------------------------------------------------------------------------------------------

function config(place: Place, found: string, more: Pick<Wording, "expected" | "remedy"> = {}): JobError {
  return new JobError({ kind: "config", place, found, ...more });
}

export function configTooLarge(file: string, mostBytes: number): JobError {
  return config({ file }, `the file has more than ${mostBytes} bytes`, { expected: `at most ${mostBytes}` });
}

export function configNotUtf8(file: string, line: number, offsetBytes: number): JobError {
  return config({ file, line }, `byte offset ${offsetBytes} is not UTF-8`, { expected: "UTF-8 text" });
}

/**
 * A line that is not `key: value` with the indentation of the mapping.
 *
 * @param remedy What to do, if the line names a key.
 */
export function configNotFlat(place: Place, found: string, remedy?: string): JobError {
  return config(place, found, { expected: "one key: value on each line", remedy });
}

export function severalDocuments(place: Place): JobError {
  return config(place, "a second document starts", { expected: "one document", remedy: "remove this line" });
}

/** @param near The known key that is spelled nearly like it, or means the same. */
export function unknownKey(place: Place, key: string, near: string | undefined, known: readonly string[]): JobError {
  const found = `unknown key ${quote(key)}`;
  if (near !== undefined) return config(place, found, { remedy: `did you mean ${near}?` });
  return config(place, found, { expected: `${known.slice(0, -1).join(", ")} or ${known.at(-1)}` });
}

export function repeatedKey(place: Place, key: string, firstLine: number): JobError {
  return config(place, `${key} is given again`, { expected: "it once", remedy: `line ${firstLine} gives it first` });
}

/** @param examples A valid line for each key. */
export function missingKeys(file: string, keys: readonly string[], examples: readonly string[]): JobError {
  return config({ file }, `${listed(keys)} ${keys.length > 1 ? "are" : "is"} missing`, {
    expected: "the keys seed, window and version",
    remedy: `write ${listed(examples)}`,
  });
}

/** `a`, `a and b`, `a, b and c`. */
function listed(items: readonly string[]): string {
  return [items.slice(0, -1).join(", "), ...items.slice(-1)].filter((part) => part !== "").join(" and ");
}

/** @param file The config. */
export function orderWithoutTimestamps(file: string): JobError {
  return config({ file }, "order is auto without a column of timestamps", {
    expected: "order: ascending or descending",
    remedy: "or write timestamp_column: and its name",
  });
}

export function marksAreSame(file: string, mark: string): JobError {
  return config({ file }, `thousands_mark and the decimal mark are both ${quote(mark)}`, {
    expected: "two",
    remedy: "write decimal_mark: for the character before the fraction",
  });
}

/** @param key A key that says something about timestamps. */
export function keyNeedsTimestamps(file: string, key: string): JobError {
  return config({ file }, `${key} is given without a column of timestamps`, {
    remedy: "write timestamp_column: and its name",
  });
}

/** @param given A key or flag that does nothing without the line `needed`. */
export function needsOtherKey(file: string, given: string, needed: string): JobError {
  return config({ file }, `${given} is given alone`, { expected: `${needed} with it` });
}

export function symbolsTwice(file: string): JobError {
  return config({ file }, "inputs: symbols and symbol_column both say what the symbols are", {
    expected: "one of them",
  });
}

/** An interval is that of one series. */
export function confidenceWithSymbols(file: string): JobError {
  return config({ file }, "confidence is for one series, and the rows have symbols", {
    expected: "one of them",
    remedy: "write symbol_column: none if all rows are one series",
  });
}

/** @param write The line to write instead; undefined where what is expected says all. */
export function invalidValue(
  place: Place,
  key: string,
  found: string,
  expected: string,
  write: string | undefined,
): JobError {
  return config(place, `${key} is ${found}`, { expected, remedy: write && `write ${write}` });
}

/** @param gate A key of the config that says what a run has to be. */
export function gateNeedsFlag(file: string, gate: string, flag: string): JobError {
  return config({ file }, `${gate} is given alone`, { expected: `${flag} FILE with it` });
}

/** @param gate The key that the flag belongs to. */
export function flagNeedsGate(file: string, flag: string, gate: string): JobError {
  return config({ file }, `${flag} is given without ${gate}`, {
    remedy: `write ${gate}: and its value, or leave ${flag} out`,
  });
}

export function ratesExclude(file: string): JobError {
  return config({ file }, "min_signal_rate is above max_signal_rate", { expected: "a rate that can pass both" });
}

/** @param line The line of the config, such as `order: descending`. */
export function cannotGoOn(file: string, line: string): JobError {
  return config({ file }, `${line} is given with --resume or --checkpoint`, {
    expected: "ascending rows of which all count, without an interval",
  });
}

// --- data: exit 4 ----------------------------------------------------------------------------------------------------

function data(place: Place, found: string, expected: string): JobError {
  return new JobError({ kind: "data", place, found, expected });
}

/** An error that is about one row. */
function rowFault(place: Place, found: string, expected: string, remedy?: string): JobError {
  return new JobError({ kind: "data", place, found, expected, remedy, isRowFault: true });
}

/** @param bytes Size of what was read, in which there was no header. */
export function noHeader(file: string, bytes: number, isHeaderExpected: boolean): JobError {
  const expected = isHeaderExpected ? "a header and rows" : "rows";
  return data({ file }, bytes === 0 ? "the file is empty" : "the file has only blank lines", expected);
}

/** @param skipped Rows that were invalid. */
export function noRows(file: string, skipped = 0): JobError {
  const invalid = skipped === 1 ? "the only row of the file is invalid" : `all ${skipped} rows of the file are invalid`;
  const found = skipped > 0 ? invalid : "the file has a header and no rows";
  return data({ file }, found, "at least one row");
}

/** @param first The input that is that symbol already. */
export function repeatedSymbol(file: string, first: string, symbol: string): JobError {
  const found = `the symbol ${quote(symbol)} is also that of ${escapeUnsafe(first)}`;
  return new JobError({
    kind: "data",
    place: { file },
    found,
    expected: "one file for each symbol",
    remedy: "write inputs: series if these files are one series",
  });
}

export function inputWithoutSymbol(file: string): JobError {
  return data({ file }, "the input has no file name to be its symbol", "files, with inputs: symbols");
}

export function fewerRowsThanWindow(file: string, rows: number, window: number): JobError {
  return data({ file }, `the file has ${rows} ${rows === 1 ? "row" : "rows"}`, `at least ${window}, the window`);
}

/** @param symbol The one with the most rows. */
export function fewerRowsThanWindowBySymbol(file: string, symbol: string, rows: number, window: number): JobError {
  const found = `no symbol has more than the ${rows} ${rows === 1 ? "row" : "rows"} of ${quote(symbol)}`;
  return data({ file }, found, `at least ${window}, the window`);
}

/** @param most How many symbols there is room for, all taken. */
export function tooManySymbols(place: Place, most: number): JobError {
  return data(place, `this is symbol ${most + 1}`, `at most ${most} symbols: is symbol_column the right column?`);
}

/** The same for several files, that are one series. */
export function fewerRowsThanWindowInAll(files: readonly string[], rows: number, window: number): JobError {
  const file = `${files[0]} and ${files.length - 1} more`;
  const found = `the ${files.length} files have ${rows} ${rows === 1 ? "row" : "rows"} together`;
  return data({ file }, found, `at least ${window}, the window`);
}

/** @param problems What keeps a job from reading the file; the first of them is told. */
export function configsDiffer(file: string, first: string): JobError {
  return new JobError({
    kind: "data",
    place: { file },
    found: `the config that fits is not that of ${escapeUnsafe(first)}`,
    expected: "files that one config fits",
    remedy: "inspect them one by one",
  });
}

/**
 * Files that `inspect` is given together.
 *
 * @param begin When the file begins; the one before it, `other`, ends at `end`.
 */
export function notOneOrder(
  file: string,
  begin: string,
  other: string,
  end: string,
  order: "ascending" | "descending",
): JobError {
  const [way, first] = order === "ascending" ? ["after", "oldest"] : ["before", "newest"];
  return new JobError({
    kind: "data",
    place: { file },
    found: `the file begins at ${quote(begin)}, which is not ${way} ${quote(end)}, where ${escapeUnsafe(other)} ends`,
    expected: "one series",
    remedy:
      `give the ${first} file first and each row once, or write inputs: symbols if each file is a symbol of its own`,
  });
}

/** The same, of files whose names tell of different symbols. */
export function notOneSymbol(other: NamedSymbol, first: NamedSymbol): JobError {
  return new JobError({
    kind: "data",
    place: { file: other.file },
    found: `the name tells of ${quote(other.symbol)}, that of ${escapeUnsafe(first.file)} of ${quote(first.symbol)}`,
    expected: "one series",
    remedy: "inspect one of them, and write inputs: symbols if each file is a symbol of its own",
  });
}

export function noConfigFits(file: string, problems: readonly string[]): JobError {
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  return new JobError({ kind: "data", place: { file }, found: `no config fits: ${problems[0]}${more}` });
}

export function headerNotUtf8(place: Place, offsetBytes: number): JobError {
  return data(place, `the header is not UTF-8 at byte offset ${offsetBytes}`, "UTF-8 text");
}

export function closeNotUtf8(place: Place, offsetBytes: number): JobError {
  return rowFault(place, `close is not UTF-8 at byte offset ${offsetBytes}`, "a decimal number");
}

/** @param field What the field is that is read and can't be: `the symbol`, `timestamp`. */
export function fieldNotUtf8(place: Place, field: string, offsetBytes: number): JobError {
  return rowFault(place, `${field} is not UTF-8 at byte offset ${offsetBytes}`, "UTF-8 text");
}

/** @param encoding With the order of its bytes where no mark says it: as `iconv` calls it. */
export function looksUtf16(
  place: Place,
  offsetBytes: number,
  encoding: "UTF-16" | "UTF-16LE" | "UTF-16BE",
): JobError {
  return otherEncoding(place, "UTF-16", offsetBytes, encoding);
}

export function looksUtf32(place: Place, offsetBytes: number): JobError {
  return otherEncoding(place, "UTF-32", offsetBytes, "UTF-32");
}

function otherEncoding(place: Place, name: string, offsetBytes: number, encoding: string): JobError {
  return new JobError({
    kind: "data",
    place,
    found: `the file looks like ${name} at byte offset ${offsetBytes}`,
    expected: "UTF-8 text",
    remedy: `convert it with iconv -f ${encoding} -t UTF-8`,
  });
}

export function zeroByte(place: Place, offsetBytes: number): JobError {
  return data(place, `the file is binary: it has a zero byte at byte offset ${offsetBytes}`, "UTF-8 text");
}

/** Files that are neither text nor compressed text that can be read, and what to do about each. */
const FOREIGN_FORMATS = {
  xls: ["an Excel workbook of the old format (.xls)", "save it as CSV"],
  xlsx: ["an Excel workbook (.xlsx)", "save it as CSV"],
  ods: ["an OpenDocument spreadsheet (.ods)", "save it as CSV"],
  parquet: ["binary: a Parquet file", "write it as CSV"],
  arrow: ["binary: an Arrow file", "write it as CSV"],
  pdf: ["a PDF document", undefined],
  elf: ["binary: a program", undefined],
  xz: ["compressed with xz", "decompress it with xz -d"],
  bzip2: ["compressed with bzip2", "decompress it with bzip2 -d"],
  "7z": ["a 7z archive", "decompress it with 7z x"],
} as const satisfies Record<string, readonly [string, string | undefined]>;

/** A file that is no table of text, known by its first bytes or its members. */
export type ForeignFormat = keyof typeof FOREIGN_FORMATS;

export function foreignFile(file: string, format: ForeignFormat): JobError {
  const [name, remedy] = FOREIGN_FORMATS[format];
  return new JobError({ kind: "data", place: { file }, found: `the file is ${name}`, expected: "CSV text", remedy });
}

/** @param record What it is that holds it: the header, or the first row. */
export function bareCarriageReturn(place: Place, record: string, offsetBytes: number): JobError {
  return data(place, `the ${record} holds a carriage return at byte offset ${offsetBytes}`, "line ends of LF or CRLF");
}

/**
 * @param key The key of the config that names the column.
 * @param names The first of the header's `count` names.
 */
export function columnMissing(
  place: Place,
  key: "close_column" | "timestamp_column" | "symbol_column",
  column: string,
  names: readonly string[],
  count: number,
  delimiter: string,
): JobError {
  return new JobError({
    kind: "data",
    place,
    found: `the header names ${quoteAll(names, count)}`,
    expected: `a column ${nameOf(column)}`,
    remedy: wayToFindColumn(place.file, key, column, names, delimiter),
  });
}

/** What to write so that a column is found that no name of the header is. */
function wayToFindColumn(
  file: string,
  key: string,
  column: string,
  names: readonly string[],
  delimiter: string,
): string {
  const [only = "", second] = names;
  const isOther = (one: string) => second === undefined && one !== delimiter && only.includes(one);
  const other = [";", "\t", "|", ","].find(isOther);
  if (other !== undefined) return `write delimiter: ${other === "\t" ? "tab" : quote(other)}`;
  if (names.some((name) => /^[+-]?[0-9]+\.?[0-9]*$/.test(name))) {
    return `write has_header: false and ${key}: with its position if this is a row`;
  }
  // An adjusted close is another price.
  const letters = (name: string) => name.toLowerCase().replaceAll(/[^\p{L}0-9]+/gu, "");
  const sorted = (name: string) => Array.from(letters(name)).sort().join("");
  // A name of megabytes is none that anyone means.
  const short = names.filter((name) => name.length <= MOST_CHARACTERS);
  const near = short.find((name) => sorted(name) === sorted(column)) ??
    short.find((name) => letters(column) !== "" && letters(name).startsWith(letters(column)));
  return near === undefined ? inspection(file) : `write ${key}: ${columnInYaml(near)} if that is it`;
}

/** @param names The first of the header's `count` names. */
export function columnRepeated(
  place: Place,
  column: string,
  names: readonly string[],
  count: number,
  times: number,
): JobError {
  return data(place, `the header names ${nameOf(column)} ${times} times among ${quoteAll(names, count)}`, "it once");
}

/** @param position The column's position, from 1, by which it was asked for. */
export function columnBeyondRecord(place: Place, position: number, fieldCount: number): JobError {
  return data(place, `the record has ${fieldCount} ${fieldCount === 1 ? "field" : "fields"}`, `a column ${position}`);
}

/** A column's name in a sentence: in quotes where it is more than a word. */
function nameOf(column: string): string {
  return /^[\w<>()-]+$/.test(column) ? column : quote(column);
}

/** @param model The record that tells how many there should be. */
export function wrongFieldCount(
  place: Place,
  found: number,
  expected: number,
  model: "header" | "first row",
): JobError {
  return rowFault(
    place,
    `the record has ${found} ${found === 1 ? "field" : "fields"}`,
    `${expected} as in the ${model}`,
  );
}

/** A row that can't be skipped: those below it would be read by the wrong names. */
export function otherHeader(place: Place): JobError {
  return new JobError({
    kind: "data",
    place,
    found: "a header stands among the rows and has the close in another column",
    expected: "one header",
    remedy: "split the file before this line",
  });
}

export function severalRecords(place: Place): JobError {
  return rowFault(place, "the quoted field holds several records", "one record in each");
}

export function strayQuote(place: Place): JobError {
  return rowFault(place, "a quote stands inside a field", "quotes around whole fields, and doubled inside them");
}

export function unterminatedQuote(place: Place): JobError {
  return data(place, "a quoted field is not closed before the end of the file", "a closing quote");
}

export function recordTooLong(place: Place, mostBytes: number): JobError {
  return data(place, `the record has more than ${mostBytes} bytes`, `at most ${mostBytes}`);
}

/** @param mark What stands before the fraction of a close. */
export function invalidClose(place: Place, text: string, mark: "." | "," = "."): JobError {
  const expected = mark === "." ? "a decimal number" : "a decimal number with a decimal comma";
  const found = text.trim() === "" ? "close is blank" : `close is ${quote(text)}`;
  const remedy = wayToReadNumbers(text.trim(), mark);
  return new JobError({
    kind: "data",
    place,
    found,
    expected,
    remedy,
    isRowFault: true,
    isLostNumber: remedy !== undefined || isNumberToPeople(text),
  });
}

/**
 * A fault that has ended a run under a layout, with what else to write: a row may be left out, unless its close may be a number
 * to people; and rows with the same time may be of two symbols.
 */
export function underLayout(error: JobError): JobError {
  const { place, found, expected, isRowFault, isLostNumber } = error;
  if (error.isTimeTwice) {
    const remedy =
      "write duplicates: keep-last or duplicates: keep, or symbol_column: and its name if they are of two symbols";
    return new JobError({ kind: "data", place, found, expected, remedy });
  }
  // What has no digit is a footer, or a header in the middle, and no time of another form.
  const isNoTime = /^timestamp is "\P{Nd}*"$/u.test(found);
  if (!isRowFault || (error.remedy !== undefined && !isNoTime)) return error;
  const hasDigits = /^close is "[^"]*\p{Nd}/u.test(found);
  const remedy = isLostNumber || hasDigits
    ? "write it as a plain number such as -1234.5"
    : "write invalid_rows: skip and max_invalid_rows: 1% if such rows may be left out";
  return new JobError({ kind: "data", place, found, expected, remedy, isRowFault, isLostNumber });
}

/** Digits with what people write among them and around them. */
const LIKE_A_NUMBER = /^[\s(+-]*[$€£¥₹]?[\s+-]*[.,]?[0-9][0-9.,'’ \u00a0\u202f]*[\s%)€$£¥₹]*$/;
/** No number that people write is longer; a field may have millions, on which the pattern below would take days. */
const MOST_CHARACTERS = 64;

/** Digits in any script, in groups or not, with at most a sign, a currency, parentheses and a suffix such as K around them. */
function isNumberToPeople(text: string): boolean {
  if (text.length > MOST_CHARACTERS) return false;
  // Made here, for to make it takes as long as to read a small file.
  return /^[ \t]*\(?(?:[+\-−–]?(?:\p{Sc}|[A-Z]{3}) ?)?[+\-−–]?(?:\p{Nd}{1,3}(?:[.,'’ \u00a0\u202f]\p{Nd}{2,3})*|\p{Nd}+)(?:[.,]\p{Nd}*)? ?(?:[KMBTkmbt]|\p{Sc}|[A-Z]{3}|%)? ?[)-]?[ \t]*$/u
    .test(text);
}

/** What to write so that a number is read; undefined where it is none that anyone would know. */
function wayToReadNumbers(text: string, mark: "." | ","): string | undefined {
  if (text.length > MOST_CHARACTERS || !LIKE_A_NUMBER.test(text)) return undefined;
  if (/[$€£¥₹%]/.test(text)) return `remove the ${text.includes("%") ? "percent" : "currency"} sign`;
  if (mark === "," && /^[+-]?[0-9]*\.[0-9]+$/.test(text)) {
    return 'write decimal_mark: "." if the point stands before the fraction';
  }
  if (mark === "." && /^[+-]?[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})$/.test(text)) {
    return 'write decimal_mark: "," if the comma stands before the fraction';
  }
  if (!/^[+-]?[0-9]{1,3}(?:[.,'’ \u00a0\u202f][0-9]{3})+(?:[.,][0-9]+)?$/.test(text)) return undefined;
  const thousands = THOUSANDS_MARKS.find((one) => withoutGroups(text, one) !== text);
  if (thousands === undefined) return "remove what stands between groups of digits";
  const other = thousands === mark ? ` and decimal_mark: ${quote(mark === "." ? "," : ".")}` : "";
  const written = thousands === "space" ? thousands : quote(thousands);
  return `write thousands_mark: ${written}${other} if it stands between groups of digits`;
}

export function blankSymbol(place: Place): JobError {
  return rowFault(place, "the symbol is blank", "a symbol");
}

export function tooManyDigits(place: Place, digits: number, most: number): JobError {
  return rowFault(place, `close has ${digits} significant digits`, `at most ${most}`);
}

export function exponentTooLarge(place: Place, text: string, most: number): JobError {
  return rowFault(place, `close is ${quote(text)}`, `an exponent from -${most} to ${most} in scientific notation`);
}

/** A row's timestamp, that of the row above it of the same symbol, and the symbol where there is one. */
interface TimeStep {
  readonly text: string;
  readonly previous: string;
  readonly symbol: string | undefined;
}

function timestampOf({ text, symbol }: Omit<TimeStep, "previous">): string {
  return `timestamp ${quote(text.trim())}${symbol === undefined ? "" : ` of ${quote(symbol)}`}`;
}

export function unreadableTimestamp(place: Place, text: string, timeUnit: string): JobError {
  const expected = timeUnit === "auto" ? "a timestamp" : `a timestamp (${timeKeyOf(timeUnit)}: ${timeUnit})`;
  return rowFault(
    place,
    text.trim() === "" ? "timestamp is blank" : `timestamp is ${quote(text)}`,
    expected,
    wayToReadTimes(text),
  );
}

/** What to write so that a text is read as a time; undefined where nothing helps but another text. */
function wayToReadTimes(text: string): string | undefined {
  const trimmed = text.trim();
  const [, first, second, third] = /^([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{2,4})\b/.exec(trimmed) ?? [];
  if (first !== undefined && second !== undefined && third !== undefined) {
    const formats = third.length === 4 ? "dmy or date_format: mdy" : "dmy, date_format: mdy or date_format: ymd";
    return `write date_format: ${formats}, as its day, month and year stand`;
  }
  if (/^[2-7][0-9]{4}(?:\.[0-9]*)?$/.test(trimmed)) {
    return "days as a spreadsheet counts them: save it with dates, such as 2024-01-31";
  }
  if (/^[0-9]{6}$|^[0-9]{8}$/.test(trimmed)) {
    return "write date_format: dmy, date_format: mdy or date_format: ymd if its digits are a day, or time_unit: s if it " +
      "counts seconds";
  }
  const formats = /^[0-9]{9,12}$/.test(trimmed) ? formatsOfDigits(trimmed) : [];
  if (formats.length > 0) {
    const isDate = `write ${
      formats.map((format) => `date_format: ${format}`).join(" or ")
    } if its digits are a day and a time`;
    return `${isDate}, or time_unit: ${trimmed.length > 10 ? "ms" : "s"} if it counts from 1970`;
  }
  if (/^[+-]?(?:0[0-9]*|[0-9]{1,8})(?:\.[0-9]*)?$/.test(trimmed)) {
    return "write time_unit: s, ms, us or ns if it counts from 1970, or timestamp_column: none if it is no time";
  }
  if (/^[0-9](?:\.[0-9]+)?[eE]\+?[0-9]+$/.test(trimmed)) {
    return "a spreadsheet has dropped the digits: save it with whole numbers or dates";
  }
  return trimmed === "" ? undefined : "write times such as 2024-01-31 23:59:59, or name the unit with time_unit";
}

/** @param column Its name, or its position. */
export function unreadableTimes(place: Place, column: string, text: string): JobError {
  return new JobError({
    kind: "data",
    place,
    found: `${/^column [0-9]+$/.test(column) ? column : quote(column)} holds times that can't be read, such as ${
      quote(text)
    }`,
    remedy: wayToReadTimes(text) ?? "write order: ascending or order: descending if you know it",
  });
}

/** A column in a sentence, by its name or its position from 1. */
function shownColumn(column: string | number): string {
  return typeof column === "number" ? `column ${column}` : quote(column);
}

/**
 * @param column Its name, or its position from 1.
 * @param isSameTime Whether the two rows have the same time.
 */
export function severalSymbols(
  place: Place,
  column: string | number,
  values: readonly [string, string],
  isSameTime: boolean,
): JobError {
  return new JobError({
    kind: "data",
    place,
    found: `rows ${isSameTime ? "with the same time " : ""}are of ${quote(values[0])} and ${quote(values[1])} in ${
      shownColumn(column)
    }`,
    expected: "one series, or a column of symbols",
    remedy: `write symbol_column: ${columnInYaml(column)}, or symbol_column: none if they are one series`,
  });
}

/** @param column The column that is taken for the times; @param other one with more of them. Names, or positions from 1. */
export function severalTimes(place: Place, column: string | number, other: string | number): JobError {
  return new JobError({
    kind: "data",
    place,
    found: `rows with the same time in ${shownColumn(column)} have different ones in ${shownColumn(other)}`,
    expected: "one column of times",
    remedy: `write timestamp_column: ${columnInYaml(other)}, or timestamp_column: ${columnInYaml(column)} with ` +
      `symbol_column: ${columnInYaml(other)}`,
  });
}

/** @param column Its name, or its position from 1. */
export function severalSymbolsInFile(
  place: Place,
  column: string | number,
  values: readonly [string, string],
): JobError {
  return new JobError({
    kind: "data",
    place,
    found: `rows are of ${quote(values[0])} and ${quote(values[1])} in ${shownColumn(column)}`,
    expected: "one symbol in each file, with inputs: symbols",
    remedy: "write inputs: series if the column says what each row is of",
  });
}

/**
 * A symbol whose rows another column tells apart, such as that of the exchange.
 *
 * @param column Its name, or its position from 1.
 * @param symbols The same of the column of symbols.
 */
export function severalMarkets(
  place: Place,
  column: string | number,
  values: readonly [string, string],
  symbols: string | number,
): JobError {
  return new JobError({
    kind: "data",
    place,
    found: `rows of one symbol are of ${quote(values[0])} and ${quote(values[1])} in ${shownColumn(column)}`,
    expected: "one series for each symbol",
    remedy: `split the file by it, or write symbol_column: ${columnInYaml(symbols)} if they are one series`,
  });
}

/** A table in the long form: a row has one price, and a column says which one. */
export function onePriceInEach(place: Place, column: string | number, values: readonly [string, string]): JobError {
  return new JobError({
    kind: "data",
    place,
    found: `rows have one price each, such as ${quote(values[0])} and ${quote(values[1])} in ${shownColumn(column)}`,
    expected: "a row for each time",
    remedy: "keep the rows of the close alone",
  });
}

/** @param count Rows that have the time of the row above them and are not the same, of the first `rows`. */
export function timesShared(place: Place, count: number, rows: number): JobError {
  return new JobError({
    kind: "data",
    place,
    found: `${count} of the first ${rows} rows have the time of the row above them and other values`,
    expected: "one series, or a column of symbols",
    remedy: "write symbol_column: and its name, or duplicates: keep or duplicates: keep-last if they are one series",
  });
}

/** @param text A price that may mean two numbers. */
export function markUnknown(place: Place, text: string): JobError {
  const remedy = 'write decimal_mark: "." or decimal_mark: "," for the character before the fraction';
  return new JobError({
    kind: "data",
    place,
    found: `${quote(text)} may be a number of thousands or one with a fraction`,
    remedy,
  });
}

/** @param columns What each is taken for: `open Open`. */
export function impossibleCandles(
  file: string,
  impossible: number,
  rows: number,
  columns: readonly string[],
): JobError {
  return new JobError({
    kind: "data",
    place: { file },
    found: `${impossible} of the first ${rows} candles are impossible with ${columns.join(", ")}`,
    expected: "no low above and no high below the open and the close",
    remedy: "write layout: generic and close_column: with the right column",
  });
}

/** @param likely A column that may hold times in no order, by its name or its position from 1. */
export function timesUnknown(
  file: string,
  names: readonly string[] | undefined,
  fieldCount: number,
  likely: string | number | undefined,
): JobError {
  const found = names === undefined
    ? `of ${fieldCount} columns without a header`
    : `among ${quoteAll(names.slice(0, SHOWN_FIELDS), names.length)}`;
  return new JobError({
    kind: "data",
    place: { file },
    found: `no column of times is found ${found}, so nothing shows the order of the rows`,
    remedy: `write timestamp_column: ${
      likely === undefined ? "and its name" : `${columnInYaml(likely)} if it holds the times`
    }, or order: ascending or order: descending if you know it`,
  });
}

/**
 * Where a step back is: no row of the symbol has gone forward before it, so that most likely the whole file goes the other way;
 * or it leads to where the series began, or before.
 */
export type StepBackPlace = "first step" | "new beginning" | "inside";

export function timestampStepsBack(
  place: Place,
  step: TimeStep,
  order: "ascending" | "descending",
  where: StepBackPlace,
): JobError {
  const [side, other] = order === "ascending" ? ["before", "descending"] : ["after", "ascending"];
  const remedies: Readonly<Record<StepBackPlace, string | undefined>> = {
    "first step": `write order: ${other} if the ${other === "descending" ? "newest" : "oldest"} row is the first`,
    "new beginning": "write symbol_column: and its name if rows of another symbol begin here",
    inside: undefined,
  };
  return new JobError({
    kind: "data",
    place,
    found: `${timestampOf(step)} is ${side} ${quote(step.previous.trim())} of the row above it`,
    expected: `${order} order`,
    remedy: remedies[where],
    isSeriesBroken: where !== "first step",
  });
}

/** An error of the first row of a file that stands behind another one: what is wrong may be the files, and not their rows. */
export function betweenFiles(error: JobError): JobError {
  const { place, found, expected, isSeriesBroken, isTimeTwice } = error;
  if (!isSeriesBroken && !isTimeTwice) return error;
  const first = expected === "ascending order" ? "oldest" : "newest";
  const way = isTimeTwice
    ? "write duplicates: keep-last, or"
    : `give the ${first} file first and each row once, or write`;
  const remedy = `${way} inputs: symbols if each file is a symbol of its own`;
  return new JobError({ kind: "data", place, found, expected, remedy });
}

export function sameTimestamp(
  place: Place,
  step: Omit<TimeStep, "previous">,
  order: "ascending" | "descending",
): JobError {
  return new JobError({
    kind: "data",
    place,
    found: `${timestampOf(step)} equals that of the row above it`,
    expected: order === "ascending" ? "a later one" : "an earlier one",
    remedy: "write duplicates: keep or duplicates: keep-last",
    isTimeTwice: step.symbol === undefined,
  });
}

/** @param path The signals file. */
export function timestampBeyondYears(path: string, row: number): JobError {
  return new JobError({
    kind: "data",
    place: { file: path },
    found: `the timestamp of row ${row} is outside the years 1 to 9999`,
    expected: "a time that RFC 3339 can write",
    remedy: "is time_unit the right one?",
  });
}

/**
 * @param path The signals file.
 * @param time The timestamp, in full.
 * @param expected What its column can hold.
 */
export function timestampUnlikeOthers(path: string, row: number, time: string, expected: string): JobError {
  return new JobError({
    kind: "data",
    place: { file: path },
    found: `the timestamp of row ${row} is ${time}`,
    expected,
    remedy: "write the signals as .csv or .jsonl",
  });
}

export function gapInTime(place: Place, step: TimeStep, length: string, interval: string): JobError {
  const found = `${timestampOf(step)} is ${length} from ${quote(step.previous.trim())} of the row above it`;
  return data(place, found, `an interval of ${interval}`);
}

/** @param length The time between the first two rows of another time. */
export function noStepFits(file: string, length: string, interval: string): JobError {
  return new JobError({
    kind: "data",
    place: { file },
    found: `no row is ${interval} from the row above it, as the interval says: the first step is ${length}`,
    remedy: "write the interval that the rows have",
  });
}

/** @param last What is wrong with the row that is one too many. */
export function tooManyInvalidRows(last: JobError, count: number, most: number): JobError {
  const { place, found, expected } = last;
  return new JobError({
    kind: "data",
    place,
    found: `${found}${expected === undefined ? "" : ` where ${expected} belongs`}: invalid row ${count}`,
    expected: `at most ${most}`,
  });
}

/**
 * @param most How many of `all` rows there may be.
 * @param share What the config says of that: `33%`.
 */
export function tooManyInvalidRowsOfAll(
  file: string,
  count: number,
  all: number,
  most: number,
  share: string,
): JobError {
  return new JobError({
    kind: "data",
    place: { file },
    found: `${count} of ${all} rows are invalid`,
    expected: `at most ${most} (${share})`,
    // Where most would go, it is no matter of some rows.
    remedy: 2 * count > all ? undefined : `write max_invalid_rows: ${count} if so many may be left out`,
  });
}

/** @param first The first of them. */
export function tooManyLostNumbers({ place, found }: JobError, count: number, all: number, share: string): JobError {
  return new JobError({
    kind: "data",
    place,
    found: `${found}, one of ${count} closes in ${all} rows that look like numbers and would be skipped`,
    expected: `at most ${share}`,
    remedy: "write decimal_mark: if it is another one, or max_invalid_rows: with the share that you accept",
  });
}

// Memory. There is no place: all rows so far have a part in it.

function tooLarge(found: string, expected: string, series: number): JobError {
  const remedy = series > 1 ? "write a smaller window, or split the input by symbol" : "write a smaller window";
  return new JobError({ kind: "data", found, expected, remedy });
}

/**
 * @param series How many windows there are: one for each symbol.
 * @param closeBytes What a close takes.
 */
export function windowsTooLarge(
  series: number,
  window: number,
  closeBytes: number,
  bytes: number,
  mostBytes: number,
): JobError {
  const found =
    `${series} symbols with a window of ${window} closes of ${closeBytes} bytes need ${bytes} bytes of memory`;
  return tooLarge(found, `at most ${mostBytes}`, series);
}

/** @param heapBytes What symbols, closes of many digits and rows without a signal take in memory together. */
export function heapTooSmall(series: number, heapBytes: number, mostBytes: number): JobError {
  const symbols = series > 1 ? `${series} symbols, ` : "";
  const found =
    `${symbols}closes of more than 15 digits and rows whose signal is not known take ${heapBytes} bytes of memory`;
  return tooLarge(found, `at most ${mostBytes}`, series);
}

/** The system has none left. */
export function outOfMemory(series: number, bytes: number): JobError {
  return tooLarge(`there is no memory for a window of ${bytes} bytes`, "enough memory", series);
}

// Compressed input. Its name is the place: it has lines only where it is decompressed.

/** How an input may be compressed. */
export type CompressionFormat = "gzip" | "zstd" | "zip";

export function dataDamaged(file: string, format: CompressionFormat): JobError {
  return data({ file }, `the ${format} data is damaged`, "intact data");
}

export function dataTruncated(file: string, format: CompressionFormat): JobError {
  return data({ file }, `the ${format} data is truncated`, "the whole file");
}

export function trailingData(file: string, format: CompressionFormat, offsetBytes: number): JobError {
  return data({ file }, `other bytes follow the ${format} data at byte offset ${offsetBytes}`, "the end of the file");
}

/** @param found CRC-32 of what was decompressed. */
export function wrongChecksum(file: string, format: CompressionFormat, found: number, expected: number): JobError {
  const hex = (checksum: number) => checksum.toString(16).padStart(8, "0");
  return data({ file }, `the ${format} data is damaged: its checksum is ${hex(found)}`, hex(expected));
}

export function wrongLength(file: string, format: CompressionFormat, found: number, expected: number): JobError {
  return data({ file }, `the ${format} data is damaged: it holds ${found} bytes`, String(expected));
}

export function needsDictionary(file: string, dictionary: number): JobError {
  return data({ file }, `the zstd data needs the dictionary ${dictionary}`, "data that needs none");
}

export function windowTooLarge(file: string, bytes: number, mostBytes: number): JobError {
  return data({ file }, `the zstd data needs ${bytes} bytes of memory`, `at most ${mostBytes}`);
}

export function zipEncrypted(file: string, name: string): JobError {
  return data({ file }, `${quote(name)} in the archive is encrypted`, "a file without a password");
}

/** @param methodName What the method is called, where that is known. */
export function zipMethod(file: string, name: string, method: number, methodName: string | undefined): JobError {
  const named = methodName === undefined ? "" : ` (${methodName})`;
  return data({ file }, `${quote(name)} in the archive is compressed by method ${method}${named}`, "0 or 8 (Deflate)");
}

export function zipSizeUnknown(file: string, name: string): JobError {
  return data({ file }, `${quote(name)} in the archive is stored without its size before it`, "the size, or Deflate");
}

/** @param names All files of the archive, or the first ones. */
export function zipSeveralFiles(file: string, names: readonly string[]): JobError {
  return data({ file }, `the archive holds ${quoteAll(names.slice(0, SHOWN_FILES), names.length)}`, "one file");
}

export function zipWithoutFile(file: string): JobError {
  return data({ file }, "the archive holds no file that is not empty", "one file");
}

/** What tells a user what a file is. Standard input can be read once only, so there it is the file behind it. */
function inspection(file: string): string {
  return `see what batch-signal inspect ${file === "standard input" ? "FILE" : escapeUnsafe(file)} says`;
}

/** Fields that a message shows. */
const SHOWN_FIELDS = 12;

/** @param names The header's names, or undefined where there is no header. */
export function layoutUnknown(file: string, names: readonly string[] | undefined, fieldCount: number): JobError {
  const found = names === undefined
    ? `the rows have ${fieldCount} ${fieldCount === 1 ? "field" : "fields"} and no header`
    : `the header names ${quoteAll(names.slice(0, SHOWN_FIELDS), names.length)}`;
  return new JobError({
    kind: "data",
    place: { file },
    found: fieldCount === 0 ? "the file has no records" : `no layout fits: ${found}`,
    expected: "a known layout, or a column close",
    remedy: inspection(file),
  });
}

/**
 * @param record The first record; undefined where there is none.
 * @param expected What the layout's files hold.
 */
export function layoutDiffers(
  file: string,
  layout: string,
  record: { readonly line: number; readonly fields: readonly string[]; readonly fieldCount: number } | undefined,
  expected: string,
): JobError {
  const fields = record?.fields.slice(0, SHOWN_FIELDS).map((field) => field.trim()) ?? [];
  return new JobError({
    kind: "data",
    place: record === undefined ? { file } : { file, line: record.line },
    found: record === undefined
      ? `the file has no records of the layout ${layout}`
      : `the record ${quoteAll(fields, record.fieldCount)} is not of the layout ${layout}`,
    expected,
    remedy: inspection(file),
  });
}

/**
 * Files of one run of which some have a column that others have not.
 *
 * @param kind What the column holds.
 * @param isThere Whether `file` has it; then `firstFile` has none.
 */
export function columnsDiffer(
  file: string,
  firstFile: string,
  kind: "timestamps" | "symbols",
  isThere: boolean,
): JobError {
  const other = escapeUnsafe(firstFile);
  return new JobError({
    kind: "data",
    place: { file },
    found: isThere
      ? `the file has a column of ${kind} and ${other} has none`
      : `the file has no column of ${kind} and ${other} has one`,
    expected: `${kind} in all files of a run or in none`,
    remedy: inspection(file),
  });
}

/** A file with the line ends of old Macs. */
export function carriageReturnsOnly(place: Place): JobError {
  return data(place, "the file has carriage returns and no newlines", "line ends of LF or CRLF");
}

/** @param bytes Size of what was read. */
export function notATable(file: string, bytes: number): JobError {
  return data({ file }, bytes === 0 ? "the file is empty" : "the file holds no records of text", "a table of candles");
}

/** @param expected Undefined where the file as a whole is something else. */
export function notMetrics(file: string, found: string, expected = "metrics of batch-signal"): JobError {
  return data({ file }, found, expected);
}

/** @param expected What it should be. */
export function notState(file: string, found: string, expected = "a state of batch-signal"): JobError {
  return data({ file }, found, expected);
}

export function stateTooLarge(file: string): JobError {
  return data({ file }, "the state would be too large to be read again", "fewer symbols or a smaller window");
}

/** @param before The value of the key when the state was written. */
export function otherSettings(file: string, key: string, before: string, now: string): JobError {
  return data(
    { file },
    `the state was made with ${key}: ${escapeUnsafe(before)}, and the config says ${escapeUnsafe(now)}`,
    "the same settings",
  );
}

/** @param found How it shows. */
export function historyRewritten(file: string, found: string): JobError {
  return data({ file }, `history was rewritten: ${found}`, "what was read before to stay as it is");
}

/** The last row of an earlier run had no line end, and was not the whole row. */
export function lastLineGrown(file: string): JobError {
  return historyRewritten(file, "the last line that was read before goes on");
}

export function nothingNew(file: string): JobError {
  return data({ file }, "the file was read before and has not grown", "new rows, or that it is left out");
}

/** @param other The name under which the bytes were read that the file begins with. */
export function readBefore(file: string, other: string): JobError {
  return data({ file }, `the file begins with what was read before as ${quote(other)}`, "that name, or new rows only");
}

/** @param last The input that was read last. */
export function rowsInBetween(file: string, last: string): JobError {
  const found = `the file has grown, and rows of ${quote(last)} were read after it`;
  return data({ file }, found, "timestamps, or only the last input to grow");
}

export function otherLayout(file: string): JobError {
  return data({ file }, "the file is read in another way than before", "the layout to stay as it is");
}

/** @param hadSymbols Whether the rows of earlier runs have symbols. */
export function otherSeries(file: string, hadSymbols: boolean): JobError {
  const [before, now] = hadSymbols ? ["have", "have not"] : ["have no", "have"];
  return data({ file }, `rows ${now} symbols, and those of the state ${before}`, "rows of one kind");
}

/** A series with the newest row first can't be gone on with. */
export function descendingGoesOn(file: string): JobError {
  return data({ file }, "the newest row is first", "the oldest row first, to go on with --resume");
}

/** @param expected Undefined where the file as a whole is something else. */
export function notManifest(file: string, found: string, expected = "a manifest of batch-signal"): JobError {
  return data({ file }, found, expected);
}

/** What has to be read again was a pipe or standard input. */
export function notRepeatable(file: string, input: string): JobError {
  const found = `the run read ${quote(input)}, which can't be read again`;
  return data({ file }, found, "inputs that are files for --rerun");
}

/** @param expected What it should be: `metrics of batch-signal`. */
export function fileTooLarge(file: string, mostBytes: number, expected: string): JobError {
  return data({ file }, `the file has more than ${mostBytes} bytes`, expected);
}

/** A file that `merge` would count twice. */
export function fileTwice(file: string, firstFile: string): JobError {
  const found = file === firstFile ? "the file is given twice" : `the file is also given as ${escapeUnsafe(firstFile)}`;
  return data({ file }, found, "each file once");
}

export function noCounts(file: string): JobError {
  return new JobError({
    kind: "data",
    place: { file },
    found: "the metrics have no counts",
    expected: "signals_1 and rows_with_mean",
    remedy: "write counts: include in the config of the run",
  });
}

/** @param remedy What can be done about it, if anything. */
export function runFailed(file: string, message: string, remedy?: string): JobError {
  const expected = "metrics of a run that succeeded";
  return new JobError({
    kind: "data",
    place: { file },
    found: `the run failed with ${quote(message)}`,
    expected,
    remedy,
  });
}

/** Merged metrics in which runs that failed were counted. */
export function runsFailed(file: string, failed: bigint): JobError {
  return new JobError({
    kind: "data",
    place: { file },
    found: `${failed} of the merged runs failed`,
    expected: "runs that succeeded",
    remedy: "--allow-failed counts them",
  });
}

/** @param value Null if the file is of merged runs of several. */
export function mixedRuns(
  file: string,
  key: "version" | "seed",
  value: string | bigint | null,
  firstFile: string,
  firstValue: string | bigint | null,
): JobError {
  const shown = (value: string | bigint | null) => typeof value === "string" ? quote(value) : String(value);
  const found = value === null
    ? `the merged runs have several ${key}s`
    : `${key} is ${shown(value)} and that of ${escapeUnsafe(firstFile)} is ${shown(firstValue)}`;
  const remedy = "--allow-mixed merges runs of several";
  return new JobError({ kind: "data", place: { file }, found, expected: `one ${key}`, remedy });
}

/** Runs that count their rows by different rules: see the key `warmup`. */
export function warmupDiffers(file: string, warmup: string, firstFile: string, firstWarmup: string): JobError {
  const found = `warmup is ${warmup} and that of ${escapeUnsafe(firstFile)} is ${firstWarmup}`;
  return data({ file }, found, "one rule, for their rows do not add up");
}

export function symbolTwice(file: string, symbol: string, firstFile: string): JobError {
  const found = `the symbol ${quote(symbol)} is in ${escapeUnsafe(firstFile)} too`;
  return data({ file }, found, "each symbol in one file");
}

export function noRunSucceeded(firstFile: string, count: number): JobError {
  const found = count === 1 ? "the run failed" : `the runs of this file and of ${count - 1} more failed`;
  return data({ file: firstFile }, found, "at least one run that succeeded");
}

// --- io: exit 5 ------------------------------------------------------------------------------------------------------

/** Plain words for the operating system's usual refusals, the same on every platform. */
const REASONS: Readonly<Record<string, string>> = {
  AlreadyExists: "it exists already",
  BrokenPipe: "the reader has gone (broken pipe)",
  IsADirectory: "it is a directory",
  NotADirectory: "a part of the path is not a directory",
  NotCapable: "special files and places outside the granted permissions are out of bounds",
  NotFound: "no such file or directory",
  PermissionDenied: "permission denied",
};

/** Says in a few words why an I/O call failed. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return escapeUnsafe(String(cause));
  const known = REASONS[cause.name];
  if (known !== undefined) return known;
  const [text = ""] = cause.message.split(" (os error");
  return escapeUnsafe(text.charAt(0).toLowerCase() + text.slice(1));
}

function io(
  file: string,
  found: string,
  more: Pick<Wording, "expected" | "remedy"> & { cause?: unknown } = {},
): JobError {
  return new JobError({ kind: "io", place: { file }, found, ...more });
}

/**
 * What it means that reading from `file` has thrown `cause`; an error of this catalogue means what it says.
 *
 * @param remedy What to do, where the caller knows it.
 */
export function cannotRead(file: string, cause: unknown, remedy?: string): JobError {
  if (cause instanceof JobError) return cause;
  return io(file, `cannot be read: ${reasonOf(cause)}`, { cause, remedy });
}

/** A folder is named where its files are meant. */
export function folderForInput(folder: string, cause: unknown): JobError {
  const pattern = folder.replace(/[/\\]*$/, "/*.csv");
  return cannotRead(folder, cause, `name its files, such as --input ${quote(pattern)}`);
}

export function notReadableFile(file: string): JobError {
  return io(file, "cannot be read: it is not a regular file");
}

/** What it means that writing to `file` has thrown `cause`; an error of this catalogue means what it says. */
export function cannotWrite(file: string, cause: unknown): JobError {
  if (cause instanceof JobError) return cause;
  return io(file, `cannot be written: ${reasonOf(cause)}`, { cause });
}

/** A new file can't be put into a folder that is not there. */
export function missingFolder(file: string, folder: string, cause: unknown): JobError {
  return io(file, `cannot be written: the folder ${escapeUnsafe(folder)} does not exist`, { cause });
}

/** No file has a name that fits a pattern. */
export function noFileMatches(pattern: string): JobError {
  return io(pattern, "cannot be read: no file matches");
}

/** The input was written to while it was read. */
export function changedWhileRead(file: string): JobError {
  return io(file, "the file changed while it was read", { expected: "it to stay as it is" });
}

export function notRegularFile(file: string): JobError {
  return io(file, "cannot be written: it is not a regular file", { expected: "a regular file or none" });
}

// --- check: exit 6 ---------------------------------------------------------------------------------------------------

/** @param failed What each gate that failed says. */
export function gatesFailed(file: string, failed: readonly string[], all: number): JobError {
  const found = `${failed.length} of ${all} ${all === 1 ? "gate" : "gates"} failed: ${failed.join("; ")}`;
  return new JobError({ kind: "check", place: { file }, found });
}

/** @param wrong What is not as a manifest says, such as `1 differs`. */
export function notVerified(file: string, wrong: string): JobError {
  return new JobError({ kind: "check", place: { file }, found: wrong, expected: "all as the manifest says" });
}

/** A signal rate: its printed value, and the counts that it is made of if they are known. */
interface ToldRate {
  readonly value: number;
  readonly ones: bigint;
  readonly rows: bigint;
  readonly isExact: boolean;
}

/** @param limit The largest change that is none: `5%`. */
export function rateChanged(file: string, before: ToldRate, after: ToldRate, limit: string): JobError {
  const told = ({ value, ones, rows, isExact }: ToldRate) =>
    isExact ? `${value} (${ones} of ${rows} rows)` : String(value);
  const found = `the rate went from ${told(before)} to ${told(after)}`;
  return new JobError({ kind: "check", place: { file }, found, expected: `a change of at most ${limit}` });
}

// --- interrupted: exit 130 or 143; internal: exit 1 ------------------------------------------------------------------

export function interrupted(signal: StopSignal): JobError {
  return new JobError({ kind: "interrupted", signal, found: `interrupted by ${signal}` });
}

/** Anything that no other entry foresees is a bug of ours. */
export function internal(cause: unknown): JobError {
  const text = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return new JobError({ kind: "internal", found: `internal error: ${escapeUnsafe(text)}`, cause });
}

/** `error` itself if it is in this catalogue, else a bug. */
export function asJobError(error: unknown): JobError {
  return error instanceof JobError ? error : internal(error);
}
