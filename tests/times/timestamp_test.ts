import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { TimeUnit } from "../../lib/layouts/layout.ts";
import { formatTimestamp, readTimestamp } from "../../lib/times/timestamp.ts";

/** What a text is read as, written in the usual way; undefined where it is no timestamp. */
function read(text: string, unit: TimeUnit = "auto"): string | undefined {
  const nanoseconds = readTimestamp(text, unit);
  return nanoseconds === undefined ? undefined : formatTimestamp(nanoseconds);
}

const CASES: readonly [text: string, unit: TimeUnit, expected: string | undefined][] = [
  ["1700000000", "auto", "2023-11-14T22:13:20Z"],
  ["1700000000123", "auto", "2023-11-14T22:13:20.123Z"],
  ["1735689600000000", "auto", "2025-01-01T00:00:00Z"],
  ["1700000000123456789", "auto", "2023-11-14T22:13:20.123456789Z"],
  [" 1700000000\t", "auto", "2023-11-14T22:13:20Z"],
  ["1325412060.0", "auto", "2012-01-01T10:01:00Z"],
  ["1700000000.123456789", "s", "2023-11-14T22:13:20.123456789Z"],
  ["1700000000.", "s", "2023-11-14T22:13:20Z"],
  ["1700000000.1234567891", "s", undefined],
  ["1700000000.12345678900", "s", "2023-11-14T22:13:20.123456789Z"],
  ["1.5", "ns", undefined],
  ["1.0", "ns", "1970-01-01T00:00:00.000000001Z"],
  ["-1", "s", "1969-12-31T23:59:59Z"],
  ["-1", "ns", "1969-12-31T23:59:59.999999999Z"],
  ["0", "auto", undefined],
  ["1", "auto", undefined],
  ["-1", "auto", undefined],
  ["1.5", "auto", undefined],
  ["20240", "auto", undefined],
  ["240101", "auto", undefined],
  ["202401", "auto", undefined],
  ["240101", "s", "1970-01-03T18:41:41Z"],
  ["0", "ms", "1970-01-01T00:00:00Z"],
  ["240102", "ymd", "2024-01-02T00:00:00Z"],
  ["020124", "dmy", "2024-01-02T00:00:00Z"],
  ["010224", "mdy", "2024-01-02T00:00:00Z"],
  ["02012024", "dmy", "2024-01-02T00:00:00Z"],
  ["01022024", "mdy", "2024-01-02T00:00:00Z"],
  ["20240102", "dmy", "2024-01-02T00:00:00Z"],
  ["690102", "ymd", "1969-01-02T00:00:00Z"],
  ["241301", "ymd", undefined],
  ["202401", "ymd", undefined],
  ["20124", "dmy", undefined],
  ["-240102", "ymd", undefined],
  ["+240102", "ymd", undefined],
  ["100000000", "auto", "1973-03-03T09:46:40Z"],
  ["1", "ms", "1970-01-01T00:00:00.001Z"],
  ["1", "us", "1970-01-01T00:00:00.000001Z"],
  ["20240131", "auto", "2024-01-31T00:00:00Z"],
  ["20240131", "date", "2024-01-31T00:00:00Z"],
  ["20240131", "s", "1970-08-23T06:15:31Z"],
  ["20240231", "auto", undefined],
  ["20240231", "date", undefined],
  ["99999999", "auto", "1973-03-03T09:46:39Z"],
  ["31535999", "auto", undefined],
  ["31536000", "auto", "1971-01-01T00:00:00Z"],
  ["31122024", "auto", undefined],
  ["1700000000", "date", undefined],
  ["+20240131", "date", undefined],
  ["2024-01-31", "auto", "2024-01-31T00:00:00Z"],
  ["2024-01-31", "ms", "2024-01-31T00:00:00Z"],
  ["2024-01-31 23:59", "auto", "2024-01-31T23:59:00Z"],
  ["2024-01-31T23:59:58", "auto", "2024-01-31T23:59:58Z"],
  ["2024-01-31t23:59:58z", "auto", "2024-01-31T23:59:58Z"],
  ["2024-01-31 23:59:58.5", "auto", "2024-01-31T23:59:58.5Z"],
  ["2024-01-31 23:59:58.123456789", "auto", "2024-01-31T23:59:58.123456789Z"],
  ["2024-01-31 23:59:58.1234567890", "auto", undefined],
  ["2024-01-31 23:59:58 UTC", "auto", "2024-01-31T23:59:58Z"],
  ["2024-01-31 00:30:00+01:00", "auto", "2024-01-30T23:30:00Z"],
  ["2024-01-31 00:30:00-0530", "auto", "2024-01-31T06:00:00Z"],
  ["2024-01-31 00:30:00-05", "auto", "2024-01-31T05:30:00Z"],
  ["2024-01-31 00:30:00+24:00", "auto", undefined],
  ["2024-01-31 00:30:00+01:60", "auto", undefined],
  ["20240131 170000", "auto", "2024-01-31T17:00:00Z"],
  ["20240131,170000", "auto", "2024-01-31T17:00:00Z"],
  ["20240131 1700", "auto", "2024-01-31T17:00:00Z"],
  ["2024.01.31\t17:00:00", "auto", "2024-01-31T17:00:00Z"],
  ["2024.01.31", "auto", "2024-01-31T00:00:00Z"],
  ["2024/01/31 17:00", "auto", "2024-01-31T17:00:00Z"],
  ["31.01.2024", "auto", "2024-01-31T00:00:00Z"],
  ["1.2.2024 09:05", "auto", "2024-02-01T09:05:00Z"],
  ["0001-01-01", "auto", "0001-01-01T00:00:00Z"],
  ["9999-12-31 23:59:59.999999999", "auto", "9999-12-31T23:59:59.999999999Z"],
  ["2024-02-29", "auto", "2024-02-29T00:00:00Z"],
  ["2023-02-29", "auto", undefined],
  ["2024-13-01", "auto", undefined],
  ["2024-00-01", "auto", undefined],
  ["0000-01-01", "auto", undefined],
  ["2024-01-31 24:00:00", "auto", undefined],
  ["2024-01-31 23:60:00", "auto", undefined],
  ["2024-01-31 23:59:60", "auto", undefined],
  ["2024-01.31", "auto", undefined],
  ["01/31/2024", "auto", undefined],
  ["31/01/2024", "auto", undefined],
  ["2024-01-31 17", "auto", undefined],
  ["2024-01-31 17:0000", "auto", undefined],
  ["1.7e9", "auto", undefined],
  ["170000000000000000000", "auto", undefined],
  ["", "auto", undefined],
  ["abc", "auto", undefined],
  ["NaT", "auto", undefined],
  ["２０２４-01-31", "auto", undefined],
];

