import { GENERIC, type Layout } from "../../lib/layouts/layout.ts";
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { JobError } from "../../lib/errors.ts";
import { StopRequest } from "../../lib/stop.ts";
import { beginPlainRows } from "../../lib/threads/plain_rows.ts";
import type { BeginRows } from "../../lib/threads/rows.ts";
import { Team } from "../../lib/threads/team.ts";
import { OrderCheck } from "../../lib/times/order.ts";
import { CANDLE_CASES } from "../rows/cases.ts";
import { candleFile, invalidNumber, number } from "../rows/candle_files.ts";
import { Folder } from "../command.ts";
import { reference } from "../reference.ts";
import { outcomeOf, readAlone, readInSegments, readTimedAlone } from "./outcome.ts";

const bytesOf = (input: string | Uint8Array<ArrayBuffer>) =>
  typeof input === "string" ? new TextEncoder().encode(input) : input;

Deno.test("team: every case of the table, in segments of any size", async (t) => {
  using folder = new Folder();
  for (const { name, input } of CANDLE_CASES) {
    await t.step(name, async () => {
      const bytes = bytesOf(input);
      folder.write("in.csv", bytes);
      for (const window of [1, 3]) {
        const expected = readAlone(bytes, window);
        const sizes = bytes.length > 2000 ? [311, 1000] : [1, 2, 3, 5, 8, 13, 21, 34, 55];
        for (const segmentBytes of sizes) {
          assertEquals(
            await readInSegments(folder.of("in.csv"), segmentBytes, window, 1),
            expected,
            `window ${window}, segments of ${segmentBytes}`,
          );
        }
      }
    });
  }
});

Deno.test("team: a descending file, in segments of any size", async () => {
  using folder = new Folder();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 90 }),
      async (closes, window, segmentBytes) => {
        const bytes = bytesOf(`close\n${closes.join("\n")}\n`);
        folder.write("in.csv", bytes);
        assertEquals(
          await readInSegments(folder.of("in.csv"), segmentBytes, window, 1, GENERIC, true),
          readAlone(bytes, window, GENERIC, true),
        );
      },
    ),
    { numRuns: 300 },
  );
});

const segmentBytes = fc.integer({ min: 1, max: 90 });
const window = fc.integer({ min: 1, max: 12 });

Deno.test("team: valid files give the reference's signals, in segments of any size", async () => {
  using folder = new Folder();
  await fc.assert(
    fc.asyncProperty(candleFile(number, 0), segmentBytes, window, async (text, size, width) => {
      folder.write("in.csv", text);
      const found = await readInSegments(folder.of("in.csv"), size, width, 1);
      const { signals } = reference(text, width);
      if ("error" in found) throw new Error(found.error);
      assertEquals([found.summary.rows, found.ones], [signals.length, signals.filter((signal) => signal === 1).length]);
      assertEquals(found, readAlone(new TextEncoder().encode(text), width));
    }),
    // A record that is carried past its line end, and a blank line without one.
    { numRuns: 300, examples: [['a,a,a,close\n"\r\n",,"\r\n","0"\n\t', 1, 1]] },
  );
});

Deno.test("team: files with faults are refused with the same message, in segments of any size", async () => {
  using folder = new Folder();
  const faulty = candleFile(fc.oneof({ weight: 12, arbitrary: number }, { weight: 1, arbitrary: invalidNumber }), 1);
  await fc.assert(
    fc.asyncProperty(faulty, segmentBytes, window, async (text, size, width) => {
      folder.write("in.csv", text);
      assertEquals(
        await readInSegments(folder.of("in.csv"), size, width, 1),
        readAlone(new TextEncoder().encode(text), width),
      );
    }),
    { numRuns: 300 },
  );
});

Deno.test("team: no segment is read twice where records are exactly as long as segments", async () => {
  using folder = new Folder({ "in.csv": `close\n${"12345\n".repeat(9)}` });
  using handle = await Deno.open(folder.of("in.csv"));
  const info = await handle.stat();
  const plan = {
    file: "in.csv",
    sizeBytes: info.size,
    segmentBytes: 6,
    window: 2,
    layout: GENERIC,
    isDescending: false,
    order: undefined,
  };
  let begun = 0;
  const beginRows: BeginRows = (rules, decimals) => {
    begun++;
    return beginPlainRows(rules, decimals);
  };
  const task = { file: { handle, info }, plan, beginRows, order: undefined };
  const team = new Team({ ...task, path: folder.of("in.csv"), threads: 1 }, new StopRequest());
  await team.read(() => {});
  assertEquals([begun, team.summary.rows], [10, 9]);
});

