/**
 * `--rejects FILE`: the rows that are invalid and are skipped.
 *
 * @module
 */
import type { Options } from "../commands/command_line.ts";
import type { Config } from "../config/config.ts";
import { requireMatchingKeys } from "../config/matching.ts";
import type { SkippedRows } from "../rows/invalid_rows.ts";
import type { RunOutputs } from "./run_outputs.ts";

/**
 * What takes the rows that are invalid, where the config says to skip them.
 *
 * @throws {JobError} of kind config, where keys do not go together; of kind io, where the rejects can't be written.
 */
export async function skippedRows(
  { config: file, inputs, rejects }: Options,
  config: Config,
  outputs: RunOutputs,
): Promise<SkippedRows | undefined> {
  requireMatchingKeys(config, file, rejects);
  if (config.invalid_rows !== "skip") return undefined;
  const { SkippedRows } = await import("../rows/invalid_rows.ts");
  let sink;
  if (rejects !== undefined) {
    const { PlainSink } = await import("./signals/sink.ts");
    sink = outputs.add("rejects", rejects, new PlainSink(rejects));
  }
  return new SkippedRows(config.max_invalid_rows ?? undefined, sink, inputs.length > 1);
}
