/**
 * One run that the fuzzer tries: files, config and flags. It is plain data, so that it can be printed, shrunk and kept.
 *
 * @module
 */
import { type FileForm, PLAIN_FORM } from "../../reference/rows.ts";
import type { ReferenceRun } from "../../reference/run.ts";

/** The keys of the config beside seed and version, as they are written. */
export interface RunKeys {
  readonly window: number;
  readonly layout?: string;
  readonly close_column?: string | number;
  readonly timestamp_column?: string | number;
  readonly symbol_column?: string | number;
  readonly has_header?: boolean;
  readonly skip_lines?: number;
  readonly delimiter?: string;
  readonly decimal_mark?: "." | ",";
  readonly time_unit?: FileForm["unit"];
  readonly order?: "ascending" | "descending" | "auto";
  readonly duplicates?: "fail" | "keep" | "keep-last";
  readonly gaps?: "ignore" | "warn" | "fail";
  /** A number of minutes, hours or days: `5m`. */
  readonly interval?: string;
  readonly inputs?: "series" | "symbols";
  readonly invalid_rows?: "fail" | "skip";
  /** A number of rows or a share: `3`, `0.57%`. */
  readonly max_invalid_rows?: string;
  readonly warmup?: "zero" | "exclude" | "exclude-from-rate";
  readonly counts?: "include";
}

export type Packing = "plain" | "gzip" | "zstd" | "zip";

/** A form and the order that its layout expects: what a file is known to be, because it was made so. */
export interface KnownForm {
  readonly form: FileForm;
  readonly order: "ascending" | "descending" | "auto";
}

export interface RunInput {
  readonly name: string;
  /** The plain file, one character for each byte. */
  readonly bytes: string;
  readonly packing: Packing;
  /** Whether it comes through a pipe. */
  readonly isPipe: boolean;
  /** Lengths of gzip members, of zstd frames or of writes into the pipe, over and over. */
  readonly pieces: readonly number[];
  /** What the layout says of it that the config names or that is to be recognised; absent for a generic file. */
  readonly known?: KnownForm;
  /** How many of the first bytes tell the layout. */
  readonly tellingBytes?: number;
}

export interface RunCase {
  readonly keys: RunKeys;
  readonly inputs: readonly RunInput[];
  /** Whether the inputs are named by a pattern. */
  readonly isPattern?: boolean;
  readonly signals?: "csv" | "csv.gz" | "jsonl" | "parquet";
  readonly hasRejects?: boolean;
  readonly threads?: number;
  /** Bytes of the segments that threads read. */
  readonly segmentBytes?: number;
  /** Whether the real command is started; the first input is its standard input where it comes through a pipe. */
  readonly isCommand?: boolean;
}

export const SEED = 7;
export const VERSION = "fuzz";

/** The config as a file. */
export function configText({ keys }: RunCase): string {
  const lines = Object.entries({ seed: SEED, version: VERSION, ...keys }).map(([key, value]) => {
    const isBare = typeof value !== "string" || ["max_invalid_rows", "interval", "layout", "inputs"].includes(key);
    return `${key}: ${isBare ? value : yamlText(value)}\n`;
  });
  return lines.join("");
}

/** A text in double quotes, by the rules of YAML. */
function yamlText(text: string): string {
  if (text === "\t") return "tab";
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\t", "\\t")}"`;
}

/** What is wrong with the config for these files; undefined where nothing is. */
export function configFault({ keys, inputs, hasRejects }: RunCase): string | undefined {
  const isSkipping = keys.invalid_rows === "skip";
  if (hasRejects && !isSkipping) return "rejects without skip";
  if (keys.max_invalid_rows !== undefined && !isSkipping) return "max_invalid_rows without skip";
  if (keys.inputs === "symbols" && keys.symbol_column !== undefined) return "symbols by column and by file";
  const isWatching = keys.gaps === "warn" || keys.gaps === "fail";
  if (isWatching !== (keys.interval !== undefined)) return "gaps without interval, or the other way round";
  const [first] = inputs;
  if (first === undefined || formOf(first, keys).timestamp !== undefined) return undefined;
  if (orderOf(first, keys) === "auto") return "order auto without timestamps";
  const key = (["duplicates", "gaps", "interval", "time_unit"] as const).find((key) => keys[key] !== undefined);
  return key === undefined ? undefined : `${key} without timestamps`;
}

/** How an input is to be read: as its layout says, where the config does not say otherwise. */
export function formOf({ known }: RunInput, keys: RunKeys): FileForm {
  const form = known?.form ?? PLAIN_FORM;
  return {
    hasHeader: keys.has_header ?? form.hasHeader,
    skipLines: keys.skip_lines ?? form.skipLines,
    linesAfterHeader: form.linesAfterHeader,
    delimiter: keys.delimiter ?? form.delimiter,
    mark: keys.decimal_mark ?? form.mark,
    close: keys.close_column ?? form.close,
    timestamp: keys.timestamp_column ?? form.timestamp,
    timestampFields: keys.timestamp_column === undefined ? form.timestampFields : 1,
    symbol: keys.inputs === "symbols" ? undefined : keys.symbol_column ?? form.symbol,
    unit: keys.time_unit ?? form.unit,
  };
}

export function orderOf({ known }: RunInput, keys: RunKeys): "ascending" | "descending" | "auto" {
  return keys.order ?? known?.order ?? "ascending";
}

const INTERVALS: Readonly<Record<string, bigint>> = { s: 1n, m: 60n, h: 3600n, d: 86_400n, w: 604_800n };

/** The run as the reference takes it. @param nameOf What the run calls an input. */
export function referenceRun({ keys, inputs }: RunCase, nameOf: (input: RunInput) => string): ReferenceRun {
  const [first] = inputs;
  if (first === undefined) throw new RangeError("a run without inputs");
  const interval = BigInt(keys.interval?.slice(0, -1) ?? 0) * (INTERVALS[keys.interval?.slice(-1) ?? ""] ?? 0n);
  return {
    files: inputs.map((input) => ({
      name: nameOf(input),
      bytes: input.bytes,
      form: formOf(input, keys),
      ...(keys.inputs === "symbols" ? { symbol: input.name.replace(/\.csv$/, "") } : {}),
    })),
    window: keys.window,
    order: orderOf(first, keys),
    duplicates: keys.duplicates ?? "fail",
    gaps: keys.gaps === "warn" || keys.gaps === "fail"
      ? { interval: interval * 1_000_000_000n, isFault: keys.gaps === "fail" }
      : undefined,
    mostInvalid: mostInvalidOf(keys),
    warmup: keys.warmup ?? "zero",
  };
}

function mostInvalidOf({ invalid_rows, max_invalid_rows: most }: RunKeys): ReferenceRun["mostInvalid"] {
  if (invalid_rows !== "skip") return undefined;
  if (most === undefined) return "any";
  if (!most.endsWith("%")) return { rows: Number(most) };
  const [whole = "0", decimals = ""] = most.slice(0, -1).split(".");
  return { share: { numerator: BigInt(whole + decimals), denominator: 100n * 10n ** BigInt(decimals.length) } };
}
