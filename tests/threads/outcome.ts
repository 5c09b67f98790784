/**
 * All that reading gives, to compare ways of reading with.
 *
 * @module
 */
import { GENERIC, type Layout } from "../../lib/layouts/layout.ts";
import { BATCH_CLOSES, CloseBatch } from "../../lib/rows/batch.ts";
import { scanKernel } from "../../lib/kernel/scan.ts";
import { CandleReader } from "../../lib/rows/reader.ts";
import type { ReadSummary } from "../../lib/rows/summary.ts";
import { nameOfInput } from "../../lib/inputs/source.ts";
import { JobError } from "../../lib/errors.ts";
import { SeriesStage } from "../../lib/series/stage.ts";
import { RollingSignal } from "../../lib/signal/rolling.ts";
import { StopRequest } from "../../lib/stop.ts";
import { rowsFor } from "../../lib/threads/plain_rows.ts";
import { Team } from "../../lib/threads/team.ts";
import type { OrderCheck } from "../../lib/times/order.ts";

/** All that reading gives, or the message of the error. How many rows take the careful path may depend on the segments. */
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
    scaled: (closes) => signal.push(closes, signals),
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

/** Reads a file with timestamps from start to end, in one piece. */
export function readTimedAlone(bytes: Uint8Array, window: number, layout: Layout, order: OrderCheck): Outcome {
  const isDescending = order.rules.order === "descending";
  const stage = new SeriesStage({
    window,
    isDescending,
    hasSymbols: false,
    order,
    keepLast: undefined,
    signals: undefined,
  }, "batches");
  const reader = new CandleReader("in.csv", stage, { layout });
  try {
    reader.push(bytes);
    reader.end();
    stage.end();
  } catch (error) {
    return failed(error, reader.summary);
  }
  const signal = stage.only;
  return outcomeOf(signal?.ones ?? 0, signal?.lastMean, reader.summary);
}

/**
 * Reads the file at `path` by a team.
 *
 * @param order Checks the timestamps, where the layout has any.
 */
export async function readInSegments(
  path: string,
  segmentBytes: number,
  window: number,
  threads: number,
  layout = GENERIC,
  isDescending = false,
  order?: OrderCheck,
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
    order: order?.rules,
  };
  const beginRows = await rowsFor(plan);
  const team = new Team({ file: { handle, info }, path, plan, threads, beginRows, order }, new StopRequest());
  try {
    await team.read(() => {});
  } catch (error) {
    return failed(error, team.summary);
  }
  return outcomeOf(team.results.ones, team.results.lastMean, team.summary);
}
