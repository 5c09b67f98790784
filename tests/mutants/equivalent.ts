/**
 * Faults that change nothing that a test could see, each with the reason. They are not counted among drawn mutants.
 *
 * @module
 */
import type { TextChange } from "./mutants.ts";

/** A fault that is none. */
export interface Equivalent extends TextChange {
  readonly reason: string;
}

const SIZE = "how many bytes are read at a time changes nothing in what is read";
const RETRY = "when something is tried again changes nothing in what is read";
const FAST_PATH = "what the fast path leaves is read by the careful one, with the same result";

export const EQUIVALENT: readonly Equivalent[] = [
  {
    file: "lib/numbers/nearest_double.ts",
    from: "return numerator < 0n ? -result : result;",
    to: "return numerator < 1n ? -result : result;",
    reason: "for 0 the function has returned before",
  },
  {
    file: "lib/threads/segment.ts",
    from: "const LONG_TAIL_BYTES = 1 << 16;",
    to: "const LONG_TAIL_BYTES = 1 << 15;",
    reason: SIZE,
  },
  {
    file: "lib/inspect/prices.ts",
    from: "while (from < to && (bytes[from] === SPACE || bytes[from] === TAB)) from++;",
    to: "while (from < to && (bytes[from] === SPACE || bytes[from] === TAB)) from--;",
    reason: FAST_PATH,
  },
  {
    file: "lib/inputs/zstd.ts",
    from: "if (start.length < MAGIC_BYTES) throw trailingData(file, FORMAT, input.offset);",
    to: "if (start.length < MAGIC_BYTES) {}",
    reason: "bytes that are not there count as 0, which no magic number ends with, so the same error is thrown below",
  },
  {
    file: "lib/kernel/columns.ts",
    from: "const MOST_FORMATS = 16;",
    to: "const MOST_FORMATS = 17;",
    reason: "from which format on a file is read row by row changes nothing in what is read",
  },
  {
    file: "lib/kernel/columns.ts",
    from: "this.#lastPassOver = Math.min(2 * this.#lastPassOver + 1, MOST_PASSED_OVER);",
    to: "this.#lastPassOver = Math.min(2 * this.#lastPassOver + 0, MOST_PASSED_OVER);",
    reason: RETRY,
  },
  {
    file: "lib/signal/rolling.ts",
    from: "if (isExact) return total / divisor;",
    to: "if (isExact) {}",
    reason: "the general way gives the same double",
  },
  {
    file: "lib/inspect/times.ts",
    from: "this.#interval = { length, tally };",
    to: "return; this.#interval = { length, tally };",
    reason: "it only saves a look into the map",
  },
  {
    file: "lib/inputs/source.ts",
    from: "let sinceBreak = 0;",
    to: "let sinceBreak = 1;",
    reason: "when there is a pause changes nothing in what is read",
  },
  {
    file: "lib/job.ts",
    from: "state.log?.close();",
    to: "return; state.log?.close();",
    reason: "the process ends then, and the system closes the file",
  },
  {
    file: "lib/series/undecided.ts",
    from: 'this.#stage = this.#decide(time > before ? "ascending" : "descending");',
    to: 'this.#stage = this.#decide(time >= before ? "ascending" : "descending");',
    reason: "equal times do not come here",
  },
  {
    file: "lib/rows/header.ts",
    from: "if (!isShown && field.end - field.start < shortestName) return;",
    to: "if (!isShown && field.end + field.start < shortestName) return;",
    reason: "names that are too short to be one of those wanted are only compared in vain",
  },
  {
    file: "lib/records/cutter.ts",
    from: "this.#carryRetryLength = 0;\n      if (this.#cutCarried())",
    to: "this.#carryRetryLength = (-1);\n      if (this.#cutCarried())",
    reason: RETRY,
  },
  {
    file: "lib/times/timestamp.ts",
    from: "const year = Math.abs(milliseconds) > 8e15 ? NaN : new Date(milliseconds).getUTCFullYear();",
    to: "const year = Math.abs(milliseconds) > 8000000000000001 ? NaN : new Date(milliseconds).getUTCFullYear();",
    reason: "a year so far away is written as nanoseconds either way",
  },
  {
    file: "lib/signal/table.ts",
    from: "while (n < count) {\n      const id",
    to: "while (n > count) {\n      const id",
    reason: "rows that the hot loop does not take go through the careful way, with the same signals",
  },
  {
    file: "lib/commands/command_line.ts",
    from: "unknown.push({ argument, isFlag: key !== undefined });\n      return false;",
    to: "unknown.push({ argument, isFlag: key !== undefined });\n      return true;",
    reason: "the first unknown argument ends the run, whether it is kept or not",
  },
  {
    file: "lib/inputs/zip_records.ts",
    from: "end = Math.min(extras.length, position + view.getUint16(from + 2, true));\n    break;",
    to: "end = Math.min(extras.length, position + view.getUint16(from + 2, true));\n    {}",
    reason: "the field is there once at most",
  },
  {
    file: "lib/records/cutter.ts",
    from: "      this.#carryRetryLength = 0;",
    to: "      this.#carryRetryLength = (-1);",
    reason: RETRY,
  },
  {
    file: "lib/numbers/decimal.ts",
    from: 'while (first < digits.length && digits[first] === "0") first++;',
    to: 'while (first <= digits.length && digits[first] === "0") first++;',
    reason: "behind the last digit there is no zero",
  },
];
