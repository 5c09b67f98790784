/**
 * Stopping early: a signal asks, the job answers at its next chance.
 *
 * @module
 */

/** The signals that stop a job cleanly. */
export type StopSignal = "SIGINT" | "SIGTERM";

/** A request to stop: made once by the signal handlers in `main.ts`, watched by the job. */
export class StopRequest {
  #signal: StopSignal | undefined;
  #resolve: ((signal: StopSignal) => void) | undefined;
  /** Resolves when a stop is asked for, and never otherwise. */
  readonly requested: Promise<StopSignal> = new Promise((resolve) => this.#resolve = resolve);

  /** The signal that asked, or undefined while none has. */
  get signal(): StopSignal | undefined {
    return this.#signal;
  }

  /** Asks for a stop. Only the first signal counts. */
  ask(signal: StopSignal): void {
    this.#signal ??= signal;
    this.#resolve?.(this.#signal);
  }
}
