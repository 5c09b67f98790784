/**
 * A seed → a run. Everything follows from the seed, so a case can be repeated by its number.
 *
 * @module
 */
import { Choice } from "../generator.ts";
import type { RunCase } from "./case.ts";
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
  return choice.oneIn(3) ? layoutRun(scale, choice) : genericRun(scale, choice);
}
