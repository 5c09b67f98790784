/**
 * A line of a config that is not right → the line that should stand there.
 *
 * @module
 */
import { isKey, type Key, KEYS } from "./keys.ts";

const COMMA = '","';
const POINT = '"."';

/** What other programs, and people, call a value. */
const OTHER_VALUES: Readonly<Partial<Record<Key, Readonly<Record<string, string>>>>> = {
  has_header: { yes: "true", on: "true", 1: "true", no: "false", off: "false", 0: "false", none: "false" },
  delimiter: { comma: COMMA, semicolon: '";"', pipe: '"|"', "\\t": "tab" },
  decimal_mark: { comma: COMMA, point: POINT, dot: POINT, period: POINT },
  thousands_mark: { comma: COMMA, point: POINT, dot: POINT, period: POINT, apostrophe: `"'"`, "": "space" },
  time_unit: {
    ...words("s", "sec", "second", "seconds", "unix", "epoch"),
    ...words("ms", "msec", "milli", "millis", "millisecond", "milliseconds"),
    ...words("us", "µs", "usec", "micro", "micros", "microsecond", "microseconds"),
    ...words("ns", "nsec", "nano", "nanos", "nanosecond", "nanoseconds"),
    yyyymmdd: "date",
  },
  date_format: {
    ...words("dmy", "d/m/y", "dd/mm/yyyy", "dd.mm.yyyy", "dd-mm-yyyy", "%d/%m/%y", "%d.%m.%y", "%d-%m-%y", "eu", "uk"),
    ...words("mdy", "m/d/y", "mm/dd/yyyy", "mm-dd-yyyy", "%m/%d/%y", "%m-%d-%y", "us"),
    ...words("ymd", "y-m-d", "y/m/d", "yyyy-mm-dd", "yyyy/mm/dd", "%y-%m-%d", "%y/%m/%d", "iso"),
  },
  order: {
    ...words("ascending", "oldest", "oldest-first", "oldest first", "forward"),
    ...words("descending", "newest", "newest-first", "newest first", "reverse", "reversed"),
  },
  duplicates: { error: "fail", raise: "fail", ignore: "keep", allow: "keep", last: "keep-last" },
  gaps: { error: "fail", raise: "fail", off: "ignore", no: "ignore", none: "ignore", skip: "ignore" },
  interval: { minute: "1m", hour: "1h", hourly: "1h", day: "1d", daily: "1d", week: "1w", weekly: "1w" },
  invalid_rows: { error: "fail", raise: "fail", drop: "skip", ignore: "skip", dropna: "skip" },
  warmup: { drop: "exclude", dropna: "exclude", skip: "exclude", 0: "zero", zeros: "zero" },
  gates: { error: "fail", raise: "fail" },
};

/** An entry for each of `others`, all of the same value. */
function words(value: string, ...others: readonly string[]): Record<string, string> {
  return Object.fromEntries(others.map((other) => [other, value]));
}

export function knownKey(name: string): Key | undefined {
  return isKey(name) ? name : undefined;
}

/** A valid line for the key. */
export function exampleOf(key: Key): string {
  return `${key}: ${KEYS[key].example}`;
}

/**
 * The line that the user most likely meant, who wrote `rest` after the colon; undefined where one of a few words is wanted and
 * none of them is near: a wrong one would be read without an error.
 */
export function meantLine(key: Key, rest: string): string | undefined {
  const bare = withoutComment(rest).replace(/^(["'])(.*)\1$/, "$2");
  const { kind, example } = KEYS[key];
  const meant = OTHER_VALUES[key]?.[bare.trim().toLowerCase()] ?? kind.meant(bare) ??
    (kind.areWords ? undefined : example);
  return meant === undefined ? undefined : `${key}: ${meant}`;
}

/** The text after a colon, without a comment at its end. */
export function withoutComment(rest: string): string {
  return rest.replace(/(^|[ \t])#.*$/, "").trimEnd();
}
