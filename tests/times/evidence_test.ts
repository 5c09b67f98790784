import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { TimeUnit } from "../../lib/layouts/layout.ts";
import { timeEvidence } from "../../lib/times/evidence.ts";
import { DATE_FORMATS, type DateFormat, LATEST_SECONDS } from "../../lib/times/forms.ts";
import { readTimestamp } from "../../lib/times/timestamp.ts";

const COLUMNS: readonly [
  name: string,
  texts: readonly string[],
  unit: TimeUnit,
  readable: number,
  ambiguous: boolean,
][] = [
  ["ISO dates", ["2024-01-05", "2024-01-06"], "auto", 2, false],
  ["a day above 12 in the first place", ["05/01/2024", "13/01/2024"], "dmy", 2, false],
  ["a day above 12 in the second place", ["01/05/2024", "01/13/2024"], "mdy", 2, false],
  ["no day above 12", ["05/01/2024", "06/01/2024"], "auto", 0, true],
  ["days above 12 in both places", ["13/01/2024", "01/13/2024"], "auto", 0, true],
  ["years of two digits, and a day above 12", ["05.07.23", "13.07.23"], "auto", 0, true],
  ["years of two digits, and a day above 31 nowhere else", ["31.07.99", "30.07.99"], "dmy", 2, false],
  ["points and four digits", ["05.01.2024", "06.01.2024"], "auto", 2, false],
  ["blank and missing ones", ["", "NaT", "2024-01-05", "null"], "auto", 1, false],
  ["prices", ["100", "100,5", "99"], "auto", 0, false],
  ["volumes of the size of dates that are none", ["20241399", "19990000"], "auto", 0, false],
  ["seconds", ["1700000000", "1700000060"], "auto", 2, false],
  ["counts of the far future", ["17000000000", "17000000060"], "auto", 0, false],
  ["days of the far future, in words and by ISO 8601", ["2132-01-05", "6 Jan 2132"], "auto", 2, false],
  ["a day of the future in one order, of the past in the other", ["01/12/85", "85/12/01"], "auto", 0, true],
  ["days of another calendar", ["2567-01-05", "2567-01-06"], "auto", 0, false],
  ["days and times of digits alone", ["2401050930", "2401050931"], "auto", 0, false],
  ["the same with seconds", ["240105093000", "240105093100"], "auto", 0, false],
  ["the same that begin with the day, or have lost a zero", ["50124093000", "150120240930"], "auto", 0, false],
  ["one of them among epochs", ["1504011230", "1504011290"], "auto", 2, false],
  ["whole minutes that could be days and times", ["1504011240", "1504011540"], "auto", 2, false],
  ["milliseconds before 2001", ["978307140000", "978307200000"], "auto", 2, false],
  ["numbers of rows with zeros in front", ["000000001", "000000002"], "auto", 0, false],
  ["days of a spreadsheet", ["45296", "45297"], "auto", 0, false],
];

for (const [name, texts, unit, readable, isAmbiguous] of COLUMNS) {
  Deno.test({ name: `evidence: ${name}`, permissions: "none" }, () => {
    const found = timeEvidence(texts, "auto");
    assertEquals([found.unit, found.readable, found.isAmbiguous], [unit, readable, isAmbiguous]);
  });
}

/** Numbers of the size of epochs, and whether they are times by their own. */
const NUMBERS: readonly [name: string, texts: readonly string[], areWhole: boolean][] = [
  ["minutes", ["1700000040", "1700000100"], true],
  ["steps of a minute", ["1700000000", "1700000060", "1700000120"], true],
  ["a bad one among minutes", ["1700000040", "1700000100", "1700000161", "1700000220"], true],
  ["numbers of rows", ["1700000040", "1700000041", "1700000042"], false],
  ["volumes that are added up", ["1100000000", "1100512345", "1101777777"], false],
  ["seconds in milliseconds", ["1700000001000", "1700000002000"], true],
  ["trades in milliseconds", ["1700000001123", "1700000002456", "1700000002789"], false],
];

for (const [name, texts, areWhole] of NUMBERS) {
  Deno.test({ name: `evidence: whether they are times without a name: ${name}`, permissions: "none" }, () => {
    assertEquals(timeEvidence(texts, "auto").areWhole, areWhole);
  });
}

Deno.test({ name: "evidence: what is given is not questioned", permissions: "none" }, () => {
  const { unit, readable, isAmbiguous } = timeEvidence(["05/01/2024", "06/01/2024"], "mdy");
  assertEquals([unit, readable, isAmbiguous], ["mdy", 2, false]);
  assertEquals(timeEvidence(["05/01/2132"], "mdy").readable, 1);
  assertEquals(timeEvidence(["2401050930", "2401050931"], "ymd").readable, 2);
  assertEquals(timeEvidence(["1504011230", "1504011231"], "s").readable, 2);
});

Deno.test({ name: "evidence: a date format is proven only if no other reads all dates", permissions: "none" }, () => {
  const date = fc.tuple(
    fc.integer({ min: 1, max: 31 }),
    fc.integer({ min: 1, max: 31 }),
    fc.constantFrom("2024", "24", "07"),
  );
  fc.assert(
    fc.property(fc.array(date, { minLength: 1, maxLength: 6 }), fc.constantFrom("/", "-"), (dates, mark) => {
      const texts = dates.map((numbers) => numbers.join(mark));
      const { unit, readable, isAmbiguous } = timeEvidence(texts, "auto");
      const isPast = (text: string, other: DateFormat) => {
        const time = readTimestamp(text, other);
        // A year of two digits up to 31 that would be of the last century is taken for a day.
        return time !== undefined && time <= BigInt(LATEST_SECONDS) * 1_000_000_000n &&
          time >= BigInt(Date.parse("1969-01-01")) * 1_000_000n;
      };
      if (unit === "auto") return;
      assertEquals([readable, isAmbiguous], [texts.length, false]);
      for (const other of DATE_FORMATS) {
        if (other === unit) continue;
        assert(!texts.every((text) => isPast(text, other)), `${texts} may be ${other} too`);
      }
    }),
    { numRuns: 2000 },
  );
});
