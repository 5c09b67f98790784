/**
 * Puts faults into copies of the project, one at a time, and shows that a test fails for each.
 *
 *     deno task prove:mutants                    all of them
 *     deno task prove:mutants --sample 20        every 20th
 *     deno task prove:mutants --match "lib/log"  those whose file or fault matches a regular expression
 *     deno task prove:mutants --jobs 4           four at a time
 *     deno task prove:mutants --record yes       also writes docs/reliability/mutants.json
 *     deno task prove:mutants --random 50        50 faults drawn at random lines of lib/, by --seed, and of files that --match
 *     deno task prove:mutants --near yes         of the tests for drawn ones, leave out those that start the command
 *     deno task prove:mutants --again yes        those that survived when they were drawn, once more
 *
 * A mutant counts as killed only if a test ran and failed: not if it does not load, nor if the tests do not come to an end,
 * for a busy machine would do that too. All tests that are used have to pass before any fault is put in. A drawn mutant may
 * also turn a loop into an endless one: it is killed too if the tests take many times longer than without it.
 *
 * @module
 */
import { readFlags, wholeNumber } from "../../tools/flags.ts";
import { writeEvidence } from "../evidence.ts";
import { draw, type Drawn } from "./draw.ts";
import { type Mutant, MUTANTS, mutated } from "./mutants.ts";
import { countsText, diffOf, type Judged, judgeDrawn } from "./random.ts";
import { recordAgain, recordDraw, recordedSurvivors } from "./record.ts";
import { cleanUp, copyProject, deno, failedTest, runTests } from "./run.ts";

/** Far longer than any test file takes. */
const PATIENCE_MS = 300_000;

/** How it went with a mutant. */
type Fate = "killed" | "survived" | "does not load" | "did not come to an end";

/** Puts the fault in, runs the tests up to the first that fails, and takes it out again. */
async function judge(folder: string, mutant: Mutant): Promise<{ fate: Fate; by: string }> {
  const path = `${folder}/${mutant.file}`;
  const source = Deno.readTextFileSync(path);
  Deno.writeTextFileSync(path, mutated(source, mutant));
  try {
    const loaded = await deno(folder, ["cache", "--quiet", "--no-check", mutant.file], PATIENCE_MS);
    if (loaded.code !== 0) return { fate: "does not load", by: loaded.text };
    const filter = mutant.only === undefined ? [] : ["--filter", `/${mutant.only}/`];
    for (const test of mutant.tests) {
      const { code, text } = await runTests(folder, [test], PATIENCE_MS, filter);
      if (code === undefined) return { fate: "did not come to an end", by: test };
      if (code === 0) continue;
      // A run of tests that fails without a failed test has shown nothing.
      const isTest = /^FAILED \| .* [1-9][0-9]* failed/m.test(text) && !text.includes("(uncaught error)");
      return isTest ? { fate: "killed", by: failedTest(text) } : { fate: "does not load", by: text };
    }
    return { fate: "survived", by: "" };
  } finally {
    Deno.writeTextFileSync(path, source);
  }
}

/** Without faults all is well: else a failed test would show nothing. */
async function requireSound(folder: string, mutants: readonly Mutant[]): Promise<void> {
  const tests = [...new Set(mutants.flatMap(({ tests }) => tests))];
  const { code, text } = await runTests(folder, tests, PATIENCE_MS);
  if (code !== 0) throw new Error(`the tests fail without a fault:\n${text}`);
  console.log(`${tests.length} test files pass without a fault`);
}

/** Judges `mutants` in as many copies as there are jobs. Returns the fates in the order of the table. */
async function judgeAll(mutants: readonly Mutant[], jobs: number): Promise<Fate[]> {
  const folders = Array.from({ length: Math.min(jobs, mutants.length) }, copyProject);
  const fates: Fate[] = [];
  let next = 0;
  await requireSound(folders[0] ?? "", mutants);
  await Promise.all(folders.map(async (folder) => {
    for (;;) {
      const index = next++;
      const mutant = mutants[index];
      if (mutant === undefined) return;
      const { fate, by } = await judge(folder, mutant);
      fates[index] = fate;
      console.log(`${fate}: ${mutant.file}: ${mutant.fault}${by === "" ? "" : `\n    ${by}`}`);
    }
  }));
  return fates;
}

