/**
 * The name of a signals file → its format.
 *
 * @module
 */
import { unknownSignalsEnding } from "../../errors.ts";

export type SignalsFormat = "csv" | "csv.gz" | "jsonl" | "parquet";

const FORMATS: readonly SignalsFormat[] = ["csv", "csv.gz", "jsonl", "parquet"];

/** The format that the ending of a file's name stands for, in lower or upper case; undefined for an unknown one. */
export function knownSignalsFormat(path: string): SignalsFormat | undefined {
  const name = path.toLowerCase();
  return FORMATS.find((format) => name.endsWith(`.${format}`));
}

/**
 * The format that the ending of a file's name stands for: see {@linkcode knownSignalsFormat}.
 *
 * @throws {JobError} of kind usage.
 */
export function signalsFormat(path: string): SignalsFormat {
  const format = knownSignalsFormat(path);
  if (format === undefined) throw unknownSignalsEnding(path);
  return format;
}
