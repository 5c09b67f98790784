/**
 * Fuzzing runs: whatever files, config and flags are, a run leaves what the reference says.
 *
 * @module
 */
import { writeEvidence } from "../../evidence.ts";
import type { Fuzzer } from "../fuzzer.ts";
import type { RunCase } from "./case.ts";
import { examineRun } from "./compare.ts";
import { drawRun } from "./draw.ts";
import { RunFolder } from "./execute.ts";
import { featuresOf } from "./features.ts";
import { KEPT_RUNS } from "./kept.ts";
import { shrinkRun } from "./shrink.ts";

/** What came of runs, for counts of them. */
const OUTCOMES = { answer: "that succeed", failure: "that fail", config: "whose config is refused" } as const;

export class RunFuzzer implements Fuzzer {
  readonly #folder = new RunFolder();
  readonly #size: "small" | "large";
  readonly #counts = new Map<string, number>();

  constructor(size: "small" | "large") {
    this.#size = size;
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }

  async differenceIn(seed: number): Promise<string | undefined> {
    const run = this.#drawn(seed);
    let outcome = "that differ";
    try {
      outcome = OUTCOMES[await examineRun(run, this.#folder)];
      return undefined;
    } catch (error) {
      return messageOf(error);
    } finally {
      for (const feature of [...featuresOf(run), outcome]) {
        this.#counts.set(feature, (this.#counts.get(feature) ?? 0) + 1);
      }
    }
  }

  async smallest(seed: number): Promise<string> {
    // Anew, for a run that hangs may go on in the old one.
    using folder = new RunFolder();
    const differenceIn = async (run: RunCase) => {
      try {
        await examineRun(run, folder);
        return undefined;
      } catch (error) {
        return messageOf(error);
      }
    };
    const run = await shrinkRun(this.#drawn(seed), async (simpler) => await differenceIn(simpler) !== undefined);
    return `smallest: ${printed(run)}\n${await differenceIn(run) ?? "which alone shows no difference"}`;
  }

  report(): readonly string[] {
    return [...this.#counts].sort().map(([feature, count]) => `${count} × ${feature}`);
  }

  record(command: string, cases: number, differences: number): void {
    const isSmall = this.#size === "small";
    const features = this.report().map((line) =>
      line.replace(/^(\d+) × /, (_, count) => `${Number(count).toLocaleString("en")} `)
    ).join(", ");
    writeEvidence(isSmall ? "fuzz-runs" : "fuzz-runs-large", {
      part: isSmall ? "Fuzzing of runs" : "Fuzzing of runs, large files",
      command,
      date: new Date().toISOString().slice(0, 10),
      rows: [{
        promise: isSmall
          ? "Whatever files, config and flags are: rows, rate, symbols, signals with their means, rejects and log are right, or the error is the right one in the right place."
          : "The same for files that several threads read in segments, and of more rows than a batch has.",
        tested: `Drawn runs against a reference in BigInt fractions that shares nothing with the program. Of them: ` +
          `${features}. Found on the way, mended and kept as cases: ${KEPT_RUNS.length}.`,
        cases,
        sought: "differences",
        found: differences,
      }],
    });
  }

  #drawn(seed: number): RunCase {
    return drawRun(seed, this.#size);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A run as TypeScript; JSON has escaped the control characters, so that what is left is escaped here. */
function printed(run: RunCase): string {
  return JSON.stringify(run, null, 1).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
