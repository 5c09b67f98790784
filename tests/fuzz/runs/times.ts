/**
 * Ways in which files write a time.
 *
 * @module
 */
import type { FileForm } from "../../reference/rows.ts";
import type { Choice } from "../generator.ts";

export interface TimeStyle {
  /** Seconds since 1970 → text. */
  readonly write: (seconds: number, choice: Choice) => string;
  /** What `time_unit` may say. */
  readonly units: readonly [FileForm["unit"] | undefined, ...(FileForm["unit"] | undefined)[]];
  /** Whether it has days and nothing finer. */
  readonly isDaily?: boolean;
}

function iso(seconds: number): string {
  return new Date(Math.round(seconds * 1000)).toISOString();
}

function calendar(pattern: string): TimeStyle["write"] {
  return (seconds) => {
    const text = iso(seconds);
    const parts: Readonly<Record<string, string>> = {
      Y: text.slice(0, 4),
      M: text.slice(5, 7),
      D: text.slice(8, 10),
      h: text.slice(11, 13),
      m: text.slice(14, 16),
      s: text.slice(17, 19),
      f: text.slice(20, 23),
    };
    return pattern.replace(/[YMDhmsf]/g, (letter) => parts[letter] ?? "");
  };
}

function epoch(perSecond: number, zeros = ""): TimeStyle["write"] {
  return (seconds) => `${Math.round(seconds * perSecond)}${zeros}`;
}

export const SECONDS: TimeStyle = { write: epoch(1), units: [undefined, "auto", "s"] };
export const MILLISECONDS: TimeStyle = { write: epoch(1000), units: [undefined, "ms"] };
export const MICROSECONDS: TimeStyle = { write: epoch(1000, "000"), units: [undefined, "us"] };
export const NANOSECONDS: TimeStyle = { write: epoch(1000, "000000"), units: [undefined, "ns"] };
export const ISO_DAY: TimeStyle = { write: calendar("Y-M-D"), units: [undefined, "date"], isDaily: true };
export const ISO_TIME: TimeStyle = { write: calendar("Y-M-DTh:m:sZ"), units: [undefined] };
export const BLANK_TIME: TimeStyle = { write: calendar("Y-M-D h:m:s"), units: [undefined] };
export const COMPACT_DAY: TimeStyle = { write: calendar("YMD"), units: [undefined, "date"], isDaily: true };

export const TIME_STYLES: readonly [TimeStyle, ...TimeStyle[]] = [
  SECONDS,
  MILLISECONDS,
  MICROSECONDS,
  NANOSECONDS,
  ISO_DAY,
  ISO_TIME,
  BLANK_TIME,
  COMPACT_DAY,
  { write: calendar("Y-M-D h:m:s.f"), units: [undefined] },
  { write: calendar("Y/M/D h:m"), units: [undefined] },
  { write: calendar("Y.M.D h:m:s UTC"), units: [undefined] },
  { write: calendar("YMD hms"), units: [undefined] },
  { write: calendar("D.M.Y h:m"), units: [undefined] },
  { write: calendar("D.M.Y"), units: [undefined], isDaily: true },
  { write: (seconds) => `${seconds.toFixed(1)}`, units: [undefined, "s"] },
  {
    // The same time in the zones of two places.
    write: (seconds, choice) => {
      const hours = choice.of([0, 1, -5]);
      const sign = hours < 0 ? "-" : "+";
      return `${calendar("Y-M-DTh:m:s")(seconds + hours * 3600, choice)}${sign}0${Math.abs(hours)}:00`;
    },
    units: [undefined],
  },
];

/** What is no time, and what few files have for one. */
export function oddTime(choice: Choice): string {
  return choice.of([
    "",
    " ",
    "n/a",
    "\xff",
    "1.2.3.4",
    "2024-13-01",
    "2024-02-30",
    "2023-02-29 10:00",
    "2024-01-01T25:00",
    "2024-01-01 10:00:00 +24:00",
    "2024-1-1",
    "2024-01.01",
    "0000-01-01",
    "19000101",
    "21010101",
    "+1700006400",
    "-1",
    "1700006400.",
    "1700006400.1234567890",
    "1700006400.12345678901",
    "170000640000000000000",
    " 2023-11-15 00:00 ",
    "2023-11-15 00:00:00.1234567891",
  ]);
}
