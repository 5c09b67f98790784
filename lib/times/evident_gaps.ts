/**
 * Where rows are missing in a series of which nobody has said how far its rows are apart: steps that are longer than the usual
 * one, but for those in which a market is closed. What is closed, the series shows by itself: it is closed again and again.
 *
 * @module
 */
import { isLong, type StepBetween, type StepFacts } from "./steps.ts";

/** Gaps of a series. */
export interface EvidentGaps {
  /** The usual step, in nanoseconds. */
  readonly interval: bigint;
  readonly count: number;
  /** Whether there may be more. */
  readonly areMore: boolean;
  /** The longest; of several of the same length the first. */
  readonly longest: StepBetween;
}

const NANOSECONDS_PER_SECOND = 1e9;
const HOUR = 3600;
const DAY = 24 * HOUR;
const WEEK_DAYS = 7;

/** Fewer steps show no usual one. */
const LEAST_USUAL = 4;

/** So many gaps, and so large a share of all steps in percent: the series has rows only where something is traded. */
const SPARSE = { gaps: 64, percent: 10 } as const;

/** No market is closed for longer, but in a war: the Chinese New Year of 2020 had 11 days. */
const LONGEST_CLOSURE = 12 * DAY;

/** Closures that are longer than holidays with two weekends: they come every year, or they are none. */
const LONG_HOLIDAY = 6.5 * DAY;
const LEAST_LONG_HOLIDAYS = 2;
const YEAR = 365.25 * DAY;

/** What is closed so often is closed as a rule: holidays and gaps may hide the rest. */
const RULE = 0.8;

/** A day of the week other than Saturday and Sunday is closed as a rule if it was so at least this often. */
const LEAST_DAYS = 3;

/** So few nights are none as a rule, unless they and the days beside them fill 24 hours, give or take one. */
const LEAST_NIGHTS = 3;
const MOST_OF_DAY = DAY + HOUR;

/** A market that is open at night is closed for so long where a holiday is. */
const LEAST_HOLIDAY = 18 * HOUR;

/** A break for lunch ends at the same minute on more than half of the days. */
const LEAST_BREAKS = 2;
const MINUTE = 60;

/** The usual step in nanoseconds; undefined where most steps are others, or there are too few. */
export function usualStep({ lengths, count }: Pick<StepFacts, "lengths" | "count">): number | undefined {
  let usual: readonly [length: number, count: number] | undefined;
  for (const one of lengths) {
    const isMoreUsual = usual === undefined || one[1] > usual[1] || (one[1] === usual[1] && one[0] < usual[0]);
    if (isMoreUsual) usual = one;
  }
  return usual !== undefined && usual[1] >= LEAST_USUAL && 2 * usual[1] >= count ? usual[0] : undefined;
}

/**
 * The gaps of a series; undefined where there are none, or no step is usual.
 *
 * @param more Steps that were not noted, such as those between files.
 * @param isSparse Whether it is known that rows are missing where nothing was traded.
 */
export function evidentGaps(facts: StepFacts, more: readonly StepBetween[], isSparse = false): EvidentGaps | undefined {
  const usual = usualStep(facts);
  const { earliest, latest } = facts;
  if (usual === undefined || earliest === undefined || latest === undefined) return undefined;
  const long = [...facts.long, ...more].filter(({ from, to }) => isLong(Number(to - from), usual));
  if (long.length === 0) return undefined;
  const interval = BigInt(usual);
  const stretches = long.map((step) => stretchOf(step, interval));
  const closures = new Closures(stretches, secondsOf(earliest), secondsOf(latest), secondsOf(interval));
  const unexplained = long.filter((_, n) => !closures.explain(stretches[n]));
  const areMany = unexplained.length >= SPARSE.gaps && 100 * unexplained.length >= SPARSE.percent * facts.count;
  const gaps = isSparse || areMany
    ? unexplained.filter(({ from, to }) => secondsOf(to - from) > LONG_HOLIDAY)
    : unexplained;
  const [first] = gaps;
  if (first === undefined) return undefined;
  const longest = gaps.reduce((a, b) => b.to - b.from > a.to - a.from ? b : a, first);
  return { interval, count: gaps.length, areMore: facts.areMore, longest };
}

/** Where rows are missing: from the time of the first missing one to that of the row behind it, in seconds since 1970. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  /** From row to row. */
  readonly length: number;
}

function stretchOf({ from, to }: StepBetween, interval: bigint): Stretch {
  return { from: secondsOf(from + interval), to: secondsOf(to), length: secondsOf(to - from) };
}

function secondsOf(nanoseconds: bigint): number {
  return Number(nanoseconds) / NANOSECONDS_PER_SECOND;
}

/** When the market of a series is closed. */
class Closures {
  readonly #interval: number;
  readonly #hasWeekends: boolean;
  readonly #areNightsClosed: boolean;
  readonly #areHolidaysLong: boolean;
  readonly #closedDays: readonly boolean[];
  readonly #ends = new Map<number, number>();
  /** Days on which a stretch ends. */
  readonly #days: number;

