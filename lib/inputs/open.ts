/**
 * The door of this room: names of inputs → what a run reads.
 *
 * @module
 */
import type { StopRequest } from "../stop.ts";
import type { NamedFiles } from "./glob.ts";
import type { CandleInput } from "./input.ts";
import type { InputWatch } from "./watch.ts";
import type { ReadAhead } from "./ahead/read_ahead.ts";
import { CandleSource, STANDARD_INPUT } from "./source.ts";

/** Of fewer files, to start a thread costs more than it gains. */
const MANY_FILES = 1000;

/**
 * Opens the inputs of a run: one of them, or the series that several are.
 *
 * @param watch Looks at the bytes as they are read.
 * @param threads How many there may be; by default as many as run at a time.
 * @throws {JobError} of kind io, or interrupted.
 */
export async function openInput(
  [first = "", ...more]: readonly string[],
  stop: StopRequest,
  watch?: InputWatch,
  threads: number = navigator.hardwareConcurrency,
): Promise<CandleInput> {
  if (more.length === 0) return await CandleSource.open(first, stop, watch);
  const { CandleSeries } = await import("./series.ts");
  const paths = [first, ...more];
  // Whoever watches the bytes wants the open files too.
  const isAhead = paths.length >= MANY_FILES && threads > 1 && watch === undefined && !paths.includes(STANDARD_INPUT);
  return new CandleSeries(paths, stop, watch, isAhead ? await readAhead(paths) : undefined);
}

async function readAhead(paths: readonly string[]): Promise<ReadAhead> {
  const { ReadAhead } = await import("./ahead/read_ahead.ts");
  return new ReadAhead(paths);
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
