import { assert, assertEquals, assertMatch } from "@std/assert";
import { Folder, JOB_FLAGS } from "../command.ts";
import { recordAtEnd, Tally } from "../evidence.ts";
import { errorJson } from "./honest.ts";
import { ERRORS, inject, inParallel, IS_INJECTABLE, UNLESS_INJECTABLE } from "./injector.ts";

const every = new Tally({
  promise:
    "Whatever call to the system fails while several threads read: the right result, or one line and the error as JSON",
  tested:
    "Every call on the files of a run with three threads fails in turn, with EIO; rows with and without timestamps",
  sought: "wrong results, hangs, torn or leftover files and unclear errors",
});
recordAtEnd("faults-threads", "Failing system calls, several threads", [every]);
if (!IS_INJECTABLE) every.skip(UNLESS_INJECTABLE.trim());

// Three segments.
const CANDLES = `t,close\n${
  Array.from({ length: 700_000 }, (_, n) => `${1_700_000_000 + 60 * n},${1 + n % 7}\n`).join("")
}`;
const FLAGS = [...JOB_FLAGS, "--threads", "3"];
const withoutTime = (metrics: string | undefined) => metrics?.replace(/"latency_ms": \d+/, "");

for (const [what, keys] of [["closes", ""], ["timestamps", "timestamp_column: t\n"]] as const) {
  Deno.test(
    {
      name: `faults: every call of a run with several threads fails, ${what}${UNLESS_INJECTABLE}`,
      ignore: !IS_INJECTABLE,
    },
    async () => {
      const files = { "in.csv": CANDLES, "config.yaml": `seed: 42\nwindow: 2\nversion: "v1"\n${keys}` };
      using folder = new Folder(files);
      const clean = await inject(folder, { flags: FLAGS });
      assertEquals([clean.finished.code, clean.finished.stderr], [0, ""]);
      const expected = withoutTime(clean.finished.stdout);
      // How much of the work each of them gets depends on how soon it has started.
      assertMatch(folder.read("run.log") ?? "", / threads=3 /);

      await inParallel(clean.calls.keys(), (index) =>
        every.count(async () => {
          using folder = new Folder({ ...files, "metrics.json": "old" });
          const faults = [[index + 1, `errno ${ERRORS.EIO[0]}`]] as const;
          const { finished, calls } = await inject(folder, { flags: FLAGS, faults });
          const hit = calls.find(({ isHit }) => isHit);
          const what = `call ${index + 1}, ${hit?.name} ${hit?.file}: ${finished.stderr}`;
          if (finished.code === 0) {
            assertEquals([finished.stderr, withoutTime(finished.stdout)], ["", expected], what);
            assertEquals(folder.read("metrics.json"), finished.stdout, what);
          } else {
            assertEquals(finished.code, 5, what);
            const [, message = ""] = /^batch-signal: ([^\n]+)\n/.exec(finished.stderr) ?? [];
            assert(message.endsWith("input/output error"), what);
            if (hit?.file === "in.csv") assertEquals(folder.read("metrics.json"), errorJson(message, "v1"), what);
            assert(folder.read("metrics.json") !== "old" || finished.stderr.includes("metrics.json"), what);
          }
          const mayStay = hit?.file === "temporary" && (hit.name === "unlink" || hit.name === "stat");
          assert(folder.names().filter((name) => name.endsWith(".tmp")).length <= (mayStay ? 1 : 0), what);
        }));
    },
  );
}
