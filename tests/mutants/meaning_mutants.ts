import type { Mutant } from "./mutants.ts";

const FORMS = "lib/times/forms.ts";
const EVIDENCE = "lib/times/evidence.ts";
const CANDLES = "lib/layouts/candles.ts";
const TIME_COLUMN = "lib/layouts/time_column.ts";

const evidenceTests = ["times/evidence_test.ts"];
const sourceTests = ["layouts/sources_test.ts"];

/** Faults in what a file is taken for. */
export const MEANING_MUTANTS: readonly Mutant[] = [
  {
    fault: "whole minutes that could be days and times are none",
    file: FORMS,
    from: "return areDigits && !texts.every(isWholeMinute);",
    to: "return areDigits;",
    tests: evidenceTests,
  },
  {
    fault: "one number that could be a day and a time makes all such",
    file: FORMS,
    from: "const areDigits = texts.every(",
    to: "const areDigits = texts.some(",
    tests: evidenceTests,
  },
  {
    fault: "numbers of rows with zeros in front are seconds",
    file: FORMS,
    from: "if (texts.every((text) => PADDED_COUNT.test(text))) return true;",
    to: "",
    tests: sourceTests,
  },
  {
    fault: "any number that rises is a time",
    file: EVIDENCE,
    from: "areMostlyWhole(said, times) || areMostlyWhole(said, steps)",
    to: "true",
    tests: evidenceTests,
  },
  {
    fault: "a mean price before the close is the close",
    file: CANDLES,
    from: "return isRivalled ? {} : prices;",
    to: "return prices;",
    tests: sourceTests,
  },
  {
    fault: "a code of six digits beside the date is a time of day",
    file: TIME_COLUMN,
    from: "const clock = names === undefined ? WHOLE_MINUTE : MARKED;",
    to: "const clock = /^/;",
    tests: sourceTests,
  },
  {
    fault: "a day and a time that begin with the day are compared by their bytes",
    file: "lib/times/order.ts",
    from: 'return isDateFormat(this.#timeUnit) && /^ *[0-9]+ *$/.test(text) ? "" : text;',
    to: "return text;",
    tests: sourceTests,
  },
  {
    fault: "a column that the config names is not looked at",
    file: "lib/layouts/run_layouts.ts",
    from: "    await this.#requireClearTimes(source, layout);\n",
    to: "",
    tests: sourceTests,
  },
  {
    fault: "half of a time is good enough for keep-last",
    file: "lib/inspect/fits.ts",
    from: "count <= Math.max(1, (MOST_REFUSED_PERCENT * rows) / 100)",
    to: "count <= rows",
    tests: ["inspect/inspect_test.ts"],
  },
];
