/**
 * Small files that are read ahead: they give what they give when they are opened one by one.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { gzipSync } from "node:zlib";
import { ReadAhead } from "../../../lib/inputs/ahead/read_ahead.ts";
import { SharedFiles } from "../../../lib/inputs/ahead/shared_files.ts";
import { readWhole } from "../../../lib/inputs/ahead/whole_file.ts";
import { openInput } from "../../../lib/inputs/open.ts";
import { CandleSeries } from "../../../lib/inputs/series.ts";
import { JobError } from "../../../lib/errors.ts";
import type { InputWatch } from "../../../lib/inputs/watch.ts";
import { StopRequest } from "../../../lib/stop.ts";
import { Folder, JOB_FLAGS } from "../../command.ts";

const ROOM = 1 << 17;
const encoder = new TextEncoder();

/** More files than are kept ahead, each of other bytes. */
const MANY = Array.from({ length: 100 }, (_, n) => [`${n}.csv`, `close\n${n}\n`] as const);
const files = (folder: Folder) => MANY.map(([name]) => folder.of(name));

/** What is read of the files, in order. */
function textsOf(take: (n: number, into: Uint8Array) => number | undefined): (string | undefined)[] {
  const into = new Uint8Array(ROOM);
  return MANY.map((_, n) => {
    const length = take(n, into);
    return length === undefined ? undefined : new TextDecoder().decode(into.subarray(0, length));
  });
}

Deno.test("ahead: a small file is read whole", () => {
  using folder = new Folder({ "a.csv": "close\n1\n" });
  const into = new Uint8Array(9);
  assertEquals(readWhole(folder.of("a.csv"), into), 8);
  assertEquals(into, encoder.encode("close\n1\n\0"));
});

/** Files that are left to the usual way, which knows what to say of them. */
const LEFT: readonly (readonly [name: string, path: string])[] = [
  ["a file that has no room", "nine.csv"],
  ["an empty file", "empty.csv"],
  ["a folder", "."],
  ["a file that is not there", "nowhere.csv"],
];

for (const [name, path] of LEFT) {
  Deno.test(`ahead: ${name} is left to the usual way`, () => {
    using folder = new Folder({ "nine.csv": "close\n12\n", "empty.csv": "" });
    assertEquals(readWhole(folder.of(path), new Uint8Array(9)), undefined);
  });
}

/** What happens to a file of eight bytes between the first look at it and the last one. */
const MEANWHILE: readonly (readonly [name: string, change: (path: string) => void])[] = [
  ["is written to", (path) => Deno.writeTextFileSync(path, "2\n", { append: true })],
  ["is written anew with as many bytes", (path) => {
    Deno.writeTextFileSync(path, "close\n2\n");
    Deno.utimeSync(path, 1, 1);
  }],
  ["is replaced by one with as many bytes", (path) => {
    Deno.writeTextFileSync(`${path}.new`, "close\n2\n");
    Deno.renameSync(`${path}.new`, path);
  }],
  ["is removed", (path) => Deno.removeSync(path)],
];

for (const [name, change] of MEANWHILE) {
  for (const isOpened of [false, true]) {
    Deno.test(`ahead: a file that ${name} ${isOpened ? "once" : "before"} it is opened is left to the usual way`, () => {
      using folder = new Folder({ "a.csv": "close\n1\n" });
      const { openSync } = Deno;
      Deno.openSync = (path) => {
        if (!isOpened) change(String(path));
        const file = openSync(path);
        if (isOpened) change(String(path));
        return file;
      };
      try {
        assertEquals(readWhole(folder.of("a.csv"), new Uint8Array(ROOM)), undefined);
      } finally {
        Deno.openSync = openSync;
      }
    });
  }
}

Deno.test({
  name: "ahead: a FIFO is not opened, and a file without a size is left to the usual way",
  ignore: Deno.build.os === "windows",
  async fn() {
    using folder = new Folder();
    await new Deno.Command("mkfifo", { args: [folder.of("fifo")] }).output();
    assertEquals(readWhole(folder.of("fifo"), new Uint8Array(ROOM)), undefined);
    assertEquals(readWhole("/proc/self/stat", new Uint8Array(ROOM)), undefined);
  },
});

Deno.test("ahead: one thread reads all files in order", () => {
  using folder = new Folder(Object.fromEntries(MANY));
  const alone = new SharedFiles(files(folder));
  assertEquals(textsOf((n, into) => alone.take(n, into)), MANY.map(([, text]) => text));
});

Deno.test("ahead: two threads read all files in order", () => {
  using folder = new Folder(Object.fromEntries(MANY));
  const ahead = new ReadAhead(files(folder));
  assertEquals(textsOf((n, into) => ahead.take(n, into)), MANY.map(([, text]) => text));
  ahead.end();
});

