import { assert, assertEquals, assertMatch } from "@std/assert";
import { errorsIn, Folder } from "../command.ts";
import { recordAtEnd, Tally } from "../evidence.ts";
import { ERRORS, inject, inParallel, UNLESS_INJECTABLE } from "./injector.ts";
import { FILES, FLAGS, mountedPrefix, MOUNTS, OLD, UNLESS_MOUNTABLE } from "./mounts.ts";

const failing = new Tally({
  promise: "A file that is written in place never looks like a success of a run that failed or was killed",
  tested:
    "Every call on the files of a run whose outputs are mounted fails in turn, with EIO and with ENOSPC, and SIGKILL " +
    "arrives at each; in folders that are open and read-only",
  sought: "half files, remains of earlier runs and signals beside metrics that tell of a failure",
});
recordAtEnd("faults-in-place-calls", "Failing system calls, files that are written in place", [failing]);
const WHY_NOT = UNLESS_INJECTABLE || UNLESS_MOUNTABLE;
if (WHY_NOT !== "") {
  console.error(`faults: no call of a run with mounted outputs fails here${WHY_NOT}`);
  failing.skip(WHY_NOT.trim());
}

for (const mounts of MOUNTS) {
  const prefix = mountedPrefix(mounts);
  /** What a run leaves in which nothing fails. */
  const clean = async () => {
    using folder = new Folder(FILES);
    const { finished, calls } = await inject(folder, { flags: FLAGS, prefix });
    assertEquals([finished.code, errorsIn(finished.stderr)], [0, ""]);
    assert(calls.length > 40, `${calls.length} calls`);
    assert(
      calls.some(({ name, file }) => name === "truncate" && file === "metrics.json"),
      "nothing is written in place",
    );
    return { calls, signals: folder.read("signals.csv"), rejects: folder.read("rejects.csv") };
  };

  for (const error of ["EIO", "ENOSPC"] as const) {
    Deno.test(
      {
        name: `faults: every call fails with ${error}, files mounted ${mounts.where}${WHY_NOT}`,
        ignore: WHY_NOT !== "",
      },
      async () => {
        const expected = await clean();
        await inParallel(expected.calls.entries(), ([index]) =>
          failing.count(async () => {
            using folder = new Folder(FILES);
            const { finished, calls } = await inject(folder, {
              flags: FLAGS,
              prefix,
              faults: [[index + 1, `errno ${ERRORS[error][0]}`]],
            });
            const hit = calls.find(({ isHit }) => isHit);
            const what = `${error} at call ${index + 1}, ${hit?.name} ${hit?.file}: ${finished.stderr}`;
            const [metrics, signals, rejects] = ["metrics.json", "signals.csv", "rejects.csv"].map((name) =>
              folder.read(name)
            );
            const temporaries = folder.names().filter((name) => name.endsWith(".tmp"));
            const mayStay = hit?.file === "temporary" && (hit.name === "unlink" || hit.name === "stat");
            assert(temporaries.length <= (mayStay ? 1 : 0), `${what}: ${temporaries.join(", ")}`);
            if (finished.code === 0) {
              assertEquals(errorsIn(finished.stderr), "", what);
              assertEquals([metrics, signals, rejects], [finished.stdout, expected.signals, expected.rejects], what);
              return;
            }
            assertEquals(finished.code, 5, what);
            assertMatch(finished.stderr, /^batch-signal: [^\n]+: cannot be (read|written): [^\n]+\n$/, what);
            assertMatch(metrics ?? "", /"status": "error"/, what);
            // What can be neither removed nor emptied is named.
            const named = (name: string) => finished.stderr.includes(`${name}: `);
            assert(signals === "" || (signals === OLD && named("signals.csv")), `${what}: signals: ${signals}`);
            const isKept = rejects === "" || rejects === expected.rejects;
            assert(isKept || (rejects === OLD && named("rejects.csv")), `${what}: rejects: ${rejects}`);
          }));
      },
    );
  }

  Deno.test(
    { name: `faults: SIGKILL at every call, files mounted ${mounts.where}${WHY_NOT}`, ignore: WHY_NOT !== "" },
    async () => {
      const expected = await clean();
      await inParallel(expected.calls.entries(), ([index]) =>
        failing.count(async () => {
          using folder = new Folder(FILES);
          const { finished, calls } = await inject(folder, {
            flags: FLAGS,
            prefix,
            faults: [[index + 1, "signal 9"]],
          });
          const hit = calls.find(({ isHit }) => isHit);
          const what = `SIGKILL at call ${index + 1}, ${hit?.name} ${hit?.file}`;
          assertEquals(finished.code, 137, what);
          const metrics = folder.read("metrics.json");
          if (metrics === "" || metrics === OLD) return;
          assertMatch(metrics ?? "", /^\{\n[^]*"status": "success"\n\}\n$/, what);
          assertEquals(folder.read("signals.csv"), expected.signals, what);
        }));
    },
  );
}
