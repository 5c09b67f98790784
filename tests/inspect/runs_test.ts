/**
 * What inspect says and what a job does: a config that it prints runs.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { JobError } from "../../lib/errors.ts";
import { Folder } from "../command.ts";
import { configOf, optionsIn, runInProcess } from "../run_in_process.ts";
import { damagedFile, latin1 } from "./damaged_files.ts";
import { factsOfChunks } from "./inspect_file.ts";

/** Runs a job on `in.csv` of a folder. Returns how many rows it has processed, or the message of its failure. */
async function run(folder: Folder, config: string): Promise<number | string> {
  const read = await runInProcess(optionsIn(folder, ["in.csv"]), await configOf(config));
  return read instanceof JobError ? read.message : read.results.rows;
}

const utf8 = (text: string) => new TextEncoder().encode(text);

Deno.test("inspect: a config that it prints runs, and takes the rows that it says", async () => {
  using folder = new Folder();
  let printed = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(damagedFile, async (text) => {
      const bytes = latin1(text);
      let facts;
      try {
        facts = await factsOfChunks([bytes]);
      } catch (error) {
        if (!(error instanceof JobError) || error.exitCode !== 4) throw error;
        refused++;
        return;
      }
      assertEquals(facts.config === null, facts.problems.length > 0);
      if (facts.config === null) {
        refused++;
        return;
      }
      printed++;
      assertEquals(facts.config.includes("invalid_rows: skip"), facts.config.includes("max_invalid_rows: 1%"));
      folder.write("in.csv", bytes);
      const rows = facts.rows - facts.refused_rows.count - (facts.time?.duplicates.count ?? 0);
      assertEquals(await run(folder, facts.config), rows, facts.config);
    }),
    { numRuns: 2000 },
  );
  assert(printed > 300 && refused > 300, `${printed} printed, ${refused} refused`);
});

Deno.test("inspect: a blank line below the header of yfinance is one of its lines, for both", async () => {
  const rows = Array.from(
    { length: 200 },
    (_, n) => `${new Date(864e5 * (n + 2e4)).toISOString().slice(0, 10)},1,3,0.5,2,2,7\n`,
  );
  const header = "Price,Close,High,Low,Open,Adj Close,Volume\n";
  const text = `${header}\nTicker,X,X,X,X,X,X\nDate,,,,,,\n${rows.join("")}`;
  const facts = await factsOfChunks([utf8(text)]);
  using folder = new Folder({ "in.csv": text });
  assertEquals([facts.layout, facts.rows, facts.refused_rows.line, facts.problems], ["yfinance", 201, 4, []]);
  assertEquals(await run(folder, facts.config ?? ""), 200);
});
