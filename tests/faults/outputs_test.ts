import { assert, assertEquals, assertMatch } from "@std/assert";
import { verify } from "../../lib/manifest/verify.ts";
import { StopRequest } from "../../lib/stop.ts";
import { errorsIn, type Finished, Folder, JOB_FLAGS } from "../command.ts";
import { recordAtEnd, Tally } from "../evidence.ts";
import { ERRORS, inject, inParallel, IS_INJECTABLE, UNLESS_INJECTABLE } from "./injector.ts";

const every = new Tally({
  promise:
    "Signals, rejects, report and manifest are whole files or none, and only rejects stand beside metrics that tell of a failure",
  tested:
    "Every call on the files of a run with --signals, --rejects, --report and --manifest fails in turn, with EIO and with ENOSPC",
  sought: "torn or leftover files, false successes and failures told in more than one line",
});
const failing = new Tally({
  promise: "Rejects stay when a run fails, because they tell why; if they can't be written, a second line says so",
  tested: "Every call on the files of a run that has too many invalid rows fails in turn, with EIO and with ENOSPC",
  sought: "lost or torn rejects, leftover files and unclear errors",
});
const tallies = [every, failing];
recordAtEnd("faults-outputs", "Failing system calls, signals and rejects", tallies);
if (!IS_INJECTABLE) tallies.forEach((tally) => tally.skip(UNLESS_INJECTABLE.trim()));

const FLAGS = [...JOB_FLAGS, "--signals", "signals.csv", "--rejects", "rejects.csv", "--prometheus", "job.prom"]
  .concat("--report", "report.html", "--manifest", "manifest.json");
/** What a success of the night before has left. */
const LAST_NIGHT = 'batch_signal_last_success_timestamp_seconds{name="job"} 1700000000\n';
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
      assertEquals([clean.finished.code, errorsIn(clean.finished.stderr)], [0, ""]);
      const expected = {
        signals: folder.read("signals.csv"),
        rejects: folder.read("rejects.csv"),
        report: folder.read("report.html"),
      };
      assert(expected.report?.includes("</html>"));
      assertEquals([expected.signals?.split("\n").length, expected.rejects?.split("\n").length], [3002, 4]);
      assert(clean.calls.length > 40, `${clean.calls.length} calls`);

      await inParallel(clean.calls.entries(), ([index]) =>
        every.count(async () => {
          using folder = new Folder({
            ...FILES,
            "signals.csv": "old",
            "rejects.csv": "old",
            "report.html": "old",
            "manifest.json": "old",
            "metrics.json": "old",
            "job.prom": LAST_NIGHT,
          });
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
            assertEquals(errorsIn(finished.stderr), "", what);
            assertEquals(folder.read("signals.csv"), expected.signals, what);
            assertEquals(folder.read("rejects.csv"), expected.rejects, what);
            assertEquals(folder.read("report.html"), expected.report, what);
            await requireManifest(folder, what);
            assertMatch(folder.read("job.prom") ?? "", /^batch_signal_last_run_success\{name="job"\} 1$/m, what);
          } else {
            assertEquals(finished.code, 5, what);
            assertMatch(finished.stderr, /^batch-signal: [^\n]+: cannot be (read|written): [^\n]+\n$/, what);
            // What can't be removed is emptied at least, and the error says so.
            for (const name of ["signals.csv", "report.html", "manifest.json"]) {
              const text = folder.read(name);
              const isUnremovable = ["", "old"].includes(text ?? "new") && finished.stderr.includes(name);
              assert(text === undefined || isUnremovable, `${what}: ${name} stays: ${text}`);
            }
            const metrics = folder.read("metrics.json");
            requirePrometheus(folder.read("job.prom"), finished, what);
            assert(
              metrics === undefined || metrics === "old" || metrics.includes('"status": "error"'),
              `${what}: ${metrics}`,
            );
          }
        }));
    },
  );
}

