/**
 * The file of a state: what a later run needs to go on, and what proves that it goes on with the same.
 *
 * @module
 */
import type { InputDigest } from "../digests/input_digests.ts";
import { sha256 } from "../digests/sha256.ts";
import { notState, stateTooLarge } from "../errors.ts";
import { MOST_BYTES } from "../merge/files.ts";
import { type Decimal, mantissaAt, readDecimal } from "../numbers/decimal.ts";
import type { ReadSummary } from "../rows/summary.ts";
import { type CloseRun, runsOf } from "../signal/run.ts";
import type { SavedSeries } from "../signal/saved.ts";
import { escapedJson } from "../text/escape.ts";
import type { SavedTimes } from "../times/order_summary.ts";

/** Another form of the file needs another number. */
const FORM = 1;

/** What a UTF-16 unit takes at most. */
const MOST_UTF8_BYTES = 3;

/** So many rows leave room for those of centuries. */
const MOST_ROWS = 2 ** 52;

/** A mantissa with so many digits fits where closes are scaled. */
const MOST_MANTISSA = 10n ** 15n;
const MOST_DECIMALS = 15;

/** An input that has been read to its end. Its name is the typed one without `./`. */
export interface SavedInput extends InputDigest {
  /** How many plain bytes it holds. */
  readonly textBytes: number;
  /** The digest of its layout. */
  readonly layout: string;
  /** As {@linkcode ReadSummary.openEnd}. */
  readonly isOpen: boolean;
}

/** A key of the config, as far as it is about signals: its value as text. */
export type Settings = Readonly<Record<string, string>>;

/** What a run leaves. */
export interface State {
  /** The keys of the config that change signals. */
  readonly settings: Settings;
  /** Whether rows have symbols. */
  readonly hasSymbols: boolean;
  /** What all runs have read. */
  readonly read: Pick<ReadSummary, "invalidRows" | "zeroCloses" | "zerosIn" | "negativeCloses">;
  /** Of the invalid rows those whose close is a number to people. */
  readonly lostNumbers: number;
  /** What the timestamps were; undefined where none are read. */
  readonly times: SavedTimes | undefined;
  /** In the order in which they were read last. */
  readonly inputs: readonly SavedInput[];
  readonly series: readonly SavedSeries[];
  /** The digest of the state that this one goes on from; null for the first. */
  readonly previous: string | null;
}

/** A state that was read, with its digest. */
export interface ReadState extends State {
  readonly sha256: string;
}

/** The characters of closes that a state may have, so that it can be read again. */
const MOST_CHARACTERS = 192 << 20;

/**
 * The text of a state: JSON that ends with the digest of all before it.
 *
 * @param file Its name, for errors.
 * @throws {JobError} of kind data, if it would be too large to be read.
 */
export function stateText(state: State, file: string): string {
  let characters = 0;
  for (const { held } of state.series) {
    for (const run of held) characters += "mantissa" in run ? textOf(run).length + 8 : 24 * run.count;
    if (characters > MOST_CHARACTERS) throw stateTooLarge(file);
  }
  let text: string;
  try {
    text = withDigest(bodyOf(state));
  } catch (error) {
    // No text of the runtime's is so long.
    if (error instanceof RangeError) throw stateTooLarge(file);
    throw error;
  }
  const mayBeTooLarge = text.length > MOST_BYTES / MOST_UTF8_BYTES;
  if (mayBeTooLarge && new TextEncoder().encode(text).length > MOST_BYTES) throw stateTooLarge(file);
  return text;
}

