/**
 * All that reading gives, to compare ways of reading with.
 *
 * @module
 */
import { GENERIC } from "../../lib/layouts/layout.ts";
import { BATCH_CLOSES, CloseBatch } from "../../lib/candles/batch.ts";
import { scanKernel } from "../../lib/candles/kernel/scan.ts";
import { CandleReader, type ReadSummary } from "../../lib/candles/reader.ts";
import { nameOfInput } from "../../lib/candles/source.ts";
import { JobError } from "../../lib/errors.ts";
import { RollingSignal } from "../../lib/signal/rolling.ts";
import { StopRequest } from "../../lib/stop.ts";
import { Team } from "../../lib/threads/team.ts";

/** All that reading gives, or the message of the error. Counts of an odd path's rows may depend on the segments. */
export type Outcome =
  | { ones: number; lastMean: number | undefined; summary: Omit<ReadSummary, "carefulRows"> }
  | { error: string; rows: number; lines: number };

/** All that reading has given. */
export function outcomeOf(
  ones: number,
  lastMean: number | undefined,
  { carefulRows: _, ...summary }: ReadSummary,
): Outcome {
  return { ones, lastMean, summary };
}

function failed(error: unknown, { rows, lines }: ReadSummary): Outcome {
  if (error instanceof JobError) return { error: error.message, rows, lines };
  throw error;
}

/** Reads from start to end, in one piece. */
export function readAlone(bytes: Uint8Array, window: number, layout = GENERIC, isDescending = false): Outcome {
  const signal = new RollingSignal(window, isDescending);
  const signals = new Uint8Array(BATCH_CLOSES);
  const batch = new CloseBatch({
    scaled: (mantissas, count, decimals, largest) => signal.push(mantissas, count, decimals, largest, signals),
    exact: (close) => signal.pushExact(close),
  }, scanKernel);
  const reader = new CandleReader("in.csv", batch, { layout });
  try {
    reader.push(bytes);
    reader.end();
    batch.end();
  } catch (error) {
    return failed(error, reader.summary);
  }
  return outcomeOf(signal.ones, signal.lastMean, reader.summary);
}

/** Reads the file at `path` by a team. */
export async function readInSegments(
  path: string,
  segmentBytes: number,
  window: number,
  threads: number,
  layout = GENERIC,
  isDescending = false,
): Promise<Outcome> {
  using handle = await Deno.open(path);
  const info = await handle.stat();
  const plan = {
    file: nameOfInput("in.csv"),
    sizeBytes: info.size,
    segmentBytes,
    window,
    layout,
    isDescending,
  };
  const team = new Team({ file: { handle, info }, path, plan, threads }, new StopRequest());
  try {
    await team.read(() => {});
  } catch (error) {
    return failed(error, team.summary);
  }
  return outcomeOf(team.ones, team.lastMean, team.summary);
}
