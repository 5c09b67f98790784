/**
 * Options, config, layout and input → which path a run takes, and why. Only this file decides that.
 *
 * Nothing here looks at a file or at the system: such facts are arguments.
 *
 * @module
 */
import type { Options } from "./commands/command_line.ts";
import type { Config } from "./config/config.ts";
import type { Direction, Layout } from "./layouts/layout.ts";
import { segmentBytesOf, threadCount } from "./threads/count.ts";

/** What is known of the input before its rows are read. */
export interface InputFacts {
  /** Of a single regular file; undefined for a pipe, and for several inputs. */
  readonly sizeBytes: number | undefined;
  readonly isCompressed: boolean;
  /** How many threads the machine runs at a time. */
  readonly cores: number;
}

/** A choice, and why it is not the fastest one. There is no reason if it is. */
export interface Choice<T> {
  readonly choice: T;
  readonly why?: string;
}

/** Which path a run takes. */
export interface Plan {
  /**
   * `closes`: only the close of a row is read. `series`: rows have timestamps or symbols, or their signals are written.
   */
  readonly rows: "closes" | "series";
  readonly scan: Choice<Scan>;
  readonly threads: Choice<number>;
  /** The bytes of a segment, if there are several threads. */
  readonly segmentBytes: number;
}

/** Whether the kernel takes many rows at a time, or the careful path takes them one by one. */
export type Scan = "batches" | "single rows";

type What = Pick<Options, "signals" | "report" | "manifest" | "resume" | "checkpoint" | "threads" | "segmentBytes">;
type Keys = Pick<Config, "window" | "inputs" | "invalid_rows" | "duplicates" | "gaps" | "confidence">;

/** @param layout Of the first input. Its order is `auto` if the rows have to decide. */
export function planOf(options: What, config: Keys, layout: Layout, input: InputFacts): Plan {
  const { signals, resume, checkpoint } = options;
  const isSeries = [layout.timestampColumn, layout.symbolColumn, signals, resume, checkpoint].some(isGiven);
  return {
    rows: isSeries ? "series" : "closes",
    scan: scanOf(options, config, layout.order === "auto" ? undefined : layout.order),
    threads: threadsOf(options, config, layout, input),
    segmentBytes: options.segmentBytes ?? segmentBytesOf(input.sizeBytes ?? 0),
  };
}

/**
 * Whether the kernel takes many rows at a time.
 *
 * @param order Undefined if it is not known yet.
 */
export function scanOf(
  { signals }: Pick<Options, "signals">,
  { duplicates, gaps }: Pick<Config, "duplicates" | "gaps">,
  order: Direction | undefined,
): Choice<Scan> {
  return orElse<Scan>("batches", "single rows", [
    [order === undefined, "the order of the rows is not known yet"],
    [duplicates === "keep-last", "of rows with the same timestamp only the last counts"],
    [gaps !== "ignore", "gaps in time are checked"],
    [signals !== undefined && order === "descending", "signals of a descending series are written"],
  ]);
}

function threadsOf(options: What, config: Keys, layout: Layout, input: InputFacts): Choice<number> {
  const { sizeBytes, isCompressed, cores } = input;
  if (sizeBytes === undefined) return { choice: 1, why: "the input is not one file" };
  const threads = threadCount(options.threads, sizeBytes, config.window, cores);
  return orElse(threads, 1, [
    [options.threads === 1, "one thread was requested"],
    [threads === 1, "more would not be faster"],
    [sizeBytes <= (options.segmentBytes ?? segmentBytesOf(sizeBytes)), "the file is too small to be split"],
    [isCompressed, "the input is compressed"],
    [layout.symbolColumn !== undefined, "rows have symbols"],
    [config.inputs === "symbols", "each input is a symbol"],
    [options.signals !== undefined, "signals are written"],
    [[options.manifest, options.resume, options.checkpoint].some(isGiven), "bytes are hashed in their order"],
    [config.confidence !== null || options.report !== undefined, "signals are counted in their order"],
    [config.invalid_rows === "skip", "invalid rows are skipped"],
    [layout.order === "auto", "the order of the rows is not known yet"],
    [config.duplicates !== "fail", "timestamps may be repeated"],
    [config.gaps !== "ignore", "gaps in time are checked"],
  ]);
}

function isGiven(value: unknown): boolean {
  return value !== undefined;
}

/** `best`, unless one of `obstacles` holds; then `other`, and the first obstacle that holds is the reason. */
function orElse<T>(best: T, other: T, obstacles: readonly (readonly [holds: boolean, why: string])[]): Choice<T> {
  const obstacle = obstacles.find(([holds]) => holds);
  return obstacle === undefined ? { choice: best } : { choice: other, why: obstacle[1] };
}
