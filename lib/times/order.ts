/**
 * The order of rows, checked while they stream: steps back, timestamps that come twice, gaps.
 *
 * @module
 */
import { gapInTime, type Place, sameTimestamp, timestampStepsBack, unreadableTimestamp } from "../errors.ts";
import type { Config } from "../config/config.ts";
import type { Direction, Layout, TimeUnit } from "../layouts/layout.ts";
import { FileSeams, type MissingStretch } from "./file_seams.ts";
import { formatDuration } from "./interval.ts";
import { readMoment, readTimestamp } from "./timestamp.ts";

/** What is asked of the timestamps. */
export interface OrderRules {
  readonly order: "ascending" | "descending";
  /** What to do with a row whose timestamp is that of the row above it. */
  readonly duplicates: "fail" | "keep" | "keep-last";
  /** What to do if a row is missing. */
  readonly gaps: "ignore" | "warn" | "fail";
  /** Nanoseconds between two rows; undefined if gaps are ignored. */
  readonly interval: bigint | undefined;
  /** The unit of bare numbers in the first file. */
  readonly timeUnit: TimeUnit;
  /** Whether the seams between files are watched, which nobody needs who has said what gaps mean. */
  readonly areSeamsWatched?: boolean;
  /** Whether someone wants to know of times without a zone. */
  readonly areZonesNoted?: boolean;
}

/** How a row relates to the row above it, of the same symbol. */
export type Step = "next" | "duplicate";

/** A place where rows are missing. */
export interface Gap {
  readonly file: string;
  readonly line: number | undefined;
  /** As the file spells them. */
  readonly from: string;
  readonly to: string;
  readonly nanoseconds: bigint;
}

/** What the timestamps were so far. */
export interface OrderSummary {
  /** The earliest and the latest, in nanoseconds since 1970; undefined before the first. */
  readonly earliest: bigint | undefined;
  readonly latest: bigint | undefined;
  /** Rows whose timestamp is that of the row above them. */
  readonly duplicates: number;
  /** Steps that are longer than the interval; 0 if gaps are ignored. */
  readonly gaps: number;
  /** Steps that are shorter than the interval, or not a multiple of it; 0 if gaps are ignored. */
  readonly irregular: number;
  /** The longest first. */
  readonly largestGaps: readonly Gap[];
  /** Between files of one series, where as much is missing as a file covers; none where the config has said what gaps mean. */
  readonly missing: readonly MissingStretch[];
  /** Whether there are times without a zone, which are read as UTC; not given where nobody wants to know. */
  readonly areLocal?: boolean;
}

const KEPT_GAPS = 3;

/** What a later run needs of it. */
export type SavedTimes = Pick<OrderSummary, "earliest" | "latest" | "duplicates" | "gaps" | "irregular">;

/** Before anything is read. */
export const NO_TIMES: OrderSummary = {
  earliest: undefined,
  latest: undefined,
  duplicates: 0,
  gaps: 0,
  irregular: 0,
  largestGaps: [],
  missing: [],
};

/** What the timestamps of two series are together. */
export function withTimes(a: OrderSummary, b: OrderSummary): OrderSummary {
  const isEarlier = a.earliest !== undefined && (b.earliest === undefined || a.earliest < b.earliest);
  const isLater = a.latest !== undefined && (b.latest === undefined || a.latest > b.latest);
  const byLength = (one: Gap, other: Gap) =>
    one.nanoseconds < other.nanoseconds ? 1 : one.nanoseconds > other.nanoseconds ? -1 : 0;
  return {
    earliest: isEarlier ? a.earliest : b.earliest,
    latest: isLater ? a.latest : b.latest,
    duplicates: a.duplicates + b.duplicates,
    gaps: a.gaps + b.gaps,
    irregular: a.irregular + b.irregular,
    // Of several gaps of the same length the first one is kept.
    largestGaps: [...a.largestGaps, ...b.largestGaps].sort(byLength).slice(0, KEPT_GAPS),
    missing: [...a.missing, ...b.missing],
    ...(a.areLocal || b.areLocal ? { areLocal: true } : {}),
  };
}

/** The timestamp of the last row of a series. */
export interface LastTime {
  /** As its file spells it. */
  readonly text: string;
  readonly nanoseconds: bigint;
  /** Whether there has been a step before. */
  readonly hasStepped: boolean;
}

