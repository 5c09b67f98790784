import type { Mutant } from "./mutants.ts";

const FILE = "lib/outputs/signals/parquet.ts";
const GROUPS = "lib/outputs/signals/parquet_groups.ts";
const PAGES = "lib/outputs/signals/pages/pages.ts";

const tests = ["outputs/signals/parquet_test.ts"];

/** Faults in Parquet files. */
export const PARQUET_MUTANTS: readonly Mutant[] = [
  {
    fault: "the row that begins a row group is lost",
    file: FILE,
    from: "      this.#flush();\n      addRow(row);\n",
    to: "      this.#flush();\n",
    tests,
  },
  {
    fault: "a row of a batch whose texts are too long for a call is left out",
    file: FILE,
    from: "for (const row of rowsOf(batch, n, n + 1)) this.write(row);",
    to: "",
    tests,
  },
  {
    fault: "a row without a symbol has the empty one",
    file: PAGES,
    from: "symbol === undefined ? NO_TEXT : symbolBytes",
    to: "symbolBytes",
    tests,
  },
  {
    fault: "the mean of the warm-up is 0",
    file: PAGES,
    from: "sums[0] = rollingMean ?? NaN;",
    to: "sums[0] = rollingMean ?? 0;",
    tests,
  },
  {
    fault: "a mean is rounded twice where no double holds the denominator",
    file: PAGES,
    from: "const denominator = exactDenominator(window, decimals);",
    to: "const denominator: number | undefined = window * 10 ** decimals;",
    tests,
  },
  {
    fault: "rows without a value are not counted",
    file: GROUPS,
    from: "statistics: statisticsOf(range, rows - values, element),",
    to: "statistics: statisticsOf(range, 0, element),",
    tests,
  },
  {
    fault: "the least of means is 0 for readers that order −0 before it",
    file: GROUPS,
    from: 'range.least === 0 && type === "DOUBLE" ? -0 : range.least',
    to: "range.least",
    tests,
  },
];