for (const [text, unit, expected] of CASES) {
  Deno.test({
    name: `timestamp: ${JSON.stringify(text)} with ${unit} is ${expected ?? "none"}`,
    permissions: "none",
    fn: () => assertEquals(read(text, unit), expected),
  });
}

const LEAST = BigInt(Date.parse("0001-01-01T00:00:00Z")) * 1_000_000n;
const MOST = BigInt(Date.parse("9999-12-31T23:59:59Z")) * 1_000_000n;

Deno.test({
  name: "timestamp: what is written is read back, to the nanosecond",
  permissions: "none",
  fn() {
    fc.assert(
      fc.property(fc.bigInt(LEAST, MOST), (nanoseconds) => {
        assertEquals(readTimestamp(formatTimestamp(nanoseconds), "auto"), nanoseconds);
        const epoch = nanoseconds % 10n ** 20n;
        assertEquals(readTimestamp(String(epoch), "ns"), epoch);
      }),
      { numRuns: 2000 },
    );
  },
});

Deno.test({
  name: "timestamp: dates are those of the platform's calendar",
  permissions: "none",
  fn() {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }),
        (date) => {
          assertEquals(readTimestamp(date.toISOString(), "auto"), BigInt(date.getTime()) * 1_000_000n);
        },
      ),
      { numRuns: 2000 },
    );
  },
});

Deno.test({
  name: "timestamp: years that no ISO date has are written as nanoseconds",
  permissions: "none",
  fn() {
    assertEquals(formatTimestamp(10n ** 21n), "1000000000000000000000 ns");
    assertEquals(formatTimestamp(-(10n ** 20n)), "-100000000000000000000 ns");
  },
});
