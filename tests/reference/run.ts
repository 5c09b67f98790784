/**
 * A whole run in its slow, obvious form: files, config and flags → rows, signals, metrics and rejects, or where it fails.
 *
 * All files are held in memory, and every number is a fraction.
 *
 * @module
 */
import { type Fraction, nearestDouble } from "./fraction.ts";
import { Refusal } from "./records.ts";
import { type FileForm, type ReadRecord, readRecords, type ReferenceRow, type RowFault } from "./rows.ts";
import { signalsAndMeans } from "./signals.ts";
import type { SpelledTime } from "./written_times.ts";

export interface ReferenceFile {
  readonly name: string;
  /** One character for each byte. */
  readonly bytes: string;
  readonly form: FileForm;
  /** Where each file is a symbol of its own, that one. */
  readonly symbol?: string;
}

/** What a config and flags ask for, beside how the files are to be read. */
export interface ReferenceRun {
  readonly files: readonly ReferenceFile[];
  readonly window: number;
  readonly order: "ascending" | "descending" | "auto";
  readonly duplicates: "fail" | "keep" | "keep-last";
  /** Undefined where gaps are ignored; lengths are in nanoseconds. */
  readonly gaps: { readonly interval: bigint; readonly isFault: boolean } | undefined;
  /** Undefined where an invalid row ends the run. A share is an exact fraction of all rows. */
  readonly mostInvalid: { readonly rows: number } | { readonly share: Fraction } | "any" | undefined;
  readonly warmup: "zero" | "exclude" | "exclude-from-rate";
}

/** A row that counts, in the order of the file. */
export interface AnsweredRow {
  readonly number: number;
  readonly timestamp: SpelledTime | undefined;
  readonly symbol: string | undefined;
  readonly close: string;
  /** Undefined in the warm-up. */
  readonly mean: number | undefined;
  readonly signal: 0 | 1;
}

export interface Reject {
  readonly file: string;
  readonly line: number;
  /** All that is wrong with it. */
  readonly faults: readonly RowFault[];
  readonly bytes: string;
}

export interface Answer {
  /** In the order in which they are written: each as soon as its signal is known. */
  readonly rows: readonly AnsweredRow[];
  readonly processed: number;
  /** Rows that are not invalid, those among them in whose place another came. */
  readonly valid: number;
  /** The signal rate in ten thousandths. */
  readonly value: number;
  /** By symbol, in the order in which they appear; undefined where there are none. */
  readonly symbols: ReadonlyMap<string, AnswerOfSymbol> | undefined;
  /** Rows whose signal is 1. */
  readonly ones: number;
  readonly rowsWithMean: number;
  /** The mean of the newest row; undefined where there are several symbols. */
  readonly latestMean: number | undefined;
  readonly rejects: readonly Reject[];
  /** Undefined where there are no timestamps. */
  readonly times: Times | undefined;
}

export interface AnswerOfSymbol {
  readonly processed: number;
  /** In ten thousandths; undefined where no row counts. */
  readonly value: number | undefined;
  readonly ones: number;
  readonly rowsWithMean: number;
}

export interface Times {
  readonly earliest: bigint;
  readonly latest: bigint;
  readonly duplicates: number;
  readonly gaps: number;
  readonly irregular: number;
}

/** The run fails. */
export class Failure extends Error {
  /** What was skipped until then. */
  rejects: readonly Reject[] = [];

  /** @param line Undefined where it is about the file as a whole. */
  constructor(readonly file: string, readonly line: number | undefined, reason: string) {
    super(reason);
  }
}

interface NumberedRow {
  readonly number: number;
  readonly row: ReferenceRow;
  /** How many valid rows there were when its symbol's next row came; undefined where none came. */
  followedAt?: number;
}

/**
 * What the run has to give.
 *
 * @throws {Failure} of the data.
 */
