/**
 * Two metrics → what differs between them, in exact numbers.
 *
 * @module
 */
import type { Share } from "../numbers/share.ts";
import type { SuccessfulMetrics, SymbolMetrics } from "./metrics_file.ts";
import { isFurtherThan, PER_VALUE, printedRate, type Rate, rateOf } from "./rate.ts";

/** Metrics and the name of their file as the user typed it. */
export interface NamedMetrics {
  readonly file: string;
  readonly metrics: SuccessfulMetrics;
}

/** A number, a text, or null where there is none. */
export type Value = string | number | bigint | null;

/** What a key holds on both sides. */
export interface KeyChange {
  readonly key: string;
  readonly a: Value;
  readonly b: Value;
  /** b − a; null where they are no two numbers. */
  readonly change: number | bigint | null;
}

/** The value of a symbol on both sides; undefined where the symbol is not there. */
export interface SymbolChange {
  readonly symbol: string;
  readonly a: number | null | undefined;
  readonly b: number | null | undefined;
  readonly change: number | null;
}

export interface Changes {
  readonly a: string;
  readonly b: string;
  readonly keys: readonly KeyChange[];
  /** The largest change first, then those that can't be told in numbers, in the order of their names. Undefined without symbols. */
  readonly symbols: readonly SymbolChange[] | undefined;
}

export function changeOf(a: NamedMetrics, b: NamedMetrics): Changes {
  const [ofA, ofB] = [valuesOf(a.metrics), valuesOf(b.metrics)];
  const keys = [...ofA].map(([key, value]) => keyChange(key, value, ofB.get(key)))
    .filter((change) => change !== undefined);
  return { a: a.file, b: b.file, keys, symbols: symbolChanges(a.metrics.symbols, b.metrics.symbols) };
}

/** The keys in the order of the file; undefined for one that the file does not have. */
function valuesOf({ counts, merged, ...metrics }: SuccessfulMetrics): ReadonlyMap<string, Value | undefined> {
  return new Map<string, Value | undefined>([
    ["version", metrics.version],
    ["rows_processed", metrics.rowsProcessed],
    ["value", metrics.value],
    ["latency_ms", metrics.latencyMs],
    ["seed", metrics.seed],
    ["signals_1", counts?.ones],
    ["rows_with_mean", counts?.rowsWithMean],
    ["warmup", counts?.warmup],
    ["invalid_rows", counts?.invalidRows],
    ["warnings", counts?.warnings],
    ["runs", merged?.runs],
    ["failed", merged?.failed],
  ]);
}

/** Undefined for a key that neither file has. */
function keyChange(key: string, a: Value | undefined, b: Value | undefined): KeyChange | undefined {
  if (a === undefined && b === undefined) return undefined;
  const change = typeof a === "number" && typeof b === "number"
    ? difference(a, b)
    // A seed is a name and no amount.
    : typeof a === "bigint" && typeof b === "bigint" && key !== "seed"
    ? b - a
    : null;
  return { key, a: a ?? null, b: b ?? null, change };
}

/** b − a of two values, exactly: as the double that prints as that decimal. */
function difference(a: number, b: number): number {
  return (Math.round(b * PER_VALUE) - Math.round(a * PER_VALUE)) / PER_VALUE;
}

type Symbols = ReadonlyMap<string, SymbolMetrics> | undefined;

function symbolChanges(ofA: Symbols, ofB: Symbols): SymbolChange[] | undefined {
  if (ofA === undefined && ofB === undefined) return undefined;
  const symbols = [...new Set([...ofA?.keys() ?? [], ...ofB?.keys() ?? []])].sort();
  const changes = symbols.map((symbol) => {
    const [a, b] = [ofA?.get(symbol)?.value, ofB?.get(symbol)?.value];
    const change = typeof a === "number" && typeof b === "number" ? difference(a, b) : null;
    return { symbol, a, b, change };
  });
  const size = ({ change }: SymbolChange) => change === null ? -1 : Math.abs(change);
  // A sort keeps the order of equals, which is that of the names.
  return changes.sort((one, other) => size(other) - size(one));
}

/** The rate of one of two metrics: exact where both have counts, otherwise as it is printed. */
export function rateIn({ metrics }: NamedMetrics, other: NamedMetrics): Rate & { readonly value: number } {
  const { value } = metrics;
  const areExact = metrics.counts !== undefined && other.metrics.counts !== undefined;
  return { ...(areExact ? rateOf(metrics) : printedRate(value)), value };
}

/** Whether the rates of two metrics differ by more than a share of 1. */
export function differsByMore(a: NamedMetrics, b: NamedMetrics, share: Share): boolean {
  return isFurtherThan(rateIn(a, b), rateIn(b, a), share);
}
