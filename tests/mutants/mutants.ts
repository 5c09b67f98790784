/**
 * Faults that are put into the code on purpose, one at a time, to see that a test fails for each.
 *
 * @module
 */
import { CONFIDENCE_MUTANTS } from "./confidence_mutants.ts";
import { REPORT_MUTANTS } from "./report_mutants.ts";
import { INSPECT_MUTANTS } from "./inspect_mutants.ts";
import { JOB_MUTANTS } from "./job_mutants.ts";
import { NIGHTLY_MUTANTS } from "./nightly_mutants.ts";
import { PARQUET_MUTANTS } from "./parquet_mutants.ts";
import { MANIFEST_MUTANTS } from "./manifest_mutants.ts";
import { MERGE_MUTANTS } from "./merge_mutants.ts";
import { READING_MUTANTS } from "./reading_mutants.ts";
import { RESUME_MUTANTS } from "./resume_mutants.ts";
import { SERIES_MUTANTS } from "./series_mutants.ts";
import { SIGNAL_MUTANTS } from "./signal_mutants.ts";
import { MEANING_MUTANTS } from "./meaning_mutants.ts";
import { TIME_MUTANTS } from "./time_mutants.ts";

/** A text of one file, and what is put in its place. */
export interface TextChange {
  /** The file, from the project's root. */
  readonly file: string;
  /** The text that is replaced; it stands in the file exactly once. */
  readonly from: string;
  readonly to: string;
}

/** One fault. */
export interface Mutant extends TextChange {
  /** What is broken, in words: "the warm-up is one row too long". */
  readonly fault: string;
  /** Test files that should notice, the quickest first, from the folder `tests/`. */
  readonly tests: readonly string[];
  /** The only tests of these that are worth the time, as a regular expression on their names. */
  readonly only?: string;
  /** Only a user whom the permissions of files bind can see it: not root. */
  readonly needsBoundUser?: true;
}

/** All of them. */
export const MUTANTS: readonly Mutant[] = [
  ...SIGNAL_MUTANTS,
  ...SERIES_MUTANTS,
  ...MEANING_MUTANTS,
  ...TIME_MUTANTS,
  ...PARQUET_MUTANTS,
  ...READING_MUTANTS,
  ...JOB_MUTANTS,
  ...NIGHTLY_MUTANTS,
  ...MERGE_MUTANTS,
  ...INSPECT_MUTANTS,
  ...CONFIDENCE_MUTANTS,
  ...MANIFEST_MUTANTS,
  ...RESUME_MUTANTS,
  ...REPORT_MUTANTS,
];

/** `source` with the fault in it, or what is wrong with the mutant. */
export function mutated(source: string, { file, from, to }: TextChange): string {
  const times = source.split(from).length - 1;
  if (times !== 1) throw new Error(`${file}: "${from}" is to be replaced, but stands there ${times} times`);
  const result = source.replace(from, () => to);
  if (result === source) throw new Error(`${file}: "${from}" is replaced by itself`);
  return result;
}
