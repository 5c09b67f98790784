/**
 * A seed → a run. Everything follows from the seed, so a case can be repeated by its number.
 *
 * @module
 */
import { Choice } from "../generator.ts";
import { type Answer, answerOf, Failure } from "../../reference/run.ts";
import { configFault, referenceRun, type RunCase } from "./case.ts";
import { genericRun } from "./generic.ts";
import { layoutRun } from "./layouts.ts";

/** How large the files are: of some rows, or of so many that they fill several batches and come in several chunks. */
export type Size = "small" | "large";

/** The run with this number. */
export function drawRun(seed: number, size: Size = "small"): RunCase {
  // Numbers next to each other would begin with similar choices.
  const choice = new Choice(Math.imul(seed + 1, 0x9e3779b1));
  const isLarge = size === "large";
  const scale = { isLarge, isSplit: choice.oneIn(isLarge ? 2 : 8) };
  const run = choice.oneIn(3) ? layoutRun(scale, choice) : genericRun(scale, choice);
  return run.keys.invalid_rows === "skip" && choice.oneIn(5) ? withLimit(run, choice) : run;
}

/** The run with a limit of invalid rows at the number that it has, or next to it. */
function withLimit(run: RunCase, choice: Choice): RunCase {
  const answer = answered({ ...run, keys: { ...run.keys, max_invalid_rows: "100%" } });
  if (answer === undefined) return run;
  const invalid = answer.rejects.length;
  // In millionths of a percent, rounded down.
  const share = Math.floor(1e8 * invalid / (answer.valid + invalid));
  const written = (millionths: number) =>
    `${Math.floor(millionths / 1e6)}.${String(millionths % 1e6).padStart(6, "0")}%`;
  const limits = [
    `${invalid}`,
    `${Math.max(0, invalid - 1)}`,
    written(share),
    written(Math.min(share + 1, 1e8)),
  ] as const;
  return { ...run, keys: { ...run.keys, max_invalid_rows: choice.of(limits) } };
}

function answered(run: RunCase): Answer | undefined {
  if (configFault(run) !== undefined) return undefined;
  try {
    return answerOf(referenceRun(run, ({ name }) => name));
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
