import type { Mutant } from "./mutants.ts";

const GATES = "lib/gates/gates.ts";
const BEGIN = "lib/gates/begin.ts";
const PROMETHEUS = "lib/outputs/prometheus.ts";
const JOB = "lib/job.ts";
const SYMBOL_FILES = "lib/series/symbol_files.ts";

const gatesTests = ["gates/gates_test.ts"];
const runTests = ["gates/begin_test.ts"];
const prometheusTests = ["outputs/prometheus_test.ts"];
const symbolTests = ["series/symbol_files_test.ts"];

/** Faults in what a nightly run needs beside its answer. */
export const NIGHTLY_MUTANTS: readonly Mutant[] = [
  {
    fault: "a rate at its lower limit fails",
    file: GATES,
    from: "beyond(min_signal_rate) >= 0n",
    to: "beyond(min_signal_rate) > 0n",
    tests: gatesTests,
  },
  {
    fault: "a rate at its upper limit fails",
    file: GATES,
    from: "beyond(max_signal_rate) <= 0n",
    to: "beyond(max_signal_rate) < 0n",
    tests: gatesTests,
  },
  {
    fault: "as many rows as have to be are too few",
    file: GATES,
    from: "passed: rows >= min_rows",
    to: "passed: rows > min_rows",
    tests: gatesTests,
  },
  {
    fault: "an age at its limit fails",
    file: GATES,
    from: "age <= max_age",
    to: "age < max_age",
    tests: gatesTests,
  },
  {
    fault: "no timestamp passes the gate of its age",
    file: GATES,
    from: "age !== undefined && age <= max_age",
    to: "age === undefined || age <= max_age",
    tests: gatesTests,
  },
  {
    fault: "the rounded rate is compared",
    file: GATES,
    from: "BigInt(ones) * PARTS - BigInt(limit.percentMillionths) * BigInt(rated)",
    to: "BigInt(Math.round(ones / rated * 10000)) * 10000n - BigInt(limit.percentMillionths)",
    tests: gatesTests,
  },
  {
    fault: "a rounded rate is compared with an exact one",
    file: GATES,
    from: "earlier.isExact\n    ?",
    to: "true\n    ?",
    tests: gatesTests,
  },
  {
    fault: "one gate is not judged",
    file: GATES,
    from: "if (max_age !== null) {",
    to: "if (max_age !== null && verdicts.length === 0) {",
    tests: gatesTests,
  },
  {
    fault: "a gate that fails ends no run",
    file: BEGIN,
    from: 'const error = this.#config.gates === "fail" ?',
    to: "const error = false ?",
    tests: runTests,
  },
  {
    fault: "the metrics of another version are compared",
    file: BEGIN,
    from: "earlier.version === version ? rateOf(earlier) : warn",
    to: "true ? rateOf(earlier) : warn",
    tests: runTests,
  },
  {
    fault: "gates are judged before it is known that few rows were skipped",
    file: JOB,
    from: '  skipped?.requireFew(nameOfInput(options.inputs[0] ?? ""), summary.rows);\n',
    to: "",
    tests: runTests,
  },
  {
    fault: "a failure forgets the time of the last success",
    file: PROMETHEUS,
    from: "exitCode === 0 ? undefined : lastSuccessIn(readTextOf(this.#path), name)",
    to: "undefined",
    tests: prometheusTests,
  },
  {
    fault: "the time of a file of others is taken over",
    file: PROMETHEUS,
    from: "!lines.every((line) => OWN_LINE.test(line))",
    to: "false",
    tests: prometheusTests,
  },
  {
    fault: "a failure has the figures of what it has read",
    file: PROMETHEUS,
    from: "exitCode === 0 || this.figures?.gates.some(({ passed }) => passed === false) ? this.figures : undefined",
    to: "this.figures",
    tests: prometheusTests,
  },
  {
    fault: "labels are not escaped",
    file: PROMETHEUS,
    from: '${label}="${escaped(value)}"',
    to: '${label}="${value}"',
    tests: prometheusTests,
  },
  {
    fault: "rows of the second file are numbered from 1",
    file: SYMBOL_FILES,
    from: "row: row.row + this.rowsBefore",
    to: "row: row.row",
    tests: symbolTests,
  },
  {
    fault: "two files of one symbol are two symbols",
    file: SYMBOL_FILES,
    from: "if (other !== undefined) throw repeatedSymbol(input, other, symbol);",
    to: "",
    tests: symbolTests,
  },
];
