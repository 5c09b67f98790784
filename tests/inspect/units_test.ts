import { assertEquals } from "@std/assert";
import { isoTime, lengthText, type TimeKind, timeKindOf } from "../../lib/inspect/units.ts";
import type { TimeUnit } from "../../lib/layouts/layout.ts";
import { readTimestamp } from "../../lib/times/timestamp.ts";

const KINDS: readonly [text: string, unit: TimeUnit, kind: TimeKind][] = [
  ["20240102", "date", "date"],
  [" 20240102 09:30", "date", "date"],
  ["2024-01-02", "date", "text"],
  // Eight digits are a date only if that is the unit.
  ["20240102", "s", "s"],
  ["20240102", "ms", "ms"],
  ["1704153600", "s", "s"],
  ["+1704153600.5 ", "s", "s"],
  ["2024-01-02T00:00:00Z", "s", "text"],
  ["1704153600", "auto", "s"],
  ["1704153600000", "auto", "ms"],
  ["1704153600000000", "auto", "us"],
  ["1704153600000000000", "auto", "ns"],
  ["2024-01-02 00:00", "auto", "text"],
];

for (const [text, unit, kind] of KINDS) {
  Deno.test({ name: `units: "${text}" with the unit ${unit} is ${kind}`, permissions: "none" }, () => {
    const time = readTimestamp(text, unit);
    if (time === undefined) throw new Error("it is no timestamp");
    assertEquals(timeKindOf(text, unit, time), kind);
  });
}

const SECOND = 1_000_000_000n;

Deno.test({ name: "units: a length is in its two largest units", permissions: "none" }, () => {
  const lengths = [86_400n * SECOND, 5400n * SECOND, 90_061n * SECOND, SECOND + 1n, 1_500_000n, 1001n, 59n * SECOND];
  const texts = ["1d", "1h 30m", "1d 1h", "1s 1ns", "1ms 500us", "1us 1ns", "59s"];
  assertEquals(lengths.map(lengthText), texts);
});

Deno.test({
  name: "units: a time is in UTC, with the fraction that it has, and a far one in seconds",
  permissions: "none",
}, () => {
  const times = [
    0n,
    -1n,
    1_704_153_600n * SECOND + 50_000_000n,
    8_640_000_000_000n * SECOND,
    8_640_000_000_001n * SECOND,
  ];
  const texts = [
    "1970-01-01T00:00:00Z",
    "1969-12-31T23:59:59.999999999Z",
    "2024-01-02T00:00:00.05Z",
    "+275760-09-13T00:00:00Z",
    "8640000000001 s",
  ];
  assertEquals(times.map(isoTime), texts);
});
