import { assert, assertEquals, assertMatch } from "@std/assert";
import manifest from "../../deno.json" with { type: "json" };
import { COMPILE_FLAGS, TARGETS } from "../../tools/release/compile.ts";
import { makeBundle } from "../../tools/release/bundle.ts";
import { readSection } from "../../tools/release/section.ts";

const ROOT = new URL("../../", import.meta.url);

/**
 * A small program to put the section into, in place of denort, which may not be had here. The section is the same: it is
 * made without regard to the runtime.
 */
const BASE = Deno.build.os === "linux" ? "/bin/true" : Deno.execPath();

const MOST_BYTES = 1_000_000;

interface Compiled {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the task, as it stands in `deno.json`, but that it may write into `folder`. */
async function compile(flags: readonly string[], denort: string): Promise<Compiled> {
  const [, ...args] = manifest.tasks["compile"].command.split(" ");
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args, ...flags],
    cwd: ROOT,
    env: { DENORT_BIN: denort, NO_COLOR: "1" },
  }).output();
  return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
}

async function withFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "batch-signal-test-" }));
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("compile: the binary has what a run needs, in under 1 MB, and no more permissions than the task", async () => {
  await withFolder(async (folder) => {
    const output = `${folder}/batch-signal`;
    const { code, stdout, stderr } = await compile(["--output", output, "--commit", "0123456789ab"], BASE);
    assertEquals([code, stderr], [0, ""]);
    assertMatch(stdout, /: \d+ kB, ours \d+ kB in \d+ files\ncommit 0123456789ab, sha256 [0-9a-f]{64}\n$/);
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["batch-signal"]);

    const section = readSection(await Deno.readFile(output));
    const { files } = await makeBundle("0123456789ab");
    const embedded = section.files.map(({ name, bytes }) => [name.slice(name.lastIndexOf("/") + 1), bytes] as const);
    assertEquals(new Map(embedded), new Map([...files].sort(([a], [b]) => a < b ? -1 : 1)));
    assert(section.sizeBytes < MOST_BYTES, `ours is ${section.sizeBytes} bytes`);
    assertEquals(section.files.filter(({ timeMs }) => timeMs !== 0), []);

    const { permissions, code_cache_key } = section.metadata;
    const { allow_import: _, ...granted } = Object.fromEntries(
      Object.entries(permissions ?? {}).filter(([, value]) => value !== null),
    );
    // An empty list stands for all: all files may be read and written, and no host imported from, whichever are allowed.
    assertEquals(granted, { allow_read: [], allow_write: [], deny_import: [], prompt: false });
    assertEquals(code_cache_key, null);
  });
});

Deno.test("compile: the same commit gives the same bytes in another folder at another time", async () => {
  await withFolder(async (folder) => {
    const outputs = [`${folder}/batch-signal`, `${folder}/deeper/other-name`];
    for (const output of outputs) {
      const { code, stderr } = await compile(["--output", output, "--commit", "0123456789ab"], BASE);
      assertEquals([code, stderr], [0, ""]);
    }
    const [first, second] = await Promise.all(outputs.map((output) => Deno.readFile(output)));
    assertEquals(first, second);
  });
});

Deno.test("compile: without denort it says in one line what is missing and how to supply it", async () => {
  await withFolder(async (folder) => {
    const { code, stdout, stderr } = await compile(["--output", `${folder}/x`], `${folder}/none`);
    assertEquals([code, stdout], [1, ""]);
    assertEquals(
      stderr,
      `compile: denort ${Deno.version.deno} for ${Deno.build.target}, the runtime in the binary, can't be fetched or read; ` +
        "DENORT_BIN=/path/to/denort supplies it as a file\n",
    );
    assertEquals([...Deno.readDirSync(folder)], []);
  });
});

Deno.test("compile: one runtime is not that of all targets, and one file is not all binaries", async () => {
  await withFolder(async (folder) => {
    const one = await compile(["--target", "all"], BASE);
    assertEquals(one.stderr, "compile: DENORT_BIN is the runtime of one target, expected one --target with it\n");
    const other = await compile(["--target", "all", "--output", `${folder}/x`], BASE);
    assertEquals(other.stderr, "compile: --output names one file, expected one --target\n");
    assertEquals([one.code, other.code], [1, 1]);
  });
});

Deno.test({ name: "compile: flags and targets stand in one place", permissions: "none" }, () => {
  const tasks = Object.entries(manifest.tasks).filter(([, { command }]) => command.includes("deno compile"));
  assertEquals(tasks, []);
  assertEquals(COMPILE_FLAGS.filter((flag) => flag.startsWith("--allow-")), ["--allow-read", "--allow-write"]);
  assertEquals(new Set(TARGETS).size, 5);
});
