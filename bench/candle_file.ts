/**
 * The generated candle file that is measured on, and the answer that it has.
 *
 * @module
 */
import { candleChunks, candleStream } from "./generate.ts";

/** What is known of a candle file before anyone reads it. */
export interface Expected {
  readonly bytes: number;
  readonly rows: number;
  /** Rows whose close is above the rolling mean, by exact arithmetic. */
  readonly signals: number;
}

/** Position of the close in the generator's rows, from 0. */
const CLOSE = 4;

/** Works out what the file of these rows has to be. Its own few lines of integers: it shares no code with batch-signal. */
export function expectedOf(rows: number, seed: number, window: number): Expected {
  const ring = new Float64Array(window);
  let bytes = 0;
  let row = 0;
  let sum = 0;
  let signals = 0;
  for (const chunk of candleChunks(rows, seed)) {
    // ASCII only: one byte for each character.
    bytes += chunk.length;
    for (const line of chunk.split("\n")) {
      const cents = Number((line.split(",")[CLOSE] ?? "").replace(".", ""));
      // The header, and what follows the last newline.
      if (line === "" || Number.isNaN(cents)) continue;
      sum += cents - (ring[row % window] ?? 0);
      ring[row % window] = cents;
      if (row >= window - 1 && window * cents > sum) signals++;
      row++;
    }
  }
  return { bytes, rows: row, signals };
}

/** Writes the file, unless one of the right size is there. */
export async function provideFile(path: string, rows: number, seed: number, expected: Expected): Promise<void> {
  if (await sizeOf(path) === expected.bytes) return;
  const file = await Deno.open(path, { write: true, create: true, truncate: true });
  await candleStream(rows, seed).pipeTo(file.writable);
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await Deno.stat(path)).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
