import type { Mutant } from "./mutants.ts";

const OUTPUT = "lib/output.ts";
const LOG = "lib/log.ts";
const JOB = "lib/job.ts";
const METRICS = "lib/metrics.ts";
const CONFIG = "lib/config.ts";

const outputTests = ["output_test.ts", "main_test.ts"];
const logTests = ["log_test.ts", "main_test.ts"];
const mainTests = ["main_test.ts"];
const metricsTests = ["metrics_test.ts"];
const configTests = ["config_test.ts"];

/** Faults in the job around the signals: its config, log, outputs, signals of the system and exit code. */
export const JOB_MUTANTS: readonly Mutant[] = [
  {
    fault: "metrics are renamed before they are on the disk",
    file: OUTPUT,
    from: "temporary.file.syncSync();",
    to: "",
    tests: outputTests,
  },
  {
    fault: "the folder is not synced after the rename",
    file: OUTPUT,
    from: "syncDirectory(path);\n  } catch",
    to: "} catch",
    tests: outputTests,
  },
  {
    fault: "metrics are written in place, where they can be seen half done",
    file: OUTPUT,
    from: "Deno.renameSync(temporary.path, path);",
    to: "Deno.copyFileSync(temporary.path, path);\n      Deno.removeSync(temporary.path);",
    tests: outputTests,
  },
  {
    fault: "the temporary file of a failed write stays",
    file: OUTPUT,
    from: "Deno.removeSync(temporary.path);\n      throw error;",
    to: "throw error;",
    tests: outputTests,
  },
  {
    fault: "a short write is taken for a whole one",
    file: OUTPUT,
    from: "written += taken;",
    to: "written = bytes.length;",
    tests: outputTests,
  },
  {
    fault: "a writer that takes nothing is tried for ever",
    file: OUTPUT,
    from: 'if (taken === 0) throw new Error("nothing more is taken");',
    to: 'if (taken < 0 || (written += 1e-9) > 1e-2) throw new Error("given up");',
    tests: outputTests,
  },
  {
    fault: "an old output that can't be removed stays readable",
    file: OUTPUT,
    from: "if (Deno.lstatSync(path).isFile) Deno.truncateSync(path);",
    to: "",
    tests: outputTests,
  },
  {
    fault: "a device is taken for a file and removed",
    file: OUTPUT,
    from: 'return followed.isCharDevice ? "device" : "other";',
    to: 'return followed.isCharDevice ? "nothing" : "other";',
    tests: outputTests,
  },
  {
    fault: "an old output stays while the new one is computed",
    file: JOB,
    from: "try {\n    discardOutput(options.output);\n  } catch (error) {\n    failure = error;\n  }",
    to: "",
    tests: mainTests,
  },
  {
    fault: "a failed line of the log is swallowed",
    file: LOG,
    from:
      "writeAll(this.#file, encoder.encode(formatter(record)));\n          } catch (error) {\n            this.#failure ??= error;",
    to: "writeAll(this.#file, encoder.encode(formatter(record)));\n          } catch {\n            // swallowed",
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
    from: "if (this.#file.statSync().isFile) this.#file.syncSync();",
    to: "",
    tests: logTests,
  },
  {
    fault: "values in the log are not escaped",
    file: LOG,
    from: 'return /^[^\\s"=\\\\]+$/.test(text) && escapeUnsafe(text) === text ? text : quoteWhole(text);',
    to: "return text;",
    tests: logTests,
  },
  {
    fault: "the JSON log is not escaped",
    file: LOG,
    from: "return `${escapeUnsafe(jsonFormatter(record).trimEnd())}\\n`;",
    to: "return `${jsonFormatter(record).trimEnd()}\\n`;",
    tests: logTests,
  },
  {
    fault: "metrics appear before the log is on the disk",
    file: JOB,
    from: "log.sync();\n  const text = metricsJson(metrics);",
    to: "const text = metricsJson(metrics);",
    tests: mainTests,
  },
  {
    fault: "a success that can't be reported stays as one",
    file: JOB,
    from: "discardOutput(options.output);\n      throw failure;",
    to: "throw failure;",
    tests: mainTests,
  },
  {
    fault: "failures to report a failure are kept secret",
    file: JOB,
    from: "if (failures.every(({ message }) => message !== failure.message)) failures.push(failure);",
    to: "",
    tests: mainTests,
  },
  {
    fault: "a file with as many rows as the window is refused",
    file: JOB,
    from: "if (rows < window) throw",
    to: "if (rows <= window) throw",
    tests: mainTests,
  },
  {
    fault: "a file with fewer rows than the window is read as a success",
    file: JOB,
    from: "if (rows < window) throw fewerRowsThanWindow(input, rows, window);",
    to: "",
    tests: mainTests,
  },
  {
    fault: "a fault in a file that is being written is told as a fault of the file",
    file: JOB,
    from: 'if (error instanceof JobError && error.kind === "data") await source.requireUnchanged();',
    to: "",
    tests: mainTests,
  },
  {
    fault: "whether the input has changed is not asked",
    file: JOB,
    from: "await source.requireUnchanged();\n      logHeaderOnce();",
    to: "logHeaderOnce();",
    tests: mainTests,
  },
  {
    fault: "the log counts one row with a mean too few",
    file: JOB,
    from: "rows_with_mean: rows - config.window + 1,",
    to: "rows_with_mean: rows - config.window,",
    tests: mainTests,
  },
  {
    fault: "the log does not tell of a failure",
    file: JOB,
    from: 'log?.error("job failed", failureFields(error, performance.now() - startMs));',
    to: "",
    tests: mainTests,
  },
  {
    fault: "a failure is not written into the output file",
    file: JOB,
    from: "try {\n      writeOutput(options.output, text);",
    to: "try {\n      // nothing",
    tests: mainTests,
  },
  {
    fault: "rates are rounded half up",
    file: METRICS,
    from: "(twiceRemainder === denominator && isOdd)",
    to: "(twiceRemainder === denominator)",
    tests: metricsTests,
  },
  {
    fault: "rates are cut, not rounded",
    file: METRICS,
    from: "tenThousandths++;",
    to: "tenThousandths += 0n;",
    tests: metricsTests,
  },
  {
    fault: "control characters get into the metrics",
    file: METRICS,
    from: '.split("\\n").map(escapeUnsafe).join("\\n")',
    to: "",
    tests: metricsTests,
  },
  {
    fault: "the lowest window is refused",
    file: CONFIG,
    from: "number >= least && number <= most) return number;",
    to: "number > least && number <= most) return number;",
    tests: configTests,
  },
  {
    fault: "a window above the highest is taken",
    file: CONFIG,
    from: "number >= least && number <= most) return number;",
    to: "number >= least) return number;",
    tests: configTests,
  },
  {
    fault: "a window in octal is taken",
    file: CONFIG,
    from: "/^(0|-?[1-9][0-9]*)$/",
    to: "/^-?[0-9]+$/",
    tests: configTests,
  },
  {
    fault: "of a key that stands twice the last value is taken",
    file: CONFIG,
    from: "if (first !== undefined) throw repeatedKey(line.place, key, first);",
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
    from: "Deno.exit(failures[0]?.exitCode ?? 0);",
    to: "Deno.exit(0);",
    tests: mainTests,
  },
  {
    fault: "SIGTERM kills the job at once",
    file: "main.ts",
    from: '["SIGINT", "SIGTERM"]',
    to: '["SIGINT"]',
    tests: mainTests,
  },
  {
    fault: "the failure of a run is not told on standard error",
    file: "main.ts",
    from: "tell(failures);",
    to: "",
    tests: mainTests,
  },
  {
    fault: "a stop that was asked for is not noticed while reading",
    file: "lib/stop.ts",
    from: "await eventsHandled();\n    this.#lastBreathMs = performance.now();",
    to: "this.#lastBreathMs = performance.now();",
    tests: [...mainTests],
  },
];
