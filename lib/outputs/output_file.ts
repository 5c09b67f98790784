/**
 * The files that a run writes beside its metrics, and which of them stand there in the end.
 *
 * @module
 */
import { asJobError, type JobError } from "../errors.ts";
import { discardOutput } from "./atomic_file.ts";

/** A file that is being written; at its path there is nothing of it before it is committed. */
interface WrittenFile {
  drain(): Promise<void>;
  commit(): Promise<void>;
  /** Gives the file up, where it is not committed. Can be called at any time, and again. */
  discard(): void;
}

/** A file on its way to its path. It arrives there once or never: a commit that has failed is not tried again. */
export class OutputFile<F extends WrittenFile> {
  readonly file: F;
  readonly #path: string;
  #state: "open" | "in place" | "gone" = "open";

  constructor(path: string, file: F) {
    this.#path = path;
    this.file = file;
  }

  /**
   * Puts the file in its place. Does nothing where that was tried before.
   *
   * @throws {JobError} of kind io. Nothing is left behind then.
   */
  async commit(): Promise<void> {
    if (this.#state !== "open") return;
    this.#state = "gone";
    await this.file.commit();
    this.#state = "in place";
  }

  /** Gives the file up, unless it is in its place. */
  discard(): void {
    if (this.#state === "open") this.#state = "gone";
    this.file.discard();
  }

  /**
   * Gives the file up, and removes it where it is in its place.
   *
   * @throws {JobError} of kind io.
   */
  takeBack(): void {
    const isInPlace = this.#state === "in place";
    this.#state = "gone";
    if (isInPlace) discardOutput(this.#path);
    else this.file.discard();
  }
}

/** Tries all of `steps`, each whatever has become of those before it. Returns what went wrong. */
export async function failuresOf(steps: readonly (() => void | Promise<void>)[]): Promise<readonly JobError[]> {
  const failures: JobError[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      failures.push(asJobError(error));
    }
  }
  return failures;
}
