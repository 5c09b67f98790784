import { assertEquals } from "@std/assert";
import { FileSeams } from "../../lib/times/file_seams.ts";
import { readTimestamp } from "../../lib/times/timestamp.ts";

/** When a file begins and ends, and its rows. */
type File = readonly [begin: string, end: string, rows: number];

/** Files of one series, and which of them, counted from 0, follow a stretch as long as a file. */
const SERIES: readonly (readonly [name: string, files: readonly File[], missing: readonly number[]])[] = [
  ["two months that follow each other", [["2024-01-02", "2024-01-31", 21], ["2024-02-01", "2024-02-29", 20]], []],
  ["a month left out", [["2024-01-02", "2024-01-31", 21], ["2024-03-01", "2024-03-28", 20]], [1]],
  [
    "the shortest month left out between two of all days",
    [["2024-01-01T00:00", "2024-01-31T23:59", 44640], ["2024-03-01T00:00", "2024-03-31T23:59", 44640]],
    [1],
  ],
  ["the newest first", [["2024-03-28", "2024-03-01", 20], ["2024-01-31", "2024-01-02", 21]], [1]],
  ["a month left out before one that has begun", [["2024-01-02", "2024-01-31", 21], ["2024-03-01", "2024-03-08", 6]], [
    1,
  ]],
  ["two months left out between half a year and a month", [["2024-01-02", "2024-06-28", 124], [
    "2024-09-02",
    "2024-09-30",
    21,
  ]], [1]],
  ["a month that has just begun", [["2024-01-02", "2024-01-31", 21], ["2024-02-01", "2024-02-02", 2]], []],
  [
    "months, two of them left out",
    [
      ["2024-01-02", "2024-01-31", 21],
      ["2024-03-01", "2024-03-28", 20],
      ["2024-04-01", "2024-04-30", 20],
      ["2024-06-03", "2024-06-28", 20],
    ],
    [1, 3],
  ],
  [
    "days of a market that closes at night, and a weekend",
    [
      ["2024-01-04T14:30", "2024-01-04T20:59", 390],
      ["2024-01-05T14:30", "2024-01-05T20:59", 390],
      ["2024-01-08T14:30", "2024-01-08T20:59", 390],
    ],
    [],
  ],
  [
    "days of a market that never closes, one left out",
    [
      ["2024-01-04T00:00", "2024-01-04T23:59", 1440],
      ["2024-01-05T00:00", "2024-01-05T23:59", 1440],
      ["2024-01-07T00:00", "2024-01-07T23:59", 1440],
    ],
    [2],
  ],
  ["weeks of a market with weekends", [["2024-01-01", "2024-01-05", 5], ["2024-01-08", "2024-01-12", 5]], []],
  ["two rows a file, a step apart", [["2024-01-01", "2024-02-01", 2], ["2024-03-01", "2024-04-01", 2]], []],
  ["one row a file", [["2024-01-01", "2024-01-01", 1], ["2024-03-01", "2024-03-01", 1]], []],
];

for (const [name, files, missing] of SERIES) {
  Deno.test({ name: `seams: ${name}`, permissions: "none" }, () => {
    const moment = (text: string) => ({ text, nanoseconds: readTimestamp(text, "s") ?? 0n });
    let seams: FileSeams | undefined;
    let last = 0n;
    const names = files.map((_, index) => `${index}.csv`);
    let rowsSoFar = 0;
    files.forEach(([begin, end, rows], index) => {
      if (seams === undefined) seams = new FileSeams(moment(begin).nanoseconds);
      else seams.begin(names[index] ?? "", moment(begin));
      seams.end(moment(end), rowsSoFar += rows);
      last = moment(end).nanoseconds;
    });
    assertEquals(seams?.missing(last).map(({ file }) => names.indexOf(file)), missing);
  });
}
