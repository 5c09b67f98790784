/**
 * Stopping early: a signal asks, and whatever the job is waiting for ends at once.
 *
 * @module
 */
import { interrupted, type StopSignal } from "./errors.ts";

/** How long the job may work before it looks whether anything has happened. Looking takes some 50 µs. */
const BREATH_MS = 20;

/** A request to stop: made by the signal handlers in `main.ts`, watched by the job. */
export class StopRequest {
  #signal: StopSignal | undefined;
  /** Tells the one who waits. There is one at a time, and nothing is kept of those before: a job waits millions of times. */
  #tell: ((signal: StopSignal) => void) | undefined;
  #lastBreathMs = performance.now();

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
      // Whoever waits lets events in. So a small file needs no breath, whose first one takes as long as reading it.
      this.#lastBreathMs = performance.now();
    }
  }

  /**
   * Lets signals and messages in that have arrived, if none could for a while: to be called between two steps of work
   * that waits for nothing.
   *
   * @throws {JobError} of kind interrupted, where a stop was asked for.
   */
  async breathe(): Promise<void> {
    this.check();
    if (performance.now() - this.#lastBreathMs < BREATH_MS) return;
    await eventsHandled();
    this.#lastBreathMs = performance.now();
    this.check();
  }
}

/** Waits until the events that are there have been handled: a message to oneself is behind them all. */
async function eventsHandled(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  await new Promise((resolve) => {
    port1.onmessage = resolve;
    port2.postMessage(undefined);
  });
  port1.close();
}
