import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { hasMeter } from "../../bench/process.ts";
import { errorsIn, type Finished, Folder } from "../command.ts";
import { recordAtEnd, Tally } from "../evidence.ts";
import { errorJson } from "../faults/honest.ts";
import { inParallel } from "../faults/injector.ts";
import { concat, zstdOf } from "../inputs/compressed.ts";
import { HOSTILE_FILES, type HostileFile } from "./candle_files.ts";

/** The most memory that a run with a small window may take, in KiB: 200 MB. */
const MOST_KIB = 200_000_000 / 1024;
/** The most processor time that a run may take, in seconds. */
const MOST_SECONDS = 30;
/** A run that has not ended after this many seconds hangs. */
const HANGS_SECONDS = 300;

const hostile = new Tally({
  promise: "Whatever is in an input, the run ends with the right answer or one clear line",
  tested:
    "A table of candle files: encodings, line ends, quotes, numbers, sizes, borders of chunks; each through the command",
  sought: "crashes, hangs, stack traces and wrong answers",
});
const inspected = new Tally({
  promise: "Whatever is in a file, inspect ends with its facts or one clear line",
  tested: "The same candle files, through `batch-signal inspect`",
  sought: "crashes, hangs, stack traces and other outputs",
});
const memory = new Tally({
  promise: "Memory does not grow with what is in an input: less than 200 MB",
  tested: "The most memory that was resident in each of those runs, by GNU time",
  sought: "runs that took more",
});
const time = new Tally({
  promise: `Time grows with what an input holds, and with nothing else: less than ${MOST_SECONDS} seconds`,
  tested: "The processor time of each of those runs, by GNU time",
  sought: "runs that took more",
});
recordAtEnd("hostile-candles", "Hostile candle files", [hostile, inspected, memory, time]);

const IS_UNIX = Deno.build.os !== "windows";
const IS_METERED = IS_UNIX && await hasMeter();
const UNLESS_METERED = IS_METERED ? "" : " (memory is not measured: there is no GNU time here)";
if (!IS_METERED) { for (const tally of [memory, time]) tally.skip(UNLESS_METERED.trim()); }

function assertEnd(folder: Folder, { code, stdout, stderr }: Finished, ends: HostileFile["ends"]): void {
  assertEquals(folder.read("metrics.json"), stdout);
  if (typeof ends === "string") {
    assertEquals([code, stderr], [4, `batch-signal: ${ends}\n`]);
    assertEquals(stdout, errorJson(ends, "v1"));
  } else {
    assertEquals([code, errorsIn(stderr)], [0, ""]);
    const [rows, rate] = ends;
    assertMatch(
      stdout,
      new RegExp(`"rows_processed": ${rows},\\n {2}"metric": "signal_rate",\\n {2}"value": ${rate},\\n`),
    );
  }
}

function assertInspected({ code, stdout, stderr }: Finished, expected = ""): void {
  if (code === 0) {
    assertEquals(stderr, "");
    assertStringIncludes(stdout, expected);
  } else {
    // What could be found out stands there all the same.
    assertEquals([code, stdout === "" || stdout.startsWith("in.csv\n")], [4, true]);
    assertMatch(stderr, /^batch-signal: in\.csv: .*\n$|^batch-signal: in\.csv:\d+: .*\n$/);
  }
}

/** The most that a run may be measured again. */
const MOST_REPEATS = 2;

/**
 * Checks what a metered run has cost. When garbage is collected is up to the runtime: a run that has come too close to the
 * limit is measured again, and the least that it took is what it needs.
 */
async function assertCost(folder: Folder, name: string, repeat: () => Promise<unknown>): Promise<void> {
  const measured = () => (folder.read("peak") ?? "").split(" ").map(Number);
  const [first = 0, user = NaN, system = NaN] = measured();
  let peakKiB = first;
  for (let n = 0; n < MOST_REPEATS && peakKiB >= MOST_KIB; n++) {
    await repeat();
    peakKiB = Math.min(peakKiB, measured()[0] ?? Infinity);
  }
  await memory.count(() => named(name, () => assert(peakKiB > 0 && peakKiB < MOST_KIB, `${peakKiB} KiB`)));
  await time.count(() => named(name, () => assert(user + system < MOST_SECONDS, `${user + system} s`)));
}

Deno.test({ name: `hostile: ${HOSTILE_FILES.length} candle files${UNLESS_METERED}`, ignore: !IS_UNIX }, async (t) => {
  assertEquals(new Set(HOSTILE_FILES.map(({ name }) => name)).size, HOSTILE_FILES.length);
  await inParallel(HOSTILE_FILES, async ({ name, make, ends, inspected: facts }) => {
    using folder = new Folder();
    folder.write("in.csv", make());
    const meter = IS_METERED ? '/usr/bin/time -q -f "%M %U %S" -o peak' : "";
    const run = () => folder.shell(`timeout ${HANGS_SECONDS} ${meter} $JOB`);
    const end = await run();
    await hostile.count(() => named(name, () => assertEnd(folder, end, ends)));
    if (IS_METERED) await assertCost(folder, name, run);
    const inspect = () => folder.shell(`timeout ${HANGS_SECONDS} ${meter} $JOB`, ["inspect", "in.csv"]);
    const inspection = await inspect();
    await inspected.count(() => named(`${name}, inspected`, () => assertInspected(inspection, facts)));
    if (IS_METERED) await assertCost(folder, `${name}, inspected`, inspect);
  });
  await t.step("all were run", () => {
    assertEquals([hostile.row.cases, inspected.row.cases], [HOSTILE_FILES.length, HOSTILE_FILES.length]);
  });
});

Deno.test({
  name: "hostile: a time limit ends a run on a file that holds more than anyone would wait for",
  ignore: !IS_UNIX,
}, async () => {
  using folder = new Folder();
  // 256 GB of blank lines in 8 MB.
  const part = zstdOf("\n".repeat(1 << 26));
  folder.write("in.csv", concat(zstdOf("t,close\n1,1\n2,2\n"), ...Array<Uint8Array>(4096).fill(part)));
  const { code, stdout, stderr } = await folder.shell("timeout 2 $JOB");
  assertEquals([code, stderr], [124, "batch-signal: interrupted by SIGTERM\n"]);
  assertEquals(stdout, errorJson("interrupted by SIGTERM", "v1"));
  assertEquals(folder.read("metrics.json"), stdout);
});

/** Says which file it was that a check failed for. */
function named(name: string, check: () => void): void {
  try {
    check();
  } catch (cause) {
    throw new Error(`${name}: ${cause}`, { cause });
  }
}
