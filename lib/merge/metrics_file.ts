/**
 * The text of a metrics file → what it says, or the first thing that no metrics file says.
 *
 * @module
 */
import { notMetrics } from "../errors.ts";
import { signalRate } from "../numbers/signal_rate.ts";
import { quote } from "../text/escape.ts";
import { Digits, type ExactJson, type ExactObject, readExactJson, RepeatedKey } from "./exact_json.ts";

/** Which rows a rate is a share of. */
export type Warmup = "zero" | "exclude" | "exclude-from-rate";

/** What a symbol's rate is made of. */
export interface SymbolCounts {
  readonly ones: bigint;
  readonly rowsWithMean: bigint;
}

export interface SymbolMetrics {
  readonly rowsProcessed: bigint;
  /** Null where none of its rows counts. */
  readonly value: number | null;
  /** Undefined where the file has no counts. */
  readonly counts: SymbolCounts | undefined;
}

/** What `counts: include` adds, and merging. */
export interface RunCounts extends SymbolCounts {
  readonly warmup: Warmup;
  readonly invalidRows: bigint;
  readonly warnings: bigint;
}

/** How many runs merged metrics are of. */
export interface MergedRuns {
  /** Runs that succeeded. Only their rows count. */
  readonly runs: bigint;
  readonly failed: bigint;
}

export interface SuccessfulMetrics {
  readonly status: "success";
  /** Null for merged runs of several; so is the seed. */
  readonly version: string | null;
  readonly seed: bigint | null;
  readonly rowsProcessed: bigint;
  readonly value: number;
  readonly latencyMs: bigint;
  readonly counts: RunCounts | undefined;
  /** Undefined for metrics of one run. */
  readonly merged: MergedRuns | undefined;
  readonly symbols: ReadonlyMap<string, SymbolMetrics> | undefined;
}

export interface FailedMetrics {
  readonly status: "error";
  readonly message: string;
}

export type MetricsFile = SuccessfulMetrics | FailedMetrics;

/** How many rows a rate is a share of. */
export function ratedRows(rowsProcessed: bigint, rowsWithMean: bigint, warmup: Warmup): bigint {
  return warmup === "exclude-from-rate" ? rowsWithMean : rowsProcessed;
}

/** Keys of a run that a check has stopped, beside those of every error. */
const KEYS_OF_STOPPED = ["rows_processed", "metric", "value", "gates"];

/**
 * Reads metrics, of one run or merged. Keys may be in any order, but there are no others.
 *
 * @throws {JobError} of kind data.
 */
export function readMetricsFile(file: string, text: string): MetricsFile {
  const root = new Fields(file, "", objectIn(file, text));
  return root.word("status", ["success", "error"]) === "error" ? failedMetrics(root) : successfulMetrics(root);
}

function objectIn(file: string, text: string): ExactObject {
  let json: ExactJson;
  try {
    json = readExactJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw notMetrics(file, error instanceof RepeatedKey ? error.message : "the file is not JSON");
  }
  if (!(json instanceof Map)) throw notMetrics(file, `the file holds ${shown(json)}`);
  return json;
}

function failedMetrics(root: Fields): FailedMetrics {
  root.text("version");
  const message = root.text("error_message");
  root.requireNoMore(KEYS_OF_STOPPED);
  return { status: "error", message };
}

function successfulMetrics(root: Fields): SuccessfulMetrics {
  const merged = root.has("runs") ? { runs: root.integer("runs", 1n), failed: root.integer("failed") } : undefined;
  const counts = merged !== undefined || root.has("signals_1") ? runCounts(root) : undefined;
  root.word("metric", ["signal_rate"]);
  const metrics: SuccessfulMetrics = {
    status: "success",
    version: merged !== undefined && root.isNull("version") ? null : root.text("version"),
    seed: merged !== undefined && root.isNull("seed") ? null : root.integer("seed", 0n, 4_294_967_295n),
    rowsProcessed: root.integer("rows_processed", 1n),
    value: root.rate("value"),
    latencyMs: root.integer("latency_ms"),
    counts,
    merged,
    symbols: root.has("symbols") ? symbolsIn(root.object("symbols"), counts?.warmup) : undefined,
  };
  root.requireNoMore(["gates", "confidence_interval", "increment"]);
  if (counts === undefined) return metrics;
  if (counts.rowsWithMean === 0n) throw root.wrong("rows_with_mean", "is 0", "at least 1");
  requireSense(root, metrics.rowsProcessed, metrics.value, counts, counts.warmup);
  requireSymbolsAddUp(root, metrics);
  return metrics;
}

function runCounts(root: Fields): RunCounts {
  return {
    ones: root.integer("signals_1"),
    rowsWithMean: root.integer("rows_with_mean"),
    warmup: root.has("warmup") ? root.word("warmup", ["exclude", "exclude-from-rate"]) : "zero",
    invalidRows: root.integer("invalid_rows"),
    warnings: root.integer("warnings"),
  };
}

/** @param warmup Undefined where the file has no counts. */
function symbolsIn(symbols: Fields, warmup: Warmup | undefined): Map<string, SymbolMetrics> {
  return new Map(symbols.keys.map((symbol) => [symbol, symbolIn(symbols.object(symbol), warmup)]));
}

function symbolIn(fields: Fields, warmup: Warmup | undefined): SymbolMetrics {
  const rowsProcessed = fields.integer("rows_processed");
  const value = fields.isNull("value") ? null : fields.rate("value");
  const counts = warmup === undefined
    ? undefined
    : { ones: fields.integer("signals_1"), rowsWithMean: fields.integer("rows_with_mean") };
  fields.requireNoMore([]);
  if (counts !== undefined && warmup !== undefined) requireSense(fields, rowsProcessed, value, counts, warmup);
  return { rowsProcessed, value, counts };
}

