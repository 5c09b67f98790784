/**
 * `order: auto` over several inputs, and the order in which rows of symbols are written.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { Folder, JOB_FLAGS } from "../command.ts";
import { jobRows, mostRows, TOO_SHORT } from "./job_rows.ts";

const config = (window: number, ...keys: readonly string[]) =>
  ["seed: 1", `window: ${window}`, 'version: "v"', "timestamp_column: t", "time_unit: s", ...keys].map((key) =>
    `${key}\n`
  ).join("");
const file = (...rows: readonly string[]) => ["t,close", ...rows, ""].join("\n");
const inputs = (names: readonly string[]) => [...names.flatMap((name) => ["-i", name]), ...JOB_FLAGS.slice(2)];

/** Files with `order: auto`: rows and value, and the order in the log; or the error. */
const CASES: readonly [name: string, files: readonly string[], found: readonly [number, number, string] | string][] = [
  ["one row, then descending", [file("9,1"), file("8,2", "7,3")], [3, 0, "descending"]],
  ["one row, then ascending", [file("1,1"), file("2,2", "3,3")], [3, 0.6667, "ascending"]],
  ["one row in each, descending", [file("9,1"), file("8,2"), file("7,3")], [3, 0, "descending"]],
  ["one row in each, ascending", [file("1,1"), file("2,2"), file("3,3")], [3, 0.6667, "ascending"]],
  ["descending, then one row", [file("9,1", "8,2"), file("7,3")], [3, 0, "descending"]],
  [
    "one row, then descending from a later time on",
    [file("5,1"), file("9,2", "8,3")],
    '1.csv:2: timestamp "9" is after "5" of the row above it, expected descending order; ' +
    "write order: ascending if the oldest row is the first",
  ],
  [
    "one row, then ascending from an earlier time on",
    [file("5,1"), file("1,2", "2,3")],
    '1.csv:2: timestamp "1" is before "5" of the row above it, expected ascending order; ' +
    "write order: descending if the newest row is the first",
  ],
  [
    "descending, then ascending",
    [file("9,1"), file("8,1", "7,1"), file("1,2", "2,3")],
    '2.csv:3: timestamp "2" is after "1" of the row above it, expected descending order',
  ],
  [
    "a timestamp in two files, and nothing that tells",
    [file("5,1"), file("5,2")],
    '1.csv:2: timestamp "5" equals that of the row above it, expected a later one; ' +
    "write duplicates: keep-last, or inputs: symbols if each file is a symbol of its own",
  ],
  [
    "a time that can't be read while nothing has told",
    [file("5,1"), file("abc,2")],
    '1.csv:2: timestamp is "abc", expected a timestamp (time_unit: s); write times such as 2024-01-31 23:59:59, or name the unit with time_unit',
  ],
];

for (const [name, files, found] of CASES) {
  Deno.test(`order: auto over several files: ${name}`, async () => {
    const names = files.map((_, n) => `${n}.csv`);
    using folder = new Folder({
      ...Object.fromEntries(files.map((text, n) => [`${n}.csv`, text])),
      "config.yaml": config(2, "order: auto"),
    });
    const { code, stdout, stderr } = await folder.run(inputs(names));
    if (typeof found === "string") {
      assertEquals([code, stderr], [4, `batch-signal: ${found}\n`]);
    } else {
      const { rows_processed, value } = JSON.parse(stdout);
      assertEquals([code, stderr, rows_processed, value], [0, "", ...found.slice(0, 2)]);
      assertStringIncludes(folder.read("run.log") ?? "", `order=${found[2]}`);
    }
  });
}

Deno.test("order: auto over files in different units goes by the times that they mean", async () => {
  using folder = new Folder({
    "0.csv": "1700000060,1,2,0.5,1,1,1\n",
    "1.csv": "1700000000000,1,3,1,2,1,1700000059999,1,1,1,1,0\n1699999940000,1,3,1,3,1,1699999999999,1,1,1,1,0\n",
  });
  const keys = config(2, "layout: auto", "order: auto").replace("timestamp_column: t\ntime_unit: s\n", "");
  const found = await jobRows(folder, ["0.csv", "1.csv"], keys);
  if (typeof found === "string") throw new Error(found);
  assertEquals(found.rows.map(({ close, rolling_mean }) => [close, rolling_mean]), [["1", "1.5"], ["2", "2.5"], [
    "3",
    "",
  ]]);
});

