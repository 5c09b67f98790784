/**
 * Compares all ways of reading, the reference and other CSV parsers on generated files, until the time is up.
 *
 *     deno task prove:fuzz                       a minute, from a seed of the clock
 *     deno task prove:fuzz --seconds 3600        an hour
 *     deno task prove:fuzz --seed 17 --cases 1   the case 17 once more
 *
 * Ends with exit code 1 at the first fault, and prints the smallest file it can find that shows it: that belongs into
 * `tests/candles/cases.ts` with the answer that is right.
 *
 * @module
 */
import { readFlags, wholeNumber } from "../../tools/flags.ts";
import { writeEvidence } from "../evidence.ts";
import { Choice, type FuzzCase, fuzzCase } from "./generator.ts";
import { minimise } from "./minimise.ts";
import { examine, Explanations } from "./oracles.ts";

/** Workers take some 15 ms to start, so most cases do without. */
const CASES_FOR_A_TEAM = 50;

/** What is wrong with the case, or undefined. */
async function faultOf(
  tried: FuzzCase,
  path: string,
  threads: number,
  explanations: Explanations,
): Promise<string | undefined> {
  try {
    await examine(tried, path, threads, explanations);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function tell(seed: number, fault: string, tried: FuzzCase, path: string, threads: number): Promise<void> {
  console.log(`case ${seed}: ${fault}`);
  const bytes = await minimise(tried.bytes, async (smaller) => {
    return await faultOf({ ...tried, bytes: smaller }, path, threads, new Explanations()) !== undefined;
  });
  console.log(`smallest: ${JSON.stringify(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes))}`);
  console.log(`bytes: [${bytes.join(", ")}], window ${tried.window}, segments of ${tried.segmentBytes}`);
  console.log(await faultOf({ ...tried, bytes }, path, threads, new Explanations()));
}

const flags = readFlags(Deno.args, {
  seconds: "60",
  seed: String(Date.now() % 1e9),
  cases: "1000000000",
  record: "no",
});
const first = wholeNumber("seed", flags.seed, 0);
const most = wholeNumber("cases", flags.cases, 1);
const endMs = performance.now() + 1000 * wholeNumber("seconds", flags.seconds, 1);
const path = Deno.makeTempFileSync({ prefix: "batch-signal-fuzz-" });
const explanations = new Explanations();
let cases = 0;
let faults = 0;
try {
  for (; cases < most && performance.now() < endMs && faults === 0; cases++) {
    const seed = first + cases;
    const tried = fuzzCase(seed);
    const threads = seed % CASES_FOR_A_TEAM === 0 ? new Choice(seed).integer(2, 4) : 1;
    const fault = await faultOf(tried, path, threads, explanations);
    if (fault === undefined) continue;
    faults++;
    await tell(seed, fault, tried, path, threads);
  }
} finally {
  Deno.removeSync(path);
}
console.log(`${cases} cases from seed ${first}, ${faults} faults`);
for (const [name, count] of [...explanations.counts].sort()) console.log(`${count} × ${name}`);
if (flags.record === "yes") {
  writeEvidence("fuzz", {
    part: "Fuzzing",
    command: `deno task prove:fuzz --seed ${first} --seconds ${flags.seconds} --record yes`,
    date: new Date().toISOString().slice(0, 10),
    rows: [{
      promise: "A file means the same however it is read, and means what the rules of CSV and of numbers say.",
      tested: "Generated files with random damage: kernel, scanner, careful path and segments of any size on several " +
        "threads, against a reference in BigInt fractions, csv-parse, papaparse and @std/csv.",
      cases,
      sought: "unexplained differences",
      found: faults,
    }],
  });
}
// A worker that was ended while it started can keep the runtime alive, one in hundreds of teams.
Deno.exit(faults > 0 ? 1 : 0);