/** Checks the rows of one series, or of one series for each symbol. Its memory grows only with the number of symbols. */
export class OrderCheck {
  readonly rules: OrderRules;
  readonly #previous = new Map<string, LastTime>();
  #timeUnit: TimeUnit;
  #earliest: bigint | undefined;
  #latest: bigint | undefined;
  #duplicates = 0;
  #gaps = 0;
  #irregular = 0;
  #areLocal = false;
  readonly #largestGaps: Gap[] = [];
  /** Undefined before the first row, and where nobody watches them. */
  #seams: FileSeams | undefined;

  constructor(rules: OrderRules) {
    this.rules = rules;
    this.#timeUnit = rules.timeUnit;
  }

  get summary(): OrderSummary {
    return {
      earliest: this.#earliest,
      latest: this.#latest,
      duplicates: this.#duplicates,
      gaps: this.#gaps,
      irregular: this.#irregular,
      largestGaps: this.#largestGaps,
      missing: this.#seams?.missing(this.#previous.get("")?.nanoseconds ?? 0n) ?? [],
      ...(this.#areLocal ? { areLocal: true } : {}),
    };
  }

  /** What a bare number counts in the file at hand. */
  get timeUnit(): TimeUnit {
    return this.#timeUnit;
  }

  /** The next rows are those of another file, in which a bare number counts `timeUnit`. */
  beginFile(timeUnit: TimeUnit): void {
    this.#timeUnit = timeUnit;
  }

  /**
   * A file of a series without symbols has ended, and another one goes on with it.
   *
   * @param rows Rows so far.
   */
  nextFile(rows: number): void {
    const last = this.#previous.get("");
    if (last !== undefined) this.#seams?.end(last, rows);
  }

  /** Whether the next row has to be taken by {@linkcode take}, because it is the first of a file. */
  get isFileAwaited(): boolean {
    return this.#seams?.isFileAwaited ?? false;
  }

  /**
   * Takes the timestamp of the next row.
   *
   * @throws {JobError} of kind data: it can't be read, is a step back, or breaks another rule.
   */
  take(text: string, place: Place, symbol: string | undefined): Step {
    const moment = readMoment(text, this.#timeUnit);
    if (moment === undefined) throw unreadableTimestamp(place, text, this.#timeUnit);
    const { nanoseconds, kind } = moment;
    // Those that the kernel reads are made as one that came here.
    if (kind === "local" && this.rules.areZonesNoted) this.#areLocal = true;
    const series = symbol ?? "";
    const previous = this.#previous.get(series);
    const step = previous === undefined ? "next" : this.#stepFrom(previous, text, nanoseconds, place, symbol);
    const hasStepped = previous !== undefined && (previous.hasStepped || step === "next");
    this.#previous.set(series, { text, nanoseconds, hasStepped });
    this.#widen(nanoseconds);
    if (this.rules.areSeamsWatched) this.#seams ??= new FileSeams(nanoseconds);
    if (this.#seams?.isFileAwaited) this.#seams.begin(place.file, { text, nanoseconds });
    return step;
  }

  /** The timestamp of the last row of a symbol, "" for the only series; undefined before the first. */
  lastTimeOf(symbol: string): LastTime | undefined {
    return this.#previous.get(symbol);
  }

  /** Goes on with a series where an earlier run has left it. */
  goOnFrom(symbol: string, last: LastTime): void {
    this.#previous.set(symbol, last);
  }

  /** Goes on counting where an earlier run has ended. */
  goOnAfter({ earliest, latest, duplicates, gaps, irregular }: SavedTimes): void {
    this.#earliest = earliest;
    this.#latest = latest;
    this.#duplicates = duplicates;
    this.#gaps = gaps;
    this.#irregular = irregular;
  }

  /** Whether a row with this timestamp would be a step forward from the last one, in a series without symbols. */
  isStepForward(text: string): boolean {
    const previous = this.#previous.get("");
    const nanoseconds = readTimestamp(text, this.#timeUnit);
    if (nanoseconds === undefined) return false;
    if (previous === undefined) return true;
    return this.rules.order === "ascending" ? nanoseconds > previous.nanoseconds : nanoseconds < previous.nanoseconds;
  }

  /**
   * Notes that rows of a symbol have been read whose order the kernel has checked: each is a step forward.
   *
   * @param text The timestamp of the last of them.
   * @param rows Rows of the symbol so far.
   */
  passed(text: string, symbol: string | undefined, rows: number): void {
    const series = symbol ?? "";
    const previous = this.#previous.get(series);
    if (previous?.text === text) return;
    const nanoseconds = readChecked(text, this.#timeUnit);
    this.#previous.set(series, { text, nanoseconds, hasStepped: previous !== undefined || rows > 1 });
    this.#widen(nanoseconds);
  }

  /** Notes the timestamp of a row whose order the kernel has checked. */
  widen(text: string): void {
    this.#widen(readChecked(text, this.#timeUnit));
  }

  #widen(nanoseconds: bigint): void {
    if (this.#earliest === undefined || nanoseconds < this.#earliest) this.#earliest = nanoseconds;
    if (this.#latest === undefined || nanoseconds > this.#latest) this.#latest = nanoseconds;
  }

  #stepFrom(previous: LastTime, text: string, nanoseconds: bigint, place: Place, symbol: string | undefined): Step {
    const { order, duplicates } = this.rules;
    const forward = order === "ascending" ? nanoseconds - previous.nanoseconds : previous.nanoseconds - nanoseconds;
    if (forward < 0n) {
      throw timestampStepsBack(place, { text, previous: previous.text, symbol }, order, !previous.hasStepped);
    }
    if (forward > 0n) {
      this.#look(forward, previous, text, place, symbol);
      return "next";
    }
    if (duplicates === "fail") throw sameTimestamp(place, { text, symbol }, order);
    this.#duplicates++;
    return "duplicate";
  }

  /** Compares a step with the interval. */
  #look(forward: bigint, previous: LastTime, text: string, place: Place, symbol: string | undefined): void {
    const { gaps, interval } = this.rules;
    if (gaps === "ignore" || interval === undefined) return;
    if (forward % interval !== 0n) this.#irregular++;
    if (forward <= interval) return;
    this.#gaps++;
    if (gaps === "fail") {
      const step = { text, previous: previous.text, symbol };
      throw gapInTime(place, step, formatDuration(forward), formatDuration(interval));
    }
    this.#keep({ file: place.file, line: place.line, from: previous.text, to: text, nanoseconds: forward });
  }

  #keep(gap: Gap): void {
    // Of several gaps of the same length the first one is kept.
    const rank = this.#largestGaps.findIndex(({ nanoseconds }) => nanoseconds < gap.nanoseconds);
    this.#largestGaps.splice(rank < 0 ? this.#largestGaps.length : rank, 0, gap);
    this.#largestGaps.splice(KEPT_GAPS);
  }
}

function readChecked(text: string, timeUnit: TimeUnit): bigint {
  const nanoseconds = readTimestamp(text, timeUnit);
  if (nanoseconds === undefined) throw new Error("a timestamp that the kernel has accepted can't be read");
  return nanoseconds;
}

/** The check of the timestamps that a config wants of rows of a layout; undefined for rows that have none. */
export function orderCheckOf(
  { timestampColumn, timeUnit }: Layout,
  order: Direction,
  { duplicates, gaps, interval, given }:
    & Pick<Config, "duplicates" | "gaps" | "interval">
    & Partial<Pick<Config, "given">>,
  areZonesNoted = false,
): OrderCheck | undefined {
  if (timestampColumn === undefined) return undefined;
  const areSeamsWatched = given !== undefined && !given.has("gaps");
  const watched = { areSeamsWatched, areZonesNoted };
  return new OrderCheck({ order, duplicates, gaps, interval: interval ?? undefined, timeUnit, ...watched });
}

/**
 * Holds each row back until it is known that the next one of its symbol has another timestamp: of rows with the same one
 * the last in the file counts, whatever the order.
 */
export class KeepLast<T> {
  readonly #held = new Map<string, T>();

  /** Takes a row. Returns the rows that are released. */
  push(step: Step, row: T, symbol: string): T[] {
    const held = this.#held.get(symbol);
    this.#held.set(symbol, row);
    return held === undefined || step === "duplicate" ? [] : [held];
  }

  /** The last row of each symbol, in the order in which the symbols appeared. */
  flush(): T[] {
    const rows = [...this.#held.values()];
    this.#held.clear();
    return rows;
  }
}

/** The order that the first two different timestamps have; undefined where there are no two. */
export function orderOf(timestamps: Iterable<bigint>): "ascending" | "descending" | undefined {
  let first: bigint | undefined;
  for (const timestamp of timestamps) {
    first ??= timestamp;
    if (timestamp !== first) return timestamp > first ? "ascending" : "descending";
  }
  return undefined;
}
