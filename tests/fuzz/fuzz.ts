/**
 * Draws runs of the job, and compares what they leave with the reference, until the time is up or a difference is found.
 *
 *     deno task prove:fuzz                            a minute, from a seed of the clock
 *     deno task prove:fuzz --seconds 3600             an hour
 *     deno task prove:fuzz --seed 17 --cases 1        the case 17 once more
 *     deno task prove:fuzz --of files                 files on all ways of reading, also against other CSV parsers
 *     deno task prove:fuzz --of large --cases 20      runs of files that are large enough for several threads
 *
 * Ends with exit code 1 at the first difference, and prints the smallest case it can find that shows it: a run belongs into
 * `runs/kept.ts`, a file into `tests/rows/cases.ts` with the answer that is right.
 *
 * @module
 */
import { readFlags, wholeNumber } from "../../tools/flags.ts";
import { FileFuzzer } from "./files.ts";
import type { Fuzzer } from "./fuzzer.ts";
import { RunFuzzer } from "./runs/fuzzer.ts";

function fuzzerOf(name: string): Fuzzer {
  switch (name) {
    case "runs":
      return new RunFuzzer("small");
    case "large":
      return new RunFuzzer("large");
    case "files":
      return new FileFuzzer();
    default:
      throw new Error(`--of is ${JSON.stringify(name)}, expected runs, large or files`);
  }
}

const flags = readFlags(Deno.args, {
  of: "runs",
  seconds: "60",
  seed: String(Date.now() % 1e9),
  cases: "",
  record: "no",
});
const first = wholeNumber("seed", flags.seed, 0);
// Where a number of cases is asked for, they may take their time.
const most = flags.cases === "" ? Infinity : wholeNumber("cases", flags.cases, 1);
const endMs = most === Infinity ? performance.now() + 1000 * wholeNumber("seconds", flags.seconds, 1) : Infinity;
let cases = 0;
let differences = 0;
{
  using fuzzer = fuzzerOf(flags.of);
  for (; cases < most && performance.now() < endMs && differences === 0; cases++) {
    const difference = await fuzzer.differenceIn(first + cases);
    if (difference === undefined) continue;
    differences++;
    console.log(`case ${first + cases}: ${difference}`);
    console.log(await fuzzer.smallest(first + cases));
  }
  console.log(`${cases} cases from seed ${first}, ${differences} differences`);
  for (const line of fuzzer.report()) console.log(line);
  const limit = most === Infinity ? `--seconds ${flags.seconds}` : `--cases ${most}`;
  const command = `deno task prove:fuzz --of ${flags.of} --seed ${first} ${limit} --record yes`;
  if (flags.record === "yes") fuzzer.record(command, cases, differences);
}
// A worker that was ended while it started can keep the runtime alive, one in hundreds of teams.
Deno.exit(differences > 0 ? 1 : 0);
