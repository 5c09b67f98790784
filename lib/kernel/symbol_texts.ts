/**
 * What the metrics say of symbols, by the kernel: it knows their names, so that none of them has to become a string.
 *
 * @module
 */
import * as kernel from "./kernel.wasm";
import { FIGURE_TEXT_BYTES, FIGURE_TEXTS, MOST_FIGURES, SYMBOL_TEXTS, SYMBOL_TEXTS_BYTES } from "./kernel.wasm";
import { memory } from "./memory.ts";

const bytesOfKernel = new Uint8Array(memory);
const words = new Uint32Array(memory);
const column = (address: number) => new Float64Array(memory, address, MOST_FIGURES);

const [rows, ones] = [column(kernel.SYMBOL_ROWS), column(kernel.SYMBOL_ONES)];
const addresses = { rows: kernel.SYMBOL_ROWS, rowsWithMean: kernel.SYMBOL_ROWS_WITH_MEAN } as const;

/** Symbols whose figures someone knows, numbered from 0. */
export interface CountedSymbols {
  readonly count: number;
  readonly window: number;
  /** Fills in the rows and ones of `many` symbols from `first` on. */
  fill(first: number, many: number, rows: Float64Array, ones: Float64Array): void;
}

/** All of them together. No rows are being scanned meanwhile. */
export function totalsOf(symbols: CountedSymbols): { rows: number; rowsWithMean: number; ones: number } {
  const totals = { rows: 0, rowsWithMean: 0, ones: 0 };
  for (const _part of partsOf(symbols)) {
    totals.rows += kernel.sumOfRows();
    totals.rowsWithMean += kernel.sumOfRowsWithMean();
    totals.ones += kernel.sumOfOnes();
  }
  return totals;
}

/** Puts the figures of some symbols after the other into the kernel's columns. */
function* partsOf({ count, window, fill }: CountedSymbols): Generator<{ first: number; many: number }> {
  for (let first = 0; first < count; first += MOST_FIGURES) {
    const many = Math.min(MOST_FIGURES, count - first);
    fill(first, many, rows, ones);
    kernel.addFigures(many, window);
    yield { first, many };
  }
}

/** How symbols are written. */
export interface SymbolForm {
  /**
   * What stands before the name of each, between that and the rows, before the rate, and behind it; or before the ones,
   * before the rows with a mean, and behind them. ASCII, at most 48 characters each.
   */
  readonly texts: readonly string[];
  /** Which rows are said, and which the rate is a share of. */
  readonly counted: Readonly<Record<"processed" | "rated", keyof typeof addresses>>;
}

const encoder = new TextEncoder();

/**
 * Writes symbols, in the order of their numbers, when all rows have been read.
 *
 * @param textOf The whole text of a symbol whose name is not simple.
 * @returns The texts in UTF-8, in pieces.
 */
export function* symbolTexts(
  symbols: CountedSymbols,
  { texts, counted }: SymbolForm,
  textOf: (id: number) => string,
): Generator<Uint8Array> {
  for (const [n, text] of texts.entries()) {
    const slot = FIGURE_TEXTS + n * FIGURE_TEXT_BYTES;
    words[slot / 4] = text.length;
    encoder.encodeInto(text, bytesOfKernel.subarray(slot + 4));
  }
  const [processed, rated] = [addresses[counted.processed], addresses[counted.rated]];
  let end = SYMBOL_TEXTS;
  for (const { first, many } of partsOf(symbols)) {
    for (let n = 0; n < many;) {
      n = kernel.writeSymbols(first, n, many, processed, rated, texts.length, end);
      end += kernel.writtenBytes();
      if (n === many) break;
      // There is no room left, or the symbol is one for TypeScript.
      const text = textOf(first + n);
      const room = bytesOfKernel.subarray(end, SYMBOL_TEXTS + SYMBOL_TEXTS_BYTES);
      const { read, written } = encoder.encodeInto(text, room);
      if (read === text.length) {
        end += written;
        n++;
        continue;
      }
      if (end > SYMBOL_TEXTS) yield bytesOfKernel.slice(SYMBOL_TEXTS, end);
      else {
        yield encoder.encode(text);
        n++;
      }
      end = SYMBOL_TEXTS;
    }
  }
  if (end > SYMBOL_TEXTS) yield bytesOfKernel.slice(SYMBOL_TEXTS, end);
}
