import { assert, assertEquals, assertMatch } from "@std/assert";
import { errorsIn, type Finished, Folder } from "../command.ts";
import { recordAtEnd, Tally } from "../evidence.ts";
import { errorJson } from "./honest.ts";
import { type Action, type Call, inject, IS_INJECTABLE, UNLESS_INJECTABLE } from "./injector.ts";
import { FILES, FLAGS, inPlaceWarning, MOUNTS, Mounts, OUTPUTS, UNLESS_MOUNTABLE } from "./mounts.ts";

const mounted = new Tally({
  promise: "Outputs that can be written but neither removed nor replaced are written in place, and the user is told",
  tested:
    "Metrics, signals, rejects and log as files that are mounted, in folders that are open and read-only; EBUSY and " +
    "EACCES from each call that removes or replaces one",
  sought: "failed runs, remains of earlier runs, and runs that do not tell",
});
recordAtEnd("faults-in-place", "Files that are written in place", [mounted]);
if (UNLESS_MOUNTABLE !== "") {
  console.error(`faults: no file is mounted over another here, so nothing real is tested${UNLESS_MOUNTABLE}`);
  mounted.skip(UNLESS_MOUNTABLE.trim());
}
if (!IS_INJECTABLE) mounted.skip(UNLESS_INJECTABLE.trim());

const WARNINGS = OUTPUTS.map((path) => `batch-signal: warning: ${inPlaceWarning(path)}\n`).join("");

/** What an ordinary run leaves. */
async function expected(): Promise<{ signals: string | undefined; rejects: string | undefined }> {
  using folder = new Folder(FILES);
  const { code, stderr } = await folder.run(FLAGS);
  assertEquals([code, errorsIn(stderr)], [0, ""]);
  return { signals: folder.read("signals.csv"), rejects: folder.read("rejects.csv") };
}

async function assertWritten(folder: Folder, { code, stdout, stderr }: Finished): Promise<void> {
  assertEquals([code, errorsIn(stderr)], [0, ""]);
  assertMatch(stdout, /"status": "success"/);
  assertEquals(folder.read("metrics.json"), stdout);
  assertEquals({ signals: folder.read("signals.csv"), rejects: folder.read("rejects.csv") }, await expected());
  assertEquals(folder.names().filter((name) => name.endsWith(".tmp")), []);
  const log = folder.read("run.log") ?? "";
  assertMatch(log, /^[^\n]* INFO {2}job started [^]*Z INFO {2}job completed status=success [^\n]*\n$/);
  assertEquals(
    [...log.matchAll(/Z WARN {2}file written in place path=(.*)\n/g)].map(([, path]) => path),
    [...OUTPUTS],
  );
}

for (const mounts of MOUNTS) {
  Deno.test(
    { name: `faults: files that are mounted ${mounts.where}${UNLESS_MOUNTABLE}`, ignore: UNLESS_MOUNTABLE !== "" },
    () =>
      mounted.count(async () => {
        using folder = new Mounts(mounts);
        const end = await folder.run(FLAGS);
        assert(end.stderr.startsWith(WARNINGS), end.stderr);
        await assertWritten(folder, end);
      }),
  );

  Deno.test(
    {
      name: `faults: files that are mounted ${mounts.where}: --quiet leaves the warnings in the log${UNLESS_MOUNTABLE}`,
      ignore: UNLESS_MOUNTABLE !== "",
    },
    () =>
      mounted.count(async () => {
        using folder = new Mounts(mounts);
        const end = await folder.run([...FLAGS, "--quiet"]);
        assertEquals(end.stderr, "");
        await assertWritten(folder, end);
      }),
  );

  Deno.test(
    {
      name: `faults: files that are mounted ${mounts.where}, and a run that fails${UNLESS_MOUNTABLE}`,
      ignore: UNLESS_MOUNTABLE !== "",
    },
    () =>
      mounted.count(async () => {
        using folder = new Mounts(mounts);
        folder.write("config.yaml", `${FILES["config.yaml"]}max_invalid_rows: 1\n`);
        const message =
          'in.csv:3003: close is "null" where a decimal number belongs: invalid row 2, expected at most 1';
        const { code, stdout, stderr } = await folder.run(FLAGS);
        assertEquals([code, stderr, stdout], [4, `batch-signal: ${message}\n`, errorJson(message, "v1")]);
        assertEquals([folder.read("metrics.json"), folder.read("signals.csv")], [stdout, ""]);
        assertEquals(folder.read("rejects.csv")?.split("\n").length, 4);
      }),
  );
}

