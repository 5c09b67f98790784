import type { Mutant } from "./mutants.ts";

const PLAIN = "lib/inspect/plain_rows.ts";
const LABELS = "lib/inspect/row_labels.ts";
const REGULAR = "lib/inspect/regular_times.ts";
const TIMES = "lib/inspect/times.ts";
const PRICES = "lib/kernel/prices.ts";

const tests = ["inspect/plain_rows_test.ts"];

/** Faults in what `inspect` counts many rows at a time. */
export const INSPECT_MUTANTS: readonly Mutant[] = [
  {
    fault: "a row with a timestamp that can't be read is taken",
    file: PLAIN,
    from: "if (!labels.readTime(textOf(text, fieldAt(start, timestamps.lengths[n] ?? 0)))) return n;",
    to: "labels.readTime(textOf(text, fieldAt(start, timestamps.lengths[n] ?? 0)));",
    tests,
  },
  {
    fault: "a row without a symbol is taken",
    file: PLAIN,
    from: "if (!labels.isSymbol) return n;",
    to: "",
    tests,
  },
  {
    fault: "timestamps of the next symbol follow those of the one before",
    file: PLAIN,
    from: "labels.addRegular(n, symbolEnd, line + n)",
    to: "labels.addRegular(n, count, line + n)",
    tests,
  },
  {
    fault: "a carriage return within a line counts as a line end",
    file: PLAIN,
    from: "Number(bytes[at + 1] === LF)",
    to: "1",
    tests,
  },
  {
    fault: "only the first impossible candle of a batch is counted",
    file: PRICES,
    from: "CANDLES ? kernel.impossibleRows() : 0;",
    to: "CANDLES ? Math.min(1, kernel.impossibleRows()) : 0;",
    tests,
  },
  {
    fault: "impossible candles of rows that are given back are counted twice",
    file: PRICES,
    from: ".filter((row) => row < rows)",
    to: "",
    tests,
  },
  {
    fault: "a chunk is read to where the one that is looked at is",
    file: "lib/inputs/chunks_ahead.ts",
    from: "reading = readable.read(next);",
    to: "reading = readable.read(current);",
    tests: ["inputs/chunks_ahead_test.ts"],
  },
  {
    fault: "in the kernel's memory the chunk before is left behind a short one",
    file: "lib/inputs/chunks_ahead.ts",
    from: "kernelChunk(bytesRead, current)",
    to: "current.subarray(0, bytesRead)",
    tests: ["inputs/chunks_ahead_test.ts"],
  },
  {
    fault: "a step is measured from a row of another symbol",
    file: LABELS,
    from: "    this.#regular.forget();\n  }\n\n  /** Adds the row",
    to: "  }\n\n  /** Adds the row",
    tests,
  },
  {
    fault: "the last timestamp of a run is not remembered",
    file: LABELS,
    from: "this.#time = this.#regular.passed(rows);",
    to: "this.#regular.passed(rows);",
    tests,
  },
  {
    fault: "24:00 follows 23:00",
    file: REGULAR,
    from: "limit: 86_400 * perSecond",
    to: "limit: 864_000 * perSecond",
    tests,
  },
  {
    fault: "minute 60 follows minute 59",
    file: REGULAR,
    from: '["minute", 60, 5]',
    to: '["minute", 60, 9]',
    tests,
  },
  {
    fault: "long steps are not among the longest where many come at once",
    file: TIMES,
    from: "this.#interval?.length === length && shortest !== undefined && length <= shortest.length",
    to: "this.#interval?.length === length",
    tests,
  },
  {
    fault: "a row that is given back is read from where the batch starts",
    file: PRICES,
    from: "Math.max(this.#from, bytes.lastIndexOf(LF, inRecord - 1) + 1)",
    to: "this.#from",
    tests,
  },
];
