import type { Mutant } from "./mutants.ts";

const SUMS = "lib/merge/sums.ts";
const METRICS_FILE = "lib/merge/metrics_file.ts";
const CHANGES = "lib/merge/changes.ts";
const RATE = "lib/merge/rate.ts";

const sumsTests = ["merge/sums_test.ts"];
const fileTests = ["merge/metrics_file_test.ts"];
const changesTests = ["merge/changes_test.ts"];
const mergeTests = ["merge/merge_test.ts"];

/** Faults in what adds up and compares metrics. */
export const MERGE_MUTANTS: readonly Mutant[] = [
  {
    fault: "merged runs count as one",
    file: SUMS,
    from: "merged?.runs ?? 1n",
    to: "1n",
    tests: sumsTests,
  },
  {
    fault: "failures of merged runs are forgotten",
    file: SUMS,
    from: "merged?.failed ?? 0n",
    to: "0n",
    tests: sumsTests,
  },
  {
    fault: "the rate is over all rows whatever the convention",
    file: METRICS_FILE,
    from: 'warmup === "exclude-from-rate" ? rowsWithMean : rowsProcessed',
    to: "rowsProcessed",
    tests: [...fileTests, ...sumsTests],
  },
  {
    fault: "runs of two conventions are added up",
    file: SUMS,
    from: "if (warmup !== common.warmup) throw warmupDiffers(file, warmup, common.file, common.warmup);",
    to: "",
    tests: sumsTests,
  },
  {
    fault: "merged runs of several versions pass for runs of one",
    file: SUMS,
    from: "if (version === null || version !== common.version) {",
    to: "if (version !== common.version) {",
    tests: sumsTests,
  },
  {
    fault: "the version of mixed runs is that of the first",
    file: SUMS,
    from: "if (version !== common.version) common.version = null;",
    to: "",
    tests: sumsTests,
  },
  {
    fault: "symbols stay in the order of the files",
    file: SUMS,
    from: "[...this.#symbols.keys()].sort()",
    to: "[...this.#symbols.keys()]",
    tests: sumsTests,
  },
  {
    fault: "a symbol in two files counts once",
    file: SUMS,
    from: "if (other !== undefined) throw symbolTwice(file, symbol, other.file);",
    to: "",
    tests: sumsTests,
  },
  {
    fault: "sums are doubles",
    file: METRICS_FILE,
    from: "const integer = isWhole ? BigInt(value.text) : -1n;",
    to: "const integer = isWhole ? BigInt(Number(value.text)) : -1n;",
    tests: sumsTests,
  },
  {
    fault: "a value that its counts do not give is taken",
    file: METRICS_FILE,
    from: "if (value !== right) throw",
    to: "if (value === undefined) throw",
    tests: fileTests,
  },
  {
    fault: "keys that nobody knows are passed over",
    file: METRICS_FILE,
    from: "if (stranger !== undefined) throw notMetrics",
    to: "if (stranger === undefined) return; if (stranger === null) throw notMetrics",
    tests: fileTests,
  },
  {
    fault: "a key that is there twice has its last value",
    file: "lib/merge/exact_json.ts",
    from: "if (object.has(key)) throw new RepeatedKey(`the key ${quote(key)} is there twice`);",
    to: "",
    tests: ["merge/exact_json_test.ts"],
  },
  {
    fault: "a file that is given twice counts twice",
    file: "lib/merge/merge.ts",
    from: "if (identities.size < paths.length) requireEachOnce(paths);",
    to: "",
    tests: mergeTests,
  },
  {
    fault: "the output of an earlier merge stays when one is refused",
    file: "lib/merge/merge.ts",
    from: "  discardOutput(output);\n",
    to: "",
    tests: mergeTests,
  },
  {
    fault: "an output that is an input is removed",
    file: "lib/merge/merge.ts",
    from: 'if (identities.has(own)) throw sameFile("--output", "an input", firstOf(own, paths));',
    to: "",
    tests: mergeTests,
  },
  {
    fault: "a change of just as much as is allowed is too much",
    file: RATE,
    from: "* PER_WHOLE > BigInt",
    to: "* PER_WHOLE >= BigInt",
    tests: changesTests,
  },
  {
    fault: "printed values decide though both files have counts",
    file: CHANGES,
    from: "...(areExact ? rateOf(metrics) : printedRate(value))",
    to: "...printedRate(value)",
    tests: changesTests,
  },
  {
    fault: "a rate that falls is no change",
    file: RATE,
    from: "change < 0n ? -change : change",
    to: "change",
    tests: changesTests,
  },
  {
    fault: "the smallest change comes first",
    file: CHANGES,
    from: "size(other) - size(one)",
    to: "size(one) - size(other)",
    tests: changesTests,
  },
  {
    fault: "a check that says no exits as invalid data does",
    file: "lib/errors.ts",
    from: "check: 6,",
    to: "check: 4,",
    tests: ["errors_test.ts"],
  },
];
