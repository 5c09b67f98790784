/**
 * Counts of each symbol → the key `symbols` of the metrics.
 *
 * @module
 */
import { concat } from "@std/bytes/concat";
import type { Config } from "../config/config.ts";
import type { SymbolFigures, Symbols } from "../rows/consumer.ts";
import { signalRate } from "../numbers/signal_rate.ts";
import { escapeUnsafe } from "../text/escape.ts";
import { countedRows, type Metrics, metricsJson } from "./metrics.ts";

/** How many characters are made and encoded at a time: short-lived texts cost least. */
const PIECE_CHARACTERS = 1 << 16;

/** Symbols that JSON writes unescaped. */
const ORDINARY = /^[\w.:/-]*$/;

const encoder = new TextEncoder();

/** What stands before the name of a symbol, behind it, and between its figures. */
const TEXTS = ['    "', '": {\n      "rows_processed": ', ',\n      "value": ', "\n    }"] as const;
/** The same where each symbol has its counts, and a line of its own. */
const LINE_TEXTS = [
  '    "',
  '": { "rows_processed": ',
  ', "value": ',
  ', "signals_1": ',
  ', "rows_with_mean": ',
  " }",
] as const;

/**
 * The metrics as `metricsJson` writes them, with a last key `symbols`: rows and signal rate of each symbol. The rate is
 * null if none of its rows counts. With `counts: include` its counts follow, and each symbol stands on a line of its own.
 *
 * @param symbols Written in this order. A JavaScript object would put numbers first, and there are symbols such as 600519.
 * @returns The text in UTF-8, in pieces: there may be a million symbols.
 */
export function metricsJsonWithSymbols(
  metrics: Metrics,
  symbols: Pick<Symbols, "series" | "texts">,
  config: Pick<Config, "warmup" | "counts">,
): Uint8Array[] {
  const head = metricsJson(metrics).replace(/\n\}\n$/, ',\n  "symbols": {');
  const textOf = (figures: SymbolFigures) => SEPARATOR + symbolText(figures, config);
  const [separator, ...texts] = config.counts === null ? TEXTS : LINE_TEXTS;
  const counted = countedRows(config, { rows: "rows", rowsWithMean: "rowsWithMean" } as const);
  const form = { texts: [SEPARATOR + separator, ...texts], counted };
  const [first = NOTHING, ...others] = symbols.texts?.(form, textOf) ?? textsOf(symbols.series, textOf);
  // Nothing stands before the first symbol. What is short is one piece, and so one call of the system.
  const pieces = [concat([encoder.encode(head), first.subarray(1)]), ...others];
  return [...pieces.slice(0, -1), concat([pieces.at(-1) ?? NOTHING, encoder.encode("\n  }\n}\n")])];
}

const NOTHING = new Uint8Array(0);

/** Stands before each symbol but the first, which only has the second of its characters. */
const SEPARATOR = ",\n";

function* textsOf(series: Iterable<SymbolFigures>, textOf: (figures: SymbolFigures) => string): Generator<Uint8Array> {
  let piece = "";
  for (const figures of series) {
    piece += textOf(figures);
    if (piece.length < PIECE_CHARACTERS) continue;
    yield encoder.encode(piece);
    piece = "";
  }
  yield encoder.encode(piece);
}

function symbolText(figures: SymbolFigures, config: Pick<Config, "warmup" | "counts">): string {
  const { symbol, ones, rowsWithMean } = figures;
  const { processed, rated } = countedRows(config, figures);
  const value = rated === 0 ? null : signalRate(ones, rated);
  if (config.counts !== null) return symbolLine(symbol, processed, value, ones, rowsWithMean);
  return between(TEXTS, [nameInJson(symbol), processed, value]);
}

/** A symbol with its counts, on one line. */
export function symbolLine(
  symbol: string,
  processed: number | bigint,
  value: number | null,
  ones: number | bigint,
  rowsWithMean: number | bigint,
): string {
  return between(LINE_TEXTS, [nameInJson(symbol), processed, value, ones, rowsWithMean]);
}

/** Values between texts, of which there is one more. */
function between(texts: readonly string[], values: readonly (string | number | bigint | null)[]): string {
  return values.map((value, n) => `${texts[n]}${value}`).join("") + texts[values.length];
}

function nameInJson(symbol: string): string {
  return ORDINARY.test(symbol) ? symbol : escapeUnsafe(JSON.stringify(symbol)).slice(1, -1);
}