Deno.test("ahead: what is no text is left to the usual way, and what comes after it is not", () => {
  const gzipped = gzipSync(encoder.encode("close\n7\n"));
  using folder = new Folder({ ...Object.fromEntries(MANY), "7.csv": gzipped });
  const ahead = new ReadAhead(files(folder));
  assertEquals(textsOf((n, into) => ahead.take(n, into)), MANY.map(([, text], n) => n === 7 ? undefined : text));
  ahead.end();
});

/** When a thread is started that reads ahead. */
const STARTS: readonly (readonly [
  name: string,
  inputs: readonly string[],
  watch: InputWatch | undefined,
  threads: number,
  starts: number,
])[] = [
  ["a thousand files", Array(1000).fill("a.csv"), undefined, 2, 1],
  ["fewer files", Array(999).fill("a.csv"), undefined, 2, 0],
  ["a thousand files on one thread", Array(1000).fill("a.csv"), undefined, 1, 0],
  ["files and standard input", [...Array(1000).fill("a.csv"), "-"], undefined, 2, 0],
  ["files whose bytes are watched", Array(1000).fill("a.csv"), { begin: () => ({ take() {}, end() {} }) }, 2, 0],
];

for (const [name, inputs, watch, threads, starts] of STARTS) {
  Deno.test(`ahead: ${name} start ${starts === 1 ? "a thread" : "no thread"}`, async () => {
    const { Worker } = globalThis;
    let started = 0;
    globalThis.Worker = class extends Worker {
      constructor(...args: ConstructorParameters<typeof Worker>) {
        super(...args);
        started++;
      }
    };
    try {
      (await openInput(inputs, new StopRequest(), watch, threads)).close();
    } finally {
      globalThis.Worker = Worker;
    }
    assertEquals(started, starts);
  });
}

/** What is done to a file after it was read ahead, and whether it may be why it looks wrong. */
const LATER: readonly (readonly [name: string, change: (path: string) => void, isTold: boolean])[] = [
  ["is as it was", () => {}, false],
  ["is written to", (path) => Deno.writeTextFileSync(path, "2\n", { append: true }), true],
  ["is removed", (path) => Deno.removeSync(path), false],
];

for (const [name, change, isTold] of LATER) {
  Deno.test(`ahead: of a file that ${name} after it was read, ${isTold ? "that" : "nothing"} is told`, async () => {
    using folder = new Folder({ "a.csv": "close\n1\n", "b.csv": "close\n1\n" });
    const paths = [folder.of("a.csv"), folder.of("b.csv")];
    const series = new CandleSeries(paths, new StopRequest(), undefined, new ReadAhead(paths));
    await series.first();
    change(folder.of("a.csv"));
    let told: unknown;
    try {
      series.requireUnchanged();
    } catch (error) {
      told = error;
    } finally {
      series.close();
    }
    assertEquals(told instanceof JobError, isTold);
  });
}

/** As many as are read ahead. */
const THOUSAND = 1000;
const nameOf = (n: number) => `in-${String(n).padStart(4, "0")}.csv`;
const FLAGS = ["-i", "in-*.csv", ...JOB_FLAGS.slice(2), "--signals", "signals.csv"];

/** What one of a thousand files is, instead of two rows. */
const ODD: readonly (readonly [name: string, content: string | Uint8Array | undefined])[] = [
  ["is like the others", "close\n1\n2\n"],
  ["is compressed", gzipSync(encoder.encode("close\n1\n2\n"))],
  ["is compressed and damaged", gzipSync(encoder.encode("close\n1\n2\n")).fill(0, 12)],
  ["is too large to be read ahead", `close\n${"1\n2\n".repeat(50_000)}`],
  ["has another header", '"t","close"\n1,1\n'],
  ["has no line end", "close\n1\n2"],
  ["has a close that is none", "close\n1\nx\n"],
  ["has no close", "open\n1\n"],
  ["is empty", ""],
  ["is not there", undefined],
  ["is a workbook", Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)],
];

for (const [name, content] of ODD) {
  Deno.test(`ahead: a thousand files of which one ${name} give what they give on one thread`, async () => {
    using folder = new Folder();
    for (let n = 0; n < THOUSAND; n++) folder.write(nameOf(n), `close\n${n}\n${n % 7}\n`);
    if (content === undefined) {
      Deno.removeSync(folder.of(nameOf(500)));
      Deno.symlinkSync("nowhere", folder.of(nameOf(500)));
    } else {
      folder.write(nameOf(500), content);
    }
    const [one, two] = [await left(folder, "--threads", "1"), await left(folder, "--threads", "2")];
    assertEquals(two, one);
  });
}

/** All that a run leaves, without what it says of time. */
async function left(folder: Folder, ...flags: readonly string[]): Promise<readonly unknown[]> {
  const { code, stdout, stderr } = await folder.run([...FLAGS, ...flags]);
  const untimed = (text = "") => text.replaceAll(/\S*Z |(?:elapsed|latency)_ms"?[=:] ?[0-9]+/g, "");
  return [code, untimed(stdout), stderr, untimed(folder.read("run.log")), folder.read("signals.csv")];
}