function bodyOf({ settings, hasSymbols, read, lostNumbers, times, inputs, series, previous }: State) {
  return {
    batch_signal_state: FORM,
    settings,
    has_symbols: hasSymbols,
    skipped_rows: read.invalidRows,
    lost_numbers: lostNumbers,
    zero_closes: read.zeroCloses,
    zeros_in: read.zerosIn ?? null,
    negative_closes: read.negativeCloses,
    times: times === undefined ? null : {
      earliest: nanosecondsOf(times.earliest),
      latest: nanosecondsOf(times.latest),
      duplicates: times.duplicates,
      gaps: times.gaps,
      irregular: times.irregular,
    },
    inputs: inputs.map(({ name, bytes, sha256, start, textBytes, layout, isFile, isOpen }) => ({
      name,
      bytes,
      sha256,
      start,
      text_bytes: textBytes,
      layout,
      is_file: isFile,
      ends_in_close: isOpen,
    })),
    series: series.map(({ symbol, rows, rowsWithMean, ones, held, last }) => ({
      symbol,
      rows,
      rows_with_mean: rowsWithMean,
      signals_1: ones,
      closes: held.flatMap(textsOf),
      last: last === undefined
        ? null
        : { timestamp: last.text, nanoseconds: String(last.nanoseconds), has_stepped: last.hasStepped },
    })),
    previous,
  };
}

/** Too large for a number of JSON. */
function nanosecondsOf(time: bigint | undefined): string | null {
  return time === undefined ? null : String(time);
}

/** The digest stands last, behind what it is of. */
function withDigest(body: unknown): string {
  const text = escapedJson(body, 1);
  return `${text.slice(0, -2)},\n "sha256": "${sha256([text])}"\n}\n`;
}

function textsOf(run: CloseRun): string[] {
  if ("mantissa" in run) return [textOf(run)];
  return Array.from(
    run.mantissas.subarray(0, run.count),
    (mantissa) => textOf({ mantissa: BigInt(mantissa), decimals: run.decimals }),
  );
}

