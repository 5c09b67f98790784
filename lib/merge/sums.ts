/**
 * Metrics of many runs, added up. Any order and any grouping give the same bytes: all that is kept are sums, and what all
 * runs have in common.
 *
 * @module
 */
import { mixedRuns, noCounts, noRunSucceeded, runFailed, runsFailed, symbolTwice, warmupDiffers } from "../errors.ts";
import { signalRate } from "../numbers/signal_rate.ts";
import { symbolLine } from "../outputs/symbol_metrics.ts";
import { escapeUnsafe } from "../text/escape.ts";
import {
  type MetricsFile,
  ratedRows,
  type SuccessfulMetrics,
  type SymbolMetrics,
  type Warmup,
} from "./metrics_file.ts";

/** What else than runs of one version and seed may be added. */
export interface Allowances {
  readonly mixed: boolean;
  readonly failed: boolean;
}

/** What all runs share, and the first file that said so. Null once there are several, which is allowed then. */
interface Common {
  readonly file: string;
  version: string | null;
  seed: bigint | null;
  readonly warmup: Warmup;
}

/** How many characters are made and encoded at a time. */
const PIECE_CHARACTERS = 1 << 16;

/** Sums of the files that were added. */
export class Sums {
  readonly #allowed: Allowances;
  readonly #symbols = new Map<string, SymbolMetrics & { readonly file: string }>();
  #hasSymbols = false;
  #common: Common | undefined;
  #rowsProcessed = 0n;
  #ones = 0n;
  #rowsWithMean = 0n;
  #latencyMs = 0n;
  #invalidRows = 0n;
  #warnings = 0n;
  #runs = 0n;
  #failed = 0n;

  constructor(allowed: Allowances) {
    this.#allowed = allowed;
  }

  /**
   * Adds a file.
   *
   * @throws {JobError} of kind data, where it can't be added. The sums are of no use then.
   */
  add(file: string, metrics: MetricsFile): void {
    if (metrics.status === "error") {
      if (!this.#allowed.failed) throw runFailed(file, metrics.message, "--allow-failed counts it");
      this.#failed++;
      return;
    }
    const { counts, merged } = metrics;
    if (counts === undefined) throw noCounts(file);
    if (merged !== undefined && merged.failed > 0n && !this.#allowed.failed) throw runsFailed(file, merged.failed);
    this.#requireCommon(file, metrics, counts.warmup);
    this.#rowsProcessed += metrics.rowsProcessed;
    this.#ones += counts.ones;
    this.#rowsWithMean += counts.rowsWithMean;
    this.#latencyMs += metrics.latencyMs;
    this.#invalidRows += counts.invalidRows;
    this.#warnings += counts.warnings;
    this.#runs += merged?.runs ?? 1n;
    this.#failed += merged?.failed ?? 0n;
    if (metrics.symbols !== undefined) this.#addSymbols(file, metrics.symbols);
  }

  /**
   * The merged metrics, in pieces of UTF-8.
   *
   * @param files The first file and how many there were, for the error.
   * @throws {JobError} of kind data, if no run has succeeded.
   */
  text(files: { readonly first: string; readonly count: number }): Uint8Array[] {
    const common = this.#common;
    if (common === undefined) throw noRunSucceeded(files.first, files.count);
    const { version, seed, warmup } = common;
    const lines = [
      `"version": ${version === null ? null : escapeUnsafe(JSON.stringify(version))}`,
      `"rows_processed": ${this.#rowsProcessed}`,
      '"metric": "signal_rate"',
      `"value": ${signalRate(this.#ones, ratedRows(this.#rowsProcessed, this.#rowsWithMean, warmup))}`,
      `"latency_ms": ${this.#latencyMs}`,
      `"seed": ${seed}`,
      '"status": "success"',
      `"signals_1": ${this.#ones}`,
      `"rows_with_mean": ${this.#rowsWithMean}`,
      ...(warmup === "zero" ? [] : [`"warmup": "${warmup}"`]),
      `"invalid_rows": ${this.#invalidRows}`,
      `"warnings": ${this.#warnings}`,
      `"runs": ${this.#runs}`,
      `"failed": ${this.#failed}`,
    ];
    const head = `{\n${lines.map((line) => `  ${line}`).join(",\n")}`;
    const encoder = new TextEncoder();
    return this.#hasSymbols ? [...this.#withSymbols(head, encoder)] : [encoder.encode(`${head}\n}\n`)];
  }

  #requireCommon(file: string, { version, seed }: SuccessfulMetrics, warmup: Warmup): void {
    const common = this.#common ??= { file, version, seed, warmup };
    if (warmup !== common.warmup) throw warmupDiffers(file, warmup, common.file, common.warmup);
    if (!this.#allowed.mixed) {
      if (version === null || version !== common.version) {
        throw mixedRuns(file, "version", version, common.file, common.version);
      }
      if (seed === null || seed !== common.seed) throw mixedRuns(file, "seed", seed, common.file, common.seed);
    }
    if (version !== common.version) common.version = null;
    if (seed !== common.seed) common.seed = null;
  }

  #addSymbols(file: string, symbols: ReadonlyMap<string, SymbolMetrics>): void {
    this.#hasSymbols = true;
    for (const [symbol, metrics] of symbols) {
      const other = this.#symbols.get(symbol);
      if (other !== undefined) throw symbolTwice(file, symbol, other.file);
      this.#symbols.set(symbol, { ...metrics, file });
    }
  }

  /** The symbols in the order of their UTF-16 units, which no locale changes. */
  *#withSymbols(head: string, encoder: TextEncoder): Generator<Uint8Array> {
    let piece = `${head},\n  "symbols": {`;
    let separator = "\n";
    for (const symbol of [...this.#symbols.keys()].sort()) {
      const { rowsProcessed, value, counts } = this.#symbols.get(symbol) ?? {};
      if (rowsProcessed === undefined || value === undefined || counts === undefined) throw new Error("no counts");
      piece += separator + symbolLine(symbol, rowsProcessed, value, counts.ones, counts.rowsWithMean);
      separator = ",\n";
      if (piece.length < PIECE_CHARACTERS) continue;
      yield encoder.encode(piece);
      piece = "";
    }
    yield encoder.encode(`${piece}\n  }\n}\n`);
  }
}