Deno.test("order: auto in one file goes by rows, not by records that are skipped", async () => {
  using folder = new Folder({ "0.csv": file("9,null", "1,1", "2,2"), "1.csv": file("x,1", "3,3") });
  const found = await jobRows(folder, ["0.csv", "1.csv"], config(2, "order: auto", "invalid_rows: skip"));
  if (typeof found === "string") throw new Error(found);
  assertEquals(
    found.rows.map(({ timestamp, signal }) => `${timestamp} ${signal}`),
    ["1970-01-01T00:00:01Z 0", "1970-01-01T00:00:02Z 1", "1970-01-01T00:00:03Z 1"],
  );
});

Deno.test("order: more rows than may wait for a decision are taken as ascending, and held to it", async () => {
  const count = 80_000;
  const rows = Array.from({ length: count }, (_, n) => `5,S${n},1`).join("\n");
  const keys = ["order: auto", "symbol_column: s"];
  using folder = new Folder({
    "0.csv": `t,s,close\n${rows}\n`,
    "1.csv": "t,s,close\n6,S0,2\n",
    "2.csv": "t,s,close\n4,S1,2\n",
  });
  const right = await jobRows(folder, ["0.csv", "1.csv"], config(1, ...keys));
  if (typeof right === "string") throw new Error(right);
  assertEquals([right.rows.length, right.rows.at(-1)?.["row"], right.symbols.length], [
    count + 1,
    `${count + 1}`,
    count,
  ]);
  assertEquals(
    await jobRows(folder, ["0.csv", "2.csv"], config(1, ...keys)),
    '2.csv:2: timestamp "4" of "S1" is before "5" of the row above it, expected ascending order; ' +
      "write order: descending if the newest row is the first",
  );
});

interface Drawn {
  readonly symbol: string;
  /** From the row before it, of any symbol. */
  readonly step: number;
  readonly close: number;
  /** Whether a file ends with it. */
  readonly isLast: boolean;
}

const drawn = (min: number, max: number): fc.Arbitrary<readonly Drawn[]> =>
  fc.array(
    fc.record({
      symbol: fc.constantFrom("A", "B", "C"),
      step: fc.integer({ min, max }),
      close: fc.integer({ min: 1, max: 9 }),
      isLast: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12 },
  );

const DUPLICATES = ["fail", "keep", "keep-last"] as const;

/** The rows as files, each with its header; `t,s,close` or without symbols `t,close`. */
function filesOf(rows: readonly Drawn[], hasSymbols: boolean): string[] {
  const header = hasSymbols ? "t,s,close\n" : "t,close\n";
  const files = [header];
  let time = 500;
  for (const [n, { symbol, step, close, isLast }] of rows.entries()) {
    time += step;
    files[files.length - 1] += hasSymbols ? `${time},${symbol},${close}\n` : `${time},${close}\n`;
    if (isLast && n < rows.length - 1) files.push(header);
  }
  return files;
}

Deno.test("order: auto gives what the true order gives, wherever the files are cut, or an error", async () => {
  using folder = new Folder();
  const seen = { ascending: 0, descending: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(drawn(0, 2), drawn(-2, 0), drawn(-2, 2)),
      fc.boolean(),
      fc.constantFrom(...DUPLICATES),
      fc.integer({ min: 1, max: 4 }),
      async (rows, hasSymbols, duplicates, window) => {
        const names = filesOf(rows, hasSymbols).map((text, n) => {
          folder.write(`${n}.csv`, text);
          return `${n}.csv`;
        });
        const keys = [`duplicates: ${duplicates}`, ...(hasSymbols ? ["symbol_column: s"] : [])];
        const run = (order: string) => jobRows(folder, names, config(window, `order: ${order}`, ...keys));
        const auto = await run("auto");
        const [up, down] = [await run("ascending"), await run("descending")];
        // Where no two rows tell, both orders are possible, and ascending is what is documented.
        const right = typeof up === "string" ? down : up;
        if (typeof right === "string") {
          seen.refused++;
          assert(typeof auto === "string", "a wrong order has passed");
        } else {
          seen[right === up ? "ascending" : "descending"]++;
          assertEquals(auto, right);
        }
      },
    ),
    { numRuns: 500 },
  );
  assert(Object.values(seen).every((times) => times > 50), JSON.stringify(seen));
});

