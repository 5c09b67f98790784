/**
 * Signals files in memory, and batches of rows for them.
 *
 * @module
 */
import fc from "fast-check";
import type { LineFormat, TextFile } from "../../../lib/outputs/signals/text_file.ts";
import { rowsOf, type SignalBatch, type SignalsFile, type Spellings } from "../../../lib/outputs/signals/row.ts";
import type { ByteSink } from "../../../lib/outputs/signals/sink.ts";

/** Keeps what is written. */
export class MemorySink implements ByteSink {
  readonly #pieces: Uint8Array[] = [];

  write(bytes: Uint8Array): void {
    this.#pieces.push(bytes.slice());
  }

  drain(): Promise<void> {
    return Promise.resolve();
  }

  commit(): Promise<void> {
    return Promise.resolve();
  }

  discard(): void {}

  get text(): string {
    return this.#pieces.map((piece) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(piece)).join("");
  }
}

/** The text that a file of `format` has after `write`. */
export async function textOf(
  File: typeof TextFile,
  format: LineFormat,
  write: (file: SignalsFile) => void,
): Promise<string> {
  const sink = new MemorySink();
  const file = new File(format, sink);
  write(file);
  await file.commit();
  return sink.text;
}

/** A batch of these texts, sums and signals. */
export interface BatchRows {
  readonly firstRow: number;
  readonly window: number;
  readonly decimals: number;
  readonly rows: readonly {
    readonly timestamp: string;
    readonly symbol: string;
    readonly close: string;
    /** NaN in the warm-up. */
    readonly sum: number;
    readonly signal: 0 | 1;
  }[];
}

/** @param gap What stands between two texts, as other fields do in a file. */
export function batchOf({ firstRow, window, decimals, rows }: BatchRows, gap = ","): SignalBatch {
  const encoder = new TextEncoder();
  const spellings = (): Spellings => ({ starts: new Uint32Array(rows.length), lengths: new Uint32Array(rows.length) });
  const [timestamps, symbols, closes] = [spellings(), spellings(), spellings()];
  let text = "";
  let length = 0;
  const append = (more: string) => {
    const start = length;
    text += more;
    length += encoder.encode(more).length;
    return [start, length - start] as const;
  };
  for (const [n, row] of rows.entries()) {
    [timestamps.starts[n], timestamps.lengths[n]] = append(row.timestamp);
    append(gap);
    [symbols.starts[n], symbols.lengths[n]] = append(row.symbol);
    append(gap);
    [closes.starts[n], closes.lengths[n]] = append(row.close);
    append(gap);
  }
  return {
    firstRow,
    count: rows.length,
    bytes: encoder.encode(text),
    timestamps,
    symbols,
    closes,
    sums: Float64Array.from(rows, ({ sum }) => sum),
    window,
    decimals,
    signals: Uint8Array.from(rows, ({ signal }) => signal),
  };
}

/** Writes a batch row by row. */
export function writeRows(file: SignalsFile, batch: SignalBatch): void {
  for (const row of rowsOf(batch, 0, batch.count)) file.write(row);
}

const texts = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."0123456789-T:Z. ") }),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(",", '"', "\n", "\r", "\\", "\t", "\0", "a", "é", "\ufeff"), maxLength: 40 }),
);
/** Sums of every size: their digits are as likely to be many as few. */
const sums = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer({ min: -1000, max: 1000 }),
  fc.tuple(fc.maxSafeInteger(), fc.integer({ min: 0, max: 15 })).map(([n, shift]) => Math.trunc(n / 10 ** shift)),
  fc.constantFrom(0, -0, NaN, 2 ** 53 - 1, 1 - 2 ** 53),
);
const windows = fc.oneof(
  fc.integer({ min: 1, max: 30 }),
  fc.integer({ min: 1, max: 10_000_000 }),
  fc.constantFrom(50, 100, 128, 200, 1000, 2 ** 23, 5 ** 10, 10 ** 7),
);

/** Batches of any rows, of which some can't be written the fast way. */
export const batches: fc.Arbitrary<BatchRows> = fc.record({
  firstRow: fc.oneof(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 2 ** 53 - 1000 })),
  window: windows,
  decimals: fc.integer({ min: 0, max: 15 }),
  rows: fc.array(
    fc.record({
      timestamp: texts,
      symbol: texts,
      close: texts,
      sum: sums,
      signal: fc.constantFrom<0 | 1>(0, 1),
    }),
    { maxLength: 30 },
  ),
});
