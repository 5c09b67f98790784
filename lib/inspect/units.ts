/**
 * Points in time and lengths of time, for people.
 *
 * @module
 */
import type { TimeUnit } from "../layouts/layout.ts";
import type { DateFormat } from "../times/forms.ts";
import { readTimestamp } from "../times/timestamp.ts";

/** How a timestamp is written: a count of a unit, an integer YYYYMMDD, or text. */
export type TimeKind = Exclude<TimeUnit, "auto" | DateFormat> | "text";

const SECOND = 1_000_000_000n;

/** Units of length, the longest first. */
const LENGTHS: readonly (readonly [unit: string, nanoseconds: bigint])[] = [
  ["d", 86_400n * SECOND],
  ["h", 3600n * SECOND],
  ["m", 60n * SECOND],
  ["s", SECOND],
  ["ms", 1_000_000n],
  ["us", 1000n],
  ["ns", 1n],
];

/** Nanoseconds since 1970 as `2024-01-02T00:05:00Z`, with a fraction where there is one. */
export function isoTime(time: bigint): string {
  const seconds = (time - ((time % SECOND) + SECOND) % SECOND) / SECOND;
  const fraction = (time - seconds * SECOND).toString().padStart(9, "0").replace(/0+$/, "");
  const milliseconds = Number(seconds) * 1000;
  // Beyond what a date can be: the unit is most likely another one.
  if (Math.abs(milliseconds) > 8.64e15) return `${seconds} s`;
  const text = new Date(milliseconds).toISOString().slice(0, -5);
  return `${text}${fraction === "" ? "" : `.${fraction}`}Z`;
}

/** Nanoseconds as `5m`, `1d`, or in two units where one is not enough: `1h 30m`. */
export function lengthText(length: bigint): string {
  const parts: string[] = [];
  let rest = length;
  for (const [unit, nanoseconds] of LENGTHS) {
    const count = rest / nanoseconds;
    rest %= nanoseconds;
    if (count > 0n) parts.push(`${count}${unit}`);
  }
  return parts.slice(0, 2).join(" ");
}

const UNITS = ["s", "ms", "us", "ns", "date"] as const;

/** How the timestamp `text` is written that was read as `time`. With the unit `auto` it is the one that gives the same time. */
export function timeKindOf(text: string, unit: TimeUnit, time: bigint): TimeKind {
  if (unit === "date" && /^[ \t]*[0-9]{8}(?![0-9])/.test(text)) return "date";
  if (!/^[ \t]*[+-]?[0-9]+(?:\.[0-9]*)?[ \t]*$/.test(text)) return "text";
  if (unit === "s" || unit === "ms" || unit === "us" || unit === "ns" || unit === "date") return unit;
  return UNITS.find((one) => readTimestamp(text, one) === time) ?? "text";
}
