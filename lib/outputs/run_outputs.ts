/**
 * The files that a run writes beside its metrics and its log. All have one life: begun, written, and then put in place
 * together or given up together.
 *
 * @module
 */
import { asJobError, type JobError } from "../errors.ts";
import { discardOutput } from "./atomic_file.ts";

/** The outputs, in the order in which they are put in place. The metrics come after them all. */
const ORDER = ["rejects", "signals"] as const;

export type OutputName = typeof ORDER[number];

/** A file that is being written; at its path there is nothing of it before it is committed. */
export interface WrittenFile {
  /** Waits until little is left to be written. */
  drain(): Promise<void>;
  commit(): Promise<void>;
  /** Gives the file up, where it is not committed. Can be called at any time, and again. */
  discard(): void;
}

/** A file on its way to its path. It arrives there once or never: a commit that has failed is not tried again. */
interface Output {
  readonly path: string;
  readonly file: WrittenFile;
  state: "open" | "in place" | "gone";
}

export class RunOutputs {
  readonly #outputs = new Map<OutputName, Output>();

  /** Takes over a file that has been begun. Returns it. */
  add<F extends WrittenFile>(name: OutputName, path: string, file: F): F {
    this.#outputs.set(name, { path, file, state: "open" });
    return file;
  }

  /** Waits until what was written does not take too much memory. */
  async drain(): Promise<void> {
    for (const { file } of this.#outputs.values()) await file.drain();
  }

  /**
   * Puts all files in their place.
   *
   * @throws {JobError} of kind io, for the first that can't be put there. Nothing of it is left behind then.
   */
  async commit(): Promise<void> {
    for (const name of ORDER) await commit(this.#outputs.get(name));
  }

  /**
   * Takes back what is in place and gives up what is not: a whole file beside metrics that tell of a failure would be taken
   * for a success.
   *
   * @param kept Files that are put in place all the same.
   * @returns What of that could not be done.
   */
  async abandon(kept: readonly OutputName[]): Promise<readonly JobError[]> {
    const failures: JobError[] = [];
    for (const name of ORDER.toReversed()) {
      const output = this.#outputs.get(name);
      try {
        if (kept.includes(name)) await commit(output);
        else takeBack(output);
      } catch (error) {
        failures.push(asJobError(error));
      }
    }
    return failures;
  }
}

async function commit(output: Output | undefined): Promise<void> {
  if (output?.state !== "open") return;
  output.state = "gone";
  await output.file.commit();
  output.state = "in place";
}

function takeBack(output: Output | undefined): void {
  if (output === undefined) return;
  const isInPlace = output.state === "in place";
  output.state = "gone";
  if (isInPlace) discardOutput(output.path);
  else output.file.discard();
}