/** Counts that contradict each other or the value are not a run's. */
function requireSense(
  fields: Fields,
  rowsProcessed: bigint,
  value: number | null,
  { ones, rowsWithMean }: SymbolCounts,
  warmup: Warmup,
): void {
  if (ones > rowsWithMean) {
    throw fields.wrong("signals_1", `is ${ones}`, `at most ${rowsWithMean}, the rows with a mean`);
  }
  const isIn = warmup === "exclude" ? rowsWithMean === rowsProcessed : rowsWithMean <= rowsProcessed;
  if (!isIn) {
    const expected = `${warmup === "exclude" ? "" : "at most "}${rowsProcessed}, the rows processed`;
    throw fields.wrong("rows_with_mean", `is ${rowsWithMean}`, expected);
  }
  const rated = ratedRows(rowsProcessed, rowsWithMean, warmup);
  const right = rated === 0n ? null : signalRate(ones, rated);
  if (value !== right) throw fields.wrong("value", `is ${value}`, `${right}, which its counts give`);
}

/** Each row of a run has a symbol or none has; among merged runs there may be some of each. */
function requireSymbolsAddUp(root: Fields, { rowsProcessed, counts, merged, symbols }: SuccessfulMetrics): void {
  if (symbols === undefined || counts === undefined) return;
  const sums = { rows_processed: 0n, signals_1: 0n, rows_with_mean: 0n };
  for (const symbol of symbols.values()) {
    sums.rows_processed += symbol.rowsProcessed;
    sums.signals_1 += symbol.counts?.ones ?? 0n;
    sums.rows_with_mean += symbol.counts?.rowsWithMean ?? 0n;
  }
  const totals = { rows_processed: rowsProcessed, signals_1: counts.ones, rows_with_mean: counts.rowsWithMean };
  for (const key of ["rows_processed", "signals_1", "rows_with_mean"] as const) {
    const [sum, total] = [sums[key], totals[key]];
    if (merged === undefined ? sum === total : sum <= total) continue;
    throw root.wrong(key, `of all symbols together is ${sum}`, `${merged === undefined ? "" : "at most "}${total}`);
  }
}

/** The keys of an object, taken one by one; each is of its kind, or an error says so. */
class Fields {
  readonly #file: string;
  /** What the object is about, for errors: a symbol, or "" for the file. */
  readonly #owner: string;
  readonly #object: ExactObject;
  readonly #taken = new Set<string>();

  constructor(file: string, owner: string, object: ExactObject) {
    this.#file = file;
    this.#owner = owner;
    this.#object = object;
  }

  get keys(): string[] {
    return [...this.#object.keys()];
  }

  has(key: string): boolean {
    return this.#object.has(key);
  }

  /** Whether the key is there and null; it is taken then. */
  isNull(key: string): boolean {
    if (this.#object.get(key) !== null) return false;
    this.#taken.add(key);
    return true;
  }

  text(key: string): string {
    const value = this.#take(key);
    if (typeof value !== "string" || value === "") throw this.#refused(key, value, "a text");
    return value;
  }

  word<const Word extends string>(key: string, words: readonly Word[]): Word {
    const value = this.#take(key);
    const word = words.find((word) => word === value);
    if (word === undefined) throw this.#refused(key, value, words.map((word) => `"${word}"`).join(" or "));
    return word;
  }

  integer(key: string, least = 0n, most?: bigint): bigint {
    const value = this.#take(key);
    // No sum has so many digits, and a text of a million of them takes long to read.
    const isWhole = value instanceof Digits && /^(0|[1-9][0-9]{0,49})$/.test(value.text);
    const integer = isWhole ? BigInt(value.text) : -1n;
    if (integer >= least && (most === undefined || integer <= most)) return integer;
    throw this.#refused(key, value, `a whole number from ${least}${most === undefined ? "" : ` to ${most}`}`);
  }

  /** A share with up to four decimals. */
  rate(key: string): number {
    const value = this.#take(key);
    const isRate = value instanceof Digits && /^(0|1|0\.[0-9]{1,4})$/.test(value.text);
    if (!isRate) throw this.#refused(key, value, "a number from 0 to 1 with up to 4 decimals");
    return Number(value.text);
  }

  object(key: string): Fields {
    const value = this.#take(key);
    if (!(value instanceof Map)) throw this.#refused(key, value, "an object");
    return new Fields(
      this.#file,
      key === "symbols" && this.#owner === "" ? "symbols" : `the symbol ${quote(key)}`,
      value,
    );
  }

  /** @param others Keys that may be there too, whatever they hold. */
  requireNoMore(others: readonly string[]): void {
    const stranger = this.keys.find((key) => !this.#taken.has(key) && !others.includes(key));
    if (stranger !== undefined) throw notMetrics(this.#file, `unknown key ${quote(stranger)}${this.#ofOwner}`);
  }

  wrong(key: string, found: string, expected: string): Error {
    return notMetrics(this.#file, `${key}${this.#ofOwner} ${found}`, expected);
  }

  get #ofOwner(): string {
    return this.#owner === "" ? "" : ` of ${this.#owner}`;
  }

  #take(key: string): ExactJson | undefined {
    this.#taken.add(key);
    return this.#object.get(key);
  }

  #refused(key: string, value: ExactJson | undefined, expected: string): Error {
    return this.wrong(key, value === undefined ? "is missing" : `is ${shown(value)}`, expected);
  }
}

/** A value in a few words. */
function shown(value: ExactJson): string {
  if (typeof value === "string") return quote(value);
  if (value instanceof Digits) return value.text.length > 60 ? quote(value.text) : value.text;
  if (value === null || typeof value === "boolean") return String(value);
  return value instanceof Map ? "an object" : "a list";
}
