import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { type Options, readCommand } from "../../lib/commands/command_line.ts";
import { USAGE } from "../../lib/commands/usage.ts";
import { JobError } from "../../lib/errors.ts";

const FILES = ["--input", "in.csv", "--config", "c.yaml", "--output", "m.json", "--log-file", "r.log"];
const OPTIONS = {
  inputs: ["in.csv"],
  config: "c.yaml",
  output: "m.json",
  logFile: "r.log",
  signals: undefined,
  rejects: undefined,
  manifest: undefined,
  resume: undefined,
  checkpoint: undefined,
  report: undefined,
  logFormat: "text",
  threads: undefined,
  prometheus: undefined,
  previous: undefined,
  now: undefined,
  quiet: false,
} as const;

const ACCEPTED: readonly [argv: readonly string[], options: Options][] = [
  [FILES, OPTIONS],
  [["--", ...FILES], OPTIONS],
  [["-i", "in.csv", "-c", "c.yaml", "-o", "m.json", "-l", "r.log"], OPTIONS],
  [["-q", "--log-file=r.log", "--output=m.json", "--config=c.yaml", "--input=in.csv"], { ...OPTIONS, quiet: true }],
  [[...FILES, "--quiet", "--log-format", "json"], { ...OPTIONS, quiet: true, logFormat: "json" }],
  [[...FILES, "--threads", "64"], { ...OPTIONS, threads: 64 }],
  [[...FILES, "--previous", "old.json", "--now=2024-01-05"], {
    ...OPTIONS,
    previous: "old.json",
    now: 1704412800000000000n,
  }],
  [["--input", "-", ...FILES.slice(2)], { ...OPTIONS, inputs: ["-"] }],
  [["--input=-", ...FILES.slice(2)], { ...OPTIONS, inputs: ["-"] }],
  [["-i", "-", ...FILES.slice(2)], { ...OPTIONS, inputs: ["-"] }],
  [["--input=a=b", ...FILES.slice(2)], { ...OPTIONS, inputs: ["a=b"] }],
  [["--input=-5", ...FILES.slice(2)], { ...OPTIONS, inputs: ["-5"] }],
  [["-i", "b.csv", ...FILES, "-i", "-", "--input=a*.csv"], { ...OPTIONS, inputs: ["b.csv", "in.csv", "-", "a*.csv"] }],
  [["--input", "a b\n", ...FILES.slice(2)], { ...OPTIONS, inputs: ["a b\n"] }],
  // As a shell leaves a pattern that it has expanded.
  [["-i", "a.csv", "b.csv", "-", "c\nd.csv", ...FILES.slice(2)], {
    ...OPTIONS,
    inputs: ["a.csv", "b.csv", "-", "c\nd.csv"],
  }],
  [[...FILES.slice(2), "--input=a.csv", "b.csv"], { ...OPTIONS, inputs: ["a.csv", "b.csv"] }],
  [["-i", "a.csv", "b.csv", "-q", "-i", "c.csv", "d.csv", ...FILES.slice(2)], {
    ...OPTIONS,
    inputs: ["a.csv", "b.csv", "c.csv", "d.csv"],
    quiet: true,
  }],
];

for (const [argv, options] of ACCEPTED) {
  Deno.test({
    name: `cli: ${JSON.stringify(argv)}`,
    permissions: "none",
    async fn() {
      assertEquals(await readCommand(argv), { name: "run", options });
    },
  });
}

