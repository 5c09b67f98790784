import { assertEquals, assertMatch } from "@std/assert";
import { CANDLES, CONFIG, type Finished, Folder } from "../command.ts";
import { recordAtEnd, Tally } from "../evidence.ts";
import { errorJson } from "./honest.ts";

const full = new Tally({
  promise: "A full, read-only or missing place for an output fails the run and leaves nothing behind",
  tested:
    "Outputs and log on file systems without space, without room for another file, mounted read-only, and in folders " +
    "that are not there; the figures of the run are small enough to fit only in part",
  sought: "torn or leftover files and unclear errors",
});
recordAtEnd("faults-disk", "Broken disks", [full]);

/** Whether file systems can be mounted: that takes root, and more than most containers allow. */
const CAN_MOUNT = Deno.build.os === "linux" && await (async () => {
  using folder = new Folder();
  const { code } = await folder.shell("mkdir t && mount -t tmpfs -o size=4k none t && umount t");
  return code === 0;
})().catch(() => false);
const UNLESS_MOUNTED = CAN_MOUNT ? "" : " (skipped: file systems can't be mounted here)";
if (!CAN_MOUNT) full.skip(UNLESS_MOUNTED.trim());

/** Runs the job in a folder with a small file system in it, `disk/`. */
async function onDisk(
  options: string,
  prepare: string,
  flags: readonly string[],
  check: (folder: Folder, end: Finished) => void,
): Promise<void> {
  using folder = new Folder();
  const { code, stderr } = await folder.shell(
    `mkdir disk && mount -t tmpfs -o ${options} none disk && cd disk && ${prepare}`,
  );
  assertEquals([code, stderr], [0, ""]);
  try {
    check(folder, await folder.run(flags));
    assertEquals([folder.read("in.csv"), folder.read("config.yaml")], [CANDLES, CONFIG]);
  } finally {
    assertEquals((await folder.shell("umount disk")).code, 0);
  }
}

function assertRefused(end: Finished, message: string): void {
  assertEquals([end.code, end.stderr], [5, `batch-signal: ${message}\n`]);
  assertEquals(end.stdout, errorJson(message, JSON.parse(end.stdout).version));
}

const FILL = "(dd if=/dev/zero of=fill bs=4096 2>/dev/null || true)";
const READ_ONLY = "mount -o remount,ro none .";
const onlyIn = (folder: Folder, ...names: string[]) =>
  assertEquals([...Deno.readDirSync(folder.of("disk"))].map(({ name }) => name).sort(), names);

const OUTPUT = ["-i", "in.csv", "-c", "config.yaml", "-o", "disk/metrics.json", "-l", "run.log"];
const LOG = ["-i", "in.csv", "-c", "config.yaml", "-o", "metrics.json", "-l", "disk/run.log"];
const BOTH = ["-i", "in.csv", "-c", "config.yaml", "-o", "disk/metrics.json", "-l", "disk/run.log"];

const REFUSED: readonly [
  name: string,
  options: string,
  prepare: string,
  flags: string[],
  message: string,
  left: string[],
][] = [
  [
    "no space for the metrics",
    "size=16k",
    FILL,
    OUTPUT,
    "disk/metrics.json: cannot be written: no space left on device",
    [
      "fill",
    ],
  ],
  [
    "no room for another file",
    "size=64k,nr_inodes=2",
    "touch only",
    OUTPUT,
    "disk/metrics.json: cannot be written: no space left on device",
    [
      "only",
    ],
  ],
  [
    "metrics on a read-only disk",
    "size=64k",
    READ_ONLY,
    OUTPUT,
    "disk/metrics.json: cannot be written: read-only file system",
    [],
  ],
];

for (const [name, options, prepare, flags, message, left] of REFUSED) {
  Deno.test(
    { name: `faults: ${name}${UNLESS_MOUNTED}`, ignore: !CAN_MOUNT },
    () =>
      full.count(() =>
        onDisk(options, prepare, flags, (folder, end) => {
          assertRefused(end, message);
          onlyIn(folder, ...left);
          const last = (folder.read("run.log") ?? "").trimEnd().split("\n").at(-1) ?? "";
          assertMatch(last, /Z ERROR job failed status=error kind=io exit_code=5 /);
        })
      ),
  );
}

