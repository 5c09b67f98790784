/**
 * Runs in which the fuzzer once found a difference, shrunk. What is right, the reference says.
 *
 * @module
 */
import type { RunCase, RunInput } from "./case.ts";

/** What was wrong, and the run that showed it. */
export interface KeptRun {
  readonly name: string;
  readonly run: RunCase;
}

/** A plain file. @param bytes One character for each byte. */
export function plain(bytes: string, name = "1-in.csv"): RunInput {
  return { name, bytes, packing: "plain", isPipe: false, pieces: [] };
}

export const KEPT_RUNS: readonly KeptRun[] = [
  {
    name: "a symbol whose first row is the latest of all: the log told of the latest last row",
    run: {
      keys: {
        window: 1,
        close_column: 3,
        timestamp_column: 1,
        symbol_column: 2,
        has_header: false,
        order: "descending",
      },
      inputs: [plain("1735603200,A,1\n1735603320,B,1\n1735603260,B,2\n")],
    },
  },
  {
    name: "descending with keep-last: what is left at the end was not written symbol by symbol",
    run: {
      keys: {
        window: 2,
        close_column: 3,
        timestamp_column: 1,
        symbol_column: 2,
        has_header: false,
        order: "descending",
        duplicates: "keep-last",
      },
      inputs: [plain("2,A,1\n2,B,1\n1,A,2\n1,B,2\n")],
      signals: "csv",
    },
  },
];