/** Every message of a usage error. The end-to-end tests start the command with some of them. */
const REFUSED: readonly [argv: readonly string[], message: string][] = [
  [[], "nothing is given, expected --input FILE --config FILE --output FILE --log-file FILE; see batch-signal --help"],
  [FILES.slice(2), "--input is missing, expected --input FILE"],
  [FILES.toSpliced(2, 2), "--config is missing, expected --config FILE"],
  [FILES.toSpliced(4, 2), "--output is missing, expected --output FILE"],
  [FILES.slice(0, 6), "--log-file is missing, expected --log-file FILE"],
  [[...FILES, "--inptu", "x"], "unknown flag --inptu; did you mean --input?"],
  [[...FILES, "--outputs=x"], "unknown flag --outputs=x; did you mean --output?"],
  [[...FILES, "-x"], "unknown flag -x; see batch-signal --help"],
  [[...FILES, "--out", "x"], "unknown flag --out; did you mean --output?"],
  [[...FILES, "--window", "5"], "unknown flag --window; write window: and its value in the config"],
  [[...FILES, "--close-column=c"], "unknown flag --close-column=c; write close_column: and its value in the config"],
  [[...FILES, "--now"], "--now has no value, expected --now TIME"],
  [[...FILES, "--now", "a", "--now", "b"], "--now is given 2 times, expected it once"],
  [[...FILES, "--previous", "-"], '--previous is "-", expected a file; only --input reads standard input'],
  [[...FILES, "--no-quiet"], "unknown flag --no-quiet; did you mean --quiet?"],
  [[...FILES, "--__proto__", "x"], "unknown flag --__proto__; see batch-signal --help"],
  [[...FILES, "--constructor"], "unknown flag --constructor; see batch-signal --help"],
  [[...FILES, "--log.file", "x"], "unknown flag --log.file; did you mean --log-file?"],
  [[...FILES, "--\u001b[31m"], "unknown flag --\\u001b[31m; see batch-signal --help"],
  [["-i", "-", ...FILES, "--input=-"], "--input - is given 2 times, expected it once"],
  [[...FILES, "-i", ""], "--input has no value, expected --input FILE"],
  [[...FILES, "--log-file", "a", "-l", "b"], "--log-file is given 3 times, expected it once"],
  [[...FILES, "-q", "--quiet"], "--quiet is given 2 times, expected it once"],
  [[...FILES, "--quiet=false"], "--quiet has a value, expected --quiet alone"],
  [["--input", "--config", "c.yaml", ...FILES.slice(4)], "--input has no value, expected --input FILE"],
  [["--input=", ...FILES.slice(2)], "--input has no value, expected --input FILE"],
  [[...FILES.slice(0, 6), "--log-file"], "--log-file has no value, expected --log-file FILE"],
  [[...FILES, "--threads"], "--threads has no value, expected --threads N"],
  [[...FILES, "--threads", "0"], '--threads is "0", expected a whole number from 1 to 64'],
  [[...FILES, "--threads", "65"], '--threads is "65", expected a whole number from 1 to 64'],
  [[...FILES, "--threads=-1"], '--threads is "-1", expected a whole number from 1 to 64'],
  [[...FILES, "--threads", "two"], '--threads is "two", expected a whole number from 1 to 64'],
  [[...FILES, "--threads", "1", "--threads", "2"], "--threads is given 2 times, expected it once"],
  [[...FILES, "--log-format"], "--log-format has no value, expected --log-format text or json"],
  [[...FILES, "--log-format", "xml"], '--log-format is "xml", expected text or json'],
  [[...FILES, "data.csv"], 'unexpected argument "data.csv", expected flags only'],
  [["data.csv"], 'unexpected argument "data.csv"; did you mean --input data.csv?'],
  [[...FILES, "--", "data.csv"], 'unexpected argument "data.csv", expected flags only'],
  [[...FILES, "-"], 'unexpected argument "-", expected flags only'],
  [["-"], 'unexpected argument "-"; did you mean --input -?'],
  [["--input", "", ...FILES.slice(2)], "--input has no value, expected --input FILE"],
  [[...FILES, "-qq"], "--quiet is given 2 times, expected it once"],
  [[...FILES, "--quiet", "-q"], "--quiet is given 2 times, expected it once"],
  [[...FILES, "--quiet", "false"], "--quiet has a value, expected --quiet alone"],
  [["--i", "in.csv", ...FILES.slice(2)], "unknown flag --i; see batch-signal --help"],
  [
    [...FILES.slice(0, 4), "--output", "-", "-l", "r.log"],
    '--output is "-", expected a file; only --input reads standard input',
  ],
  [["-i", "a", "-c", "-", ...FILES.slice(4)], '--config is "-", expected a file; only --input reads standard input'],
];

for (const [argv, message] of REFUSED) {
  Deno.test({
    name: `cli: ${JSON.stringify(argv)} is refused`,
    permissions: "none",
    async fn() {
      const error = await assertRejects(() => readCommand(argv), JobError);
      assertEquals(error.message, message);
      assertEquals([error.kind, error.exitCode], ["usage", 2]);
    },
  });
}

Deno.test({
  name: "cli: help and version win over everything else",
  permissions: "none",
  async fn() {
    for (
      const argv of [["--help"], ["-h"], ["--input", "--help"], [...FILES, "-h", "--nonsense"], ["--version", "-h"]]
    ) {
      assertEquals(await readCommand(argv), { name: "help", text: USAGE });
    }
    for (const argv of [["--version"], ["-V"], ["-qV"], [...FILES, "--version"]]) {
      assertEquals(await readCommand(argv), { name: "version" });
    }
  },
});

Deno.test({
  name: "cli: the usage page fits a screen and names every flag and exit code",
  permissions: "none",
  fn() {
    const lines = USAGE.trimEnd().split("\n");
    assertEquals(lines.length <= 24, true);
    assertEquals(lines.filter((line) => line.length > 100), []);
    for (
      const flag of [
        "-i, --input",
        "-c, --config",
        "-o, --output",
        "-l, --log-file",
        "--report",
        "--log-format",
        "--threads",
        "--previous",
        "--now",
        "-q, --quiet",
        "-h, --help",
        "--version",
      ]
    ) {
      assertStringIncludes(USAGE, flag);
    }
    for (
      const code of [
        "0  success",
        "1  internal",
        "2  wrong usage",
        "3  invalid config",
        "4  invalid data",
        "5  cannot",
        "6  a check said no",
        "130, 143",
      ]
    ) {
      assertStringIncludes(USAGE, code);
    }
  },
});
