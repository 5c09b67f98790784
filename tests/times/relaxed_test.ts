import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { TimeUnit } from "../../lib/layouts/layout.ts";
import { formatTimestamp, readTimestamp } from "../../lib/times/timestamp.ts";

/** Texts and what they mean; undefined for those that may mean several things, or none. */
const TEXTS: readonly [text: string, unit: TimeUnit, time: string | undefined][] = [
  ["31-Dec-10", "auto", "2010-12-31T00:00:00Z"],
  ["5-January-2024", "auto", "2024-01-05T00:00:00Z"],
  ["Jan 5, 2024", "auto", "2024-01-05T00:00:00Z"],
  ["05 Jul 2023", "auto", "2023-07-05T00:00:00Z"],
  ["15. Mai 2024", "auto", "2024-05-15T00:00:00Z"],
  ["5 août 2024", "auto", "2024-08-05T00:00:00Z"],
  ["Thursday, 4 January 2024", "auto", "2024-01-04T00:00:00Z"],
  ["2024-Jan-05", "auto", "2024-01-05T00:00:00Z"],
  ["Jul 2023", "auto", "2023-07-01T00:00:00Z"],
  ["Jan. 5, 2024", "auto", "2024-01-05T00:00:00Z"],
  ["SEPT. 5, 2024", "auto", "2024-09-05T00:00:00Z"],
  ["5 dEcEmBeR 2024", "auto", "2024-12-05T00:00:00Z"],
  ["5 Augustus 2024", "auto", "2024-08-05T00:00:00Z"],
  ["5 März 2024", "auto", "2024-03-05T00:00:00Z"],
  ["Thurs. 4 Jan 2024", "auto", "2024-01-04T00:00:00Z"],
  ["Marching 5, 2024", "auto", undefined],
  ["Market 5, 2024", "auto", undefined],
  ["5 Maybe 2024", "auto", undefined],
  ["Octopus 2024", "auto", undefined],
  ["Settle 5, 2024", "auto", undefined],
  ["Janu 5, 2024", "auto", undefined],
  ["Septem 5, 2024", "auto", undefined],
  ["2024-Novel-05", "auto", undefined],
  ["Julia-2024", "auto", undefined],
  ["Dec5 2024", "auto", "2024-12-05T00:00:00Z"],
  ["Money 4 Jan 2024", "auto", undefined],
  ["Sunny, 4 Jan 2024", "auto", undefined],
  ["Jul-23", "auto", undefined],
  // No candle is of a year to come.
  ["2-Jan-62", "auto", "1962-01-02T00:00:00Z"],
  ["2-Jan-24", "auto", "2024-01-02T00:00:00Z"],
  ["01/02/62", "mdy", "1962-01-02T00:00:00Z"],
  ["2024-03", "auto", "2024-03-01T00:00:00Z"],
  ["2024/03", "auto", "2024-03-01T00:00:00Z"],
  ["2024M03", "auto", "2024-03-01T00:00:00Z"],
  ["2024-13", "auto", undefined],
  ["2024M3", "auto", undefined],
  ["2024Q3", "auto", "2024-07-01T00:00:00Z"],
  ["2024-Q1", "auto", "2024-01-01T00:00:00Z"],
  ["Q4 2024", "auto", "2024-10-01T00:00:00Z"],
  ["2024-Q5", "auto", undefined],
  ["2024-W05", "auto", "2024-01-29T00:00:00Z"],
  ["2024W05", "auto", "2024-01-29T00:00:00Z"],
  ["2024-W05-7", "auto", "2024-02-04T00:00:00Z"],
  ["2020-W53-5", "auto", "2021-01-01T00:00:00Z"],
  ["2021-W01-1", "auto", "2021-01-04T00:00:00Z"],
  ["2025-W01-1", "auto", "2024-12-30T00:00:00Z"],
  ["2021-W53", "auto", undefined],
  ["2024-W00", "auto", undefined],
  ["2024-005", "auto", undefined],
  ["2401050930", "ymd", "2024-01-05T09:30:00Z"],
  ["240105093015", "ymd", "2024-01-05T09:30:15Z"],
  ["501050930", "ymd", "2005-01-05T09:30:00Z"],
  ["50105093015", "ymd", "2005-01-05T09:30:15Z"],
  ["0501240930", "dmy", "2024-01-05T09:30:00Z"],
  ["0105240930", "mdy", "2024-01-05T09:30:00Z"],
  ["050120240930", "dmy", "2024-01-05T09:30:00Z"],
  ["010520240930", "mdy", "2024-01-05T09:30:00Z"],
  ["050124093015", "dmy", "2024-01-05T09:30:15Z"],
  // May be 2020-05-01 20:09:30 too.
  ["050120200930", "dmy", undefined],
  // May be 2005-05-10 13:00 too.
  ["2005051013", "dmy", undefined],
  ["2401052430", "ymd", undefined],
  ["1704067200", "ymd", undefined],
  ["-2401050930", "ymd", undefined],
  ["1704067200000", "ymd", "2024-01-01T00:00:00Z"],
  ["2024/1/5", "auto", "2024-01-05T00:00:00Z"],
  ["2024.01.02 9:31", "auto", "2024-01-02T09:31:00Z"],
  ["2024-01.02", "auto", undefined],
  ["2023年7月5日 9:31", "auto", "2023-07-05T09:31:00Z"],
  ["2020-04-01 11-PM", "auto", "2020-04-01T23:00:00Z"],
  ["2020-04-01 12-AM", "auto", "2020-04-01T00:00:00Z"],
  ["2020-04-01 13-PM", "auto", undefined],
  ["2024-01-31 17", "auto", undefined],
  ["2024-01-31 24:00:00", "auto", undefined],
  ["2024-01-05 10:00:00,123", "auto", "2024-01-05T10:00:00.123Z"],
  ["2024-01-05T10:00:00-05:00[America/New_York]", "auto", "2024-01-05T15:00:00Z"],
  ["05.07.2023 12:00:00.000 GMT+0100", "auto", "2023-07-05T11:00:00Z"],
  ["2024-01-05 10:00 EST", "auto", "2024-01-05T15:00:00Z"],
  ["2024-01-05 10:00 CST", "auto", undefined],
  ["2024-01-05 10:00 BST", "auto", undefined],
  ["Fri, 05 Jul 2023 12:00:00 GMT", "auto", "2023-07-05T12:00:00Z"],
  ["Wed Jul  5 12:00:00 2023", "auto", "2023-07-05T12:00:00Z"],
  ["2024-01-05 10:00:00 EST (New York)", "auto", "2024-01-05T15:00:00Z"],
  ["2024-01-05 10:00:00 (UTC-5)", "auto", undefined],
  ["2024-01-05 10:00:00 [America/New_York]", "auto", undefined],
  ["2024-01-05 10:00 (EST)", "auto", undefined],
  ["2024-01-05 10:00:00[-05:00]", "auto", undefined],
  ["10:00 PM (EST)", "auto", undefined],
  ["04.05.2024 09:34", "auto", "2024-05-04T09:34:00Z"],
  ["04.05.2024 09:34", "dmy", "2024-05-04T09:34:00Z"],
  ["04.05.2024 09:34", "mdy", "2024-04-05T09:34:00Z"],
  ["04.05.2024 9:34", "mdy", "2024-04-05T09:34:00Z"],
  ["04.05.2024", "mdy", "2024-04-05T00:00:00Z"],
  ["13.05.2024 09:34", "mdy", undefined],
  ["04.05.2024 09:34", "ymd", undefined],
  ["2024.05.04 09:34", "mdy", "2024-05-04T09:34:00Z"],
  ["01/02/2024", "auto", undefined],
  ["01/02/2024", "dmy", "2024-02-01T00:00:00Z"],
  ["01/02/2024", "mdy", "2024-01-02T00:00:00Z"],
  ["01/02/2024", "ymd", undefined],
  ["13/02/2024", "mdy", undefined],
  ["7/5/2023 12:30:00 PM", "mdy", "2023-07-05T12:30:00Z"],
  ["05.07.23", "auto", undefined],
  ["05.07.23", "dmy", "2023-07-05T00:00:00Z"],
  ["05.07.23", "ymd", "2005-07-23T00:00:00Z"],
  ["03/15/99", "mdy", "1999-03-15T00:00:00Z"],
  ["202401020930", "auto", "2024-01-02T09:30:00Z"],
  ["20240102093000", "auto", "2024-01-02T09:30:00Z"],
  ["20240102093000123", "auto", "2024-01-02T09:30:00.123Z"],
  ["20241302093000", "auto", undefined],
  ["2099010210", "auto", "2099-01-02T10:00:00Z"],
  ["20240102.0", "auto", "2024-01-02T00:00:00Z"],
  ["1.688515200e+12", "auto", "2023-07-05T00:00:00Z"],
  ["1.58E+12", "auto", undefined],
  ["45296", "auto", undefined],
  ["45296.5", "auto", undefined],
  ["45296", "s", "1970-01-01T12:34:56Z"],
  ["May", "auto", undefined],
  ["AAPL", "auto", undefined],
  ["1,002", "auto", undefined],
];

