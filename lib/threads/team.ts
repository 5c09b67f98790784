/**
 * The threads that read one file: the main thread and its workers.
 *
 * All take segments from one {@linkcode Control}. The main thread does not wait for workers to start; it puts the segments
 * together as they come, in the order of the file, so that the first fault in the file is the one that is told of.
 *
 * @module
 */
import type { Header } from "../rows/header.ts";
import type { Layout } from "../layouts/layout.ts";
import type { Reading, Results } from "../rows/consumer.ts";
import { plus, type ReadSummary } from "../rows/summary.ts";
import type { RegularFile } from "../inputs/source.ts";
import { rowsWithMeanOf } from "../signal/rolling.ts";
import type { StopRequest } from "../stop.ts";
import type { OrderCheck } from "../times/order.ts";
import { Control } from "./control.ts";
import type { BeginRows } from "./rows.ts";
import {
  endOfSegment,
  type Known,
  readSegment,
  Segment,
  segmentCount,
  type SegmentPlan,
  type SegmentResult,
} from "./segment.ts";
import { Stitch } from "./stitch.ts";
import type { Report, Work } from "./worker.ts";

/** A file, and how to read it. */
export interface Task {
  readonly file: RegularFile;
  /** Where workers find the file. */
  readonly path: string;
  readonly plan: SegmentPlan;
  /** Threads that read, the main thread among them: 2 or more. */
  readonly threads: number;
  /** What takes the rows of each segment. */
  readonly beginRows: BeginRows;
  /** Checks the timestamps, where someone looks at them. */
  readonly order: OrderCheck | undefined;
}

/** The main thread, and the workers that it has. */
export class Team implements Reading {
  readonly threads: number;
  readonly #task: Task;
  readonly #stop: StopRequest;
  readonly #count: number;
  readonly #control: Control;
  readonly #stitch: Stitch;
  readonly #workers: Worker[] = [];

  /** Results by their segment's index, that wait for those before them. null is a segment that failed. */
  readonly #waiting = new Map<number, SegmentResult | undefined | null>();
  /** Index of the segment that is to be put together next. */
  #next = 0;
  #known: Known | undefined;
  /** A segment that is put together while it is read; one that has failed stays here. */
  #current: Segment | undefined;
  #wake: (() => void) | undefined;
  #fault: unknown;

  constructor(task: Task, stop: StopRequest) {
    this.#task = task;
    this.#stop = stop;
    this.#count = segmentCount(task.plan);
    this.threads = Math.min(task.threads, this.#count);
    this.#control = new Control(this.#count);
    this.#stitch = new Stitch(task.plan.window, task.plan.isDescending);
  }

  get header(): Header | undefined {
    return this.#known?.header ?? this.#current?.header;
  }

  get summary(): ReadSummary {
    return this.#current === undefined ? this.#stitch.summary : plus(this.#stitch.summary, this.#current.summary);
  }

  get bytesRead(): number {
    return this.summary.bytes;
  }

  get layout(): Layout {
    return this.#task.plan.layout;
  }

  get results(): Results {
    const { rows } = this.summary;
    const { ones, lastMean } = this.#stitch;
    return {
      rows,
      rowsWithMean: rowsWithMeanOf(rows, this.#task.plan.window),
      ones,
      lastMean,
      times: this.#task.order?.summary,
      symbols: undefined,
    };
  }

  async read(onStep: () => void): Promise<void> {
    try {
      // A worker takes longer to start than the first segment takes to read: it can start meanwhile.
      for (let n = 1; n < this.threads; n++) this.#workers.push(this.#startWorker());
      const known = this.#readFirst();
      for (const worker of this.#workers) worker.postMessage(this.#workFor(known));
      await this.#readRest(known, onStep);
    } finally {
      for (const worker of this.#workers) worker.terminate();
    }
  }

  /** Reads the first segment, which has the header. */
  #readFirst(): Known {
    this.#control.take();
    const { plan, beginRows, order } = this.#task;
    const segment = new Segment(plan, undefined, beginRows(plan, 0, order));
    this.#add(this.#readExactly(segment));
    if (segment.header === undefined) throw new Error("a first segment without a header");
    this.#known = { header: segment.header, decimals: segment.decimals };
    return this.#known;
  }

  async #readRest(known: Known, onStep: () => void): Promise<void> {
    const { file, plan, beginRows } = this.#task;
    for (;;) {
      onStep();
      this.#putTogether(known);
      if (this.#next === this.#count) return;
      const index = this.#control.take();
      if (index === undefined) {
        await this.#stop.unlessAsked(this.#nextReport());
      } else {
        this.#waiting.set(index, attempt(() => readSegment(file.handle, plan, index, known, beginRows)));
        await this.#stop.breathe();
      }
      if (this.#fault !== undefined) throw this.#fault;
    }
  }

  /** Puts together what is there without a gap. */
  #putTogether(known: Known): void {
    while (this.#waiting.has(this.#next)) {
      const result = this.#waiting.get(this.#next);
      this.#waiting.delete(this.#next);
      const { plan, beginRows, order } = this.#task;
      const { offset } = this.#stitch;
      // A record may be so long that no other starts in a segment, or it ends with the file.
      const isPassed = offset > endOfSegment(plan, this.#next) || offset === plan.sizeBytes;
      if (isPassed) this.#goOn();
      else if (result?.start === offset && this.#isInOrder(result)) this.#add(result);
      else {
        const start = this.#stitch.startOfNext(known.header, known.decimals);
        this.#add(this.#readExactly(new Segment(plan, start, beginRows(plan, known.decimals, order))));
      }
    }
  }

  /** Whether the timestamps of a segment, which are in order among themselves, follow those before it; then that is noted. */
  #isInOrder({ times, summary }: SegmentResult): boolean {
    const { order, plan } = this.#task;
    if (order === undefined || times === undefined) return true;
    if (!order.isStepForward(times.first)) return false;
    order.passedAll(plan.file, times.first, times.last, summary.rows, times.steps);
    return true;
  }

  /** Reads the next segment on this thread, with its start known: what is wrong with it is wrong with the file. */
  #readExactly(segment: Segment): SegmentResult {
    this.#current = segment;
    const { file, plan, beginRows } = this.#task;
    const result = readSegment(file.handle, plan, this.#next, segment, beginRows);
    this.#current = undefined;
    if (result === undefined) throw new Error("a segment whose start is known has given nothing");
    return result;
  }

  #add(result: SegmentResult): void {
    this.#stitch.add(result);
    this.#goOn();
  }

  #goOn(): void {
    this.#next++;
    this.#control.stitched();
  }

  #startWorker(): Worker {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data: { index, result } }: MessageEvent<Report>) => {
      this.#waiting.set(index, result);
      this.#wake?.();
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.#fault ??= new Error(`a worker failed: ${event.message}`);
      this.#wake?.();
    };
    return worker;
  }

  #workFor(known: Known): Work {
    const { path, plan, file } = this.#task;
    const { dev, ino } = file.info;
    return { path, identity: { dev, ino }, plan, known, shared: this.#control.shared };
  }

  /** Waits until a worker has sent something. */
  async #nextReport(): Promise<void> {
    await new Promise<void>((resolve) => this.#wake = resolve);
    this.#wake = undefined;
  }
}

/** What `read` gives, or null where it fails: then it is done again when its turn comes. */
function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
