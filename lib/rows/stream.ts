/**
 * An input that one thread reads from its start to its end; each of its files has a header of its own.
 *
 * @module
 */
import { betweenFiles, JobError, noRows } from "../errors.ts";
import type { CandleInput } from "../inputs/input.ts";
import type { CandleSource } from "../inputs/source.ts";
import type { Layout } from "../layouts/layout.ts";
import type { Reading, RowConsumer } from "./consumer.ts";
import type { Header } from "./header.ts";
import type { RowStage, RowsWatcher } from "./batch.ts";
import { CandleReader, type InvalidRows } from "./reader.ts";
import { NOTHING_READ, plus, type ReadSummary, without } from "./summary.ts";

/** Stands between the reader of a file and what takes its rows: the first ones were read by an earlier run. */
export interface PassedRows extends RowStage, InvalidRows {
  /** What was read of the rows that were passed over. */
  readonly passed: ReadSummary;
  /** Hands a chunk to the reader. */
  push(chunk: Uint8Array, reader: CandleReader): void;
}

/** What earlier runs have read of the files of this one. It is told of one file after the other. */
export interface FileHistory {
  /** What they have read, but for bytes and lines. */
  readonly before: ReadSummary;
  /**
   * What passes over the rows of the file at hand that were read before; undefined where there are none.
   *
   * @throws {JobError} of kind data, if they were read in another way.
   */
  rowsOf(layout: Layout, stage: RowStage, invalid: InvalidRows | undefined): PassedRows | undefined;
  /** Looks at the text of the file, chunk by chunk. */
  look(chunk: Uint8Array): void;
  /** @throws {JobError} of kind data, if it is not the file that it was. */
  ended(layout: Layout, summary: ReadSummary): void;
}

/** What reading on one thread needs. */
export interface StreamTask {
  readonly input: CandleInput;
  readonly layoutOf: (source: CandleSource) => Promise<Layout>;
  readonly consumer: RowConsumer;
  /** Takes the rows that are invalid; undefined where the first one ends the run. */
  readonly invalid: InvalidRows | undefined;
  readonly history?: FileHistory | undefined;
  /** Looks at the rows, if someone does. */
  readonly watcher?: RowsWatcher | undefined;
  /** Waits until what was written on the way does not take too much memory. */
  readonly drain: () => Promise<void>;
}

export class Stream implements Reading {
  readonly threads = 1;
  readonly #task: StreamTask;
  #layout: Layout;
  /** Reads the file at hand. */
  #reader: CandleReader | undefined;
  #passed: PassedRows | undefined;
  /** What the files before it have given. */
  #before: ReadSummary;

  /** @param first The layout of the first file, for which the consumer was made. */
  constructor(task: StreamTask, first: Layout) {
    this.#task = task;
    this.#layout = first;
    this.#before = task.history?.before ?? NOTHING_READ;
  }

  get results(): RowConsumer {
    return this.#task.consumer;
  }

  get layout(): Layout {
    const { order } = this.#task.consumer;
    return order === this.#layout.order ? this.#layout : { ...this.#layout, order };
  }

  get header(): Header | undefined {
    return this.#reader?.header;
  }

  get summary(): ReadSummary {
    if (this.#reader === undefined) return this.#before;
    const { summary } = this.#reader;
    return plus(this.#before, this.#passed === undefined ? summary : without(summary, this.#passed.passed));
  }

  get bytesRead(): number {
    return this.#task.input.bytesRead;
  }

  async read(onStep: () => void): Promise<void> {
    const { input, layoutOf, consumer, invalid, history, watcher, drain } = this.#task;
    let isFirst = true;
    for await (const source of input.sources()) {
      this.#before = this.summary;
      this.#reader = undefined;
      if (!isFirst) {
        this.#layout = await layoutOf(source);
        consumer.beginFile(this.#layout);
      }
      const stage = watcher?.watch(source.name, consumer.stage) ?? consumer.stage;
      const passed = this.#passed = history?.rowsOf(this.#layout, stage, invalid);
      const options = { layout: this.#layout, invalid: invalid && (passed ?? invalid) };
      const reader = new CandleReader(source.name, passed ?? stage, options);
      this.#reader = reader;
      try {
        for await (const chunk of source.chunks()) {
          history?.look(chunk);
          if (passed === undefined) reader.push(chunk);
          else passed.push(chunk, reader);
          await drain();
          onStep();
        }
        reader.end();
      } catch (error) {
        throw !isFirst && reader.summary.rows === 0 && error instanceof JobError ? betweenFiles(error) : error;
      }
      history?.ended(this.#layout, reader.summary);
      isFirst = false;
      onStep();
      // A file that is all there is has its say later, with the window. Of a night, earlier ones have rows enough.
      const isOneOfSeveral = source !== input || history !== undefined;
      const { rows, invalidRows } = reader.summary;
      if (isOneOfSeveral && rows === 0 && passed === undefined) throw noRows(source.name, invalidRows);
    }
    consumer.stage.end();
    await drain();
  }
}