/** Judges faults of the table. Returns whether all were killed. */
async function checkTable(sample: number, jobs: number, match: string, isRecorded: boolean): Promise<boolean> {
  const chosen = MUTANTS.filter(({ file, fault }) => new RegExp(match).test(`${file}: ${fault}`))
    .filter((_, n) => n % sample === 0)
    .filter(({ file, fault, needsBoundUser }) => {
      if (!needsBoundUser || Deno.uid() !== 0) return true;
      console.log(`skipped, for permissions do not bind root: ${file}: ${fault}`);
      return false;
    });
  if (chosen.length === 0) throw new Error(`--match ${match}: no mutant has that`);
  const fates = await judgeAll(chosen, jobs);
  const killed = fates.filter((fate) => fate === "killed").length;
  console.log(`${chosen.length} of ${MUTANTS.length} mutants: ${killed} killed, ${chosen.length - killed} not`);
  if (isRecorded) {
    if (match !== "" || sample > 1) throw new Error("--record: only all mutants are worth recording");
    const left = MUTANTS.length - chosen.length;
    writeEvidence("mutants", {
      part: "Faults put into the code",
      command: "deno task prove:mutants --record yes",
      date: new Date().toISOString().slice(0, 10),
      rows: [{
        promise: "The tests notice when the code is wrong.",
        tested: "Each fault of a table is put into a copy of the project, and the tests are run until one fails.",
        cases: chosen.length,
        sought: "surviving mutants",
        found: chosen.length - killed,
        ...(left === 0 ? {} : { skipped: `${left} that only another user than root can see` }),
      }],
    });
  }
  return killed === chosen.length;
}

/** Judges drawn faults, and prints the survivors once more at the end. Returns whether none survived. */
async function checkDrawn(
  mutants: readonly Drawn[],
  jobs: number,
  isNearOnly: boolean,
  record?: (judged: readonly Judged[]) => void,
): Promise<boolean> {
  const judged = await judgeDrawn(mutants, jobs, isNearOnly);
  const survivors = judged.filter(({ fate }) => fate === "survived");
  for (const survivor of survivors) console.log(`survived: ${diffOf(survivor)}`);
  console.log(`${judged.length} mutants: ${countsText(judged)}`);
  record?.(judged);
  return survivors.length === 0;
}

/** Does what the flags ask for. Returns whether no mutant survived. */
async function check(argv: readonly string[]): Promise<boolean> {
  const defaults = { sample: "1", jobs: "2", match: "", record: "no", random: "0", seed: "1", again: "no", near: "no" };
  const flags = readFlags(argv, defaults);
  const jobs = wholeNumber("jobs", flags.jobs, 1);
  const random = wholeNumber("random", flags.random, 0);
  const seed = wholeNumber("seed", flags.seed, 0);
  const isRecorded = flags.record === "yes";
  const isNearOnly = flags.near === "yes";
  if (flags.again === "yes") {
    return await checkDrawn(recordedSurvivors(), jobs, isNearOnly, isRecorded ? recordAgain : undefined);
  }
  if (random === 0) return await checkTable(wholeNumber("sample", flags.sample, 1), jobs, flags.match, isRecorded);
  if (isRecorded && flags.match !== "") throw new Error("--record: only mutants of all files are worth recording");
  const drawn = draw(random, seed, new RegExp(flags.match));
  return await checkDrawn(drawn, jobs, isNearOnly, isRecorded ? (judged) => recordDraw(seed, judged) : undefined);
}

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  Deno.addSignalListener(signal, () => {
    cleanUp();
    Deno.exit(code);
  });
}
try {
  if (!await check(Deno.args)) Deno.exitCode = 1;
} finally {
  cleanUp();
}
