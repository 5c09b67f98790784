import { assertEquals } from "@std/assert";
import { Folder, JOB_FLAGS } from "../command.ts";

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** Candles at times since 1970, in milliseconds. */
function candles(times: readonly number[]): string {
  const rows = times.map((time, n) => `${new Date(time).toISOString()},10,12,9,${10 + n % 3}\n`);
  return `time,open,high,low,close\n${rows.join("")}`;
}

function every(step: number, from: string, to: string): number[] {
  return Array.from(
    { length: Math.ceil((Date.parse(to) - Date.parse(from)) / step) },
    (_, n) => Date.parse(from) + n * step,
  );
}

const MINUTES = every(MINUTE, "2024-01-01", "2024-01-03");
const DAYS = every(DAY, "2023-01-02", "2024-01-01").filter((time) => new Date(time).getUTCDay() % 6 !== 0);
const month = (n: number) => every(DAY, `2024-0${n}-01`, `2024-0${n + 1}-01`);
const isJune = (time: number) => new Date(time).getUTCMonth() === 5;

/** Files, and how many warnings there are. */
const CASES: readonly (readonly [name: string, files: readonly (readonly number[])[], count: number])[] = [
  ["minutes that are all there", [MINUTES], 0],
  ["a minute is missing", [MINUTES.toSpliced(700, 1)], 1],
  ["an hour is missing, the newest row first", [MINUTES.toSpliced(700, 60).reverse()], 1],
  ["days with weekends", [DAYS], 0],
  ["a month of them is missing", [DAYS.filter((time) => !isJune(time))], 1],
  ["months", [month(1), month(2), month(3)], 0],
  ["a month is missing between files", [month(1), month(2), month(4)], 1],
  ["a month is missing between files, and days inside", [month(1), month(3).toSpliced(8, 2)], 2],
];

for (const [name, files, count] of CASES) {
  Deno.test(`gaps: ${name}: inspect tells of what the job warns of`, async () => {
    const names = files.map((_, n) => `${n}.csv`);
    using folder = new Folder(Object.fromEntries(files.map((times, n) => [`${n}.csv`, candles(times)])));
    const inspected = await folder.run(["inspect", ...names, "--json"]);
    assertEquals([inspected.code, inspected.stderr], [0, ""]);
    const all: readonly { config: string; warnings: readonly string[] }[] = [JSON.parse(inspected.stdout)].flat();
    folder.write("config.yaml", all[0]?.config ?? "");
    const { code, stderr } = await folder.run([...names.flatMap((file) => ["-i", file]), ...JOB_FLAGS.slice(2)]);
    const told = all.flatMap(({ warnings }) => warnings);
    assertEquals([code, told.length], [0, count]);
    // Where a file begins, the job shows as the file spells it.
    const spelled = (warning: string) => warning.replaceAll(".000Z", "Z").replace("batch-signal: warning: ", "");
    assertEquals(stderr.trimEnd().split("\n").filter((line) => line !== "").map(spelled).sort(), told.toSorted());
  });
}

Deno.test("gaps: the screen has them below the problems", async () => {
  using folder = new Folder({ "in.csv": candles(MINUTES.toSpliced(700, 1)) });
  const { stdout } = await folder.run(["inspect", "in.csv"]);
  const [, told] = /\nwarnings\n {2}(.*)\n\nconfig that fits\n/.exec(stdout) ?? [];
  assertEquals(
    told,
    "in.csv: 1 gap in time between rows that mostly come every 1m, the longest of 2m from 2024-01-01T11:39:00Z to " +
      "2024-01-01T11:41:00Z; add the rows that are missing, or write gaps: ignore",
  );
});
