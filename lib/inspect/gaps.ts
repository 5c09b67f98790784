/**
 * The gaps in time that a job would warn of in a file.
 *
 * @module
 */
import { evidentGaps } from "../times/evident_gaps.ts";
import { evidentGapsInTime } from "../warnings.ts";
import type { Layout } from "../layouts/layout.ts";
import type { TimeSurvey } from "./times.ts";

/** What a job would say of gaps inside a file of one series. */
export function gapWarnings(file: string, times: TimeSurvey, { isSparse }: Pick<Layout, "isSparse">): string[] {
  const gaps = evidentGaps(times.steps.facts, [], isSparse);
  return gaps === undefined ? [] : [evidentGapsInTime({ ...gaps, longest: { ...gaps.longest, file } })];
}
