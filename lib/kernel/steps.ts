/**
 * The kernel's way to see how far timestamps are from one another. Loaded with the columns.
 *
 * @module
 */
import * as kernel from "./kernel.wasm";
import { memory } from "./memory.ts";
import type { TimeFormat, TimeSteps } from "./time_format.ts";
import { timeBefore } from "./symbols.ts";

const backs = new Uint32Array(memory, kernel.STEP_BACKS, kernel.TIME_BYTES);
const weights = new BigInt64Array(memory, kernel.STEP_WEIGHTS, kernel.TIME_BYTES);
const noteNumbers = new BigInt64Array(memory, kernel.STEP_NOTES, kernel.MOST_STEP_NOTES * kernel.STEP_NOTE_BYTES / 8);
const noteWords = new Uint32Array(memory, kernel.STEP_NOTES, kernel.MOST_STEP_NOTES * kernel.STEP_NOTE_BYTES / 4);

/** YYYYMMDDHH, which looks like a count of seconds. */
const HOURS = /^[0-9]{10}$/;
const STEPS_OF_HOURS: TimeSteps = { digits: [[2, 36_000], [1, 3600]], ticksPerSecond: 1, date: [10, 6, 4] };

/** Whether a text is a number that counts from 1970, in whole units. */
function isCount(text: string, time: bigint): boolean {
  const count = BigInt(text);
  return count > 0n && time % count === 0n;
}

/** Takes the rows that the kernel has read, in their order. */
export interface StepSink {
  /** Whether it still wants to know of them. */
  readonly isWatching: boolean;
  /** Rows that are each `step` nanoseconds behind the one before, or before it in a descending series. */
  follow(rows: number, step: bigint): void;
  /** A row that is so many nanoseconds behind the one before, which others are not. */
  step(length: bigint): void;
  /** A row that may be any time behind the one before. */
  note(text: string): void;
  /** What lies between the rows before and those to come is not known. */
  lose(): void;
}

/** Hands on what the kernel sees. There is one at a time in a thread. */
export class KernelSteps {
  readonly #sink: StepSink;
  /** Nanoseconds of what the last digit counts; undefined as long as the kernel looks at no steps. */
  #tick: bigint | undefined;

  constructor(sink: StepSink) {
    this.#sink = sink;
  }

  /**
   * The rows to come have timestamps of this format.
   *
   * @param text One of them, which means `time`.
   */
  begin(format: TimeFormat, text: string, time: bigint): void {
    const steps = HOURS.test(text) && !isCount(text, time) ? STEPS_OF_HOURS : format.steps;
    const { digits, ticksPerSecond, date } = steps;
    const isKnown = ticksPerSecond !== undefined || isCount(text, time);
    if (!isKnown) this.#sink.lose();
    if (!isKnown || !this.#sink.isWatching) return this.stop();
    this.#tick = ticksPerSecond === undefined ? time / BigInt(text) : 1_000_000_000n / BigInt(ticksPerSecond);
    backs.set(digits.map(([back]) => back));
    weights.set(digits.map(([, ticks]) => BigInt(ticks)));
    kernel.setSteps(digits.length, 86_400n * BigInt(ticksPerSecond ?? 0), ...date);
  }

  /** The kernel looks at no steps until the next {@linkcode begin}. */
  stop(): void {
    this.#tick = undefined;
    kernel.watchNoSteps();
  }

  /** A row was read elsewhere: the next one follows that. */
  forgetLast(): void {
    if (this.#tick !== undefined) kernel.forgetLast();
  }

  /** Hands on what the last call of the kernel has seen, whose bytes are still where they were. */
  collect(): void {
    const tick = this.#tick;
    if (tick === undefined) return;
    const count = kernel.stepNotes();
    for (let n = 0; n < count && this.#sink.isWatching; n++) {
      const at = n * kernel.STEP_NOTE_BYTES / 8;
      const [regular = 0, start = 0, length = 0] = noteWords.subarray(2 * at + 4, 2 * at + 7);
      this.#follow(regular, noteNumbers[at] ?? 0n, tick);
      if (length > 0) this.#sink.note(timeBefore(start + length, length));
      else this.#sink.step((noteNumbers[at + 1] ?? 0n) * tick);
    }
    if (kernel.areStepsLost()) {
      this.#sink.lose();
      kernel.forgetLast();
    } else this.#follow(kernel.regularSteps(), kernel.usualStep(), tick);
    if (this.#sink.isWatching) kernel.takeSteps();
    else this.stop();
  }

  #follow(rows: number, ticks: bigint, tick: bigint): void {
    if (rows > 0) this.#sink.follow(rows, ticks * tick);
  }
}
