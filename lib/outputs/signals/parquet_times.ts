/**
 * The timestamps of a Parquet file: points in time → the values of a column of one type.
 *
 * @module
 */
import { timestampBeyondYears, timestampUnlikeOthers } from "../../errors.ts";
import { type TextFormat, TimestampReader } from "../../times/same_format.ts";
import { formatTimestamp } from "../../times/timestamp.ts";
import type { TimeUnit } from "../../layouts/layout.ts";
import {
  type BatchRows,
  convertTimes,
  groupTimes,
  makePage,
  rowNumberAt,
  type TimeType,
  useTimeFormat,
} from "./pages/pages.ts";
import { timeFormatOf } from "./pages/time_format.ts";
import type { GroupColumn } from "./parquet_groups.ts";
import type { SignalBatch } from "./row.ts";
import { decimalsOf, isWritable } from "./time_texts.ts";

const SECONDS_PER_DAY = 86_400;
const NANOSECONDS_PER_SECOND = 1_000_000_000n;

const COLUMN = { name: "timestamp", repetition_type: "OPTIONAL" } as const;
const ELEMENTS: Readonly<Record<TimeType, GroupColumn["element"]>> = {
  date: { ...COLUMN, type: "INT32", converted_type: "DATE", logical_type: { type: "DATE" } },
  microseconds: {
    ...COLUMN,
    type: "INT64",
    converted_type: "TIMESTAMP_MICROS",
    logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MICROS" },
  },
  nanoseconds: {
    ...COLUMN,
    type: "INT64",
    logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "NANOS" },
  },
};

/**
 * Collects the timestamps of a row group, one for each row that is added to it. The first group decides on the type: a file
 * has one, and what is written of it stays. It is the coarsest that holds them all.
 */
export class ParquetTimes {
  readonly #path: string;
  readonly #reader = new TimestampReader();
  #type: TimeType | undefined;
  #count = 0;
  #areDates = true;
  /** How the timestamp is made that was the last to be read alone, and whether those like it can be read many at a time. */
  #format: TextFormat | undefined;
  #isFast = false;

  /** @param path Of the file, for errors. */
  constructor(path: string) {
    this.#path = path;
  }

  /** @throws {JobError} of kind data, for a year that no text could have either. */
  add(row: number, text: string | undefined, unit: TimeUnit | undefined): void {
    if (text === undefined) return this.#keepNone();
    this.#reader.read(text, unit);
    this.#keep(row);
  }

  /** The same for the rows of a batch from `from` up to but not including `to`, which were just added. */
  addBatch(rows: BatchRows, { firstRow, bytes, timestamps, timeUnit }: SignalBatch, from: number, to: number): void {
    for (let n = from; n < to; n++) {
      if (timestamps === undefined) {
        this.#keepNone();
        continue;
      }
      if (this.#isFast && this.#format?.unit === timeUnit) {
        const next = rows.readTimes(n, to, this.#count);
        this.#count += next - n;
        n = next;
        if (n === to) return;
      }
      this.#reader.readBytes(bytes, timestamps.starts[n] ?? 0, timestamps.lengths[n] ?? 0, timeUnit);
      this.#keep(firstRow + n);
      this.#useFormat(this.#reader.format);
    }
  }

  /** Timestamps like the last one are read many at a time, if that can be done. */
  #useFormat(format: TextFormat | undefined): void {
    if (format === this.#format) return;
    this.#format = format;
    const known = format && timeFormatOf(format);
    this.#isFast = known !== undefined;
    if (known !== undefined) useTimeFormat(known);
  }

  #keep(row: number): void {
    const { days, second, nanosecond, isDate } = this.#reader;
    if (!isWritable(days)) throw timestampBeyondYears(this.#path, row);
    this.#areDates &&= isDate;
    const { timeSeconds, timeNanoseconds } = groupTimes();
    timeSeconds[this.#count] = days * SECONDS_PER_DAY + second;
    timeNanoseconds[this.#count] = nanosecond;
    this.#count++;
  }

  #keepNone(): void {
    const { timeSeconds, timeNanoseconds } = groupTimes();
    timeSeconds[this.#count] = NaN;
    timeNanoseconds[this.#count] = 0;
    this.#count++;
  }

  /** The column as Parquet describes it, and its page once its timestamps are converted. */
  get column(): GroupColumn {
    const type = this.#settledType();
    return { element: ELEMENTS[type], make: () => makePage.timestamp(type) };
  }

  /**
   * Makes the values of the row group, and begins the next one.
   *
   * @throws {JobError} of kind data, for one that the type can't hold.
   */
  convert(): void {
    const type = this.#settledType();
    const unlike = convertTimes(type);
    if (unlike !== undefined) throw this.#unlikeOthers(unlike, type);
    this.#count = 0;
  }

  #settledType(): TimeType {
    return this.#type ??= this.#ownType();
  }

  #ownType(): TimeType {
    const { timeSeconds, timeNanoseconds } = groupTimes();
    const areKnown = timeSeconds.subarray(0, this.#count).some((seconds) => !Number.isNaN(seconds));
    if (areKnown && this.#areDates) return "date";
    const isFine = timeNanoseconds.subarray(0, this.#count).some((nanosecond) => decimalsOf(nanosecond) === 9);
    return isFine ? "nanoseconds" : "microseconds";
  }

  #unlikeOthers(n: number, type: TimeType): Error {
    const { timeSeconds, timeNanoseconds } = groupTimes();
    const nanoseconds = BigInt(timeSeconds[n] ?? 0) * NANOSECONDS_PER_SECOND + BigInt(timeNanoseconds[n] ?? 0);
    const kept = {
      date: "a date, as in the first rows",
      microseconds: "whole microseconds, as in the first rows",
      nanoseconds: "one of the years 1678 to 2261, which nanoseconds reach",
    };
    return timestampUnlikeOthers(this.#path, rowNumberAt(n), formatTimestamp(nanoseconds), kept[type]);
  }
}
