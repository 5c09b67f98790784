import type { Mutant } from "./mutants.ts";

const OUTPUT = "lib/outputs/atomic_file.ts";
const STANDING = "lib/outputs/standing.ts";
const IN_PLACE = "lib/outputs/in_place.ts";
const WRITE_ALL = "lib/outputs/write_all.ts";
const LOG = "lib/outputs/log.ts";
const LOGGER = "lib/outputs/logger.ts";
const JOB = "lib/job.ts";
const FAILURE_REPORT = "lib/outputs/failure_report.ts";
const READ_CANDLES = "lib/read_candles.ts";
const CONFIG = "lib/config/config.ts";
const KINDS = "lib/config/kinds.ts";
const VALUE = "lib/config/value.ts";

const outputTests = ["outputs/atomic_file_test.ts", "main_test.ts"];
const inPlaceTests = ["faults/in_place_test.ts"];
const logTests = ["outputs/log_test.ts", "main_test.ts"];
const mainTests = ["main_test.ts"];
const metricsTests = ["outputs/metrics_test.ts"];
const configTests = ["config/config_test.ts"];

/** Faults in the job around the signals: its config, log, outputs, signals of the system and exit code. */
export const JOB_MUTANTS: readonly Mutant[] = [
  {
    fault: "the large file of an earlier run is renamed and stays",
    file: STANDING,
    from: "Deno.remove(other).catch(() => {})",
    to: "Promise.resolve()",
    tests: ["outputs/atomic_file_test.ts"],
  },
  {
    fault: "metrics are renamed before they are on the disk",
    file: OUTPUT,
    from: "file.syncSync();\n      } finally {\n        file.close();\n      }\n      const isRenamed",
    to: "} finally {\n        file.close();\n      }\n      const isRenamed",
    only: "synced before the rename",
    tests: outputTests,
  },
  {
    fault: "the folder is not synced after the rename",
    file: OUTPUT,
    from: "syncDirectory(this.#path);",
    to: "",
    only: "synced before the rename",
    tests: outputTests,
  },
  {
    fault: "metrics are written in place, where they can be seen half done",
    file: OUTPUT,
    from: "Deno.renameSync(temporary, this.#path);",
    to: "Deno.copyFileSync(temporary, this.#path);\n      Deno.removeSync(temporary);",
    only: "synced before the rename",
    tests: outputTests,
  },
  {
    fault: "the temporary file of a failed write stays",
    file: OUTPUT,
    from: "else Deno.removeSync(written.temporary);",
    to: "",
    tests: outputTests,
  },
  {
    fault: "a short write is taken for a whole one",
    file: WRITE_ALL,
    from: "written += taken;",
    to: "written = bytes.length;",
    tests: outputTests,
  },
  {
    fault: "a writer that takes nothing is tried for ever",
    file: WRITE_ALL,
    from: 'if (taken === 0) throw new Error("nothing more is taken");',
    to: 'if (taken < 0 || (written += 1e-9) > 1e-2) throw new Error("given up");',
    tests: outputTests,
  },
  {
    fault: "an old output that can't be removed stays readable",
    file: STANDING,
    from: "const file = openEmptied(path);\n    file?.close();",
    to: "const file = undefined;",
    tests: inPlaceTests,
  },
  {
    fault: "a mounted file is not written in place",
    file: OUTPUT,
    from: "if (!this.#hadFile || !isMounted(error) || !moveInPlace(temporary, this.#path)) throw error;",
    to: "throw error;",
    tests: inPlaceTests,
  },
  {
    fault: "a mounted file keeps the end of its old text",
    file: IN_PLACE,
    from: "file.truncateSync();\n    return file;",
    to: "return file;",
    tests: inPlaceTests,
  },
  {
    fault: "a file that is written in place is not synced",
    file: IN_PLACE,
    from: "target.syncSync();",
    to: "",
    tests: inPlaceTests,
  },
  {
    fault: "a link that takes the place of a file is followed",
    file: IN_PLACE,
    from: "opened.ino !== standing.ino",
    to: "false",
    tests: inPlaceTests,
  },
  {
    fault: "a copy that fails leaves half a file",
    file: IN_PLACE,
    from: "target.truncateSync();\n      throw error;",
    to: "throw error;",
    tests: inPlaceTests,
  },
  {
    fault: "nobody is told that a file is written in place",
    file: "lib/outputs/start_log.ts",
    from: "for (const path of inPlace) log.warn",
    to: "for (const path of inPlace.slice(1)) log.warn",
    tests: inPlaceTests,
  },
  {
    fault: "a device is taken for a file and removed",
    file: STANDING,
    from: 'kind: followed.isCharDevice ? "device" : "other"',
    to: 'kind: followed.isCharDevice ? "nothing" : "other"',
    only: "output: a link to a device",
    tests: outputTests,
  },
  {
    fault: "an old output stays while the new one is computed",
    file: "lib/outputs/start_log.ts",
    from: 'if (path !== undefined && discardOutput(path, true) === "in place") inPlace.push(path);',
    to: "",
    only: "killed run leaves no metrics",
    tests: mainTests,
  },
  {
    fault: "a failed line of the log is swallowed",
    file: LOG,
    from:
      "writeAll(this.#file ?? Deno.stderr, this.#encoder.encode(line));\n    } catch (error) {\n      this.#failure ??= error;",
    to: "writeAll(this.#file ?? Deno.stderr, this.#encoder.encode(line));\n    } catch {\n      // swallowed",
    tests: logTests,
  },
  {
    fault: "a failed sync of the log is swallowed",
    file: LOG,
    from: "} catch (error) {\n      this.#failure ??= error;\n    }\n    this.#requireWritten();",
    to: "} catch {\n      // swallowed\n    }\n    this.#requireWritten();",
    tests: logTests,
  },
  {
    fault: "the log is not synced",
    file: LOG,
    from: "if (this.#file?.statSync().isFile) this.#file.syncSync();",
    to: "",
    only: "synced before the rename",
    tests: logTests,
  },
  {
    fault: "values in the log are not escaped",
    file: LOGGER,
    from: 'return /^[^\\s"=\\\\]+$/.test(text) && escapeUnsafe(text) === text ? text : quoteWhole(text);',
    to: "return text;",
    tests: logTests,
  },
  {
    fault: "the JSON log is not escaped",
    file: LOGGER,
    from: 'escapeUnsafe(format(record).trimEnd()) + "\\n"',
    to: 'format(record).trimEnd() + "\\n"',
    tests: logTests,
  },
  {
    fault: "metrics appear before the log is on the disk",
    file: JOB,
    from: "log.sync();\n  skipped?.requireFew(",
    to: "skipped?.requireFew(",
    only: "synced before the rename",
    tests: mainTests,
  },
  {
    fault: "a success that can't be reported stays as one",
    file: FAILURE_REPORT,
    from: "discardOutput(output);\n      throw failure;",
    to: "throw failure;",
    only: "a success that can't be reported",
    tests: ["faults/errno_test.ts"],
  },
  {
    fault: "failures to report a failure are kept secret",
    file: FAILURE_REPORT,
    from: "if (failures.every(({ message }) => message !== failure.message)) failures.push(failure);",
    to: "",
    only: "main: (io|data)",
    tests: mainTests,
  },
  {
    fault: "a file with as many rows as the window is refused",
    file: "lib/signal/rolling.ts",
    from: "rows - window + 1",
    to: "rows - window",
    tests: mainTests,
  },
  {
    fault: "a file with fewer rows than the window is read as a success",
    file: "lib/rows/enough_rows.ts",
    from: "if (rowsWithMean > 0) return;",
    to: "if (rows > 0) return;",
    tests: mainTests,
  },
  {
    fault: "a fault in a file that is being written is told as a fault of the file",
    file: READ_CANDLES,
    from: 'if (error instanceof JobError && error.kind === "data") {',
    to: "if (Date.now() < 0) {",
    only: "the input is",
    tests: ["faults/input_test.ts"],
  },
  {
    fault: "whether the input has changed is not asked",
    file: READ_CANDLES,
    from: "input.requireUnchanged();\n    log.end",
    to: "log.end",
    only: "the input is",
    tests: ["faults/input_test.ts"],
  },
  {
    fault: "the log counts one row with a mean too few",
    file: JOB,
    from: "rows_with_mean: rowsWithMean,\n",
    to: "rows_with_mean: rowsWithMean - 1,\n",
    only: "a job writes metrics|the log as JSON|real candles",
    tests: mainTests,
  },
  {
    fault: "the log does not tell of a failure",
    file: FAILURE_REPORT,
    from: 'log?.error("job failed", failureFields(error, performance.now() - startMs));',
    to: "",
    tests: mainTests,
  },
  {
    fault: "a failure is not written into the output file",
    file: FAILURE_REPORT,
    from: "try {\n      writeOutput(output, text);",
    to: "try {\n      // nothing",
    tests: mainTests,
  },
  {
    fault: "rates are rounded half up",
    file: "lib/numbers/signal_rate.ts",
    from: "(twiceRemainder === denominator && isOdd)",
    to: "(twiceRemainder === denominator)",
    tests: ["numbers/signal_rate_test.ts"],
  },
  {
    fault: "rates are cut, not rounded",
    file: "lib/numbers/signal_rate.ts",
    from: "tenThousandths++;",
    to: "tenThousandths += 0n;",
    tests: ["numbers/signal_rate_test.ts"],
  },
  {
    fault: "control characters get into the metrics",
    file: "lib/text/escape.ts",
    from: '.split("\\n").map(escapeUnsafe).join("\\n")',
    to: "",
    tests: metricsTests,
  },
  {
    fault: "the lowest window is refused",
    file: KINDS,
    from: "number >= least && number <= most;",
    to: "number > least && number <= most;",
    tests: configTests,
  },
  {
    fault: "a window above the highest is taken",
    file: KINDS,
    from: "number >= least && number <= most;",
    to: "number >= least;",
    tests: configTests,
  },
  {
    fault: "a window in octal is taken",
    file: KINDS,
    from: "/^(0|-?[1-9][0-9]*)$/",
    to: "/^-?[0-9]+$/",
    tests: configTests,
  },
  {
    fault: "a value is spelled as YAML understands it",
    file: VALUE,
    from: 'parse(pair, { schema: "failsafe" })',
    to: 'parse(pair, { schema: "core" })',
    tests: configTests,
  },
  {
    fault: "of a key that stands twice the last value is taken",
    file: CONFIG,
    from: "if (first !== undefined) throw repeatedKey(place, key, first);",
    to: "",
    tests: configTests,
  },
  {
    fault: "a config of the most bytes is refused",
    file: CONFIG,
    from: "if (bytes.length > MOST_CONFIG_BYTES) throw",
    to: "if (bytes.length >= MOST_CONFIG_BYTES) throw",
    tests: configTests,
  },
  {
    fault: "a failure ends with exit code 0",
    file: "main.ts",
    from: "Deno.exit(ending.failures[0]?.exitCode ?? 0);",
    to: "Deno.exit(0);",
    tests: mainTests,
  },
  {
    fault: "SIGTERM kills the job at once",
    file: "main.ts",
    from: '["SIGINT", "SIGTERM"]',
    to: '["SIGINT"]',
    only: "SIGTERM",
    tests: mainTests,
  },
  {
    fault: "the failure of a run is not told on standard error",
    file: "main.ts",
    from: "tell(ending);",
    to: "",
    tests: mainTests,
  },
  {
    fault: "a stop that was asked for is not noticed while reading",
    file: "lib/stop.ts",
    from: "await eventsHandled();\n    this.#lastBreathMs = performance.now();",
    to: "this.#lastBreathMs = performance.now();",
    only: "in the middle of a long file",
    tests: mainTests,
  },
];
