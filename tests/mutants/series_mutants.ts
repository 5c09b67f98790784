import type { Mutant } from "./mutants.ts";

const TEAM = "lib/threads/team.ts";
const ORDER = "lib/times/order.ts";
const TIMESTAMP = "lib/times/timestamp.ts";
const SERIES = "lib/series/waiting_rows.ts";
const STAGE = "lib/series/stage.ts";
const TABLE = "lib/signal/table.ts";
const BLOCKS = "lib/signal/series_blocks.ts";
const SERIES_ROWS = "lib/series/series_rows.ts";
const RUN_LAYOUTS = "lib/layouts/run_layouts.ts";
const OUTPUTS = "lib/outputs/run_outputs.ts";
const SKIPPED = "lib/rows/invalid_rows.ts";
const COLUMNS = "lib/kernel/columns.ts";
const SCAN = "lib/kernel/scan.ts";
const FORMAT = "lib/kernel/time_format.ts";
const ROLLING = "lib/signal/rolling.ts";
const ROW = "lib/rows/row.ts";
const JOB = "lib/job.ts";
const ON_DEMAND = "lib/on_demand.ts";
const METRICS = "lib/outputs/metrics.ts";

const orderTests = ["times/order_test.ts"];
const teamTests = ["threads/team_test.ts"];
const seriesTests = ["series/stage_test.ts"];
const bulkTests = ["series/bulk_test.ts"];
const runsTests = ["runs_test.ts"];

