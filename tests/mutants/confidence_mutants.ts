import type { Mutant } from "./mutants.ts";

const UNITS = "lib/confidence/units.ts";
const BOOTSTRAP = "lib/confidence/bootstrap.ts";
const SIGNAL = "lib/signal/watched.ts";
const BEGIN = "lib/confidence/begin.ts";

const bootstrapTests = ["confidence/bootstrap_test.ts"];
const beginTests = ["confidence/begin_test.ts"];

/** Faults in the interval for the signal rate. */
export const CONFIDENCE_MUTANTS: readonly Mutant[] = [
  {
    fault: "the ones of the unit at hand are lost when units are doubled",
    file: UNITS,
    from: "      // It is half a unit now.\n",
    to: "      this.#partOnes = 0;\n",
    tests: bootstrapTests,
  },
  {
    fault: "units are doubled one too early",
    file: UNITS,
    from: "if (this.#whole === MOST_UNITS)",
    to: "if (this.#whole === MOST_UNITS - 2)",
    tests: bootstrapTests,
  },
  {
    fault: "a block never goes round the end",
    file: BOOTSTRAP,
    from: "(counts[n % units] ?? 0)",
    to: "(n < units ? counts[n] ?? 0 : 0)",
    tests: bootstrapTests,
  },
  {
    fault: "the last block is as long as the others",
    file: BOOTSTRAP,
    from: "Math.min(blockUnits, left)",
    to: "blockUnits",
    tests: bootstrapTests,
  },
  {
    fault: "low bits choose where a block begins",
    file: BOOTSTRAP,
    from: "generator.next() >>> shift",
    to: "(generator.next() << shift) >>> shift",
    tests: bootstrapTests,
  },
  {
    fault: "the upper bound is one rank too high",
    file: BOOTSTRAP,
    from: "ones[replicates - rank]",
    to: "ones[replicates - rank + 1]",
    tests: bootstrapTests,
  },
  {
    fault: "rows before the first mean are counted",
    file: SIGNAL,
    from: "Math.max(0, this.#rowsBeforeMean - this.rows)",
    to: "0",
    tests: beginTests,
  },
  {
    fault: "blocks are half as long",
    file: BEGIN,
    from: "Math.max(2 * window, cubeRootOf(rows))",
    to: "Math.max(window, cubeRootOf(rows))",
    tests: beginTests,
  },
  {
    fault: "an interval is given for too few rows",
    file: BEGIN,
    from: "if (rows < LEAST_WINDOWS * window)",
    to: "if (rows < LEAST_WINDOWS)",
    tests: beginTests,
  },
];
