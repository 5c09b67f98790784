/**
 * `--rejects FILE`: the invalid rows that are skipped.
 *
 * @module
 */
import type { Options } from "../commands/command_line.ts";
import type { Config } from "../config/config.ts";
import type { SkippedRows } from "../rows/invalid_rows.ts";
import type { RunOutputs } from "./run_outputs.ts";

/**
 * Takes the invalid rows; undefined unless the config says to skip them.
 *
 * @throws {JobError} of kind io, if the rejects can't be written.
 */
export async function skippedRows(
  options: Options,
  config: Config,
  outputs: RunOutputs,
): Promise<SkippedRows | undefined> {
  const { inputs, rejects } = options;
  if (config.invalid_rows !== "skip") return undefined;
  const { SkippedRows } = await import("../rows/invalid_rows.ts");
  let sink;
  if (rejects !== undefined) {
    const { PlainSink } = await import("./signals/sink.ts");
    sink = outputs.add("rejects", rejects, new PlainSink(outputs.begin("rejects", rejects)));
  }
  return new SkippedRows(config.max_invalid_rows ?? undefined, sink, inputs.length > 1);
}
