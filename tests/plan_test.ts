/**
 * Config, flags and input → the plan, row by row.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { GENERIC, type Layout } from "../lib/layouts/layout.ts";
import { type InputFacts, planOf } from "../lib/plan.ts";

const MIB = 2 ** 20;
/** One large plain file on a machine that could read it on two threads. */
const LARGE: InputFacts = { sizeBytes: 300 * MIB, isCompressed: false, cores: 2 };
const TIMES: Partial<Layout> = { timestampColumn: "t" };
const SYMBOLS: Partial<Layout> = { symbolColumn: "s" };

interface Case {
  readonly layout?: Partial<Layout>;
  readonly flags?: {
    readonly signals?: string;
    readonly report?: string;
    readonly threads?: number;
    readonly segmentBytes?: number;
  };
  readonly keys?: Partial<Parameters<typeof planOf>[1]>;
  readonly input?: Partial<InputFacts>;
}

const UNKNOWN = "the order of the rows is not known yet";
const GAPS = "gaps in time are checked";

/** What is asked; the path: what takes the rows, how, on how many threads; and the reasons. */
const PLANS: readonly (readonly [string, Case, string, scanWhy?: string | undefined, threadsWhy?: string])[] = [
  ["a plain run on a large file", {}, "closes, batches, 2"],
  ["another close column", { layout: { closeColumn: 5 } }, "closes, batches, 2"],
  ["a descending series without timestamps", { layout: { order: "descending" } }, "closes, batches, 2"],
  ["timestamps", { layout: TIMES }, "series, batches, 2"],
  ["descending timestamps", { layout: { ...TIMES, order: "descending" } }, "series, batches, 2"],
  // Why one thread.
  ["a pipe", { input: { sizeBytes: undefined } }, "closes, batches, 1", undefined, "the input is not one file"],
  [
    "a pipe, with threads asked for",
    { input: { sizeBytes: undefined }, flags: { threads: 4 } },
    "closes, batches, 1",
    undefined,
    "the input is not one file",
  ],
  ["one thread asked for", { flags: { threads: 1 } }, "closes, batches, 1", undefined, "one thread was requested"],
  ["one core", { input: { cores: 1 } }, "closes, batches, 1", undefined, "more would not be faster"],
  [
    "a file of 100 MiB",
    { input: { sizeBytes: 100 * MIB } },
    "closes, batches, 1",
    undefined,
    "more would not be faster",
  ],
  ["a long window", { keys: { window: 10_001 } }, "closes, batches, 1", undefined, "more would not be faster"],
  ["a long window, with threads asked for", { keys: { window: 10_001 }, flags: { threads: 3 } }, "closes, batches, 3"],
  [
    "a file of one segment, with threads asked for",
    { input: { sizeBytes: 4 * MIB }, flags: { threads: 3 } },
    "closes, batches, 1",
    undefined,
    "the file is too small to be split",
  ],
  ["one byte more than a segment", { input: { sizeBytes: 4 * MIB + 1 }, flags: { threads: 3 } }, "closes, batches, 3"],
  [
    "a file larger than the segments that are asked for",
    { input: { sizeBytes: 11 }, flags: { threads: 3, segmentBytes: 10 } },
    "closes, batches, 3",
  ],
  ["a compressed file", { input: { isCompressed: true } }, "closes, batches, 1", undefined, "the input is compressed"],
  ["symbols", { layout: SYMBOLS }, "series, batches, 1", undefined, "rows have symbols"],
  ["signals", { flags: { signals: "s.csv" } }, "series, batches, 1", undefined, "signals are written"],
  [
    "an interval for the rate",
    { keys: { confidence: { percentMillionths: 95_000_000 } } },
    "closes, batches, 1",
    undefined,
    "signals are counted in their order",
  ],
  ["a report", { flags: { report: "r.html" } }, "closes, batches, 1", undefined, "signals are counted in their order"],
  ["invalid rows", { keys: { invalid_rows: "skip" } }, "closes, batches, 1", undefined, "invalid rows are skipped"],
  [
    "repeated timestamps",
    { layout: TIMES, keys: { duplicates: "keep" } },
    "series, batches, 1",
    undefined,
    "timestamps may be repeated",
  ],
  // Why row by row.
  ["an order that the rows tell", { layout: { ...TIMES, order: "auto" } }, "series, single rows, 1", UNKNOWN, UNKNOWN],
  [
    "the last of repeated timestamps",
    { layout: TIMES, keys: { duplicates: "keep-last" } },
    "series, single rows, 1",
    "of rows with the same timestamp only the last counts",
    "timestamps may be repeated",
  ],
  [
    "a file that is a symbol",
    { keys: { inputs: "symbols" } },
    "closes, batches, 1",
    undefined,
    "each input is a symbol",
  ],
  ["gaps", { layout: TIMES, keys: { gaps: "warn" } }, "series, single rows, 1", GAPS, GAPS],
  ["gaps that end the run", { layout: TIMES, keys: { gaps: "fail" } }, "series, single rows, 1", GAPS, GAPS],
  [
    "signals of a descending series",
    { layout: { ...TIMES, order: "descending" }, flags: { signals: "s.csv" } },
    "series, single rows, 1",
    "signals of a descending series are written",
    "signals are written",
  ],
];

for (const [name, { layout = {}, flags = {}, keys = {}, input = {} }, path, scanWhy, threadsWhy] of PLANS) {
  Deno.test({
    name: `plan: ${name}`,
    permissions: "none",
    fn() {
      const plan = planOf(
        { signals: undefined, threads: undefined, ...flags },
        {
          window: 5,
          inputs: "series",
          invalid_rows: "fail",
          duplicates: "fail",
          gaps: "ignore",
          confidence: null,
          ...keys,
        },
        { ...GENERIC, ...layout },
        { ...LARGE, ...input },
      );
      assertEquals([plan.rows, plan.scan.choice, plan.threads.choice].join(", "), path);
      assertEquals([plan.scan.why, plan.threads.why], [scanWhy, threadsWhy]);
    },
  });
}
