/**
 * Stopping early: after a signal, the job stops waiting at once.
 *
 * @module
 */
import { interrupted, type StopSignal } from "./errors.ts";

/** How long the job works before it checks for events. A check takes about 50 µs. */
const BREATH_MS = 20;
/** How much longer it works at the start: a small file needs no break, and its first one takes as long as reading the file. */
const FIRST_BREATH_MS = 30;

/** A request to stop: made by the signal handlers in `main.ts`, watched by the job. */
export class StopRequest {
  #signal: StopSignal | undefined;
  /** Rejects the current wait. There is one at a time, and none is kept: a job waits millions of times. */
  #tell: ((signal: StopSignal) => void) | undefined;
  #lastBreathMs = performance.now() + FIRST_BREATH_MS;

  /** Asks for a stop. Only the first signal counts. */
  ask(signal: StopSignal): void {
    this.#signal ??= signal;
    this.#tell?.(this.#signal);
  }

  /** @throws {JobError} of kind interrupted, if a stop was requested. */
  check(): void {
    if (this.#signal !== undefined) throw interrupted(this.#signal);
  }

  /**
   * The result of `work`, unless a stop is requested first.
   *
   * @throws {JobError} of kind interrupted. The result of `work` is then ignored.
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
      // Waiting lets events in.
      this.#lastBreathMs = Math.max(this.#lastBreathMs, performance.now());
    }
  }

  /**
   * Handles signals and messages that have arrived, if none could be handled for a while. Work that never waits calls this
   * between two steps.
   *
   * @throws {JobError} of kind interrupted, if a stop was requested.
   */
  async breathe(): Promise<void> {
    this.check();
    if (performance.now() - this.#lastBreathMs < BREATH_MS) return;
    await eventsHandled();
    this.#lastBreathMs = performance.now();
    this.check();
  }
}

/** Waits until all pending events have been handled: a message to itself comes after them. */
async function eventsHandled(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  await new Promise((resolve) => {
    port1.onmessage = resolve;
    port2.postMessage(undefined);
  });
  port1.close();
}
