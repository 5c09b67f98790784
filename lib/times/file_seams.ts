/**
 * Where the files of one series meet: whether as much time is missing between two of them as a whole file covers.
 *
 * @module
 */

import type { StepBetween } from "./steps.ts";

/** Time that is missing between two files of a series. */
export interface MissingStretch {
  /** The file behind it. */
  readonly file: string;
  /** The last timestamp before it and the first behind it, as the files spell them. */
  readonly from: string;
  readonly to: string;
  readonly nanoseconds: bigint;
}

/** A moment, as its file spells it. */
interface Moment {
  readonly text: string;
  readonly nanoseconds: bigint;
}

interface Seam extends MissingStretch {
  /** What the file before it covers, and how long a step in it is on average, in nanoseconds. */
  readonly spanBefore: bigint;
  readonly stepBefore: bigint;
  /** When the file before it ends, and when the one behind it begins. */
  readonly end: bigint;
  readonly begin: bigint;
}

const DAY = 86_400_000_000_000n;

/**
 * Files that cover as much have their nights and weekends inside. Between shorter ones there may be a closed market, unless
 * others of them follow each other closely.
 */
const LONG_SPAN = 6n * DAY;

/** A seam is close if a span is this many times as long. */
const CLOSE_SHARE = 20n;

/** A stretch is as long as a file if it has this many fifths of what the file covers: months have 28 to 31 days. */
const FIFTHS = 4n;

/** Steps below which a stretch is no more than a step: two rows a file say nothing of what lies between files. */
const LEAST_STEPS = 4n;

/** A file that has ended. */
interface Ended extends Pick<Seam, "from" | "spanBefore" | "stepBefore"> {
  readonly nanoseconds: bigint;
}

/** Notes how each file of a series follows the one before. Some hundred bytes a file. */
export class FileSeams {
  readonly #seams: Seam[] = [];
  /** When the file at hand began. */
  #begin: bigint;
  /** Rows of the files that have ended. */
  #rows = 0;
  /** The file that has ended, until the next one begins. */
  #ended: Ended | undefined;

  /** @param begin When the first file began. */
  constructor(begin: bigint) {
    this.#begin = begin;
  }

  /** Whether a file has ended and the next one has not begun. */
  get isFileAwaited(): boolean {
    return this.#ended !== undefined;
  }

  /**
   * The file at hand has ended.
   *
   * @param rows Rows so far, of all files.
   */
  end({ text, nanoseconds }: Moment, rows: number): void {
    const spanBefore = spanOf(this.#begin, nanoseconds);
    const steps = Math.max(1, rows - this.#rows - 1);
    this.#rows = rows;
    this.#ended = { from: text, nanoseconds, spanBefore, stepBefore: spanBefore / BigInt(steps) };
  }

  /** The one behind it begins. */
  begin(file: string, { text, nanoseconds }: Moment): void {
    if (this.#ended === undefined) throw new Error("a file begins before the one at hand has ended");
    const { from, spanBefore, stepBefore, nanoseconds: end } = this.#ended;
    this.#seams.push({
      file,
      from,
      to: text,
      nanoseconds: spanOf(end, nanoseconds),
      spanBefore,
      stepBefore,
      end,
      begin: nanoseconds,
    });
    this.#begin = nanoseconds;
    this.#ended = undefined;
  }

  /**
   * The stretches that are missing, in the order of the files.
   *
   * @param last The last moment of the last file so far.
   */
  missing(last: bigint): MissingStretch[] {
    return this.#missing(last);
  }

  /** The steps from file to file that are no such stretches. */
  others(last: bigint): StepBetween[] {
    const missing = new Set(this.#missing(last));
    return this.#seams.filter((seam) => !missing.has(seam)).map(({ file, end, begin }) =>
      end < begin ? { file, from: end, to: begin } : { file, from: begin, to: end }
    );
  }

  #missing(last: bigint): Seam[] {
    const closest = this.#seams.map(({ nanoseconds }) => nanoseconds).reduce((a, b) => a < b ? a : b, LONG_SPAN);
    return this.#seams.filter(({ nanoseconds, spanBefore, stepBefore, begin }, index) => {
      const spanBehind = this.#seams[index + 1]?.spanBefore ?? spanOf(begin, last);
      const span = spanBefore < spanBehind ? spanBefore : spanBehind;
      const isCovered = span >= LONG_SPAN || CLOSE_SHARE * closest <= span;
      return span > 0n && isCovered && 5n * nanoseconds >= FIFTHS * span && nanoseconds >= LEAST_STEPS * stepBefore;
    });
  }
}

/** Nanoseconds between two moments, in either order. */
function spanOf(one: bigint, other: bigint): bigint {
  return one < other ? other - one : one - other;
}
