import { assert, assertEquals } from "@std/assert";
import { CANDLES, CONFIG, type Finished, Folder } from "../command.ts";
import { recordAtEnd, Tally } from "../evidence.ts";
import { assertSucceeded, errorJson, FAULT_FILES } from "./honest.ts";
import { type Call, inject, inParallel, IS_INJECTABLE, UNLESS_INJECTABLE } from "./injector.ts";

const IS_UNIX = Deno.build.os !== "windows";

const changing = new Tally({
  promise: "A file that changes while it is read is an error, never a result",
  tested: "Before every read of the input in turn, it is truncated, appended to, written over in place",
  sought: "results of files that were neither their old selves nor their new ones",
});
const broken = new Tally({
  promise: "An input or config that can't be read is an error that says why",
  tested: "Folders, dangling and looping links, unreadable files, FIFOs whose writer dies",
  sought: "hangs and unclear errors",
});
const same = new Tally({
  promise: "Input, config, output and log must be four files; else nothing is touched",
  tested: "Each two of the four as one file: by the same path, by way of .., by a symbolic and by a hard link",
  sought: "files touched",
});
recordAtEnd("faults-input", "Broken input", [changing, broken, same]);
if (!IS_INJECTABLE) changing.skip(UNLESS_INJECTABLE.trim());

// --- changes while it is read

const CHANGES = {
  "truncated at a line end": `truncate -s ${"t,close\n1,5\n".length} in.csv`,
  "truncated to nothing": ": > in.csv",
  "appended to": "printf '2,5\\n' >> in.csv",
  "written over in place": "printf '9,9\\n' | dd of=in.csv bs=1 seek=8 conv=notrunc 2>/dev/null",
} as const;

for (const [name, line] of Object.entries(CHANGES)) {
  Deno.test({ name: `faults: the input is ${name}${UNLESS_INJECTABLE}`, ignore: !IS_INJECTABLE }, async () => {
    const clean = await callsOfCleanRun();
    const reads = [...clean.entries()].filter(([, call]) => call.name === "read" && call.file === "in.csv");
    assert(reads.length > 1, `the input is read ${reads.length} times`);
    await inParallel(reads, ([index]) =>
      changing.count(async () => {
        using folder = new Folder(FAULT_FILES);
        const { finished } = await inject(folder, { faults: [[index + 1, `run ${line}`]] });
        const message = "in.csv: the file changed while it was read, expected it to stay as it is";
        assertEquals([finished.code, finished.stderr], [5, `batch-signal: ${message}\n`]);
        assertEquals(finished.stdout, errorJson(message, "v1"));
        assertEquals(folder.read("metrics.json"), finished.stdout);
      }));
  });
}

Deno.test(
  { name: `faults: another file takes the input's name${UNLESS_INJECTABLE}`, ignore: !IS_INJECTABLE },
  async () => {
    // What was opened is read to its end: it has not changed.
    const clean = await callsOfCleanRun();
    const reads = [...clean.entries()].filter(([, call]) => call.name === "read" && call.file === "in.csv");
    await inParallel(reads, ([index]) =>
      changing.count(async () => {
        using folder = new Folder({ ...FAULT_FILES, "other.csv": CANDLES });
        const { finished } = await inject(folder, { faults: [[index + 1, "run mv other.csv in.csv"]] });
        assertSucceeded(folder, finished);
        assertEquals(folder.read("in.csv"), CANDLES);
      }));
  },
);

async function callsOfCleanRun(): Promise<readonly Call[]> {
  using folder = new Folder(FAULT_FILES);
  return (await inject(folder, {})).calls;
}

// --- what can't be read

function assertRefused(folder: Folder, end: Finished, code: number, message: string): void {
  assertEquals([end.code, end.stderr], [code, `batch-signal: ${message}\n`]);
  assertEquals(end.stdout, errorJson(message, JSON.parse(end.stdout).version));
  assertEquals(folder.read("metrics.json"), end.stdout);
}

/** Whether permissions bind this user: they do not bind root. */
const IS_BOUND = IS_UNIX && (() => {
  using folder = new Folder();
  Deno.chmodSync(folder.of("in.csv"), 0);
  try {
    folder.read("in.csv");
    return false;
  } catch {
    return true;
  }
})();

const UNREADABLE: readonly [name: string, prepare: string, reason: string, isRun?: boolean][] = [
  ["a folder", "rm FILE; mkdir FILE", "it is a directory"],
  ["a dangling link", "ln -sf nowhere FILE", "no such file or directory"],
  ["a loop of links", "ln -sf other FILE; ln -sf FILE other", "too many levels of symbolic links"],
  ["missing", "rm FILE", "no such file or directory"],
  ["unreadable", "chmod 0 FILE", "permission denied", IS_BOUND],
];

