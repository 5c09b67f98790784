import type { Mutant } from "./mutants.ts";

const KNOWN = "lib/resume/known_inputs.ts";
const GROWN = "lib/resume/grown_file.ts";
const STATE = "lib/resume/state.ts";

const beginTests = ["resume/begin_test.ts"];
const splitTests = ["resume/splits_test.ts"];

/** Faults in going on where an earlier run has ended. */
export const RESUME_MUTANTS: readonly Mutant[] = [
  {
    fault: "history may be rewritten",
    file: KNOWN,
    from: "if (digest === before.sha256) return;",
    to: "if (digest !== undefined) return;",
    tests: beginTests,
  },
  {
    fault: "a file that has not grown is taken",
    file: KNOWN,
    from: "if (size === before.bytes) throw",
    to: "if (size < before.bytes) throw",
    tests: beginTests,
  },
  {
    fault: "a file that was read under another name is taken",
    file: KNOWN,
    from: "one.bytes === bytes && one.sha256 === digest",
    to: "one.bytes === bytes && one.sha256 === path",
    tests: beginTests,
  },
  {
    fault: "the name is another one with ./ before it",
    file: KNOWN,
    from: '.replace(/^(?:\\.\\/)+/, "")',
    to: "",
    tests: beginTests,
  },
  {
    fault: "other settings do not matter",
    file: "lib/resume/settings.ts",
    from: "before[key] !== now[key]",
    to: "before[key] === undefined",
    tests: beginTests,
  },
  {
    fault: "a row that was read before counts again",
    file: GROWN,
    from: "if (this.#isPassing) this.#nowhere.add(row);\n    else this.#stage.add(row, place);",
    to: "this.#stage.add(row, place);",
    tests: splitTests,
  },
  {
    fault: "invalid rows that were read before are skipped again",
    file: GROWN,
    from: "if (!this.#isPassing) this.#invalid?.take(error, record)",
    to: "this.#invalid?.take(error, record)",
    tests: splitTests,
  },
  {
    fault: "the last line may go on",
    file: GROWN,
    from: "if (!isLineEnd) throw",
    to: "if (byte === CR) throw",
    tests: beginTests,
  },
  {
    fault: "a state that was changed is taken",
    file: STATE,
    from: 'typeof digest !== "string" || rewritten !== text',
    to: 'typeof digest !== "string"',
    tests: beginTests,
  },
  {
    fault: "what was counted before the window is forgotten",
    file: "lib/signal/series.ts",
    from: "this.#rowsBefore = rows - this.signal.rows;",
    to: "this.#rowsBefore = 0 * rows;",
    tests: splitTests,
  },
  {
    fault: "of many symbols the ones are forgotten",
    file: "lib/signal/table.ts",
    from: "this.#blocks.get(id, ONES) + ones - this.onesOf(id)",
    to: "this.#blocks.get(id, ONES) + 0 * ones",
    tests: splitTests,
  },
];
