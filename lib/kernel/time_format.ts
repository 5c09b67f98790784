/**
 * Formats of timestamps whose order is that of their bytes, in tables for the kernel.
 *
 * @module
 */
import { DATE_PLACES, MOST_DIGITS_HERE, SEPARATOR_PLACES, SEPARATORS, SLOW_PLACES, TIME_BYTES } from "./kernel.wasm";

/** What the kernel has to know of a format. */
export interface TimeFormat {
  readonly bytes: number;
  /** Its tables, and where in the kernel's memory each goes: the last byte is for the last character. */
  readonly tables: readonly (readonly [address: number, table: Uint8Array])[];
  /** How many characters before the end these begin; 0 for what the format has not. */
  readonly hour: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** How its digits count the time between two timestamps. */
  readonly steps: TimeSteps;
  /** Whether a text is of this format, leaving aside what its digits are. */
  fits(text: string): boolean;
}

/** How a timestamp counts: a date in days, and each other digit in ticks. */
export interface TimeSteps {
  /** How many characters before the end each digit is, and how many ticks it counts. */
  readonly digits: readonly (readonly [back: number, ticks: number])[];
  /** Undefined of a count since 1970, whose ticks are what it counts. */
  readonly ticksPerSecond: number | undefined;
  /** How many characters before the end the year, the month and the day begin; zeros without a date. */
  readonly date: readonly [year: number, month: number, day: number];
}

/** No byte is above it. */
const NO_LIMIT = 255;

/** A number of one length: of other lengths it might be a date, or none. */
const EPOCH = /^(?:[0-9]{9,11}|[0-9]{13}|[0-9]{15,16}|[0-9]{18,19})$/;

/** No zone but UTC: with others, what is written earlier may be later. The largest unit comes first. */
const CALENDAR =
  /^(?<year>[0-9]{4})(?<dash>[-./]?)(?<month>[0-9]{2})\k<dash>(?<day>[0-9]{2})(?:[T ,;|\t](?<hour>[0-9]{2})(?<colon>:?)(?<minute>[0-9]{2})(?:\k<colon>(?<second>[0-9]{2})(?:\.(?<fraction>[0-9]{1,9}))?)?(?:Z| ?UTC)?)?$/d;

/** The most that the first digit of each may be. */
const MOST_TENS = { month: 1, day: 3, hour: 2, minute: 5, second: 5 } as const;

/** The format of a timestamp; undefined for one that the kernel can't compare. */
export function timeFormatOf(text: string): TimeFormat | undefined {
  if (text.length > TIME_BYTES) return undefined;
  if (EPOCH.test(text)) return format(text, {});
  // Without anything between its parts it is a number, and what it means depends on the unit.
  if (/^[0-9]*$/.test(text)) return undefined;
  const indices = CALENDAR.exec(text)?.indices?.groups;
  return indices === undefined ? undefined : format(text, indices);
}

function format(text: string, places: Readonly<Record<string, [number, number] | undefined>>): TimeFormat {
  const start = TIME_BYTES - text.length;
  const separators = new Uint8Array(TIME_BYTES);
  const separatorPlaces = new Uint8Array(TIME_BYTES);
  const mostDigits = new Uint8Array(TIME_BYTES).fill(NO_LIMIT);
  const datePlaces = new Uint8Array(TIME_BYTES);
  [...text].forEach((character, n) => {
    const isDigit = /[0-9]/.test(character);
    if (isDigit) {
      mostDigits[start + n] = 9;
    } else {
      separators[start + n] = character.charCodeAt(0);
      separatorPlaces[start + n] = 0xff;
    }
  });
  for (const [part, most] of Object.entries(MOST_TENS)) {
    const place = places[part];
    if (place !== undefined) mostDigits[start + place[0]] = most;
  }
  for (const part of ["year", "month", "day"]) {
    const [from, to] = places[part] ?? [0, 0];
    datePlaces.fill(0xff, start + from, start + to);
  }
  const slowPlaces = separatorPlaces.map((place, n) => place | (datePlaces[n] ?? 0));
  const [hourFrom, hourTo] = places["hour"] ?? [0, 0];
  slowPlaces.fill(0xff, start + hourFrom, start + hourTo);
  const before = (part: string) => places[part] === undefined ? 0 : text.length - places[part][0];
  const pattern = patternOf(text);
  return {
    bytes: text.length,
    tables: [
      [SEPARATORS, separators],
      [SEPARATOR_PLACES, separatorPlaces],
      [MOST_DIGITS_HERE, mostDigits],
      [DATE_PLACES, datePlaces],
      [SLOW_PLACES, slowPlaces],
    ],
    hour: before("hour"),
    year: before("year"),
    month: before("month"),
    day: before("day"),
    steps: stepsOf(text, places),
    fits: (other) => patternOf(other) === pattern,
  };
}

const SECONDS = { hour: 3600, minute: 60, second: 1 } as const;

function stepsOf(text: string, places: Readonly<Record<string, [number, number] | undefined>>): TimeSteps {
  const back = (place: number) => text.length - place;
  const { year, month, day, fraction } = places;
  if (year === undefined || month === undefined || day === undefined) {
    const digits = Array.from(text, (_, n): [number, number] => [back(n), 10 ** (back(n) - 1)]);
    return { digits, ticksPerSecond: undefined, date: [0, 0, 0] };
  }
  const [from, to] = fraction ?? [0, 0];
  const ticksPerSecond = 10 ** (to - from);
  const clock = Object.entries(SECONDS).flatMap(([part, seconds]): [number, number][] => {
    const [start] = places[part] ?? [];
    const ticks = seconds * ticksPerSecond;
    return start === undefined ? [] : [[back(start), 10 * ticks], [back(start + 1), ticks]];
  });
  const decimals = Array.from(
    { length: to - from },
    (_, n): [number, number] => [back(from + n), 10 ** (to - from - n - 1)],
  );
  return { digits: [...clock, ...decimals], ticksPerSecond, date: [back(year[0]), back(month[0]), back(day[0])] };
}

function patternOf(text: string): string {
  return text.replace(/[0-9]/g, "0");
}
