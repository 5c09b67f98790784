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
