/**
 * The door of this room: names of inputs → what a run reads.
 *
 * @module
 */
import type { StopRequest } from "../stop.ts";
import type { NamedFiles } from "./glob.ts";
import type { CandleInput } from "./input.ts";
import type { InputWatch } from "./watch.ts";
import { CandleSource } from "./source.ts";

/**
 * Opens the inputs of a run: one of them, or the series that several are.
 *
 * @param watch Looks at the bytes as they are read.
 * @throws {JobError} of kind io, or interrupted.
 */
export async function openInput(
  [first = "", ...more]: readonly string[],
  stop: StopRequest,
  watch?: InputWatch,
): Promise<CandleInput> {
  if (more.length === 0) return await CandleSource.open(first, stop, watch);
  const { CandleSeries } = await import("./series.ts");
  return new CandleSeries([first, ...more], stop, watch);
}

/**
 * The files that inputs name: an input may be a pattern.
 *
 * @throws {JobError} if interrupted.
 */
export async function filesOf(inputs: readonly string[], stop: StopRequest): Promise<NamedFiles> {
  if (!inputs.some((input) => /[*?[]/.test(input))) return { paths: inputs, failure: undefined };
  const { filesNamedBy } = await import("./glob.ts");
  return await filesNamedBy(inputs, stop);
}
