/**
 * The timestamps of a Parquet file: points in time → the values of a column of one type.
 *
 * @module
 */
import type { SchemaElement } from "hyparquet";
import { timestampBeyondYears, timestampUnlikeOthers } from "../../errors.ts";
import { TimestampReader } from "../../times/same_format.ts";
import { formatTimestamp } from "../../times/timestamp.ts";
import type { TimeUnit } from "../../layouts/layout.ts";
import { decimalsOf, isWritable } from "./time_texts.ts";

const SECONDS_PER_DAY = 86_400;
const NANOSECONDS_PER_SECOND = 1_000_000_000n;
/** Nanoseconds of 64 bits reach so far from 1970. */
const MOST_NANOSECONDS = 2n ** 63n - 1n;

/** `date` is DATE, the others are TIMESTAMP in UTC. */
type TimeType = "date" | "microseconds" | "nanoseconds";

const COLUMN = { name: "timestamp", repetition_type: "OPTIONAL" } as const;
const ELEMENTS: Readonly<Record<TimeType, SchemaElement>> = {
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
 * Collects the timestamps of a row group. The first group decides on the type: a file has one, and what is written of it
 * stays. It is the coarsest that holds them all.
 */
export class ParquetTimes {
  readonly #path: string;
  readonly #reader = new TimestampReader();
  #type: TimeType | undefined;
  #count = 0;
  #areDates = true;
  /** Of the row group: seconds since 1970, NaN where there is no timestamp, and nanoseconds of these seconds. */
  readonly #seconds: Float64Array;
  readonly #nanoseconds: Uint32Array;

  /** @param path Of the file, for errors. */
  constructor(path: string, groupRows: number) {
    this.#path = path;
    this.#seconds = new Float64Array(groupRows);
    this.#nanoseconds = new Uint32Array(groupRows);
  }

  /** @throws {JobError} of kind data, for a year that no text could have either. */
  add(row: number, text: string | undefined, unit: TimeUnit | undefined): void {
    if (text === undefined) {
      this.#seconds[this.#count++] = NaN;
      return;
    }
    this.#reader.read(text, unit);
    this.#keep(row);
  }

  /** The same for UTF-8. */
  addBytes(row: number, bytes: Uint8Array, start: number, length: number, unit: TimeUnit | undefined): void {
    this.#reader.readBytes(bytes, start, length, unit);
    this.#keep(row);
  }

  #keep(row: number): void {
    const { days, second, nanosecond, isDate } = this.#reader;
    if (!isWritable(days)) throw timestampBeyondYears(this.#path, row);
    this.#areDates &&= isDate;
    this.#seconds[this.#count] = days * SECONDS_PER_DAY + second;
    this.#nanoseconds[this.#count] = nanosecond;
    this.#count++;
  }

  /** The column as Parquet describes it. */
  get element(): SchemaElement {
    return ELEMENTS[this.#settledType()];
  }

  /**
   * The values of the row group, undefined for a missing one.
   *
   * @param rows The numbers of its rows.
   * @throws {JobError} of kind data, for one that the type can't hold.
   */
  take(rows: BigInt64Array): (bigint | number | undefined)[] {
    const type = this.#settledType();
    const values = Array.from(this.#seconds.subarray(0, this.#count), (seconds, n) => {
      if (Number.isNaN(seconds)) return undefined;
      const value = valueIn(type, seconds, this.#nanoseconds[n] ?? 0);
      if (value === undefined) throw this.#unlikeOthers(Number(rows[n] ?? 0), n, type);
      return value;
    });
    this.#count = 0;
    return values;
  }

  #settledType(): TimeType {
    return this.#type ??= this.#ownType();
  }

  #ownType(): TimeType {
    const areKnown = this.#seconds.subarray(0, this.#count).some((seconds) => !Number.isNaN(seconds));
    if (areKnown && this.#areDates) return "date";
    const isFine = this.#nanoseconds.subarray(0, this.#count).some((nanosecond) => decimalsOf(nanosecond) === 9);
    return isFine ? "nanoseconds" : "microseconds";
  }

  #unlikeOthers(row: number, n: number, type: TimeType): Error {
    const nanoseconds = BigInt(this.#seconds[n] ?? 0) * NANOSECONDS_PER_SECOND + BigInt(this.#nanoseconds[n] ?? 0);
    const kept = {
      date: "a date, as in the first rows",
      microseconds: "whole microseconds, as in the first rows",
      nanoseconds: "one of the years 1678 to 2261, which nanoseconds reach",
    };
    return timestampUnlikeOthers(this.#path, row, formatTimestamp(nanoseconds), kept[type]);
  }
}

/** A point in time as a value of a type; undefined if that can't hold it. */
function valueIn(type: TimeType, seconds: number, nanosecond: number): bigint | number | undefined {
  switch (type) {
    case "date":
      return seconds % SECONDS_PER_DAY === 0 && nanosecond === 0 ? seconds / SECONDS_PER_DAY : undefined;
    case "microseconds":
      return nanosecond % 1000 === 0 ? BigInt(seconds) * 1_000_000n + BigInt(nanosecond / 1000) : undefined;
    case "nanoseconds": {
      const value = BigInt(seconds) * NANOSECONDS_PER_SECOND + BigInt(nanosecond);
      return value <= MOST_NANOSECONDS && value >= -MOST_NANOSECONDS ? value : undefined;
    }
  }
}