export function answerOf(run: ReferenceRun): Answer {
  return answerIn(run, run.order === "auto" ? settledOrder(run.files) ?? "ascending" : run.order);
}

/**
 * Where a run of `order: auto` may fail as well: rows that contradict each other are refused in either order, and which of
 * them have settled it is no matter. Undefined where the run can succeed, or the order is given.
 */
export function otherFailure(run: ReferenceRun): Failure | undefined {
  if (run.order !== "auto") return undefined;
  const settled = settledOrder(run.files) ?? "ascending";
  try {
    answerIn(run, settled === "ascending" ? "descending" : "ascending");
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

function answerIn(run: ReferenceRun, order: "ascending" | "descending"): Answer {
  const rejects: Reject[] = [];
  try {
    return answerWith(run, order, rejects);
  } catch (error) {
    if (error instanceof Failure) error.rejects = rejects;
    throw error;
  }
}

function answerWith(run: ReferenceRun, order: "ascending" | "descending", rejects: Reject[]): Answer {
  const check = new Check(run);
  // A file that is a symbol is a series, and may have an order of its own.
  const orderIn = (file: ReferenceFile) =>
    run.order === "auto" && file.symbol !== undefined ? settledOrder([file]) ?? "ascending" : order;
  const counted: NumberedRow[] = [];
  /** Where in `counted` the last row of each symbol is. */
  const lastOf = new Map<string, number>();
  const symbols = new Map<string, number[]>();
  let valid = 0;

  for (const file of run.files) {
    requireSameKind(file, run.files);
    let validOfFile = 0;
    for (const { line, bytes, row: read } of recordsOf(file)) {
      const row = "length" in read || file.symbol === undefined ? read : { ...read, symbol: file.symbol };
      if ("length" in row) {
        if (run.mostInvalid === undefined) throw new Failure(file.name, line, row.join());
        rejects.push({ file: file.name, line, faults: row, bytes });
        const { mostInvalid } = run;
        if (typeof mostInvalid === "object" && "rows" in mostInvalid && rejects.length > mostInvalid.rows) {
          throw new Failure(file.name, line, "too many invalid rows");
        }
        continue;
      }
      validOfFile++;
      const isDuplicate = check.isDuplicate(row, file.name, line, orderIn(file));
      const symbol = row.symbol ?? "";
      const last = lastOf.get(symbol);
      if (isDuplicate && run.duplicates === "keep-last" && last !== undefined) {
        counted[last] = { number: rowAt(counted, last).number, row };
        continue;
      }
      if (last !== undefined) rowAt(counted, last).followedAt = counted.length;
      lastOf.set(symbol, counted.length);
      counted.push({ number: counted.length + 1, row });
      const own = symbols.get(symbol) ?? [];
      own.push(counted.length - 1);
      symbols.set(symbol, own);
    }
    valid += validOfFile;
    if (validOfFile === 0) throw new Failure(file.name, undefined, "no rows");
    if (file.symbol !== undefined) check.endSeries();
  }
  check.endSeries();

  const written: { readonly row: AnsweredRow; readonly at: number }[] = [];
  const bySymbol: [string, AnswerOfSymbol][] = [];
  let [ones, withMean] = [0, 0];
  for (const [symbol, indices] of symbols) {
    const closes = indices.map((index) => rowAt(counted, index).row.close);
    const own = run.files.find((file) => file.symbol === symbol);
    const isDescending = (own === undefined ? order : orderIn(own)) === "descending";
    const signals = signalsAndMeans(closes, run.window, isDescending);
    indices.forEach((index, n) => {
      const { number, row } = rowAt(counted, index);
      const { signal, mean } = signals[n] ?? { signal: 0, mean: undefined };
      const answered = {
        number,
        timestamp: row.timestamp,
        symbol: row.symbol,
        close: row.closeText,
        mean: mean && nearestDouble(mean),
        signal,
      };
      // A descending row waits for the last row of its window, and with `keep-last` that one waits for the next.
      const deciding = indices[isDescending ? n + run.window - 1 : n];
      const known = run.duplicates === "keep-last" && run.files[0]?.form.timestamp !== undefined
        ? deciding === undefined ? undefined : rowAt(counted, deciding).followedAt
        : deciding;
      // Where each file is a symbol, the end of one does not wait for the others.
      const end = run.files[0]?.symbol === undefined ? Infinity : indices.at(-1) ?? Infinity;
      written.push({ row: answered, at: known ?? end });
    });
    const onesOfSymbol = signals.filter(({ signal }) => signal === 1).length;
    const withMeanOfSymbol = signals.filter(({ mean }) => mean !== undefined).length;
    ones += onesOfSymbol;
    withMean += withMeanOfSymbol;
    const rated = run.warmup === "zero" ? closes.length : withMeanOfSymbol;
    bySymbol.push([symbol, {
      processed: run.warmup === "exclude" ? withMeanOfSymbol : closes.length,
      value: rated === 0 ? undefined : tenThousandths(onesOfSymbol, rated),
      ones: onesOfSymbol,
      rowsWithMean: withMeanOfSymbol,
    }]);
  }
  const [first] = run.files;
  if (withMean === 0) throw new Failure(wholeName(run.files), undefined, "fewer rows than the window");
  const lost = run.mostInvalid === "any" ? rejects.filter(({ faults }) => faults[0] === "lost close") : [];
  const [firstLost] = lost;
  if (firstLost !== undefined && 100 * lost.length > valid + rejects.length) {
    throw new Failure(firstLost.file, firstLost.line, "numbers that would be lost");
  }
  if (isShareTooLarge(run.mostInvalid, rejects.length, valid + rejects.length)) {
    throw new Failure(first?.name ?? "", undefined, "too large a share of invalid rows");
  }
  return {
    // What is left at the end follows symbol by symbol.
    rows: written.toSorted((a, b) => a.at === b.at ? 0 : a.at - b.at).map(({ row }) => row),
    processed: run.warmup === "exclude" ? withMean : counted.length,
    valid,
    value: tenThousandths(ones, run.warmup === "zero" ? counted.length : withMean),
    latestMean: symbols.size > 1
      ? undefined
      : written.map(({ row }) => row.mean).filter((mean) => mean !== undefined).at(
        (first === undefined ? order : orderIn(first)) === "descending" ? 0 : -1,
      ),
    symbols: first?.form.symbol === undefined && first?.symbol === undefined ? undefined : new Map(bySymbol),
    ones,
    rowsWithMean: withMean,
    rejects,
    times: check.times,
  };
}

function rowAt(rows: readonly NumberedRow[], index: number): NumberedRow {
  const row = rows[index];
  if (row === undefined) throw new RangeError(`no row ${index}`);
  return row;
}

/** A file's records; what is wrong with the file as a whole is a failure of the run. */
function* recordsOf(file: ReferenceFile): Generator<ReadRecord> {
  try {
    yield* readRecords(file.bytes, file.form);
  } catch (error) {
    if (error instanceof Refusal) throw new Failure(file.name, error.line, error.message);
    throw error;
  }
}

/** All files of a run have timestamps or none has, and so it is with symbols. */
function requireSameKind(file: ReferenceFile, [first = file]: readonly ReferenceFile[]): void {
  for (const column of ["timestamp", "symbol"] as const) {
    if ((file.form[column] === undefined) !== (first.form[column] === undefined)) {
      throw new Failure(file.name, undefined, `a ${column} in some files only`);
    }
  }
}

/** How errors about all files together name them. */
function wholeName(files: readonly ReferenceFile[]): string {
  const [first, ...more] = files;
  const hasSymbols = first?.form.symbol !== undefined || first?.symbol !== undefined;
  return more.length === 0 || hasSymbols ? first?.name ?? "" : `${first?.name} and ${more.length} more`;
}

/** The order of the first two rows of one symbol that have different times, whatever files they are in. */
function settledOrder(files: readonly ReferenceFile[]): "ascending" | "descending" | undefined {
  const last = new Map<string, bigint>();
  try {
    for (const file of files) {
      for (const { row } of recordsOf(file)) {
        if ("length" in row || row.timestamp === undefined) continue;
        const { nanoseconds } = row.timestamp;
        const before = last.get(row.symbol ?? "") ?? nanoseconds;
        if (nanoseconds !== before) return nanoseconds > before ? "ascending" : "descending";
        last.set(row.symbol ?? "", nanoseconds);
      }
    }
  } catch (error) {
    // What is wrong with a file shows when it is read.
    if (!(error instanceof Failure)) throw error;
  }
  return undefined;
}

/** Looks at the timestamps, row by row. */
class Check {
  readonly #run: ReferenceRun;
  readonly #last = new Map<string, bigint>();
  readonly #all: bigint[] = [];
  #duplicates = 0;
  #gaps = 0;
  #irregular = 0;
  /** Where the first step of a series is, and whether one of them is as long as it should. */
  #firstFile: string | undefined;
  #fits = false;

  constructor(run: ReferenceRun) {
    this.#run = run;
  }

  get times(): Times | undefined {
    const [first] = this.#all;
    if (first === undefined) return undefined;
    return {
      earliest: this.#all.reduce((a, b) => a < b ? a : b),
      latest: this.#all.reduce((a, b) => a > b ? a : b),
      duplicates: this.#duplicates,
      gaps: this.#gaps,
      irregular: this.#irregular,
    };
  }

  /** Whether a row has the time of the one above it, of its symbol. */
  isDuplicate(
    { timestamp, symbol = "" }: ReferenceRow,
    file: string,
    line: number,
    order: "ascending" | "descending",
  ): boolean {
    if (timestamp === undefined) return false;
    const { nanoseconds } = timestamp;
    const last = this.#last.get(symbol);
    this.#last.set(symbol, nanoseconds);
    this.#all.push(nanoseconds);
    if (last === undefined) return false;
    const step = order === "ascending" ? nanoseconds - last : last - nanoseconds;
    if (step < 0n) throw new Failure(file, line, "step back");
    if (step === 0n) {
      if (this.#run.duplicates === "fail") throw new Failure(file, line, "same time");
      this.#duplicates++;
      return true;
    }
    this.#lookAtGap(step, file, line);
    return false;
  }

  /** Rows that are another series follow, or none. */
  endSeries(): void {
    if (this.#run.gaps?.isFault && this.#firstFile !== undefined && !this.#fits) {
      throw new Failure(this.#firstFile, undefined, "another interval");
    }
    this.#firstFile = undefined;
    this.#fits = false;
  }

  #lookAtGap(step: bigint, file: string, line: number): void {
    const { gaps } = this.#run;
    if (gaps === undefined) return;
    this.#firstFile ??= file;
    if (step % gaps.interval === 0n) this.#fits = true;
    if (step % gaps.interval !== 0n) this.#irregular++;
    if (step <= gaps.interval) return;
    this.#gaps++;
    if (gaps.isFault) throw new Failure(file, line, "gap");
  }
}

function isShareTooLarge(most: ReferenceRun["mostInvalid"], invalid: number, all: number): boolean {
  if (typeof most !== "object" || !("share" in most)) return false;
  return BigInt(invalid) * most.share.denominator > most.share.numerator * BigInt(all);
}

/** part / all in ten thousandths, rounded half to even. */
function tenThousandths(part: number, all: number): number {
  const twice = BigInt(part) * 20_000n;
  const denominator = BigInt(all);
  const down = twice / (2n * denominator);
  const rest = twice - down * 2n * denominator;
  const isUp = rest > denominator || (rest === denominator && down % 2n === 1n);
  return Number(isUp ? down + 1n : down);
}
