/**
 * An input that one thread reads from its start to its end; each of its files has a header of its own.
 *
 * @module
 */
import { noRows } from "../errors.ts";
import type { CandleInput } from "../inputs/input.ts";
import type { CandleSource } from "../inputs/source.ts";
import type { Layout } from "../layouts/layout.ts";
import type { Reading, RowConsumer } from "./consumer.ts";
import type { Header } from "./header.ts";
import { CandleReader, type InvalidRows } from "./reader.ts";
import { NOTHING_READ, plus, type ReadSummary } from "./summary.ts";

/** What reading on one thread needs. */
export interface StreamTask {
  readonly input: CandleInput;
  readonly layoutOf: (source: CandleSource) => Promise<Layout>;
  readonly consumer: RowConsumer;
  /** Takes the rows that are invalid; undefined where the first one ends the run. */
  readonly invalid: InvalidRows | undefined;
  /** Waits until what was written on the way does not take too much memory. */
  readonly drain: () => Promise<void>;
}

export class Stream implements Reading {
  readonly threads = 1;
  readonly #task: StreamTask;
  #layout: Layout;
  /** Reads the file at hand. */
  #reader: CandleReader | undefined;
  /** What the files before it have given. */
  #before = NOTHING_READ;

  /** @param first The layout of the first file, for which the consumer was made. */
  constructor(task: StreamTask, first: Layout) {
    this.#task = task;
    this.#layout = first;
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
    return this.#reader === undefined ? this.#before : plus(this.#before, this.#reader.summary);
  }

  get bytesRead(): number {
    return this.#task.input.bytesRead;
  }

  async read(onStep: () => void): Promise<void> {
    const { input, layoutOf, consumer, invalid, drain } = this.#task;
    let isFirst = true;
    for await (const source of input.sources()) {
      this.#before = this.summary;
      this.#reader = undefined;
      if (!isFirst) {
        this.#layout = await layoutOf(source);
        consumer.beginFile(this.#layout);
      }
      isFirst = false;
      const reader = new CandleReader(source.name, consumer.stage, { layout: this.#layout, invalid });
      this.#reader = reader;
      for await (const chunk of source.chunks()) {
        reader.push(chunk);
        await drain();
        onStep();
      }
      reader.end();
      onStep();
      // A file that is all there is has its say later, with the window.
      const isOneOfSeveral = source !== input;
      const { rows, invalidRows } = reader.summary;
      if (isOneOfSeveral && rows === 0) throw noRows(source.name, invalidRows);
    }
    consumer.stage.end();
    await drain();
  }
}
