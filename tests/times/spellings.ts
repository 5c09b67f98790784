/**
 * Points in time as programs spell them.
 *
 * @module
 */
import fc from "fast-check";
import type { TimeUnit } from "../../lib/layouts/layout.ts";

const SECOND = 1_000_000_000n;
const FIRST = BigInt(Date.parse("0001-01-01")) * 1_000_000n;
const LAST = BigInt(Date.parse("9999-12-31T23:59:59Z")) * 1_000_000n;

/** Any point in time that RFC 3339 can write, in whole seconds, milli-, micro- or nanoseconds. */
export const anyTime = fc.tuple(
  fc.bigInt({ min: FIRST, max: LAST }),
  fc.constantFrom(86_400n * SECOND, SECOND, 1_000_000n, 1000n, 1n),
).map(([time, unit]) => time - (time % unit + unit) % unit).filter((time) => time >= FIRST);

/** One that a candle may have, which an epoch spells in a fixed number of digits. */
export const candleTime = fc.tuple(
  fc.bigInt({ min: 1_000_000_000n * SECOND, max: 1_780_000_000n * SECOND }),
  fc.constantFrom(86_400n * SECOND, 60n * SECOND, SECOND, 1_000_000n, 1000n, 1n),
).map(([time, unit]) => time - time % unit);

/** Ways in which the timestamps of a file are spelled. */
export interface Spelling {
  readonly name: string;
  readonly unit: TimeUnit;
  /** The finest step that it can spell, in nanoseconds. */
  readonly step: bigint;
  spell(nanoseconds: bigint): string;
}

/** The parts of `2024-01-31T23:59:59.123456789`. */
function partsOf(nanoseconds: bigint): { date: string; time: string; fraction: string } {
  const rest = (nanoseconds % SECOND + SECOND) % SECOND;
  const [date = "", time = ""] = new Date(Number((nanoseconds - rest) / 1_000_000n)).toISOString().split("T");
  return { date, time: time.slice(0, 8), fraction: String(rest).padStart(9, "0") };
}

const calendar = (
  name: string,
  step: bigint,
  spell: (parts: ReturnType<typeof partsOf>) => string,
  unit: TimeUnit = "auto",
): Spelling => ({ name, unit, step, spell: (nanoseconds) => spell(partsOf(nanoseconds)) });

/** @param ahead Seconds. */
const zoned = (name: string, zone: string, ahead: bigint): Spelling => ({
  name,
  unit: "auto",
  step: SECOND,
  spell: (nanoseconds) => {
    const { date, time } = partsOf(nanoseconds + ahead * SECOND);
    return `${date}T${time}${zone}`;
  },
});

const epoch = (name: string, unit: TimeUnit, step: bigint): Spelling => ({
  name,
  unit,
  step,
  spell: (nanoseconds) => String(nanoseconds / step),
});

export const SPELLINGS: readonly Spelling[] = [
  epoch("seconds", "auto", SECOND),
  epoch("milliseconds", "auto", 1_000_000n),
  epoch("microseconds", "auto", 1000n),
  epoch("nanoseconds", "auto", 1n),
  epoch("seconds by name", "s", SECOND),
  epoch("nanoseconds by name", "ns", 1n),
  calendar("ISO 8601", 1n, ({ date, time, fraction }) => `${date}T${time}.${fraction}Z`),
  calendar("tenths", 100_000_000n, ({ date, time, fraction }) => `${date} ${time}.${fraction.slice(0, 1)}`),
  calendar("seconds with a blank", SECOND, ({ date, time }) => `${date} ${time}`),
  calendar(
    "minutes with slashes",
    60n * SECOND,
    ({ date, time }) => `${date.replaceAll("-", "/")} ${time.slice(0, 5)}`,
  ),
  calendar("compact", SECOND, ({ date, time }) => `${date.replaceAll("-", "")} ${time.replaceAll(":", "")}`),
  calendar("digits", SECOND, ({ date, time }) => `${date}${time}`.replace(/[-:]/g, "")),
  calendar("UTC by name", 1000n, ({ date, time, fraction }) => `${date} ${time}.${fraction.slice(0, 6)} UTC`),
  calendar("a zone of 0", SECOND, ({ date, time }) => `${date} ${time}+00:00`),
  zoned("a zone ahead", "+05:30", 19_800n),
  zoned("a zone behind", "-0500", -18_000n),
  calendar("a date", 86_400n * SECOND, ({ date }) => date),
  calendar("a date in digits", 86_400n * SECOND, ({ date }) => date.replaceAll("-", "")),
  calendar("a German date", 86_400n * SECOND, ({ date }) => date.split("-").reverse().join(".")),
  calendar("an American date", 86_400n * SECOND, ({ date }) => date.replace(/(....)-(..)-(..)/, "$2/$3/$1"), "mdy"),
];
