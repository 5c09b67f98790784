/**
 * Puts faults into copies of the project, one at a time, and shows that a test fails for each.
 *
 *     deno task mutants                    all of them
 *     deno task mutants --sample 20        every 20th
 *     deno task mutants --match "lib/log"  those whose file or fault matches a regular expression
 *     deno task mutants --jobs 4           four at a time
 *     deno task mutants --record yes       also writes docs/reliability/mutants.json
 *
 * A mutant counts as killed only if a test ran and failed: not if it does not load, nor if the tests do not come to an end,
 * for a busy machine would do that too. All tests that are used have to pass before any fault is put in.
 *
 * @module
 */
import { readFlags, wholeNumber } from "../../bench/flags.ts";
import { copyTree } from "../copy.ts";
import { writeEvidence } from "../evidence.ts";
import { type Mutant, MUTANTS, mutated } from "./mutants.ts";

const ROOT = new URL("../../", import.meta.url);
/** What the tests need. */
const COPIED = ["bench", "lib", "tests", "tools", "main.ts", "config.yaml", "data.csv", "README.md", "deno.json"]
  .concat(["deno.lock", "imports.jsr.json", ".ci"]);
const TEST = [
  "test",
  "--no-check",
  "--quiet",
  "--fail-fast",
  "--allow-read",
  "--allow-write",
  "--allow-run",
  "--allow-env=BATCH_SIGNAL",
];
/** Far longer than any test file takes. */
const PATIENCE_MS = 300_000;

/** How it went with a mutant. */
type Fate = "killed" | "survived" | "does not load" | "did not come to an end";

/** Runs Deno in `folder`. Returns its exit code and what it printed; no code if it had to be ended. */
async function deno(folder: string, args: readonly string[]): Promise<{ code: number | undefined; text: string }> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: folder,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let isLate = false;
  const alarm = setTimeout(() => {
    isLate = true;
    child.kill("SIGKILL");
  }, PATIENCE_MS);
  const { code, stdout, stderr } = await child.output();
  clearTimeout(alarm);
  const decoder = new TextDecoder();
  return { code: isLate ? undefined : code, text: decoder.decode(stdout) + decoder.decode(stderr) };
}

/** The name of the first test that failed. */
function failedTest(text: string): string {
  return / FAILURES \n+(.+?) =>/.exec(text)?.[1] ?? "unnamed";
}

/** Puts the fault in, runs the tests up to the first that fails, and takes it out again. */
async function judge(folder: string, mutant: Mutant): Promise<{ fate: Fate; by: string }> {
  const path = `${folder}/${mutant.file}`;
  const source = Deno.readTextFileSync(path);
  Deno.writeTextFileSync(path, mutated(source, mutant));
  try {
    const loaded = await deno(folder, ["cache", "--quiet", "--no-check", mutant.file]);
    if (loaded.code !== 0) return { fate: "does not load", by: loaded.text };
    const filter = mutant.only === undefined ? [] : ["--filter", `/${mutant.only}/`];
    for (const test of mutant.tests) {
      const { code, text } = await deno(folder, [...TEST, ...filter, `tests/${test}`]);
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

function copyProject(): string {
  const folder = Deno.makeTempDirSync({ prefix: "batch-signal-mutants-" });
  for (const name of COPIED) copyTree(new URL(name, ROOT), `${folder}/${name}`);
  return folder;
}

/** Without faults all is well: else a failed test would show nothing. */
async function requireSound(folder: string, mutants: readonly Mutant[]): Promise<void> {
  const tests = [...new Set(mutants.flatMap(({ tests }) => tests))];
  const { code, text } = await deno(folder, [...TEST, ...tests.map((test) => `tests/${test}`)]);
  if (code !== 0) throw new Error(`the tests fail without a fault:\n${text}`);
  console.log(`${tests.length} test files pass without a fault`);
}

/** Judges `mutants` in as many copies as there are jobs. Returns the fates in the order of the table. */
async function judgeAll(mutants: readonly Mutant[], jobs: number): Promise<Fate[]> {
  const folders = Array.from({ length: Math.min(jobs, mutants.length) }, copyProject);
  const fates: Fate[] = [];
  let next = 0;
  try {
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
  } finally {
    for (const folder of folders) Deno.removeSync(folder, { recursive: true });
  }
  return fates;
}

const flags = readFlags(Deno.args, { sample: "1", jobs: "2", match: "", record: "no" });
const sample = wholeNumber("sample", flags.sample, 1);
const chosen = MUTANTS.filter(({ file, fault }) => new RegExp(flags.match).test(`${file}: ${fault}`))
  .filter((_, n) => n % sample === 0)
  .filter(({ file, fault, needsBoundUser }) => {
    if (!needsBoundUser || Deno.uid() !== 0) return true;
    console.log(`skipped, for permissions do not bind root: ${file}: ${fault}`);
    return false;
  });
if (chosen.length === 0) throw new Error(`--match ${flags.match}: no mutant has that`);
const fates = await judgeAll(chosen, wholeNumber("jobs", flags.jobs, 1));
const killed = fates.filter((fate) => fate === "killed").length;
console.log(`${chosen.length} of ${MUTANTS.length} mutants: ${killed} killed, ${chosen.length - killed} not`);
if (flags.record === "yes") {
  if (flags.match !== "" || sample > 1) throw new Error("--record: only all mutants are worth recording");
  const left = MUTANTS.length - chosen.length;
  writeEvidence("mutants", {
    part: "Faults put into the code",
    command: "deno task mutants --record yes",
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
if (killed < chosen.length) Deno.exit(1);