/** The numbers of the rows in the order in which README says that they are written; those of one symbol are together. */
function writtenOrder(rows: readonly { symbol: string; time: number }[], isDescending: boolean, window: number) {
  interface Waiting {
    /** Number of the last timestamp's row, which `keep-last` may still replace. */
    held?: { readonly number: number; readonly time: number };
    readonly incomplete: number[];
  }
  const symbols = new Map<string, Waiting>();
  const written: number[] = [];
  const pass = ({ incomplete }: Waiting, number: number) => {
    incomplete.push(number);
    if (!isDescending || incomplete.length === window) written.push(incomplete.shift() ?? NaN);
  };
  let number = 0;
  for (const { symbol, time } of rows) {
    const waiting: Waiting = symbols.get(symbol) ?? { incomplete: [] };
    symbols.set(symbol, waiting);
    if (waiting.held?.time === time) continue;
    if (waiting.held !== undefined) pass(waiting, waiting.held.number);
    waiting.held = { number: ++number, time };
  }
  for (const waiting of symbols.values()) {
    if (waiting.held !== undefined) pass(waiting, waiting.held.number);
    written.push(...waiting.incomplete);
  }
  return { written, symbols: [...symbols.keys()] };
}

Deno.test("order: with keep-last, rows are written when they can't be replaced any more and their window is known", async () => {
  using folder = new Folder();
  await fc.assert(
    fc.asyncProperty(
      fc.boolean().chain((isDescending) =>
        fc.tuple(fc.constant(isDescending), isDescending ? drawn(-1, 0) : drawn(0, 1))
      ),
      fc.boolean(),
      fc.integer({ min: 1, max: 4 }),
      async ([isDescending, rows], hasSymbols, window) => {
        const names = filesOf(rows, hasSymbols).map((text, n) => {
          folder.write(`${n}.csv`, text);
          return `${n}.csv`;
        });
        let time = 0;
        const timed = rows.map(({ symbol, step }) => ({ symbol: hasSymbols ? symbol : "", time: time += step }));
        const { written, symbols } = writtenOrder(timed, isDescending, window);
        const order = `order: ${isDescending ? "descending" : "ascending"}`;
        const keys = [order, "duplicates: keep-last", ...(hasSymbols ? ["symbol_column: s"] : [])];
        const found = await jobRows(folder, names, config(window, ...keys));
        const kept = timed.filter(({ symbol, time }, n) =>
          timed.findIndex((other) => other.symbol === symbol && other.time === time) === n
        );
        if (mostRows(kept) < window) return assertMatch(String(found), TOO_SHORT);
        if (typeof found === "string") throw new Error(found);
        assertEquals(found.rows.map(({ row }) => Number(row)), written);
        assertEquals(found.symbols, hasSymbols ? symbols : []);
        if (!hasSymbols) assertEquals(written, written.toSorted((a, b) => a - b));
      },
    ),
    { numRuns: 300 },
  );
});

Deno.test("order: without keep-last, ascending rows are written in order and descending ones when their window is known", async () => {
  using folder = new Folder();
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      drawn(1, 1),
      fc.boolean(),
      fc.integer({ min: 1, max: 4 }),
      async (isDescending, rows, hasSymbols, window) => {
        const stamped = isDescending ? rows.map((row) => ({ ...row, step: -1 })) : rows;
        const names = filesOf(stamped, hasSymbols).map((text, n) => {
          folder.write(`${n}.csv`, text);
          return `${n}.csv`;
        });
        // Row by row: each waits for the rows of its symbol that complete its window, which are none if ascending.
        const waiting = new Map<string, number[]>();
        const written = rows.flatMap(({ symbol }, n) => {
          const name = hasSymbols ? symbol : "";
          const own = waiting.get(name) ?? [];
          waiting.set(name, own);
          own.push(n + 1);
          return own.length === window || !isDescending ? own.splice(0, 1) : [];
        });
        const left = [...waiting.values()].flat();
        const keys = [
          `order: ${isDescending ? "descending" : "ascending"}`,
          ...(hasSymbols ? ["symbol_column: s"] : []),
        ];
        const found = await jobRows(folder, names, config(window, ...keys));
        if (mostRows(rows.map(({ symbol }) => ({ symbol: hasSymbols ? symbol : "" }))) < window) {
          return assertMatch(String(found), TOO_SHORT);
        }
        if (typeof found === "string") throw new Error(found);
        assertEquals(found.rows.map(({ row }) => Number(row)), [...written, ...left]);
      },
    ),
    { numRuns: 300 },
  );
});
