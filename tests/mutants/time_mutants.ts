import type { Mutant } from "./mutants.ts";

const READER = "lib/times/same_format.ts";
const TEXTS = "lib/outputs/signals/time_texts.ts";
const COLUMN = "lib/outputs/signals/timestamp_column.ts";
const FILE = "lib/outputs/signals/timed_file.ts";
const TABLES = "lib/outputs/signals/writer/time_tables.ts";
const PARQUET = "lib/outputs/signals/parquet_times.ts";

const readerTests = ["times/same_format_test.ts"];
const columnTests = ["outputs/signals/timestamp_column_test.ts"];

/** Faults in the timestamps of signals files. */
export const TIME_MUTANTS: readonly Mutant[] = [
  {
    fault: "a calendar time of ten digits after one of seconds is read as seconds",
    file: READER,
    from: "    if (seconds > mostSeconds) return false;\n",
    to: "",
    tests: readerTests,
  },
  {
    fault: "the zone of the first row is that of all, whatever they say",
    file: READER,
    from: "const isLiteral = n >= zoneFrom && n < zoneTo || ",
    to: "const isLiteral = ",
    tests: readerTests,
  },
  {
    fault: "a zone never moves the day",
    file: READER,
    from: "this.#daysOfDate + daysOver",
    to: "this.#daysOfDate",
    tests: readerTests,
  },
  {
    fault: "a timestamp in another unit is read as the one before",
    file: READER,
    from: " || format.unit !== unit) return false;",
    to: ") return false;",
    tests: readerTests,
  },
  {
    fault: "decimals that come late are cut off",
    file: TEXTS,
    from: "    if (nanosecond !== 0) this.#decimals = Math.max(this.#decimals, decimalsOf(nanosecond));\n",
    to: "",
    tests: columnTests,
  },
  {
    fault: "a time in a column of dates is written as its date",
    file: TEXTS,
    from: "if (second === 0 && nanosecond === 0) return this.#date;",
    to: "return this.#date;",
    tests: columnTests,
  },
  {
    fault: "the first row alone says how timestamps are written",
    file: FILE,
    from: "for (const row of rows) this.#timestamps.prepare(row);",
    to: "for (const row of rows.slice(0, 1)) this.#timestamps.prepare(row);",
    tests: columnTests,
  },
  {
    fault: "the writer goes on with tables of an earlier style",
    file: COLUMN,
    from: " &&\n      last.style.decimals === style.decimals;",
    to: ";",
    tests: columnTests,
  },
  {
    fault: "the writer cuts off digits that its texts have no room for",
    file: TABLES,
    from: "places.requireZero(from);",
    to: ";",
    tests: columnTests,
  },
  {
    fault: "the writer takes dates and times from each other's places",
    file: TABLES,
    from: "move([format.month, format.month + 2], 5, 2);",
    to: "move([format.day, format.day + 2], 5, 2);",
    tests: columnTests,
  },
  {
    fault: "the writer overlooks zones",
    file: TABLES,
    from: " || offset !== 0) return undefined;",
    to: ") return undefined;",
    tests: columnTests,
  },
  {
    fault: "nanoseconds of a Parquet file are cut to microseconds",
    file: PARQUET,
    from: 'return isFine ? "nanoseconds" : "microseconds";',
    to: 'return "microseconds";',
    tests: columnTests,
  },
  {
    fault: "a Parquet file of dates takes a time of day, whatever becomes of it",
    file: PARQUET,
    from: "    if (unlike !== undefined) throw this.#unlikeOthers(unlike, type);\n",
    to: "",
    tests: columnTests,
  },
  {
    fault: "a year that no text has is written to a Parquet file",
    file: PARQUET,
    from: "    if (!isWritable(days)) throw timestampBeyondYears(this.#path, row);\n",
    to: "",
    tests: columnTests,
  },
  {
    fault: "timestamps are written as if no file had a unit of its own",
    file: "lib/series/stage.ts",
    from: "const timeUnit = order?.timeUnit;\n    if (keepLast === undefined) {",
    to: 'const timeUnit = "auto" as const;\n    if (keepLast === undefined) {',
    tests: ["runs_test.ts"],
    only: "timestamps|layout|no signals file",
  },
];
