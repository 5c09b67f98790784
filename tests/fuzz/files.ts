/**
 * Fuzzing files: all ways of reading one have to agree with each other, the reference and other CSV parsers.
 *
 * @module
 */
import { writeEvidence } from "../evidence.ts";
import type { Fuzzer } from "./fuzzer.ts";
import { Choice, type FuzzCase, fuzzCase } from "./generator.ts";
import { minimise } from "./minimise.ts";
import { examine, Explanations } from "./oracles.ts";

/** Workers take some 15 ms to start, so most cases do without. */
const CASES_FOR_A_TEAM = 50;

export class FileFuzzer implements Fuzzer {
  readonly #path = Deno.makeTempFileSync({ prefix: "batch-signal-fuzz-" });
  readonly #explanations = new Explanations();

  [Symbol.dispose](): void {
    Deno.removeSync(this.#path);
  }

  differenceIn(seed: number): Promise<string | undefined> {
    return this.#differenceIn(fuzzCase(seed), seed, this.#explanations);
  }

  async #differenceIn(tried: FuzzCase, seed: number, explanations = new Explanations()): Promise<string | undefined> {
    const threads = seed % CASES_FOR_A_TEAM === 0 ? new Choice(seed).integer(2, 4) : 1;
    try {
      await examine(tried, this.#path, threads, explanations);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  async smallest(seed: number): Promise<string> {
    const tried = fuzzCase(seed);
    const bytes = await minimise(tried.bytes, async (smaller) => {
      return await this.#differenceIn({ ...tried, bytes: smaller }, seed) !== undefined;
    });
    return [
      `smallest: ${JSON.stringify(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes))}`,
      `bytes: [${bytes.join(", ")}], window ${tried.window}, segments of ${tried.segmentBytes}`,
      await this.#differenceIn({ ...tried, bytes }, seed),
    ].join("\n");
  }

  report(): readonly string[] {
    return [...this.#explanations.counts].sort().map(([name, count]) => `${count} × ${name}`);
  }

  record(command: string, cases: number, differences: number): void {
    writeEvidence("fuzz", {
      part: "Fuzzing of files",
      command,
      date: new Date().toISOString().slice(0, 10),
      rows: [{
        promise: "A file means the same however it is read, and means what the rules of CSV and of numbers say.",
        tested:
          "Generated files with random damage: kernel, scanner, careful path and segments of any size on several " +
          "threads, against a reference in BigInt fractions, csv-parse, papaparse and @std/csv.",
        cases,
        sought: "unexplained differences",
        found: differences,
      }],
    });
  }
}