Deno.test(
  { name: `faults: no space for the log${UNLESS_MOUNTED}`, ignore: !CAN_MOUNT },
  () =>
    full.count(() =>
      onDisk("size=16k", FILL, LOG, (folder, end) => {
        assertRefused(end, "disk/run.log: cannot be written: no space left on device");
        assertEquals(folder.read("metrics.json"), end.stdout);
        assertEquals(folder.read("disk/run.log"), "");
      })
    ),
);

Deno.test(
  { name: `faults: the log on a read-only disk${UNLESS_MOUNTED}`, ignore: !CAN_MOUNT },
  () =>
    full.count(() =>
      onDisk("size=64k", READ_ONLY, LOG, (folder, end) => {
        assertRefused(end, "disk/run.log: cannot be written: read-only file system");
        assertEquals(folder.read("metrics.json"), end.stdout);
        onlyIn(folder);
      })
    ),
);

Deno.test(
  { name: `faults: no space for metrics and log${UNLESS_MOUNTED}`, ignore: !CAN_MOUNT },
  () =>
    full.count(() =>
      onDisk("size=16k", `echo old > metrics.json; ${FILL}`, BOTH, (folder, end) => {
        // The old metrics go first, and the log takes their place.
        assertRefused(end, "disk/metrics.json: cannot be written: no space left on device");
        onlyIn(folder, "fill", "run.log");
      })
    ),
);

Deno.test(
  { name: `faults: old metrics on a read-only disk${UNLESS_MOUNTED}`, ignore: !CAN_MOUNT },
  () =>
    full.count(() =>
      onDisk("size=64k", `echo old > metrics.json; ${READ_ONLY}`, OUTPUT, (folder, end) => {
        // Nothing can be done about them. The exit code, standard output and the log tell.
        assertRefused(end, "disk/metrics.json: cannot be written: read-only file system");
        assertEquals(folder.read("disk/metrics.json"), "old\n");
      })
    ),
);

const MISSING: readonly [name: string, prepare: string, flag: "-o" | "-l", path: string, reason: string][] = [
  ["no folder", "true", "-o", "none/metrics.json", "the folder none does not exist"],
  ["no folder", "true", "-l", "none/run.log", "the folder none does not exist"],
  ["a file where a folder should be", "true", "-o", "in.csv/metrics.json", "a part of the path is not a directory"],
  ["a file where a folder should be", "true", "-l", "in.csv/run.log", "a part of the path is not a directory"],
  ["a FIFO", "mkfifo pipe", "-o", "pipe", "it is not a regular file, expected a regular file or none"],
  ["a FIFO", "mkfifo pipe", "-l", "pipe", "it is not a regular file, expected a regular file or none"],
  ["a loop of links", "ln -s b a; ln -s a b", "-o", "a/metrics.json", "too many levels of symbolic links"],
  ["a loop of links", "ln -s b a; ln -s a b", "-l", "a/run.log", "too many levels of symbolic links"],
  ["a name that is too long", "true", "-o", "n".repeat(300), "file name too long"],
  ["a name that is too long", "true", "-l", "n".repeat(300), "file name too long"],
];

for (const [name, prepare, flag, path, reason] of MISSING) {
  const what = flag === "-o" ? "output" : "log";
  Deno.test(
    { name: `faults: ${name} for the ${what}`, ignore: Deno.build.os === "windows" },
    () =>
      full.count(async () => {
        using folder = new Folder();
        await folder.shell(prepare);
        const before = folder.names();
        const rest = flag === "-o" ? ["-l", "run.log"] : ["-o", "metrics.json"];
        const end = await folder.run(["-i", "in.csv", "-c", "config.yaml", flag, path, ...rest]);
        assertRefused(end, `${path}: cannot be written: ${reason}`);
        if (flag === "-l") assertEquals(folder.read("metrics.json"), end.stdout);
        else assertMatch(folder.read("run.log") ?? "", /Z ERROR job failed [^\n]*\n$/);
        assertEquals(folder.names(), [...before, rest[1]].sort());
        assertEquals([folder.read("in.csv"), folder.read("config.yaml")], [CANDLES, CONFIG]);
      }),
  );
}
