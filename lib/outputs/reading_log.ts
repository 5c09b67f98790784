/**
 * The log lines about reading: each header, and at the end what was read and found.
 *
 * @module
 */
import type { CandleInput } from "../inputs/input.ts";
import { GENERIC, type Layout } from "../layouts/layout.ts";
import type { Reading } from "../rows/consumer.ts";
import type { Header } from "../rows/header.ts";
import type { SkippedRows } from "../rows/invalid_rows.ts";
import { NOTHING_READ } from "../rows/summary.ts";
import type { EvidentGaps } from "../times/evident_gaps.ts";
import { formatDuration } from "../times/interval.ts";
import type { OrderSummary } from "../times/order_summary.ts";
import { formatTimestamp } from "../times/timestamp.ts";
import {
  closeMayBeCut,
  evidentGapsInTime,
  filesMissing,
  gapsInTime,
  rowsSkipped,
  zeroClosesAmong,
} from "../warnings.ts";
import type { RunLog } from "./log.ts";
import type { LogFields } from "./logger.ts";

export class ReadingLog {
  readonly #log: RunLog;
  readonly #input: CandleInput;
  readonly #skipped: SkippedRows | undefined;
  readonly #startMs: number;
  /** The first input, for warnings. */
  readonly #file: string;
  /** The last header with its layout, and the fields that were logged for it. */
  #header: Header | undefined;
  #layout: Layout | undefined;
  #saidOfHeader: string | undefined;
  #hasWarnedOfQuotes = false;

  constructor(log: RunLog, input: CandleInput, skipped: SkippedRows | undefined, startMs: number, file: string) {
    this.#file = file;
    this.#log = log;
    this.#input = input;
    this.#skipped = skipped;
    this.#startMs = startMs;
  }

  /** Logs the header, once it has been read, if it differs from the last one. */
  header({ header, layout, summary }: Reading): void {
    if (header !== undefined && (header !== this.#header || layout !== this.#layout)) {
      [this.#header, this.#layout] = [header, layout];
      const fields: LogFields = {
        fields: header.fieldCount,
        close_column: header.closeIndex + 1,
        ...(layout === GENERIC ? {} : layoutFields(header, layout)),
      };
      const said = JSON.stringify(fields);
      if (said !== this.#saidOfHeader) this.#log.info("header read", fields);
      this.#saidOfHeader = said;
    }
    if (this.#hasWarnedOfQuotes || !summary.hasQuotedRecords) return;
    this.#hasWarnedOfQuotes = true;
    this.#log.warn("every line is one quoted field: reading the records that these fields hold", {});
  }

  /** Logs what was read and found. */
  end(message: string, reading: Reading | undefined): void {
    if (reading !== undefined) this.header(reading);
    const { summary = NOTHING_READ, threads = 1, results } = reading ?? {};
    this.#log.info(message, {
      bytes: summary.bytes,
      compressed_bytes: this.#input.compressedBytes,
      files: this.#input.files,
      lines: summary.lines,
      blank_lines: summary.blankLines,
      rows: results?.rows ?? 0,
      careful_rows: summary.carefulRows,
      threads,
      elapsed_ms: Math.round(performance.now() - this.#startMs),
    });
    if (results?.times !== undefined) this.#logTimes(results.times);
    if (summary.openEnd !== undefined) {
      this.#log.warn("no line end after the last close", { file: summary.openEnd }, closeMayBeCut(summary.openEnd));
    }
    const { zeroCloses, zerosIn, negativeCloses, rows } = summary;
    if (zerosIn !== undefined && negativeCloses === 0 && zeroCloses < rows) {
      const fields = { zero_closes: zeroCloses, file: zerosIn };
      this.#log.warn("closes of 0 among positive ones", fields, zeroClosesAmong(zerosIn, zeroCloses, rows));
    }
    const { count, examples } = this.#skipped ?? { count: 0, examples: [] };
    if (count === 0) return;
    const told = rowsSkipped(this.#file, count, summary.rows + count, examples[0]);
    this.#log.warn(
      "invalid rows skipped",
      { invalid_rows: count, first: examples.length === 0 ? undefined : examples },
      told,
    );
  }

  /** The same after a failure. The log may be broken too; the report of the failure will find that out. */
  tryToEnd(reading: Reading | undefined): void {
    try {
      this.end("data ingestion stopped", reading);
    } catch {
      // See above.
    }
  }

  #logTimes(
    { earliest, latest, duplicates, gaps, irregular, largestGaps, missing, evident, areLocal }: OrderSummary,
  ): void {
    const time = (nanoseconds: bigint | undefined) =>
      nanoseconds === undefined ? undefined : formatTimestamp(nanoseconds);
    const zone = areLocal ? { times_without_zone: "read as UTC" } : {};
    this.#log.info("timestamps checked", { earliest: time(earliest), latest: time(latest), duplicates, ...zone });
    const [first] = missing;
    if (first !== undefined) {
      const { file, nanoseconds } = first;
      const [from, to, length] = [first.from.trim(), first.to.trim(), formatDuration(nanoseconds)];
      const fields = { files: missing.length, first: `${length} from ${from} to ${to} in ${file}` };
      const told = filesMissing(file, missing.length, from, to, length);
      this.#log.warn("files of the series may be missing", fields, told);
    }
    if (evident !== undefined) this.#logEvident(evident);
    if (gaps + irregular === 0) return;
    const largest = largestGaps.map(({ line, from, nanoseconds }) =>
      `${formatDuration(nanoseconds)} from ${from.trim()} to line ${line}`
    );
    const told = gapsInTime(largestGaps[0]?.file ?? this.#file, gaps, irregular, largest[0]);
    this.#log.warn("gaps in time", { gaps, irregular, largest: largest.length === 0 ? undefined : largest }, told);
  }

  #logEvident(gaps: EvidentGaps): void {
    const { interval, count, areMore, longest: { from, to } } = gaps;
    const fields: LogFields = {
      gaps: count,
      are_more: areMore || undefined,
      interval: formatDuration(interval),
      longest: `${formatDuration(to - from)} from ${formatTimestamp(from)}`,
    };
    this.#log.warn("rows may be missing", fields, evidentGapsInTime(gaps));
  }
}

function layoutFields({ timestampIndex, symbolIndex }: Header, layout: Layout): LogFields {
  return {
    timestamp_column: timestampIndex < 0 ? undefined : timestampIndex + 1,
    symbol_column: symbolIndex < 0 ? undefined : symbolIndex + 1,
    layout: layout.name,
    has_header: layout.hasHeader,
    order: layout.order,
    order_checked: timestampIndex >= 0,
  };
}
