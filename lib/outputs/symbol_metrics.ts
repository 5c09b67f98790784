/**
 * Counts of each symbol → the key `symbols` of the metrics.
 *
 * @module
 */
import type { Config } from "../config/config.ts";
import type { SymbolFigures } from "../rows/consumer.ts";
import { signalRate } from "../numbers/signal_rate.ts";
import { escapeUnsafe } from "../text/escape.ts";
import { countedRows, type Metrics, metricsJson } from "./metrics.ts";

/** How many characters are made and encoded at a time: short-lived texts cost least. */
const PIECE_CHARACTERS = 1 << 16;

/** Symbols that JSON writes unescaped. */
const ORDINARY = /^[\w.:/-]*$/;

const encoder = new TextEncoder();

/**
 * The metrics as `metricsJson` writes them, with a last key `symbols`: rows and signal rate of each symbol. The rate is
 * null if none of its rows counts. With `counts: include` its counts follow, and each symbol stands on a line of its own.
 *
 * @param symbols Written in this order. A JavaScript object would put numbers first, and there are symbols such as 600519.
 * @returns The text in UTF-8, in pieces: there may be a million symbols.
 */
export function metricsJsonWithSymbols(
  metrics: Metrics,
  symbols: Iterable<SymbolFigures>,
  config: Pick<Config, "warmup" | "counts">,
): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let piece = metricsJson(metrics).replace(/\n\}\n$/, ',\n  "symbols": {');
  let separator = "\n";
  for (const figures of symbols) {
    const { symbol, ones } = figures;
    const { processed, rated } = countedRows(config, figures);
    const value = rated === 0 ? null : signalRate(ones, rated);
    piece += separator +
      (config.counts === null
        ? `    ${keyOf(symbol)}: {\n      "rows_processed": ${processed},\n      "value": ${value}\n    }`
        : symbolLine(symbol, processed, value, ones, figures.rowsWithMean));
    separator = ",\n";
    if (piece.length < PIECE_CHARACTERS) continue;
    pieces.push(encoder.encode(piece));
    piece = "";
  }
  pieces.push(encoder.encode(`${piece}\n  }\n}\n`));
  return pieces;
}

/** A symbol with its counts, on one line. */
export function symbolLine(
  symbol: string,
  processed: number | bigint,
  value: number | null,
  ones: number | bigint,
  rowsWithMean: number | bigint,
): string {
  return `    ${keyOf(symbol)}: { "rows_processed": ${processed}, "value": ${value}, "signals_1": ${ones}, ` +
    `"rows_with_mean": ${rowsWithMean} }`;
}

function keyOf(symbol: string): string {
  return ORDINARY.test(symbol) ? `"${symbol}"` : escapeUnsafe(JSON.stringify(symbol));
}
