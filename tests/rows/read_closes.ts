/**
 * Running the reader over bytes, for tests.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { type Decimal, readDecimal } from "../../lib/numbers/decimal.ts";
import { CloseBatch } from "../../lib/rows/batch.ts";
import { scanKernel } from "../../lib/kernel/scan.ts";
import { CandleReader } from "../../lib/rows/reader.ts";
import type { ReadSummary } from "../../lib/rows/summary.ts";
import type { PlainScan } from "../../lib/kernel/scanner.ts";
import type { Layout } from "../../lib/layouts/layout.ts";
import type { Fraction } from "../reference.ts";

/** A scan that leaves every record to the careful path. */
export const CAREFUL_ONLY: PlainScan = () => "record";

/** What a reader gave. */
export interface ReadCloses {
  readonly closes: readonly string[];
  readonly summary: ReadSummary;
  /** Calls of the sink: `scaled 2 ×3` is three closes with two decimals. */
  readonly calls: readonly string[];
}

/** The number that a text spells, as the product reads it. */
export function decimalOf(text: string): Decimal {
  const decimal = readDecimal(text);
  if ("problem" in decimal) throw new Error(`no number: ${text}`);
  return decimal;
}

/** Reads `chunks` with the name `in.csv`; closes come in the canonical form of {@linkcode canonical}. */
export function readChunks(chunks: Iterable<Uint8Array>, scan: PlainScan = scanKernel, layout?: Layout): ReadCloses {
  const closes: string[] = [];
  const calls: string[] = [];
  const batch = new CloseBatch({
    scaled: ({ mantissas, count, decimals, largest }) => {
      calls.push(`scaled ${decimals} ×${count}`);
      for (const mantissa of mantissas.subarray(0, count)) {
        if (!Number.isSafeInteger(mantissa) || Object.is(mantissa, -0)) throw new Error(`not an integer: ${mantissa}`);
        if (Math.abs(mantissa) > largest) throw new Error(`${mantissa} is larger than the largest, ${largest}`);
        closes.push(canonical(BigInt(mantissa), decimals));
      }
    },
    exact: ({ mantissa, decimals }) => {
      calls.push("exact");
      closes.push(canonical(mantissa, decimals));
    },
  }, scan);
  const reader = new CandleReader("in.csv", batch, { layout });
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  batch.end();
  const { summary } = reader;
  const counted = [closes.filter((close) => close === "0").length, closes.filter((close) => close[0] === "-").length];
  assertEquals([summary.zeroCloses, summary.negativeCloses], counted);
  return { closes, summary, calls };
}

/** mantissa × 10^−decimals with the shortest mantissa, so that equal numbers are equal texts. */
export function canonical(mantissa: bigint, decimals: number): string {
  if (mantissa === 0n) return "0";
  let shortest = mantissa;
  let places = decimals;
  while (shortest % 10n === 0n) {
    shortest /= 10n;
    places--;
  }
  return `${shortest}e${-places}`;
}

/** The same form for a fraction whose denominator is a power of ten. */
export function canonicalFraction({ numerator, denominator }: Fraction): string {
  return canonical(numerator, String(denominator).length - 1);
}

/** `bytes` cut into pieces of the given lengths, over and over; the pieces are copies, as a real read's are reused. */
export function* cut(bytes: Uint8Array, lengths: readonly number[]): Generator<Uint8Array> {
  let from = 0;
  for (let n = 0; from < bytes.length; n++) {
    const length = Math.max(1, lengths[n % lengths.length] ?? 1);
    yield bytes.slice(from, from + length);
    from += length;
  }
}