for (const [text, unit, time] of TEXTS) {
  Deno.test({ name: `relaxed: "${text}" with ${unit} is ${time ?? "no time"}`, permissions: "none" }, () => {
    const read = readTimestamp(text, unit);
    assertEquals(read === undefined ? undefined : formatTimestamp(read), time);
  });
}

const two = (number: number) => String(number).padStart(2, "0");
const month = (date: Date, length: "long" | "short") =>
  date.toLocaleString("en-US", { month: length, timeZone: "UTC" });
const clock12 = (date: Date) => {
  const hour = date.getUTCHours();
  return `${hour % 12 === 0 ? 12 : hour % 12}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} ${
    hour < 12 ? "AM" : "pm"
  }`;
};
const clock = (date: Date) => date.toISOString().slice(11, 19);
const day = (date: Date) => date.getUTCDate();
const year = (date: Date) => date.getUTCFullYear();

/** Ways in which programs and people write a second, each with the unit by which it is read. */
const WRITERS: readonly [write: (date: Date) => string, unit: TimeUnit][] = [
  [(date) => date.toUTCString(), "auto"],
  [(date) => `${day(date)}-${month(date, "short")}-${year(date)} ${clock(date)}`, "auto"],
  [(date) => `${month(date, "long")} ${day(date)}, ${year(date)} ${clock12(date)}`, "auto"],
  [
    (date) => `${year(date)}/${date.getUTCMonth() + 1}/${day(date)} ${date.getUTCHours()}:${clock(date).slice(3)}`,
    "auto",
  ],
  [(date) => `${day(date)}/${date.getUTCMonth() + 1}/${year(date)} ${clock12(date)}`, "dmy"],
  [(date) => `${date.getUTCMonth() + 1}-${two(day(date))}-${year(date)} ${clock(date)} UTC`, "mdy"],
  [(date) => date.toISOString().slice(0, 19).replaceAll(/[-T:]/g, ""), "auto"],
  [(date) => `${date.toISOString().slice(0, 10)}T${clock(date)}+0000`, "auto"],
  [(date) => `${year(date)}年${date.getUTCMonth() + 1}月${day(date)}日 ${clock(date)}`, "auto"],
];