// --- with workers: segments come in any order

/** A file with all that is odd: quotes with newlines and commas, long numbers, blank lines, both line ends. */
function oddFile(rows: number): string {
  const odd = ['"a\n,""b"', "é", "", "2024-01-01 00:00:00"];
  const closes = ["42500.25", "-3.5", "1e-7", "12345678901234567890.1", '"7.5"', " 8 ", "42500.125", "0.00000001"];
  return "\ufefft,close,u\r\n" + Array.from({ length: rows }, (_, n) => {
    // Mostly plain, so that there are batches for the kernel.
    const isOdd = n % 61 === 0;
    const close = isOdd ? closes[n % closes.length] : `${40_000 + (n * 7919) % 5000}.${10 + n % 90}`;
    return `${isOdd ? odd[n % odd.length] : n},${close},${n}${n % 5 === 0 ? "\r\n" : "\n"}${n % 97 === 0 ? " \n" : ""}`;
  }).join("");
}

for (const threads of [2, 3, 5]) {
  Deno.test(`team: ${threads} threads give what one gives`, async () => {
    const text = oddFile(20_000);
    using folder = new Folder({ "in.csv": text });
    const bytes = new TextEncoder().encode(text);
    for (const [size, width] of [[1000, 5], [4096, 1], [20_000, 1000], [30_000, 15_000], [1 << 20, 5]] as const) {
      const found = await readInSegments(folder.of("in.csv"), size, width, threads);
      assertEquals(found, readAlone(bytes, width), `segments of ${size}, window ${width}`);
    }
  });

  Deno.test(`team: ${threads} threads tell of the first of several faults`, async () => {
    const lines = oddFile(20_000).split("\n");
    for (const fault of [1, 9_000, 15_000, lines.length - 2]) {
      const text = lines.map((line, n) => n === fault || n === lines.length - 2 ? "x,y,z" : line).join("\n");
      using folder = new Folder({ "in.csv": text });
      const found = await readInSegments(folder.of("in.csv"), 3000, 5, threads);
      assertEquals(found, readAlone(new TextEncoder().encode(text), 5));
      assert("error" in found && /^in\.csv:\d+: /.test(found.error));
    }
  });
}

/** Timestamps of minutes from 2024-02-28 23:00 on, in one of several forms. */
function timeOf(minutes: number, form: number): string {
  const iso = new Date(Date.UTC(2024, 1, 28, 23) + minutes * 60_000).toISOString();
  return [iso.slice(0, 19).replace("T", " "), iso, String(Date.parse(iso) / 1000)][form] ?? "";
}

/** Files with timestamps, most of them in order: now and then there is a step back, the same one again, or something else. */
const timedFile = fc.record({
  steps: fc.array(
    fc.oneof(
      { weight: 50, arbitrary: fc.constant(1) },
      { weight: 10, arbitrary: fc.integer({ min: 1, max: 90 }) },
      { weight: 1, arbitrary: fc.constantFrom(0, -1, 90_000) },
    ),
    { maxLength: 60 },
  ),
  closes: fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 1, maxLength: 7 }),
  form: fc.nat(2),
  oddLine: fc.option(fc.nat(99), { freq: 4 }),
  isDescending: fc.boolean(),
}).map(({ steps, closes, form, oddLine, isDescending }) => {
  let minutes = isDescending ? 100_000 : 0;
  const rows = steps.map((step, n) => {
    minutes += isDescending ? -step : step;
    if (n === oddLine) return ["nonsense", "2024-02-30 00:00:00", '"2024-03-09 00:00:00"'][n % 3] + ",1";
    return `${timeOf(minutes, form)},${closes[n % closes.length]}`;
  });
  return { text: `t,close\n${rows.map((row) => `${row}\n`).join("")}`, isDescending };
});

const TIMED: Layout = { ...GENERIC, timestampColumn: "t" };

function strictOrder(isDescending: boolean): OrderCheck {
  return new OrderCheck({
    order: isDescending ? "descending" : "ascending",
    duplicates: "fail",
    gaps: "ignore",
    interval: undefined,
    timeUnit: "auto",
    areGapsSought: true,
  });
}

