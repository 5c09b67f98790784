/**
 * What drawn mutants have shown, kept in `docs/reliability/mutants-random.json`: the counts of each draw, and every mutant
 * that no test noticed when it was drawn, with what has become of it since.
 *
 * @module
 */
import { type Evidence, EVIDENCE_FOLDER, type Survivor, writeEvidence } from "../evidence.ts";
import { type Drawn, reasonOf } from "./draw.ts";
import { mutated } from "./mutants.ts";
import type { Fate, Judged } from "./random.ts";
import { ROOT } from "./run.ts";

const NAME = "mutants-random";

/** How many mutants of one draw had each fate when they were drawn. */
type Draw = { readonly seed: number } & Readonly<Record<Fate, number>>;

interface RandomEvidence extends Evidence {
  readonly draws: readonly Draw[];
  readonly survivors: readonly Survivor[];
}

function recorded(): Pick<RandomEvidence, "draws" | "survivors"> {
  try {
    return JSON.parse(Deno.readTextFileSync(new URL(`${NAME}.json`, EVIDENCE_FOLDER)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { draws: [], survivors: [] };
    throw error;
  }
}

const SURVIVES = "survives";
const GONE = "the code is no longer there";

function textOf({ fate, by }: Judged): string {
  return fate === "survived" ? SURVIVES : fate === "equivalent" ? `equivalent: ${by}` : `${fate} now: ${by}`;
}

function write(draws: readonly Draw[], survivors: readonly Survivor[]): void {
  const sum = (fate: Fate) => draws.reduce((total, draw) => total + draw[fate], 0);
  const count = (start: string) => survivors.filter(({ now }) => now.startsWith(start)).length;
  const killedSince = count("killed") + count("hung");
  const evidence: RandomEvidence = {
    part: "Mutants drawn at random",
    command: "deno task prove:mutants --random 100 --seed N --record yes",
    date: new Date().toISOString().slice(0, 10),
    rows: [{
      promise: "The tests notice a fault wherever it is.",
      tested:
        "An operator, a bound, a constant, a condition, an `await` or a statement is changed or left out at lines of " +
        `lib/ that ${draws.length} seeds draw. A test failed for ${sum("killed")} when they were drawn, and ` +
        `${sum("hung")} made the tests hang; for ${killedSince} a test fails that was run or added later`,
      cases: sum("killed") + sum("hung") + killedSince + count(SURVIVES),
      sought: "surviving mutants",
      found: count(SURVIVES),
      skipped: `${sum("equivalent") + count("equivalent")} that change nothing, ` +
        `${sum("refused") + count("refused")} that the type checker refuses, ${count(GONE)} whose code has gone since`,
    }],
    draws,
    survivors,
  };
  writeEvidence(NAME, evidence);
}

/** Adds a draw, in place of an earlier one of the same seed. */
export function recordDraw(seed: number, judged: readonly Judged[]): void {
  const { draws, survivors } = recorded();
  const count = (fate: Fate) => judged.filter((one) => one.fate === fate).length;
  const draw: Draw = {
    seed,
    killed: count("killed"),
    hung: count("hung"),
    refused: count("refused"),
    equivalent: count("equivalent"),
    survived: count("survived"),
  };
  const news = judged.filter(({ fate }) => fate === "survived")
    .map(({ file, from, to }) => ({ file, from, to, now: SURVIVES }));
  write([...draws.filter((one) => one.seed !== seed), draw], [...survivors, ...news]);
}

/** Whether a recorded text stands in its file, once. */
function isThere({ file, from }: Survivor): boolean {
  try {
    return Deno.readTextFileSync(new URL(file, ROOT)).split(from).length === 2;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Recorded mutants that no test has noticed so far, to be judged again; without those whose code is gone. */
export function recordedSurvivors(): Drawn[] {
  return recorded().survivors.filter((one) => one.now === SURVIVES && isThere(one)).map(({ file, from, to }) => {
    const source = Deno.readTextFileSync(new URL(file, ROOT));
    const [before = ""] = source.split(from);
    const reason = reasonOf(file, source, mutated(source, { file, from, to }));
    return { file, from, to, line: before.split("\n").length, ...(reason === undefined ? {} : { reason }) };
  });
}

/** Records what has become of survivors. */
export function recordAgain(judged: readonly Judged[]): void {
  const { draws, survivors } = recorded();
  const nowOf = (one: Survivor) => {
    const found = judged.find(({ file, from, to }) => file === one.file && from === one.from && to === one.to);
    return found !== undefined ? textOf(found) : isThere(one) ? one.now : GONE;
  };
  write(draws, survivors.map((one) => one.now === SURVIVES ? { ...one, now: nowOf(one) } : one));
}
