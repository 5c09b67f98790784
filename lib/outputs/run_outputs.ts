/**
 * The files that a run writes besides its metrics and its log. All have the same life: they are begun and written, and
 * then committed together or abandoned together.
 *
 * @module
 */
import { asJobError, type JobError } from "../errors.ts";
import { AtomicFile, discardOutput, type OutputFile } from "./atomic_file.ts";

/** The outputs, in the order of their commit. The metrics stand between: what follows them tells that they are there. */
const BEFORE_METRICS = ["rejects", "signals", "report", "manifest"] as const;
const AFTER_METRICS = ["checkpoint"] as const;
const ORDER = [...BEFORE_METRICS, ...AFTER_METRICS];

export type OutputName = typeof ORDER[number];

/** A file that is being written. Nothing of it is at its path before it is committed. */
export interface WrittenFile {
  /** Waits until most of it is written. */
  drain(): Promise<void>;
  commit(): Promise<void>;
  /** Deletes the file, unless it is committed. Can be called at any time, and more than once. */
  discard(): void;
}

/** An output and its state. A commit that failed is not tried again. */
interface Output {
  readonly path: string;
  readonly file: WrittenFile;
  state: "open" | "in place" | "gone";
}

/** Begins the file that takes the bytes of an output. */
export type BeginFile = (name: OutputName, path: string) => OutputFile;

export class RunOutputs {
  readonly #outputs = new Map<OutputName, Output>();
  /** @throws {JobError} of kind io, if there can be no such file. */
  readonly begin: BeginFile;

  constructor(begin: BeginFile = (_, path) => new AtomicFile(path)) {
    this.begin = begin;
  }

  /** Adds a file that has been begun. Returns it. */
  add<F extends WrittenFile>(name: OutputName, path: string, file: F): F {
    this.#outputs.set(name, { path, file, state: "open" });
    return file;
  }

  /** Waits until the unwritten bytes take little memory. */
  async drain(): Promise<void> {
    for (const { file } of this.#outputs.values()) await file.drain();
  }

  /**
   * Puts the files at their paths that come before the metrics.
   *
   * @throws {JobError} of kind io, for the first one that fails. Nothing of that file is left behind.
   */
  async commit(): Promise<void> {
    for (const name of BEFORE_METRICS) await commit(this.#outputs.get(name));
  }

  /**
   * Puts those at their paths that come after them.
   *
   * @throws {JobError} as {@linkcode commit}.
   */
  async commitLast(): Promise<void> {
    for (const name of AFTER_METRICS) await commit(this.#outputs.get(name));
  }

  /**
   * Removes the files that are in place and discards the others: a whole file beside metrics of a failure would look like
   * a success.
   *
   * @param kept Files that are committed nevertheless.
   * @returns The failures of that.
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
