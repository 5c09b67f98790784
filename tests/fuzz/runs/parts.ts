/**
 * What is drawn alike for all runs: rows, rules, flags, how files are packed.
 *
 * @module
 */
import type { Choice } from "../generator.ts";
import type { Packing, RunCase, RunInput, RunKeys } from "./case.ts";
import { type DrawnRow, OTHER_SYMBOLS, type RowStyle, SYMBOLS } from "./rows.ts";

/** The real command takes 100 ms to start, and a worker 20. */
const RUNS_FOR_A_COMMAND = 150;

export interface Scale {
  readonly isLarge: boolean;
  /** Whether it is one file that several threads read in segments, and so has nothing in it that one thread has to read. */
  readonly isSplit: boolean;
}

/**
 * What the config says about rows that are not as they should be.
 *
 * @param hasSymbols Whether the layout has a column of symbols: then a file need not be of one.
 */
export function ruleKeys(
  scale: Scale,
  hasTimes: boolean,
  hasSymbols: boolean,
  stepSeconds: number,
  choice: Choice,
): Partial<RunKeys> {
  const metrics: Partial<RunKeys> = {
    ...(choice.oneIn(3) ? { warmup: choice.of(["zero", "exclude", "exclude-from-rate"]) } : {}),
    ...(choice.oneIn(3) ? { counts: "include" } : {}),
  };
  if (scale.isSplit) return metrics;
  const isSkipping = choice.oneIn(2);
  const isWatching = hasTimes && choice.oneIn(3);
  const most = choice.of(["0", "1", "5", "50", "0.57%", "1%", "10%", "33.3%", "99.999999%", "100%"]);
  return {
    ...(hasTimes && choice.oneIn(2)
      ? { duplicates: choice.of(["fail", "keep", "keep", "keep-last", "keep-last"]) }
      : {}),
    ...(isWatching
      ? { gaps: choice.oneIn(5) ? "fail" : "warn", interval: choice.oneIn(5) ? "7s" : `${stepSeconds}s` }
      : {}),
    ...(isSkipping ? { invalid_rows: "skip" } : {}),
    ...(isSkipping && choice.oneIn(2) ? { max_invalid_rows: most } : {}),
    ...metrics,
    ...(!hasSymbols && choice.oneIn(6) ? { inputs: "symbols" } : {}),
    // A key without the one that it belongs to.
    ...(choice.oneIn(150) ? { max_invalid_rows: most } : {}),
    ...(choice.oneIn(150) ? { interval: "1m" } : {}),
    ...(choice.oneIn(150) ? { duplicates: "keep" } : {}),
  };
}

export function withFlags(
  { isLarge, isSplit }: Scale,
  keys: RunKeys,
  inputs: readonly RunInput[],
  choice: Choice,
): RunCase {
  const isSkipping = keys.invalid_rows === "skip";
  const isCommand = choice.oneIn(RUNS_FOR_A_COMMAND);
  const hasSignals = !isSplit && choice.oneIn(2);
  // The real command reads standard input as well.
  const [first, ...more] = inputs;
  const isNamed = keys.inputs === "symbols";
  const files = isCommand && !isNamed && first !== undefined && choice.oneIn(2)
    ? [{ ...first, isPipe: true }, ...more]
    : inputs;
  // Threads do no harm where one reads alone.
  const hasThreads = isSplit || choice.oneIn(8);
  return {
    keys,
    inputs: files,
    ...(!files.some(({ isPipe }) => isPipe) && choice.oneIn(5) ? { isPattern: true } : {}),
    ...(hasSignals ? { signals: choice.of(["csv", "csv", "csv", "csv.gz", "jsonl", "jsonl", "parquet"]) } : {}),
    ...((isSkipping && choice.oneIn(2)) || choice.oneIn(150) ? { hasRejects: true } : {}),
    ...(hasThreads ? { threads: choice.integer(2, 4) } : choice.oneIn(3) ? { threads: 1 } : {}),
    ...(hasThreads && !isCommand && !isLarge
      ? { segmentBytes: choice.of([choice.integer(1, 40), choice.integer(20, 400), 3000]) }
      : {}),
    ...(isCommand ? { isCommand } : {}),
  };
}

