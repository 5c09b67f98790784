/**
 * Candles in, signals out, in constant memory: on one thread, or on several where that is faster.
 *
 * @module
 */
import type { Header } from "./candles/header.ts";
import { CandleReader, type ReadSummary } from "./candles/reader.ts";
import { type CandleSource, nameOfInput } from "./candles/source.ts";
import type { Options } from "./cli.ts";
import type { Config } from "./config.ts";
import { RollingSignal } from "./signal/rolling.ts";
import type { StopRequest } from "./stop.ts";
import { SEGMENT_BYTES, threadCount } from "./threads/count.ts";

/** An input that is being read, and what it has given so far. */
export interface Reading {
  readonly threads: number;
  /** What the header says; undefined until it has been read. */
  readonly header: Header | undefined;
  readonly summary: ReadSummary;
  /** Rows whose signal is 1. */
  readonly ones: number;
  /** The mean of the last `window` closes, rounded once to the nearest double; undefined before there are so many. */
  readonly lastMean: number | undefined;

  /**
   * Reads the input to its end. Everything above stays as it is when that fails.
   *
   * @param onStep Called again and again while it goes on.
   * @throws {JobError} of kind data, for the first fault in the input; of kind io; or interrupted.
   */
  read(onStep: () => void): Promise<void>;
}

/** How an input is read best, on as many threads as the user has asked for, or as it is worth. */
export async function readingOf(
  source: CandleSource,
  options: Options,
  { window }: Config,
  stop: StopRequest,
): Promise<Reading> {
  const file = nameOfInput(options.input);
  const { regular } = source;
  if (regular !== undefined) {
    const sizeBytes = regular.info.size;
    const threads = threadCount(options.threads, sizeBytes, window, navigator.hardwareConcurrency);
    // What only several threads need is loaded only for them.
    if (threads > 1 && sizeBytes > SEGMENT_BYTES) {
      const { Team } = await import("./threads/team.ts");
      const plan = { file, sizeBytes, segmentBytes: SEGMENT_BYTES, window };
      return new Team({ file: regular, path: options.input, plan, threads }, stop);
    }
  }
  return new Stream(source, file, window);
}

/** An input that one thread reads from its start to its end. */
class Stream implements Reading {
  readonly threads = 1;
  readonly #source: CandleSource;
  readonly #reader: CandleReader;
  readonly #signal: RollingSignal;

  constructor(source: CandleSource, file: string, window: number) {
    this.#source = source;
    this.#signal = new RollingSignal(window);
    this.#reader = new CandleReader(file, {
      scaled: (mantissas, count, decimals, largest) => this.#signal.push(mantissas, count, decimals, largest),
      exact: (close) => this.#signal.pushExact(close),
    });
  }

  get header(): Header | undefined {
    return this.#reader.header;
  }

  get summary(): ReadSummary {
    return this.#reader.summary;
  }

  get ones(): number {
    return this.#signal.ones;
  }

  get lastMean(): number | undefined {
    return this.#signal.lastMean;
  }

  async read(onStep: () => void): Promise<void> {
    for await (const chunk of this.#source.chunks()) {
      this.#reader.push(chunk);
      onStep();
    }
    this.#reader.end();
  }
}
