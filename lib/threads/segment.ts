/**
 * A segment of a candle file → its signals, as far as they can be known without the rows before it.
 *
 * Where a record starts can't be told from the middle of a file: a newline may be inside quotes. So a segment begins behind
 * the first newline in it, which is almost always right, and says where it began and where the next one has to begin. Who
 * puts segments together can see whether they meet.
 *
 * @module
 */
import { LF } from "../records/ascii.ts";
import type { Header } from "../rows/header.ts";
import { kernelChunk, kernelInput } from "../kernel/scan.ts";
import { CandleReader, type ReadStart } from "../rows/reader.ts";
import type { ReadSummary } from "../rows/summary.ts";
import { cannotRead } from "../errors.ts";
import type { Layout } from "../layouts/layout.ts";
import type { CloseRun } from "../signal/run.ts";
import type { BeginRows, RowRules, SegmentRows, SegmentTimes } from "./rows.ts";

/** How a file is cut into segments, and what is known of it. It can be sent to another thread. */
export interface SegmentPlan extends RowRules {
  /** The file's name, for errors. */
  readonly file: string;
  readonly sizeBytes: number;
  readonly segmentBytes: number;
  readonly layout: Layout;
}

/** What a segment gives. It can be sent to another thread. */
export interface SegmentResult {
  /** Offset in the file of its first record. */
  readonly start: number;
  /** Offset of the first byte behind its last record. */
  readonly end: number;
  readonly summary: ReadSummary;
  /** Rows whose signal is 1, but for the first `window − 1`, whose signal depends on the rows before the segment. */
  readonly ones: number;
  /** The first `window − 1` closes. */
  readonly first: readonly CloseRun[];
  /** The last `window` closes; undefined where there are fewer rows, which are all among the first ones then. */
  readonly last: readonly CloseRun[] | undefined;
  /** The latest rolling mean that the segment knows by itself. */
  readonly latestMean: number | undefined;
  readonly times: SegmentTimes | undefined;
}

/** Bytes that are read at first behind a segment, for the end of its last record; and then, if that is a long one. */
const TAIL_BYTES = 256;
const LONG_TAIL_BYTES = 1 << 16;

/** How many segments a file has. */
export function segmentCount({ sizeBytes, segmentBytes }: SegmentPlan): number {
  return Math.max(1, Math.ceil(sizeBytes / segmentBytes));
}

/** The end of a segment, counted from 0: it has the records that start behind its begin and not behind its end. */
export function endOfSegment({ sizeBytes, segmentBytes }: SegmentPlan, index: number): number {
  return Math.min((index + 1) * segmentBytes, sizeBytes);
}

/** Where a segment begins. */
export interface SegmentStart extends ReadStart {
  /** Decimals that the closes have had so far. It makes no difference to the result. */
  readonly decimals: number;
}

/** One segment while it is read. */
export class Segment {
  /** Offset in the file of its first byte. */
  readonly start: number;
  readonly #reader: CandleReader;
  readonly #rows: SegmentRows;
  readonly #window: number;

  /**
   * @param start Where it begins; at the header, if not given.
   * @param rows What becomes of its rows.
   */
  constructor({ file, window, layout }: SegmentPlan, start: SegmentStart | undefined, rows: SegmentRows) {
    this.#window = window;
    this.#rows = rows;
    this.start = start?.offset ?? 0;
    this.#reader = new CandleReader(file, rows.stage, { layout, start });
  }

  get header(): Header | undefined {
    return this.#reader.header;
  }

  get decimals(): number {
    return this.#rows.decimals;
  }

  get summary(): ReadSummary {
    return this.#reader.summary;
  }

  /**
   * Reads on with `bytes`, up to the end of the first record that ends behind the first `least` of them. The header does
   * not count.
   *
   * @returns Whether there was such an end, or more bytes are needed to come to it.
   * @throws {JobError} of kind data.
   */
  push(bytes: Uint8Array, least: number): "complete" | "incomplete" {
    let from = 0;
    for (;;) {
      const newline = bytes.indexOf(LF, Math.max(from, least));
      if (newline < 0) break;
      this.#reader.push(bytes.subarray(from, newline + 1));
      from = newline + 1;
      if (this.#reader.isBetweenRecords && this.#reader.header !== undefined) return "complete";
    }
    this.#reader.push(bytes.subarray(from));
    return "incomplete";
  }

  /**
   * Reads what is left, after the last bytes.
   *
   * @throws {JobError} of kind data.
   */
  end(): void {
    this.#reader.end();
    this.#rows.stage.end();
  }

  get result(): SegmentResult {
    const { summary } = this;
    const { signal, first, times } = this.#rows;
    return {
      start: this.start,
      end: this.start + summary.bytes,
      summary,
      ones: signal?.ones ?? 0,
      first: first.runs,
      last: summary.rows < this.#window ? undefined : signal?.held,
      latestMean: signal?.lastMean,
      times,
    };
  }
}

/** What is known of a segment whose start is not. */
export type Known = Pick<SegmentStart, "header" | "decimals">;

/**
 * Reads the segment `index` of a file, counted from 0.
 *
 * @param begin The segment, where it is known where it starts. If it is not, it starts behind its first newline, and the
 * lines that errors name are wrong.
 * @param beginRows What takes the rows of such a segment.
 * @returns undefined where no record starts in it.
 * @throws {JobError} of kind data.
 */
export function readSegment(
  file: Deno.FsFile,
  plan: SegmentPlan,
  index: number,
  begin: Segment | Known,
  beginRows: BeginRows,
): SegmentResult | undefined {
  const end = endOfSegment(plan, index);
  let [segment, known] = begin instanceof Segment ? [begin, undefined] : [undefined, begin];
  let offset = segment?.start ?? index * plan.segmentBytes;
  for (const chunk of chunksOf(file, plan.file, offset, end)) {
    let bytes = chunk;
    if (known !== undefined) {
      const newline = chunk.indexOf(LF);
      const isPastEnd = newline < 0 ? offset + chunk.length > end : offset + newline + 1 > end;
      if (isPastEnd) return undefined;
      if (newline >= 0) {
        const start = { ...known, offset: offset + newline + 1, lines: 0 };
        segment = new Segment(plan, start, beginRows(plan, known.decimals));
        known = undefined;
        bytes = chunk.subarray(newline + 1);
      }
    }
    offset += chunk.length;
    if (segment?.push(bytes, end - (offset - bytes.length)) === "complete") break;
  }
  segment?.end();
  return segment?.result;
}

/**
 * The bytes of a file from `from` on, in chunks: to `to`, and then in small ones to the end of the file. Each is valid until
 * the next one is asked for.
 *
 * @throws {JobError} of kind io.
 */
function* chunksOf(file: Deno.FsFile, name: string, from: number, to: number): Generator<Uint8Array> {
  let offset = from;
  let bytesRead: number | null;
  do {
    const wanted = offset < to ? to - offset + TAIL_BYTES : LONG_TAIL_BYTES;
    try {
      if (offset === from) file.seekSync(from, Deno.SeekMode.Start);
      bytesRead = file.readSync(kernelInput.subarray(0, Math.min(wanted, kernelInput.length)));
    } catch (error) {
      throw cannotRead(name, error);
    }
    if (bytesRead !== null) yield kernelChunk(bytesRead);
    offset += bytesRead ?? 0;
  } while (bytesRead !== null);
}
