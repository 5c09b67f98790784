/**
 * The order of rows, checked while they stream: steps back, timestamps that come twice, gaps.
 *
 * @module
 */
import {
  gapInTime,
  noStepFits,
  type Place,
  sameTimestamp,
  type StepBackPlace,
  timestampStepsBack,
  unreadableTimestamp,
} from "../errors.ts";
import type { Config } from "../config/config.ts";
import type { Direction, Layout, TimeUnit } from "../layouts/layout.ts";
import { evidentGaps } from "./evident_gaps.ts";
import { FileSeams } from "./file_seams.ts";
import { isDateFormat } from "./forms.ts";
import { formatDuration } from "./interval.ts";
import { evidentOf, type Gap, KEPT_GAPS, type OrderSummary, type SavedTimes } from "./order_summary.ts";
import { type StepFacts, Steps } from "./steps.ts";
import { readMoment, readTimestamp } from "./timestamp.ts";
import type { StepSink } from "../kernel/steps.ts";

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
  /** Whether gaps are looked for though nobody has said how far rows are apart: inside files, and where they meet. */
  readonly areGapsSought?: boolean;
  /** Whether rows are missing where nothing was traded. */
  readonly isSparse?: boolean;
  /** Whether someone wants to know of times without a zone. */
  readonly areZonesNoted?: boolean;
}

/** How a row relates to the row above it, of the same symbol. */
export type Step = "next" | "duplicate";

/** Rows of which the kernel may say that their step is another one: reading them takes time, and so many show no usual step. */
const MOST_NOTES = 16_384;

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
  readonly #steps: Steps | undefined;
  #file: string | undefined;
  #notes = 0;
  /** Of steps that are held against the interval: the first one, and whether one fits. */
  #firstStep: { readonly file: string; readonly length: bigint } | undefined;
  #hasFitting = false;
  /** Undefined before the first row, and where nobody watches them. */
  #seams: FileSeams | undefined;

  constructor(rules: OrderRules) {
    this.rules = rules;
    this.#timeUnit = rules.timeUnit;
    if (rules.areGapsSought) this.#steps = new Steps();
  }

  get summary(): OrderSummary {
    const last = this.#previous.get("")?.nanoseconds ?? 0n;
    return {
      earliest: this.#earliest,
      latest: this.#latest,
      duplicates: this.#duplicates,
      gaps: this.#gaps,
      irregular: this.#irregular,
      largestGaps: this.#largestGaps,
      missing: this.#seams?.missing(last) ?? [],
      ...evidentOf(this.#steps && evidentGaps(this.#steps.facts, this.#seams?.others(last) ?? [], this.rules.isSparse)),
      ...(this.#areLocal ? { areLocal: true } : {}),
    };
  }

  /** What a bare number counts in the file at hand. */
  get timeUnit(): TimeUnit {
    return this.#timeUnit;
  }

  /**
   * A timestamp as its bytes may be compared with those of others: not at all where the config says that the day comes before
   * the year in digits alone.
   */
  comparedText(text: string): string {
    return isDateFormat(this.#timeUnit) && /^ *[0-9]+ *$/.test(text) ? "" : text;
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
    if (this.rules.areGapsSought) this.#seams ??= new FileSeams(nanoseconds);
    if (this.#steps !== undefined && symbol === undefined) {
      if (place.file !== this.#file) this.#steps.beginFile(this.#file = place.file);
      this.#steps.take(nanoseconds);
    }
    if (this.#seams?.isFileAwaited) this.#seams.begin(place.file, { text, nanoseconds });
    return step;
  }

  /**
   * To be called behind the last row.
   *
   * @throws {JobError} of kind data, where gaps are faults and no step fits the interval: it is another one.
   */
  end(): void {
    const { gaps, interval } = this.rules;
    if (gaps !== "fail" || interval === undefined || this.#firstStep === undefined || this.#hasFitting) return;
    const { file, length } = this.#firstStep;
    throw noStepFits(file, formatDuration(length), formatDuration(interval));
  }

  /** Takes what the kernel sees of the time between rows without symbols; undefined where nobody wants to know. */
  get stepSink(): StepSink | undefined {
    const steps = this.#steps;
    if (steps === undefined) return undefined;
    return {
      get isWatching() {
        return steps.isWatching;
      },
      follow: (rows, step) => steps.follow(rows, step),
      step: (length) => {
        steps.follow(1, length);
        if (++this.#notes === MOST_NOTES) steps.stop();
      },
      note: (text) => steps.take(readChecked(text, this.#timeUnit)),
      lose: () => steps.stop(),
    };
  }

  /** What the steps were, for who puts rows together; undefined where nobody wants to know. */
  get steps(): StepFacts | undefined {
    return this.#steps?.facts;
  }

  /**
   * Takes rows of a file that were checked elsewhere: see {@linkcode passed}.
   *
   * @param first The timestamp of the first of them.
   */
  passedAll(file: string, first: string, last: string, rows: number, steps: StepFacts | undefined): void {
    this.passed(first, undefined, 1);
    this.passed(last, undefined, rows);
    if (steps === undefined || this.#steps === undefined) return;
    if (file !== this.#file) this.#steps.beginFile(this.#file = file);
    this.#steps.followAll(steps, readChecked(first, this.#timeUnit), readChecked(last, this.#timeUnit));
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
      const step = { text, previous: previous.text, symbol };
      throw timestampStepsBack(place, step, order, this.#placeOf(previous, nanoseconds, symbol));
    }
    if (forward > 0n) {
      this.#look(forward, previous, text, place, symbol);
      return "next";
    }
    if (duplicates === "fail") throw sameTimestamp(place, { text, symbol }, order);
    this.#duplicates++;
    return "duplicate";
  }

  #placeOf({ hasStepped }: LastTime, nanoseconds: bigint, symbol: string | undefined): StepBackPlace {
    if (!hasStepped) return "first step";
    const begin = this.rules.order === "ascending" ? this.#earliest : this.#latest;
    const isAnew = begin !== undefined &&
      (this.rules.order === "ascending" ? nanoseconds <= begin : nanoseconds >= begin);
    return isAnew && symbol === undefined ? "new beginning" : "inside";
  }

  /** Compares a step with the interval. */
  #look(forward: bigint, previous: LastTime, text: string, place: Place, symbol: string | undefined): void {
    const { gaps, interval } = this.rules;
    if (gaps === "ignore" || interval === undefined) return;
    this.#firstStep ??= { file: place.file, length: forward };
    if (forward % interval === 0n) this.#hasFitting = true;
    else this.#irregular++;
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
  { timestampColumn, timeUnit, isSparse }: Layout,
  order: Direction,
  { duplicates, gaps, interval, given }:
    & Pick<Config, "duplicates" | "gaps" | "interval">
    & Partial<Pick<Config, "given">>,
  areZonesNoted = false,
): OrderCheck | undefined {
  if (timestampColumn === undefined) return undefined;
  const areGapsSought = given !== undefined && !given.has("gaps");
  const watched = { areGapsSought, areZonesNoted, ...(isSparse ? { isSparse } : {}) };
  return new OrderCheck({ order, duplicates, gaps, interval: interval ?? undefined, timeUnit, ...watched });
}