/** All that the manifest names is what it says. */
async function requireManifest(folder: Folder, what: string): Promise<void> {
  const command = { name: "verify", manifest: folder.of("manifest.json"), dir: folder.path } as const;
  const { text } = await verify({ ...command, isRerun: false, isQuiet: true }, new StopRequest());
  assertEquals(
    text,
    "metrics.json: ok\nsignals.csv: ok\nrejects.csv: ok\nreport.html: ok\nin.csv: ok\nconfig.yaml: ok\n",
    what,
  );
}

/** The file is that of the night before, or tells of this failure; it is missing only if it was put in place and may be lost. */
function requirePrometheus(text: string | undefined, { code, stderr }: Finished, what: string): void {
  if (text === undefined || text === LAST_NIGHT) return assertMatch(stderr, /job\.prom: cannot be written/, what);
  assertMatch(text, new RegExp(`^batch_signal_last_run_exit_code\\{name="job"\\} ${code}$`, "m"), what);
  assertMatch(text, /^batch_signal_last_success_timestamp_seconds\{name="job"\} [0-9.]+$/m, what);
}

/** The last row is one invalid row too many. */
const TOO_MANY = {
  ...FILES,
  "config.yaml": `${FILES["config.yaml"]}max_invalid_rows: 1\n`,
};
const TOO_MANY_MESSAGE =
  'in.csv:3003: close is "null" where a decimal number belongs: invalid row 2, expected at most 1';
const REJECTED = 'line,reason,record\n3002,"timestamp is ""x"", expected a timestamp (time_unit: s)","x,1"\n' +
  '3003,"close is ""null"", expected a decimal number","5000,null"\n';

for (const error of ["EIO", "ENOSPC"] as const) {
  Deno.test(
    {
      name: `faults: every call of a run with too many invalid rows fails with ${error}${UNLESS_INJECTABLE}`,
      ignore: !IS_INJECTABLE,
    },
    async () => {
      const clean = await (async () => {
        using folder = new Folder(TOO_MANY);
        const { finished, calls } = await inject(folder, { flags: FLAGS });
        assertEquals([finished.code, finished.stderr], [4, `batch-signal: ${TOO_MANY_MESSAGE}\n`]);
        assertEquals(folder.read("rejects.csv"), REJECTED);
        return calls;
      })();
      let linesOfRejects = 0;
      await inParallel(clean.entries(), ([index]) =>
        failing.count(async () => {
          using folder = new Folder(TOO_MANY);
          const { finished, calls } = await inject(folder, {
            flags: FLAGS,
            faults: [[index + 1, `errno ${ERRORS[error][0]}`]],
          });
          const hit = calls.find(({ isHit }) => isHit);
          const what = `${error} at call ${index + 1}, ${hit?.name} ${hit?.file}: ${finished.stderr}`;
          const lines = finished.stderr.trimEnd().split("\n").map((line) => line.replace("batch-signal: ", ""));
          // The fault came first and ended the run, or it kept something of the failure from being reported.
          const faults = lines.filter((line) => line !== TOO_MANY_MESSAGE);
          assert(faults.length <= 1, what);
          for (const fault of faults) assertMatch(fault, /^[\w. ]+: cannot be (read|written): [^\n]+$/, what);
          assertEquals(
            [finished.code, lines[0]],
            faults.length === lines.length ? [5, faults[0]] : [4, TOO_MANY_MESSAGE],
          );

          const rejects = folder.read("rejects.csv");
          if (lines[0] === TOO_MANY_MESSAGE) {
            const areLost = lines[1]?.startsWith("rejects.csv: cannot be written: ") ?? false;
            if (areLost) linesOfRejects++;
            assertEquals(rejects, areLost ? undefined : REJECTED, what);
          }
          assertEquals(folder.read("signals.csv"), undefined, what);
          const mayStay = hit?.file === "temporary" && (hit.name === "unlink" || hit.name === "stat");
          assert(folder.names().filter((name) => name.endsWith(".tmp")).length <= (mayStay ? 1 : 0), what);
          if (lines.length === 2 && hit?.file !== "run.log") {
            assertMatch(folder.read("run.log") ?? "", /ERROR job failed [^\n]*\n$/, what);
          }
        }));
      assert(linesOfRejects >= 4, `the rejects failed ${linesOfRejects} times`);
    },
  );
}