for (const file of ["in.csv", "config.yaml"]) {
  for (const [name, prepare, reason, isRun = true] of UNREADABLE) {
    const why = isRun ? "" : " (skipped: permissions do not bind this user)";
    if (!isRun) broken.skip("unreadable files: permissions do not bind this user");
    Deno.test({ name: `faults: ${file} is ${name}${why}`, ignore: !IS_UNIX || !isRun }, () =>
      broken.count(async () => {
        using folder = new Folder({ "metrics.json": "old" });
        assertEquals((await folder.shell(prepare.replaceAll("FILE", file))).stderr, "");
        const remedy = name === "a folder" && file === "in.csv"
          ? '; name its files, such as --input "in.csv/*.csv"'
          : "";
        assertRefused(folder, await folder.run(), 5, `${file}: cannot be read: ${reason}${remedy}`);
      }));
  }
}

const DYING: readonly [name: string, written: string, code: number, message: string][] = [
  ["before the header", "", 4, "in.csv: the file is empty, expected a header and rows"],
  [
    "in the header",
    "t,clo",
    4,
    'in.csv:1: the header names "t", "clo", expected a column close; see what batch-signal inspect in.csv says',
  ],
  ["in a record", "t,close\\n1,1\\n2", 4, "in.csv:3: the record has 1 field, expected 2 as in the header"],
  ["before a close", "t,close\\n1,1\\n2,", 4, "in.csv:3: close is blank, expected a decimal number"],
  [
    "in a quoted field",
    't,close\\n1,1\\n"2,3\\n',
    4,
    "in.csv:3: a quoted field is not closed before the end of the file, expected a closing quote",
  ],
  ["before the window is full", "t,close\\n1,1\\n", 4, "in.csv: the file has 1 row, expected at least 2, the window"],
];

for (const [name, written, code, message] of DYING) {
  Deno.test({ name: `faults: a FIFO whose writer dies ${name}`, ignore: !IS_UNIX }, () =>
    broken.count(async () => {
      using folder = new Folder({ "metrics.json": "old" });
      const end = await folder.shell(
        `rm in.csv; mkfifo in.csv; sh -c 'exec 3>in.csv; printf "$1" >&3; kill -9 $$' x '${written}' & $JOB`,
      );
      assertRefused(folder, end, code, message);
    }));
}

Deno.test(
  { name: "faults: a config that is a FIFO whose writer dies", ignore: !IS_UNIX },
  () =>
    broken.count(async () => {
      using folder = new Folder({ "metrics.json": "old" });
      const end = await folder.shell(
        "rm config.yaml; mkfifo config.yaml; sh -c 'exec 3>config.yaml; printf \"seed: 1\\n\" >&3; kill -9 $$' & $JOB",
      );
      const message = "config.yaml: window and version are missing, expected the keys seed, window and version; " +
        'write window: 5 and version: "v1"';
      assertRefused(folder, end, 3, message);
    }),
);

// --- two files that are one

const FLAG_FILES = [["--input", "in.csv"], ["--config", "config.yaml"], ["--output", "out"], [
  "--log-file",
  "log",
]] as const;
const WAYS: Readonly<Record<string, (folder: Folder, file: string, alias: string) => string>> = {
  "the same path": (_, file) => file,
  "a path with ..": (folder, file) => {
    Deno.mkdirSync(folder.of("d"));
    return `d/../${file}`;
  },
  "a symbolic link": (folder, file, alias) => {
    Deno.symlinkSync(file, folder.of(alias));
    return alias;
  },
  "a hard link": (folder, file, alias) => {
    Deno.linkSync(folder.of(file), folder.of(alias));
    return alias;
  },
};

for (const [way, link] of Object.entries(WAYS)) {
  Deno.test({ name: `faults: two files are one by ${way}`, ignore: !IS_UNIX }, async () => {
    for (const [first, [flag, file]] of FLAG_FILES.entries()) {
      for (const [otherFlag] of FLAG_FILES.slice(first + 1)) {
        await same.count(async () => {
          using folder = new Folder({ out: "old metrics", log: "old log" });
          const alias = link(folder, file, "alias");
          const before = folder.names();
          const flags = FLAG_FILES.flatMap(([name, path]) => [name, name === otherFlag ? alias : path]);
          const message = `${otherFlag} and ${flag} are the same file "${alias}", expected different files`;
          assertEquals(await folder.run(flags), { code: 2, stdout: "", stderr: `batch-signal: ${message}\n` });
          assertEquals(folder.names(), before);
          assertEquals(
            ["in.csv", "config.yaml", "out", "log"].map((name) => folder.read(name)),
            [CANDLES, CONFIG, "old metrics", "old log"],
          );
        });
      }
    }
  });
}
