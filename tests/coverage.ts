/**
 * Which lines of the code the tests run.
 *
 *     deno task prove:coverage                     all tests
 *     deno task prove:coverage tests/signal        some of them
 *     deno task prove:coverage --least 95          fails where less than 95 % of the lines are run
 *     deno task prove:coverage --report yes        runs none: tells what those have left that were run before, with
 *                                            DENO_COVERAGE_DIR="$PWD/coverage" deno task test
 *
 * The commands that tests start count too: Deno tells them where to put what they have run. Those that are killed at once
 * leave nothing or half a file, which is left out; so the figures are a little too low. The kernel itself is WebAssembly,
 * and not in them.
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";

const FOLDER = "coverage";
const CODE = "/(lib/.*|main)\\.ts$";
/** The kernel's source is no TypeScript, but for its name. */
const OTHER = "/(assembly|tests|bench|tools)/";

async function deno(args: readonly string[]): Promise<number> {
  const { code } = await new Deno.Command(Deno.execPath(), { args: [...args] }).spawn().status;
  return code;
}

/** Removes files that are not whole. Returns how many there were. */
function removeTorn(): number {
  let torn = 0;
  for (const { name } of Deno.readDirSync(FOLDER)) {
    try {
      JSON.parse(Deno.readTextFileSync(`${FOLDER}/${name}`));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      Deno.removeSync(`${FOLDER}/${name}`);
      torn++;
    }
  }
  return torn;
}

function removeFolder(): void {
  try {
    Deno.removeSync(FOLDER, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

async function runTests(tests: readonly string[]): Promise<number> {
  removeFolder();
  const flags = [
    "--parallel",
    "--no-check",
    "--reporter=dot",
    "--allow-read",
    "--allow-write",
    "--allow-run",
    "--allow-env",
  ];
  return await deno(["test", ...flags, `--coverage=${FOLDER}`, "--coverage-raw-data-only", ...tests]);
}

/** Lines of a file that no test ran, of how many that could be run. */
interface FileLines {
  readonly file: string;
  readonly lines: number;
  readonly missed: readonly number[];
}

/** Reads what `deno coverage --lcov` prints. */
function readLcov(text: string): FileLines[] {
  return text.split("end_of_record").filter((record) => record.includes("SF:")).map((record) => {
    const file = /SF:(.*)/.exec(record)?.[1] ?? "";
    const lines = [...record.matchAll(/^DA:([0-9]+),([0-9]+)/gm)].map(([, line, runs]) => [Number(line), Number(runs)]);
    return {
      file: file.replace(/^.*\/(?=lib\/|main\.ts$)/, ""),
      lines: lines.length,
      missed: lines.flatMap(([line = 0, runs]) => runs === 0 ? [line] : []),
    };
  });
}

/** `3, 7 to 9` */
function ranges(numbers: readonly number[]): string {
  const parts: [number, number][] = [];
  for (const number of numbers) {
    const last = parts.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else parts.push([number, number]);
  }
  return parts.map(([from, to]) => from === to ? String(from) : `${from} to ${to}`).join(", ");
}

const parsed = parseArgs(Deno.args, { string: ["least", "report"], default: { least: "0", report: "no" } });
const least = Number(parsed["least"]);
const words: unknown = parsed["_"];
const tests = Array.isArray(words) && words.length > 0 ? words.map(String) : ["tests/"];
const testCode = parsed["report"] === "yes" ? 0 : await runTests(tests);
console.log(`${removeTorn()} commands were killed while they wrote down what they had run: not in the figures`);
const { success, stdout } = await new Deno.Command(Deno.execPath(), {
  args: ["coverage", FOLDER, `--include=${CODE}`, `--exclude=${OTHER}`, "--lcov"],
  stderr: "inherit",
}).output();
const files = readLcov(new TextDecoder().decode(stdout)).sort((a, b) => a.file < b.file ? -1 : 1);
for (const { file, missed } of files) if (missed.length > 0) console.log(`${file}: never run: ${ranges(missed)}`);
const lines = files.reduce((sum, file) => sum + file.lines, 0);
const run = lines - files.reduce((sum, file) => sum + file.missed.length, 0);
const percent = Math.floor(1000 * run / lines) / 10;
console.log(`coverage: ${run} of ${lines} lines in ${files.length} files, ${percent} %, expected at least ${least} %`);
Deno.exit(testCode !== 0 ? testCode : success && lines > 0 && percent >= least ? 0 : 1);
