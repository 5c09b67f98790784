/**
 * Closes that are numbers to people and not to a job: they are not left out like bad rows, and errors say what to write.
 */
import { assertEquals } from "@std/assert";
import { JobError } from "../../lib/errors.ts";
import { Folder } from "../command.ts";
import { factsOfChunks } from "../inspect/inspect_file.ts";
import { configOf, optionsIn, runInProcess } from "../run_in_process.ts";

const PLAIN = "write it as a plain number such as -1234.5";
const SKIP = "write invalid_rows: skip and max_invalid_rows: 1% if such rows may be left out";

/** A close as it is written in a field, and the remedy for it under `layout: auto`. */
const LOST: readonly [close: string, remedy: string][] = [
  ["\u2212101.5", PLAIN],
  ["101.5-", PLAIN],
  ["(101.5)", PLAIN],
  ["1.015K", PLAIN],
  ["1.015 M", PLAIN],
  ["101.5 USD", PLAIN],
  ["USD 101.5", PLAIN],
  ["\uffe5101.5", PLAIN],
  ["\uff11\uff10\uff11", PLAIN],
  ["\u0661\u0660", PLAIN],
  ['"1,01,234.5"', PLAIN],
  ["$101.5", "remove the currency sign"],
  ["101.5%", "remove the percent sign"],
  ['"1,101.5"', 'write thousands_mark: "," if it stands between groups of digits'],
];

/** What is no number to anyone. */
const NONE: readonly [close: string, remedy: string][] = [
  ["", SKIP],
  ["null", SKIP],
  ["#N/A", SKIP],
  ["-", SKIP],
  ["Suspended", SKIP],
  ["1.2.3", PLAIN],
  ["12:30", PLAIN],
];

/** 99 days of which two have another close. */
function days(close: string): string {
  const rows = Array.from({ length: 99 }, (_, n) => {
    const day = new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10);
    return `${day},${n === 40 || n === 60 ? close : `${100 + n % 7}.5`}\n`;
  });
  return `date,close\n${rows.join("")}`;
}

async function messageOf(folder: Folder, keys: string): Promise<string | undefined> {
  const read = await runInProcess(
    optionsIn(folder, ["in.csv"]),
    await configOf(`seed: 1\nwindow: 5\nversion: v\n${keys}`),
  );
  return read instanceof JobError ? read.message.replaceAll(folder.of("in.csv"), "in.csv") : undefined;
}

for (const [close, remedy] of [...LOST, ...NONE]) {
  Deno.test(`invalid rows: the remedy for a close ${close === "" ? "that is blank" : close}`, async () => {
    using folder = new Folder({ "in.csv": days(close) });
    const message = await messageOf(folder, "layout: auto\n");
    assertEquals(message?.split("; ").slice(1).join("; "), remedy);
    const plain = await messageOf(folder, "");
    const saysMore = remedy === PLAIN || remedy === SKIP;
    assertEquals(plain, saysMore ? message?.replace(`; ${remedy}`, "") : message);
  });
}

Deno.test("invalid rows: more than 1 % of the rows are not skipped, and inspect proposes to skip none", async () => {
  for (const [close, remedy] of LOST) {
    using folder = new Folder({ "in.csv": days(close) });
    const text = close.replaceAll('"', "");
    assertEquals(
      await messageOf(folder, "layout: auto\ninvalid_rows: skip\n"),
      `in.csv:42: close is "${text}", one of 2 closes in 99 rows that look like numbers and would be skipped, expected at ` +
        "most 1%; write decimal_mark: if it is another one, or max_invalid_rows: with the share that you accept",
    );
    const { config, problems } = await factsOfChunks([await Deno.readFile(folder.of("in.csv"))]);
    assertEquals([config, problems], [null, [
      `2 closes look like numbers and can't be read; line 42: close is "${text}", expected a decimal number; ${remedy}`,
    ]]);
  }
});

Deno.test("invalid rows: rows that have none are skipped", async () => {
  for (const [close] of NONE) {
    using folder = new Folder({ "in.csv": days(close) });
    assertEquals(await messageOf(folder, "layout: auto\ninvalid_rows: skip\n"), undefined);
  }
});

Deno.test("invalid rows: a row that is no candle, at any place, has a way out under auto", async () => {
  for (const row of ["Total", "date,close", "2024-04-09", "2024-04-09,1,2", ",1"]) {
    using folder = new Folder({ "in.csv": `${days("100.5")}${row}\n` });
    assertEquals((await messageOf(folder, "layout: auto\n"))?.split("; ").at(-1), SKIP);
    assertEquals(await messageOf(folder, "layout: auto\ninvalid_rows: skip\nmax_invalid_rows: 1%\n"), undefined);
  }
});

const OTHER_HEADER =
  "a header stands among the rows and has the close in another column, expected one header; split the file " +
  "before this line";

Deno.test("invalid rows: a header with other columns in the middle is never skipped, and inspect tells of it", async () => {
  const rows = days("100.5").split("\n").slice(1, -1).map((row) => `${row},9`);
  const swapped = rows.map((row) => row.split(",")).map(([date, close, volume]) => `${date},${volume},${close}`);
  const text = (header: string) =>
    ["date,close,volume", ...rows.slice(0, 50), header, ...swapped.slice(50)].map((line) => `${line}\n`).join("");
  for (
    const header of [
      "date,volume,close",
      '"Date","Volume","Close"',
      " DATE , VOLUME , CLOSE ",
      "date,volume,close,note",
    ]
  ) {
    using folder = new Folder({ "in.csv": text(header) });
    const skip = "invalid_rows: skip\nmax_invalid_rows: 1\ntimestamp_column: date\n";
    assertEquals(await messageOf(folder, skip), `in.csv:52: ${OTHER_HEADER}`);
    const { config, problems } = await factsOfChunks([await Deno.readFile(folder.of("in.csv"))]);
    assertEquals([config, problems[0]], [null, `line 52: ${OTHER_HEADER}`]);
  }
  // The same header again, and words that are names too.
  for (const row of ["date,close,volume", "2024-02-20,,close", "close,,"]) {
    using folder = new Folder({ "in.csv": `${text(row).split("\n").slice(0, 52).join("\n")}\n` });
    assertEquals(
      await messageOf(folder, "invalid_rows: skip\nmax_invalid_rows: 1\ntimestamp_column: date\n"),
      undefined,
    );
  }
});
