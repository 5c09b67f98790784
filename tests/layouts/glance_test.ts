import { assertEquals } from "@std/assert";
import { mayRunBackwards } from "../../lib/layouts/glance.ts";

/** Two rows below a header, and whether a second look is due. */
const ROWS: readonly [name: string, above: string, below: string, isDue: boolean][] = [
  ["dates, the newest first", "2024-01-03,1", "2024-01-02,1", true],
  ["dates, the oldest first", "2024-01-02,1", "2024-01-03,1", false],
  ["the same date", "2024-01-02,1", "2024-01-02,2", false],
  ["seconds, the newest first", "1704240060,1", "1704240000,1", true],
  ["seconds, the oldest first", "1704240000,1", "1704240060,1", false],
  ["dates of digits alone", "20240103,1", "20240102,1", true],
  ["volumes of seven digits", "9999999,1", "1000000,1", false],
  ["numbers that differ in length", "1704240060,1", "999999999,1", false],
  ["prices that fall", "3.5,1", "2.5,1", false],
  ["prices that look like a year and a month", "2024.02,1", "2024.01,1", false],
  ["dates with points, the newest first", "2024.01.03,1", "2024.01.02,1", true],
  ["dates with points, the oldest first", "2024.01.02,1", "2024.01.03,1", false],
  ["times in the second column", "1,2024-01-03", "1,2024-01-02", true],
  ["times in quotes", '"2024-01-03",1', '"2024-01-02",1', true],
  ["dates whose year comes last, whatever their order", "01/02/2024,1", "01/03/2024,1", true],
  ["months by name", "3 Jan 2024,1", "4 Jan 2024,1", true],
  ["seconds with a fraction, the newest first", "1704240060.0,1", "1704240000.0,1", true],
  ["a price of eight digits and more with a fraction", "9999.99999999,1", "1000.99999999,1", false],
  ["seconds with an exponent, the newest first", "1.704240060e+09,1", "1.704240000e+09,1", true],
  ["seconds with an exponent, the oldest first", "1.704240000e+09,1", "1.704240060e+09,1", false],
  ["a date of digits and a time, the newest first", "20240103 093100,1", "20240103 093000,1", true],
  ["a date of digits and a time, the oldest first", "20240103T093000,1", "20240103T093100,1", false],
  ["days of one digit and of two, the newest first", "2024/2/12,1", "2024/2/9,1", true],
  ["quarters, the newest first", "2024Q2,1", "2024Q1,1", true],
  ["quarters whose year comes last", "Q2 2024,1", "Q1 2024,1", true],
  ["dates in Chinese", "2024年1月3日,1", "2024年1月2日,1", true],
  ["a time of day beside the same date, the newest first", "2024-01-03,10:00", "2024-01-03,09:00", true],
  ["a time of day beside the same date, the oldest first", "2024-01-03,09:00", "2024-01-03,10:00", false],
  ["a time of day of six digits beside the same date", "03.01.2024,100000", "03.01.2024,090000", true],
  ["a volume of six digits beside another date", "2024-01-02,200000", "2024-01-03,100000", false],
  ["a volume of six digits beside a price", "1.5,200000", "1.5,100000", false],
  ["names", "AAPL,1", "MSFT,1", false],
];

for (const [name, above, below, isDue] of ROWS) {
  Deno.test({ name: `glance: ${name}`, permissions: "none" }, () => {
    const at = { skipLines: 0, delimiter: "," };
    const look = (text: string, where = at) => mayRunBackwards(new TextEncoder().encode(text), where);
    assertEquals(look(`a,b\n${above}\n${below}\n`), isDue);
    // Below lines that are skipped, and with another delimiter.
    assertEquals(look(`note\n\na,b\n${above}\n${below}\n`, { ...at, skipLines: 2 }), isDue);
    assertEquals(look(`a;b\n${above}\n${below}\n`.replaceAll(",", ";"), { ...at, delimiter: ";" }), isDue);
    // A row that is not complete may yet be another.
    assertEquals(look(`a,b\n${above}\n${below}`), false);
    assertEquals(look(`a,b\n${above}\n`), false);
    // Nothing is looked for far away.
    assertEquals(look(`${"a".repeat(4090)},b\n${above}\n${below}\n`), false);
  });
}
