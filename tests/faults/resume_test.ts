import { assert, assertEquals, assertMatch } from "@std/assert";
import { errorsIn, Folder, JOB_FLAGS } from "../command.ts";
import { isAsked, recordAtEnd, Tally } from "../evidence.ts";
import { runNights } from "../resume/nights.ts";
import { ERRORS, inject, inParallel, IS_INJECTABLE, UNLESS_INJECTABLE } from "./injector.ts";

const nights = new Tally({
  promise: "A series that is read night by night gives what one run over all of it gives",
  tested: "900 series cut into nights at random: files that grow, new files, symbols, compression, skipped rows",
  sought: "signals or metrics that differ in a byte",
});
const killed = new Tally({
  promise: "A night that is killed, or fails, can be run again, and leaves what it would have left",
  tested: "SIGKILL and EIO at every call of a run with --resume, --checkpoint, --signals and --manifest, then a re-run",
  sought: "a state beside a failure, or other bytes after the re-run",
});
recordAtEnd("faults-resume", "Night after night", [nights, killed]);
if (!IS_INJECTABLE) killed.skip(UNLESS_INJECTABLE.trim());

/** `tests/resume/splits_test.ts` has those before. All are run for the record. */
const LAST = isAsked("--record") ? 1000 : 400;

Deno.test("faults: hundreds of series cut into nights give the signals and the metrics of one run", async () => {
  for (let seed = 101; seed <= LAST; seed++) await nights.count(() => runNights(seed));
});

const SECOND = [...JOB_FLAGS, "--resume", "one.json", "--checkpoint", "two.json", "--signals", "s.csv"]
  .concat("--manifest", "m.json", "--prometheus", "job.prom");
const FIRST_ROWS = Array.from({ length: 300 }, (_, n) => `${1000 + n},${n % 7}.5\n`).join("");
const MORE_ROWS = Array.from({ length: 300 }, (_, n) => `${1300 + n},${n % 5}\n`).join("");

/** A folder in which the first night has been. */
async function afterFirstNight(): Promise<Folder> {
  const config = 'seed: 42\nwindow: 3\nversion: "v1"\ntimestamp_column: t\ntime_unit: s\n';
  const folder = new Folder({ "in.csv": `t,close\n${FIRST_ROWS}`, "config.yaml": config });
  const first = await folder.run([...JOB_FLAGS, "--checkpoint", "one.json"]);
  assertEquals([first.code, errorsIn(first.stderr)], [0, ""]);
  folder.write("in.csv", `t,close\n${FIRST_ROWS}${MORE_ROWS}`);
  folder.write("two.json", "old");
  return folder;
}

/** What a night leaves, without what no two runs have in common. */
function leftIn(folder: Folder): Record<string, string | undefined> {
  const metrics = folder.read("metrics.json")?.replace(/"latency_ms": \d+/, "");
  return { metrics, signals: folder.read("s.csv"), state: folder.read("two.json"), first: folder.read("one.json") };
}

for (const action of ["SIGKILL", "EIO"] as const) {
  Deno.test(
    {
      name: `faults: ${action} at every call of a night, and the night again${UNLESS_INJECTABLE}`,
      ignore: !IS_INJECTABLE,
    },
    async () => {
      using clean = await afterFirstNight();
      const { finished, calls } = await inject(clean, { flags: SECOND });
      assertEquals([finished.code, errorsIn(finished.stderr)], [0, ""]);
      const expected = leftIn(clean);
      assertMatch(expected["metrics"] ?? "", /"increment": \{\s+"first_row": 301,\s+"rows": 300,/);
      assert(calls.length > 60, `${calls.length} calls`);
      await inParallel(calls.entries(), ([index]) =>
        killed.count(async () => {
          using folder = await afterFirstNight();
          const fault = action === "EIO" ? `errno ${ERRORS.EIO[0]}` as const : "signal 9" as const;
          const { finished, calls } = await inject(folder, { flags: SECOND, faults: [[index + 1, fault]] });
          const hit = calls.find(({ isHit }) => isHit);
          const what = `${action} at call ${index + 1}, ${hit?.name} ${hit?.file}: ${finished.stderr}`;
          if (action === "EIO" && finished.code !== 0) {
            assertEquals(finished.code, 5, what);
            const state = folder.read("two.json");
            assert([undefined, "", "old"].includes(state) || finished.stderr.includes("two.json"), `${what}: ${state}`);
          }
          const again = await folder.run(SECOND);
          assertEquals([again.code, errorsIn(again.stderr)], [0, ""], what);
          assertEquals(leftIn(folder), expected, what);
        }));
    },
  );
}
