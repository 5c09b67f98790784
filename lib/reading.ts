/**
 * Candles in, signals out, in constant memory: on one thread, or on several where that is faster.
 *
 * @module
 */
import type { RowStage } from "./rows/batch.ts";
import type { Header } from "./rows/header.ts";
import { CandleReader, type InvalidRows, NOTHING_READ, plus, type ReadSummary } from "./rows/reader.ts";
import { CandleSource } from "./inputs/source.ts";
import type { Options } from "./commands/command_line.ts";
import { Closes } from "./series/closes.ts";
import { asksMoreThanPlain, type Config } from "./config/config.ts";
import { noRows } from "./errors.ts";
import type { CandleSeries } from "./inputs/series.ts";
import { GENERIC, type Layout } from "./layouts/layout.ts";
import type { AskedRows } from "./series/asked.ts";
import type { StopRequest } from "./stop.ts";
import { segmentBytesOf, threadCount } from "./threads/count.ts";

/** What a job reads: one input, or several that are one series. */
export type CandleInput = CandleSource | CandleSeries;

/** An input that is being read, and what it has given so far. */
export interface Reading {
  readonly threads: number;
  /** What the header says, of the file that is being read; undefined until it has been read. */
  readonly header: Header | undefined;
  readonly summary: ReadSummary;
  /** Bytes that were read, as they are in the files, for a progress bar. */
  readonly bytesRead: number;
  /** Rows that count: all that were read, but for those in whose place another came. */
  readonly rows: number;
  /** Of these, the ones that have a rolling mean, all rows being known. */
  readonly rowsWithMean: number;
  /** Rows whose signal is 1. */
  readonly ones: number;
  /** The latest rolling mean, rounded once to the nearest double; undefined before there is one, or of several symbols. */
  readonly lastMean: number | undefined;
  /** What takes the rows where config or flags ask for more than a plain run. */
  readonly asked: AskedRows | undefined;

  /**
   * Reads the input to its end. Everything above stays as it is when that fails.
   *
   * @param onStep Called again and again while it goes on.
   * @throws {JobError} of kind data, for the first fault in the input; of kind io; or interrupted.
   */
  read(onStep: () => void): Promise<void>;
}

/** What becomes of the rows that are read, file by file. */
export interface RowsConsumer {
  /** Known once {@linkcode begin} was called. */
  readonly stage: RowStage;
  /** Takes the rows that are invalid, if they are not to end the run. */
  readonly invalid: InvalidRows | undefined;
  readonly rows: number;
  readonly rowsWithMean: number;
  readonly ones: number;
  readonly lastMean: number | undefined;

  /**
   * Makes ready for a file that is about to be read.
   *
   * @returns What the file looks like.
   * @throws {JobError} of kind data, config or io.
   */
  begin(source: CandleSource): Promise<Layout>;
  /** Waits until what was written on the way does not take too much memory. */
  drain(): Promise<void>;
}

/**
 * How an input is read best, on as many threads as the user has asked for, or as it is worth.
 *
 * @param asked What takes the rows, where it is not a plain run.
 */
export async function readingOf(
  input: CandleInput,
  options: Options,
  { window }: Config,
  asked: AskedRows | undefined,
  stop: StopRequest,
): Promise<Reading> {
  if (input instanceof CandleSource && input.regular !== undefined) {
    const { regular, name } = input;
    const sizeBytes = regular.info.size;
    // What only several threads need is loaded only for them.
    const threads = threadCount(options.threads, sizeBytes, window, navigator.hardwareConcurrency);
    const segmentBytes = options.segmentBytes ?? segmentBytesOf(sizeBytes);
    if (threads > 1 && sizeBytes > segmentBytes && !input.isCompressed(regular)) {
      const layout = asked === undefined ? GENERIC : await asked.begin(input);
      if (asked?.canBeSplit ?? true) {
        const { Team } = await import("./threads/team.ts");
        const { rowsFor } = await import("./threads/plain_rows.ts");
        const isDescending = layout.order === "descending";
        const order = asked?.order;
        const rules = { window, isDescending, order: order?.rules };
        const plan = { file: name, sizeBytes, segmentBytes, layout, ...rules };
        const beginRows = await rowsFor(rules);
        return new Team({ file: regular, path: name, plan, threads, beginRows, order }, stop, asked);
      }
    }
  }
  return new Stream(input, asked ?? new Closes(window, false, GENERIC), asked);
}

/** Whether config or flags ask for anything that a plain run does not do. */
function isMoreAsked({ signals, rejects }: Options, config: Config): boolean {
  return signals !== undefined || rejects !== undefined || asksMoreThanPlain(config);
}

/**
 * What takes the rows where config or flags ask for more than a plain run; it has to be committed or abandoned.
 *
 * @throws {JobError} of kind config or io.
 */
export async function askedRows(options: Options, config: Config): Promise<AskedRows | undefined> {
  if (!isMoreAsked(options, config)) return undefined;
  const { AskedRows } = await import("./series/asked.ts");
  return new AskedRows(options, config);
}

/** An input that one thread reads from its start to its end; each of its files has a header of its own. */
export class Stream implements Reading {
  readonly threads = 1;
  readonly #input: CandleInput;
  readonly #consumer: RowsConsumer;
  readonly asked: AskedRows | undefined;
  /** Reads the file at hand. */
  #reader: CandleReader | undefined;
  /** What the files before it have given. */
  #before = NOTHING_READ;

  constructor(input: CandleInput, consumer: RowsConsumer, asked: AskedRows | undefined) {
    this.#input = input;
    this.#consumer = consumer;
    this.asked = asked;
  }

  get header(): Header | undefined {
    return this.#reader?.header;
  }

  get summary(): ReadSummary {
    return this.#reader === undefined ? this.#before : plus(this.#before, this.#reader.summary);
  }

  get bytesRead(): number {
    return this.#input.bytesRead;
  }

  get rows(): number {
    return this.#consumer.rows;
  }

  get rowsWithMean(): number {
    return this.#consumer.rowsWithMean;
  }

  get ones(): number {
    return this.#consumer.ones;
  }

  get lastMean(): number | undefined {
    return this.#consumer.lastMean;
  }

  async read(onStep: () => void): Promise<void> {
    const consumer = this.#consumer;
    for await (const source of this.#input.sources()) {
      this.#before = this.summary;
      this.#reader = undefined;
      const layout = await consumer.begin(source);
      const reader = new CandleReader(source.name, consumer.stage, { layout, invalid: consumer.invalid });
      this.#reader = reader;
      for await (const chunk of source.chunks()) {
        reader.push(chunk);
        await consumer.drain();
        onStep();
      }
      reader.end();
      onStep();
      // A file that is all there is has its say later, with the window.
      const isOneOfSeveral = source !== this.#input;
      if (isOneOfSeveral && reader.summary.rows === 0) throw noRows(source.name);
    }
    consumer.stage.end();
    await consumer.drain();
  }
}