export function packing({ isLarge, isSplit }: Scale, bytes: string, n: number, choice: Choice): RunInput {
  const packings: readonly [Packing, ...Packing[]] = isSplit
    ? ["plain"]
    : ["plain", "plain", "plain", "gzip", "gzip", "zstd", "zip"];
  const isFine = bytes.length < 3000;
  const length = () => isFine && choice.oneIn(2) ? choice.integer(1, 40) : choice.integer(1, 1 + bytes.length);
  return {
    name: `${n + 1}-${choice.of(["in", "b c", "\u65e5", "[x"])}.csv`,
    bytes,
    packing: choice.of(packings),
    isPipe: !isSplit && choice.oneIn(isLarge ? 20 : 8),
    pieces: Array.from({ length: choice.integer(1, 5) }, length).map((one) =>
      Math.max(one, Math.ceil(bytes.length / 300))
    ),
  };
}

export function inputCount({ isLarge, isSplit }: Scale, choice: Choice): number {
  return isSplit || choice.oneIn(2) || (isLarge && !choice.oneIn(4)) ? 1 : choice.integer(2, 4);
}

/** Mostly one that the rows of a symbol fill. */
export function drawWindow({ count, symbols }: RowStyle, choice: Choice): number {
  const most = Math.max(1, Math.floor(count / symbols.length / 2));
  if (choice.oneIn(15)) return choice.integer(1, choice.of([200, count + 1]));
  return choice.oneIn(3)
    ? choice.integer(1, Math.min(count < 20_000 ? 200 : 20, most))
    : choice.integer(1, Math.min(5, most));
}

export function drawStep(isDaily: boolean, choice: Choice): number {
  return isDaily ? 86_400 : choice.of([60, 60, 300, 3600]);
}

/** @param rules What the config says about timestamps; undefined where there are none. */
export function drawRowStyle(
  scale: Scale,
  choice: Choice,
  stepSeconds: number,
  hasSymbols: boolean,
  rules: Partial<RunKeys> | undefined,
  mark: "." | ",",
): RowStyle {
  const counts = [choice.integer(1, 6), choice.integer(4, 40), choice.integer(4, 40), choice.integer(30, 300)] as const;
  const hasMany = hasSymbols && choice.oneIn(10);
  const others = choice.oneIn(12) ? OTHER_SYMBOLS : [];
  const few = hasSymbols ? choice.integer(1, 5) : 1;
  const some = Array.from({ length: few }, () => choice.of([SYMBOLS[0], ...SYMBOLS, ...others]));
  const keepsDuplicates = rules?.duplicates === "keep" || rules?.duplicates === "keep-last";
  const canRepeat = keepsDuplicates || choice.oneIn(20);
  return {
    count: scale.isLarge
      ? choice.integer(scale.isSplit ? 80_000 : 30_000, scale.isSplit ? 200_000 : 120_000)
      : choice.oneIn(60)
      ? choice.integer(2000, 20_000)
      : choice.oneIn(25)
      ? 0
      : choice.of(counts),
    stepSeconds,
    decimals: choice.of([0, 1, 2, 2, 4, 8]),
    mark,
    oddity: choice.of(!scale.isLarge ? [2, 10, 100] : [100, 10_000]),
    symbols: hasMany
      ? Array.from({ length: !scale.isLarge ? 300 : 30_000 }, (_, n) => `S${n}`) as [string]
      : some as [string],
    turns: choice.of(["one by one", "in runs", "at random"]),
    isDescending: choice.oneIn(4),
    oddSteps: rules !== undefined && choice.oneIn(2) ? choice.of(!scale.isLarge ? [3, 20, 200] : [200, 50_000]) : 0,
    steps: [2, 3, 60, ...(canRepeat ? [0, 0, 0, 1.5, 0.5] : []), ...(choice.oneIn(15) ? [-1] : [])],
    areClosesOdd: choice.oneIn(3),
  };
}

/** The rows of each input. */
export function split(rows: readonly DrawnRow[], inputs: number, choice: Choice): DrawnRow[][] {
  const canBeEmpty = rows.length < inputs || choice.oneIn(30);
  const edges = Array.from(
    { length: inputs - 1 },
    (_, n) =>
      canBeEmpty
        ? choice.integer(0, rows.length)
        // One of so many equal parts, or one row more or fewer.
        : Math.min(rows.length - 1, Math.max(1, Math.floor((n + 1) * rows.length / inputs))),
  ).sort((a, b) => a - b);
  return [0, ...edges].map((from, n) => rows.slice(from, edges[n] ?? rows.length));
}
