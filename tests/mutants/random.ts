/**
 * Judges mutants that were drawn at random: runs the nearest tests first, up to the first that fails.
 *
 * @module
 */
import { mutated } from "./mutants.ts";
import type { Drawn } from "./draw.ts";
import { type NearAndFar, Tests } from "./nearest.ts";
import { copyProject, deno, failedTest, runTests } from "./run.ts";

/**
 * What became of a mutant: a test failed; the tests did not come to an end; the type checker refuses what no test noticed,
 * so that it could not have been landed; or nobody noticed.
 */
export type Fate = "killed" | "hung" | "refused" | "equivalent" | "survived";

/** A mutant and what became of it. */
export interface Judged extends Drawn {
  readonly fate: Fate;
  /** The test that failed, or why the mutant is equivalent. */
  readonly by: string;
}

/** What a run may take however short it is without a fault: the machine may be busy. */
const LEAST_PATIENCE_MS = 45_000;
/** How many times longer than without a fault a run may take. */
const PATIENCE = 8;

/** Without a test that takes as long as all others that start the command: others of several threads see what it sees. */
const QUICK = ["--", "--quick"];

/** Runs of the tests without a fault: they have to pass, and tell how long is too long. */
class Sound {
  readonly #folder: string;
  readonly #runs = new Map<string, Promise<number>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** How long some tests take, in milliseconds. */
  async timeMs(tests: readonly string[]): Promise<number> {
    let sum = 0;
    for (const test of tests) {
      const run = this.#runs.get(test) ?? this.#measure(test);
      this.#runs.set(test, run);
      sum += await run;
    }
    return sum;
  }

  async #measure(test: string): Promise<number> {
    const begin = performance.now();
    const { code, text } = await runTests(this.#folder, [test, ...QUICK], 20 * LEAST_PATIENCE_MS);
    if (code !== 0 || !/^ok \| [1-9]/m.test(text)) throw new Error(`tests/${test} fails without a fault:\n${text}`);
    return performance.now() - begin;
  }
}

/** Runs the near or the far tests on a mutant, up to the first that fails, and after the far ones the type checker. */
async function judge(
  mutant: Drawn,
  folder: string,
  reach: keyof NearAndFar,
  tests: Tests,
  sound: Sound,
): Promise<Judged> {
  const path = `${folder}/${mutant.file}`;
  const source = Deno.readTextFileSync(path);
  Deno.writeTextFileSync(path, mutated(source, mutant));
  try {
    for (const group of tests.of(mutant.file)[reach]) {
      const patienceMs = LEAST_PATIENCE_MS + PATIENCE * await sound.timeMs(group);
      const { code, text } = await runTests(folder, [...group, ...QUICK], patienceMs);
      if (code === undefined) return { ...mutant, fate: "hung", by: group.join(", ") };
      if (code !== 0) return { ...mutant, fate: "killed", by: failedTest(text) };
    }
    if (reach === "near") return { ...mutant, fate: "survived", by: "" };
    const { code, text } = await deno(folder, ["check", "--quiet", "main.ts"], 20 * LEAST_PATIENCE_MS);
    if (code === 0) return { ...mutant, fate: "survived", by: "" };
    return { ...mutant, fate: "refused", by: /^.*error.*$/im.exec(text)?.[0] ?? "the type checker" };
  } finally {
    Deno.writeTextFileSync(path, source);
  }
}

/** A mutant as lines of a patch. */
export function diffOf({ file, line, from, to }: Drawn): string {
  const lines = (sign: string, text: string) => text.split("\n").map((one) => `    ${sign} ${one}`).join("\n");
  return `${file}:${line}\n${lines("-", from)}\n${lines("+", to)}`;
}

/**
 * Judges mutants in as many copies of the project as there are jobs, and prints each as it goes: all of them by the tests
 * that are near, and then those that are left by the ones that start the command.
 *
 * @param isNearOnly Leave out the tests that start the command.
 */
export async function judgeDrawn(mutants: readonly Drawn[], jobs: number, isNearOnly: boolean): Promise<Judged[]> {
  const tests = new Tests();
  const [clean = "", ...folders] = Array.from({ length: 1 + Math.min(jobs, mutants.length) }, copyProject);
  const sound = new Sound(clean);
  const judged = mutants.map(({ reason, ...mutant }): Judged =>
    reason === undefined ? { ...mutant, fate: "survived", by: "" } : { ...mutant, fate: "equivalent", by: reason }
  );
  for (const reach of isNearOnly ? ["near"] as const : ["near", "far"] as const) {
    const left = [...judged.entries()].filter(([, { fate }]) => fate === "survived");
    let done = 0;
    await Promise.all(folders.map(async (folder) => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) {
        const [index, mutant] = next;
        const begin = performance.now();
        const verdict = await judge(mutant, folder, reach, tests, sound);
        judged[index] = verdict;
        const seconds = Math.round((performance.now() - begin) / 1000);
        console.log(`${reach}, ${++done}, ${left.length} left: ${verdict.fate} (${seconds} s): ${diffOf(mutant)}`);
        if (verdict.by !== "") console.log(`    ${verdict.by}`);
      }
    }));
  }
  return judged;
}

/** How many of each fate there are, as text: "45 killed, 2 hung, 1 refused by the type checker, 1 equivalent, 1 survived". */
export function countsText(judged: readonly Judged[]): string {
  const count = (fate: Fate) => judged.filter((one) => one.fate === fate).length;
  return `${count("killed")} killed, ${count("hung")} hung, ${count("refused")} refused by the type checker, ` +
    `${count("equivalent")} equivalent, ${count("survived")} survived`;
}
