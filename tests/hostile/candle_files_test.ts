import { assert, assertEquals, assertMatch } from "@std/assert";
import { hasMeter } from "../../bench/process.ts";
import { type Finished, Folder } from "../command.ts";
import { recordAtEnd, Tally } from "../evidence.ts";
import { errorJson } from "../faults/honest.ts";
import { inParallel } from "../faults/injector.ts";
import { HOSTILE_FILES, type HostileFile } from "./candle_files.ts";

/** The most memory that a run with a small window may take, in KiB: 200 MB. */
const MOST_KIB = 200_000_000 / 1024;
/** A run that has not ended after this many seconds hangs. */
const HANGS_SECONDS = 120;

const hostile = new Tally({
  promise: "Whatever is in an input, the run ends with the right answer or one clear line",
  tested:
    "A table of candle files: encodings, line ends, quotes, numbers, sizes, borders of chunks; each through the command",
  sought: "crashes, hangs, stack traces and wrong answers",
});
const memory = new Tally({
  promise: "Memory does not grow with what is in an input: less than 200 MB",
  tested: "The most memory that was resident in each of those runs, by GNU time",
  sought: "runs that took more",
});
recordAtEnd("hostile-candles", "Hostile candle files", [hostile, memory]);

const IS_UNIX = Deno.build.os !== "windows";
const IS_METERED = IS_UNIX && await hasMeter();
const UNLESS_METERED = IS_METERED ? "" : " (memory is not measured: there is no GNU time here)";
if (!IS_METERED) memory.skip(UNLESS_METERED.trim());

function assertEnd(folder: Folder, { code, stdout, stderr }: Finished, ends: HostileFile["ends"]): void {
  assertEquals(folder.read("metrics.json"), stdout);
  if (typeof ends === "string") {
    assertEquals([code, stderr], [4, `batch-signal: ${ends}\n`]);
    assertEquals(stdout, errorJson(ends, "v1"));
  } else {
    assertEquals([code, stderr], [0, ""]);
    const [rows, rate] = ends;
    assertMatch(
      stdout,
      new RegExp(`"rows_processed": ${rows},\\n {2}"metric": "signal_rate",\\n {2}"value": ${rate},\\n`),
    );
  }
}

Deno.test({ name: `hostile: ${HOSTILE_FILES.length} candle files${UNLESS_METERED}`, ignore: !IS_UNIX }, async (t) => {
  assertEquals(new Set(HOSTILE_FILES.map(({ name }) => name)).size, HOSTILE_FILES.length);
  await inParallel(HOSTILE_FILES, async ({ name, make, ends }) => {
    using folder = new Folder();
    folder.write("in.csv", make());
    const meter = IS_METERED ? "/usr/bin/time -q -f %M -o peak" : "";
    const end = await folder.shell(`timeout ${HANGS_SECONDS} ${meter} $JOB`);
    await hostile.count(() => named(name, () => assertEnd(folder, end, ends)));
    if (!IS_METERED) return;
    const peakKiB = Number(folder.read("peak"));
    await memory.count(() => named(name, () => assert(peakKiB > 0 && peakKiB < MOST_KIB, `${peakKiB} KiB`)));
  });
  await t.step("all were run", () => assertEquals(hostile.row.cases, HOSTILE_FILES.length));
});

/** Says which file it was that a check failed for. */
function named(name: string, check: () => void): void {
  try {
    check();
  } catch (cause) {
    throw new Error(`${name}: ${cause}`, { cause });
  }
}