/** Faults in what rows say beside their close. */
export const SERIES_MUTANTS: readonly Mutant[] = [
  {
    fault: "the closes of a batch that are packed begin anew with each call of the kernel",
    file: COLUMNS,
    from: "kernel.packCloses(count, read);",
    to: "kernel.packCloses(0, read);",
    tests: ["kernel/columns_test.ts"],
  },
  {
    fault: "the first row of a further file goes by the kernel, and nobody sees when it is",
    file: STAGE,
    from: " || this.#rules.order?.isFileAwaited) return",
    to: ") return",
    tests: ["warnings_test.ts"],
  },
  {
    fault: "a time that is missing between files is held against the longer of the two",
    file: "lib/times/file_seams.ts",
    from: "spanBefore < spanBehind ? spanBefore : spanBehind",
    to: "spanBefore > spanBehind ? spanBefore : spanBehind",
    tests: ["times/file_seams_test.ts"],
  },
  {
    fault: "files of a market that closes at night are told of",
    file: "lib/times/file_seams.ts",
    from: "span > 0n && isCovered && ",
    to: "span > 0n && ",
    tests: ["times/file_seams_test.ts"],
  },
  {
    fault: "the steps of a segment that another thread has read are forgotten",
    file: ORDER,
    from: "this.#steps.followAll(steps, ",
    to: "if (rows < 0) this.#steps.followAll(steps, ",
    tests: teamTests,
  },
  {
    fault: "the row before a batch is taken for the one before the last row that the kernel did not read",
    file: "lib/kernel/steps.ts",
    from: "if (this.#tick !== undefined) kernel.forgetLast();",
    to: "",
    tests: ["kernel/steps_test.ts"],
  },
  {
    fault: "a night that comes once is taken for a closed market, whatever lies beside it",
    file: "lib/times/evident_gaps.ts",
    from: " + length <= MOST_OF_DAY",
    to: " <= MOST_OF_DAY",
    tests: ["times/evident_gaps_test.ts"],
  },
  {
    fault: "a weekend is a gap",
    file: "lib/times/evident_gaps.ts",
    from: "return isClosedOnDays || !this.#hasWeekends;",
    to: "return !this.#hasWeekends;",
    tests: ["times/evident_gaps_test.ts"],
  },
  {
    fault: "a step back from one segment to the next is let pass",
    file: TEAM,
    from: "if (!order.isStepForward(times.first)) return false;",
    to: "",
    tests: teamTests,
  },
  {
    fault: "segments are checked against the first one only",
    file: ORDER,
    from: "this.passed(last, undefined, rows);",
    to: "",
    tests: teamTests,
  },
  {
    fault: "a segment may begin with the timestamp that the one before has ended with",
    file: ORDER,
    from: "? nanoseconds > previous.nanoseconds",
    to: "? nanoseconds >= previous.nanoseconds",
    tests: teamTests,
  },
  {
    fault: "segments of a descending file are checked as ascending ones",
    file: ORDER,
    from: ": nanoseconds < previous.nanoseconds;",
    to: ": nanoseconds > previous.nanoseconds;",
    tests: teamTests,
  },
  {
    fault: "the first closes of a segment with timestamps are not kept",
    file: STAGE,
    from: "        rules.first?.addScaled(closes);\n",
    to: "",
    tests: teamTests,
  },
  {
    fault: "a step back is let pass",
    file: ORDER,
    from: "if (forward < 0n) {",
    to: "if (forward < -1n) {",
    tests: orderTests,
  },
  {
    fault: "a descending file is checked as an ascending one",
    file: ORDER,
    from: 'order === "ascending" ? nanoseconds - previous.nanoseconds',
    to: 'order !== "auto" as string ? nanoseconds - previous.nanoseconds',
    tests: orderTests,
  },
  {
    fault: "duplicates are never refused",
    file: ORDER,
    from: 'if (duplicates === "fail") throw',
    to: 'if (duplicates === "fail" && Date.now() < 0) throw',
    tests: orderTests,
  },
  {
    fault: "the order of one symbol is checked against another's",
    file: ORDER,
    from: 'const series = symbol ?? "";\n    const previous = this.#previous.get(series);\n    const step',
    to: 'const series = "";\n    const previous = this.#previous.get(series);\n    const step',
    tests: orderTests,
  },
  {
    fault: "a step of one interval is a gap",
    file: ORDER,
    from: "if (forward <= interval) return;",
    to: "if (forward < interval) return;",
    tests: orderTests,
  },
  {
    fault: "of rows with one timestamp the first is kept",
    file: "lib/times/keep_last.ts",
    from: "this.#held.set(symbol, row);",
    to: 'if (step !== "duplicate") this.#held.set(symbol, row);',
    tests: orderTests,
  },
  {
    fault: "all files are read in the unit of the first",
    file: SERIES_ROWS,
    from: "this.#rows.order?.beginFile(layout.timeUnit);",
    to: "",
    tests: ["inputs/columns_test.ts"],
  },
  {
    fault: "timestamps of two files in different units are compared as bytes",
    file: STAGE,
    from: "      this.#columns.forgetTimes();\n",
    to: "",
    tests: bulkTests,
  },
  {
    fault: "rows that can't tell the order settle it",
    file: "lib/series/undecided.ts",
    from: "if (before !== undefined && time !== before) {",
    to: "if (time !== before) {",
    tests: ["inputs/order_test.ts"],
  },
  {
    fault: "rows that have waited for the order are lost",
    file: SERIES_ROWS,
    from: "this.#rows.leave() : []",
    to: "[] : []",
    tests: ["inputs/order_test.ts"],
  },
  {
    fault: "a file may have symbols where the first has none",
    file: RUN_LAYOUTS,
    from: "this.#requireSameKind(source, layout, this.#first);",
    to: "",
    tests: ["inputs/columns_test.ts"],
  },
  {
    fault: "a day that no calendar has is read",
    file: TIMESTAMP,
    from: "&& date.getUTCMonth() === month - 1",
    to: "&& month <= 12",
    tests: ["times/timestamp_test.ts"],
  },
  {
    fault: "a zone is added instead of taken off",
    file: TIMESTAMP,
    from: "minute * 60 + second - offset",
    to: "minute * 60 + second + offset",
    tests: ["times/timestamp_test.ts"],
  },
  {
    fault: "a row of a descending file gets the mean of the row before it",
    file: SERIES,
    from: "this.#waiting[this.#oldest++]",
    to: "this.#waiting[++this.#oldest]",
    tests: seriesTests,
  },
  {
    fault: "the warm-up of a descending file is not written",
    file: SERIES,
    from: "for (const row of this.#waiting.splice(this.#oldest)) {",
    to: "for (const row of this.#waiting.splice(this.#waiting.length)) {",
    tests: seriesTests,
  },
  {
    fault: "all symbols share a window",
    file: STAGE,
    from: "    this.#id[0] = id;\n",
    to: "    this.#id[0] = 0;\n",
    tests: seriesTests,
  },
  {
    fault: "a row that takes another's place gets a number of its own",
    file: STAGE,
    from: 'step === "duplicate" ? this.#numbers.get(id) ?? 0 : ++this.#numbered',
    to: "++this.#numbered",
    tests: seriesTests,
  },
  {
    fault: "the check of the order does not hear how far the kernel has come",
    file: STAGE,
    from: "if (last === undefined) return;",
    to: "return;",
    tests: bulkTests,
  },
  {
    fault: "the kernel does not hear of rows that took the careful path",
    file: STAGE,
    from: "if (compared !== undefined) this.#columns.note(id, compared, ",
    to: "if (row.symbol === undefined && compared !== undefined) this.#columns.note(id, compared, ",
    tests: bulkTests,
  },
  {
    fault: "a close of a symbol that takes turns also goes to the next one",
    file: TABLE,
    from: "while (n < count && ids[n] === id) {",
    to: "while (n < count && (ids[n] === id || n === first + 1)) {",
    tests: bulkTests,
  },
  {
    fault: "closes that are too large for a double's sums are added up in one",
    file: TABLE,
    from: "slot === room || close > limit || close < -limit",
    to: "slot === room",
    tests: ["signal/table_test.ts"],
  },
  {
    fault: "a table of symbols begins with what another one has left in the kernel",
    file: "lib/kernel/turns.ts",
    from: "windows.fill(0, 0, leave());",
    to: "leave();",
    tests: ["signal/table_test.ts"],
  },
  {
    fault: "a table of symbols that has lost its place in the kernel goes on there",
    file: BLOCKS,
    from: "block.buffer === this.#kernelRoom?.buffer ? block.slice() : block",
    to: "block",
    tests: ["signal/table_test.ts"],
  },
  {
    fault: "what a series counts that is kept apart is forgotten where many are looked at",
    file: TABLE,
    from: "rows[n] = (rows[n] ?? 0) + apart.rows;",
    to: "rows[n] = rows[n] ?? 0;",
    tests: ["signal/table_test.ts"],
  },
  {
    fault: "counts are taken from where the kernel would have them, wherever they are",
    file: BLOCKS,
    from: "if (this.isInKernel && copyTurnCounts(",
    to: "if (copyTurnCounts(",
    tests: ["signal/table_test.ts"],
  },
  {
    fault: "a symbol that the kernel does not write is left out of the metrics",
    file: "lib/kernel/symbol_texts.ts",
    from: "if (read === text.length) {",
    to: "if (read > 0) {",
    tests: ["series/figures_test.ts"],
  },
  {
    fault: "the share of a symbol is one of all its rows, whatever the config says",
    file: "lib/kernel/symbol_texts.ts",
    from: "[addresses[counted.processed], addresses[counted.rated]]",
    to: "[addresses[counted.processed], addresses.rows]",
    tests: ["series/figures_test.ts"],
  },
  {
    fault: "the first symbol has a comma before it",
    file: "lib/outputs/symbol_metrics.ts",
    from: "first.subarray(1)",
    to: "first.subarray(0)",
    tests: ["outputs/symbol_metrics_test.ts"],
  },
  {
    fault: "of many new symbols the error names the last one and not the first that is too many",
    file: "lib/signal/memory.ts",
    from: "if (isTooMuch && count > 1)",
    to: "if (isTooMuch && count < 1)",
    tests: ["signal/memory_test.ts"],
  },
  {
    fault: "a series that was kept apart forgets the rows before",
    file: TABLE,
    from: "block[base + ROWS] = signal.rows + (block[base + ROWS] ?? 0);",
    to: "block[base + ROWS] = signal.rows;",
    tests: ["signal/table_test.ts"],
  },
  {
    fault: "a close that has too many digits in a finer scale is rounded",
    file: TABLE,
    from: "isFiner ? Math.abs(close) * factor <= this.#limit : close % factor === 0",
    to: "isFiner || close % factor === 0",
    tests: ["signal/table_test.ts"],
  },
  {
    fault: "nobody hears of the earliest rows that the kernel has read",
    file: STAGE,
    from: "if (this.#only === undefined) this.#widen();",
    to: "if (this.#only === undefined) this.count;",
    tests: bulkTests,
  },
  {
    fault: "symbols are written down as if they were the first ones",
    file: SCAN,
    from: "    state.count,\n  );",
    to: "    0,\n  );",
    tests: bulkTests,
  },
  {
    fault: "timestamps in two formats are compared as bytes",
    file: COLUMNS,
    from: "    this.#table.forgetTimes();\n",
    to: "",
    tests: bulkTests,
  },
  {
    fault: "hours from 24 on are taken",
    file: FORMAT,
    from: 'hour: before("hour"),',
    to: "hour: 0,",
    tests: bulkTests,
  },
  {
    fault: "times with zones are compared as bytes",
    file: FORMAT,
    from: "(?:Z| ?UTC)?)?$/d",
    to: "(?:Z| ?UTC|[+-][0-9]{2}:[0-9]{2})?)?$/d",
    tests: bulkTests,
  },
  {
    fault: "a descending series compares the close that goes in",
    file: ROLLING,
    from: "const compared = this.#isDescending ? ring[slot] ?? 0 : close;",
    to: "const compared = close;",
    tests: ["signal/descending_test.ts"],
  },
  {
    fault: "the latest mean of a descending series is its last",
    file: ROLLING,
    from: "return this.#isDescending ? this.#firstMean : this.mean;",
    to: "return this.mean;",
    tests: ["signal/descending_test.ts"],
  },
  {
    fault: "a blank symbol is a symbol",
    file: ROW,
    from: 'if (symbol === "") throw blankSymbol(place);',
    to: "",
    tests: ["rows/layouts_test.ts"],
  },
  {
    fault: "one invalid row more than allowed is skipped",
    file: SKIPPED,
    from: "this.#count > this.#most.rows",
    to: "this.#count > this.#most.rows + 1",
    tests: seriesTests,
  },
  {
    fault: "the share of invalid rows is taken of the valid ones",
    file: SKIPPED,
    from: "const all = rows + this.#count;",
    to: "const all = rows;",
    tests: seriesTests,
  },
  {
    fault: "signals of a failed run stay",
    file: OUTPUTS,
    from: "else takeBack(output);",
    to: "",
    tests: runsTests,
  },
  {
    fault: "rejects of a failed run are lost",
    file: JOB,
    from: 'areRejectsKept ? ["rejects"] : []',
    to: "[]",
    tests: runsTests,
  },
  {
    fault: "a commit that has failed is tried again",
    file: OUTPUTS,
    from: 'if (output?.state !== "open") return;\n  output.state = "gone";',
    to: "if (output === undefined) return;",
    tests: ["outputs/run_outputs_test.ts"],
  },
  {
    fault: "keys about timestamps are taken where there are none",
    file: RUN_LAYOUTS,
    from: "if (layout.timestampColumn === undefined) this.#refuseTimeKeys();",
    to: "",
    tests: runsTests,
  },
  {
    fault: "the warm-up counts though it is to be left out",
    file: METRICS,
    from: 'processed: warmup === "exclude" ? rowsWithMean : rows,',
    to: "processed: rows,",
    only: "runs: rows without a mean",
    tests: runsTests,
  },
  {
    fault: "the rate is over all rows though the warm-up is to be left out of it",
    file: METRICS,
    from: 'rated: warmup === "zero" ? rows : rowsWithMean,',
    to: "rated: rows,",
    only: "runs: rows without a mean",
    tests: runsTests,
  },
  {
    fault: "the counts do not say that the rate leaves the warm-up out",
    file: "lib/outputs/counts.ts",
    from: 'warmup === "zero"',
    to: 'warmup !== "exclude"',
    tests: ["outputs/counts_test.ts"],
  },
  {
    fault: "warnings are not counted",
    file: ON_DEMAND,
    from: "warnings.length",
    to: "0",
    only: "runs: counts",
    tests: runsTests,
  },
];