/** Asserts that outputs are on the disk before they count. The log's last line comes after that, in any run. */
function assertSynced(calls: readonly Call[]): void {
  for (const file of OUTPUTS.filter((path) => path !== "run.log")) {
    const own = calls.filter((call) => call.file === file).map(({ name }) => name);
    assert(own.lastIndexOf("fsync") > own.lastIndexOf("write"), `${file} is not synced: ${own}`);
  }
}

/** The call that would remove or replace an output: a rename is told by the file that it takes. */
function removes({ name, file }: Call): boolean {
  return (name === "unlink" && file !== "temporary") || name === "rename";
}

/** What a folder that is closed refuses besides. */
function puts({ name, file }: Call): boolean {
  return name === "open" && file === "temporary";
}

/** Runs the job with all calls failing that `isRefused` picks: each fault changes the calls that follow. */
async function refused(
  isRefused: (call: Call) => boolean,
  action: Action,
  flags: readonly string[],
  check: (folder: Folder, end: Finished, calls: readonly Call[]) => Promise<void> | void,
): Promise<void> {
  const faults: [number, Action][] = [];
  for (;;) {
    using folder = new Folder(FILES);
    const { finished, calls } = await inject(folder, { faults, flags });
    const next = calls.findIndex((call) => isRefused(call) && !call.isHit);
    if (next < 0) {
      assert(faults.length > 0, "nothing was refused");
      return await check(folder, finished, calls);
    }
    faults.push([next + 1, action]);
  }
}

Deno.test(
  { name: `faults: removing and renaming say that files are busy${UNLESS_INJECTABLE}`, ignore: !IS_INJECTABLE },
  () =>
    mounted.count(() =>
      refused(removes, "errno 16", FLAGS, async (folder, end, calls) => {
        assert(end.stderr.startsWith(WARNINGS), end.stderr);
        await assertWritten(folder, end);
        assertSynced(calls);
      })
    ),
);

Deno.test(
  {
    name: `faults: a folder that is closed has its files written in place${UNLESS_INJECTABLE}`,
    ignore: !IS_INJECTABLE,
  },
  () =>
    mounted.count(() =>
      refused((call) => removes(call) || puts(call), "errno 13", FLAGS, async (folder, end, calls) => {
        assert(end.stderr.startsWith(WARNINGS), end.stderr);
        await assertWritten(folder, end);
        assertSynced(calls);
      })
    ),
);

Deno.test(
  {
    name: `faults: what takes the place of a busy file is not written over${UNLESS_INJECTABLE}`,
    ignore: !IS_INJECTABLE,
  },
  () =>
    mounted.count(async () => {
      const busy = async (faults: [number, Action][]) => {
        using folder = new Folder({ ...FILES, "precious": "precious" });
        const { finished, calls } = await inject(folder, { faults });
        return { finished, calls, precious: folder.read("precious") };
      };
      const { calls } = await busy([]);
      const unlink = calls.findIndex(({ name, file }) => name === "unlink" && file === "metrics.json") + 1;
      const faults: [number, Action][] = [[unlink, "errno 16"]];
      const open = (await busy(faults)).calls.findIndex(({ name, file }) =>
        name === "open" && file === "metrics.json"
      ) + 1;
      assert(unlink > 0 && open > unlink, `${unlink}, ${open}`);
      const link = await busy([...faults, [open, "run ln -sf precious metrics.json"]]);
      assertEquals([link.finished.code, link.precious], [5, "precious"]);
      // A second name for it, as a link that is followed: the report of the failure then replaces that name.
      const other = await busy([...faults, [open, "run ln -f precious metrics.json"]]);
      assertEquals(
        [other.finished.code, errorsIn(other.finished.stderr)],
        [5, "batch-signal: metrics.json: cannot be written: the file was replaced meanwhile\n"],
      );
      assertEquals(other.precious, "precious");
    }),
);

Deno.test(
  {
    name: `faults: a copy into a busy file that fails half-way leaves it empty${UNLESS_INJECTABLE}`,
    ignore: !IS_INJECTABLE,
  },
  () =>
    mounted.count(() =>
      refused(removes, "errno 16", FLAGS, async (_folder, _end, calls) => {
        const write = calls.findIndex(({ name, file }) => name === "write" && file === "signals.csv") + 1;
        assert(write > 0);
        const busy = calls.slice(0, write).flatMap(({ isHit }, n): [number, Action][] =>
          isHit ? [[n + 1, "errno 16"]] : []
        );
        using folder = new Folder(FILES);
        const { finished } = await inject(folder, {
          flags: FLAGS,
          faults: [...busy, [write, "short"], [write + 1, "errno 5"]],
        });
        const message = "signals.csv: cannot be written: input/output error";
        assertEquals([finished.code, finished.stderr], [5, `batch-signal: ${message}\n`]);
        assertEquals([folder.read("signals.csv"), folder.read("metrics.json")], ["", errorJson(message, "v1")]);
      })
    ),
);
