/**
 * Stopping early: a signal asks, and whatever the job is waiting for ends at once.
 *
 * @module
 */
import { interrupted, type StopSignal } from "./errors.ts";

/** A request to stop: made by the signal handlers in `main.ts`, watched by the job. */
export class StopRequest {
  #signal: StopSignal | undefined;
  /** Tells the one who waits. There is one at a time, and nothing is kept of those before: a job waits millions of times. */
  #tell: ((signal: StopSignal) => void) | undefined;

  /** Asks for a stop. Only the first signal counts. */
  ask(signal: StopSignal): void {
    this.#signal ??= signal;
    this.#tell?.(this.#signal);
  }

  /** @throws {JobError} of kind interrupted, where a stop was asked for. */
  check(): void {
    if (this.#signal !== undefined) throw interrupted(this.#signal);
  }

  /**
   * The result of `work`, unless a stop is asked for before it is there.
   *
   * @throws {JobError} of kind interrupted. Nobody waits for `work` then.
   */
  async unlessAsked<T>(work: Promise<T>): Promise<T> {
    this.check();
    try {
      return await new Promise((resolve, reject) => {
        this.#tell = (signal) => reject(interrupted(signal));
        work.then(resolve, reject);
      });
    } finally {
      this.#tell = undefined;
    }
  }
}
