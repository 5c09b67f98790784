/**
 * What has to hold for every file, whatever is in it.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { batchSignals } from "../../bench/signals.ts";
import { scanKernel } from "../../lib/kernel/scan.ts";
import { type PlainScan, scanPlain } from "../../lib/kernel/scanner.ts";
import { JobError } from "../../lib/errors.ts";
import { canonicalFraction, CAREFUL_ONLY, cut, readChunks } from "../rows/read_closes.ts";
import { type Fraction, lastMean, readCloses, Refusal, signalsOf } from "../reference.ts";
import { nearestDouble } from "../reference/fraction.ts";
import { readAlone, readInSegments } from "../threads/outcome.ts";
import type { FuzzCase } from "./generator.ts";
import { difference, PARSERS } from "./parsers.ts";

/** What the oracles have met, by name: how often a limit of the product or a difference of a parser explained a case. */
export class Explanations {
  readonly counts = new Map<string, number>();

  add(name: string): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }
}

/** Limits of the product, not of the rules of CSV and numbers: the reference has none. */
const LIMITS: readonly (readonly [RegExp, string])[] = [
  [/has [\d,]+ significant digits/, "closes have at most 1000 digits"],
  [/expected an exponent from/, "closes have exponents from -1000 to 1000"],
  [/the header holds a carriage return/, "line ends of CR alone are refused"],
  [/the file looks like UTF-/, "UTF-16 and UTF-32 are refused"],
  [/the file is binary/, "a header has no zero bytes"],
  [/the header is not UTF-8/, "a header has to be UTF-8"],
];

/** Closes and what was read, or the message of the error. */
type Reading = { readonly closes: readonly string[]; readonly lines: number; readonly blankLines: number } | string;

function read(chunks: Iterable<Uint8Array>, scan: PlainScan): Reading {
  try {
    const { closes, summary } = readChunks(chunks, scan);
    return { closes, lines: summary.lines, blankLines: summary.blankLines };
  } catch (error) {
    if (error instanceof JobError && error.kind === "data") return error.message;
    throw error;
  }
}

/**
 * Kernel, scanner and careful path give the same closes, or the same message, for any chunks.
 *
 * @returns What they give.
 */
function comparePaths({ bytes, pieces }: FuzzCase): Reading {
  const whole = read([bytes], scanKernel);
  for (const [name, scan] of Object.entries({ kernel: scanKernel, scanner: scanPlain, careful: CAREFUL_ONLY })) {
    assertEquals(read([bytes], scan), whole, `${name}, whole`);
    assertEquals(read(cut(bytes, pieces), scan), whole, `${name}, in pieces`);
    if (bytes.length < 400) assertEquals(read(cut(bytes, [1]), scan), whole, `${name}, byte by byte`);
  }
  return whole;
}

/** The reference gives the same closes and signals, or refuses the same line. */
function compareReference({ bytes, window }: FuzzCase, found: Reading, explanations: Explanations): void {
  const limit = LIMITS.find(([message]) => typeof found === "string" && message.test(found));
  if (limit !== undefined) return explanations.add(`limit: ${limit[1]}`);

  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  let closes: readonly Fraction[];
  try {
    closes = readCloses(text);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (typeof found !== "string") throw new Error(`the reference refuses line ${error.line}: ${error.message}`);
    assertEquals(Number(/^in\.csv:(\d+): /.exec(found)?.[1] ?? NaN) || undefined, error.line, found);
    return;
  }
  if (typeof found === "string") throw new Error(`the reference reads it, and not: ${found}`);
  assertEquals(found.closes, closes.map(canonicalFraction), "closes");
  const signals = signalsOf(closes, window).join("");
  assertEquals(batchSignals(bytes, window), signals, "signals");
  const alone = readAlone(bytes, window);
  if ("error" in alone) throw new Error(`alone: ${alone.error}`);
  assertEquals(alone.ones, signals.replaceAll("0", "").length, "count of signals");
  if (closes.length >= window) assertEquals(alone.lastMean, nearestDouble(lastMean(closes, window)), "last mean");
}

/** Other parsers find the same records. */
function compareParsers({ bytes }: FuzzCase, explanations: Explanations): void {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  for (const parser of PARSERS) {
    const why = difference(parser, text);
    if (why === undefined) continue;
    assert(why !== "unexplained", `${parser.name} finds other records`);
    explanations.add(`${parser.name}: ${why}`);
  }
}

/**
 * Runs all oracles on a case.
 *
 * @param path A file that may be written.
 * @param threads Threads of the team, 1 or more.
 * @throws {Error} Where one of them is not content.
 */
export async function examine(
  fuzzCase: FuzzCase,
  path: string,
  threads: number,
  explanations: Explanations,
): Promise<void> {
  const { bytes, window, segmentBytes } = fuzzCase;
  const found = comparePaths(fuzzCase);
  compareReference(fuzzCase, found, explanations);
  Deno.writeFileSync(path, bytes);
  assertEquals(
    await readInSegments(path, segmentBytes, window, threads),
    readAlone(bytes, window),
    `segments of ${segmentBytes}, ${threads} threads`,
  );
  compareParsers(fuzzCase, explanations);
}
