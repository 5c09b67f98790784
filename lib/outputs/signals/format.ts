/**
 * The name of a signals file → its format.
 *
 * @module
 */
import { unknownSignalsEnding } from "../../errors.ts";

export type SignalsFormat = "csv" | "csv.gz" | "jsonl" | "parquet";

const FORMATS: readonly SignalsFormat[] = ["csv", "csv.gz", "jsonl", "parquet"];

/**
 * The format that the ending of a file's name stands for, in lower or upper case.
 *
 * @throws {JobError} of kind usage.
 */
export function signalsFormat(path: string): SignalsFormat {
  const name = path.toLowerCase();
  const format = FORMATS.find((format) => name.endsWith(`.${format}`));
  if (format === undefined) throw unknownSignalsEnding(path);
  return format;
}
