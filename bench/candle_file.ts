/**
 * The generated candle files that are measured on, and the answers that they have.
 *
 * @module
 */
import { CandleWalk } from "./candle_walk.ts";
import { writeCandles } from "./generate.ts";
import { candleBytes, type ShapeName } from "./shapes.ts";

/** What is known of a candle file before anyone reads it: the same for all shapes. */
export interface Expected {
  readonly rows: number;
  readonly window: number;
  /** Rows whose close is above the rolling mean, by exact arithmetic. */
  readonly signals: number;
  /** Rows whose close equals the rolling mean. Only there may a program that rounds give the other signal. */
  readonly ties: number;
}

/** Works out the answer for each window. Its own few lines of integers: it shares no code with batch-signal. */
export function expectedOf(rows: number, seed: number, windows: readonly number[]): Expected[] {
  const sums = windows.map((window) => new RollingSum(window));
  const candle = new CandleWalk(seed);
  for (let row = 0; row < rows; row++) {
    candle.next();
    for (const sum of sums) sum.push(candle.close);
  }
  return sums.map(({ window, signals, ties }) => ({ rows, window, signals, ties }));
}

/** Cents below 10^7, windows up to 10^7: no sum comes near 2^53. */
class RollingSum {
  signals = 0;
  ties = 0;
  readonly #ring: Float64Array;
  #rows = 0;
  #sum = 0;

  constructor(readonly window: number) {
    this.#ring = new Float64Array(window);
  }

  push(cents: number): void {
    const slot = this.#rows % this.window;
    this.#sum += cents - (this.#ring[slot] ?? 0);
    this.#ring[slot] = cents;
    this.#rows++;
    if (this.#rows < this.window) return;
    const scaled = this.window * cents;
    if (scaled > this.#sum) this.signals++;
    if (scaled === this.#sum) this.ties++;
  }
}

/**
 * Writes a candle file, unless one of the right size is there.
 *
 * @returns Its size in bytes.
 */
export function provideFile(path: string, shape: ShapeName, rows: number, seed: number): number {
  const present = sizeOf(path);
  if (present !== undefined && present === sizeToBe(shape, rows, seed)) return present;
  using file = Deno.openSync(path, { write: true, create: true, truncate: true });
  writeCandles(file, shape, rows, seed);
  return file.statSync().size;
}

function sizeToBe(shape: ShapeName, rows: number, seed: number): number {
  let bytes = 0;
  for (const chunk of candleBytes(shape, rows, seed)) bytes += chunk.length;
  return bytes;
}

function sizeOf(path: string): number | undefined {
  try {
    return Deno.statSync(path).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
