import type { Mutant } from "./mutants.ts";

const BUCKETS = "lib/report/buckets.ts";
const HISTORY = "lib/report/history.ts";
const STEPS = "lib/report/steps.ts";
const RUNS = "lib/report/run_lengths.ts";
const PLACES = "lib/report/row_places.ts";
const SYMBOLS = "lib/report/watched_symbols.ts";
const HTML = "lib/report/html.ts";
const BEGIN = "lib/report/begin.ts";
const PAGE = "lib/report/page.ts";
const CHARTS = "lib/report/charts.ts";

const bucketsTests = ["report/buckets_test.ts"];
const historyTests = ["report/history_test.ts"];
const pageTests = ["report/begin_test.ts"];

/** Faults in the report. */
export const REPORT_MUTANTS: readonly Mutant[] = [
  {
    fault: "buckets are doubled one row too early",
    file: BUCKETS,
    from: "this.#rows + count > MOST_BUCKETS * this.#bucketRows",
    to: "this.#rows + count >= MOST_BUCKETS * this.#bucketRows",
    tests: bucketsTests,
  },
  {
    fault: "a bucket that has begun is forgotten",
    file: BUCKETS,
    from: "const isBegun = this.#rows % this.#bucketRows > 0;",
    to: "const isBegun = false;",
    tests: bucketsTests,
  },
  {
    fault: "a short last part stands alone",
    file: BUCKETS,
    from: "count * this.#bucketRows) + 1 / 2));",
    to: "count * this.#bucketRows) + 1 - 1e-9));",
    tests: bucketsTests,
  },
  {
    fault: "rows without a mean stand behind those with one, oldest first too",
    file: HISTORY,
    from: "const lead = this.#isDescending ? 0 : before;",
    to: "const lead = 0;",
    tests: historyTests,
  },
  {
    fault: "the last run is not counted",
    file: HISTORY,
    from: "      this.runs.add(this.#signal, this.#runRows);\n",
    to: "",
    tests: historyTests,
  },
  {
    fault: "of runs that begin and end in one batch none is counted",
    file: HISTORY,
    from: "      this.runs.addAll(runsBetween(changes.length, 1 - before));\n",
    to: "",
    tests: historyTests,
  },
  {
    fault: "signals that the kernel gives stand too early",
    file: "lib/kernel/roll.ts",
    from: "signals.set(rolledSignals.subarray(0, to - from), from);",
    to: "signals.set(rolledSignals.subarray(0, to - from));",
    tests: ["kernel/roll_test.ts"],
  },
  {
    fault: "the mean of the last bucket is missing",
    file: HISTORY,
    from: 'this.signals.amend("mean", drawn(this.#rolling?.mean ?? NaN));',
    to: "",
    tests: historyTests,
  },
  {
    fault: "a step that is as large as the largest takes its place",
    file: STEPS,
    from: "return mantissaAt(a, decimals) > mantissaAt(b, decimals);",
    to: "return mantissaAt(a, decimals) >= mantissaAt(b, decimals);",
    tests: historyTests,
  },
  {
    fault: "the largest step is rounded up to the scale at hand",
    file: STEPS,
    from: "value.mantissa / powerOfTen(missing)",
    to: "value.mantissa / powerOfTen(missing) + 1n",
    tests: ["report/steps_test.ts"],
  },
  {
    fault: "a run of two rows counts as one of one",
    file: RUNS,
    from: "31 - Math.clz32(rows)",
    to: "31 - Math.clz32(rows - 1)",
    tests: historyTests,
  },
  {
    fault: "a row that was none moves the lines of those behind it",
    file: PLACES,
    from: "if (last?.row === row) this.#stretches.pop();",
    to: "if (last?.row === row) return;",
    tests: ["report/row_places_test.ts"],
  },
  {
    fault: "symbols share their runs",
    file: SYMBOLS,
    from: "const before = last[id] ?? NONE;",
    to: "const before = last[0] ?? NONE;",
    tests: ["report/watched_symbols_test.ts"],
  },
  {
    fault: "text is put into the page as it is",
    file: HTML,
    from: "return escape(escapeUnsafe(String(content)));",
    to: "return escapeUnsafe(String(content));",
    tests: ["report/html_test.ts"],
  },
  {
    fault: "a descending series is drawn from its newest row on",
    file: BEGIN,
    from: "const isDescending = isOneSeries && history.isDescending;",
    to: "const isDescending = false;",
    tests: pageTests,
  },
  {
    fault: "warnings lose their ends, where they say what to do",
    file: PAGE,
    from: "outside(warning, SHOWN_OF_WARNING)",
    to: "outside(warning)",
    tests: ["report/limits_test.ts"],
  },
  {
    fault: "an axis of rates goes beyond 1",
    file: CHARTS,
    from: "Math.max(rate, ...known), LEAST_RATES, 1)",
    to: "Math.max(rate, ...known), LEAST_RATES)",
    tests: ["report/limits_test.ts"],
  },
  {
    fault: "the lines of rows that were read many at a time are those of the rows before them",
    file: PLACES,
    from: "        this.begin(file, line);\n",
    to: "",
    tests: ["report/row_places_test.ts"],
  },
];