Deno.test("team: timestamps are checked as in one piece, in segments of any size", async () => {
  using folder = new Folder();
  let [refused, gaps] = [0, 0];
  await fc.assert(
    fc.asyncProperty(timedFile, segmentBytes, window, async ({ text, isDescending }, size, width) => {
      folder.write("in.csv", text);
      const [alone, together] = [strictOrder(isDescending), strictOrder(isDescending)];
      const expected = readTimedAlone(bytesOf(text), width, TIMED, alone);
      const found = await readInSegments(folder.of("in.csv"), size, width, 1, TIMED, isDescending, together);
      assertEquals(found, expected);
      if ("error" in expected) refused++;
      else assertEquals(together.summary, alone.summary);
      if (alone.summary.evident !== undefined) gaps++;
    }),
    { numRuns: 1000 },
  );
  assert(refused > 100 && gaps > 100, `${refused} files were refused, and ${gaps} have gaps`);
});

Deno.test("team: timestamps are checked on several threads, and the first step back in the file is told of", async () => {
  const rows = Array.from({ length: 20_000 }, (_, n) => `${timeOf(n, 0)},${n * 37 % 101}`);
  using folder = new Folder();
  for (const stepsBack of [[], [15_000], [3000, 15_000], [19_999]]) {
    const file = rows.map((row, n) => stepsBack.includes(n) ? `${timeOf(n - 2, 0)},1` : row);
    const text = `t,close\n${file.join("\n")}\n`;
    folder.write("in.csv", text);
    const expected = readTimedAlone(bytesOf(text), 5, TIMED, strictOrder(false));
    assertEquals("error" in expected, stepsBack.length > 0);
    for (const threads of [2, 4]) {
      const found = await readInSegments(folder.of("in.csv"), 9000, 5, threads, TIMED, false, strictOrder(false));
      assertEquals(found, expected, `${threads} threads`);
    }
  }
});

Deno.test("team: gaps in time are found on several threads", async () => {
  const rows = Array.from({ length: 20_000 }, (_, n) => `${timeOf(n, 1)},${n * 37 % 101}`);
  const text = `t,close
${rows.filter((_, n) => n !== 700 && (n < 15_000 || n > 15_060)).join("\n")}
`;
  using folder = new Folder({ "in.csv": text });
  for (const threads of [1, 4]) {
    const order = strictOrder(false);
    await readInSegments(folder.of("in.csv"), 9000, 5, threads, TIMED, false, order);
    const { longest, ...gaps } = order.summary.evident ?? { longest: { from: 0n, to: 0n } };
    const length = longest.to - longest.from;
    assertEquals([gaps, length], [{ interval: 60_000_000_000n, count: 2, areMore: false }, 62n * 60_000_000_000n]);
  }
});

Deno.test("team: where another file has taken the place, the one that is open is read", async () => {
  const text = oddFile(5000);
  using folder = new Folder({ "in.csv": text, "other": "t,close\n1,2\n" });
  using handle = await Deno.open(folder.of("in.csv"));
  const info = await handle.stat();
  const plan = {
    file: "in.csv",
    sizeBytes: info.size,
    segmentBytes: 4096,
    window: 5,
    layout: GENERIC,
    isDescending: false,
    order: undefined,
  };
  const task = { file: { handle, info }, plan, beginRows: beginPlainRows, order: undefined };
  for (const path of ["other", "nowhere"]) {
    const team = new Team({ ...task, path: folder.of(path), threads: 3 }, new StopRequest());
    await team.read(() => {});
    assertEquals(
      outcomeOf(team.results.ones, team.results.lastMean, team.summary),
      readAlone(new TextEncoder().encode(text), 5),
    );
  }
});

Deno.test("team: a stop that was asked for ends the reading", async () => {
  using folder = new Folder({ "in.csv": oddFile(20_000) });
  using handle = await Deno.open(folder.of("in.csv"));
  const info = await handle.stat();
  const plan = {
    file: "in.csv",
    sizeBytes: info.size,
    segmentBytes: 1,
    window: 5,
    layout: GENERIC,
    isDescending: false,
    order: undefined,
  };
  const stop = new StopRequest();
  const task = { file: { handle, info }, plan, beginRows: beginPlainRows, order: undefined };
  const team = new Team({ ...task, path: folder.of("in.csv"), threads: 1 }, stop);
  setTimeout(() => stop.ask("SIGTERM"), 0);
  const error = await team.read(() => {}).catch((cause) => cause);
  assert(error instanceof JobError);
  assertEquals([error.message, error.exitCode], ["interrupted by SIGTERM", 143]);
});