/** A decimal, with an exponent where it would be long. */
function textOf({ mantissa, decimals }: Decimal): string {
  if (decimals > MOST_DECIMALS) return `${mantissa}e${-decimals}`;
  if (decimals <= 0) return decimals === 0 ? String(mantissa) : `${mantissa}e${-decimals}`;
  const digits = String(mantissa < 0n ? -mantissa : mantissa).padStart(decimals + 1, "0");
  return `${mantissa < 0n ? "-" : ""}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/**
 * Reads a state that a run has written.
 *
 * @param file Its name, for errors.
 * @throws {JobError} of kind data, if it is none, or was changed.
 */
export function readState(text: string, file: string): ReadState {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw notState(file, "the file is not JSON");
  }
  if (!isRecord(json) || !("batch_signal_state" in json)) throw notState(file, "the file holds no state");
  if (json["batch_signal_state"] !== FORM) throw notState(file, `the form of the state is not ${FORM}`);
  const { sha256: digest, ...body } = json;
  let rewritten: string | undefined;
  try {
    rewritten = withDigest(body);
  } catch {
    // It is nested too deep.
  }
  if (typeof digest !== "string" || rewritten !== text) {
    throw notState(file, "the state is not as a run has written it", "its digest to be that of its content");
  }
  return { ...stateIn(body, () => notState(file, "the state does not make sense")), sha256: digest };
}

/** Only a forged state comes here that is none: its digest is right. */
function stateIn(body: Record<string, unknown>, fail: () => Error): State {
  const is = <T>(value: unknown, guard: (value: unknown) => value is T): T => {
    if (!guard(value)) throw fail();
    return value;
  };
  const recordsIn = (value: unknown) => is(value, isArray).map((one) => is(one, isRecord));
  const inputs = recordsIn(body["inputs"]).map((input): SavedInput => ({
    name: is(input["name"], isText),
    bytes: is(input["bytes"], isCount),
    sha256: is(input["sha256"], isText),
    start: is(input["start"], isText),
    textBytes: is(input["text_bytes"], isCount),
    layout: is(input["layout"], isText),
    isFile: is(input["is_file"], isTruth),
    isOpen: is(input["ends_in_close"], isTruth),
  }));
  const records = recordsIn(body["series"]);
  const closes = records.map((one) => is(one["closes"], isArray).map((close) => decimalIn(is(close, isText), fail)));
  const decimals = scaleOf(closes);
  const series = records.map((one, n): SavedSeries => {
    const last = one["last"] === null ? undefined : is(one["last"], isRecord);
    return {
      symbol: is(one["symbol"], isText),
      rows: is(one["rows"], isCount),
      rowsWithMean: is(one["rows_with_mean"], isCount),
      ones: is(one["signals_1"], isCount),
      held: runsOfDecimals(closes[n] ?? [], decimals),
      last: last && {
        text: is(last["timestamp"], isText),
        nanoseconds: BigInt(is(last["nanoseconds"], isInteger)),
        hasStepped: is(last["has_stepped"], isTruth),
      },
    };
  });
  const times = body["times"] === null ? undefined : is(body["times"], isRecord);
  const timeIn = (value: unknown) => value === null ? undefined : BigInt(is(value, isInteger));
  const window = Number(is(body["settings"], isRecord)["window"]);
  const hasSymbols = is(body["has_symbols"], isTruth);
  const areOnes = new Set(series.map(({ symbol }) => symbol)).size === series.length &&
    (hasSymbols || series.length < 2);
  const rowsOfAll = series.reduce((sum, { rows }) => sum + rows, 0);
  if (!areOnes || rowsOfAll > MOST_ROWS) throw fail();
  for (const [n, { rows, rowsWithMean, ones }] of series.entries()) {
    const isPossible = ones <= rowsWithMean && rowsWithMean === Math.max(0, rows - window + 1) &&
      closes[n]?.length === Math.min(rows, window);
    if (!isPossible) throw fail();
  }
  return {
    settings: Object.fromEntries(
      Object.entries(is(body["settings"], isRecord)).map(([key, value]) => [key, is(value, isText)]),
    ),
    hasSymbols,
    read: {
      invalidRows: is(body["skipped_rows"], isCount),
      zeroCloses: is(body["zero_closes"], isCount),
      zerosIn: body["zeros_in"] === null ? undefined : is(body["zeros_in"], isText),
      negativeCloses: is(body["negative_closes"], isCount),
    },
    lostNumbers: is(body["lost_numbers"], isCount),
    times: times && {
      earliest: timeIn(times["earliest"]),
      latest: timeIn(times["latest"]),
      duplicates: is(times["duplicates"], isCount),
      gaps: is(times["gaps"], isCount),
      irregular: is(times["irregular"], isCount),
    },
    inputs,
    series,
    previous: body["previous"] === null ? null : is(body["previous"], isText),
  };
}

function decimalIn(text: string, fail: () => Error): Decimal {
  const decimal = readDecimal(text);
  if ("problem" in decimal) throw fail();
  return decimal;
}

/** One scale for all: to change it costs time in proportion to all closes. */
function scaleOf(closes: readonly (readonly Decimal[])[]): number {
  const all = closes.flatMap((series) => series.map(({ decimals }) => decimals));
  return all.filter((decimals) => decimals <= MOST_DECIMALS).reduce((most, one) => Math.max(most, one), 0);
}

function runsOfDecimals(closes: readonly Decimal[], decimals: number): CloseRun[] {
  const scaled = closes.map((close) => {
    if (close.decimals > decimals || close.decimals < -MOST_DECIMALS) return close;
    const mantissa = mantissaAt(close, decimals);
    return mantissa < MOST_MANTISSA && mantissa > -MOST_MANTISSA ? Number(mantissa) : close;
  });
  const largest = scaled.reduce<number>(
    (most, one) => typeof one === "number" ? Math.max(most, Math.abs(one)) : most,
    0,
  );
  return runsOf(scaled.length, (n) => scaled[n] ?? 0, decimals, largest);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isTruth(value: unknown): value is boolean {
  return typeof value === "boolean";
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isInteger(value: unknown): value is string {
  return typeof value === "string" && /^-?[0-9]{1,30}$/.test(value);
}
