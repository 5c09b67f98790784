/**
 * What fuzzing files and fuzzing runs have in common.
 *
 * @module
 */

/** One kind of cases. */
export interface Fuzzer extends Disposable {
  /** Tries the case with this number. @returns What is different, or undefined. */
  differenceIn(seed: number): Promise<string | undefined>;
  /** The smallest case that shows a difference, as text. */
  smallest(seed: number): Promise<string>;
  /** What the cases were, for people. */
  report(): readonly string[];
  /** Writes `docs/reliability/….json`. */
  record(command: string, cases: number, differences: number): void;
}
