/**
 * Segments in the order of the file → the signals of the whole.
 *
 * @module
 */
import type { Header } from "../rows/header.ts";
import { NOTHING_READ, plus, type ReadSummary } from "../rows/summary.ts";
import { RollingSignal } from "../signal/rolling.ts";
import type { SegmentResult, SegmentStart } from "./segment.ts";

/** Adds up segments. It decides nothing by itself: whoever adds one has made sure that it begins where the last one ended. */
export class Stitch {
  readonly #window: number;
  readonly #isDescending: boolean;
  /** The closes before the next segment: what its first rows are compared with. */
  #edge: RollingSignal;
  #ones = 0;
  #offset = 0;
  #summary = NOTHING_READ;
  /** Of a descending series: the mean of its first window. */
  #firstMean: number | undefined;

  constructor(window: number, isDescending: boolean) {
    this.#window = window;
    this.#isDescending = isDescending;
    this.#edge = new RollingSignal(window, isDescending);
  }

  /** Offset in the file where the next segment has to begin. */
  get offset(): number {
    return this.#offset;
  }

  get summary(): ReadSummary {
    return this.#summary;
  }

  get rows(): number {
    return this.#summary.rows;
  }

  /** Rows so far whose signal is 1. */
  get ones(): number {
    return this.#ones;
  }

  /** As {@linkcode RollingSignal.lastMean}. */
  get lastMean(): number | undefined {
    if (this.rows < this.#window) return undefined;
    return this.#isDescending ? this.#firstMean : this.#edge.lastMean;
  }

  /** Where to begin to read the next segment. */
  startOfNext(header: Header, decimals: number): SegmentStart {
    return { header, offset: this.#offset, lines: this.#summary.lines, decimals };
  }

  /** Adds the next segment of the file. */
  add({ end, summary, ones, first, last, latestMean }: SegmentResult): void {
    const before = this.#edge.ones;
    const isFirst = this.rows === 0;
    for (const run of first) this.#edge.pushRun(run);
    if (this.#isDescending) this.#firstMean ??= isFirst ? latestMean ?? this.#edge.lastMean : this.#edge.lastMean;
    this.#ones += this.#edge.ones - before + ones;
    if (last !== undefined) {
      this.#edge = new RollingSignal(this.#window, this.#isDescending);
      for (const run of last) this.#edge.pushRun(run);
    }
    this.#offset = end;
    this.#summary = plus(this.#summary, summary);
  }
}
