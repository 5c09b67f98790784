import { assertEquals, assertMatch } from "@std/assert";
import { Folder, JOB_FLAGS } from "../command.ts";

/** Closes of five days of a year. */
function year(year: number, isNewestFirst = false): string {
  const days = [1, 2, 3, 4, 5].map((day) => `${year}-01-0${day},${10 + day % 3}\n`);
  return `date,close\n${(isNewestFirst ? days.toReversed() : days).join("")}`;
}

const EACH_ONCE = "file first and each row once, or write inputs: symbols if each file is a symbol of its own";

/** Files in the order in which they are given, and why no config is printed for them. */
const CASES: readonly (readonly [name: string, files: Readonly<Record<string, string>>, refusal: string])[] = [
  [
    "the newest file first",
    { "b.csv": year(2025), "a.csv": year(2024) },
    'a.csv: the file begins at "2024-01-01T00:00:00Z", which is not after "2025-01-05T00:00:00Z", where b.csv ends, ' +
    `expected one series; give the oldest ${EACH_ONCE}`,
  ],
  [
    "the oldest file first, and rows the newest first",
    { "a.csv": year(2024, true), "b.csv": year(2025, true) },
    'b.csv: the file begins at "2025-01-05T00:00:00Z", which is not before "2024-01-01T00:00:00Z", where a.csv ends, ' +
    `expected one series; give the newest ${EACH_ONCE}`,
  ],
  [
    "a file twice",
    { "a.csv": year(2024), "b.csv": year(2024) },
    'b.csv: the file begins at "2024-01-01T00:00:00Z", which is not after "2024-01-05T00:00:00Z", where a.csv ends, ' +
    `expected one series; give the oldest ${EACH_ONCE}`,
  ],
  [
    "a row in two files",
    {
      "a.csv": year(2024),
      "b.csv": "date,close\n2024-01-05,5\n2024-01-06,4\n2024-01-07,3\n2024-01-08,4\n2024-01-09,5\n",
    },
    'b.csv: the file begins at "2024-01-05T00:00:00Z", which is not after "2024-01-05T00:00:00Z", where a.csv ends, ' +
    `expected one series; give the oldest ${EACH_ONCE}`,
  ],
  [
    "another symbol",
    { "AAPL-2024.csv": year(2024), "MSFT-2025.csv": year(2025) },
    'MSFT-2025.csv: the name tells of "MSFT", that of AAPL-2024.csv of "AAPL", expected one series; inspect one of them, and ' +
    "write inputs: symbols if each file is a symbol of its own",
  ],
];

Deno.test("inspect: files of several layouts are read under auto, if nothing else differs", async () => {
  const row = (ms: number, unit: number, n: number) =>
    `${ms * unit},${n},${n + 2},${n - 1},${n + 1},9,${(ms + 59_999) * unit},90,5,4,40,0\n`;
  const file = (from: number, unit: number) =>
    Array.from({ length: 30 }, (_, n) => row(from + n * 60_000, unit, 10 + n)).join("");
  const begin = Date.UTC(2024, 11, 31, 23, 30);
  using folder = new Folder({ "2024.csv": file(begin, 1), "2025.csv": file(begin + 30 * 60_000, 1000) });
  const { stdout, code } = await folder.run(["inspect", "--config-only", "2024.csv", "2025.csv"]);
  assertEquals([code, stdout], [0, 'seed: 42\nwindow: 5\nversion: "v1"\nlayout: auto\n']);
  folder.write("config.yaml", stdout);
  const job = await folder.run(["-i", "2024.csv", "-i", "2025.csv", ...JOB_FLAGS.slice(2)]);
  assertEquals([job.code, job.stderr, JSON.parse(job.stdout).rows_processed], [0, "", 60]);
});

for (const [name, files, refusal] of CASES) {
  Deno.test(`inspect: no config for several files: ${name}`, async () => {
    using folder = new Folder(files);
    const names = Object.keys(files);
    assertEquals(await folder.run(["inspect", "--config-only", ...names]), {
      code: 4,
      stdout: "",
      stderr: `batch-signal: ${refusal}\n`,
    });
    // With the config of one of them a job refuses the rows as well, or warns.
    const [first = ""] = names;
    folder.write("config.yaml", (await folder.run(["inspect", "--config-only", first])).stdout);
    const job = await folder.run([...names.flatMap((file) => ["-i", file]), ...JOB_FLAGS.slice(2)]);
    assertMatch(job.stderr, /inputs: symbols|duplicates: keep/);
    const told = JSON.parse((await folder.run(["inspect", "--json", ...names])).stdout) as { warnings: string[] }[];
    assertEquals(told.map(({ warnings }) => warnings.length), [0, 1]);
  });
}
