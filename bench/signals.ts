/**
 * Three ways to the signals of the same closes: exact, with a running sum of doubles, and batch-signal's own.
 *
 * All give one character for each close: "1" where it is above the rolling mean, else "0", also before the first mean.
 *
 * @module
 */
import { BATCH_CLOSES, CloseBatch } from "../lib/rows/batch.ts";
import { scanKernel } from "../lib/kernel/scan.ts";
import { CandleReader } from "../lib/rows/reader.ts";
import { RollingSignal } from "../lib/signal/rolling.ts";

/**
 * The reference: big integers, and not one line in common with batch-signal.
 *
 * @param closes All with the same number of decimals, so that without the point they are integers of one scale.
 */
export function exactSignals(closes: readonly string[], window: number): string {
  const mantissas = closes.map((close) => BigInt(close.replace(".", "")));
  let sum = 0n;
  return mantissas.map((mantissa, row) => {
    sum += mantissa - (mantissas[row - window] ?? 0n);
    return row >= window - 1 && BigInt(window) * mantissa > sum ? "1" : "0";
  }).join("");
}

/** What is usually written by hand. Each addition rounds, and the error stays in the sum for all later rows. */
export function doubleSignals(closes: readonly string[], window: number): string {
  const doubles = closes.map(Number);
  let sum = 0;
  return doubles.map((close, row) => {
    sum += close;
    if (row >= window) sum -= doubles[row - window] ?? 0;
    return row >= window - 1 && close > sum / window ? "1" : "0";
  }).join("");
}

/** The reader and the rolling sum of a real run, on the bytes of a candle file. */
export function batchSignals(csv: string | Uint8Array, window: number): string {
  const rolling = new RollingSignal(window);
  const buffer = new Uint8Array(BATCH_CLOSES);
  const parts: string[] = [];
  const batch = new CloseBatch({
    scaled: (closes) => {
      rolling.push(closes, buffer);
      parts.push(buffer.subarray(0, closes.count).join(""));
    },
    exact: (close) => parts.push(String(rolling.pushExact(close))),
  }, scanKernel);
  const reader = new CandleReader("stablecoin.csv", batch);
  reader.push(typeof csv === "string" ? new TextEncoder().encode(csv) : csv);
  reader.end();
  batch.end();
  return parts.join("");
}
