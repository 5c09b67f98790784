import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import type { TimeUnit } from "../../lib/layouts/layout.ts";
import { TimestampReader } from "../../lib/times/same_format.ts";
import { readMoment } from "../../lib/times/timestamp.ts";
import { candleTime, SPELLINGS } from "./spellings.ts";

const encoder = new TextEncoder();

/** Reads with one reader, as text and as bytes, and asserts that each is what it is alone. */
function assertSame(texts: readonly (readonly [text: string, unit: TimeUnit])[]): void {
  const [reader, other] = [new TimestampReader(), new TimestampReader()];
  for (const [text, unit] of texts) {
    const moment = readMoment(text, unit);
    if (moment === undefined) continue;
    reader.read(text, unit);
    const bytes = encoder.encode(`1,${text},2`);
    other.readBytes(bytes, 2, bytes.length - 4, unit);
    for (const { days, second, nanosecond, isDate } of [reader, other]) {
      const nanoseconds = BigInt(days * 86_400 + second) * 1_000_000_000n + BigInt(nanosecond);
      assertEquals([text, nanoseconds, isDate], [text, moment.nanoseconds, moment.kind === "date"]);
      assert(second >= 0 && second < 86_400 && nanosecond >= 0 && nanosecond < 1e9, text);
    }
  }
}

Deno.test({ name: "reader: many timestamps of one format are read as each alone", permissions: "none" }, () => {
  for (const { unit, step, spell } of SPELLINGS) {
    const texts = fc.array(candleTime.map((time) => [spell(time - time % step), unit] as const), { minLength: 2 });
    fc.assert(fc.property(texts, assertSame), { numRuns: 50 });
  }
});

Deno.test({ name: "reader: formats may change from row to row", permissions: "none" }, () => {
  const text = fc.tuple(candleTime, fc.constantFrom(...SPELLINGS)).map(([time, { unit, step, spell }]) =>
    [spell(time - time % step), unit] as const
  );
  fc.assert(fc.property(fc.array(text, { minLength: 2 }), assertSame), { numRuns: 300 });
});

/** Texts that look like the one before, and mean something else. */
const LOOK_ALIKES: readonly (readonly [name: string, texts: readonly string[], unit?: TimeUnit])[] = [
  ["seconds, then a calendar time of as many digits", ["1704067200", "2024010209", "1704067260"]],
  ["a calendar time of ten digits, then seconds", ["2024010209", "1704067200"]],
  ["zones that differ", ["2024-01-01 00:30:00+01:00", "2024-01-01 00:30:00+02:00", "2024-01-01 00:30:00-01:00"]],
  ["a zone that moves the day", [
    "2024-01-01 00:30:00+01:00",
    "2024-01-02 00:30:00+01:00",
    "2024-02-29 23:59:59+01:00",
  ]],
  ["a zone that moves the day on", ["2023-12-31 23:30:00-05:30", "2024-02-29 23:59:59-05:30"]],
  ["a date in digits and one that is none", ["20240131", "20240231", "20240301"]],
  ["seconds of eight digits and dates", ["99999999", "20240131"]],
  ["the same digits in another unit", ["1704067200000", "1704067260000"], "us"],
  ["blanks around it", [" 2024-01-01 ", "2024-01-02", " 2024-01-03 "]],
  ["an epoch with a fraction", ["1704067200.5", "1704067201.5", "1704067201"]],
  ["signs", ["+1704067200", "-1", "1704067200"]],
  ["long after the years", ["999999999999", "99999999999", "99999999998"], "s"],
  ["a letter beyond ASCII", ["2024年1月5日", "2024年1月6日", "2024-01-07"]],
  ["years before 1970", ["1969-12-31T23:59:59.5Z", "0001-01-01T00:00:00.0Z", "9999-12-31T23:59:59.9Z"]],
];

for (const [name, texts, unit = "auto"] of LOOK_ALIKES) {
  Deno.test({ name: `reader: ${name}`, permissions: "none" }, () => {
    assertSame([...texts, ...texts.toReversed()].map((text) => [text, unit]));
  });
}

Deno.test({ name: "reader: a text that is no timestamp never comes here", permissions: "none" }, () => {
  const reader = new TimestampReader();
  const message = "a timestamp that was accepted can't be read";
  assertThrows(() => reader.read("x", "auto"), Error, message);
  reader.read("2024-01-31 00:00", "auto");
  for (const text of ["2024-02-30 00:00", "2024-01-31 24:00", "2024-01-31 00:60"]) {
    assertThrows(() => reader.read(text, "auto"), Error, message);
  }
  assertThrows(() => reader.read("2024-01-31 00:00", undefined), Error, message);
});