Deno.test({ name: "relaxed: whatever writes a second, the same second is read", permissions: "none" }, () => {
  const second = fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => new Date(seconds * 1000));
  fc.assert(
    fc.property(second, fc.constantFrom(...WRITERS), (date, [write, unit]) => {
      assertEquals(readTimestamp(write(date), unit), BigInt(date.getTime()) * 1_000_000n, write(date));
    }),
    { numRuns: 3000 },
  );
});

Deno.test({ name: "relaxed: a zone's offset is taken off, by hours, minutes or a name", permissions: "none" }, () => {
  const zones = ["+05:30", "+0530", "GMT+0530", " UTC+5:30", "-03:00", "-03", " GMT-3", " -0300"];
  for (const zone of zones) {
    const minutes = zone.includes("5") ? 330 : -180;
    const expected = BigInt(Date.UTC(2024, 0, 5, 10) - minutes * 60_000) * 1_000_000n;
    assertEquals(readTimestamp(`2024-1-5 10:00${zone}`, "auto"), expected, zone);
  }
});

Deno.test(
  { name: "relaxed: a month's name is read whole, and no word that only begins like it", permissions: "none" },
  () => {
    const locales = ["en", "de", "fr", "es", "pt", "it", "nl"];
    for (const locale of locales) {
      for (let n = 0; n < 12; n++) {
        const name = new Date(Date.UTC(2024, n, 5)).toLocaleDateString(locale, { month: "long", timeZone: "UTC" });
        const expected = BigInt(Date.UTC(2024, n, 5)) * 1_000_000n;
        assertEquals(readTimestamp(`5 ${name} 2024`, "auto"), expected, `${locale}: ${name}`);
        assertEquals(readTimestamp(`5 ${name.toUpperCase()}. 2024`, "auto"), expected, `${locale}: ${name}`);
      }
    }
    const words = fc.tuple(
      fc.constantFrom("Jan", "March", "May", "august", "Sept", "oct"),
      fc.stringMatching(/^[xyzq]{1,6}$/),
    );
    fc.assert(
      fc.property(words, fc.constantFrom("", ", 2024", "2024"), ([name, rest], year) => {
        assertEquals(readTimestamp(`${name}${rest} 5${year === "" ? " 2024" : year}`, "auto"), undefined);
      }),
    );
  },
);
