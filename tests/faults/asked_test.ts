import { assert, assertEquals } from "@std/assert";
import { Folder, JOB_FLAGS } from "../command.ts";
import { recordAtEnd, Tally } from "../evidence.ts";
import { ERRORS, inject, inParallel, IS_INJECTABLE, UNLESS_INJECTABLE } from "./injector.ts";

const every = new Tally({
  promise: "Signals and rejects are whole files or none, and none beside metrics that tell of a failure",
  tested: "Every call on the files of a run with --signals and --rejects fails in turn, with EIO and with ENOSPC",
  sought: "torn or leftover files, false successes and unclear errors",
});
recordAtEnd("faults-asked", "Failing system calls, signals and rejects", [every]);
if (!IS_INJECTABLE) every.skip(UNLESS_INJECTABLE.trim());

const FLAGS = [...JOB_FLAGS, "--signals", "signals.csv", "--rejects", "rejects.csv"];
const FILES = {
  "in.csv": `t,close\n${Array.from({ length: 3000 }, (_, n) => `${1000 + n},${n % 7}\n`).join("")}x,1\n5000,null\n`,
  "config.yaml": 'seed: 42\nwindow: 2\nversion: "v1"\ntimestamp_column: t\ntime_unit: s\ninvalid_rows: skip\n',
};

for (const error of ["EIO", "ENOSPC"] as const) {
  Deno.test(
    {
      name: `faults: every call of a run with signals fails with ${error}${UNLESS_INJECTABLE}`,
      ignore: !IS_INJECTABLE,
    },
    async () => {
      using folder = new Folder(FILES);
      const clean = await inject(folder, { flags: FLAGS });
      assertEquals([clean.finished.code, clean.finished.stderr], [0, ""]);
      const expected = { signals: folder.read("signals.csv"), rejects: folder.read("rejects.csv") };
      assertEquals([expected.signals?.split("\n").length, expected.rejects?.split("\n").length], [3002, 4]);
      assert(clean.calls.length > 40, `${clean.calls.length} calls`);

      await inParallel(clean.calls.entries(), ([index]) =>
        every.count(async () => {
          using folder = new Folder({ ...FILES, "signals.csv": "old", "rejects.csv": "old", "metrics.json": "old" });
          const { finished, calls } = await inject(folder, {
            flags: FLAGS,
            faults: [[index + 1, `errno ${ERRORS[error][0]}`]],
          });
          const hit = calls.find(({ isHit }) => isHit);
          const what = `${error} at call ${index + 1}, ${hit?.name} ${hit?.file}: ${finished.stderr}`;
          const temporaries = folder.names().filter((name) => name.endsWith(".tmp"));
          const mayStay = hit?.file === "temporary" && (hit.name === "unlink" || hit.name === "stat");
          assert(temporaries.length <= (mayStay ? 1 : 0), `${what}: ${temporaries.join(", ")}`);
          if (finished.code === 0) {
            assertEquals(finished.stderr, "", what);
            assertEquals(folder.read("signals.csv"), expected.signals, what);
            assertEquals(folder.read("rejects.csv"), expected.rejects, what);
          } else {
            assertEquals(finished.code, 5, what);
            assert(/^(batch-signal: [^\n]+\n)+$/.test(finished.stderr), what);
            // What can't be removed is emptied at least, and the error says so.
            const signals = folder.read("signals.csv");
            const isUnremovable = ["", "old"].includes(signals ?? "new") && finished.stderr.includes("signals.csv");
            assert(signals === undefined || isUnremovable, `${what}: signals stay: ${signals}`);
            const metrics = folder.read("metrics.json");
            assert(
              metrics === undefined || metrics === "old" || metrics.includes('"status": "error"'),
              `${what}: ${metrics}`,
            );
          }
        }));
    },
  );
}
