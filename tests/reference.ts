/**
 * The job in its slow, obvious form: what the rules say, in BigInt fractions, with nothing shared with `lib/`.
 * Everything else is compared with it. The rules of a whole run are in `reference/run.ts`.
 *
 * @module
 */
import type { Fraction } from "./reference/fraction.ts";
import { bytesOfText, Refusal } from "./reference/records.ts";
import { PLAIN_FORM, readRecords } from "./reference/rows.ts";
import { signalsAndMeans } from "./reference/signals.ts";

export { type Fraction, readFraction } from "./reference/fraction.ts";
export { Refusal } from "./reference/records.ts";

/** What the reference makes of a file. */
export interface Reference {
  readonly closes: readonly Fraction[];
  /** One for each close: 1 where close > rolling mean, else 0. */
  readonly signals: readonly number[];
}

/** Reads a file and computes its signals. */
export function reference(text: string, window: number): Reference {
  const closes = readCloses(text);
  return { closes, signals: signalsOf(closes, window) };
}

/** The signal of each close. */
export function signalsOf(closes: readonly Fraction[], window: number): number[] {
  return signalsAndMeans(closes, window).map(({ signal }) => signal);
}

/** The mean of the last `window` closes. */
export function lastMean(closes: readonly Fraction[], window: number): Fraction {
  const mean = signalsAndMeans(closes.slice(-window), window).at(-1)?.mean;
  if (mean === undefined) throw new RangeError("fewer closes than the window");
  return mean;
}

/**
 * The closes of a file's rows.
 *
 * @throws {Refusal} At the first record that is none.
 */
export function readCloses(text: string): Fraction[] {
  return Array.from(readRecords(bytesOfText(text), PLAIN_FORM), ({ line, row }) => {
    if ("length" in row) throw new Refusal(line, row.join());
    return row.close;
  });
}