  constructor(stretches: readonly Stretch[], earliest: number, latest: number, interval: number) {
    this.#interval = interval;
    const closures = stretches.filter(({ length }) => length <= LONGEST_CLOSURE);
    const absences = stretches.filter(({ length }) => length > LONGEST_CLOSURE);
    const noons = noonsIn(earliest, latest + 1);
    for (const { from, to } of absences) {
      noonsIn(from, to).forEach((count, day) => noons[day] = (noons[day] ?? 0) - count);
    }
    const skipped = weekdays();
    for (const { from, to } of closures) {
      for (const day of noonDays(from, to)) skipped[day] = (skipped[day] ?? 0) + 1;
    }
    this.#hasWeekends = (noons[SATURDAY] ?? 0) + (noons[SUNDAY] ?? 0) > 0;
    this.#closedDays = noons.map((all, day) => {
      const often = skipped[day] ?? 0;
      return all > 0 && often >= RULE * all && (day === SATURDAY || day === SUNDAY || often >= LEAST_DAYS);
    });

    const nights = midnightsIn(earliest, latest) - sum(absences, ({ from, to }) => midnightsIn(from, to));
    const dark = closures.filter((stretch) => midnightsIn(stretch.from - 1, stretch.to) > 0);
    const arePlain = nights >= LEAST_NIGHTS || areNights(dark, stretches, earliest, latest);
    const darkNights = sum(dark, ({ from, to }) => midnightsIn(from - 1, to));
    this.#areNightsClosed = nights > 0 && darkNights >= RULE * nights && arePlain;

    const holidays = closures.filter(({ length }) => length > LONG_HOLIDAY).length;
    this.#areHolidaysLong = holidays >= Math.max(LEAST_LONG_HOLIDAYS, Math.floor((latest - earliest) / YEAR));

    for (const { to } of closures) this.#ends.set(minuteOf(to), (this.#ends.get(minuteOf(to)) ?? 0) + 1);
    this.#days = new Set(closures.map(({ to }) => Math.floor(to / DAY))).size;
  }

  /** Whether the market is closed there. */
  explain(stretch: Stretch | undefined): boolean {
    if (stretch === undefined || stretch.length > LONGEST_CLOSURE) return false;
    if (stretch.length > LONG_HOLIDAY && !this.#areHolidaysLong) return false;
    const isClosedOnDays = this.#closedDays.includes(true);
    // Of days alone nobody can tell a holiday from a gap, and without a weekend not even whether there are holidays.
    if (this.#interval >= DAY) return isClosedOnDays || !this.#hasWeekends;
    const { from, to, length } = stretch;
    const isDark = midnightsIn(from - 1, to) > 0;
    if (isDark && this.#areNightsClosed) return true;
    if (isDark && isClosedOnDays) {
      const isOnClosedDay = noonDays(from, to).some((day) => this.#closedDays[day]);
      if (isOnClosedDay || length >= LEAST_HOLIDAY) return true;
    }
    const ends = this.#ends.get(minuteOf(to)) ?? 0;
    return ends >= LEAST_BREAKS && 2 * ends > this.#days;
  }
}

/** Whether the rows before and behind each stretch are of so short a time that the market is closed for the rest of a day. */
function areNights(dark: readonly Stretch[], all: readonly Stretch[], earliest: number, latest: number): boolean {
  return dark.every(({ from, to, length }) => {
    const before = Math.max(earliest, ...all.filter((other) => other.to <= from).map((other) => other.to));
    const behind = Math.min(latest, ...all.filter((other) => other.from >= to).map((other) => other.from));
    return Math.max(from - before, behind - to) + length <= MOST_OF_DAY;
  });
}

const SATURDAY = 6;
const SUNDAY = 0;
/** The first day of 1970 was a Thursday. */
const FIRST_WEEKDAY = 4;

function weekdays(): number[] {
  return Array.from({ length: WEEK_DAYS }, () => 0);
}

/** The first noon not before `from`, in days since 1970, and how many noons there are from there until before `to`. */
function noonsBetween(from: number, to: number): { readonly first: number; readonly count: number } {
  const first = Math.ceil(from / DAY - 0.5);
  return { first, count: Math.max(0, Math.ceil(to / DAY - 0.5) - first) };
}

function weekdayOf(day: number): number {
  return ((day + FIRST_WEEKDAY) % WEEK_DAYS + WEEK_DAYS) % WEEK_DAYS;
}

/** How many noons there are of each day of the week. */
function noonsIn(from: number, to: number): number[] {
  const { first, count } = noonsBetween(from, to);
  const begin = weekdayOf(first);
  return weekdays().map((_, day) =>
    Math.floor(count / WEEK_DAYS) + Number((day - begin + WEEK_DAYS) % WEEK_DAYS < count % WEEK_DAYS)
  );
}

/** The days of the week of each noon. */
function noonDays(from: number, to: number): number[] {
  const { first, count } = noonsBetween(from, to);
  return Array.from({ length: count }, (_, n) => weekdayOf(first + n));
}

/** How many midnights there are behind `from`, up to `to`. */
function midnightsIn(from: number, to: number): number {
  return Math.max(0, Math.floor(to / DAY) - Math.floor(from / DAY));
}

function minuteOf(time: number): number {
  return Math.floor((time % DAY + DAY) % DAY / MINUTE);
}

function sum<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((total, one) => total + of(one), 0);
}
